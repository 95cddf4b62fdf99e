"""What training does to a crop: far beyond the plausible, so that stain, camera and scale tell nothing."""

from dataclasses import dataclass, fields
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import max_pool2d
from torchvision import tv_tensors
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional

from allviewer.core.errors import DataError

# Ruifrok and Johnston 2001, Anal Quant Cytol Histol 23:291: hematoxylin, eosin, residual in optical density.
_HED = torch.tensor([[0.65, 0.70, 0.29], [0.07, 0.99, 0.11], [0.27, 0.57, 0.78]])
_HED_INVERSE = torch.linalg.inv(_HED)


_MOST = {"angle": 180.0, "scale": 0.9, "stain": 10.0, "gamma": 10.0, "hue": 0.5} | dict.fromkeys(
    ("saturation", "brightness", "contrast"), 10.0
)
"""The most that a strength can be; of the others, shares and parts of the side, it is 1."""


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Strengths; 0 switches a transform off. Angles in degrees, `scale` and `shift` in parts of the side.

    `stain` is the spread of the stain's strength per HED channel; `mixing` the share of crops whose
    colour channels are mixed at random, `grey` the share of which all three become one such mixture;
    `gamma` the spread of its logarithm; `hue` to `contrast` are torchvision's ColorJitter; `blur`,
    `coarse` (down and up again), `lens` (each colour out of focus and of place by itself), `noise` and
    `masks` (outlines drawn wider or narrower) are shares of crops.
    """

    angle: float = 180.0
    scale: float = 0.15
    shift: float = 0.04
    stain: float = 0.2
    mixing: float = 0.0
    gamma: float = 0.1
    hue: float = 0.02
    saturation: float = 0.15
    brightness: float = 0.1
    contrast: float = 0.15
    blur: float = 0.2
    coarse: float = 0.2
    noise: float = 0.1
    masks: float = 0.2
    grey: float = 0.0
    lens: float = 0.0

    def __post_init__(self) -> None:
        for name in (strength.name for strength in fields(self)):
            value, most = getattr(self, name), _MOST.get(name, 1.0)
            if not 0 <= value <= most:
                raise DataError(f'Augmentation: "{name}" is from 0 to {most:g}, not {value:g}.')


MILD = Augmentation()
STRONG = Augmentation(
    scale=0.2,
    stain=0.6,
    mixing=0.7,
    gamma=0.35,
    hue=0.1,
    saturation=0.4,
    brightness=0.2,
    contrast=0.4,
    blur=0.4,
    coarse=0.5,
    noise=0.4,
    masks=0.4,
)
NONE = Augmentation(**{strength.name: 0.0 for strength in fields(Augmentation)})
STRENGTHS = {"none": NONE, "mild": MILD, "strong": STRONG}


def training(augmentation: Augmentation, *, size: int) -> v2.Transform:
    """(Image uint8 (3, S, S), Mask uint8 (2, S, S): nucleus, cell) → the same at `size` a side."""
    a = augmentation
    steps: list[torch.nn.Module] = [v2.Resize(size, antialias=True)]
    if a.angle or a.scale or a.shift:
        steps += [v2.RandomHorizontalFlip(), Turn(a)]
    if a.masks:
        steps.append(v2.RandomApply([Outlines()], p=a.masks))
    if a.hue or a.saturation or a.brightness or a.contrast:
        steps.append(v2.ColorJitter(a.brightness, a.contrast, a.saturation, a.hue))
    if a.stain or a.mixing or a.gamma or a.grey:
        steps.append(Stain(a))
    if a.coarse:
        steps.append(v2.RandomApply([Coarse(size)], p=a.coarse))
    if a.lens:
        steps.append(v2.RandomApply([Lens()], p=a.lens))
    if a.blur:
        steps.append(v2.RandomChoice([v2.GaussianBlur(5, (0.3, 1.5)), v2.Identity()], p=[a.blur, 1 - a.blur]))
        steps.append(v2.RandomAdjustSharpness(3.0, p=a.blur / 2))
    if a.noise:
        steps.append(v2.RandomApply([Grain()], p=a.noise))
    return v2.Compose(steps)


def evaluation(*, size: int) -> v2.Transform:
    """Only the size."""
    return v2.Resize(size, antialias=True)


class Turn(v2.Transform):  # type: ignore[misc]  # torchvision is untyped
    """Rotation, scale and shift in one resampling; what comes in from outside is the crop's own white."""

    def __init__(self, augmentation: Augmentation) -> None:
        super().__init__()
        self._a = augmentation

    def make_params(self, flat_inputs: list[Any]) -> dict[str, Any]:
        image = _image(flat_inputs)
        a, side = self._a, image.shape[-1]
        return {
            "angle": _between(-a.angle, a.angle),
            "scale": 1.0 + _between(-a.scale, a.scale),
            "translate": [round(side * _between(-a.shift, a.shift)) for _ in range(2)],
            "white": _white(image),
        }

    def transform(self, inpt: Any, params: dict[str, Any]) -> Any:
        image = isinstance(inpt, tv_tensors.Image)
        return functional.affine(
            inpt,
            angle=params["angle"],
            translate=params["translate"],
            scale=params["scale"],
            shear=[0.0, 0.0],
            interpolation=v2.InterpolationMode.BILINEAR if image else v2.InterpolationMode.NEAREST,
            fill=params["white"] if image else 0,
        )


