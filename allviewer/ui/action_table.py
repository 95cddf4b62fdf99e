"""Every action of the window, with its keys: menus, buttons, tooltips and the key sheet read only this."""

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
    acts while it is down and is no shortcut (see `ui.held_key`). "{number}" in a text stands for
    the number at the end of the id; the window puts the class's name there once it has a model.
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


MENUS: Final = (
    ("file", QT_TRANSLATE_NOOP("actions", "&File")),
    ("edit", QT_TRANSLATE_NOOP("actions", "&Edit")),
    ("view", QT_TRANSLATE_NOOP("actions", "&View")),
    ("review", QT_TRANSLATE_NOOP("actions", "&Review")),
    ("model", QT_TRANSLATE_NOOP("actions", "&Model")),
    ("help", QT_TRANSLATE_NOOP("actions", "&Help")),
)

_FILE = (
    Action(
        "open_files",
        "file",
        0,
        QT_TRANSLATE_NOOP("actions", "Open pictures…"),
        ("Ctrl+O",),
        "picture",
        QT_TRANSLATE_NOOP("actions", "Choose one or more picture files"),
    ),
    Action(
        "open_folder",
        "file",
        0,
        QT_TRANSLATE_NOOP("actions", "Open folder…"),
        ("Ctrl+Shift+O",),
        "folder",
        QT_TRANSLATE_NOOP("actions", "Every picture in a folder and the folders in it"),
    ),
    Action(
        "open_samples",
        "file",
        0,
        QT_TRANSLATE_NOOP("actions", "Try the samples"),
        ("Ctrl+Shift+T",),
        "sparkle",
        QT_TRANSLATE_NOOP("actions", "A few real pictures that came with the program"),
    ),
    Action(
        "open_session",
        "file",
        1,
        QT_TRANSLATE_NOOP("actions", "Open session file…"),
        ("Ctrl+Shift+S",),
        "",
        QT_TRANSLATE_NOOP("actions", "A session that a colleague handed over"),
    ),
    Action(
        "find_pictures",
        "file",
        1,
        QT_TRANSLATE_NOOP("actions", "Find moved pictures…"),
        ("Ctrl+Shift+F",),
        "",
        QT_TRANSLATE_NOOP("actions", "Look for this session's pictures in another folder"),
    ),
    Action(
        "import_labels",
        "file",
        1,
        QT_TRANSLATE_NOOP("actions", "Import labels…"),
        ("Ctrl+Shift+I",),
        "",
        QT_TRANSLATE_NOOP("actions", "Read labels from a CSV; nothing is overwritten silently"),
    ),
    Action(
        "export",
        "file",
        2,
        QT_TRANSLATE_NOOP("actions", "Export…"),
        ("Ctrl+E",),
        "export",
        QT_TRANSLATE_NOOP("actions", "Write the cells and decisions as a CSV"),
    ),
    Action(
        "copy_session",
        "file",
        2,
        QT_TRANSLATE_NOOP("actions", "Hand over a copy…"),
        ("Ctrl+S",),
        "",
        QT_TRANSLATE_NOOP("actions", "The whole session in one file, for a colleague or a safe place"),
    ),
    Action(
        "report",
        "file",
        2,
        QT_TRANSLATE_NOOP("actions", "PDF report…"),
        ("Ctrl+P",),
        "report",
        QT_TRANSLATE_NOOP("actions", "Counts with intervals, cells per class, model and reviewer"),
    ),
    Action("quit", "file", 3, QT_TRANSLATE_NOOP("actions", "Quit"), ("Ctrl+Q",)),
)

