"""What is opened: named, dropped, asked for, opened lately, or the samples that are shipped."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from allviewer.core import image
from allviewer.core.resources import resources
from allviewer.services.session import SUFFIX
from allviewer.ui.controller import Controller
from allviewer.ui.main_window import MainWindow
from allviewer.ui.preferences import Preferences

translate = QCoreApplication.translate


class Opening:
    """Asks where things lie, and has the controller open them."""

    def __init__(self, window: MainWindow, controller: Controller, preferences: Preferences) -> None:
        self._window, self._controller, self._preferences = window, controller, preferences
        window.pathsDropped.connect(self.open)
        window.recentChosen.connect(lambda folder: self.open([Path(folder)]))
        window.picture.welcome.recentChosen.connect(lambda folder: self.open([Path(folder)]))

    def open(self, paths: Iterable[Path]) -> None:
        """Open these files and folders; a session file by itself is a session, and no picture."""
        named = tuple(paths)
        if [path.suffix.lower() for path in named] == [SUFFIX] and named[0].is_file():
            self._controller.open_session(named[0])
        else:
            self._controller.open(named)

    def samples(self) -> None:
        """Open the samples."""
        self.open([resources() / "samples"])

    def ask_files(self) -> None:
        """Ask for pictures."""
        endings = " ".join(f"*{suffix}" for suffix in sorted(image.SUFFIXES))
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            translate("window", "Open pictures"),
            self._last_folder(),
            translate("window", "Pictures ({0})").format(endings),
        )
        self.open([Path(name) for name in names])

    def ask_folder(self) -> None:
        """Ask for a folder of pictures."""
        name = QFileDialog.getExistingDirectory(
            self._window, translate("window", "Open folder"), self._last_folder()
        )
        if name:
            self.open([Path(name)])

    def ask_session(self) -> None:
        """Ask for a session file."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            translate("window", "Open session file"),
            self._last_folder(),
            translate("window", "Sessions (*.allviewer)"),
        )
        if name:
            self._controller.open_session(Path(name))

    def ask_moved(self) -> None:
        """Ask where the pictures of this session lie now."""
        title = translate("window", "The folder the pictures are in now")
        folder = QFileDialog.getExistingDirectory(self._window, title)
        if folder:
            self._controller.find_pictures(Path(folder))

    def _last_folder(self) -> str:
        recent = self._preferences.current.recent
        return str(Path(recent[0]).parent) if recent else str(Path.home())
