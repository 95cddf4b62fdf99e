"""The epochs of a training as a table and as curves."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from allviewer.core.palette import BLUE, GREEN, ORANGE, hex_of
from allviewer.model.files import drawing, write_csv
from allviewer.model.training import Epoch

LOG_FILE = "log.csv"
CURVE_FILE = "curve.png"


def write_log(out: Path, log: Sequence[Epoch]) -> None:
    """`log.csv` and `curve.png` of the epochs so far."""
    names = [f.name for f in fields(Epoch)]
    write_csv(out / LOG_FILE, [names, *([getattr(e, n) for n in names] for e in log)])
    _curve(out / CURVE_FILE, log)


def _curve(path: Path, log: Sequence[Epoch]) -> None:
    with drawing(path, width=7, height=4) as figure:
        left = figure.subplots()
        epochs = [e.epoch for e in log]
        left.plot(epochs, [e.train_loss for e in log], ".-", color=hex_of(BLUE), label="training loss")
        left.plot(epochs, [e.val_loss for e in log], ".-", color=hex_of(ORANGE), label="validation loss")
        left.set(xlabel="epoch", ylabel="loss per cell")
        right = left.twinx()
        right.plot(epochs, [e.score for e in log], ".-", color=hex_of(GREEN), label="balanced accuracy")
        right.set(ylabel="validation balanced accuracy", ylim=(0, 1))
        figure.legend(loc="outside upper center", ncols=3, frameon=False)
