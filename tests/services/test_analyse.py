"""The pipeline on real pictures, with a stand-in classifier: order, batches, failures, memory, stop."""

import hashlib
import itertools
import shutil
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from allviewer.core import company
from allviewer.core.records import Kind
from allviewer.services.analyse import analyse
from allviewer.services.events import CellsClassified, CellsFound, ImageFailed, ImageRead, Known, Notice, Work
from allviewer.services.files import find_again, survey, works_of
from allviewer.services.gather import Finished, gather
from allviewer.services.session import Session
from tests.services.helpers import Toy


@pytest.fixture
def pictures(tmp_path: Path, samples: Path) -> Path:
    """The samples, a broken file among them."""
    folder = tmp_path / "pictures"
    shutil.copytree(samples, folder)
    (folder / "broken.png").write_bytes(b"not a picture")
    return folder


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


def test_works_are_asked_for_no_faster_than_they_are_done(
    pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten thousand pictures must not be read, or even listed, ahead of the classifier."""
    monkeypatch.setattr("allviewer.services.readers.cores", lambda: 2)
    most = 2 + 16  # read at once, and ahead for one batch
    path = next(work.path for work in works_of([pictures]) if work.name.startswith("cells/"))
    asked = 0

    def endless() -> Iterator[Work]:
        nonlocal asked
        while True:
            asked += 1
            yield Work(path, f"{asked}.png")

    seen: Counter[type] = Counter()
    events = analyse(endless(), classifier=Toy)
    for event in events:
        seen[type(event)] += 1
        assert asked - seen[ImageRead] <= most
        if seen[ImageRead] == 3 * most:
            break
    events.close()


def test_the_first_cell_waits_for_no_picture_that_others_need(
    pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read while the classifier opens takes the processor, and Python's lock, from its opening."""
    monkeypatch.setattr("allviewer.services.readers.cores", lambda: 1)
    path = next(work.path for work in works_of([pictures]) if work.name.startswith("cells/"))
    asked = 0

    def endless() -> Iterator[Work]:
        nonlocal asked
        while True:
            asked += 1
            yield Work(path, f"{asked}.png")

    with closing(analyse(endless(), classifier=Toy)) as events:
        for event in events:
            if isinstance(event, CellsClassified):
                break
            assert asked == 1
        deque(itertools.islice(events, 40), maxlen=0)
        assert asked > 10


def test_names_are_relative_to_what_was_opened(tmp_path: Path) -> None:
    for name in ("a/1.png", "a/b/2.png", "c/1.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [w.name for w in works_of([tmp_path])] == ["a/1.png", "a/b/2.png", "c/1.png"]
    assert [w.name for w in works_of([tmp_path / "a", tmp_path / "c"])] == ["a/1.png", "a/b/2.png", "c/1.png"]
    assert [w.name for w in works_of([tmp_path / "a" / "1.png"])] == ["1.png"]
    assert [w.name for w in works_of([tmp_path / "a", tmp_path / "a" / "1.png"])] == ["a/1.png", "a/b/2.png"]


def test_a_survey_tells_what_changed_went_and_came_back(pictures: Path, tmp_path: Path) -> None:
    session = Session.open(tmp_path / "s.allviewer")
    session.store(*survey([pictures]))
    events = [e for e in analyse(session.pending(""), classifier=Toy) if not isinstance(e, Notice)]
    session.use_model(Toy().model)
    session.store(*events)
    assert Counter(row.state for row in session.images()) == {"done": len(session.images()) - 1, "failed": 1}
    known = session.known()
    assert [e for e in survey([pictures], known=known) if type(e).__name__ == "FileChecked"] == []
    first, second, third = (k.path for k in known[:3])
    kept = first.read_bytes()
    first.unlink()
    shutil.copy(third, second)
    session.store(*survey([pictures], known=known))
    states = {row.name: row.state for row in session.images() if row.state in ("missing", "changed")}
    assert states == {known[0].name: "missing", known[1].name: "changed"}
    first.write_bytes(kept)
    session.store(*survey([pictures], known=session.known()))
    assert {row.name for row in session.images() if row.state == "missing"} == set()
    moved = tmp_path / "elsewhere"
    pictures.rename(moved)
    session.store(*survey([pictures], known=session.known()))
    assert "missing" in {row.state for row in session.images()}
    session.store(*find_again(moved, session.known()))
    assert "missing" not in {row.state for row in session.images()}
    session.close()


def test_copies_are_found_again_under_their_own_names(tmp_path: Path) -> None:
    known = []
    for name in ("1.png", "2.png", "3.png"):
        (tmp_path / name).write_bytes(b"the same")
        known.append(Known(name, Path("/gone") / name, hashlib.sha256(b"the same").hexdigest(), 8, 0))
    found = {checked.name: checked.path.name for checked in find_again(tmp_path, known)}
    assert found == {"1.png": "1.png", "2.png": "2.png", "3.png": "3.png"}
    (tmp_path / "2.png").unlink()
    found = {checked.name: checked.path.name for checked in find_again(tmp_path, known)}
    assert (found["1.png"], found["3.png"], set(found)) == ("1.png", "3.png", {"1.png", "2.png", "3.png"})


def test_pictures_that_waited_when_they_were_moved_are_found_by_name(pictures: Path, tmp_path: Path) -> None:
    session = Session.open(tmp_path / "half.allviewer")
    works = list(works_of([pictures]))
    session.register(works)
    read = (event for event in analyse(works[:2], classifier=Toy) if isinstance(event, ImageRead))
    session.store(*read)
    moved = pictures.rename(tmp_path / "elsewhere")
    session.store(*analyse(works[2:], classifier=Toy))  # none is there any more
    assert "failed" in {row.state for row in session.images()}
    session.store(*find_again(moved, session.sought()))
    states = {row.name: row.state for row in session.images()}
    assert len(states) == len(works) and not {"failed", "missing"} & set(states.values())
    assert all(row.path.parent.is_relative_to(moved) for row in session.images())
    session.close()


def test_a_bad_file_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    events = list(analyse(works_of([tmp_path / "empty.png", tmp_path / "gone.png"]), classifier=Toy))
    assert [type(event) for event in events] == [ImageFailed, ImageFailed]


def surveyed(folder: Path, session: Session) -> list[str]:
    """The pictures that count after a survey of the folder, with their states; what is new is read."""
    session.store(*survey([folder], known=session.known()))
    events = analyse(session.pending(Toy().model.sha256), classifier=Toy)
    session.store(*(event for event in events if not isinstance(event, Notice)))
    return [f"{row.name} {row.path.name} {row.state}" for row in session.images()]


@pytest.fixture
def three(tmp_path: Path, samples: Path) -> Iterator[tuple[Path, Session]]:
    """A folder of three pictures, and its session, in which they were read."""
    folder = tmp_path / "three"
    folder.mkdir()
    for name, source in zip(("1.jpg", "2.jpg", "3.jpg"), sorted(samples.glob("*.jpg")), strict=False):
        shutil.copy(source, folder / name)
    with closing(Session.open(tmp_path / "three.allviewer")) as session:
        session.use_model(Toy().model)
        surveyed(folder, session)
        yield folder, session


def test_a_renamed_picture_is_no_new_one_whose_cells_count_twice(three: tuple[Path, Session]) -> None:
    folder, session = three
    cells = len(session.index())
    (folder / "2.jpg").rename(folder / "second.jpg")
    (folder / "sub").mkdir()
    (folder / "3.jpg").rename(folder / "sub" / "3.jpg")
    found = ["1.jpg 1.jpg done", "2.jpg second.jpg done", "3.jpg 3.jpg done"]
    assert surveyed(folder, session) == found
    assert len(session.index()) == cells
    assert surveyed(folder, session) == found  # and so it stays
    (folder / "second.jpg").rename(folder / "2.jpg")
    assert surveyed(folder, session) == ["1.jpg 1.jpg done", "2.jpg 2.jpg done", "3.jpg 3.jpg done"]
    assert len(session.index()) == cells


def test_a_copy_of_what_is_there_is_a_picture_of_its_own(three: tuple[Path, Session], tmp_path: Path) -> None:
    folder, session = three
    shutil.copy(folder / "3.jpg", folder / "0.jpg")
    moved = folder.rename(tmp_path / "moved")  # none of the known lies where it did
    assert surveyed(moved, session)[-1] == "0.jpg 0.jpg done"
    assert {row.path.parent for row in session.images()} == {moved}
    (moved / "3.jpg").write_bytes((moved / "1.jpg").read_bytes())
    assert "3.jpg 3.jpg changed" in surveyed(moved, session)
