"""Which cell Tab and a decision lead to in the window: the uncertain before the certain, from wherever."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from allviewer.core.classifier import Answer
from allviewer.core.records import Crop, Triage
from allviewer.services.analyse import analyse
from allviewer.ui.app import Program
from tests.services.helpers import Toy, prediction
from tests.ui.conftest import Rig, toy_jobs


class EveryOther(Toy):
    """A classifier that is certain of every other cell."""

    def classify(self, crops: Sequence[Crop]) -> Answer:
        before = sum(self.batches)
        self.batches.append(len(crops))
        certain = prediction(0.95)
        unsure = [
            prediction(0.6 + place / 1000, triage=Triage.REVIEW, reason="uncertain")
            for place in range(before, before + len(crops))
        ]
        return Answer(
            tuple(one if place % 2 else certain for place, one in enumerate(unsure, before)), self.device
        )


@pytest.fixture
def mixed(rig: Rig, three: Path) -> Program:
    """Three smear fields, of whose cells about half are certain, in the gallery's order by need."""
    jobs = replace(
        toy_jobs(),
        analyse=lambda works, _pictures, _model, _device: (
            lambda stop: analyse(works, classifier=EveryOther, stop=stop)
        ),
    )
    rig.start(jobs)
    program = rig.open(three)
    program.controller.ordering.arrange()
    return program


def parted(program: Program) -> tuple[list[int], list[int]]:
    """The gallery's cells: first those to look at closely, then the certain ones."""
    desk, order = program.controller.desk, list(program.window.gallery.order())
    assert desk is not None
    at = sum(desk.cells[one].triage is Triage.REVIEW for one in order)
    assert all(desk.cells[one].triage is Triage.REVIEW for one in order[:at]) and 2 <= at <= len(order) - 2
    return order[:at], order[at:]


def click(program: Program, cell: int) -> None:
    grid, place = program.window.gallery.grid, program.window.gallery.place_of(cell)
    assert place is not None
    index = grid.model().index(place, 0)
    grid.scrollTo(index)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visualRect(index).center())
    assert program.controller.showing.cell == cell


def test_from_a_certain_cell_tab_leads_to_the_least_certain(mixed: Program, rig: Rig) -> None:
    close, certain = parted(mixed)
    click(mixed, certain[1])
    rig.qtbot.keyClick(mixed.window, Qt.Key.Key_Tab)
    assert mixed.controller.showing.cell == close[0]
    click(mixed, certain[1])
    rig.qtbot.keyClick(mixed.window, Qt.Key.Key_Return)  # and so does a decision
    assert mixed.controller.showing.cell == close[0]


def test_the_uncertain_above_come_before_the_certain_below(mixed: Program, rig: Rig) -> None:
    close, certain = parted(mixed)
    click(mixed, close[-1])
    walked = []
    for _ in close:
        rig.qtbot.keyClick(mixed.window, Qt.Key.Key_Return)
        walked.append(mixed.controller.showing.cell)
    assert walked == [*close[:-1], certain[0]]


def test_what_is_passed_by_undecided_does_not_hold_up_the_rest(mixed: Program, rig: Rig) -> None:
    close, certain = parted(mixed)
    click(mixed, certain[-1])
    walked = []
    for _ in range(len(close) + len(certain) + 1):
        rig.qtbot.keyClick(mixed.window, Qt.Key.Key_Tab)
        walked.append(mixed.controller.showing.cell)
    assert walked == [*close, *certain, close[0]]


def test_blind_nothing_tells_the_certain_from_the_others(mixed: Program, rig: Rig) -> None:
    mixed.controller.set_blind(True)
    order = list(mixed.window.gallery.order())
    click(mixed, order[2])
    rig.qtbot.keyClick(mixed.window, Qt.Key.Key_Tab)
    assert mixed.controller.showing.cell == order[3]


def test_where_no_other_cell_is_shown_tab_says_so(mixed: Program, rig: Rig) -> None:
    window, desk = mixed.window, mixed.controller.desk
    assert desk is not None
    show = window.gallery.bar._show

    def tab() -> str:
        window.notices.clear()
        rig.qtbot.keyClick(window, Qt.Key.Key_Tab)
        return window.notices.text()

    rig.qtbot.keyClick(window, Qt.Key.Key_X)
    show.setCurrentIndex(show.findData("reviewed"))
    left = len(desk.unreviewed)
    assert f"not shown: {left - 1}." in tab()  # the one on the screen is not in the gallery, but is no other
    window.notices.clear()
    click(mixed, window.gallery.order()[0])
    assert f"not shown: {left}." in tab() and "“all cells”" in tab()
    show.setCurrentIndex(show.findData("all"))
    assert not tab() and mixed.controller.showing.cell in desk.unreviewed
    mixed.controller.reviewing.accept_all(list(desk.unreviewed - {mixed.controller.showing.cell}))
    assert tab() == "Every other cell shown is reviewed."
    rig.qtbot.keyClick(window, Qt.Key.Key_X)
    assert window.notices.text() == tab() == "Every cell shown is reviewed. Export with Ctrl+E."
