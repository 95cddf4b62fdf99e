"""The list of pictures: how far each is reviewed, why one could not be read, a filter, 15,000 rows."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from allviewer.core.rows import ImageRow
from allviewer.ui import theme
from allviewer.ui.image_delegate import ROW, SIGN, ImageDelegate, Sign
from allviewer.ui.image_model import ImageModel, Index
from allviewer.ui.late_scroll import LateScroll
from allviewer.ui.panels.claimed_keys import LeaveKeys, OwnKeys, PressKeys
from allviewer.ui.panels.parts import heading, named

_NARROWEST: Final = 144
"""In px: of a name enough stays to tell it from others, also where a small window pressed it together."""


class _Filter(QSortFilterProxyModel):
    """Rows whose name holds the text; or only those that could not be read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text, self._trouble = "", False

    def seek(self, text: str, *, trouble: bool) -> None:
        """Show only these rows."""
        self.beginResetModel()
        self._text, self._trouble = text.strip().casefold(), trouble
        self.endResetModel()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether a row passes."""
        index = self.sourceModel().index(row, 0, parent)
        if self._trouble and index.data(SIGN) is not Sign.TROUBLE:
            return False
        return not self._text or self._text in index.data().casefold()


class _Rows(QListView):
    """Scrolls to the picture that was chosen once that is painted."""

    def __init__(self) -> None:
        super().__init__(uniformItemSizes=True)
        self._late = LateScroll(self, super().scrollTo)

    def scrollTo(self, index: Index, hint: QListView.ScrollHint = QListView.ScrollHint.EnsureVisible) -> None:
        """Bring a row in view, in the next frame."""
        self._late.ask(index, hint)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """What changed is painted; a QListView would lay out and paint all rows, whose heights are one."""
        QAbstractItemView.dataChanged(self, first, last, roles)


class ImageList(QWidget):
    """The list with its heading and filter box. `imageChosen(id)` when a person chooses a row."""

    imageChosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setMinimumWidth(_NARROWEST)
        self._trouble = False
        self._told = False  # the choice comes from elsewhere
        self._on_screen: int | None = None
        self._model = ImageModel(self)
        self._filter = _Filter(self)
        self._filter.setSourceModel(self._model)
        self._count = named("imageCount", QLabel())
        self._count.setProperty("role", "muted")
        self._text = QLineEdit(placeholderText=self.tr("Filter by name"), clearButtonEnabled=True)
        self._text.setObjectName("imageFilter")
        self._text.setAccessibleName(self._text.placeholderText())  # which is gone with the first letter
        self._text.textChanged.connect(self._seek)
        OwnKeys(self._text)
        self._all = named("imagesAll", QPushButton(self.tr("Show all images")))
        self._all.setProperty("role", "quiet")
        self._all.clicked.connect(self.show_all)
        PressKeys(self._all)
        self._all.hide()
        self.view = named("imageRows", _Rows())
        self.view.setModel(self._filter)
        self.view.setItemDelegate(ImageDelegate(self.view, said=self._model.said))
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(self.tr("Images"))
        self.view.selectionModel().currentChanged.connect(self._chosen)
        LeaveKeys(self._text, to=self.view)
        self._lay_out()

    @property
    def stop(self) -> QWidget:
        """Where the keyboard goes to say which images are listed."""
        return self._text

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.S, 0, 0)
        layout.setSpacing(theme.S)
        layout.addLayout(heading(self.tr("Images"), self._count))
        inset = QVBoxLayout()
        inset.setContentsMargins(theme.M, 0, theme.M, 0)
        inset.addWidget(self._text)
        inset.addWidget(self._all)
        layout.addLayout(inset)
        layout.addWidget(self.view, 1)

    # --- told by the controller ---

    def set_rows(self, rows: Sequence[ImageRow]) -> None:
        """Show another session's pictures."""
        self._on_screen = None
        self._narrow(trouble=False)
        self._model.set_rows(rows)
        self._show_count()

    def add_rows(self, rows: Sequence[ImageRow]) -> None:
        """More pictures were listed."""
        self._model.add_rows(rows)
        self._show_count()

    def change_rows(self, rows: Sequence[ImageRow]) -> None:
        """Some pictures' rows are other than before."""
        self._model.change_rows(rows)

    def select(self, image_id: int | None) -> None:
        """Mark the picture that is on the screen, without choosing it anew."""
        self._on_screen = image_id
        index = QModelIndex() if image_id is None else self._model.index_of(image_id)
        shown = self._filter.mapFromSource(index)
        if shown != self.view.currentIndex():
            self._told = True
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.view.selectionModel().setCurrentIndex(shown, flags)
            self._told = False
        if shown.isValid():
            self.view.scrollTo(shown)

    def show_unread(self) -> None:
        """Only the rows that could not be read, whatever was filtered, until all are asked for."""
        self._narrow(trouble=True)

    def show_all(self) -> None:
        """Every row again after those that could not be read."""
        if self._trouble:
            self._narrow(trouble=False)

    # --- inside ---

    def _narrow(self, *, trouble: bool) -> None:
        self._trouble = trouble
        self._all.setVisible(trouble)
        self._text.clear()
        self._seek()

    def _seek(self) -> None:
        self._filter.seek(self._text.text(), trouble=self._trouble)
        self.select(self._on_screen)
        self._show_count()

    def _show_count(self) -> None:
        total, shown = self._model.rowCount(), self._filter.rowCount()
        locale = self.locale()
        text = (
            locale.toString(total)
            if shown == total
            else f"{locale.toString(shown)} / {locale.toString(total)}"
        )
        self._count.setText(text)

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid() and not self._told:
            self.imageChosen.emit(index.data(ROW).id)
