"""The order of the gallery under the controller: what waits, what is left out, what comes back."""

from pathlib import Path

from allviewer.core.filters import Filter
from allviewer.core.records import Triage
from allviewer.services.events import CellsClassified, Listed
from allviewer.ui.arrangement import Arrangement, Group, Show, Sort
from tests.services.helpers import MODEL, found, prediction, read, work
from tests.ui.stand_ins import A, B, Made


def test_next_unreviewed_goes_by_the_gallery_and_round(opened: Made) -> None:
    showing = opened.controller.showing
    order = opened.gallery.ids = list(reversed(opened.gallery.ids))
    showing.choose_cell(order[-1])
    assert showing.step_unreviewed() and showing.cell == order[0]
    opened.controller.reviewing.set_advance(False)
    for one in order:
        showing.choose_cell(one)
        opened.controller.reviewing.unsure()
    assert not showing.step_unreviewed()
    desk = opened.controller.desk
    assert desk is not None and desk.unreviewed == set()
    opened.controller.reviewing.undo()
    assert desk.unreviewed == {order[-1]}


def test_order_waits_while_the_hand_is_on_the_gallery(opened: Made) -> None:
    opened.gallery.under_cursor = True
    before = list(opened.gallery.ids)
    opened.happen(Listed((work("0.png"),)))
    opened.happen(read(work("0.png"), "d" * 64), found(work("0.png"), "d" * 64))
    assert opened.gallery.ids[: len(before)] == before
    assert opened.gallery.last["set_stale"] == 3
    opened.gallery.refreshRequested.emit()
    assert opened.gallery.last["set_stale"] == 0


def test_cells_predicted_anew_wait_in_their_places(opened: Made) -> None:
    opened.gallery.under_cursor = True
    opened.gallery.arranged_as = Arrangement(sort=Sort.PROBABILITY)
    opened.gallery.arranged.emit()
    before = list(opened.gallery.ids)
    answers = {1: prediction(0.99), 2: prediction(0.9), 3: prediction(0.51)}  # the second as before
    opened.happen(CellsClassified(work("1.png"), A, MODEL.sha256, answers, last=True))
    assert opened.gallery.ids == before
    assert opened.gallery.last["set_stale"] == 2


def test_cells_that_do_not_pass_are_not_added(made: Made) -> None:
    made.gallery.arranged_as = Arrangement(show=Show.REVIEWED)
    made.controller.open([Path("/pictures")])
    made.happen(Listed((work("1.png"),)), read(work("1.png"), A), found(work("1.png"), A))
    assert made.gallery.ids == []


def test_what_is_taken_back_stands_where_it_stood(opened: Made) -> None:
    opened.gallery.arranged_as = Arrangement(show=Show.UNREVIEWED)
    opened.gallery.arranged.emit()
    reviewing = opened.controller.reviewing
    reviewing.exclude()
    reviewing.exclude()
    assert opened.gallery.last["set_stale"] == 2
    reviewing.undo()
    assert opened.gallery.last["set_stale"] == 1
    reviewing.undo()
    assert opened.gallery.last["set_stale"] == 0
    opened.happen(Listed((work("3.png"),)))
    opened.happen(read(work("3.png"), "c" * 64), found(work("3.png"), "c" * 64))
    reviewing.exclude()
    assert opened.gallery.last["set_stale"] == 4  # what came in stands at the end whatever is decided


def test_blind_the_order_tells_no_prediction(opened: Made) -> None:
    answers = {1: prediction(0.6, triage=Triage.REVIEW), 2: prediction(0.2), 3: prediction(0.99)}
    opened.happen(CellsClassified(work("2.png"), B, MODEL.sha256, answers, last=True))
    opened.gallery.arranged_as = Arrangement(Group.PREDICTED, Sort.NEED)
    opened.gallery.arranged.emit()
    desk = opened.controller.desk
    assert desk is not None
    by_image = list(desk.cells)
    assert [section.key for section in opened.gallery.last["set_cells"][0]] == ["blast", "normal"]
    assert opened.gallery.ids != by_image
    opened.controller.set_blind(True)
    assert [section.key for section in opened.gallery.last["set_cells"][0]] == [""]
    assert opened.gallery.ids == by_image
    opened.gallery.arranged_as = Arrangement(filter=Filter(predicted=frozenset({"normal"})))
    opened.gallery.arranged.emit()
    assert opened.gallery.ids == []
    opened.controller.set_blind(False)
    assert len(opened.gallery.ids) == 1
