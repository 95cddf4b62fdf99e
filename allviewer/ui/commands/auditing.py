"""Whether decisions, pictures or models were altered behind the program's back: looked at, and told."""

import re

from PySide6.QtCore import QCoreApplication

from allviewer.services import audit
from allviewer.ui import words
from allviewer.ui.background import Background
from allviewer.ui.controller import Controller
from allviewer.ui.dialogs.text import TextDialog
from allviewer.ui.dialogs.waiting import Waiting
from allviewer.ui.main_window import MainWindow

translate = QCoreApplication.translate


class Auditing:
    """Audits the open session off the GUI thread."""

    def __init__(self, window: MainWindow, controller: Controller, background: Background) -> None:
        self._window, self._controller, self._background = window, controller, background

    def verify(self) -> None:
        """Compare with what the session holds of each."""
        desk = self._controller.desk
        if desk is None:
            return
        path = desk.session.path
        title = translate("window", "Comparing decisions, pictures and models…")
        Waiting(title, parent=self._window).run(
            self._background,
            lambda task: list(audit.audit_session(path, tell=task.tell)),
            done=self._tell,
            failed=self._window.tell_trouble,
        )

    def _tell(self, found: list[str]) -> None:
        if not found:
            said = translate(
                "window",
                "Decisions, outlines, pictures and models are as they were. Predictions are not checked.",
            )
            self._window.notices.told(said)
        elif len(found) == 1:
            self._window.notices.error(words.said(found[0]))
        else:
            title = translate("window", "{0} things are not as they were").format(len(found))
            # names of files are no Markdown
            said = "\n\n".join(re.sub(r"([^\w\s])", r"\\\1", sentence) for sentence in map(words.said, found))
            TextDialog(title, {title: said}, parent=self._window).show()
