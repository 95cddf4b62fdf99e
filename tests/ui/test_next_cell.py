"""Which cell Tab and a decision lead to in the window: the uncertain before the certain, from wherever."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from allviewer.core.classifier import Answer, Classifier
from allviewer.core.image import read
from allviewer.core.records import Crop, Triage
from allviewer.core.segment import find_cells
from allviewer.services import report_content
from allviewer.services.analyse import analyse
from allviewer.ui.app import Program
from tests.services.helpers import Toy, prediction
from tests.ui.conftest import Rig, press, toy_jobs


class EveryOther(Toy):
    """A classifier that is certain of every other cell."""

    first_certain = True
    step = 0.001  # from cell to cell of those that it is less certain of

    def classify(self, crops: Sequence[Crop]) -> Answer:
        before = sum(self.batches)
        self.batches.append(len(crops))
        certain = prediction(0.95)
        unsure = [
            prediction(0.7 + place * self.step, triage=Triage.REVIEW, reason="uncertain")
            for place in range(before, before + len(crops))
        ]
        return Answer(
            tuple(
                one if place % 2 == self.first_certain else certain
                for place, one in enumerate(unsure, before)
            ),
            self.device,
        )


@pytest.fixture
def mixed(rig: Rig, three: Path) -> Program:
    """Three smear fields, of whose cells about half are certain, in the gallery's order by need."""
    return opened(rig, three)


@pytest.fixture
def half_cut(rig: Rig, three: Path) -> Program:
    """Three smear fields and, before them, the left half of each that ends within a cell."""
    for path in list(three.iterdir()):
        pixels = read(path).pixels
        box = find_cells(pixels).cells[0].box
        Image.fromarray(pixels[:, : box.x + box.width // 2]).save(three / f"a_{path.stem}.png")
    return opened(rig, three)


class NeediestFirst(EveryOther):
    """As it is in the samples: the first cell in reading order needs a person most."""

    first_certain = False


class NeediestLast(NeediestFirst):
    """The first cell in reading order is uncertain, and others are more so."""

    step = -0.001


def opened(rig: Rig, folder: Path, classifier: Callable[[], Classifier] = EveryOther) -> Program:
    jobs = replace(
        toy_jobs(),
        analyse=lambda works, _pictures, _model, _device: (
            lambda stop: analyse(works, classifier=classifier, stop=stop)
        ),
    )
    rig.start(jobs)
    program = rig.open(folder)
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
    press(rig, Qt.Key.Key_Return)  # and so does a decision
    assert mixed.controller.showing.cell == close[0]


def test_the_uncertain_above_come_before_the_certain_below(mixed: Program, rig: Rig) -> None:
    close, certain = parted(mixed)
    click(mixed, close[-1])
    walked = []
    for _ in close:
        press(rig, Qt.Key.Key_Return)
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


def test_of_equally_needy_cells_the_whole_ones_come_before_the_cut_and_none_is_lost(
    half_cut: Program, rig: Rig
) -> None:
    desk, window, showing = half_cut.controller.desk, half_cut.window, half_cut.controller.showing
    assert desk is not None
    close, certain = parted(half_cut)
    for group in (close, certain):
        cut = [desk.cells[one].truncated for one in group]
        assert cut == sorted(cut) and len(set(cut)) == 2
    assert all(desk.cells[one].truncated is desk.session.cell(one).cell.truncated for one in desk.cells)
    click(half_cut, close[0])
    for one in (*close[1:], *certain):
        press(rig, Qt.Key.Key_X)
        assert showing.cell == one
        assert window.cell._triage.text().endswith("cut off by the border") is desk.cells[one].truncated


def test_who_goes_back_passes_nothing_by(mixed: Program, rig: Rig) -> None:
    close, certain = parted(mixed)
    click(mixed, certain[-1])
    rig.qtbot.keyClick(mixed.window, Qt.Key.Key_Tab)
    rig.qtbot.keyClick(mixed.window, Qt.Key.Key_Tab)
    rig.qtbot.keyClick(mixed.window, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert mixed.controller.showing.cell == close[0]
    press(rig, Qt.Key.Key_Return)
    assert mixed.controller.showing.cell == close[1]
    rig.qtbot.keyClick(mixed.window, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    rig.qtbot.keyClick(mixed.window, Qt.Key.Key_Tab)
    assert mixed.controller.showing.cell == close[1]


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

    press(rig, Qt.Key.Key_X)
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
    press(rig, Qt.Key.Key_X)
    assert window.notices.text() == tab() == "Every cell shown is reviewed. Export with Ctrl+E."


def tabbed(program: Program, rig: Rig, times: int) -> list[int | None]:
    walked = []
    for _ in range(times):
        rig.qtbot.keyClick(program.window, Qt.Key.Key_Tab)
        walked.append(program.controller.showing.cell)
    return walked


def test_the_neediest_cell_comes_next_if_the_program_had_chosen_it(rig: Rig, three: Path) -> None:
    program = opened(rig, three, NeediestFirst)
    close, certain = parted(program)
    assert program.controller.showing.cell == close[0]  # nobody asked for it
    assert tabbed(program, rig, len(close) + 1) == [close[1], close[0], *close[2:], certain[0]]


def test_what_the_program_chose_keeps_its_place_among_the_uncertain(rig: Rig, three: Path) -> None:
    program = opened(rig, three, NeediestLast)
    close, certain = parted(program)
    assert program.controller.showing.cell in close[1:]
    assert tabbed(program, rig, len(close) + 1) == [*close, certain[0]]


def test_of_a_picture_that_was_gone_to_the_cell_is_not_passed_by(rig: Rig, three: Path) -> None:
    program = opened(rig, three, NeediestFirst)
    close, _ = parted(program)
    rig.qtbot.keyClick(program.window, Qt.Key.Key_PageDown)
    met = program.controller.showing.cell
    assert met is not None and met in close[1:]
    after = close.index(met) + 1
    assert tabbed(program, rig, len(close)) == [*close[after:], *close[:after]]


def test_who_went_to_the_neediest_cell_and_left_it_is_not_led_back(rig: Rig, three: Path) -> None:
    program = opened(rig, three, NeediestFirst)
    close, certain = parted(program)
    click(program, certain[0])
    click(program, close[0])
    assert tabbed(program, rig, len(close)) == [*close[1:], certain[0]]


def test_what_the_program_chose_and_a_person_decided_is_not_led_back_to(rig: Rig, three: Path) -> None:
    program = opened(rig, three, NeediestFirst)
    close, _ = parted(program)
    press(rig, Qt.Key.Key_X)
    assert tabbed(program, rig, len(close) - 2) == close[2:]


def test_the_share_says_whether_the_certain_ones_came_first(
    mixed: Program, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = mixed.window.findChild(QLabel, "tally")
    assert isinstance(said, QLabel)
    unsure, _ = parted(mixed)
    monkeypatch.setattr("allviewer.ui.commands.certain.Certain._agreed", lambda *_, **__: True)
    mixed.window.actions_by_id["accept_certain"].trigger()
    assert " so far, certain first: " in said.text()
    desk = mixed.controller.desk
    assert desk is not None and "certain of most" in said.toolTip()
    assert report_content.gather(desk.session, title="", cards={}).certain_first
    mixed.window.actions_by_id["undo"].trigger()
    mixed.controller.showing.choose_cell(unsure[0])
    press(rig, Qt.Key.Key_1)
    assert " so far, uncertain first: " in said.text()
    assert "Uncertain cells usually come first" in said.toolTip()
    assert not report_content.gather(desk.session, title="", cards={}).certain_first
