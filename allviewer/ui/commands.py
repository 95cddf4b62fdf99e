"""What each action of the window does: the one place where the table of actions meets the controller."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from allviewer.core import image
from allviewer.core.records import Kind
from allviewer.core.resources import resources
from allviewer.ui import icons, theme
from allviewer.ui.actions.action import CLASS_KEYS
from allviewer.ui.background import Background
from allviewer.ui.canvas.overlay import Layers
from allviewer.ui.controller import Controller
from allviewer.ui.desk import Applied
from allviewer.ui.editing import Editing
from allviewer.ui.image_view import ToolName
from allviewer.ui.main_window import MainWindow
from allviewer.ui.preferences import Preferences
from allviewer.ui.sheets import Sheets
from allviewer.ui.tour import Tour, first_steps

translate = QCoreApplication.translate

_KINDS: Final = {"kind_auto": None, "kind_field": Kind.FIELD, "kind_cell": Kind.CELL}
_LAYERS: Final = ("outlines", "masks", "heatmap", "numbers")


class Commands:
    """Connects the window's actions. Keep it as long as the window."""

    def __init__(
        self, window: MainWindow, controller: Controller, preferences: Preferences, background: Background
    ) -> None:
        self._window, self._controller, self._preferences = window, controller, preferences
        self._sheets = Sheets(window, controller, preferences, background)
        self._editing = Editing(
            window.picture.view, controller, window.actions_by_id, told=window.notices.told, parent=window
        )
        self._connect_plain()
        self._connect_layers()
        self._connect_choices()
        controller.watchers.append(self._show_recent)
        window.pathsDropped.connect(self.open)
        window.recentChosen.connect(lambda folder: self.open([Path(folder)]))
        window.picture.welcome.recentChosen.connect(lambda folder: self.open([Path(folder)]))
        window.progress.cancelRequested.connect(controller.cancel)

    def open(self, paths: Iterable[Path]) -> None:
        """Open these files and folders."""
        self._controller.open(tuple(paths))

    def _show_recent(self, applied: Applied | None) -> None:
        if applied is None:
            self._window.show_recent(self._preferences.current.recent)

    def _try_samples(self) -> None:
        """Open the samples; who had no tour yet gets it with them."""
        self._open_samples()
        if self._preferences.current.option("toured") != "yes":
            self._begin_tour()

    def _open_samples(self) -> None:
        self.open([resources() / "samples"])

    def tour(self) -> None:
        """The first tour, on the samples unless something is open already."""
        if self._controller.desk is None:
            self._open_samples()
        self._begin_tour()

    def _begin_tour(self) -> None:
        window = self._window
        self._action("gallery").setChecked(True)
        parts: dict[str, QWidget] = {
            "images": window.images,
            "picture": window.picture,
            "cell": window.cell,
            "decide": window.cell.decide,
            "gallery": window.gallery,
            "progress": window.progress,
        }
        tour = Tour(window, first_steps(parts, window.actions_by_id))
        tour.ended.connect(partial(self._preferences.set_option, "toured", "yes"))
        tour.start()

    def _connect_plain(self) -> None:
        review, showing, view = (
            self._controller.reviewing,
            self._controller.showing,
            self._window.picture.view,
        )
        sheets, window = self._sheets, self._window
        plain: dict[str, Callable[[], object]] = {
            "open_files": self._open_files,
            "open_folder": self._open_folder,
            "open_samples": self._try_samples,
            "open_session": self._open_session,
            "export": sheets.export,
            "copy_session": sheets.ask_copy,
            "quit": window.close,
            "undo": review.undo,
            "redo": review.redo,
            "select_all": window.gallery.select_all,
            "accept": review.accept,
            "unsure": review.unsure,
            "exclude": review.exclude,
            "clear_decision": review.clear,
            "note": window.cell.decide.write_note,
            "next_cell": lambda: showing.step_cell(1),
            "previous_cell": lambda: showing.step_cell(-1),
            "next_image": lambda: showing.step_image(1),
            "previous_image": lambda: showing.step_image(-1),
            "next_unreviewed": lambda: review.next_unreviewed(1),
            "previous_unreviewed": lambda: review.next_unreviewed(-1),
            "next_panel": window.next_panel,
            "fit": view.fit,
            "actual_size": view.actual_size,
            "zoom_cell": view.zoom_to_cell,
            "zoom_in": view.zoom_in,
            "zoom_out": view.zoom_out,
            "next_heatmap": window.cell.pictures.next_class,
            "choose_model": sheets.choose_model,
            "model_card": sheets.model_card,
            "analyse": self._controller.classify,
            "cancel": self._controller.cancel,
            "reviewer": sheets.reviewer,
            "edit_labels": sheets.labels,
            "preferences": sheets.preferences,
            "guide": sheets.guide,
            "shortcuts": sheets.shortcuts,
            "about": sheets.about,
            "tour": self.tour,
            "verify": sheets.verify,
        }
        for action_id, act in plain.items():
            self._on(action_id, act)
        for number in range(1, CLASS_KEYS + 1):
            self._on(f"class_{number}", partial(review.label_number, number))
        for action_id, kind in _KINDS.items():
            self._on(action_id, partial(self._controller.set_kind, kind))

    def _on(self, action_id: str, act: Callable[[], object]) -> None:
        self._action(action_id).triggered.connect(lambda _checked=False: act())

    def _connect_layers(self) -> None:
        window = self._window
        view = window.picture.view
        shown = Layers()
        for name in _LAYERS:
            action = self._action(name)
            action.setChecked(getattr(shown, name))
            action.toggled.connect(lambda on, name=name: view.set_layers(replace(view.layers, **{name: on})))
        window.raw_key.held.connect(view.show_raw)
        window.cell.heatmapChanged.connect(self._show_heatmap)
        self._on("leave_tool", self._leave)

    def _leave(self) -> None:
        """Out of the tool; without one, from many chosen cells to one; then out of the message and what
        it showed.
        """
        view, gallery = self._window.picture.view, self._window.gallery
        if view.tool is not ToolName.LOOK:
            view.leave_tool()
        elif len(gallery.selected()) > 1:
            gallery.select_one()
        else:
            self._window.notices.clear()
            self._window.images.show_all()

    def _connect_choices(self) -> None:
        # by way of the window, so that the connection ends with it
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._window.schemeChanged)
        self._window.schemeChanged.connect(lambda _scheme: self._dress())
        window, preferences = self._window, self._preferences
        advance = self._action("auto_advance")
        advance.setChecked(self._controller.reviewing.advance)
        advance.toggled.connect(self._controller.reviewing.set_advance)
        self._action("full_screen").toggled.connect(
            lambda on: window.showFullScreen() if on else window.showNormal()
        )
        for choice in theme.Choice:
            action = self._action(f"theme_{choice}")
            action.setChecked(preferences.current.theme == choice)
            self._on(f"theme_{choice}", partial(self._set_theme, choice))

    def _action(self, action_id: str) -> QAction:
        return self._window.actions_by_id[action_id]

    def _set_theme(self, choice: theme.Choice) -> None:
        self._preferences.change(theme=choice.value)
        self._dress()

    def _dress(self) -> None:
        """The look that was chosen, as the system has it now."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, theme.Choice(self._preferences.current.theme))
        icons.repaint(self._window)

    def _show_heatmap(self) -> None:
        pictures = self._window.cell.pictures
        self._window.picture.set_heatmap(klass=pictures.klass, opacity=pictures.opacity)

    # --- questions of where ---

    def _open_files(self) -> None:
        endings = " ".join(f"*{suffix}" for suffix in sorted(image.SUFFIXES))
        window = self._window
        names, _ = QFileDialog.getOpenFileNames(
            window,
            translate("window", "Open pictures"),
            self._last_folder(),
            translate("window", "Pictures ({0})").format(endings),
        )
        self.open([Path(name) for name in names])

    def _open_folder(self) -> None:
        window = self._window
        name = QFileDialog.getExistingDirectory(
            window, translate("window", "Open folder"), self._last_folder()
        )
        if name:
            self.open([Path(name)])

    def _open_session(self) -> None:
        window = self._window
        name, _ = QFileDialog.getOpenFileName(
            window,
            translate("window", "Open session file"),
            self._last_folder(),
            translate("window", "Sessions (*.allviewer)"),
        )
        if name:
            self._controller.open_session(Path(name))

    def _last_folder(self) -> str:
        recent = self._preferences.current.recent
        return str(Path(recent[0]).parent) if recent else str(Path.home())
