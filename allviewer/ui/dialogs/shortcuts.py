"""All keys on one sheet, from the table of actions: search them, give an action another."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from allviewer.ui import theme
from allviewer.ui.actions.action import Action
from allviewer.ui.actions.keyed import BY_ID, Keys, keys_of, text_of, tip_of
from allviewer.ui.actions.table import ACTIONS, MENUS
from allviewer.ui.dialogs.key_cap import KeyCap
from allviewer.ui.panels.parts import label, named
from allviewer.ui.room import within

_COLUMNS: Final = (3, 2, 1)
"""How many groups stand side by side: the most for which the screen has room."""
_MENU_OF_KEYS_WITHOUT: Final = {"class": "review", "leave": "edit"}


class OwnKeys(Protocol):
    """What holds the keys in force and changes them."""

    current: Keys

    def holder(self, action_id: str, key: str) -> str | None: ...
    def give(self, action_id: str, key: str) -> None: ...
    def reset(self) -> None: ...


class ShortcutSheet(QDialog):
    """Changes take effect at once; Escape closes."""

    def __init__(self, keys: OwnKeys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._asked: tuple[str, str] | None = None
        self.setWindowTitle(self.tr("All keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(within(self, 1040, 680))
        self._search = named("keySearch", QLineEdit())
        self._search.setPlaceholderText(self.tr("Search actions and keys…"))
        self._search.setAccessibleName(self._search.placeholderText())
        self._search.setClearButtonEnabled(True)
        self._search.setMaximumWidth(320)
        self._search.textChanged.connect(self._filter)
        self._groups = [_Group(name, rows, self._asked_for) for name, rows in _grouped()]
        self._said = label(role="muted", name="keySaid")
        self._take = named("keyTake", QPushButton())
        self._take.hide()
        self._take.clicked.connect(self._take_over)
        reset = named("keyReset", QPushButton(self.tr("Reset all keys")))
        reset.setAutoDefault(False)
        reset.clicked.connect(self._reset)
        self._show_keys()
        self._lay(reset)
        self._say("")

    def _lay(self, reset: QPushButton) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self.tr("All keys"), role="title"))
        head.addStretch(1)
        head.addWidget(self._search, 1)
        body = QWidget()
        widest = max(group.sizeHint().width() for group in self._groups) + theme.XL
        room = self.screen().availableSize().width() - 4 * theme.XL
        count = next((count for count in _COLUMNS if count * widest <= room), 1)
        body.setLayout(_columns(self._groups, count))
        scroll = QScrollArea()
        scroll.setMinimumWidth(count * widest + scroll.verticalScrollBar().sizeHint().width())
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        foot = QHBoxLayout()
        foot.setSpacing(theme.S)
        foot.addWidget(self._said)
        foot.addWidget(self._take)
        foot.addStretch(1)
        foot.addWidget(reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        layout.setSpacing(theme.M)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)

    # --- what a person does ---

    def _asked_for(self, action_id: str, key: str) -> None:
        holder = self._keys.holder(action_id, key) if key else None
        if holder is None:
            self._give(action_id, key)
            return
        self._asked = (action_id, key)
        named_key = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        self._say(self.tr("{0} is the key of “{1}”.").format(named_key, _name(BY_ID[holder])))
        self._take.setText(self.tr("Give it to “{0}”").format(_name(BY_ID[action_id])))
        self._take.show()
        self._show_keys()

    def _take_over(self) -> None:
        if self._asked is not None:
            self._give(*self._asked)

    def _give(self, action_id: str, key: str) -> None:
        self._keys.give(action_id, key)
        self._show_keys()
        self._say("")

    def _reset(self) -> None:
        self._keys.reset()
        self._show_keys()
        self._say(self.tr("All keys are as they came."))

    # --- what is shown ---

    def _say(self, text: str) -> None:
        self._asked = self._asked if text else None
        self._take.hide()
        self._said.setText(text or self.tr("Click a key, then press another. Backspace takes it away."))

    def _show_keys(self) -> None:
        for group in self._groups:
            group.show_keys(self._keys)

    def _filter(self, text: str) -> None:
        for group in self._groups:
            group.filter(text.casefold().split())


class _Group(QWidget):
    """One menu's actions under its name."""

    def __init__(self, name: str, actions: Sequence[Action], asked: Callable[[str, str], None]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.L)
        layout.setSpacing(0)
        title = label(name, role="heading")
        title.setContentsMargins(0, 0, 0, theme.XS)
        layout.addWidget(title)
        self.rows = [_Row(action) for action in actions]
        for row in self.rows:
            row.asked.connect(asked)
            layout.addWidget(row)

    def show_keys(self, keys: OwnKeys) -> None:
        """Put the keys in force on the caps."""
        for row in self.rows:
            row.cap.show_keys(keys_of(row.action, keys.current))

    def filter(self, words: Sequence[str]) -> None:
        """Leave what has all the words; without any left, the name goes too."""
        for row in self.rows:
            row.setVisible(row.has(words))
        self.setVisible(any(not row.isHidden() for row in self.rows))


class _Row(QWidget):
    """An action and its key. `asked(id, key)`: a person pressed another."""

    asked = Signal(str, str)

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action = action
        self.cap = KeyCap(_name(action))
        self.cap.setObjectName(f"key_{action.id}")
        self.cap.pressed_key.connect(lambda key: self.asked.emit(action.id, key))
        text = QLabel(_name(action))
        text.setToolTip(tip_of(action))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 1, theme.S, 1)
        line.addWidget(text, 1)
        line.addWidget(self.cap)

    def has(self, words: Sequence[str]) -> bool:
        """Whether name, explanation or key contain all of the words."""
        said = f"{_name(self.action)} {tip_of(self.action)} {self.cap.text()}".casefold()
        return all(word in said for word in words)


def _columns(groups: Sequence[_Group], count: int) -> QHBoxLayout:
    """The groups in so many columns of about the same height, in their order as far as that goes."""
    stacks = [QVBoxLayout() for _ in range(count)]
    heights = [0] * count
    for group in sorted(groups, key=lambda one: -len(one.rows)):
        place = heights.index(min(heights))
        heights[place] += len(group.rows) + 2
        stacks[place].addWidget(group)
    columns = QHBoxLayout()
    columns.setContentsMargins(0, 0, 0, 0)
    columns.setSpacing(theme.XL)
    for stack in stacks:
        stack.setSpacing(0)
        stack.addStretch(1)
        columns.addLayout(stack, 1)
    return columns


def _grouped() -> list[tuple[str, list[Action]]]:
    groups = []
    for menu_id, title in MENUS:
        name = QCoreApplication.translate("actions", title).replace("&", "")
        groups.append((name, [action for action in ACTIONS if _menu_of(action) == menu_id]))
    return groups


def _menu_of(action: Action) -> str:
    return action.menu or _MENU_OF_KEYS_WITHOUT[action.id.split("_", maxsplit=1)[0]]


def _name(action: Action) -> str:
    return text_of(action).replace("&", "").removesuffix("…")
