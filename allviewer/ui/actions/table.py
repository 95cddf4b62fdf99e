"""Every action of the window, with its keys: menus, buttons, tooltips and the key sheet read only this."""

from typing import Final

from allviewer.ui.actions.action import QT_TRANSLATE_NOOP
from allviewer.ui.actions.on_cells import REVIEW
from allviewer.ui.actions.on_files import FILE, HELP, MODEL
from allviewer.ui.actions.on_pictures import EDIT, VIEW

MENUS: Final = (
    ("file", QT_TRANSLATE_NOOP("actions", "&File")),
    ("edit", QT_TRANSLATE_NOOP("actions", "&Edit")),
    ("view", QT_TRANSLATE_NOOP("actions", "&View")),
    ("review", QT_TRANSLATE_NOOP("actions", "&Review")),
    ("model", QT_TRANSLATE_NOOP("actions", "&Model")),
    ("help", QT_TRANSLATE_NOOP("actions", "&Help")),
)

ACTIONS: Final = FILE + EDIT + VIEW + REVIEW + MODEL + HELP
