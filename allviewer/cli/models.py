"""`allviewer models`: the bundles found, with their cards' key lines. Imports no torch."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from allviewer import RESEARCH_USE
from allviewer.model import card_words
from allviewer.model.card import Card


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser = subparsers.add_parser(
        "models",
        help="list the bundles found, with their cards' key lines",
        description="List the bundles found: the shipped ones, your own, and those in the folders given.",
        epilog=RESEARCH_USE,
    )
    parser.add_argument(
        "folders", nargs="*", type=Path, metavar="DIR", help="further bundles, or folders of them"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the bundles; 0 if all could be read, 1 if some could not (each named), 3 if there is none."""
    from allviewer.model.shelf import scan

    bundles, faults = scan(options.folders)
    missing = [f for f in options.folders if not f.is_dir()]
    for path, card in bundles:
        sys.stdout.write("\n".join(describe(path, card)) + "\n\n")
    if bundles:
        sys.stdout.write(f"{RESEARCH_USE}\n")
    for sentence in (*map(str, faults), *(f"{f}: there is no such folder." for f in missing)):
        sys.stderr.write(f"allviewer: {sentence}\n")
    if not bundles:
        sys.stderr.write(
            "allviewer: no bundle was found. Train one with allviewer train, or install again.\n"
        )
        return 3
    return 1 if faults or missing else 0


def describe(path: Path, card: Card) -> list[str]:
    """The lines shown of one bundle."""
    provenance = card.provenance
    lines = [
        (
            "network",
            f"{card.architecture}, {card.input_size} px, crop of {card.crop_factor:g} cell diameters",
        ),
        ("classes", ", ".join(card.classes)),
        ("triage", card_words.triage(card)),
        *((name, text) for name, text in _knowledge(card).items() if text),
        *([("data", _trained_on(provenance["data"]))] if provenance.get("data") else []),
        *(("measured", line) for line in _figures(provenance)),
        *((key, _plain(provenance[key])) for key in ("split", "licences", "date") if provenance.get(key)),
        ("weights", card.weights_sha256[:12]),
        ("folder", str(path)),
    ]
    return [card.name, *(f"  {name:<9} {text}" for name, text in lines)]


def _knowledge(card: Card) -> dict[str, str]:
    return {"cameras": card_words.cameras(card), "size": card_words.size(card)}


def _trained_on(data: Any) -> str:
    """How many cells of each source were trained on, where the card counts them."""
    train = data.get("train") if isinstance(data, Mapping) else None
    if not isinstance(train, Mapping) or not all(isinstance(count, int) for count in train.values()):
        return _plain(data)
    sources: Counter[str] = Counter()
    for name, count in train.items():
        sources[str(name).split("/")[0]] += count
    return "trained on " + ", ".join(f"{count:,} cells of {name}" for name, count in sources.items())


def _figures(provenance: Mapping[str, Any]) -> Iterator[str]:
    """One line for each set of cases that was measured; free-form figures as they stand."""
    by_source = provenance.get("figures_by_source")
    if not isinstance(by_source, Mapping):
        by_source = {"held out": provenance.get("figures")}
    for name, figures in by_source.items():
        units = [
            unit for unit in ("per_cell", "per_field") if isinstance(figures, Mapping) and unit in figures
        ]
        for unit in units:
            values = [_value(figures[unit], key) for key in ("accuracy", "balanced_accuracy", "auroc")]
            yield f"{name}, {unit.replace('_', ' ')}: " + ", ".join(filter(None, values))
        if figures and not units:
            yield f"{name}: {_plain(figures)}"


def _value(measured: Any, key: str) -> str:
    """A figure with its interval where it has one, or "" where it was not measured."""
    figure = measured.get(key) if isinstance(measured, Mapping) else None
    if not isinstance(figure, Mapping) or not isinstance(figure.get("value"), int | float):
        return ""
    ends = [figure[end] for end in ("low", "high") if isinstance(figure.get(end), int | float)]
    interval = f" ({ends[0]:.3f}–{ends[1]:.3f})" if len(ends) == 2 else ""
    return f"{key.replace('_', ' ')} {figure['value']:.3f}{interval}"


def _plain(value: Any) -> str:
    """Free-form provenance on one line."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_plain(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    return f"{value:.4g}" if isinstance(value, float) else " ".join(str(value).split())
