"""Figures of an evaluation as pictures: confusion matrix, ROC, reliability, risk against coverage."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from allviewer.core import metrics, palette
from allviewer.core.palette import hex_of
from allviewer.model.evaluate import Answers
from allviewer.model.files import drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLUE, ORANGE, GREY = hex_of(palette.BLUE), hex_of(palette.ORANGE), "#777777"
CLASSES = tuple(
    hex_of(colour)
    for colour in (
        *(palette.BLUE, palette.ORANGE, palette.GREEN, palette.PURPLE),
        *(palette.SKY_BLUE, palette.VERMILION, palette.YELLOW, palette.BLACK),
    )
)
"""A colour for each class, from the first again past the last."""
_PER_CLASS = 0.3
"""Inches that a picture grows by each further class, whose name and numbers are to be read."""

_LETTERS = 30
"""So many have room side by side below the smallest picture's matrix."""


def write(out: Path, answers: Answers, *, note: str) -> None:
    """Four PNGs into the folder `out`; `note` (the split) stands under each."""
    more = _PER_CLASS * max(0, len(answers.classes) - len(CLASSES))
    for name, draw in (
        ("confusion", _confusion),
        ("roc", _roc),
        ("reliability", _reliability),
        ("risk_coverage", _risk_coverage),
    ):
        with drawing(out / f"{name}.png", width=5.6 + more, height=5.2 + more) as figure:
            draw(figure.subplots(), answers)
            figure.supxlabel(f"{note} · for research use only", fontsize=8, color=GREY)


def _confusion(axes: "Axes", answers: Answers) -> None:
    names = answers.classes
    matrix = metrics.confusion(truth=answers.truth, predicted=answers.predicted, classes=len(names))
    shares = matrix / np.maximum(1, matrix.sum(1, keepdims=True))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row, column in np.ndindex(*matrix.shape):
        colour = "white" if shares[row, column] > 0.6 else "black"
        axes.text(column, row, str(matrix[row, column]), ha="center", va="center", color=colour)
    axes.set_xticks(range(len(names)), names, rotation=_slant(names))
    axes.set_yticks(range(len(names)), names)
    axes.set(xlabel="predicted", ylabel="true")


def _slant(names: Sequence[str]) -> int:
    """Degrees by which the names are turned, so that none lies on the next."""
    flat = len(names) <= 3 and max(map(len, names)) * len(names) <= _LETTERS
    return 0 if flat else 45 if len(names) <= len(CLASSES) else 90


def _roc(axes: "Axes", answers: Answers) -> None:
    shown = range(len(answers.classes)) if len(answers.classes) > 2 else (1,)
    for k in shown:
        truth = (answers.truth == k).astype(np.int64)
        if len(np.unique(truth)) < 2:
            continue
        false, true, _ = metrics.roc(truth, answers.probabilities[:, k])
        area = metrics.auroc(truth, answers.probabilities[:, k])
        axes.plot(false, true, color=CLASSES[k % len(CLASSES)], label=f"{answers.classes[k]} {area:.3f}")
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=0.8)
    axes.set(xlabel="1 − specificity", ylabel="sensitivity", xlim=(0, 1), ylim=(0, 1.005))
    if len(axes.lines) > 1:
        axes.legend(loc="lower right", frameon=False, title="AUROC")


def _reliability(axes: "Axes", answers: Answers) -> None:
    bins = metrics.reliability(answers.truth, answers.probabilities)
    error = metrics.calibration_error(answers.truth, answers.probabilities)
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=0.8)
    sizes = [20 + 180 * b.count / max(1, len(answers.truth)) for b in bins]
    axes.scatter([b.confidence for b in bins], [b.accuracy for b in bins], s=sizes, color=BLUE)
    axes.set(xlabel="confidence", ylabel="accuracy", xlim=(0, 1.02), ylim=(0, 1.02))
    axes.set_title(f"expected calibration error {error:.3f}", fontsize=10)


def _risk_coverage(axes: "Axes", answers: Answers) -> None:
    kept, risk = metrics.risk_coverage(
        truth=answers.truth, predicted=answers.predicted, uncertainty=answers.uncertainty
    )
    axes.plot(kept, risk, color=BLUE)
    share = float(answers.certain.mean()) if len(answers.certain) else 0.0
    axes.axvline(share, color=ORANGE, linewidth=1)
    axes.set(xlabel="share of cells kept, surest first", ylabel="share of errors among them", xlim=(0, 1))
    axes.set_title(f"certain: {100 * share:.1f} % of cells", fontsize=10)
