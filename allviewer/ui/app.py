"""Builds the window and joins its parts. Nothing here imports torch: the job's thread does, when it must."""

import logging
import logging.handlers
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from allviewer.core.resources import resources
from allviewer.model import preload
from allviewer.model.classifier import open_classifier
from allviewer.services import files, settings
from allviewer.services.analyse import analyse
from allviewer.services.priority import hand_over_often, yield_to_window
from allviewer.services.readers import worth
from allviewer.services.session import Session
from allviewer.services.thumbnails import Packs
from allviewer.services.worker import Worker
from allviewer.ui import bundles, language, theme
from allviewer.ui.background import Background
from allviewer.ui.commands.commands import Commands
from allviewer.ui.controller import Controller
from allviewer.ui.counting import Counting
from allviewer.ui.held_input import HeldInput
from allviewer.ui.icons import app_icon
from allviewer.ui.main_window import MainWindow
from allviewer.ui.mistakes import Mistakes
from allviewer.ui.pictures import Pictures
from allviewer.ui.preferences import Preferences
from allviewer.ui.running import Jobs
from allviewer.ui.screenshot import Screenshot
from allviewer.ui.thumbnails import Thumbnails
from allviewer.ui.turn import AT_ONCE_S, Turn
from allviewer.ui.views import Views
from allviewer.ui.wanted import wanted

_log = logging.getLogger("allviewer")
_IDLE_MS = 300
"""A window with nothing in it stands by then, and whoever opens pictures next is still looking for them."""


def jobs_with(packs: Packs) -> Jobs:
    """What the worker does for a window whose crops are kept in `packs`."""
    return Jobs(
        survey=lambda paths, known: lambda stop: files.survey(paths, known=known, stop=stop),
        analyse=lambda works, pictures, model, device: (
            lambda stop: analyse(
                works,
                classifier=lambda: open_classifier(model, device=device, shared=True),
                seen=partial(packs.keep, factor=bundles.describe(model).crop_factor),
                stop=stop,
                processes=worth(pictures),
            )
        ),
        describe=bundles.describe,
        find=lambda folder, known: lambda stop: files.find_again(folder, known, stop=stop),
    )


class Program(QObject):
    """The window with everything that works for it. `close` ends all threads."""

    def __init__(
        self,
        preferences: Preferences,
        *,
        session_for: Callable[[Sequence[Path]], Session] = Session.for_paths,
        jobs: Jobs | None = None,
        thumbnail_folder: Path | None = None,
        at_once_s: float = AT_ONCE_S,
    ) -> None:
        """Work on the session is waited for up to `at_once_s`; longer work goes on beside the window."""
        super().__init__()
        self.preferences = preferences
        self._closed = False
        self.worker, self.pictures = Worker(self), Pictures(self)
        packs = Packs(thumbnail_folder)
        self.thumbnails = Thumbnails(packs, self)
        self.window = MainWindow(crop=self.thumbnails.pixmap, log_folder=settings.log_folder())
        window = self.window
        self.turn = Turn(window.progress, self, at_once_s=at_once_s)
        self._hold_input()
        self._views = _views(window)
        self.controller = Controller(
            self._views,
            worker=self.worker,
            turn=self.turn,
            pictures=self.pictures,
            jobs=jobs or jobs_with(packs),
            preferences=preferences,
            session_for=session_for,
        )
        preferences.refused = window.notices.told
        self.background = Background(self)
        self.commands = Commands(window, self.controller, preferences, self.background)
        # last: what is counted depends on whether the review is blind
        self.counting = Counting(window, self.controller, preferences, self.background)
        self.pictures.ready.connect(self.controller.showing.picture_ready)
        self._join_gallery()
        self._set_up_window()

    def _hold_input(self) -> None:
        cancel, action = self.window.progress.cancel_button, self.window.actions_by_id["cancel"]
        HeldInput(self.turn, cancel=cancel, action=action, parent=self)

    def _set_up_window(self) -> None:
        chosen = self.preferences.current
        self.window.restore_layout(chosen.window)
        self.window.show_welcome(chosen.recent)
        self.window.closing.connect(self.close)

    def _join_gallery(self) -> None:
        gallery, thumbnails, controller = self.window.gallery, self.thumbnails, self.controller
        gallery.set_names(controller.showing.name_of)
        gallery.thumbnailsWanted.connect(
            lambda ids: thumbnails.want(wanted(controller.desk, thumbnails.lacking(ids)))
        )
        thumbnails.made.connect(gallery.crops_made)
        gallery.cellOpened.connect(lambda _cell: self.window.picture.view.zoom_to_cell())
        # None: another session or model, in which the same id means another cell or crop
        controller.watchers.append(
            lambda applied: thumbnails.forget(None if applied is None else applied.redrawn)
        )

    def close(self) -> None:
        """Stop what runs, keep the layout, let every thread end. May be called twice."""
        if self._closed:
            return
        self._closed = True
        try:
            self._views.keep_begun()
            self.turn.finish()
        finally:
            self._end_all()

    def _end_all(self) -> None:
        self.turn.close()
        self.controller.close()
        self.background.close()
        self.counting.close()
        self.worker.close()
        self.pictures.close()
        self.thumbnails.close()
        self.preferences.change(window=self.window.layout_text())