class Stain(v2.Transform):  # type: ignore[misc]
    """In optical density against the crop's white: stains stronger or weaker, channels mixed, gamma."""

    _transformed_types = (tv_tensors.Image,)

    def __init__(self, augmentation: Augmentation) -> None:
        super().__init__()
        self._a = augmentation

    def make_params(self, flat_inputs: list[Any]) -> dict[str, Any]:
        a = self._a
        strength = 1.0 + a.stain * (2 * torch.rand(3) - 1)
        matrix = _HED_INVERSE @ torch.diag(strength) @ _HED
        # columns sum to one: each channel made is a mean of channels, no denser than they are
        mixtures = torch.distributions.Dirichlet(torch.full((3,), 0.6)).sample((3,)).T
        if _between(0, 1) < a.mixing:
            matrix = matrix @ mixtures
        if _between(0, 1) < a.grey:
            matrix = matrix @ mixtures[:, :1].expand(3, 3)
        return {"matrix": matrix, "gamma": float(torch.exp(torch.tensor(_between(-a.gamma, a.gamma))))}

    def transform(self, inpt: Any, params: dict[str, Any]) -> Any:
        white = torch.tensor(_white(inpt)).view(3, 1).clamp_min(1.0)
        x = inpt.flatten(1).float().clamp_min(1.0)
        density = -torch.log10((x / white).clamp_max(1.0))
        # gamma bends densities about 0.5, a usual nucleus
        mixed = (params["matrix"].T @ density).clamp_min(0.0)
        bent = 0.5 * (mixed / 0.5) ** params["gamma"]
        made = (white * 10.0**-bent).round().clamp(0, 255).to(torch.uint8)
        return tv_tensors.wrap(made.view_as(inpt), like=inpt)


class Coarse(v2.Transform):  # type: ignore[misc]
    """Shrunk to as little as 24 pixels and grown again: the same cell under a smaller objective."""

    _transformed_types = (tv_tensors.Image,)

    def __init__(self, size: int) -> None:
        super().__init__()
        self._least = min(24.0, size / 2)

    def make_params(self, flat_inputs: list[Any]) -> dict[str, Any]:
        side = _image(flat_inputs).shape[-1]
        return {"side": round(_between(self._least, side)), "antialias": _between(0, 1) < 0.7}

    def transform(self, inpt: Any, params: dict[str, Any]) -> Any:
        small = functional.resize(inpt, [params["side"]] * 2, antialias=params["antialias"])
        return functional.resize(small, list(inpt.shape[-2:]), antialias=False)


class Lens(v2.Transform):  # type: ignore[misc]
    """A poor objective: each colour channel blurred by itself, and up to 2 % of the side out of place."""

    _transformed_types = (tv_tensors.Image,)

    def make_params(self, flat_inputs: list[Any]) -> dict[str, Any]:
        side = _image(flat_inputs).shape[-1]
        common = _between(0.0, 0.03)
        return {
            "sigmas": [max(0.1, side * (common + _between(0.0, 0.01))) for _ in range(3)],
            "shifts": [[round(side * _between(-0.02, 0.02)) for _ in range(2)] for _ in range(3)],
        }

    def transform(self, inpt: Any, params: dict[str, Any]) -> Any:
        made = [
            functional.gaussian_blur(inpt[k : k + 1], 2 * round(2 * sigma) + 1, sigma).roll(shift, (1, 2))
            for k, (sigma, shift) in enumerate(zip(params["sigmas"], params["shifts"], strict=True))
        ]
        return tv_tensors.wrap(torch.cat(made), like=inpt)


class Grain(v2.Transform):  # type: ignore[misc]
    """Sensor noise: normal, up to 12 of 255."""

    _transformed_types = (tv_tensors.Image,)

    def make_params(self, flat_inputs: list[Any]) -> dict[str, Any]:
        return {"sigma": _between(1.0, 12.0)}

    def transform(self, inpt: Any, params: dict[str, Any]) -> Any:
        noisy = inpt.float() + params["sigma"] * torch.randn(inpt.shape)
        return tv_tensors.wrap(noisy.round().clamp(0, 255).to(torch.uint8), like=inpt)


class Outlines(v2.Transform):  # type: ignore[misc]
    """Masks wider or narrower by a pixel or two: outlines are never drawn twice the same."""

    _transformed_types = (tv_tensors.Mask,)

    def make_params(self, flat_inputs: list[Any]) -> dict[str, Any]:
        return {"side": 3 if _between(0, 1) < 0.6 else 5, "wider": _between(0, 1) < 0.5}

    def transform(self, inpt: Any, params: dict[str, Any]) -> Any:
        side = params["side"]
        mask = inpt.float() if params["wider"] else 1 - inpt.float()
        grown = max_pool2d(mask[None], side, stride=1, padding=side // 2)[0]
        made = (grown if params["wider"] else 1 - grown).to(torch.uint8)
        return tv_tensors.wrap(made, like=inpt)


def _image(flat_inputs: list[Any]) -> Tensor:
    found: Tensor = next(x for x in flat_inputs if isinstance(x, tv_tensors.Image))
    return found


def _between(low: float, high: float) -> float:
    return float(torch.empty(1).uniform_(low, high))


def _white(image: Tensor) -> list[float]:
    """Per channel the 97th percentile of all pixels, blacked-out ones too."""
    flat = image[:, ::2, ::2].flatten(1)
    return flat.kthvalue(max(1, round(0.97 * flat.shape[1])), dim=1).values.float().tolist()