_EDIT = (
    Action(
        "undo",
        "edit",
        0,
        QT_TRANSLATE_NOOP("actions", "Undo"),
        ("Ctrl+Z",),
        "undo",
        QT_TRANSLATE_NOOP("actions", "Take the last step back; nothing is ever erased"),
    ),
    Action(
        "redo",
        "edit",
        0,
        QT_TRANSLATE_NOOP("actions", "Redo"),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        QT_TRANSLATE_NOOP("actions", "Do the step again that was taken back"),
    ),
    Action(
        "add_cell",
        "edit",
        1,
        QT_TRANSLATE_NOOP("actions", "Add a cell by click"),
        ("A",),
        "add",
        QT_TRANSLATE_NOOP("actions", "Click the centre of a missed cell"),
        checkable=True,
    ),
    Action(
        "add_box",
        "edit",
        1,
        QT_TRANSLATE_NOOP("actions", "Add a cell by box"),
        ("B",),
        "box",
        QT_TRANSLATE_NOOP("actions", "Drag a box around a missed cell"),
        checkable=True,
    ),
    Action(
        "find_in_box",
        "edit",
        1,
        QT_TRANSLATE_NOOP("actions", "Find the outline again in a box"),
        ("Shift+B",),
        "box_again",
        QT_TRANSLATE_NOOP("actions", "Drag a box around the selected cell to outline it anew"),
        checkable=True,
    ),
    Action(
        "brush",
        "edit",
        1,
        QT_TRANSLATE_NOOP("actions", "Redraw the outline"),
        ("R",),
        "brush",
        QT_TRANSLATE_NOOP("actions", "Paint the selected cell; hold Alt to erase; Enter to keep"),
        checkable=True,
    ),
    Action(
        "measure",
        "edit",
        2,
        QT_TRANSLATE_NOOP("actions", "Set the scale by a line"),
        ("L",),
        "ruler",
        QT_TRANSLATE_NOOP("actions", "Drag along a known length and say how many µm it is"),
        checkable=True,
    ),
    Action(
        "leave_tool",
        "",
        2,
        QT_TRANSLATE_NOOP("actions", "Leave the tool"),
        ("Esc",),
        "",
        QT_TRANSLATE_NOOP("actions", "Back to looking and choosing; without a tool, closes the message"),
    ),
    Action("select_all", "edit", 3, QT_TRANSLATE_NOOP("actions", "Select all cells shown"), ("Ctrl+A",)),
    Action("preferences", "edit", 4, QT_TRANSLATE_NOOP("actions", "Preferences…"), ("Ctrl+,",), "settings"),
)

_VIEW = (
    Action(
        "outlines",
        "view",
        0,
        QT_TRANSLATE_NOOP("actions", "Outlines"),
        ("O",),
        "outline",
        QT_TRANSLATE_NOOP("actions", "The line around each cell"),
        checkable=True,
    ),
    Action(
        "masks",
        "view",
        0,
        QT_TRANSLATE_NOOP("actions", "Masks"),
        ("M",),
        "mask",
        QT_TRANSLATE_NOOP("actions", "Cells and nuclei filled in their class's colour"),
        checkable=True,
    ),
    Action(
        "heatmap",
        "view",
        0,
        QT_TRANSLATE_NOOP("actions", "Heatmap"),
        ("H",),
        "heatmap",
        QT_TRANSLATE_NOOP("actions", "What in the cell spoke for or against the class"),
        checkable=True,
    ),
    Action(
        "numbers",
        "view",
        0,
        QT_TRANSLATE_NOOP("actions", "Cell numbers"),
        ("Shift+N",),
        "number",
        QT_TRANSLATE_NOOP("actions", "The number and class letter beside each cell"),
        checkable=True,
    ),
    Action(
        "raw",
        "view",
        0,
        QT_TRANSLATE_NOOP("actions", "Raw picture while held"),
        ("Space",),
        "eye",
        QT_TRANSLATE_NOOP("actions", "Hides everything drawn over the picture while the key is down"),
        held=True,
    ),
    Action(
        "next_heatmap",
        "view",
        0,
        QT_TRANSLATE_NOOP("actions", "Heatmap of the next class"),
        ("Shift+H",),
    ),
    Action("fit", "view", 1, QT_TRANSLATE_NOOP("actions", "Whole picture"), ("F",), "fit"),
    Action("actual_size", "view", 1, QT_TRANSLATE_NOOP("actions", "Actual size, 100 %"), ("0",), "actual"),
    Action(
        "zoom_cell",
        "view",
        1,
        QT_TRANSLATE_NOOP("actions", "Zoom to the cell"),
        ("C",),
        "target",
    ),
    Action("zoom_in", "view", 1, QT_TRANSLATE_NOOP("actions", "Zoom in"), ("+", "="), "zoom_in"),
    Action("zoom_out", "view", 1, QT_TRANSLATE_NOOP("actions", "Zoom out"), ("-",), "zoom_out"),
    Action(
        "gallery",
        "view",
        2,
        QT_TRANSLATE_NOOP("actions", "Gallery"),
        ("G",),
        "gallery",
        QT_TRANSLATE_NOOP("actions", "All cells side by side"),
        checkable=True,
    ),
    Action(
        "next_panel",
        "view",
        3,
        QT_TRANSLATE_NOOP("actions", "Next panel"),
        ("F6",),
        "",
        QT_TRANSLATE_NOOP("actions", "Moves the keyboard from the pictures to the cells and on"),
    ),
    Action("full_screen", "view", 3, QT_TRANSLATE_NOOP("actions", "Full screen"), ("F11",), checkable=True),
    Action(
        "theme_system",
        "view",
        4,
        QT_TRANSLATE_NOOP("actions", "Follow the system"),
        ("Ctrl+1",),
        checkable=True,
    ),
    Action("theme_light", "view", 4, QT_TRANSLATE_NOOP("actions", "Light"), ("Ctrl+2",), checkable=True),
    Action("theme_dark", "view", 4, QT_TRANSLATE_NOOP("actions", "Dark"), ("Ctrl+3",), checkable=True),
)

