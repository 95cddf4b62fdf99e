"""Which key gives which label: the model's classes have the table's numbers, a session's labels their own."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from allviewer.core.labels import Label
from allviewer.ui.actions.action import CLASS_KEYS
from allviewer.ui.actions.keyed import Keys, keys_of, text_of
from allviewer.ui.actions.table import ACTIONS
from allviewer.ui.controller import Controller
from allviewer.ui.desk import Applied
from allviewer.ui.keyboard import Keyboard
from allviewer.ui.main_window import MainWindow


def holder(key: str, classes: Sequence[str], keys: Keys) -> str:
    """What the window does on this key, in words, or "": numbers past the model's classes are free."""
    wanted = QKeySequence(key)
    for action in ACTIONS:
        name, _, number = action.id.rpartition("_")
        place = int(number) if name == "class" else 0
        if place <= len(classes) and wanted in map(QKeySequence, keys_of(action, keys)):
            return classes[place - 1] if place else text_of(action).replace("&", "").removesuffix("…")
    return ""


class LabelKeys(QObject):
    """Gives each label of the session an action of its own while its key is nobody else's.

    Where another model has more classes, or a person moved a key, the label's key waits: what the
    window does on a key comes first.
    """

    def __init__(self, window: MainWindow, controller: Controller, keyboard: Keyboard) -> None:
        super().__init__(window)
        self._window, self._controller, self._keyboard = window, controller, keyboard
        self._made: list[QAction] = []
        controller.watchers.append(self._take)
        keyboard.changed = self.refresh
        self.refresh()

    def holder(self, key: str) -> str:
        """What the window does on this key, in words, or ""."""
        return holder(key, self._classes, self._keyboard.current)

    def refresh(self) -> None:
        """Let the keys in force be those of the labels there are."""
        for action in self._made:
            self._window.removeAction(action)
            action.deleteLater()
        desk = self._controller.desk
        labels = [one for one in desk.own_labels if one.key and not self.holder(one.key)] if desk else []
        self._made = [self._action(label) for label in labels]
        self._window.addActions(self._made)
        given = {QKeySequence(one.key) for one in labels}
        for number in range(1, CLASS_KEYS + 1):
            action = self._window.actions_by_id[f"class_{number}"]
            # a number past the classes says so, unless a label has it
            action.setEnabled(desk is not None and given.isdisjoint(action.shortcuts()))
        self._window.cell.decide.set_own_keys({label.name: label.key for label in labels})

    @property
    def _classes(self) -> tuple[str, ...]:
        model = self._controller.desk.model if self._controller.desk else None
        return model.classes if model else ()

    def _take(self, applied: Applied | None) -> None:
        if applied is None or applied.labels:
            self.refresh()

    def _action(self, label: Label) -> QAction:
        made = QAction(label.name, self)
        made.setShortcut(QKeySequence(label.key))
        made.setAutoRepeat(False)
        made.triggered.connect(lambda _=False: self._controller.reviewing.label(label.name))
        return made
