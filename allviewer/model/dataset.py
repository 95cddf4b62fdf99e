"""Packed cells as a torch dataset, and the order in which an epoch draws them."""

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset
from torchvision import tv_tensors
from torchvision.transforms import v2

from allviewer.core.errors import DataError
from allviewer.core.records import Crop
from allviewer.model.data import Case, Pack
from allviewer.model.recipe import Recipe

Draw: TypeAlias = tuple[int, int]
"""Index of a cell, and the seed of its view and augmentation: the same whichever process loads it."""
Item: TypeAlias = tuple[Tensor, Tensor, int, int]
"""Pixels uint8 (3, S, S), masks (2, S, S), the class index, and the number of the view."""


@dataclass(frozen=True, slots=True)
class Batch:
    """`pixels` uint8 (N, 3, S, S); `nucleus` and `cell` bool (N, S, S); `labels` and `views` int64 (N,)."""

    pixels: Tensor
    nucleus: Tensor
    cell: Tensor
    labels: Tensor
    views: Tensor


class Cells(Dataset[Item]):
    """Cells of several packs under one numbering, with their class indices.

    Labels that the recipe leaves out have class -1 and are never to be drawn.
    """

    def __init__(self, packs: Sequence[Pack], recipe: Recipe, classes: Sequence[str] = ()) -> None:
        self.packs = tuple(packs)
        self.cases: tuple[Case, ...] = tuple(case for pack in packs for case in pack.cases)
        names = [recipe.label_of(c.label) for c in self.cases]
        self.classes = classes_of(names, classes)
        number = {name: k for k, name in enumerate(self.classes)}
        self.labels = np.array([number.get(n, -1) for n in names], np.int64)
        self.homes = self._homes()
        self.transforms: tuple[v2.Transform, ...] = ()
        """One a view; a draw's seed says which, but what is not from a home is shown in the last alone."""
        self._where = [(p, i) for p, pack in enumerate(packs) for i in range(len(pack.cases))]

    def _homes(self) -> frozenset[str]:
        """The sources that have every class."""
        found: dict[str, set[int]] = {}
        for case, label in zip(self.cases, self.labels, strict=True):
            found.setdefault(case.source, set()).add(int(label))
        return frozenset(s for s, labels in found.items() if len(labels - {-1}) == len(self.classes))

    def __len__(self) -> int:
        return len(self.cases)

    def crop(self, index: int) -> Crop:
        """The crop as it was packed."""
        pack, i = self._where[index]
        return next(self.packs[pack].crops([i]))

    def pack(self, index: int) -> Pack:
        """The pack that holds the cell."""
        return self.packs[self._where[index][0]]

    def __getitem__(self, draw: Draw) -> Item:
        index, seed = draw
        crop = self.crop(index)
        image = tv_tensors.Image(torch.from_numpy(crop.pixels).permute(2, 0, 1))
        masks = tv_tensors.Mask(torch.from_numpy(np.stack([crop.nucleus, crop.cell]).astype(np.uint8)))
        view = 0
        if self.transforms:
            home = self.cases[index].source in self.homes
            view = seed % len(self.transforms) if home else len(self.transforms) - 1
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(seed)
                image, masks = self.transforms[view](image, masks)
        return image.as_subclass(Tensor), masks.as_subclass(Tensor), int(self.labels[index]), view


def classes_of(labels: Iterable[str], known: Sequence[str] = ()) -> tuple[str, ...]:
    """The classes that `labels` make ("" is none): the `known` ones of a model, or all, sorted.

    Raises DataError for a label that no class of the model has, fewer than two classes, or two that are
    written alike.
    """
    found = set(labels) - {""}
    strange = found - set(known)
    if known and strange:
        name = min(strange)
        as_class, as_none = (shlex.quote(f"{name}={to}") for to in ("CLASS", ""))
        raise DataError(
            f'The data has the label "{name}", which is no class of the model. It has {", ".join(known)}: '
            f"give --label {as_class}, or --label {as_none} to leave it out."
        )
    if not known:
        _told_apart(found)
    if len(known or found) < 2:
        what = f'"{min(found)}" alone' if found else "none"
        raise DataError(f"Training needs two classes or more; the data has {what}. Add pictures of another.")
    return tuple(known) or tuple(sorted(found))


def _told_apart(labels: Iterable[str]) -> None:
    """Raise DataError for labels that differ in capitals or spaces alone: one class, by a slip made two."""
    found: dict[str, str] = {}
    for label in sorted(labels):
        other = found.setdefault(" ".join(label.casefold().split()), label)
        if other != label:
            raise DataError(
                f'The labels "{other}" and "{label}" differ in capitals or spaces alone. Give --label '
                f'"{label}={other}" if they are one class, or rename one.'
            )


def weights(cells: Cells, indices: Sequence[int], recipe: Recipe) -> Tensor:
    """Chance of each of `indices` to be drawn, float64.

    Classes weigh the same; within a class the sources as the recipe says; within both, the data's
    own labels (subtypes) the same. Raises DataError where the recipe leaves nothing to draw.
    """
    strata = [(int(cells.labels[i]), cells.cases[i].source, cells.cases[i].label) for i in indices]
    counts = Counter(strata)
    mass: dict[tuple[int, str, str], float] = {}
    for klass, source, label in counts:
        subtypes = sum(1 for k, s, _ in counts if (k, s) == (klass, source))
        sources = {s for k, s, _ in counts if k == klass}
        total = sum(recipe.source_weights.get(s, 1.0) for s in sources)
        mass[klass, source, label] = recipe.source_weights.get(source, 1.0) / max(total, 1e-9) / subtypes
    if not any(mass.values()):
        raise DataError("Every source has the weight 0, so that nothing is left to train on: weigh one more.")
    return torch.tensor([mass[s] / counts[s] for s in strata], dtype=torch.float64)


def drawn(indices: Sequence[int], chances: Tensor, *, count: int, seed: int) -> list[Draw]:
    """`count` cells in random order, each as often as its chance says, rounded up or down.

    Systematic sampling (Madow 1949, doi 10.1214/aoms/1177729988): by chances that are all the same nothing
    repeats before all were drawn, and rare classes repeat as often as they must to weigh what they should.
    """
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(indices), generator=generator)
    ends = chances[order].cumsum(0)
    places = torch.arange(count, dtype=torch.float64) + torch.rand(
        1, dtype=torch.float64, generator=generator
    )
    picks = order[torch.searchsorted(ends / ends[-1] * count, places, right=True)]
    shuffled = picks[torch.randperm(count, generator=generator)]
    return [(indices[int(p)], seed * 1_000_003 + n) for n, p in enumerate(shuffled)]


def loader(cells: Cells, draws: Sequence[Draw], *, batch_size: int, workers: int) -> Iterator[Batch]:
    """Batches of `draws` in order."""
    batches = [list(draws[i : i + batch_size]) for i in range(0, len(draws), batch_size)]
    made: DataLoader[Item] = DataLoader(
        cells, batch_sampler=batches, num_workers=workers, collate_fn=_collate
    )
    yield from made


def _collate(items: Sequence[Item]) -> Batch:
    pixels, drawn_masks, labels, views = zip(*items, strict=True)
    masks = torch.stack(drawn_masks).bool()
    return Batch(
        torch.stack(pixels), masks[:, 0], masks[:, 1], labels=torch.tensor(labels), views=torch.tensor(views)
    )
