"""A small learned segmentation beside the classical one: `python -m tests.benchmarks.learned_cells`.

A U-Net is trained on one folder of drawn masks and on `pbc8` with the classical outlines as labels,
and measured on the other folder, which it never saw; then the other way round. Optimiser, schedule,
averaging, colours and augmentation are those of the project's own training.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torchvision import tv_tensors

from allviewer.core.image import read
from allviewer.core.records import Kind, Mask, Pixels
from allviewer.core.segment import find_cells
from allviewer.model import transforms
from allviewer.model.card import Preprocessing
from allviewer.model.place import Place
from allviewer.model.preprocess import Preprocess
from allviewer.model.recipe import Recipe, Stage
from allviewer.model.training import Training
from tests.benchmarks.cells import POOR, dice, raster

SIDE = 128
WIDTHS = (16, 32, 64, 128)
PSEUDO_EVERY = 12
RECIPE = Recipe(
    stages=(Stage(30, SIDE),),
    batch_size=16,
    epoch_size=320,
    lr=3e-3,
    preprocessing=Preprocessing(mean=(0.2,) * 3, std=(0.2,) * 3, colour="density"),
)
AUGMENTATION = replace(transforms.STRONG, scale=0.4, shift=0.1, mixing=0.2, masks=0.0)
"""Strong but for the colours' mixing, which would leave no red cell red, and for drawn outlines moved."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A single-cell picture with its masks, at its own size."""

    pixels: Pixels
    nucleus: Mask
    cell: Mask


def drawn_masks(folder: Path) -> Iterator[Drawn]:
    for picture in sorted(folder.glob("*.bmp")):
        mask = cv2.imread(str(picture.with_suffix(".png")), cv2.IMREAD_GRAYSCALE)
        yield Drawn(read(picture).pixels, mask > 191, mask > 63)


def pseudo_masks(folder: Path) -> Iterator[Drawn]:
    """Pictures of `pbc8`, platelets aside, as the classical method outlines them."""
    for group in sorted(p for p in folder.iterdir() if p.is_dir() and p.name != "platelet"):
        for picture in sorted(group.iterdir())[::PSEUDO_EVERY]:
            pixels = read(picture).pixels
            found = classical(pixels)
            if found[1].any():
                yield Drawn(pixels, *found)


def classical(pixels: Pixels) -> tuple[Mask, Mask]:
    """Masks (H, W) of nucleus and whole cell."""
    cells = find_cells(pixels, kind=Kind.CELL).cells
    nucleus = raster(cells[0].nuclei if cells else (), pixels.shape)
    return nucleus, nucleus | raster((cells[0].outline,) if cells else (), pixels.shape)


class UNet(nn.Module):
    """(N, 3, S, S) → logits (N, 3, S, S) of background, cytoplasm and nucleus."""

    def __init__(self) -> None:
        super().__init__()
        self.down = nn.ModuleList(_block(a, b) for a, b in zip((3, *WIDTHS), WIDTHS, strict=False))
        pairs = list(zip(WIDTHS[::-1], WIDTHS[-2::-1], strict=False))
        self.up = nn.ModuleList(_block(a + b, b) for a, b in pairs)
        self.head = nn.Conv2d(WIDTHS[0], 3, 1)

    def forward(self, x: Tensor) -> Tensor:
        kept = []
        for block in self.down:
            x = block(nn.functional.max_pool2d(x, 2) if kept else x)
            kept.append(x)
        for block, skip in zip(self.up, kept[-2::-1], strict=True):
            x = block(torch.cat([nn.functional.interpolate(x, scale_factor=2), skip], 1))
        return self.head(x)


