"""Filters against a plain loop, saved and read back, and fast on a large session."""

import json
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allviewer.core.filters import EVERYTHING, Filter, Saved, from_json, passing, to_json
from allviewer.core.records import Status, Triage
from allviewer.core.table import Table
from tests.core.rows import Row

NAMES = {1: "Slide A/Field 1.png", 2: "slide b/straße.png", 3: "x.png"}
WORDS = ["blast", "normal"]

rows = st.builds(
    Row,
    id=st.just(0),
    image_id=st.sampled_from([1, 2, 3]),
    best=st.sampled_from(["", *WORDS]),
    probability=st.floats(0, 1),
    triage=st.sampled_from([None, *Triage]),
    status=st.sampled_from(list(Status)),
    label=st.sampled_from(["", *WORDS]),
    reviewer=st.sampled_from(["", "RM", "AB"]),
    note=st.sampled_from(["", "Auer rod?", "STRASSE", "field"]),
)
filters = st.builds(
    Filter,
    statuses=st.frozensets(st.sampled_from(list(Status))),
    predicted=st.frozensets(st.sampled_from(WORDS)),
    labels=st.frozensets(st.sampled_from(WORDS)),
    lowest=st.floats(0, 0.6),
    highest=st.floats(0.4, 1),
    triage=st.frozensets(st.sampled_from(list(Triage))),
    reviewers=st.frozensets(st.sampled_from(["RM", "AB"])),
    text=st.sampled_from(["", " ", "FIELD", "strasse", "auer", "nowhere"]),
)


def by_hand(row: Row, chosen: Filter) -> bool:
    """The same conditions, read one cell at a time."""
    text = chosen.text.strip().casefold()
    decided_by = row.reviewer if row.status is not Status.UNREVIEWED else ""
    narrowed = (chosen.lowest, chosen.highest) != (0.0, 1.0)
    return all(
        (
            not chosen.statuses or row.status in chosen.statuses,
            not chosen.predicted or row.best in chosen.predicted,
            not chosen.labels or row.label in chosen.labels,
            not chosen.triage or row.triage in chosen.triage,
            not chosen.reviewers or decided_by in chosen.reviewers,
            not narrowed or (row.best != "" and chosen.lowest <= row.probability <= chosen.highest),
            not text or text in NAMES[row.image_id].casefold() or text in row.note.casefold(),
        )
    )


@given(st.lists(rows, max_size=30), filters)
def test_passes_what_a_plain_loop_passes(cells: list[Row], chosen: Filter) -> None:
    cells = [replace(cell, id=7 * place) for place, cell in enumerate(cells)]
    table = Table.of(cells, NAMES)
    assert passing(table, chosen).tolist() == [cell.id for cell in cells if by_hand(cell, chosen)]


@given(st.lists(rows, min_size=1, max_size=20), st.data())
def test_a_changed_table_is_the_table_of_the_changed_cells(cells: list[Row], data: st.DataObject) -> None:
    cells = [replace(cell, id=100 - place) for place, cell in enumerate(cells)]
    places = data.draw(st.lists(st.sampled_from(range(len(cells))), unique=True))
    fresh = [replace(data.draw(rows), id=cells[p].id, image_id=cells[p].image_id) for p in places]
    after = list(cells)
    for place, cell in zip(places, fresh, strict=True):
        after[place] = cell
    table = Table.of(cells, NAMES).changed(fresh)
    chosen = data.draw(filters)
    assert passing(table, chosen).tolist() == passing(Table.of(after, NAMES), chosen).tolist()


def test_a_changed_cell_must_be_in_the_table() -> None:
    with pytest.raises(KeyError):
        Table.of([Row(1)], NAMES).changed([Row(2)])


@given(st.lists(st.builds(Saved, st.text(max_size=5), filters), max_size=3))
def test_saved_filters_come_back_equal(saved: list[Saved]) -> None:
    assert from_json(json.loads(json.dumps(to_json(saved)))) == tuple(saved)


def test_saved_filters_of_another_version_are_read_as_far_as_known() -> None:
    (only,) = from_json([{"name": "mine", "statuses": ["accepted", "doubted"], "stain": "pale"}])
    assert only == Saved("mine", Filter(statuses=frozenset({Status.ACCEPTED})))


def test_says_whether_anything_is_chosen_and_what_there_is_to_choose() -> None:
    assert not EVERYTHING and Filter(text="a")
    table = Table.of([Row(1, reviewer="RM", status=Status.UNSURE), Row(2, best="")], NAMES)
    assert table.values("reviewer") == ("RM",) and table.values("best") == ("blast",)


def test_a_hundred_thousand_cells_are_filtered_at_once() -> None:
    random = np.random.default_rng(0)
    count = 100_000
    status, best = random.integers(0, 5, count), random.integers(0, 2, count)
    cells = [
        Row(i, i // 10, WORDS[best[i]], float(p), status=list(Status)[status[i]], note=f"note {i}")
        for i, p in enumerate(random.random(count))
    ]
    table = Table.of(cells, {i: f"folder {i % 40}/picture {i}.png" for i in range(count // 10)})
    chosen = Filter(frozenset({Status.UNREVIEWED}), frozenset({"blast"}), lowest=0.5, text="note 7")
    took = []
    for _ in range(5):
        start = time.process_time()
        found = passing(table, chosen)
        took.append(time.process_time() - start)
    assert 0 < len(found) < count
    assert min(took) < 0.05
