"""What an import would do, as its dialog shows it."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from allviewer.core.label_plan import Conflict, Line, Plan
from allviewer.core.records import Decision, Status
from allviewer.core.rows import Verdict
from allviewer.ui.app import Program
from allviewer.ui.dialogs.import_labels import ImportDialog


def test_each_row_has_room_for_its_tick_from_the_beginning(program: Program, qtbot: QtBot) -> None:
    said = Decision(Status.CORRECTED, "blast", "RM", datetime(2026, 1, 1, tzinfo=UTC))
    line = Line(2, "a.png", "", None, None, Verdict(Status.CORRECTED, "normal"))
    plan = Plan((), tuple(Conflict(line, cell, said) for cell in range(3)), (), 0, 0)
    dialog = ImportDialog(plan, name_of=str, parent=program.window)
    dialog.show()
    qtbot.waitExposed(dialog)
    (listed,) = dialog.findChildren(QListView)
    assert listed.textElideMode() is Qt.TextElideMode.ElideMiddle  # what the table says stands at the end
    assert listed.model().index(0, 0).data() == "Row 2, 0: RM said blast, the table says normal"
    for row in range(3):
        place = listed.model().index(row, 0)
        assert listed.visualRect(place).height() == listed.sizeHintForIndex(place).height()