def _views(window: MainWindow) -> Views:
    return Views(
        window=window,
        images=window.images,
        picture=window.picture,
        cell=window.cell,
        gallery=window.gallery,
        run=window.progress,
        notices=window.notices,
    )


def run(
    paths: Sequence[Path],
    *,
    session: Path | None = None,
    model: str = "",
    device: str = "",
    screenshot: Path | None = None,
    look: str = "",
) -> int:
    """Open the window and stay until it is closed; the exit code.

    With `screenshot` the window shows `paths`, waits until all is classified and shown, saves its
    picture and closes.
    """
    app = _application()
    preferences = _preferences(model=model, device=device, look=look, kept=screenshot is None)
    _dress(app, preferences.current)
    with ExitStack() as scratch:
        file = session
        if screenshot is not None and session is None:  # a picture of the window leaves nothing behind
            file = Path(scratch.enter_context(tempfile.TemporaryDirectory())) / "shown.allviewer"
        program = Program(
            preferences,
            session_for=(lambda _paths: Session.open(file)) if file else Session.for_paths,
            thumbnail_folder=settings.cache_folder() / "thumbnails",
        )
        if model:
            program.controller.chosen_model.insist()
        mistakes = Mistakes(program.window)
        mistakes.catch_all()
        program.window.show()
        if screenshot is None:
            _begin(program, paths, session)
        else:
            shot = _shot(program, screenshot, paths)
            mistakes.happened.connect(shot.give_up)
            shot.ended.connect(app.exit)
        return app.exec()


def _application() -> QApplication:
    """The process made ready for a window."""
    forget_opencv_qt()
    hand_over_often()
    _log_to_file()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("allviewer")
    app.setDesktopFileName("allviewer")
    app.setWindowIcon(app_icon())
    return app


def _dress(app: QApplication, chosen: settings.Settings) -> None:
    language.install(language.chosen(chosen.option("language")))
    theme.apply(app, theme.Choice(chosen.theme))


def _begin(program: Program, paths: Sequence[Path], session: Path | None) -> None:
    """Open what was named once the window stands: it is painted before anything is read."""
    if paths:
        QTimer.singleShot(0, lambda: program.commands.open(paths))
    elif session is not None:
        QTimer.singleShot(0, lambda: program.controller.open_session(session))
    else:
        QTimer.singleShot(_IDLE_MS, _expect_cells)
    if _first_start(program.preferences, paths, session):
        QTimer.singleShot(0, program.commands.tour)


def _shot(program: Program, file: Path, paths: Sequence[Path]) -> Screenshot:
    """What is to take a picture of the window once it stands."""
    shot = Screenshot(program.window, program.controller, program.worker, program.thumbnails)
    QTimer.singleShot(0, lambda: shot.take(file, paths))
    return shot


def _expect_cells() -> None:
    """Import torch while nothing is open, so that the first cells need not wait for it."""
    threading.Thread(target=_import_torch, name="allviewer-expect").start()


def _import_torch() -> None:
    yield_to_window()
    try:
        preload.torch()
    except (ImportError, OSError) as error:
        _log.info("torch was not imported: %s", error)  # told to the person once a cell needs it


def _first_start(preferences: Preferences, paths: Sequence[Path], session: Path | None) -> bool:
    """Whether to begin with the tour: the samples were opened, and nobody had it here yet."""
    samples = [path.resolve() for path in paths] == [(resources() / "samples").resolve()]
    return samples and session is None and preferences.current.option("toured") != "yes"


def forget_opencv_qt() -> None:
    """OpenCV's wheel points Qt to its own plugins when it is imported; ours are others."""
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        if "cv2" in os.environ.get(name, ""):
            del os.environ[name]


def _preferences(*, model: str, device: str, look: str, kept: bool) -> Preferences:
    found = settings.load()
    current = replace(
        found,
        model=model or found.model,
        device=device or found.device,
        theme=look or found.theme,
    )
    return Preferences(
        current, save=settings.Keeper(found, begun=current).save if kept else lambda _settings: None
    )


def _log_to_file() -> None:
    """Keep the last megabyte of what was logged. Without a place to write the program goes on."""
    try:
        settings.log_folder().mkdir(parents=True, exist_ok=True)
        file = settings.log_folder() / "allviewer.log"
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=1_000_000, backupCount=1, encoding="utf-8"
        )
    except OSError as error:
        _log.info("no log file: %s", error)
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    logging.getLogger().addHandler(handler)
