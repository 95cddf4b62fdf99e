"""The controller with plain stand-in views: no Qt, no threads, a real session."""

from pathlib import Path
from typing import Any

import numpy as np

from allviewer.core.errors import BundleError, ImageError
from allviewer.core.labels import Label
from allviewer.core.records import Image, Status
from allviewer.services.events import FileChecked, ImageFailed, Listed, Notice
from allviewer.services.session import Session
from allviewer.services.settings import Settings
from allviewer.ui.views import CellShown, PictureShown
from tests.services.helpers import classified, found, read, work
from tests.ui.stand_ins import A, B, Made


def image_of(path: str, sha256: str) -> Image:
    return Image(Path("/pictures") / path, sha256, np.zeros((48, 64, 3), np.uint8))


def statuses(opened: Made) -> dict[int, Status]:
    return {one.id: one.status for one in opened.controller.desk.session.index()}  # type: ignore[union-attr]


def test_first_picture_is_shown_before_the_listing_ends(made: Made) -> None:
    made.controller.open([Path("/pictures")])
    made.happen(Listed((work("1.png"),)))
    shown: PictureShown = made.picture.last["show_picture"]
    assert shown.row.name == "1.png" and shown.image is None
    assert "want" in made.pictures.calls  # and is being decoded
    assert made.asked == []  # nothing is classified before the listing ended


def test_after_the_listing_the_pictures_are_classified(made: Made) -> None:
    made.controller.open([Path("/pictures")])
    made.happen(Listed((work("1.png"), work("2.png"))))
    made.end()
    assert made.asked == [("all_b3", ["1.png", "2.png"])]


def test_while_cells_are_still_to_be_found_nobody_is_told_that_all_are_reviewed(made: Made) -> None:
    made.controller.open([Path("/pictures")])
    made.happen(Listed((work("1.png"), work("2.png"))))
    made.end()
    made.happen(read(work("1.png"), A), found(work("1.png"), A), classified(work("1.png"), A))
    made.gallery.cellsSeen.emit(made.gallery.ids)
    reviewing, said = made.controller.reviewing, made.notices.last
    for left in range(2, -1, -1):
        reviewing.accept()
        assert len(made.controller.desk.unreviewed) == left  # type: ignore[union-attr]
    assert said["all_reviewed"] == {"but_this": False, "hidden": 0, "to_come": 1}
    reviewing.undo()
    reviewing.next_unreviewed()
    assert said["all_reviewed"] == {"but_this": True, "hidden": 0, "to_come": 1}
    made.happen(read(work("2.png"), B))
    reviewing.next_unreviewed()
    assert said["all_reviewed"]["to_come"] == 1  # its cells are found next
    made.happen(found(work("2.png"), B))
    assert reviewing.next_unreviewed()


def test_results_of_another_picture_do_not_reach_the_screen(opened: Made) -> None:
    before = len(opened.picture.calls)
    opened.controller.showing.picture_ready(Path("/pictures/2.png"), image_of("2.png", B))
    assert len(opened.picture.calls) == before
    opened.controller.showing.picture_ready(Path("/pictures/1.png"), image_of("1.png", A))
    assert opened.picture.last["show_picture"].image.sha256 == A


def test_cells_are_not_drawn_on_a_file_that_changed(opened: Made) -> None:
    opened.controller.showing.picture_ready(Path("/pictures/1.png"), image_of("1.png", "c" * 64))
    shown: PictureShown = opened.picture.last["show_picture"]
    assert shown.cells == () and "changed" in shown.reason
    assert opened.cell.last["show_cell"].image is None


def test_unreadable_picture_says_why(opened: Made) -> None:
    path = Path("/pictures/1.png")
    opened.controller.showing.picture_ready(path, ImageError(path, "The file is empty."))
    assert opened.picture.last["show_picture"].reason == "The file is empty."


def test_decision_is_on_disk_before_the_next_cell_shows(opened: Made) -> None:
    showing, reviewing = opened.controller.showing, opened.controller.reviewing
    first = showing.cell
    seen: list[Status] = []
    original = opened.cell.__getattr__("show_cell")

    def look(shown: CellShown | None) -> None:
        if shown is not None and shown.row.id != first:
            seen.append(statuses(opened)[first])
        original(shown)

    opened.cell.show_cell = look
    reviewing.accept()
    assert seen and set(seen) == {Status.ACCEPTED}
    assert showing.cell != first


def test_undo_goes_back_to_where_it_was(opened: Made) -> None:
    showing, reviewing = opened.controller.showing, opened.controller.reviewing
    first = showing.cell
    reviewing.exclude()
    showing.step_image(1)
    reviewing.undo()
    assert showing.cell == first and statuses(opened)[first] is Status.UNREVIEWED
    reviewing.redo()
    assert statuses(opened)[first] is Status.EXCLUDED
    assert opened.window.allowed["undo"] and not opened.window.allowed["redo"]


def test_several_chosen_cells_are_decided_in_one_step(opened: Made) -> None:
    opened.gallery.chosen = opened.gallery.ids[1:4]
    opened.controller.reviewing.label_number(2)
    changed = [one for one, status in statuses(opened).items() if status is not Status.UNREVIEWED]
    assert changed == list(opened.gallery.ids[1:4])
    opened.controller.reviewing.undo()
    assert set(statuses(opened).values()) == {Status.UNREVIEWED}


def test_cells_step_on_into_the_next_picture(opened: Made) -> None:
    showing = opened.controller.showing
    names = []
    for _ in range(4):
        names.append(showing.row.name)  # type: ignore[union-attr]
        showing.step_cell(1)
    assert names == ["1.png", "1.png", "1.png", "2.png"]
    showing.step_cell(-1)
    showing.step_cell(-1)
    assert showing.row.name == "1.png"  # type: ignore[union-attr]


