"""What is said of a training on the terminal."""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from allviewer import RESEARCH_USE
from allviewer.model.dataset import Cells
from allviewer.model.evaluation_run import summary
from allviewer.model.prepared import Prepared
from allviewer.model.recipe import Recipe
from allviewer.model.start import AUTO, FIXED, chosen, words_on
from allviewer.model.training import Epoch

FEW = 5000
"""Cells from which on a random start may pay: ninety of four types gave chance, and 0.85 from `wbc8`."""
FEW_STEPS = 60
"""Below so many the network has hardly moved: 58 cells of four types gave 0.47 after 30, 0.63 after 90."""


class Teller:
    """What is said of a training: its epochs and end on standard output, so that a log is of these alone."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    def data(self, prepared: Prepared, recipe: Recipe, *, init: str) -> None:
        """What is learnt, and from how many cells of each class."""
        if self._quiet:
            return
        split = prepared.split
        for side, purpose in (("train", "train on"), ("val", "validate"), ("test", "test")):
            sys.stderr.write(f"{_counted(prepared.cells, split.side(side), purpose)}\n")
        sys.stderr.write(f"{' '.join(filter(None, (f'Split {split.unit}.', prepared.twins)))}\n")
        steps = recipe.epochs * recipe.steps(len(split.train), processes=1)
        if 0 < steps < FEW_STEPS:
            sys.stderr.write(
                f"{steps} steps in all teach little: "
                "a smaller --batch-size or a larger --epoch-size makes more.\n"
            )
        if (
            init == "none"
            and chosen(AUTO, architecture=recipe.architecture) != init
            and len(split.train) < FEW
        ):
            sys.stderr.write(
                "So few teach little from a random start: --init wbc8 begins with cells known.\n"
            )
        if init not in FIXED:
            sys.stderr.write(f"{words_on(init)}\n")

    def epoch(self, epoch: Epoch) -> None:
        """A line after each."""
        self._say(
            f"epoch {epoch.epoch}  {epoch.size} px  loss {epoch.train_loss:.4f}  "
            f"validation loss {epoch.val_loss:.4f}  balanced accuracy {epoch.score:.4f}  "
            f"{epoch.seconds:.0f} s"
        )

    def bundle(self, out: Path, prepared: Prepared, recipe: Recipe, measured: Mapping[str, Any]) -> None:
        """Where it lies and how good it is."""
        about = {"model": out, "split": prepared.measured_on("test", size=recipe.input_size)}
        self._say(f"{summary({**about, **measured})}\n{RESEARCH_USE}")

    def _say(self, text: str) -> None:
        if not self._quiet:
            print(text, flush=True)  # noqa: T201 (a command's own output)


def _counted(cells: Cells, indices: Sequence[int], purpose: str) -> str:
    """How many cells there are for a purpose, and of each class; one without any is not to be overlooked."""
    counts = Counter(cells.labels[list(indices)].tolist())
    each = ", ".join(f"{name} {counts[number]}" for number, name in enumerate(cells.classes))
    return f"{len(indices)} cells to {purpose}: {each}"
