"""The pipeline on real pictures, with a stand-in classifier: order, batches, failures, memory, stop."""

import itertools
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from allviewer.core import company
from allviewer.core.records import Kind
from allviewer.services.analyse import analyse
from allviewer.services.events import CellsClassified, CellsFound, ImageFailed, ImageRead, Work
from allviewer.services.files import works_of
from allviewer.services.gather import Finished, gather
from tests.services.helpers import Toy


def finished(works: list[Work], toy: Toy, **rest: object) -> list[Finished]:
    made = gather(analyse(works, classifier=lambda: toy, **rest))  # type: ignore[arg-type]
    return [picture for picture in made if isinstance(picture, Finished)]


def test_every_picture_is_done_in_order_and_the_broken_one_told(pictures: Path) -> None:
    works = list(works_of([pictures]))
    toy = Toy()
    done = finished(works, toy)
    assert [picture.work.name for picture in done] == [work.name for work in works]
    failed = [picture for picture in done if picture.failed]
    assert [picture.work.name for picture in failed] == ["broken.png"]
    for picture in done:
        assert set(picture.predictions) == {cell.number for cell in picture.cells}
    assert sum(toy.batches) == sum(len(picture.cells) for picture in done) > 10


def test_batches_fill_across_pictures_and_results_do_not_depend_on_them(pictures: Path) -> None:
    works = list(works_of([pictures]))
    whole, halved = Toy(), Toy(replace(Toy().model, sha256="a+b"))
    first = finished(works, whole, batch_size=8)
    second = finished(works, halved, batch_size=8)
    assert whole.batches[:5] == [1, 1, 2, 4, 8], "the first cell waits for no other"
    assert max(halved.batches) == 4, "two networks' passes over 4 cells take as long as one's over 8"
    for one, other in zip(first, second, strict=True):
        assert one.sha256 == other.sha256
        assert {n: p.probabilities for n, p in one.predictions.items()} == {
            n: p.probabilities for n, p in other.predictions.items()
        }


def test_a_model_that_judges_by_field_tells_all_cells_of_a_picture_together(pictures: Path) -> None:
    """Whatever the batches were, and with the cells that it classified before."""
    works = list(works_of([pictures]))
    alone = {p.work.name: p.predictions for p in finished(works, Toy())}
    toy = Toy(replace(Toy().model, by_field=True))
    told = [e for e in analyse(works, classifier=lambda: toy, batch_size=4) if isinstance(e, CellsClassified)]
    assert [e.last for e in told] == [True] * len(told)
    assert {e.work.name for e in told} == {name for name, cells in alone.items() if cells}
    for event in told:
        own = alone[event.work.name]
        assert set(event.predictions) == set(own)
        expected = company.settled([own[n] for n in event.predictions])
        assert [p.triage for p in event.predictions.values()] == [p.triage for p in expected]


def test_cells_classified_before_are_company(pictures: Path) -> None:
    job, best = next(
        (p.work, one.best)
        for p in finished(list(works_of([pictures])), Toy())
        for one in p.predictions.values()
    )
    others = tuple((float(best == 1), float(best == 0)) for _ in range(100))
    toy = Toy(replace(Toy().model, by_field=True))
    (picture,) = finished([replace(job, company=others)], toy)
    assert {p.reason for p in picture.predictions.values() if p.best == best} == {company.ALONE}
    (changed,) = finished([replace(job, company=others, sha256="0" * 64)], toy)
    (alone,) = finished([job], toy)
    assert [p.reason for p in changed.predictions.values()] == [p.reason for p in alone.predictions.values()]


def test_pictures_are_told_before_the_classifier_opens(pictures: Path) -> None:
    class RefusalError(Exception):
        pass

    def refuse() -> Toy:
        raise RefusalError

    works = [work for work in works_of([pictures]) if work.name != "broken.png"]
    events = analyse(works, classifier=refuse)
    assert isinstance(next(events), ImageRead)
    assert isinstance(next(events), CellsFound)
    with pytest.raises(RefusalError):
        list(events)


def test_stopping_ends_within_one_batch(pictures: Path) -> None:
    toy = Toy()
    stopping = False
    events = analyse(works_of([pictures]), classifier=lambda: toy, stop=lambda: stopping)
    for event in events:
        if isinstance(event, CellsClassified):
            stopping = True
            break
    assert not [event for event in events if isinstance(event, ImageRead)]
    assert len(toy.batches) == 1


def test_cells_that_are_given_are_classified_as_they_stand(pictures: Path) -> None:
    works = [work for work in works_of([pictures]) if work.name != "broken.png"][:3]
    before = finished(works, Toy())
    again = [
        Work(p.work.path, p.work.name, p.kind, p.cells[:1], p.sha256) for p in before if len(p.cells) > 0
    ]
    after = finished(again, Toy())
    assert [p.cells for p in after] == [w.cells for w in again]
    changed = [Work(w.path, w.name, w.kind, w.cells, "0" * 64) for w in again]
    anew = finished(changed, Toy())
    assert [len(p.cells) for p in anew] == [len(p.cells) for p in before if len(p.cells) > 0]


def test_the_kind_can_be_overridden(pictures: Path) -> None:
    works = [Work(w.path, w.name, Kind.CELL) for w in works_of([pictures]) if w.name != "broken.png"]
    for picture in finished(works, Toy()):
        assert picture.kind is Kind.CELL
        assert len(picture.cells) <= 1


def endless(pictures: Path, asked: list[Work]) -> Iterator[Work]:
    """One cell's picture again and again; `asked` holds each that was asked for."""
    path = next(work.path for work in works_of([pictures]) if work.name.startswith("cells/"))
    for number in itertools.count(1):
        asked.append(Work(path, f"{number}.png"))
        yield asked[-1]


def test_works_are_asked_for_no_faster_than_they_are_done(
    pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten thousand pictures must not be read, or even listed, ahead of the classifier."""
    monkeypatch.setattr("allviewer.services.readers.cores", lambda: 2)
    most = 2 + 16  # read at once, and ahead for one batch
    asked: list[Work] = []
    seen: Counter[type] = Counter()
    events = analyse(endless(pictures, asked), classifier=Toy)
    for event in events:
        seen[type(event)] += 1
        assert len(asked) - seen[ImageRead] <= most
        if seen[ImageRead] == 3 * most:
            break
    events.close()


def test_the_first_cell_waits_for_no_picture_that_others_need(
    pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read while the classifier opens takes the processor, and Python's lock, from its opening."""
    monkeypatch.setattr("allviewer.services.readers.cores", lambda: 1)
    asked: list[Work] = []
    with closing(analyse(endless(pictures, asked), classifier=Toy)) as events:
        for event in events:
            if isinstance(event, CellsClassified):
                break
            assert len(asked) == 1
        deque(itertools.islice(events, 40), maxlen=0)
        assert len(asked) > 10


def test_a_bad_file_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    events = list(analyse(works_of([tmp_path / "empty.png", tmp_path / "gone.png"]), classifier=Toy))
    assert [type(event) for event in events] == [ImageFailed, ImageFailed]
