"""Whether a crop comes from a camera of the training, by its white and its stain's densities."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from allviewer.model.preprocess import density_against, mean_within, or_else, white_of

MARKS = 9
FEWEST = 50
"""Cells that a label of a source needs for a Gaussian of its own; with fewer it joins the source's others."""
FLOOR = 1e-4
"""Least variance of a mark: a white that is always 255 must not make 254 a stranger."""


@dataclass(frozen=True, slots=True, eq=False)
class Cameras:
    """Gaussians of the marks, one for each label of each source of the training, and how far is far.

    A camera is a home where the training saw every class through it. Through another, say one of normal
    cells alone, it may know the cell, but not by the camera: that would tell the class before the cell did.
    `means` (G, 9), `precisions` (G, 9, 9), `home` (G,) 0 or 1, `limit` (1,), all float32.
    """

    means: Tensor
    precisions: Tensor
    home: Tensor
    limit: Tensor

    def distances(self, marks: Tensor) -> Tensor:
        """(N, 9) → (N, G): squared Mahalanobis distances over 9, so about 1 for the nearest at home."""
        offsets = marks[:, None] - self.means[None]
        squared: Tensor = torch.einsum("ngi,gij,ngj->ng", offsets, self.precisions, offsets)
        return squared / MARKS

    def know(self, marks: Tensor) -> tuple[Tensor, Tensor]:
        """(N, 9) → bool (N,) each: whose camera is one of the training's, and whose one of its homes."""
        near = self.distances(marks) <= self.limit
        return near.any(1), (near & self.home.bool()).any(1)

    def limited(self, marks: Tensor, *, quantile: float) -> "Cameras":
        """The same, knowing this share of the held-out cells with these marks."""
        return replace(self, limit=self.distances(marks).min(1).values.quantile(quantile).view(1))

    def to(self, device: torch.device | str) -> "Cameras":
        """The same on `device`."""
        return Cameras(*(part.to(device) for part in self._parts()))

    def to_tensors(self) -> dict[str, Tensor]:
        """By name, for a safetensors file."""
        return dict(zip(_NAMES, (part.contiguous() for part in self._parts()), strict=True))

    @classmethod
    def from_tensors(cls, tensors: Mapping[str, Tensor]) -> "Cameras":
        """The reverse of `to_tensors`; raises ValueError or KeyError for what does not fit."""
        made = cls(*(tensors[name] for name in _NAMES))
        count = len(made.means)
        if made.means.shape != (count, MARKS) or not count:
            raise ValueError("they know no camera")
        fits = made.precisions.shape == (count, MARKS, MARKS) and made.home.shape == (count,)
        if not fits or made.limit.shape != (1,):
            raise ValueError(f"they do not fit {MARKS} marks")
        return made

    def _parts(self) -> tuple[Tensor, ...]:
        return self.means, self.precisions, self.home, self.limit


_NAMES = ("camera_means", "camera_precisions", "camera_home", "camera_limit")


def marks(pixels: Tensor, *, nucleus: Tensor, cell: Tensor) -> Tensor:
    """RGB (N, 3, S, S), uint8 or float, 0 to 255; masks bool (N, S, S) → float32 (N, 9).

    Logarithms: of the mean optical density in the nucleus and in the cytoplasm, and of the crop's own white,
    each by channel.
    """
    # Every second pixel is enough for means, and a quarter of the work.
    x, nucleus, cell = (each[..., ::2, ::2].contiguous() for each in (pixels, nucleus, cell))
    x = x.float()
    cell = or_else(cell.unsqueeze(1), torch.ones_like(cell).unsqueeze(1))
    nucleus = or_else(nucleus.unsqueeze(1), cell)
    white = white_of(x)
    density = density_against(white, x)
    parts = [mean_within(density, part).clamp_min(0.01) for part in (nucleus, cell & ~nucleus)]
    return torch.cat([*parts, white / 255], 1).flatten(1).clamp_min(0.01).log()


def fit(marks: Tensor, groups: Sequence[tuple[str, str]], *, homes: Collection[str]) -> Cameras:
    """Fit to marks (N, 9) of training cells and the (source, label) of each; all cells are known as yet.

    `homes` are the sources that have every class.
    """
    sizes = Counter(groups)
    names = [(source, label if sizes[source, label] >= FEWEST else "") for source, label in groups]
    kept = sorted(set(names))
    means, precisions = [], []
    for name in kept:
        own = marks[torch.tensor([one == name for one in names])].double()
        covariance = torch.cov(own.T, correction=0) + FLOOR * torch.eye(MARKS, dtype=torch.float64)
        means.append(own.mean(0).float())
        precisions.append(torch.linalg.inv(covariance).float())
    home = torch.tensor([float(source in homes) for source, _ in kept])
    return Cameras(torch.stack(means), torch.stack(precisions), home, torch.tensor([torch.inf]))