def _block(inputs: int, outputs: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for first in (inputs, outputs):
        layers += [nn.Conv2d(first, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]
    return nn.Sequential(*layers)


def square(case: Drawn) -> tuple[Tensor, Tensor]:
    """Pixels (3, S, S) and masks (2, S, S) uint8; the longer side fills the square."""
    masks = np.stack([case.nucleus, case.cell], axis=2).astype(np.uint8)
    return tuple(torch.from_numpy(_squared(a)).permute(2, 0, 1) for a in (case.pixels, masks))  # type: ignore[return-value]


def _squared(array: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    height, width = array.shape[:2]
    side = max(height, width)
    padded = cv2.copyMakeBorder(array, 0, side - height, 0, side - width, cv2.BORDER_REPLICATE)
    method = cv2.INTER_AREA if array.shape[2] == 3 and side > SIDE else cv2.INTER_NEAREST
    return np.ascontiguousarray(cv2.resize(padded, (SIDE, SIDE), interpolation=method))


def trained(drawn: list[Drawn], pseudo: list[Drawn], recipe: Recipe) -> nn.Module:
    """The averaged network; each batch is half drawn masks and half pseudo-labels."""
    torch.manual_seed(recipe.seed)
    steps = recipe.epoch_size // recipe.batch_size
    training = Training(UNet(), recipe, steps_per_epoch=steps, where=Place())  # type: ignore[arg-type]
    change = transforms.training(AUGMENTATION, size=SIDE)
    preprocess = Preprocess(recipe.preprocessing)
    pools = [[square(case) for case in cases] for cases in (drawn, pseudo)]
    for epoch in range(recipe.epochs):
        losses = [_step(training, _batch(pools, recipe.batch_size, change), preprocess) for _ in range(steps)]
        print(f"    epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
    return training.ema.module.eval()


Change = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]


def _batch(pools: list[list[tuple[Tensor, Tensor]]], size: int, change: Change) -> tuple[Tensor, Tensor]:
    """Pixels (N, 3, S, S) and what each pixel is (N, S, S): 0 background, 1 cytoplasm, 2 nucleus."""
    pictures, kinds = [], []
    for n in range(size):
        pool = pools[n % len(pools)]
        pixels, masks = pool[int(torch.randint(len(pool), ()))]
        pixels, masks = change(tv_tensors.Image(pixels), tv_tensors.Mask(masks))
        pictures.append(pixels.as_subclass(Tensor))
        kinds.append(masks.as_subclass(Tensor).long().sum(0))
    return torch.stack(pictures), torch.stack(kinds)


def _step(training: Training, batch: tuple[Tensor, Tensor], preprocess: Preprocess) -> float:
    training.network.train()
    loss = cross_entropy(training.network(preprocess.tensors(batch[0])), batch[1])
    training.optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(training.network.parameters(), training.recipe.clip)
    training.optimizer.step()
    training.schedule.step()
    training.ema.update(training.network, step=training.schedule.last_epoch)
    return float(loss.detach())


@torch.inference_mode()
def learned(network: nn.Module, pixels: Pixels) -> tuple[Mask, Mask]:
    """Masks (H, W) of nucleus and whole cell: the piece over the centre, its holes closed."""
    height, width = pixels.shape[:2]
    x = torch.from_numpy(_squared(pixels)).permute(2, 0, 1)[None]
    logits = network(Preprocess(RECIPE.preprocessing).tensors(x))
    side = max(height, width)
    size = (side, side)
    large = nn.functional.interpolate(logits, size, mode="bilinear", align_corners=False)
    kinds = large[0, :, :height, :width].argmax(0).numpy()
    cell = _central(kinds > 0)
    return (kinds == 2) & cell, cell


def _central(mask: Mask) -> Mask:
    """The connected piece of `mask` that comes nearest to the centre, its holes closed."""
    pieces, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    canvas = np.zeros(mask.shape, np.uint8)
    if pieces:
        middle = (mask.shape[1] / 2, mask.shape[0] / 2)
        best = max(pieces, key=lambda p: cv2.pointPolygonTest(p, middle, True))
        cv2.drawContours(canvas, [best], -1, 1, cv2.FILLED)
    return canvas.astype(bool)


def told(name: str, cases: list[Drawn], find: Callable[[Pixels], tuple[Mask, Mask]]) -> None:
    """One line of the table: mean Dice and share under `POOR` of each, and the time a picture."""
    scores = []
    started = time.process_time()
    made = [find(case.pixels) for case in cases]
    spent = 1000 * (time.process_time() - started) / len(cases)
    for case, (nucleus, cell) in zip(cases, made, strict=True):
        scores.append((dice(nucleus, case.nucleus), dice(cell, case.cell)))
    values = np.array(scores)
    poor = (values < POOR).mean(axis=0)
    print(
        f"  {name}: nucleus {values[:, 0].mean():.3f}, {poor[0]:.1%} under {POOR}; "
        f"cell {values[:, 1].mean():.3f}, {poor[1]:.1%} under; {spent:.1f} ms a picture",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with wbc_masks and pbc8")
    parser.add_argument("--epochs", type=int, default=RECIPE.epochs)
    parser.add_argument("--out", type=Path, default=None, help="keep the networks here")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    recipe = replace(RECIPE, stages=(Stage(options.epochs, SIDE),))
    pseudo = list(pseudo_masks(options.data / "pbc8"))
    names = ("dataset1", "dataset2")
    folders = {name: list(drawn_masks(options.data / "wbc_masks" / name)) for name in names}
    for home, abroad in (names, names[::-1]):
        print(f"measured on {abroad}, trained on {home} and {len(pseudo)} of pbc8", flush=True)
        told("classical", folders[abroad], classical)
        started = time.process_time()
        network = trained(folders[home], pseudo, recipe)
        print(f"  {time.process_time() - started:.0f} s of training", flush=True)
        told("learned", folders[abroad], lambda pixels, network=network: learned(network, pixels))
        told("learned, at home", folders[home], lambda pixels, network=network: learned(network, pixels))
        if options.out:
            options.out.mkdir(parents=True, exist_ok=True)
            torch.save(network.state_dict(), options.out / f"{home}.pt")


if __name__ == "__main__":
    main()
