"""What the world refuses train, tune and evaluate is one sentence, told as early as it can be known."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

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
