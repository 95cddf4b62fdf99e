"""Bundles on disk: weights (safetensors, fp16) and card (JSON). Nothing in a bundle is ever executed."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load as parse_tensors
from safetensors.torch import save as dump_tensors
from torch import Tensor

from allviewer.core.atomic import make_folder, write_atomic
from allviewer.core.errors import BundleError
from allviewer.model import architectures
from allviewer.model.architectures.network import Network
from allviewer.model.cameras import Cameras
from allviewer.model.card import CARD_FILE, STATISTICS_FILE, WEIGHTS_FILE, Card
from allviewer.model.card import read as read_card
from allviewer.model.familiarity import Familiarity


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """An opened bundle. `network` is in fp32 on the CPU and in eval mode; `cameras` are there if the card
    says how cells from others are read."""

    directory: Path
    card: Card
    network: Network
    familiarity: Familiarity | None = None
    cameras: Cameras | None = None


def save(
    directory: Path,
    network: Network,
    card: Card,
    *,
    familiarity: Familiarity | None = None,
    cameras: Cameras | None = None,
) -> Card:
    """Write the bundle; returns the card as written, with the files' names and hashes filled in.

    Each file is replaced whole, the card last, so a bundle cut short is told by its hash.
    Raises OutputError, and ValueError for weights that are not finite.
    """
    state = {k: _half(v) for k, v in network.state_dict().items()}
    weights = dump_tensors(state)
    card = replace(
        card, weights=WEIGHTS_FILE, weights_sha256=sha256(weights), statistics="", statistics_sha256=""
    )
    statistics = b""
    known = [part.to_tensors() for part in (familiarity, cameras) if part is not None]
    if known:
        statistics = dump_tensors({name: tensor for part in known for name, tensor in part.items()})
        card = replace(card, statistics=STATISTICS_FILE, statistics_sha256=sha256(statistics))
    make_folder(directory)
    write_atomic(directory / WEIGHTS_FILE, weights)
    if statistics:
        write_atomic(directory / STATISTICS_FILE, statistics)
    write_atomic(directory / CARD_FILE, card.to_json().encode())
    return card


def load(directory: Path, *, lean: bool = False) -> Bundle:
    """Open the bundle in `directory`; raises BundleError for everything that is wrong with it.

    `lean` gives a network for inference only, as `architectures.build` says.
    """
    card = read_card(directory)
    weights = directory / card.weights
    state = _tensors(weights, expected=card.weights_sha256)
    with torch.device("meta"):  # no random start that the bundle's weights would replace
        network = architectures.build(card.architecture, classes=len(card.classes), lean=lean)
    _fill(network, state, weights)
    familiarity, cameras = _statistics(directory, card, network.feature_dim)
    return Bundle(directory, card, network.eval(), familiarity, cameras)


def _statistics(directory: Path, card: Card, feature_dim: int) -> tuple[Familiarity | None, Cameras | None]:
    if not card.statistics:
        return None, None
    path = directory / card.statistics
    tensors = _tensors(path, expected=card.statistics_sha256)
    try:
        familiarity = Familiarity.from_tensors(tensors, feature_dim=feature_dim)
        return familiarity, Cameras.from_tensors(tensors) if card.abroad else None
    except (KeyError, ValueError) as error:
        raise BundleError(f"{path}: the statistics are wrong: {error}. Copy the bundle anew.") from error


def _tensors(path: Path, *, expected: str) -> dict[str, Tensor]:
    """The checked tensors of a safetensors file, as fp32."""
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
            raise BundleError(f"{path}: it points outside the bundle. Copy the bundle anew.")
        content = path.read_bytes()
    except FileNotFoundError:
        raise BundleError(f"{path}: the file is missing. Copy the bundle anew.") from None
    except OSError as error:
        raise BundleError(f"{path}: it cannot be read ({error.strerror}).") from error
    if sha256(content) != expected:
        raise BundleError(f"{path}: its SHA-256 is not the card's: damaged or altered. Copy the bundle anew.")
    try:
        tensors = parse_tensors(content)
    except (SafetensorError, KeyError, ValueError) as error:
        raise BundleError(f"{path}: not a safetensors file. Copy the bundle anew.") from error
    for name, tensor in tensors.items():
        # any that is no number makes the sum none, and no sum of half or single precision overflows a double
        if not math.isfinite(float(tensor.sum(dtype=torch.float64))):
            raise BundleError(f"{path}: {name} holds values that are not numbers. Train the bundle anew.")
    return {k: v.float() if v.is_floating_point() else v for k, v in tensors.items()}


def _fill(network: Network, state: Mapping[str, Tensor], path: Path) -> None:
    expected = network.state_dict()
    for name in sorted(expected.keys() ^ state.keys()):
        what = "lacks" if name in expected else "holds an unknown"
        raise BundleError(f"{path}: it {what} {name}: not the weights of the card's architecture.")
    for name, tensor in state.items():
        if tensor.shape != expected[name].shape:
            shapes = f"{tuple(tensor.shape)} instead of {tuple(expected[name].shape)}"
            raise BundleError(
                f"{path}: {name} has shape {shapes}: other classes or architecture than the card's."
            )
        if tensor.is_floating_point() != expected[name].is_floating_point():
            raise BundleError(f"{path}: {name} holds the wrong kind of numbers. Copy the bundle anew.")
    network.load_state_dict(dict(state), assign=True)


def _half(tensor: Tensor) -> Tensor:
    """fp16 for kernels and matrices; vectors (biases, batch norms) are small and stay as they are."""
    tensor = tensor.detach().cpu().contiguous()
    if not tensor.is_floating_point():
        return tensor
    if not bool(torch.isfinite(tensor).all()):
        raise ValueError("weights that are not finite cannot be saved")
    half = tensor.half()
    return half if tensor.ndim > 1 and bool(torch.isfinite(half).all()) else tensor


def sha256(content: bytes) -> str:
    """The hash as cards hold it, in hex."""
    return hashlib.sha256(content).hexdigest()