_REVIEW = (
    Action(
        "accept",
        "review",
        0,
        QT_TRANSLATE_NOOP("actions", "Accept"),
        ("Return", "Enter"),
        "check",
        QT_TRANSLATE_NOOP("actions", "The predicted class is right"),
    ),
    *(
        Action(f"class_{number}", "", 0, QT_TRANSLATE_NOOP("actions", "Class {number}"), (str(number),))
        for number in range(1, CLASS_KEYS + 1)
    ),
    Action(
        "unsure",
        "review",
        0,
        QT_TRANSLATE_NOOP("actions", "Unsure"),
        ("U",),
        "question",
        QT_TRANSLATE_NOOP("actions", "Put the cell into the bin of unidentified cells"),
    ),
    Action(
        "exclude",
        "review",
        0,
        QT_TRANSLATE_NOOP("actions", "Exclude"),
        ("X",),
        "cross",
        QT_TRANSLATE_NOOP("actions", "Not a white cell, or unusable: it is not counted"),
    ),
    Action(
        "clear_decision",
        "review",
        0,
        QT_TRANSLATE_NOOP("actions", "Back to unreviewed"),
        ("Backspace",),
        "",
        QT_TRANSLATE_NOOP("actions", "Withdraw the decision on the selected cells"),
    ),
    Action(
        "note",
        "review",
        0,
        QT_TRANSLATE_NOOP("actions", "Note"),
        ("N",),
        "note",
        QT_TRANSLATE_NOOP("actions", "Write a note to the cell"),
    ),
    Action(
        "next_unreviewed",
        "review",
        1,
        QT_TRANSLATE_NOOP("actions", "Next unreviewed cell"),
        ("Tab",),
        "skip",
        QT_TRANSLATE_NOOP("actions", "The cell that needs a person most"),
    ),
    Action(
        "previous_unreviewed",
        "review",
        1,
        QT_TRANSLATE_NOOP("actions", "Previous unreviewed cell"),
        ("Shift+Tab",),
    ),
    Action("next_cell", "review", 1, QT_TRANSLATE_NOOP("actions", "Next cell"), ("Right",), "right"),
    Action("previous_cell", "review", 1, QT_TRANSLATE_NOOP("actions", "Previous cell"), ("Left",), "left"),
    Action("next_image", "review", 1, QT_TRANSLATE_NOOP("actions", "Next image"), ("PgDown",), "down"),
    Action("previous_image", "review", 1, QT_TRANSLATE_NOOP("actions", "Previous image"), ("PgUp",), "up"),
    Action(
        "accept_certain",
        "review",
        2,
        QT_TRANSLATE_NOOP("actions", "Accept all certain cells shown…"),
        ("Ctrl+Return",),
        "check_all",
        QT_TRANSLATE_NOOP("actions", "Asks first, says how many, and is one step to undo"),
    ),
    Action(
        "auto_advance",
        "review",
        2,
        QT_TRANSLATE_NOOP("actions", "Go on after each decision"),
        ("Ctrl+G",),
        checkable=True,
    ),
    Action(
        "blind",
        "review",
        2,
        QT_TRANSLATE_NOOP("actions", "Blind review"),
        ("Ctrl+B",),
        "eye_off",
        QT_TRANSLATE_NOOP("actions", "The prediction hides until the decision is made"),
        checkable=True,
    ),
    Action(
        "differential",
        "review",
        3,
        QT_TRANSLATE_NOOP("actions", "Differential"),
        ("Ctrl+D",),
        "count",
        QT_TRANSLATE_NOOP("actions", "Counts per class with their intervals"),
    ),
    Action(
        "agreement",
        "review",
        3,
        QT_TRANSLATE_NOOP("actions", "Agreement"),
        ("Ctrl+Shift+A",),
        "",
        QT_TRANSLATE_NOOP("actions", "Reviewer against model, and against a second reviewer"),
    ),
    Action(
        "second_reviewer",
        "review",
        3,
        QT_TRANSLATE_NOOP("actions", "Compare with a second reviewer…"),
        ("Ctrl+Shift+C",),
    ),
    Action(
        "edit_labels",
        "review",
        4,
        QT_TRANSLATE_NOOP("actions", "Labels of this session…"),
        ("Ctrl+L",),
        "",
        QT_TRANSLATE_NOOP("actions", "Add a label, its colour and its key"),
    ),
    Action("reviewer", "review", 4, QT_TRANSLATE_NOOP("actions", "Reviewer's name…"), ("Ctrl+Shift+R",)),
)

