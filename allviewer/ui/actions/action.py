"""What an action of the window is; `action_table` lists all there are."""

from dataclasses import dataclass
from typing import Final

CLASS_KEYS: Final = 9


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks `text` for lupdate, which knows this name; Qt's own is typed as returning object."""
    del context
    return text


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can ask for.

    `id` is stable (settings and tests name it); `text` and `tip` are English sources of the
    translation context "actions". `keys` are portable key sequences, the first is shown; "" menu
    means the action has a key but no menu entry. `section` parts a menu with lines. A `held` key
    acts while it is down and is no shortcut (see `ui.held_key`). A `said` action says something of
    a cell: one press, one cell, however long the key stays down. "{number}" in a text stands for the
    number at the end of the id; the window puts the class's name there once it has a model.
    """

    id: str
    menu: str
    section: int
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    checkable: bool = False
    held: bool = False
    said: bool = False
