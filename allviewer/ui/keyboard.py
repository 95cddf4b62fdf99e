"""The person's own keys: read from the preferences, put on the actions, kept when they change."""

import json
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtGui import QAction

from allviewer.ui.actions import keyed
from allviewer.ui.actions.keyed import BY_ID, Keys, keys_of
from allviewer.ui.held_key import HeldKey
from allviewer.ui.preferences import Preferences

OPTION: Final = "keys"
HELD: Final = "raw"


class Keyboard:
    """The keys in force. `qactions` and the held key follow every change."""

    def __init__(self, preferences: Preferences, qactions: Mapping[str, QAction], held: HeldKey) -> None:
        self._preferences, self._qactions, self._held = preferences, qactions, held
        self.changed: Callable[[], None] = lambda: None  # called when other keys are in force
        self.current: Keys = parse(preferences.current.option(OPTION))
        self._apply()

    def give(self, action_id: str, key: str) -> None:
        """Let `key` be the action's only key, and nobody else's; "" takes the action's key away."""
        changed: dict[str, tuple[str, ...]] = {action_id: (key,) if key else ()}
        for other in keyed.conflicts({**self.current, **changed}).get(key, ()):
            if other != action_id:
                left = tuple(k for k in keys_of(BY_ID[other], self.current) if k != key)
                changed[other] = left
        self._keep({**self.current, **changed})

    def holder(self, action_id: str, key: str) -> str | None:
        """Id of the other action that has this key, if one has."""
        users = keyed.conflicts({**self.current, action_id: (key,)}).get(key, ())
        return next((user for user in users if user != action_id), None)

    def reset(self) -> None:
        """Back to the table's keys."""
        self._keep({})

    def _keep(self, keys: Keys) -> None:
        own = {i: tuple(k) for i, k in keys.items() if tuple(k) != BY_ID[i].keys}
        self.current = own
        self._preferences.set_option(OPTION, json.dumps(own, sort_keys=True) if own else "")
        self._apply()

    def _apply(self) -> None:
        keyed.assign(self._qactions, self.current)
        held = keys_of(BY_ID[HELD], self.current)
        self._held.set_key(held[0] if held else "")
        self.changed()


def parse(text: str) -> Keys:
    """Keys from the settings; what is unknown or of the wrong kind is left out."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        action_id: tuple(keys)
        for action_id, keys in found.items()
        if action_id in BY_ID and isinstance(keys, list) and all(isinstance(key, str) for key in keys)
    }
