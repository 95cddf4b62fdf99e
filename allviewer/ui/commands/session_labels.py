"""The labels of the session: those of the model, and those that a person adds, each with a key."""

from collections.abc import Sequence

from allviewer.core.errors import DecisionError
from allviewer.core.labels import Label, check
from allviewer.ui import words
from allviewer.ui.controller import Controller
from allviewer.ui.dialogs.asked import asked
from allviewer.ui.dialogs.labels import LabelsDialog
from allviewer.ui.keyboard import Keyboard
from allviewer.ui.label_keys import LabelKeys
from allviewer.ui.main_window import MainWindow


class SessionLabels:
    """Shows them, and takes a person's changes over in one step."""

    def __init__(self, window: MainWindow, controller: Controller, keyboard: Keyboard) -> None:
        self._window, self._controller = window, controller
        self._keys = LabelKeys(window, controller, keyboard)

    def edit(self) -> None:
        """Let the person see and change them."""
        desk = self._controller.desk
        if desk is None:
            return
        dialog = LabelsDialog(
            desk.model.classes if desk.model else (),
            own=desk.session.own_labels,
            change=self._change,
            holder=self._keys.holder,
            parent=self._window,
        )
        asked(dialog)

    def _change(self, labels: Sequence[Label]) -> str:
        """Let these be the session's labels; why they may not be, or ""."""
        desk = self._controller.desk
        assert desk is not None
        try:
            check(labels, before=[one.name for one in desk.session.own_labels()], used=desk.carried)
        except DecisionError as error:
            return words.said(str(error))
        said = self._controller.reviewing.say(lambda session, who: session.set_labels(labels, reviewer=who))
        return "" if said else self._window.notices.text()
