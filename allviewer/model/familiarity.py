"""How far an embedding lies from the training cells: a compact Mahalanobis distance."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

MAX_COMPONENTS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Familiarity:
    """Class means and one covariance for all, kept as its first principal components.

    Lee et al. 2018 (arXiv 1807.03888), with the covariance of probabilistic PCA (Tipping and
    Bishop 1999): full along `components`, one `noise` variance for all that is left. Embeddings
    are scaled to unit length first, so contrast does not count as distance.
    `means` (K, D), `components` (R, D) orthonormal, `variances` (R,), `noise` (1,), all float32.
    """

    means: Tensor
    components: Tensor
    variances: Tensor
    noise: Tensor

    def distance(self, embeddings: Tensor) -> Tensor:
        """(N, D) → (N,): squared distance to the nearest class mean, over D, so about 1 at home."""
        unit = torch.nn.functional.normalize(embeddings.float(), dim=1)
        offsets = unit[:, None] - self.means[None]
        along = offsets @ self.components.T
        rest = (offsets.square().sum(2) - along.square().sum(2)).clamp_min(0)
        squared = (along.square() / self.variances).sum(2) + rest / self.noise
        return squared.min(1).values / self.means.shape[1]

    def to(self, device: torch.device | str) -> "Familiarity":
        """The same on `device`."""
        return Familiarity(*(t.to(device) for t in self._parts()))

    def to_tensors(self) -> dict[str, Tensor]:
        """By name, for a safetensors file."""
        return dict(zip(_NAMES, (t.contiguous() for t in self._parts()), strict=True))

    @classmethod
    def from_tensors(cls, tensors: Mapping[str, Tensor], *, feature_dim: int) -> "Familiarity":
        """The reverse of `to_tensors`; raises ValueError or KeyError for what does not fit."""
        made = cls(*(tensors[name] for name in _NAMES))
        rank = made.components.shape[0]
        fits = (
            made.means.shape[1:] == (feature_dim,)
            and made.components.shape == (rank, feature_dim)
            and made.variances.shape == (rank,)
            and made.noise.shape == (1,)
        )
        if not fits or float(made.noise) <= 0 or bool((made.variances <= 0).any()):
            raise ValueError(f"they do not fit {feature_dim} features")
        return made

    def _parts(self) -> tuple[Tensor, ...]:
        return self.means, self.components, self.variances, self.noise


_NAMES = ("means", "components", "variances", "noise")


def fit(embeddings: Tensor, labels: Tensor, *, components: int = MAX_COMPONENTS) -> Familiarity:
    """Fit to embeddings (N, D) and class indices (N,) of the training cells.

    Raises ValueError if a class has no cell.
    """
    unit = torch.nn.functional.normalize(embeddings.double(), dim=1)
    classes = int(labels.max()) + 1
    if any(not bool((labels == k).any()) for k in range(classes)):
        raise ValueError("every class needs at least one embedding")
    means = torch.stack([unit[labels == k].mean(0) for k in range(classes)])
    centred = unit - means[labels]
    covariance = centred.T @ centred / len(unit)
    values, vectors = torch.linalg.eigh(covariance)
    rank = min(components, len(unit) - 1, unit.shape[1] - 1)
    noise = values[:-rank].mean().clamp_min(1e-8)
    kept = values[-rank:].clamp_min(float(noise))
    return Familiarity(means.float(), vectors[:, -rank:].T.float(), kept.float(), noise.view(1).float())
