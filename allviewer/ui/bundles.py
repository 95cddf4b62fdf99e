"""The bundles there are, in words for the window. Loads no torch."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from allviewer.core.errors import BundleError
from allviewer.core.records import Model
from allviewer.model import card, card_words, shelf
from allviewer.model.card import Card
from allviewer.model.classifier import find
from allviewer.model.ensemble import joined
from allviewer.ui import words
from allviewer.ui.dialogs.model import Offer
from allviewer.ui.panels import figures

translate = QCoreApplication.translate


def describe(name: str) -> Model:
    """The public face of a bundle, or of several joined by `+`. Raises BundleError."""
    cards = [card.read(folder) for folder in find(name)]
    return joined(cards)


def offers() -> list[Offer]:
    """All bundles that were found."""
    return [
        _offer(folder.name if _named(folder) else str(folder), found)
        for folder, found in shelf.find_bundles()
    ]


def offer(folder: Path) -> Offer:
    """One bundle from any folder. Raises BundleError."""
    return _offer(str(folder), card.read(folder))


def cards(name: str) -> dict[str, str]:
    """The cards of a bundle or of an ensemble's members, as Markdown by name. Raises BundleError."""
    return {found.name: markdown(found) for found in (card.read(folder) for folder in find(name))}


def markdown(found: Card) -> str:
    """A card as a person reads it. What whoever trained it noted down stays as it was written."""
    sees = translate("card", "{0} cell diameters at {1} pixels")
    known = (
        (translate("card", "Architecture"), found.architecture),
        (translate("card", "Classes"), ", ".join(found.classes)),
        (translate("card", "Sees"), sees.format(figures.short(found.crop_factor), found.input_size)),
        (translate("card", "Weights"), f"SHA-256 `{found.weights_sha256}`"),
        (translate("card", "Calibration"), ", ".join(map(words.said, card_words.triage_parts(found)))),
        (translate("card", "Cameras"), words.said(card_words.cameras(found))),
        (translate("card", "Size"), words.said(card_words.size(found))),
    )
    lines = [f"# {found.name}", *(f"**{title}** {said}  " for title, said in known if said), ""]
    for name, value in found.provenance.items():
        title = str(name).replace("_", " ").capitalize()
        if isinstance(value, float):
            lines += [f"**{title}** {figures.short(value)}", ""]
        elif isinstance(value, str | int):
            lines += [f"**{title}** {value}", ""]
        else:
            lines += [f"### {title}", *_items(value), ""]
    return "\n".join(lines)


def _items(value: object, within: tuple[str, ...] = ()) -> Iterator[str]:
    """What is nested as one list: texts an item each, plain values that stand side by side one together."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        yield from (f"- {one}" for one in value)
        return
    named = value if isinstance(value, dict) else {"": value}
    plain = {name: one for name, one in named.items() if not isinstance(one, dict)}
    if plain:
        yield f"- **{', '.join(within)}**: {_plain(plain)}" if within else f"- {_plain(plain)}"
    for name, one in named.items():
        if isinstance(one, dict):
            yield from _items(one, (*within, name))


def _plain(value: object) -> str:
    """A value in one line; the rows of a table are parted by strokes."""
    match value:
        case dict():
            return " · ".join(f"{name} {_plain(one)}".strip() for name, one in value.items())
        case list():
            # a comma may part thousands
            return (" / " if any(isinstance(one, list) for one in value) else " ").join(map(_plain, value))
        case bool() | None:
            return {True: "yes", False: "no", None: "none"}[value]
        case int() | float():
            return figures.short(float(value))
        case _:
            return str(value) or "none"


def _named(folder: Path) -> bool:
    try:
        return shelf.resolve(folder.name).resolve() == folder.resolve()
    except BundleError:
        return False


def _offer(key: str, found: Card) -> Offer:
    about = f"{found.architecture}, {', '.join(found.classes)}"
    return Offer(key, found.name, about)
