"""The arrangement of the gallery, pure: who is shown, in which sections, and who comes first."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from allviewer.core.records import Status, Triage
from allviewer.core.rows import CellSummary
from allviewer.ui.arrangement import Arrangement, Group, Show, Sort, arrange
from tests.benchmarks.window import cell

NAMES = {place: f"IM_{place}.jpg" for place in range(100)}

summaries = st.builds(
    lambda number, image, best, chance, uncertain, triage, status: replace(
        cell(0),
        id=number,
        image_id=image,
        number=number,
        best=best,
        probability=chance,
        uncertainty=uncertain,
        triage=triage,
        status=status,
        label=best if status is Status.ACCEPTED else "",
    ),
    st.integers(0, 10_000),
    st.integers(0, 99),
    st.sampled_from(["blast", "normal"]),
    st.floats(0, 1),
    st.floats(0, 1),
    st.sampled_from(list(Triage)),
    st.sampled_from(list(Status)),
)


@given(
    st.lists(summaries, unique_by=lambda one: one.id, max_size=40),
    st.sampled_from(list(Group)),
    st.sampled_from(list(Sort)),
    st.sampled_from(list(Show)),
)
def test_arranging_keeps_every_cell_that_passes_once(
    given_cells: list[CellSummary], group: Group, sort: Sort, show: Show
) -> None:
    sections = arrange(given_cells, Arrangement(group, sort, show), names=NAMES, classes=("blast", "normal"))
    shown = [one for section in sections for one in section.cells]
    assert len(shown) == len(set(shown))
    assert set(shown) <= {one.id for one in given_cells}
    if show is Show.ALL:
        assert len(shown) == len(given_cells)
    assert all(section.cells for section in sections)


def test_what_needs_a_person_most_comes_first() -> None:
    known = [cell(place) for place in range(60)]
    (section,) = arrange(known, Arrangement(sort=Sort.NEED), names=NAMES)
    by_id = {one.id: one for one in known}
    first, last = by_id[section.cells[0]], by_id[section.cells[-1]]
    assert first.triage is Triage.REVIEW and first.best == "blast"
    assert last.triage is Triage.CERTAIN
