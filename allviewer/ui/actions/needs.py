"""Which actions make sense when: with something open, and where something may be written."""

from typing import Final

WRITES: Final = (
    *("kind_auto", "kind_field", "kind_cell", "import_labels", "analyse", "edit_labels", "accept_certain"),
    *("add_cell", "add_box", "find_in_box", "brush", "measure", "find_pictures"),
)
"""What changes the session, whatever lies in it."""

NEEDS_SESSION: Final = (
    *WRITES,
    *("export", "copy_session", "report", "select_all", "verify"),
    *("next_cell", "previous_cell", "next_image", "previous_image", "next_unreviewed"),
    *("previous_unreviewed", "blind", "differential", "agreement", "second_reviewer"),
    *("zoom_cell", "fit", "actual_size", "zoom_in", "zoom_out", "next_heatmap", "filter_cells"),
)
"""What is of no use while nothing is open."""

DECIDES: Final = ("undo", "redo", "accept", "unsure", "exclude", "note", "clear_decision")
"""What hangs on the cell besides, or on what was done before."""
