"""The real window on a folder, and each of its actions once. What asks is answered by Cancel.

Run as `python -m tests.faults.every_action FOLDER`; the number of actions is told.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from allviewer.services.session import Session
from allviewer.services.settings import Settings
from allviewer.ui import theme
from allviewer.ui.app import Program
from allviewer.ui.preferences import Preferences
from tests.ui.conftest import toy_jobs
from tests.ui.journey import settled


def close_dialogs() -> None:
    """Whatever asks or shows beside the window is closed unanswered."""
    for top in QApplication.topLevelWidgets():
        if isinstance(top, QDialog) and top.isVisible():
            top.reject()


def main(folder: Path) -> None:
    app = QApplication([])
    theme.apply(app, theme.Choice.LIGHT)
    preferences = Preferences(Settings(reviewer="RM"), save=lambda _settings: None)
    session = Path.home() / "s.allviewer"
    program = Program(preferences, session_for=lambda _paths: Session.open(session), jobs=toy_jobs())
    program.window.show()
    program.commands.open([folder])
    settled(program)
    closer = QTimer(interval=20, timeout=close_dialogs)
    closer.start()
    done = 0
    for name, action in program.window.actions_by_id.items():
        if name != "quit":
            action.trigger()
            QApplication.processEvents()
            done += 1
    closer.stop()
    settled(program)
    program.window.close()
    print(done)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
