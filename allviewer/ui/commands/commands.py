"""What each action of the window does: the one place where the table of actions meets the controller."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from allviewer.core.records import Kind
from allviewer.ui import icons, theme
from allviewer.ui.actions.action import CLASS_KEYS
from allviewer.ui.background import Background
from allviewer.ui.canvas.overlay import Layers
from allviewer.ui.commands.auditing import Auditing
from allviewer.ui.commands.certain import Certain
from allviewer.ui.commands.exporting import Exporting
from allviewer.ui.commands.filtering import Filtering
from allviewer.ui.commands.help import Help
from allviewer.ui.commands.importing import Importing
from allviewer.ui.commands.model_choice import ModelChoice
from allviewer.ui.commands.opening import Opening
from allviewer.ui.commands.personal import Personal
from allviewer.ui.commands.reporting import Reporting
from allviewer.ui.commands.session_labels import SessionLabels
from allviewer.ui.controller import Controller
from allviewer.ui.desk import Applied
from allviewer.ui.editing import Editing
from allviewer.ui.image_view import ToolName
from allviewer.ui.keyboard import Keyboard
from allviewer.ui.main_window import MainWindow
from allviewer.ui.preferences import Preferences
from allviewer.ui.tour import Tour, first_steps

_KINDS: Final = {"kind_auto": None, "kind_field": Kind.FIELD, "kind_cell": Kind.CELL}
_LAYERS: Final = ("outlines", "masks", "heatmap", "numbers")


class Commands:
    """Connects the window's actions. Keep it as long as the window."""

    def __init__(
        self, window: MainWindow, controller: Controller, preferences: Preferences, background: Background
    ) -> None:
        self._window, self._controller, self._preferences = window, controller, preferences
        self.keyboard = Keyboard(preferences, window.actions_by_id, window.raw_key)
        self.opening = Opening(window, controller, preferences)
        self.exporting = Exporting(window, controller, preferences, background)
        self.reporting = Reporting(window, controller, preferences, background)
        self.importing = Importing(window, controller, background)
        self.auditing = Auditing(window, controller, background)
        self.model = ModelChoice(window, controller, preferences)
        self.labels = SessionLabels(window, controller, self.keyboard)
        self.personal = Personal(window, controller, preferences)
        self.filtering = Filtering(window, controller, preferences)
        self.certain = Certain(window, controller)
        self.help = Help(window, preferences, self.keyboard)
        self._editing = Editing(
            window.picture.view, controller, window.actions_by_id, told=window.notices.told, parent=window
        )
        self._connect_plain()
        self._connect_layers()
        self._connect_choices()
        controller.watchers.append(self._show_recent)
        window.progress.cancelRequested.connect(controller.cancel)

    def open(self, paths: Iterable[Path]) -> None:
        """Open these files and folders."""
        self.opening.open(paths)

    def _show_recent(self, applied: Applied | None) -> None:
        if applied is None:
            self._window.show_recent(self._preferences.current.recent)

    def _try_samples(self) -> None:
        """Open the samples; who had no tour yet gets it with them."""
        self.opening.samples()
        if self._preferences.current.option("toured") != "yes":
            self._begin_tour()

    def tour(self) -> None:
        """The first tour, on the samples unless something is open already."""
        if self._controller.desk is None:
            self.opening.samples()
        self._begin_tour()

    def _begin_tour(self) -> None:
        window = self._window
        window.show_panels()
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
        for action_id, act in {**self._on_files(), **self._on_cells(), **self._on_pictures()}.items():
            self._on(action_id, act)
        for number in range(1, CLASS_KEYS + 1):
            self._on(f"class_{number}", partial(self._controller.reviewing.label_number, number))
        for action_id, kind in _KINDS.items():
            self._on(action_id, partial(self._controller.set_kind, kind))

    def _on_files(self) -> dict[str, Callable[[], object]]:
        return {
            "open_files": self.opening.ask_files,
            "open_folder": self.opening.ask_folder,
            "open_samples": self._try_samples,
            "open_session": self.opening.ask_session,
            "find_pictures": self.opening.ask_moved,
            "look_again": self._controller.look_again,
            "import_labels": self.importing.ask,
            "export": self.exporting.ask,
            "copy_session": self.exporting.ask_copy,
            "report": self.reporting.ask,
            "verify": self.auditing.verify,
            "quit": self._window.close,
            "guide": self.help.guide,
            "shortcuts": self.help.shortcuts,
            "about": self.help.about,
            "tour": self.tour,
        }

    def _on_cells(self) -> dict[str, Callable[[], object]]:
        review, window = self._controller.reviewing, self._window
        return {
            "undo": review.undo,
            "redo": review.redo,
            "select_all": window.gallery.select_all,
            "accept": review.accept,
            "unsure": review.unsure,
            "exclude": review.exclude,
            "clear_decision": review.clear,
            "note": window.cell.decide.write_note,
            "next_unreviewed": lambda: review.next_unreviewed(1),
            "previous_unreviewed": lambda: review.next_unreviewed(-1),
            "accept_certain": self.certain.accept,
            "filter_cells": self.filtering.ask,
            "edit_labels": self.labels.edit,
            "reviewer": self.personal.ask_reviewer,
            "preferences": self.personal.ask,
            "choose_model": self.model.ask,
            "model_card": self.model.show_card,
            "analyse": self._controller.classify_rest,
            "cancel": self._controller.cancel,
        }

    def _on_pictures(self) -> dict[str, Callable[[], object]]:
        showing, view = self._controller.showing, self._window.picture.view
        return {
            "next_cell": lambda: showing.step_cell(1),
            "previous_cell": lambda: showing.step_cell(-1),
            "next_image": lambda: showing.step_image(1),
            "previous_image": lambda: showing.step_image(-1),
            "next_panel": self._window.next_panel,
            "next_choice": self._window.next_choice,
            "fit": view.fit,
            "actual_size": view.actual_size,
            "zoom_cell": view.zoom_to_cell,
            "zoom_in": view.zoom_in,
            "zoom_out": view.zoom_out,
            "next_heatmap": self._window.cell.pictures.next_class,
        }

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
            view.give_up_tool()
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
        self._action("blind").toggled.connect(self._controller.set_blind)
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
