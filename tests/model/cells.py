"""Small made-up pictures and packs: round cells with a dark or a pale nucleus, told apart by that."""

import hashlib
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.model import data
from allviewer.model.data import Case, Pack

SIDE = 32
LABELS = ("dark", "pale")


def picture(seed: int, *, label: str = "dark", side: int = 96) -> npt.NDArray[np.uint8]:
    """RGB (side, side, 3): one purple nucleus in paler cytoplasm on a light ground, with noise."""
    random = np.random.default_rng(seed)
    canvas = np.full((side, side, 3), (232, 222, 214), np.uint8)
    centre = tuple(int(side / 2 + d) for d in random.integers(-3, 4, 2))
    nucleus = (70, 40, 120) if label == "dark" else (150, 110, 190)
    cv2.circle(canvas, centre, int(side * 0.3), (190, 180, 215), -1)
    cv2.circle(canvas, centre, int(side * (0.17 + 0.05 * random.random())), nucleus, -1)
    return np.clip(canvas + random.normal(0, 3, canvas.shape), 0, 255).astype(np.uint8)


def save(path: Path, pixels: npt.NDArray[np.uint8]) -> Path:
    """Write a picture; the suffix names the format."""
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), np.ascontiguousarray(pixels[..., ::-1]))
    return path


def case(n: int, label: str = "dark", **known: object) -> Case:
    """The case of picture `n`, whose hashes are its own."""
    digest = hashlib.sha256(f"{n}{label}".encode()).hexdigest()
    values: dict[str, object] = {
        "picture": f"{label}/{n:03}.png",
        "cell": 1,
        "label": label,
        "source": "here",
        "group": "",
        "split": "",
        "order": n,
        "sha256": digest,
        "phash": digest[:16],
        "diameter_px": 20.0,
    }
    return Case(**{**values, **known})  # type: ignore[arg-type]


def pack(
    path: Path, *, per_class: int = 20, sources: tuple[str, ...] = ("here",), crop_factor: float = 1.4
) -> Pack:
    """A pack of `per_class` crops of each label and source, SIDE pixels wide."""
    cases, pixels = [], []
    for source in sources:
        for label in LABELS:
            for n in range(per_class):
                cases.append(
                    case(n, label, source=source, phash=f"{len(cases) * 0x9E3779B97F4A7C15 % 2**64:016x}")
                )
                pixels.append(cv2.resize(picture(len(cases), label=label), (SIDE, SIDE)))
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.circle(mask, (SIDE // 2, SIDE // 2), 10, data.CELL_BIT, -1)
    cv2.circle(mask, (SIDE // 2, SIDE // 2), 6, data.CELL_BIT | data.NUCLEUS_BIT, -1)
    stacked = np.stack(pixels).astype(np.uint8)
    return data.write(
        path, cases, pixels=stacked, masks=np.stack([mask] * len(cases)), crop_factor=crop_factor
    )


OPTIONS = [
    "--architecture",
    "mobilenet_v2",
    "--stages",
    "1x32,2x32",
    "--batch-size",
    "8",
    "--val-fraction",
    "0.2",
    "--test-fraction",
    "0.2",
    "--colour",
    "density",
    "--lr",
    "0.01",
    "--seed",
    "3",
    "--drop",
    "0.2",
    "--device",
    "cpu",
]
"""Of a small training on `pack`ed cells, for `allviewer train`."""
