"""The differential against plain counting, its units, and its plan for more cells."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from allviewer.core.differential import Count, Unit, count, patients, unit_of
from allviewer.core.errors import PatternError
from allviewer.core.records import Status
from allviewer.core.table import Table
from tests.core.rows import Row

NAMES = {1: "P01/day 1/a.png", 2: "P01/day 2/b.png", 3: "P02/c.png", 4: "d.png"}
CLASSES = ("blast", "normal")
JUDGED = (Status.ACCEPTED, Status.CORRECTED)


@st.composite
def cells(draw: st.DrawFn) -> Row:
    """A cell as a session can hold it: a label where it was judged, and only there."""
    status = draw(st.sampled_from(list(Status)))
    label = draw(st.sampled_from([*CLASSES, "promyelocyte"])) if status in JUDGED else ""
    best = draw(st.sampled_from(["", *CLASSES]))
    return Row(0, draw(st.sampled_from(list(NAMES))), best, status=status, label=label)


@given(st.lists(cells(), max_size=40), st.sampled_from(list(Unit)))
def test_counts_what_plain_counting_counts(rows: list[Row], unit: Unit) -> None:
    rows = [replace(row, id=place) for place, row in enumerate(rows)]
    counts = count(Table.of(rows, NAMES), CLASSES, unit=unit, pattern="^([^/]+)/")
    name_of = unit_of(unit, pattern="^([^/]+)/")
    for one in counts:
        mine = [row for row in rows if name_of(NAMES[row.image_id]) == one.name]
        labels = Counter(row.label for row in mine if row.status in JUDGED)
        predicted = Counter(row.best for row in mine if row.best)
        statuses = Counter(row.status for row in mine)
        assert dict(zip(one.classes, one.labels, strict=True)) == {n: labels[n] for n in one.classes}
        assert dict(zip(one.classes, one.predicted, strict=True)) == {n: predicted[n] for n in one.classes}
        assert (one.unidentified, one.not_counted) == (statuses[Status.UNSURE], statuses[Status.EXCLUDED])
        assert (one.unreviewed, one.cells) == (statuses[Status.UNREVIEWED], len(mine))
    assert sum(one.cells for one in counts) == len(rows)


def test_a_prediction_is_never_counted_as_a_label() -> None:
    (only,) = count(Table.of([Row(1, best="blast"), Row(2, best="blast")], NAMES), CLASSES)
    assert only.labels == (0, 0) and only.predicted == (2, 0)
    assert only.counted == 0 and only.share_of("blast").value is None
    assert only.more_for("blast", within=0.05) is None


def test_nothing_is_one_empty_count() -> None:
    assert count(Table.of([], {}), CLASSES) == (Count("", CLASSES, (0, 0), 0, 0, 0, (0, 0)),)


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        (Unit.SESSION, ("",)),
        (Unit.IMAGE, tuple(NAMES.values())),
        (Unit.FOLDER, ("P01/day 1", "P01/day 2", "P02", "")),
        (Unit.PATIENT, ("P01", "P02", "")),
    ],
)
def test_counts_per_unit(unit: Unit, names: tuple[str, ...]) -> None:
    rows = [Row(image_id, image_id) for image_id in NAMES]
    counts = count(Table.of(rows, NAMES), CLASSES, unit=unit, pattern=r"^(P\d+)/")
    assert tuple(one.name for one in counts) == names


def test_a_patient_is_the_group_or_the_whole_match() -> None:
    assert patients(r"UID_(H?\d+)_")("UID_H12_3_4_hem.bmp") == "H12"
    assert patients(r"P\d+")("x/P07-2.png") == "P07"
    assert patients(r"P(\d+)?x")("Px") == "" and patients("P")("other") == ""
    with pytest.raises(PatternError, match="not a regular expression"):
        patients("P(")


def test_shares_targets_and_plan() -> None:
    rows = [
        Row(place, status=Status.ACCEPTED, label="blast" if place < 10 else "normal") for place in range(100)
    ]
    (only,) = count(Table.of(rows, {1: "a.png"}), CLASSES)
    blasts, normals = only.shares
    expected = binomtest(10, 100).proportion_ci(method="exact")
    assert (blasts.low, blasts.high) == pytest.approx((expected.low, expected.high))
    assert normals.value == 0.9 and only.share_of("promyelocyte").count == 0
    assert [only.missing(target) for target in (100, 200, 500)] == [0, 100, 400]
    more = only.more_for("blast", within=0.02)
    assert more is not None
    reached = binomtest(round(0.1 * (100 + more)), 100 + more).proportion_ci(method="exact")
    assert max(0.1 - reached.low, reached.high - 0.1) == pytest.approx(0.02, abs=0.0005)