_MODEL = (
    Action(
        "choose_model",
        "model",
        0,
        QT_TRANSLATE_NOOP("actions", "Choose model…"),
        ("Ctrl+M",),
        "model",
        QT_TRANSLATE_NOOP("actions", "The bundle that classifies, and the device it runs on"),
    ),
    Action(
        "model_card",
        "model",
        0,
        QT_TRANSLATE_NOOP("actions", "Model card"),
        ("Ctrl+I",),
        "",
        QT_TRANSLATE_NOOP("actions", "What the model was trained on and how well it does"),
    ),
    Action(
        "analyse",
        "model",
        1,
        QT_TRANSLATE_NOOP("actions", "Classify what is not done"),
        ("Ctrl+R",),
        "play",
    ),
    Action("cancel", "model", 1, QT_TRANSLATE_NOOP("actions", "Cancel"), ("Ctrl+.",), "stop"),
    Action(
        "kind_auto",
        "model",
        2,
        QT_TRANSLATE_NOOP("actions", "Let the program decide"),
        ("Shift+A",),
        checkable=True,
    ),
    Action(
        "kind_field",
        "model",
        2,
        QT_TRANSLATE_NOOP("actions", "Picture is a field"),
        ("Shift+F",),
        checkable=True,
    ),
    Action(
        "kind_cell",
        "model",
        2,
        QT_TRANSLATE_NOOP("actions", "Picture is one cell"),
        ("Shift+C",),
        checkable=True,
    ),
)

_HELP = (
    Action("guide", "help", 0, QT_TRANSLATE_NOOP("actions", "Guide"), ("F1",), "book"),
    Action("shortcuts", "help", 0, QT_TRANSLATE_NOOP("actions", "All keys"), ("?",), "keyboard"),
    Action("tour", "help", 0, QT_TRANSLATE_NOOP("actions", "A first tour"), ("Shift+F1",)),
    Action(
        "verify",
        "help",
        1,
        QT_TRANSLATE_NOOP("actions", "Verify this session"),
        ("Ctrl+Shift+V",),
        "",
        QT_TRANSLATE_NOOP("actions", "Check that no decision, picture or model was altered"),
    ),
    Action("about", "help", 2, QT_TRANSLATE_NOOP("actions", "About allviewer"), ("Ctrl+F1",)),
)

ACTIONS: Final = _FILE + _EDIT + _VIEW + _REVIEW + _MODEL + _HELP
