"""The commands' options → recipe, rates and numbers: one reading for train, tune and evaluate."""

import argparse
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any, get_args

from allviewer.core.errors import DataError
from allviewer.model import start
from allviewer.model.card import Colour, Preprocessing, check_preprocessing
from allviewer.model.recipe import Recipe, View, parse_stages
from allviewer.model.transforms import STRENGTHS, Augmentation

SCALES: dict[str, tuple[float, float]] = {
    "rgb": (0.7, 0.25),
    "density": (0.2, 0.2),
    "density_ratio": (0.5, 0.5),
    "grey_zscore": (0.0, 2.0),
    "grey_parts": (0.0, 2.0),
}
"""Mean and spread of what each way of colouring gives, over crops of smears."""


def recipe_of(args: argparse.Namespace) -> Recipe:
    """The recipe that the options describe; raises DataError for values that make none."""
    recipe = Recipe(
        architecture=args.architecture,
        stages=parse_stages(args.stages),
        crop_factor=args.crop_factor,
        preprocessing=_preprocessing(args),
        augmentation=_augmentation(args.augment),
        abroad=_abroad(args),
        labels=pairs(args.label),
        source_weights=numbers(args.source_weight),
        **{name: getattr(args, name) for name in _PLAIN},
    )
    try:
        for view in recipe.views:
            check_preprocessing(view.preprocessing)
    except ValueError as error:
        raise DataError(f"How crops are to be shown makes no sense: {error}.") from None
    return recipe


_PLAIN = (
    *("batch_size", "epoch_size", "optimizer", "lr", "weight_decay", "schedule", "warmup", "label_smoothing"),
    *("drop", "drop_path", "ema", "freeze", "patience", "amp", "seed"),
)


def pairs(options: Sequence[str]) -> dict[str, str]:
    """`NAME=VALUE` options as a dict; DataError for one without `=` or a name given two values."""
    found: dict[str, str] = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals:
            raise DataError(f'"{option}" is not NAME=VALUE.')
        if found.setdefault(name, value) != value:
            raise DataError(f'"{name}" is given both {found[name]} and {value}. Give one.')
    return found


def numbers(options: Sequence[str]) -> dict[str, float]:
    """`NAME=NUMBER` options as a dict; raises DataError for others."""
    return {name: number(value, name=name) for name, value in pairs(options).items()}


def by_class(options: Sequence[str], classes: Sequence[str]) -> tuple[float, ...]:
    """`CLASS=NUMBER` options as a number for each class, 0 where not named; none for no options.

    Raises DataError for a class that there is not.
    """
    given = numbers(options)
    _known(given, classes)
    return tuple(given.get(name, 0.0) for name in classes) if given else ()


def error_rates(options: Sequence[str], classes: Sequence[str]) -> tuple[float, ...]:
    """`RATE` and `CLASS=RATE` options as a rate for each class: 1 % where nothing is said.

    Raises DataError for a class that there is not, and for rates that are none.
    """
    general = [number(option, name="--error-rate") for option in options if "=" not in option]
    given = numbers([option for option in options if "=" in option])
    _known(given, classes)
    rates = tuple(given.get(name, general[-1] if general else 0.01) for name in classes)
    if not all(0 <= rate < 1 for rate in rates):
        raise DataError("--error-rate: give a number from 0 to 1, such as 0.01.")
    return rates


def _known(given: Iterable[str], classes: Sequence[str]) -> None:
    unknown = set(given) - set(classes)
    if unknown:
        raise DataError(f'"{min(unknown)}" is no class of the model. It has {", ".join(classes)}.')


def _preprocessing(args: argparse.Namespace) -> Preprocessing:
    """As the options say; where they say nothing, as the bundle that it starts from sees cells."""
    begun = start.card_of(start.chosen(args.init, architecture=args.architecture))
    if begun and not any((args.colour, args.black, args.median, args.detail, args.mean, args.std)):
        return begun.preprocessing
    colour: Colour = args.colour or "rgb"
    mean, std = _scale(colour)
    return Preprocessing(
        mean=tuple(args.mean or [mean] * 3),
        std=tuple(args.std or [std] * 3),
        colour=colour,
        black=args.black,
        median=args.median,
        detail=args.detail,
    )


def _abroad(args: argparse.Namespace) -> View | None:
    if not args.abroad:
        return None
    toned = args.abroad_nucleus is not None
    if (toned or args.abroad_red) and args.abroad != "density_ratio":
        raise DataError("--abroad-nucleus and --abroad-red go with --abroad density_ratio.")
    # brought to a density, a ratio is a density again
    mean, std = _scale("density" if toned else args.abroad)
    shown = replace(
        _preprocessing(args),
        mean=(mean,) * 3,
        std=(std,) * 3,
        colour=args.abroad,
        detail=args.abroad_detail,
        nucleus=tuple(args.abroad_nucleus or Preprocessing().nucleus),
        red=tuple(args.abroad_red or Preprocessing().red),
    )
    return View(shown, _augmentation(args.abroad_augment or args.augment))


def _scale(colour: str) -> tuple[float, float]:
    if colour not in get_args(Colour):
        raise DataError(f'"{colour}" is no way of colouring. Choose {", ".join(get_args(Colour))}.')
    return SCALES[colour]


def _augmentation(text: str) -> dict[str, float]:
    name, *changes = text.split(",")
    if name not in STRENGTHS:
        raise DataError(f'"{name}" is no augmentation. Choose {", ".join(STRENGTHS)}.')
    made: dict[str, Any] = asdict(STRENGTHS[name])
    for key, value in pairs(changes).items():
        if key not in made:
            raise DataError(f'Augmentation has no "{key}". It has {", ".join(made)}.')
        made[key] = number(value, name=key)
    return asdict(Augmentation(**made))


def number(text: str, *, name: str) -> float:
    """The finite number that `text` is; DataError, which calls it `name`, for anything else."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise DataError(f'{name}: "{text}" is not a number.')
    return value
