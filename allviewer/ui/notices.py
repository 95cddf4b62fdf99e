"""A line at the window's foot for what is worth saying and no question: errors, finds, what to do."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from allviewer.core.rows import CellSummary
from allviewer.ui import theme, words
from allviewer.ui.icons import put
from allviewer.ui.panels import figures
from allviewer.ui.panels.parts import PressKeys, label, named
from allviewer.ui.progress import ProgressStrip

NOTICED_MS: Final = 4000
"""Until a remark is noticed: the eye is on a cell."""
LETTER_MS: Final = 60
"""To read a letter of it: 1,000 a minute, at leisure."""


def reading_ms(text: str) -> int:
    """How long a remark stays, in ms."""
    return NOTICED_MS + LETTER_MS * len(text)


class NoticeBar(QWidget):
    """Shows the last thing said. A remark goes by itself once it can have been read, unless the cursor or
    the keyboard is on it; an error, what holds on and what asks something stay until they are closed,
    answered or overtaken. An error is never overtaken by a mere remark.

    It lies over the lower left of `ground`, the window: nothing moves when it comes and goes, and neither
    the picture nor the cell in the panel at the `side` is ever below it, nor what runs, with Cancel, in the
    strip at the `foot`.
    """

    unreadRequested = Signal()

    def __init__(self, ground: QWidget, foot: ProgressStrip, side: QWidget) -> None:
        super().__init__(ground)
        self._ground, self._foot, self._side = ground, foot, side
        self.export_key: Callable[[], str] = str
        """Names the key that exports as keys are now, "" if none does."""
        self.labels_key: Callable[[], str] = str
        """Names the key that adds labels, likewise."""
        self.look_key: Callable[[], str] = str
        """Names the key that looks again, likewise."""
        self.undo_key: Callable[[], str] = str
        """Names the key that undoes, likewise."""
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("notice")
        ground.installEventFilter(self)
        foot.lineChanged.connect(self._make_way)
        self.stays_for: Callable[[str], int] = reading_ms
        """How long a remark stays, in ms."""
        self._leaving = QTimer(self, singleShot=True)
        self._leaving.timeout.connect(self._leave)
        self._error = False
        self._of_picture = ""
        self._text = label(wrap=True, name="noticeText")
        self._text.setContentsMargins(0, theme.XS, 0, theme.XS)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._show = named("noticeShow", QPushButton(self.tr("Show them")))
        self._show.setProperty("role", "quiet")
        self._show.clicked.connect(self.unreadRequested)
        self._close = named("noticeClose", QToolButton())
        put(self._close, "close")
        self._close.setIconSize(QSize(16, 16))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self.tr("Close this message"))
        self._close.clicked.connect(self.hide)
        for button in (self._show, self._close):
            PressKeys(button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.M, 0, theme.XS, 0)
        layout.setSpacing(theme.S)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._show)
        layout.addWidget(self._close)
        self.hide()

    @property
    def stop(self) -> QWidget:
        """Where the keyboard goes: to what it asks, else to its closing."""
        return self._show if self._show.isVisible() else self._close

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in its corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def text(self) -> str:
        """What is said now, "" if nothing is."""
        return "" if self.isHidden() else self._text.text()

    @property
    def tells_error(self) -> bool:
        """Whether what is said now is that something went wrong."""
        return self._error and not self.isHidden()

    def error(self, text: str) -> None:
        """Something of the world went wrong."""
        self._say(text, error=True)

    def told(self, text: str) -> None:
        """Something worth knowing."""
        self._say(text)

    def holds(self, text: str) -> None:
        """Something that is so until it is said to be otherwise."""
        self._say(text, stays=True)

    def of_picture(self, text: str) -> None:
        """Something that is so of the picture on the screen; what was said of the one before goes."""
        if self._of_picture and self._of_picture in self.text():
            self._text.setText(self.text().replace(self._of_picture, "").strip())
        self._of_picture = words.said(text)
        self._add(text)

    def unread(self, count: int) -> None:
        """So many pictures could not be read."""
        text = (
            self.tr("1 image could not be read.")
            if count == 1
            else self.tr("{0} images could not be read.").format(figures.count(count))
        )
        self._say(text, show=True)

    def changed(self, *, changed: int, missing: int) -> None:
        """Files are other than when they were analysed, or gone."""
        parts = []
        if changed:
            said = self.tr("Images that changed since they were analysed, and are read anew: {0}.")
            parts.append(said.format(figures.count(changed)))
        if missing:
            said = self.tr("Images that are no longer there, their decisions kept: {0}.")
            parts.append(said.format(figures.count(missing)))
        self._say(" ".join(parts), show=True)

    def renamed(self, count: int) -> None:
        """So many pictures were known again in the opened folder under another name."""
        said = self.tr("Images that have another name or place now, and are listed as before: {0}.")
        self._add(said.format(figures.count(count)))

    def looked(self, new: int) -> None:
        """So many pictures are new since the folder was listed."""
        if new:
            self._add(self.tr("New images: {0}.").format(figures.count(new)), stays=False)
        elif self.isHidden():
            self._say(self.tr("No image is new, changed or gone."))

    def nothing_to_do(self, model: str, *, failed: int) -> None:
        """Every picture that could be read is classified; so many could not."""
        said = self.tr("Every image is classified by {0}.").format(model)
        if failed:
            said = self.tr("Classified by {0}, but for those that could not be read: {1}.").format(
                model, figures.count(failed)
            )
        key, more = self.look_key(), self.tr("{0} looks for new and changed files.")
        self._say(f"{said} {more.format(key)}" if key else said)

    def remarks(self, *, copies: int, paged: int) -> None:
        """So many pictures are copies of others, and so many files hold more than what is shown."""
        if copies:
            said = self.tr("Images that are the same as another, so that their cells count twice: {0}.")
            self._add(said.format(figures.count(copies)))
        if paged:
            said = self.tr("Files of several pages, of which only the first is read: {0}.")
            self._add(said.format(figures.count(paged)))

    def found_again(self, count: int, *, of: int) -> None:
        """So many pictures of the session are in the folder that was named."""
        if count:
            text = self.tr("{0} of {1} images were found in that folder.")
            self._say(text.format(figures.count(count), figures.count(of)))
        else:
            self._say(
                self.tr(
                    "None of this session's images is in that folder. Choose the one they were moved to."
                ),
                error=True,
            )

    def came_from(self, folder: Path) -> None:
        """This new session's pictures were reviewed before, in a folder that is gone."""
        self.told(
            self.tr(
                "These images were reviewed in {0}, which is gone. To go on there, choose it under "
                "File › Open recent, then File › Find moved pictures."
            ).format(folder)
        )

    def lacking(self, classes: Sequence[str]) -> None:
        """The model that was chosen has not all the classes that are in use here."""
        said = self.tr(
            "This model lacks {0}: decisions keep their names, keys may give other classes now, and {1} adds "
            "one as a label."
        )
        way = self.labels_key() or self.tr("Labels of this session")
        self.holds(said.format(", ".join(f"“{name}”" for name in classes), way))

    def nothing_found(self) -> None:
        """There is no picture in what was opened."""
        self._say(
            self.tr("There are no pictures here. JPEG, PNG, BMP, TIFF, WebP and GIF files can be opened."),
            error=True,
        )

    def all_reviewed(self, *, but_this: bool = False, hidden: int = 0) -> None:
        """Every cell in the gallery has a decision, or every other; so many without one are not in it."""
        key = self.export_key()
        said = (
            self.tr("Every other cell shown is reviewed.")
            if but_this
            else self.tr("Every cell shown is reviewed.")
        )
        if hidden:
            more = self.tr(
                "Unreviewed and not shown: {0}. Choose “all cells” above the gallery, and no filter."
            )
            self._say(f"{said} {more.format(figures.count(hidden))}")
        elif key and not but_this:
            self._say(self.tr("Every cell shown is reviewed. Export with {0}.").format(key))
        else:
            self._say(said)

    def lost(self, name: str) -> None:
        """Cells of this picture were to be decided, and nobody can see them."""
        said = self.tr(
            "{0} cannot be shown as it was analysed, so nothing was decided. Put the file back, look for it "
            "with File › Find moved pictures, or open the folder again."
        )
        self._say(said.format(name), error=True)

    def comes(self, name: str) -> None:
        """A cell of this picture was to be decided before it was there to be seen."""
        self._say(self.tr("{0} is still being read, so nothing was decided.").format(name))

    def kept(self, cells: Sequence[CellSummary]) -> None:
        """These were to be accepted, but are decided, and stay so."""
        if len(cells) == 1:
            said = self.tr("Kept as it was decided: {0}. A class key changes it.")
            self._say(said.format(cells[0].label or words.status(cells[0].status)))
        else:
            said = self.tr("{0} cells are kept as they were decided. A class key changes them.")
            self._say(said.format(figures.count(len(cells))))

    def stays(self, cell: CellSummary) -> None:
        """The last cell that was to decide is decided, and a key was pressed that would decide it again."""
        said = self.tr(
            "Every cell shown is reviewed, and this one stays as decided: {0}. To decide it anew, click it "
            "or take that back with {1}."
        )
        way = self.undo_key() or self.tr("Undo")
        self._say(said.format(cell.label or words.status(cell.status), way))

    def replaced(self, count: int, *, of: int) -> None:
        """Of so many cells that were decided at once some had another decision before."""
        said = self.tr("Decided otherwise before: {0} of these {1} cells. {2} takes this back.")
        way = self.undo_key() or self.tr("Undo")
        self._say(said.format(figures.count(count), figures.count(of), way))

    def no_class(self, number: int, *, of: int) -> None:
        """A number was pressed that is no class's."""
        self._say(self.tr("There is no class {0}: the model has {1}.").format(number, of))

    def _add(self, text: str, *, stays: bool = True) -> None:
        """Say it after what stays there already, if anything does."""
        there = not self.isHidden() and not self._leaving.isActive()
        before, show = (self.text(), not self._show.isHidden()) if there else ("", False)
        self._say(f"{before} {words.said(text)}".strip(), stays=stays or there, show=show)

    def clear(self) -> None:
        """Nothing to say any more."""
        self._error = False
        self.hide()

    def _say(self, text: str, *, error: bool = False, show: bool = False, stays: bool = False) -> None:
        if self.tells_error and not error:
            return
        self._error = error
        self._text.setText(words.said(text))
        self._text.setProperty("role", "error" if error else "")
        self._text.style().unpolish(self._text)
        self._text.style().polish(self._text)
        self._show.setVisible(show)
        self.setAccessibleName(self._text.text())
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        if error or show or stays:
            self._leaving.stop()
        else:
            self._leaving.start(self.stays_for(self._text.text()))

    def _leave(self) -> None:
        """Go, unless a person is here."""
        held = QApplication.focusWidget()
        if self.underMouse() or (held is not None and self.isAncestorOf(held)):
            self._leaving.start()
        else:
            self.hide()

    def _make_way(self) -> None:
        """What runs may have more to say by now."""
        if not self.isHidden() and self.geometry().intersects(self._running()):
            self._place()

    def _running(self) -> QRect:
        return self._foot.running_line.translated(self._foot.mapTo(self._ground, QPoint()))

    def _place(self) -> None:
        """In the lowest place that has room for all of it."""
        self._text.ensurePolished()
        for place in self._places():
            size = self._size(place.width())
            if size.height() <= place.height():
                break
        area = QRect(QPoint(place.left(), place.bottom() + 1 - size.height()), size)
        foot = self._foot.mapTo(self._ground, QPoint())
        if any(area.intersects(count.translated(foot)) for count in self._foot.counts):
            area.setRight(place.right())  # half a row of numbers would mislead
        self.setGeometry(area)

    def _places(self) -> Iterator[QRect]:
        """Below what runs, whose lower edge it may touch; beside it; above the strip, as high as need be."""
        room = self._ground.rect().adjusted(theme.S, 0, -theme.S, -theme.XS // 2)
        strip = QRect(self._foot.mapTo(self._ground, QPoint()), self._foot.size())
        running = self._running()
        yield QRect(QPoint(room.left(), running.bottom() - theme.XS), room.bottomRight())
        yield QRect(QPoint(running.right() + theme.M, strip.top() - theme.XS // 2), room.bottomRight())
        side = self._side.mapTo(self._ground, QPoint()).x() - theme.S
        right = side if self._side.isVisible() else room.right()
        yield QRect(room.topLeft(), QPoint(right, strip.top() - theme.XS))

    def _size(self, most: int) -> QSize:
        """How large it is in a place that is so wide."""
        layout = self.layout()
        assert layout is not None
        wide = self._text.fontMetrics().horizontalAdvance(self._text.text()) + theme.XS
        buttons = layout.minimumSize().width() - self._text.minimumSizeHint().width()
        width = min(buttons + wide, most)
        return QSize(width, max(layout.totalHeightForWidth(width), self.minimumSizeHint().height()))
