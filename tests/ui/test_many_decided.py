"""Many cells decided by one key: asked where they were never on the screen, and told how many."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from allviewer.core.records import Status
from allviewer.services.events import Listed
from allviewer.ui.glimpsed import FEW
from tests.services.helpers import classified, found, read, work
from tests.ui.stand_ins import Made, made_in

FIELDS = 20
"""Of three cells each."""


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    works = [work(f"{number}.png") for number in range(FIELDS)]
    with made_in(tmp_path) as one:
        one.controller.open([Path("/pictures")])
        one.happen(Listed(tuple(works)))
        one.end()
        for number, each in enumerate(works):
            sha = f"{number:064x}"
            one.happen(read(each, sha), found(each, sha), classified(each, sha))
        one.end()
        assert len(one.gallery.ids) > FEW
        one.gallery.chosen = list(one.gallery.ids)
        yield one


def decided(made: Made) -> int:
    return sum(one.status is not Status.UNREVIEWED for one in made.controller.desk.session.index())  # type: ignore[union-attr]


def test_cells_that_were_never_on_the_screen_are_asked_about(made: Made) -> None:
    made.window.agreeing = False
    made.controller.reviewing.accept()
    made.controller.reviewing.label_number(2)
    assert made.window.questions == [(3 * FIELDS, 3 * FIELDS)] * 2 and decided(made) == 0
    made.window.agreeing = True
    made.controller.reviewing.accept()
    assert decided(made) == 3 * FIELDS
    assert made.notices.last["decided"] == 3 * FIELDS


def test_cells_that_were_on_the_screen_are_not(made: Made) -> None:
    made.gallery.cellsSeen.emit(made.gallery.ids[FEW // 2 :])
    made.controller.reviewing.accept()
    assert made.window.questions == [] and decided(made) == 3 * FIELDS


def test_withdrawing_and_undoing_ask_nothing(made: Made) -> None:
    made.controller.reviewing.accept()
    made.window.questions.clear()
    made.gallery.chosen = list(made.gallery.ids)
    made.controller.reviewing.clear()
    made.controller.reviewing.undo()
    assert made.window.questions == [] and decided(made) == 3 * FIELDS


def test_decisions_that_are_withdrawn_at_once_are_told(made: Made) -> None:
    made.controller.reviewing.accept()
    made.gallery.chosen = made.gallery.ids[:7]
    made.controller.reviewing.clear()
    assert decided(made) == 3 * FIELDS - 7
    assert made.notices.last["withdrawn"] == 7
    made.notices.last.clear()
    made.controller.reviewing.undo()
    made.gallery.chosen = made.gallery.ids[:1]
    made.controller.reviewing.clear()  # this one is in sight
    assert decided(made) == 3 * FIELDS - 1 and "withdrawn" not in made.notices.last


def test_another_session_begins_unseen(made: Made) -> None:
    glimpsed = made.controller.showing.glimpsed
    glimpsed.saw([1, 2])
    assert glimpsed.unseen([1, 2, 3]) == 1
    made.controller.close()
    assert glimpsed.unseen([1, 2, 3]) == 3
