"""A session opens with the bundle it was reviewed with, whatever was chosen elsewhere since."""

from dataclasses import replace
from pathlib import Path

import pytest

from allviewer.core.errors import BundleError
from allviewer.core.records import Model
from allviewer.services.events import Listed
from tests.services.helpers import MODEL, classified, found, read, work
from tests.ui.stand_ins import Made, made_in

OTHER = replace(MODEL, name="wbc8", sha256="d" * 64)
BUNDLES = {"all_b3": MODEL, MODEL.name: MODEL, "wbc8": OTHER}


def describe(name: str) -> Model:
    if name not in BUNDLES:
        raise BundleError(f'There is no bundle "{name}".')
    return BUNDLES[name]


def opened(made: Made) -> None:
    made.controller.chosen_model._describe = describe
    made.controller.open([Path("/pictures")])
    made.happen(Listed((work("1.png"), work("2.png"))))
    made.end()


def reviewed(folder: Path, *, decide: bool = True) -> None:
    """A folder classified with the first bundle, one picture of two, and one cell decided."""
    with made_in(folder) as made:
        opened(made)
        made.happen(
            read(work("1.png"), "a" * 64),
            found(work("1.png"), "a" * 64),
            classified(work("1.png"), "a" * 64),
        )
        made.end()
        made.gallery.cellsSeen.emit(made.gallery.ids)
        if decide:
            made.controller.reviewing.unsure()


def reopened(made: Made) -> Model | None:
    """Who classifies when the folder is opened again after wbc8 was chosen elsewhere."""
    made.preferences.change(model="wbc8")
    opened(made)
    assert made.controller.desk is not None
    return made.controller.desk.model


def test_what_was_reviewed_goes_on_with_its_bundle_and_says_so(tmp_path: Path) -> None:
    reviewed(tmp_path)
    with made_in(tmp_path) as made:
        assert reopened(made) == MODEL
        assert made.asked[-1][0] == MODEL.name and made.controller.chosen_model.name == MODEL.name
        assert made.notices.last["keeps_model"] == {"chosen": "wbc8"}
        assert made.preferences.current.model == "wbc8"


def test_what_nobody_reviewed_takes_the_bundle_that_was_chosen(tmp_path: Path) -> None:
    reviewed(tmp_path, decide=False)
    with made_in(tmp_path) as made:
        assert reopened(made) == OTHER
        assert "keeps_model" not in made.notices.calls


def test_one_who_chooses_here_gets_it_and_it_stays(tmp_path: Path) -> None:
    reviewed(tmp_path)
    with made_in(tmp_path) as made:
        reopened(made)
        made.controller.use_model("wbc8", "auto")
        assert made.controller.desk.model == OTHER  # type: ignore[union-attr]
        assert len(made.controller.desk.unreviewed) == 2  # type: ignore[union-attr]  # the decision stands
    with made_in(tmp_path) as made:
        assert reopened(made) == OTHER
        assert "keeps_model" not in made.notices.calls


def test_one_named_at_the_start_is_meant(tmp_path: Path) -> None:
    reviewed(tmp_path)
    with made_in(tmp_path) as made:
        made.controller.chosen_model.insist()
        assert reopened(made) == OTHER


def test_a_bundle_that_is_not_found_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reviewed(tmp_path)
    monkeypatch.delitem(BUNDLES, MODEL.name)
    with made_in(tmp_path) as made:
        assert reopened(made) == OTHER
        assert made.notices.last["other_model"] == {"before": MODEL.name}
