"""What the world refuses train, tune and evaluate is one sentence, told as early as it can be known."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

import allviewer.model
from allviewer.cli.main import main
from allviewer.core.errors import OutputError
from allviewer.model import data
from tests.model.bundles import CARD, make
from tests.model.cells import LABELS, SIDE, pack

SHORT = ["--architecture", "mobilenet_v2", "--stages", "1x32", "--batch-size", "8", "--colour", "density"]
SIDES = ["--val-fraction", "0.2", "--test-fraction", "0.2"]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Each command with all that it needs but --out."""
    folder = tmp_path_factory.mktemp("given")
    make(folder / "small")
    wide = pack(folder / "wide.safetensors", per_class=10, crop_factor=CARD.crop_factor).path
    packed = ["--data", f"pack:{pack(folder / 'cells.safetensors', per_class=10).path}", *SIDES, "--quiet"]
    names = [f"--label={a}={b}" for a, b in zip(("dark", "pale"), CARD.classes, strict=True)]
    model = ["--model", str(folder / "small"), "--split", "all", "--draws", "5", "--no-shortcuts"]
    return {
        "train": ["train", *packed, *SHORT],
        "tune": ["tune", *packed, *SHORT, "--trials", "1"],
        "evaluate": ["evaluate", "--data", f"pack:{wide}", "--quiet", *names, *model],
    }


def told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The one sentence with which the command ends."""
    assert main(arguments) == 3
    said = capsys.readouterr().err
    assert said.startswith("allviewer: ")
    assert said.count("\n") == 1
    return said


@pytest.mark.parametrize("command", ["train", "tune", "evaluate"])
@pytest.mark.parametrize(
    ("device", "reason"), [("cuda", "PyTorch finds no GPU"), ("gpu", "There is no device")]
)
def test_a_device_that_is_not_there(
    command: str,
    device: str,
    reason: str,
    given: dict[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert reason in told([*given[command], "--out", str(tmp_path), "--device", device], capsys)


@pytest.mark.parametrize("command", ["train", "tune", "evaluate"])
def test_a_folder_that_cannot_be_made(
    command: str, given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    out = tmp_path / "file" / "out"
    assert f"{out} could not be written" in told([*given[command], "--out", str(out)], capsys)


@pytest.mark.parametrize(
    ("command", "file"),
    [
        ("train", "state.pt"),
        ("train", "log.csv"),
        ("train", "curve.png"),
        ("tune", "table.csv"),
        ("tune", "table.png"),
        ("evaluate", "metrics.json"),
        ("evaluate", "cases.csv"),
        ("evaluate", "roc.png"),
    ],
)
def test_a_file_that_cannot_be_written(
    command: str, file: str, given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / file).mkdir()
    said = told([*given[command], "--out", str(tmp_path), "--device", "cpu"], capsys)
    assert f"{tmp_path / file} could not be written" in said


def test_a_pack_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "cells.safetensors").mkdir()
    with pytest.raises(OutputError, match="could not be written"):
        pack(tmp_path / "cells.safetensors", per_class=1)
    assert [path.name for path in tmp_path.iterdir()] == ["cells.safetensors"]  # no part is left


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """A system that refuses files of more than `size` bytes."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_the_system_refuses_of_a_pack_is_told_as_of_any_file(tmp_path: Path) -> None:
    with no_file_above(1000), pytest.raises(OutputError, match="larger than is allowed there"):
        pack(tmp_path / "cells.safetensors", per_class=4)
    assert not list(tmp_path.iterdir())


def test_a_trial_that_cannot_be_written_shows_no_traceback(
    given: dict[str, list[str]], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with no_file_above(1_000_000):
        assert main([*given["tune"], "--out", str(tmp_path), "--device", "cpu"]) == 3
    said = capfd.readouterr().err
    assert "state.pt could not be written" in said and "Traceback" not in said


def test_a_pack_whose_folder_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "folder").write_bytes(b"")
    with pytest.raises(OutputError, match="could not be written"):
        pack(tmp_path / "folder" / "cells.safetensors", per_class=1)


def fixed(folder: Path, *, crop_factor: float = 1.4, **sides: list[str]) -> list[str]:
    """--data of cells whose sides are fixed: by side the labels of its cells."""
    made = pack(folder / "made.safetensors", per_class=4)
    places = {label: iter([n for n, c in enumerate(made.cases) if c.label == label]) for label in LABELS}
    chosen = [(next(places[label]), side) for side, labels in sides.items() for label in labels]
    pixels, masks = np.zeros((2, len(chosen), SIDE, SIDE), np.uint8)
    cases = [replace(made.cases[n], split=side) for n, side in chosen]
    out = folder / "fixed.safetensors"
    data.write(out, cases, pixels=np.stack([pixels] * 3, -1), masks=masks, crop_factor=crop_factor)
    return ["--data", f"pack:{out}", "--quiet", "--device", "cpu"]


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


def test_measuring_needs_no_training_side(
    given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sides = fixed(tmp_path, crop_factor=CARD.crop_factor, test=["dark", "pale", "pale"])
    options = [*given["evaluate"][4:], *sides, "--out", str(tmp_path)]
    model = options.index("--split")
    options[model + 1] = "test"
    assert main(["evaluate", *options]) == 0
    assert json.loads((tmp_path / "metrics.json").read_text())["per_cell"]["cases"] == 3
    capsys.readouterr()
    options[model + 1] = "val"
    assert "no cell on the val side" in told(["evaluate", *options], capsys)


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


def test_weights_that_cannot_be_fetched_are_told(
    given: dict[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    import huggingface_hub

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "nothing"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "nothing"))
    out = ["--out", str(tmp_path / "out"), "--device", "cpu", "--init", "imagenet"]
    assert "could not be fetched" in told([*given["train"], *out], capsys)


@pytest.mark.parametrize(
    ("command", "module"), [("train", "training_run"), ("evaluate", "evaluation_run"), ("tune", "tune")]
)
@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("libtorch_cuda.so: failed to map segment from shared object", "Not enough memory to load PyTorch"),
        ("libc10.so: no such file", "PyTorch could not be loaded (libc10.so: no such file)"),
    ],
)
def test_a_torch_that_does_not_load(
    command: str,
    module: str,
    said: str,
    reason: str,
    given: dict[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = f"allviewer.model.{module}"

    class Unloadable:
        def find_spec(self, asked: str, *_: object) -> None:
            if asked == name:
                raise ImportError(said)

    monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr(allviewer.model, module, raising=False)
    monkeypatch.setattr(sys, "meta_path", [Unloadable(), *sys.meta_path])
    assert reason in told([*given[command], "--out", str(tmp_path / "out")], capsys)
    assert not (tmp_path / "out").exists() or command == "tune"


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


def test_a_label_that_a_shell_would_part_is_told_as_it_is_to_be_typed(
    given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = [f"--label={a}={b}" for a, b in (("dark", "dark, old"), ("pale", CARD.classes[0]))]
    kept = [option for option in given["evaluate"] if not option.startswith("--label=")]
    said = told([*kept, *labels, "--out", str(tmp_path), "--device", "cpu"], capsys)
    assert "give --label 'dark, old=CLASS', or --label 'dark, old=' to leave it out." in said
