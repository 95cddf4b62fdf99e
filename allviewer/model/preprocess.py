"""From crops to the tensor a network sees: the one path of training and of the classifier."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from allviewer.core.records import Crop
from allviewer.model.card import Preprocessing

WHITE_QUANTILE = 0.97
"""A crop's own white: this quantile of each channel over its pixels that are not blacked out."""
BLACKED_OUT = 8.0
"""A pixel with no channel above this (of 255) was blanked before we got it (as C-NMC's are)."""

_PART = 2.0
"""What says in `grey_parts` that a pixel is the nucleus's (or, negative, the cytoplasm's)."""
_FAINT = 0.02
"""Least mean density of a nucleus: a channel that shows none of it must not be divided by nothing."""
_APART = 0.05
"""Least difference of density, nucleus to red cells, that a channel is stretched by: less is noise."""
_STAINED, _ENOUGH = 0.06, 0.01
"""Density from which on a pixel is more than ground, and the share of a crop that makes it red cells."""


@dataclass(frozen=True, slots=True)
class Preprocess:
    """Applies a bundle's `Preprocessing`. Works on whatever device its tensors are on."""

    options: Preprocessing

    def __call__(self, crops: Sequence[Crop], *, device: torch.device | str = "cpu") -> Tensor:
        """Crops of one side S → float32 (N, 3, S, S) on `device`, in channels-last memory."""
        if not self.needs_masks:
            return self.tensors(pixels_of(crops, device))
        nucleus, cell = masks_of(crops, device)
        return self.tensors(pixels_of(crops, device), nucleus=nucleus, cell=cell)

    @property
    def needs_masks(self) -> bool:
        """Whether `tensors` reads the masks at all."""
        return self.options.black or self.options.colour in ("density_ratio", "grey_zscore", "grey_parts")

    def tensors(self, pixels: Tensor, *, nucleus: Tensor | None = None, cell: Tensor | None = None) -> Tensor:
        """RGB (N, 3, S, S), uint8 or float, 0 to 255; masks bool (N, S, S) → float32 (N, 3, S, S).

        An empty nucleus is replaced by the cell, an empty cell by the whole crop.
        """
        options = self.options
        # plane by plane: three channels side by side would make loops of three of all that goes by channel
        x = pixels.contiguous().float()
        if options.median:
            x = median_filter(x, options.median)
        if 0 < options.detail < x.shape[-1]:
            x = coarsened(x, options.detail)
        if self.needs_masks:
            if nucleus is None or cell is None:
                raise ValueError(f"{options.colour} with black={options.black} needs both masks")
            cell = or_else(cell.unsqueeze(1), torch.ones_like(cell).unsqueeze(1))
            nucleus = or_else(nucleus.unsqueeze(1), cell)
        x = _coloured(x, options, nucleus=nucleus, cell=cell)
        if options.black and cell is not None:
            x = x * cell
        mean, std = (x.new_tensor(v).view(1, 3, 1, 1) for v in (options.mean, options.std))
        return ((x - mean) / std).contiguous(memory_format=torch.channels_last)


def pixels_of(crops: Sequence[Crop], device: torch.device | str) -> Tensor:
    """Crops of one side S → uint8 (N, 3, S, S) on `device`."""
    return torch.from_numpy(np.stack([c.pixels for c in crops])).to(device).permute(0, 3, 1, 2)


def masks_of(crops: Sequence[Crop], device: torch.device | str) -> tuple[Tensor, Tensor]:
    """Crops of one side S → nuclei and cells, bool (N, S, S) each, on `device`."""
    nucleus = torch.from_numpy(np.stack([c.nucleus for c in crops])).to(device)
    return nucleus, torch.from_numpy(np.stack([c.cell for c in crops])).to(device)


def _coloured(x: Tensor, options: Preprocessing, *, nucleus: Tensor | None, cell: Tensor | None) -> Tensor:
    colour = options.colour
    if colour == "rgb":
        return x / 255
    density = optical_density(x)
    if colour == "density" or nucleus is None or cell is None:
        return density
    if colour == "density_ratio":
        return _toned(density, options, nucleus=nucleus, cell=cell)
    grey = density.mean(1, keepdim=True)
    if colour == "grey_zscore":
        return _standardised(grey, nucleus).expand(-1, 3, -1, -1)
    body = cell & ~nucleus
    parts = [_standardised(grey, part) * part for part in (nucleus, body)]
    return torch.cat([*parts, _PART * (nucleus.float() - body.float())], 1)


