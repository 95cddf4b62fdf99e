"""Train, tune and evaluate with all that they need, and the one sentence with which a refused one ends."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from allviewer.cli.main import main
from allviewer.model import data
from tests.model.bundles import CARD, make
from tests.model.cells import LABELS, SIDE, pack

SHORT = ["--architecture", "mobilenet_v2", "--stages", "1x32", "--batch-size", "8", "--colour", "density"]
SIDES = ["--val-fraction", "0.2", "--test-fraction", "0.2"]


def with_all_but_out(folder: Path) -> dict[str, list[str]]:
    """The arguments of each command but --out; its cells and its bundle are made in `folder`."""
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
