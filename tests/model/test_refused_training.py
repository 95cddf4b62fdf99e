"""What no training or tuning can begin with, or go on with, is one sentence, told before the first epoch."""

from pathlib import Path

import pytest
import torch

from allviewer.cli.main import main
from allviewer.model import data
from tests.model.bundles import make
from tests.model.cells import pack
from tests.model.commands import SHORT, fixed, told


@pytest.mark.parametrize("command", ["train", "tune"])
@pytest.mark.parametrize(
    ("train", "val", "reason"),
    [
        (["dark", "dark"], ["dark", "pale"], 'no cell of "pale" to train on'),
        ([], ["dark", "pale"], 'no cell of "dark" to train on'),
        (["dark", "pale"], [], "no cell to validate with"),
    ],
)
def test_a_side_without_what_learning_needs_is_told_before_the_training(
    command: str,
    train: list[str],
    val: list[str],
    reason: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sides = fixed(tmp_path, train=train, val=val, test=["dark", "pale"])
    assert reason in told([command, *sides, *SHORT, "--out", str(tmp_path / "out")], capsys)
    assert not list((tmp_path / "out").glob("**/state.pt"))


@pytest.mark.parametrize("command", ["train", "tune"])
@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--batch-size", "0"], "--batch-size is a number from 2"),
        (["--epoch-size", "-4"], "--epoch-size is a number from 0"),
        (["--lr", "nan"], "--lr is a number from"),
        (["--ema", "5"], "--ema is a number from 0 to"),
        (["--warmup", "2"], "--warmup is a number from 0 to 1, not 2"),
        (["--label-smoothing", "3"], "--label-smoothing is a number"),
        (["--drop", "1.5"], "--drop is a number from 0 to 0.99"),
        (["--patience", "-1"], "--patience is a number from 0"),
        (["--seed", "-2"], "--seed is a number from 0"),
        (["--crop-factor", "0"], "--crop-factor is a number from 0.1 to 20"),
        (["--stages", "1x99999"], "a size of 16 to 2048 pixels"),
        (["--architecture", "inception_v3_gru"], "can make nothing of crops of 32 pixels"),
        (["--val-fraction", "0.6", "--test-fraction", "0.6"], "leave something to train on"),
        (["--augment", "mild,scale=-9"], '"scale" is from 0 to 0.9, not -9'),
        (["--augment", "mild,blur=nan"], '"nan" is not a number'),
        (["--hold-source", "hme"], '"hme" is no source of the data. It has here'),
        (["--source-weight", "hme=0.5"], '"hme" is no source of the data'),
        (["--source-weight", "here=-1"], "a number of 0 or more"),
        (["--stretches", "hme=2"], '"hme" is no source of the data'),
    ],
)
def test_numbers_and_names_that_make_no_training_are_told_before_it(
    command: str,
    options: list[str],
    reason: str,
    given: dict[str, list[str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    assert reason in told([*given[command], "--out", str(out), "--device", "cpu", *options], capsys)
    assert not list(out.glob("**/state.pt"))


def test_a_training_that_comes_apart_says_so_and_makes_no_bundle(
    given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rough = ["--optimizer", "sgd", "--lr", "1000", "--weight-decay", "1000", "--schedule", "constant"]
    rough += ["--batch-size", "2", "--epoch-size", "40", "--ema", "0"]
    said = told([*given["train"], *rough, "--out", str(tmp_path), "--device", "cpu"], capsys)
    assert "In epoch 1 the network came apart" in said and "a smaller --lr than 1000" in said
    assert not (tmp_path / "card.json").exists()


@pytest.mark.parametrize("content", [b"", b"no state", None])
def test_a_state_that_is_damaged_is_told(
    content: bytes | None, given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state.pt"
    if content is None:
        torch.save({"something": 1}, state)
    else:
        state.write_bytes(content)
    said = told([*given["train"], "--out", str(tmp_path), "--device", "cpu", "--resume"], capsys)
    assert f"{state}: " in said and "Delete it to train anew" in said


def test_a_state_of_other_cells_is_not_gone_on_with(
    given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--out", str(tmp_path / "out"), "--device", "cpu"]
    assert main([*given["train"], *where]) == 0
    capsys.readouterr()
    again = [*given["train"], *where, "--resume"]
    again[again.index("--data") + 1] = f"pack:{pack(tmp_path / 'other.safetensors', per_class=12).path}"
    assert "it was trained by other data" in told(again, capsys)


def test_a_bundle_is_not_trained_over(
    given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path / "small")
    before = (tmp_path / "small" / "weights.safetensors").read_bytes()
    for more in ([], ["--resume"]):
        said = told([*given["train"], "--out", str(tmp_path / "small"), "--device", "cpu", *more], capsys)
        assert "a bundle lies there" in said
    assert (tmp_path / "small" / "weights.safetensors").read_bytes() == before


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--storage", "nonsense"], "nonsense: the study cannot be opened"),
        (["--compare", "seed=1", "seed=2"], "names seed twice"),
        (["--compare", "batch_size=8,0"], "--batch-size is a number from 2"),
        (["--compare", "architecture=resnet50,b9"], 'There is no architecture "b9"'),
        (["--architecture", "b9"], 'There is no architecture "b9"'),
        (["--init", "nobody"], "nobody"),
    ],
)
def test_what_cannot_be_tuned_is_told_before_the_first_trial(
    options: list[str],
    reason: str,
    given: dict[str, list[str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert reason in told([*given["tune"], "--out", str(tmp_path), "--device", "cpu", *options], capsys)
    assert not list(tmp_path.glob("*/"))


@pytest.mark.parametrize("options", [["--architecture", "b9"], ["--init", "nobody"]])
@pytest.mark.parametrize("command", ["train", "tune"])
def test_a_network_that_there_is_not_is_told_before_cells_are_cut(
    command: str,
    options: list[str],
    given: dict[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And nothing is left of it by which the next run would be called another."""
    monkeypatch.setattr(data, "open_pack", lambda _: pytest.fail("the cells were read"))
    told([*given[command], "--out", str(tmp_path / "out"), "--device", "cpu", *options], capsys)
    assert not list(tmp_path.glob("out/*"))


def test_files_of_another_tuning_are_left(
    given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compare = [*given["tune"], "--out", str(tmp_path), "--device", "cpu", "--compare", "seed=1"]
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    assert "not a table of allviewer tune" in told(compare, capsys)
    (tmp_path / "study.log").write_text("damaged\n")
    search = compare[: compare.index("--compare")]
    assert "study.log: the study cannot be opened" in told(search, capsys)
    other = [*search, "--stages", "2x32"]
    assert "of other data or another recipe" in told(other, capsys)
    assert (tmp_path / "table.csv").read_text() == "a,b\n1,2\n"


def test_what_differs_from_the_training_that_lies_there_is_named(
    given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train = [*given["train"], "--out", str(tmp_path / "out"), "--device", "cpu"]
    assert main(train) == 0
    capsys.readouterr()
    said = told([*train, "--lr", "0.001", "--seed", "3", "--resume"], capsys)
    assert "it was trained by another recipe (lr, seed). Give the same options" in said


def test_a_training_does_not_go_on_from_another_start(
    given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = (str(tmp_path / name) for name in ("one", "other"))
    for seed, folder in enumerate((one, other)):
        make(Path(folder), seed=seed)
    train = [*given["train"], "--out", str(tmp_path / "out"), "--device", "cpu"]
    assert main([*train, "--init", one]) == 0
    capsys.readouterr()
    said = told([*train, "--init", other, "--resume"], capsys)
    assert "it was trained by another recipe (init). Give the same options, or a new folder." in said
    assert "init). Give the same options" in told([*train, "--init", "none", "--resume"], capsys)
    (tmp_path / "one").rename(tmp_path / "moved")
    assert main([*train, "--init", str(tmp_path / "moved"), "--resume"]) == 0
