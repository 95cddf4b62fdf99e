"""Builds the window's actions from the table, with the person's own keys and the chosen language."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar

from allviewer.ui import icons
from allviewer.ui.actions.action import Action
from allviewer.ui.actions.table import ACTIONS, MENUS

BY_ID: Final[Mapping[str, Action]] = {action.id: action for action in ACTIONS}

Keys = Mapping[str, Sequence[str]]
"""The person's own keys by action id, as portable text ("Ctrl+Z"); an empty list takes the key away."""


def text_of(action: Action) -> str:
    """The action's name in the language of the window."""
    text = QCoreApplication.translate("actions", action.text)
    return text.replace("{number}", action.id.rpartition("_")[2])


def tip_of(action: Action) -> str:
    """The action's explanation in the language of the window, or ""."""
    return QCoreApplication.translate("actions", action.tip) if action.tip else ""


def keys_of(action: Action, keys: Keys) -> tuple[str, ...]:
    """The keys in force: the person's own where there are any, else the table's."""
    return tuple(keys.get(action.id, action.keys))


def key_text(action_id: str, keys: Keys) -> str:
    """The first key as the person's system writes it ("⌘Z", "Ctrl+Z"), or ""."""
    sequences = keys_of(BY_ID[action_id], keys)
    return native(sequences[0]) if sequences else ""


def native(key: str) -> str:
    """A portable key sequence as the person's system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def conflicts(keys: Keys) -> dict[str, tuple[str, ...]]:
    """Keys that more than one action would answer to, with those actions' ids."""
    users: dict[str, list[str]] = {}
    for action in ACTIONS:
        for key in keys_of(action, keys):
            users.setdefault(QKeySequence(key).toString(), []).append(action.id)
    return {key: tuple(ids) for key, ids in users.items() if len(ids) > 1}


def tooltip(name: str, *, tip: str, key: str) -> str:
    """Plain text of a tooltip: what it is called, its key, and below what it does."""
    head = f"{name}  ({key})" if key else name
    return f"{head}\n{tip}" if tip else head


def build(parent: QObject, *, keys: Keys | None = None) -> dict[str, QAction]:
    """All actions as children of `parent`, by id. The window adds those with a shortcut to itself."""
    own = keys or {}
    return {action.id: _qaction(action, parent, own) for action in ACTIONS}


def assign(actions: Mapping[str, QAction], keys: Keys) -> None:
    """Give built actions other keys (after the person changed them)."""
    for action_id, qaction in actions.items():
        _set_keys(qaction, BY_ID[action_id], keys)


def fill_menus(bar: QMenuBar, actions: Mapping[str, QAction]) -> None:
    """Menus in the table's order, a line between sections; only `actions` that are given appear."""
    for menu_id, title in MENUS:
        menu = bar.addMenu(QCoreApplication.translate("actions", title))
        menu.setObjectName(f"menu_{menu_id}")
        section = 0
        for action in ACTIONS:
            if action.menu != menu_id or action.id not in actions:
                continue
            if action.section != section and menu.actions():
                menu.addSeparator()
            section = action.section
            menu.addAction(actions[action.id])


def _qaction(action: Action, parent: QObject, keys: Keys) -> QAction:
    qaction = QAction(text_of(action), parent)
    qaction.setObjectName(action.id)
    qaction.setCheckable(action.checkable)
    qaction.setAutoRepeat(not action.said)  # a key left down would decide cells that nobody saw
    if action.icon:
        icons.put(qaction, action.icon)
    qaction.setIconVisibleInMenu(False)
    qaction.setStatusTip(tip_of(action))
    if action.id == "quit":
        qaction.setMenuRole(QAction.MenuRole.QuitRole)
    _set_keys(qaction, action, keys)
    return qaction


def _set_keys(qaction: QAction, action: Action, keys: Keys) -> None:
    sequences = keys_of(action, keys)
    if not action.held:
        qaction.setShortcuts([QKeySequence(key) for key in sequences])
    name = qaction.text().replace("&", "").removesuffix("…")
    qaction.setToolTip(tooltip(name, tip=tip_of(action), key=key_text(action.id, keys)))
