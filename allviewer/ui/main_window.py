"""The window: menus from the table of actions, the panels around the picture, and what it remembers."""

import base64
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QStatusBar, QWidget

from allviewer.core.rows import ImageRow
from allviewer.ui import theme, trouble
from allviewer.ui.actions import keyed, needs
from allviewer.ui.bounded import Bounded
from allviewer.ui.focus_frame import FocusFrame
from allviewer.ui.gallery.gallery import Gallery
from allviewer.ui.held_key import HeldKey
from allviewer.ui.image_list import ImageList
from allviewer.ui.notices import NoticeBar
from allviewer.ui.one_press import OnePress
from allviewer.ui.panels.cell_panel import CellPanel
from allviewer.ui.panels.parts import label
from allviewer.ui.picture_area import PictureArea
from allviewer.ui.progress import ProgressStrip
from allviewer.ui.room import within

_SHARE_OF_SCREEN = 0.92
_STATE = 1
"""Raised when the docks change so that an older saved layout does not fit."""
_GROUPS = (("theme_system", "theme_light", "theme_dark"), ("kind_auto", "kind_field", "kind_cell"))


class MainWindow(QMainWindow):
    """`pathsDropped(list)`, `recentChosen(folder)` and `closing()` are its intentions; all others are
    its actions, `actions[id].triggered`."""

    pathsDropped = Signal(object)
    recentChosen = Signal(str)
    closing = Signal()
    schemeChanged = Signal(Qt.ColorScheme)

    def __init__(self, *, crop: Callable[[int], QPixmap | None], log_folder: Path) -> None:
        """`crop` gives a cell's picture for the gallery, once it is there."""
        super().__init__()
        self._log_folder = log_folder
        self.setWindowTitle("allviewer")
        self.setObjectName("mainWindow")
        self.setAcceptDrops(True)
        self.setMinimumSize(within(self, 960, 600))
        self.actions_by_id = keyed.build(self)
        self.addActions(list(self.actions_by_id.values()))
        self.raw_key = HeldKey(self, "Space")
        OnePress(self)
        self.picture = PictureArea(self.actions_by_id)
        self.images = ImageList()
        self.cell = CellPanel(self.actions_by_id)
        self.gallery = Gallery(crop=crop, filtering=self.actions_by_id["filter_cells"])
        self.progress = ProgressStrip()
        self.setCentralWidget(self.picture)
        self._panels: dict[QAction, QDockWidget] = {}
        self._open = False
        self._dress()
        self.notices = NoticeBar(
            self, self.progress, self.cell_dock
        )  # last: the keyboard must not begin there
        self._frame = FocusFrame(self)
        self.notices.export_key = partial(_key, self.actions_by_id["export"])
        self.notices.labels_key = partial(_key, self.actions_by_id["edit_labels"])
        self.notices.model_key = partial(_key, self.actions_by_id["choose_model"])
        self.notices.undo_key = partial(_key, self.actions_by_id["undo"])
        self.notices.look_key = partial(_key, self.actions_by_id["look_again"])
        self.picture.holds.connect(self.notices.of_picture)
        self.show_welcome(())

    # --- building ---

    def _dress(self) -> None:
        self.setDockNestingEnabled(True)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        self.images_dock = self._dock(self.images, left, self.tr("Images"))
        self.cell_dock = self._dock(self.cell, right, self.tr("Cell"))
        bottom = Qt.DockWidgetArea.BottomDockWidgetArea
        self.gallery_dock = self._dock(self.gallery, bottom, self.tr("Gallery"))
        self.resizeDocks([self.images_dock, self.cell_dock], [232, 304], Qt.Orientation.Horizontal)
        self.resizeDocks([self.gallery_dock], [220], Qt.Orientation.Vertical)
        self.setStatusBar(self._foot())
        self._fill_menus()

    def _foot(self) -> QStatusBar:
        bar = QStatusBar()
        bar.setSizeGripEnabled(False)
        layout = bar.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(Bounded(self.progress), 1)
        return bar

    def _dock(self, widget: QWidget, area: Qt.DockWidgetArea, title: str) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(f"dock_{widget.objectName() or type(widget).__name__}")
        dock.setTitleBarWidget(QWidget())  # no frame around a frame: the panel has its own heading
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setWidget(Bounded(widget))
        self.addDockWidget(area, dock)
        return dock

    def _fill_menus(self) -> None:
        keyed.fill_menus(self.menuBar(), self.actions_by_id)
        for ids in _GROUPS:
            group = QActionGroup(self)
            for action_id in ids:
                group.addAction(self.actions_by_id[action_id])
        self.actions_by_id["kind_auto"].setChecked(True)
        view, menu = self._menu("view"), self._menu("file")
        gallery = self.actions_by_id["gallery"]
        for dock in (self.images_dock, self.cell_dock):
            # the dock's own would be off: there is no cross to close it
            action = QAction(dock.windowTitle(), self, checkable=True)
            view.insertAction(gallery, action)
            self._panels[action] = dock
        self._panels[gallery] = self.gallery_dock
        self.show_panels()
        for action in self._panels:
            action.toggled.connect(self._show_wanted)
        self.recent_menu = QMenu(self.tr("Open recent"), self)
        menu.insertMenu(self.actions_by_id["open_session"], self.recent_menu)
        # kept here too: the menu bar alone does not keep it alive
        self._research = label(self.tr("For research use only."), role="muted", name="research")
        self._research.setContentsMargins(0, theme.XS, theme.S, 0)
        self.menuBar().setCornerWidget(self._research, Qt.Corner.TopRightCorner)

    def _menu(self, name: str) -> QMenu:
        found = self.findChild(QMenu, f"menu_{name}")
        assert isinstance(found, QMenu)
        return found

    @property
    def title(self) -> str:
        """The name of what lies open."""
        return self.windowTitle().split(" – ")[0]

    # --- told by the controller ---

    def show_open(self, title: str, *, read_only: str) -> None:
        """A session is open."""
        self.setWindowTitle(f"{title} – allviewer")
        self._open = True
        self._show_wanted()
        for action_id in needs.NEEDS_SESSION:
            self.actions_by_id[action_id].setEnabled(not read_only or action_id not in needs.WRITES)

    def show_kind(self, row: ImageRow | None) -> None:
        """What the picture on the screen is taken for, in the menu."""
        chosen = (
            "kind_auto" if row is None or row.kind is None or not row.kind_by_person else f"kind_{row.kind}"
        )
        self.actions_by_id[chosen].setChecked(True)

    def show_welcome(self, recent: Sequence[str]) -> None:
        """Nothing is open: what to do, and the folders opened lately."""
        self._open = False
        self._show_wanted()
        for action_id in (*needs.NEEDS_SESSION, *needs.DECIDES):
            self.actions_by_id[action_id].setEnabled(False)
        self.picture.show_welcome()
        self.show_recent(recent)

    def show_panels(self) -> None:
        """All of them, also those that a person hid."""
        for action in self._panels:
            action.setChecked(True)

    def _show_wanted(self) -> None:
        """The panels that a person did not hide, if anything is open."""
        for action, dock in self._panels.items():
            dock.setVisible(self._open and action.isChecked())

    def show_recent(self, recent: Sequence[str]) -> None:
        """The folders opened lately, in the menu and on the empty window."""
        self.picture.welcome.show_recent(recent)
        self.recent_menu.clear()
        self.recent_menu.setEnabled(bool(recent))
        for folder in recent:
            action = QAction(folder.replace("&", "&&"), self.recent_menu)
            action.triggered.connect(lambda _=False, folder=folder: self.recentChosen.emit(folder))
            self.recent_menu.addAction(action)

    def allow(self, **allowed: bool) -> None:
        """Which actions make sense now."""
        for action_id, on in allowed.items():
            self.actions_by_id[action_id].setEnabled(on)

    def ask_reviewer(self, name: str) -> str:
        """Ask who reviews; "" if the person would not say."""
        from allviewer.ui.dialogs.reviewer import ask

        return ask(self, name)

    def agrees(self, *, cells: int, unseen: int) -> bool:
        """Ask whether so many cells are to be decided at once, some of which nobody can have seen."""
        from allviewer.ui.dialogs.unseen import agreed

        return agreed(self, cells=cells, unseen=unseen)

    def report_bug(self, error: BaseException) -> None:
        """Show a mistake of ours with its traceback."""
        from allviewer.ui.dialogs.bug import BugDialog

        BugDialog.show_for(error, log_folder=self._log_folder, parent=self)

    def tell_trouble(self, error: BaseException) -> None:
        """Say what the world refused; show all else as a mistake of ours."""
        trouble.tell(error, said=self.notices.error, bug=self.report_bug)

    def next_panel(self) -> None:
        """Move the keyboard on: list, picture, gallery, a notice, and round. The cell panel has keys."""
        self._move_keyboard([self.images.view, self.picture.view, self.gallery.grid, self.notices.stop])

    def next_choice(self) -> None:
        """Move the keyboard on among what says which cells and images are listed, and in which order."""
        self._move_keyboard([*self.gallery.bar.stops, self.images.stop])

    def _move_keyboard(self, stops: Sequence[QWidget]) -> None:
        """To the one after that which has it, or to the first."""
        stops = [widget for widget in stops if widget.isVisible()]
        focus = QApplication.focusWidget()
        here = [place for place, widget in enumerate(stops) if widget is focus]
        if stops:
            stop = stops[(here[0] + 1) % len(stops) if here else 0]
            stop.setFocus(Qt.FocusReason.TabFocusReason)
            self._frame.show_around(stop)

    # --- what it remembers ---

    def layout_text(self) -> str:
        """Size, place and panels, as text for the settings."""
        hidden = " ".join(
            dock.objectName() for action, dock in self._panels.items() if not action.isChecked()
        )
        parts = (self.saveGeometry(), self.saveState(_STATE), QByteArray(hidden.encode()))
        return ",".join(base64.b64encode(part.data()).decode() for part in parts)

    def restore_layout(self, text: str) -> None:
        """As it was when it was closed, and most of the screen the first time.

        What does not fit any more is left as it is.
        """
        self.resize(self.screen().availableSize() * _SHARE_OF_SCREEN)
        parts = [QByteArray.fromBase64(part.encode()) for part in text.split(",")]
        if len(parts) >= 2:
            self.restoreGeometry(parts[0])
            self.restoreState(parts[1], _STATE)
        hidden = b"".join(part.data() for part in parts[2:]).decode(errors="replace").split()
        for action, dock in self._panels.items():
            action.setChecked(dock.objectName() not in hidden)
        self._show_wanted()  # the state says what was seen then

    # --- events ---

    def createPopupMenu(self) -> QMenu:
        """What a right click beside the menus offers: the panels, as under View."""
        menu = QMenu(self)
        menu.addActions(list(self._panels))
        return menu

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        event.acceptProposedAction()
        self.pathsDropped.emit(
            [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever runs something for this window ends it now."""
        self.closing.emit()
        super().closeEvent(event)


def _key(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
