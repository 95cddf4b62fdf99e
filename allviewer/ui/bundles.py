"""The bundles there are, in words for the window. Loads no torch."""

import json
from pathlib import Path

from allviewer.core.errors import BundleError
from allviewer.core.records import Model
from allviewer.model import card, card_words
from allviewer.model.card import Card
from allviewer.model.classifier import find
from allviewer.model.ensemble import joined
from allviewer.ui.dialogs.model import Offer
from allviewer.ui.panels import figures


def describe(name: str) -> Model:
    """The public face of a bundle, or of several joined by `+`. Raises BundleError."""
    cards = [card.read(folder) for folder in find(name)]
    return joined(cards)


def offers() -> list[Offer]:
    """All bundles that were found."""
    return [
        _offer(folder.name if _named(folder) else str(folder), found) for folder, found in card.find_bundles()
    ]


def offer(folder: Path) -> Offer:
    """One bundle from any folder. Raises BundleError."""
    return _offer(str(folder), card.read(folder))


def cards(name: str) -> dict[str, str]:
    """The cards of a bundle or of an ensemble's members, as Markdown by name. Raises BundleError."""
    return {found.name: markdown(found) for found in (card.read(folder) for folder in find(name))}


def markdown(found: Card) -> str:
    """A card as a person reads it."""
    lines = [
        f"# {found.name}",
        f"**Architecture** {found.architecture}  ",
        f"**Classes** {', '.join(found.classes)}  ",
        f"**Sees** {figures.short(found.crop_factor)} cell diameters at {found.input_size} pixels  ",
        f"**Weights** SHA-256 `{found.weights_sha256}`  ",
        f"**Calibration** {card_words.triage(found)}  ",
        *([f"**Size** {card_words.size(found)}"] if card_words.size(found) else []),
        "",
    ]
    for name, value in found.provenance.items():
        title = str(name).replace("_", " ").capitalize()
        if isinstance(value, float):
            lines += [f"**{title}** {figures.short(value)}", ""]
        elif isinstance(value, str | int):
            lines += [f"**{title}** {value}", ""]
        else:
            lines += [f"### {title}", "```", json.dumps(value, indent=1, ensure_ascii=False), "```", ""]
    return "\n".join(lines)


def _named(folder: Path) -> bool:
    try:
        return card.resolve(folder.name).resolve() == folder.resolve()
    except BundleError:
        return False


def _offer(key: str, found: Card) -> Offer:
    about = f"{found.architecture}, {', '.join(found.classes)}"
    return Offer(key, found.name, about)
