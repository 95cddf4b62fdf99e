"""What other lamps do to the shipped bundles: `python -m tests.benchmarks.lamps_models --data DIR`.

`all_b3` on all of `other_lab`: AUROC of blast, and how many cells it is wrongly certain of. `wbc8` on every
seventieth picture of `pbc8`, most of which it learnt, so that only its loss counts: accuracy, the share that
it is certain of, and how many of these are wrong. A cell is the one that is found under that lamp.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from allviewer.core import crop
from allviewer.core.classifier import Classifier
from allviewer.core.image import read
from allviewer.core.records import Crop, Kind, Pixels, Prediction, Triage
from allviewer.core.segment import find_cells
from allviewer.model.classifier import BATCH_SIZE, open_classifier
from tests.core.lamps import LAMPS, Lamp

Labelled = tuple[Pixels, str]
Said = list[tuple[str, Prediction]]


def pictures(folder: Path, every: int = 1) -> list[Labelled]:
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".jpg", ".png", ".tif", ".bmp"))
    return [(read(path).pixels, path.parent.name) for path in files[::every]]


def classified(cases: Iterable[Labelled], lamp: Lamp, classifier: Classifier) -> Said:
    """What is said of each cell that is found, with its label."""
    model, crops = classifier.model, list[tuple[str, Crop]]()
    for pixels, label in cases:
        shown = lamp(pixels)
        found = find_cells(shown, kind=Kind.CELL)
        crops += [
            (label, crop.cut(shown, c, gains=found.gains, factor=model.crop_factor, size=model.input_size))
            for c in found.cells
        ]
    said: Said = []
    for start in range(0, len(crops), BATCH_SIZE):
        batch = crops[start : start + BATCH_SIZE]
        predictions = classifier.classify([one for _, one in batch]).predictions
        said += [(label, found) for (label, _), found in zip(batch, predictions, strict=True)]
    return said


def certain_and_wrong(said: Said, names: tuple[str, ...]) -> tuple[int, int]:
    """How many cells are certain, and how many of them are wrong."""
    sure = [(label, names[found.best]) for label, found in said if found.triage is Triage.CERTAIN]
    return len(sure), sum(label != name for label, name in sure)


def main() -> None:
    """Measure what lies under `--data`, a line a lamp."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    blasts, types = open_classifier("all_b3"), open_classifier("wbc8")
    other, home = pictures(data / "other_lab"), pictures(data / "pbc8", 70)
    names, blast = types.model.classes, blasts.model.classes.index("blast")
    for name, lamp in LAMPS.items():
        abroad, eight = classified(other, lamp, blasts), classified(home, lamp, types)
        area = roc_auc_score([t == "blast" for t, _ in abroad], [p.probabilities[blast] for _, p in abroad])
        accuracy = np.mean([names[found.best] == label for label, found in eight])
        _, wrong = certain_and_wrong(abroad, blasts.model.classes)
        sure, slips = certain_and_wrong(eight, names)
        share = sure / len(eight)
        print(f"| {name} | {area:.3f} | {wrong} | {accuracy:.3f} | {share:.0%} | {slips} |", flush=True)


if __name__ == "__main__":
    main()
