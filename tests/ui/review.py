"""What tests say and read of a review in the real window."""

from PySide6.QtWidgets import QWidget

from allviewer.core.records import Status
from allviewer.ui.app import Program
from allviewer.ui.panels.grid import Grid


def cells(program: Program) -> list[int]:
    """The ids of all cells."""
    assert program.controller.desk is not None
    return list(program.controller.desk.cells)


def decide(program: Program, ids: list[int], status: Status, label: str = "") -> None:
    """Say this of these cells, wherever the window is."""
    program.controller.reviewing.say(
        lambda session, reviewer: session.decide(ids, status, label, reviewer=reviewer)
    )


def decided(program: Program) -> dict[int, tuple[Status, str]]:
    """What the session says of each cell, freshly read."""
    desk = program.controller.desk
    assert desk is not None
    return {cell.id: (cell.status, cell.label) for cell in desk.session.index()}


def grid(panel: QWidget, name: str) -> Grid:
    """The panel's table of this name."""
    return next(one for one in panel.findChildren(Grid) if one.accessibleName() == name)