def _toned(density: Tensor, options: Preprocessing, *, nucleus: Tensor, cell: Tensor) -> Tensor:
    """`density` with the mean of the nucleus, and red cells if asked for, where the card wants them."""
    wanted, red = (density.new_tensor(v).view(1, 3, 1, 1) for v in (options.nucleus, options.red))
    own = mean_within(density, nucleus)
    if not any(options.red):
        return density * (wanted / own.clamp_min(_FAINT))
    own_red = red_cells_of(density, cell)
    # without red cells they are taken to stand to the nucleus as they should
    own_red = torch.where(own_red.isnan(), own * red / wanted, own_red)
    apart = own - own_red
    # in some cameras' blue the nucleus is the clearer one
    apart = torch.where(apart < 0, -1.0, 1.0) * apart.abs().clamp_min(_APART)
    return (red + (density - own_red) * ((wanted - red) / apart)).clamp_min(0.0)


def red_cells_of(density: Tensor, cell: Tensor) -> Tensor:
    """Optical density (N, 3, S, S) and the cells (N, 1, S, S) → the median (N, 3, 1, 1) of what is stained
    outside the cell and not at its rim, NaN where that is less than a hundredth of the crop.
    """
    # some forty rows of forty pixels are enough for a median, which is a sorting
    step = max(1, cell.shape[-1] // 40)
    near = functional.max_pool2d(cell.float()[..., ::step, ::step], 3, stride=1, padding=1) > 0
    x = density[..., ::step, ::step]
    stained = (x.amax(1, keepdim=True) > _STAINED) & ~near
    enough = stained.flatten(1).float().mean(1) >= _ENOUGH
    median = x.masked_fill(~stained, torch.nan).flatten(2).nanmedian(2).values
    return torch.where(enough[:, None], median, torch.nan)[..., None, None]


def _standardised(x: Tensor, mask: Tensor) -> Tensor:
    """`x` less its mean within `mask`, over its deviation there."""
    from_mean = x - mean_within(x, mask)
    return from_mean / mean_within(from_mean**2, mask).sqrt().clamp_min(0.01)


def optical_density(x: Tensor) -> Tensor:
    """RGB (N, 3, S, S), 0 to 255 → −log10 of the transmittance against the crop's own white, >= 0.

    Beer–Lambert; Ruifrok and Johnston 2001, Anal Quant Cytol Histol 23:291.
    """
    return density_against(white_of(x), x)


def density_against(white: Tensor, x: Tensor) -> Tensor:
    """RGB (N, 3, S, S), 0 to 255, and its `white` (N, 3, 1, 1) → the optical density."""
    return -torch.log10((x.clamp_min(1.0) / white).clamp_max(1.0))


def white_of(x: Tensor) -> Tensor:
    """RGB (N, 3, S, S), 0 to 255 → the crops' own white (N, 3, 1, 1), 1 to 255."""
    # Every second pixel is enough for a quantile, and a quarter of the sorting.
    sample = x[:, :, ::2, ::2].flatten(2)
    blank = sample.amax(1, keepdim=True) <= BLACKED_OUT
    white = sample.masked_fill(blank, torch.nan).nanquantile(WHITE_QUANTILE, dim=2)
    return white.nan_to_num(nan=255.0).clamp_min(1.0)[..., None, None]


def median_filter(x: Tensor, side: int) -> Tensor:
    """Median over `side` × `side` pixels (odd) of each channel; the border repeats outwards."""
    count, channels, height, width = x.shape
    padded = functional.pad(x, [side // 2] * 4, mode="replicate")
    windows = functional.unfold(padded, side).view(count, channels, side * side, height, width)
    return windows.median(2).values


def coarsened(x: Tensor, side: int) -> Tensor:
    """(N, C, S, S) shrunk to `side` pixels by area and grown to S again, bilinearly."""
    small = functional.interpolate(x, (side, side), mode="area")
    return functional.interpolate(small, x.shape[-2:], mode="bilinear", align_corners=False)


def mean_within(x: Tensor, mask: Tensor) -> Tensor:
    """(N, C, S, S) and a mask (N, 1, S, S) → the means (N, C, 1, 1) within it; 0 where it is empty."""
    return (x * mask).sum((2, 3), keepdim=True) / mask.sum((2, 3), keepdim=True).clamp_min(1)


def or_else(mask: Tensor, other: Tensor) -> Tensor:
    """(N, 1, S, S): each `mask`, or the `other` where it is empty."""
    return torch.where(mask.flatten(1).any(1).view(-1, 1, 1, 1), mask, other)
