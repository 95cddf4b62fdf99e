"""Analyse, export and verify, end to end, on the samples with a small random bundle."""

import json
import shutil
import signal
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from allviewer import RESEARCH_USE
from allviewer.cli.main import main
from allviewer.core.labels import Label
from allviewer.core.records import Status
from allviewer.core.report import columns, read_csv
from allviewer.services.gather import Finished
from allviewer.services.outputs import Masks
from allviewer.services.session import Session
from tests.model import bundles


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundles") / "small"
    bundles.make(folder)
    return folder


@pytest.fixture
def pictures(tmp_path: Path, samples: Path) -> Path:
    """Two fields, two single cells in a subfolder."""
    folder = tmp_path / "pictures"
    (folder / "cells").mkdir(parents=True)
    for path in [*sorted(samples.glob("field_*.jpg"))[:2], *sorted((samples / "cells").glob("*.jpg"))[:2]]:
        shutil.copy(path, folder / path.relative_to(samples))
    return folder


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_analyse_writes_everything_it_was_asked_for(pictures: Path, bundle: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    places = {name: tmp_path / name for name in ("masks", "heatmaps", "geojson")}
    options = [part for name, place in places.items() for part in (f"--{name}", place)]
    code = run(
        *("analyse", pictures, "--out", out, "--model", bundle, "--device", "cpu", "--quiet", *options),
        *("--coco", tmp_path / "coco.json"),
    )
    assert code == 0
    rows = read_csv(out)
    assert list(rows[0]) == list(columns(("blast", "normal")))
    assert [row["image"] for row in rows] == sorted(
        (row["image"] for row in rows), key=lambda name: ("/" in name, name)
    )
    assert {row["status"] for row in rows if row["cell"]} == {"unreviewed"}
    assert {row["model"] for row in rows if row["cell"]} == {"small"}
    field = next(row for row in rows if row["kind"] == "field" and row["cell"])
    stem = Path(field["image"]).stem
    cells = cv2.imread(str(places["masks"] / f"{stem}_cells.png"), cv2.IMREAD_UNCHANGED)
    assert cells.dtype == np.uint16
    numbers = {int(row["cell"]) for row in rows if row["image"] == field["image"]}
    assert set(np.unique(cells)) == numbers | {0}
    nuclei = cv2.imread(str(places["masks"] / f"{stem}_nuclei.png"), cv2.IMREAD_UNCHANGED)
    assert set(np.unique(nuclei)) <= numbers | {0}
    assert (places["heatmaps"] / f"{stem}_1_heatmap.png").is_file()
    assert len(list(places["masks"].glob("cells/*_cells.png"))) == 2
    features = json.loads((places["geojson"] / f"{stem}.geojson").read_text())["features"]
    assert {int(feature["properties"]["name"]) for feature in features} == numbers
    coco = json.loads((tmp_path / "coco.json").read_text())
    assert len(coco["images"]) == 4
    assert len(coco["annotations"]) == sum(1 for row in rows if row["cell"])


def test_a_session_does_nothing_twice_and_keeps_decisions(
    pictures: Path, bundle: Path, tmp_path: Path
) -> None:
    session_file = tmp_path / "s.allviewer"
    arguments = (
        "analyse",
        pictures,
        "--model",
        bundle,
        "--device",
        "cpu",
        "--quiet",
        "--session",
        session_file,
    )
    assert run(*arguments, "--out", tmp_path / "1.csv") == 0
    session = Session.open(session_file)
    first = session.index()[0]
    session.decide([first.id], Status.UNSURE, note="=look", reviewer="RM")
    assert session.model is not None and session.pending(session.model.sha256) == []
    session.close()
    assert run(*arguments, "--out", tmp_path / "2.csv") == 0
    before, after = read_csv(tmp_path / "1.csv"), read_csv(tmp_path / "2.csv")
    assert [(row["status"], row["note"]) for row in after][:2] == [("unsure", "=look"), ("unreviewed", "")]
    for one, other in zip(before[1:], after[1:], strict=True):
        assert one == other
    assert run("export", session_file, "--out", tmp_path / "3.csv") == 0
    assert read_csv(tmp_path / "3.csv") == after
    assert run("export", session_file, "--out", tmp_path / "4.csv", "--only-reviewed", "--bom") == 0
    assert [row["status"] for row in read_csv(tmp_path / "4.csv")] == ["unsure"]


def test_a_renamed_picture_of_a_session_is_in_the_table_once(
    pictures: Path, bundle: Path, tmp_path: Path
) -> None:
    session = tmp_path / "s.allviewer"
    arguments = ("analyse", pictures, "--model", bundle, "--device", "cpu", "--quiet", "--session", session)
    assert run(*arguments, "--out", tmp_path / "1.csv") == 0
    picture = next(pictures.glob("*.jpg"))
    picture.rename(picture.with_name("renamed.jpg"))
    for table in (tmp_path / "2.csv", tmp_path / "3.csv"):
        assert run(*arguments, "--out", table) == 0
        assert read_csv(table) == read_csv(tmp_path / "1.csv")


def test_outlines_of_a_session_have_its_labels_colours_whichever_command_writes_them(
    pictures: Path, bundle: Path, tmp_path: Path
) -> None:
    session = tmp_path / "s.allviewer"
    arguments = ("analyse", pictures, "--model", bundle, "--device", "cpu", "--quiet", "--session", session)
    assert run(*arguments, "--out", tmp_path / "1.csv") == 0
    with closing(Session.open(session)) as opened:
        opened.set_labels([Label("smudge", "#123456", "")], reviewer="RM")
        opened.decide([opened.index()[0].id], Status.CORRECTED, "smudge", reviewer="RM")
    assert run(*arguments, "--out", tmp_path / "2.csv", "--geojson", tmp_path / "a") == 0
    assert run("export", session, "--out", tmp_path / "3.csv", "--geojson", tmp_path / "b") == 0
    written = [path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.geojson")]
    assert len(written) == 4
    for path in written:
        assert (tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes()


def test_the_summary_and_outlines_are_those_of_the_cells(
    pictures: Path, bundle: Path, tmp_path: Path
) -> None:
    session, first, then = tmp_path / "s.allviewer", tmp_path / "first.csv", tmp_path / "then.csv"
    arguments = ("--model", bundle, "--device", "cpu", "--quiet", "--session", session)
    assert run("analyse", pictures, *arguments, "--out", tmp_path / "a.csv", "--summary", first) == 0
    more = ("--coco", tmp_path / "e.json", "--geojson", tmp_path / "shapes")
    assert run("export", session, "--out", tmp_path / "e.csv", "--summary", then, *more) == 0
    assert read_csv(first) == read_csv(then)
    cells = [row for row in read_csv(tmp_path / "e.csv") if row["cell"]]
    for row in read_csv(then):
        mine = [cell for cell in cells if cell["image"] == row["image"]]
        assert (row["cells"], row["counted"], row["unreviewed"]) == (str(len(mine)), "0", str(len(mine)))
        predicted = [cell["predicted_label"] for cell in mine]
        assert all(row[f"predicted_{name}"] == str(predicted.count(name)) for name in set(predicted))
    assert run("verify", then, "--session", session) == 0
    assert len(json.loads((tmp_path / "e.json").read_text())["annotations"]) == len(cells)
    assert len(list((tmp_path / "shapes").rglob("*.geojson"))) == 4


def test_the_session_and_the_plain_run_agree(pictures: Path, bundle: Path, tmp_path: Path) -> None:
    plain, kept = tmp_path / "plain.csv", tmp_path / "kept.csv"
    arguments = ("analyse", pictures, "--model", bundle, "--device", "cpu", "--quiet", "--kind", "cell")
    assert run(*arguments, "--out", plain) == 0
    assert run(*arguments, "--out", kept, "--session", tmp_path / "s.allviewer") == 0
    assert read_csv(plain) == read_csv(kept)
    assert {row["kind"] for row in read_csv(plain)} == {"cell"}


def test_what_failed_is_named_and_the_rest_done(
    pictures: Path, bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pictures / "broken.png").write_bytes(b"no picture")
    out = tmp_path / "out.csv"
    arguments = ("analyse", "--out", out, "--model", bundle, "--device", "cpu")
    assert run(*arguments, pictures) == 1
    said = capsys.readouterr().err
    assert "broken.png" in said and RESEARCH_USE in said
    assert "broken.png" not in {row["image"] for row in read_csv(out)}
    was = out.read_bytes()
    assert run(*arguments, pictures / "broken.png", tmp_path / "absent.png") == 3
    assert out.read_bytes() == was
    out.unlink()
    session = tmp_path / "s.allviewer"
    for more in ((), ("--session", session), ("--summary", tmp_path / "summary.csv")):
        assert run(*arguments, tmp_path / "not-there", *more) == 3
    told = capsys.readouterr().err
    assert "not-there: There is no such file or folder.\n" in told and "›" not in told  # there is no menu
    assert sorted(tmp_path.glob("*.csv")) == []


def test_a_picture_without_colour_is_told(
    pictures: Path, bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grey = sorted(pictures.glob("field_*.jpg"))[0]
    Image.open(grey).convert("L").save(grey)
    arguments = ("analyse", pictures, "--out", tmp_path / "out.csv", "--model", bundle, "--device", "cpu")
    for more in ((), ("--session", tmp_path / "s.allviewer")):
        assert run(*arguments, *more) == 0
        said = capsys.readouterr().err
        assert f"{grey}: The picture has no colour, so no white cell can be found in it.\n" in said
        assert said.count("no colour") == 1


def test_what_cannot_be_done_at_all_is_3_in_one_sentence(
    pictures: Path, bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old")
    assert run("analyse", pictures, "--out", out, "--model", "no-such-bundle") == 3
    assert run("analyse", pictures, "--out", tmp_path / "no" / "where.csv", "--model", bundle) == 3
    assert run("analyse", tmp_path / "nothing", "--out", out, "--model", bundle, "--device", "cpu") == 3
    assert run("export", tmp_path / "absent.allviewer", "--out", out) == 3
    (tmp_path / "not-a-session").write_text("hello")
    assert run("export", tmp_path / "not-a-session", "--out", out) == 3
    lines = capsys.readouterr().err.splitlines()
    assert len([line for line in lines if line.startswith("allviewer: ")]) == 4
    assert not any("Traceback" in line for line in lines)


@pytest.mark.parametrize("option", ["--out", "--summary", "--coco", "--session"])
def test_no_picture_is_written_over(
    option: str, pictures: Path, bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = next(pictures.glob("*.jpg"))
    before = picture.read_bytes()
    asked = {"--out": tmp_path / "out.csv"} | {option: picture}
    options = [part for pair in asked.items() for part in pair]
    assert run("analyse", pictures, "--model", bundle, "--device", "cpu", *options) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"allviewer: {picture}")
    assert picture.read_bytes() == before
    assert not (tmp_path / "out.csv").exists()


def test_verify_tells_what_was_altered(
    pictures: Path, bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session_file, out = tmp_path / "s.allviewer", tmp_path / "out.csv"
    run(*("analyse", pictures, "--out", out, "--model", bundle, "--device", "cpu", "--session", session_file))
    assert run("verify", out, "--session", session_file) == 0
    assert "the table was not altered, nor the session’s decisions" in capsys.readouterr().out
    assert run("verify", out) == 0
    assert "the table was not altered.\n" in capsys.readouterr().out
    assert run("verify", session_file) == 1  # the bundle is not installed by name
    assert "not installed" in capsys.readouterr().out
    picture = next(pictures.glob("*.jpg"))
    picture.write_bytes(picture.read_bytes() + b"\0")
    run("verify", session_file)
    assert f"{picture.resolve()}: the picture is not the one" in capsys.readouterr().out
    text = out.read_bytes()
    out.write_bytes(text.replace(b"unreviewed", b"accepted", 1))
    assert run("verify", out) == 1
    assert "altered" in capsys.readouterr().out
    assert run("verify", tmp_path / "none.csv") == 3
    assert f"{tmp_path / 'none.csv'} could not be read" in capsys.readouterr().err


def test_interrupting_leaves_the_old_file(
    pictures: Path,
    bundle: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old")
    write = Masks.write

    def write_and_press(self: Masks, picture: Finished) -> None:
        write(self, picture)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Masks, "write", write_and_press)
    # a suite started in the background inherits that ^C is ignored
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    arguments = ("analyse", pictures, "--out", out, "--model", bundle, "--device", "cpu")
    assert run(*arguments, "--masks", tmp_path / "masks", "--coco", tmp_path / "coco.json") == 130
    assert "Traceback" not in capsys.readouterr().err
    assert out.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"pictures", "out.csv", "masks"}