def test_failed_pictures_are_counted_in_a_notice(opened: Made) -> None:
    opened.happen(Listed((work("3.png"),)), ImageFailed(work("3.png"), "The file is empty."))
    assert opened.notices.last["unread"] == 1
    opened.notices.unreadRequested.emit()
    assert "show_unread" in opened.images.calls


def test_missing_model_is_told_and_the_session_stays_open(made: Made) -> None:
    def refuse(name: str) -> Any:
        raise BundleError('There is no bundle "x".')

    made.controller.chosen_model._describe = refuse
    made.controller.open([Path("/pictures")])
    made.happen(Listed((work("1.png"),)))
    made.end()
    assert made.notices.last["error"] == 'There is no bundle "x".'
    assert made.controller.desk is not None


def test_mistake_of_ours_is_reported_as_one(made: Made) -> None:
    made.controller.open([Path("/pictures")])
    made.worker.failed.emit(made.worker.number, ValueError("a slip"))
    assert isinstance(made.window.last["report_bug"], ValueError)
    assert not made.controller.running.busy


def test_device_and_notices_of_the_run_are_shown(opened: Made) -> None:
    opened.happen(Notice("Not enough GPU memory: continuing on the CPU.", "cpu"))
    assert opened.notices.last["told"].startswith("Not enough GPU memory")
    assert opened.run.last["show_status"]["device"] == "cpu"


def test_reviewer_is_asked_at_the_first_decision_only(opened: Made) -> None:
    opened.preferences.current = Settings()
    opened.window.name = ""
    opened.controller.reviewing.accept()
    assert set(statuses(opened).values()) == {Status.UNREVIEWED}  # nobody said who, so nothing is said
    opened.window.name = "Ada"
    opened.controller.reviewing.accept()
    opened.controller.reviewing.accept()
    assert opened.window.asked == 2
    assert opened.preferences.current.reviewer == "Ada"


def test_second_window_on_the_same_session_only_looks(opened: Made, tmp_path: Path) -> None:
    other = Session.open(opened.session_file)
    assert other.read_only
    other.close()


def test_closing_stops_the_run(opened: Made) -> None:
    before = opened.worker.cancelled
    opened.controller.close()
    assert opened.worker.cancelled == before + 1
    assert opened.controller.desk is None
    opened.happen(Listed((work("9.png"),)))  # a late event of before: nothing to tell it to


def test_cells_dragged_onto_a_class_get_it(opened: Made) -> None:
    opened.cell.labelDropped.emit(opened.gallery.ids[:2], "normal")
    changed = [one for one, status in statuses(opened).items() if status is not Status.UNREVIEWED]
    assert changed == opened.gallery.ids[:2]


def test_labels_can_be_added_and_taken_back(opened: Made) -> None:
    smudge = Label("smudge cell", "#009e73", "3")
    reviewing = opened.controller.reviewing
    reviewing.say(lambda session, who: session.set_labels([smudge], reviewer=who))
    assert opened.cell.last["set_classes"] == (("blast", "normal", "smudge cell"), (smudge,))
    assert opened.gallery.last["set_classes"] == (("blast", "normal", "smudge cell"), (smudge,))
    first = opened.controller.showing.cell
    reviewing.label_number(3)  # numbers are the model's: it has two classes
    assert statuses(opened)[first] is Status.UNREVIEWED
    reviewing.label("smudge cell")
    desk = opened.controller.desk
    assert desk is not None and desk.cells[first].label == "smudge cell"
    assert dict(desk.tally().labels)["smudge cell"] == 1
    reviewing.say(lambda session, who: session.set_labels([], reviewer=who))
    assert "in use (cells: 1)" in opened.notices.last["error"] and smudge in desk.own_labels
    reviewing.undo()
    reviewing.undo()
    assert opened.cell.last["set_classes"] == (("blast", "normal"), ())


def test_moved_pictures_are_looked_for_and_then_done(opened: Made) -> None:
    before = opened.worker.number
    opened.controller.find_pictures(Path("/elsewhere"))
    assert opened.worker.number == before + 1
    opened.happen(FileChecked("1.png", Path("/elsewhere/one.png"), A, 10, 5))
    opened.end()
    desk = opened.controller.desk
    assert desk is not None
    assert next(row.path for row in desk.images.values() if row.name == "1.png") == Path("/elsewhere/one.png")


def test_a_picture_that_is_there_again_is_read_again(opened: Made) -> None:
    path = Path("/pictures/1.png")
    opened.controller.showing.picture_ready(path, ImageError(path, "The file is no longer there."))
    opened.happen(FileChecked("1.png", path, ""))
    before = opened.pictures.calls.count("want")
    opened.happen(FileChecked("2.png", Path("/pictures/2.png"), ""))
    assert opened.pictures.calls.count("want") == before
    opened.happen(FileChecked("1.png", path, A, 10, 5))
    assert opened.pictures.calls.count("want") > before
    opened.controller.showing.picture_ready(path, image_of("1.png", A))
    shown: PictureShown = opened.picture.last["show_picture"]
    assert shown.image is not None and not shown.reason and len(shown.cells) == 3


def test_several_chosen_stay_told_when_their_picture_arrives_late(opened: Made) -> None:
    opened.gallery.chosen = opened.gallery.ids[1:4]
    opened.gallery.selectionChanged.emit()
    opened.controller.showing.picture_ready(Path("/pictures/1.png"), image_of("1.png", A))
    assert opened.cell.calls[-1] == "show_many" and opened.cell.last["show_many"] == {
        "chosen": 3,
        "undecided": 3,
    }
