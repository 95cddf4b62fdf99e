"""The card of a bundle: all that is known of a model but its weights, as JSON. Imports no torch."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar, get_args

from allviewer.core.errors import BundleError
from allviewer.core.records import Model

FORMAT = 1
CARD_FILE = "card.json"
WEIGHTS_FILE = "weights.safetensors"
STATISTICS_FILE = "statistics.safetensors"
_HASH = "answers_sha256"
_FREE = frozenset({"name", "provenance", "format"})
"""What may be noted down in a card by hand."""

Colour: TypeAlias = Literal["rgb", "density", "density_ratio", "grey_zscore", "grey_parts"]


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """What is done to a crop before the network sees it; `preprocess.Preprocess` does it.

    `colour`: `rgb` (0 to 1), `density` (optical density against the crop's own white),
    `density_ratio` (density that brings the nucleus's mean to `nucleus`, per channel), `grey_zscore` (grey
    density, z-score within the nucleus, in all three channels) or `grey_parts` (its z-score within the
    nucleus, within the cytoplasm, and which is which; how dark the one is against the other is a matter
    of the stain, and left out). `black` blanks what is outside the cell.
    `median` is the side of a median filter in pixels (0: none). `detail` is the side in pixels to
    which a crop is shrunk and grown again (0: not), so that no laboratory's finer picture shows more
    than the coarsest trained on. With `red`, `density_ratio` brings the crop's red cells, where it shows
    any, to these densities too: cameras bend and shift what stains do. `mean` and `std` come last.
    """

    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    std: tuple[float, float, float] = (1.0, 1.0, 1.0)
    colour: Colour = "rgb"
    black: bool = False
    median: int = 0
    detail: int = 0
    nucleus: tuple[float, float, float] = (1.0, 1.0, 1.0)
    red: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Calibration:
    """How logits become probabilities and a triage; fitted on held-out groups.

    Probabilities are softmax(logits / `temperature` + `offsets`); offsets are one a class, or none.
    A class is in the prediction set when its probability is at least its entry of `thresholds` (split
    conformal; empty: not calibrated, all is `review`), chosen for its entry of `error_rates`: how often a
    cell of the class is to have a set without it. A cell whose feature distance passes `far` is unlike the
    training cells (None: not measured).

    `size`, one a class or none, is what each class gains in log odds when a nucleus is e times wider
    than `SIZE_MIDDLE` red cells: knowledge put in, not learnt.
    """

    temperature: float = 1.0
    thresholds: tuple[float, ...] = ()
    error_rates: tuple[float, ...] = ()
    far: float | None = None
    offsets: tuple[float, ...] = ()
    size: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Abroad:
    """How cells are read that come from another camera than those of which the training saw every class."""

    preprocessing: Preprocessing
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Card:
    """A bundle's card. `crop_factor` is the crop's side in cell diameters, `input_size` in pixels.

    With `abroad` the statistics know the training's cameras: `preprocessing` and `calibration` are for cells
    from those through which it saw every class, `abroad` for all others; cells from cameras that it never
    saw are unlike the training's. With `by_field` a cell is certain only where the other cells of its field
    point to the same class.
    `heatmap_range` is the fixed scale of heatmaps in logits. `weights_sha256` and
    `statistics_sha256` (hex; "" for none) are those of the files beside the card. `provenance`
    is free: data, licences, command, figures, date, version. In the file `answers_sha256` tells whether
    anything but the name and that was altered; a card without it is taken as it is.
    """

    name: str
    architecture: str
    classes: tuple[str, ...]
    input_size: int
    crop_factor: float
    preprocessing: Preprocessing = Preprocessing()
    calibration: Calibration = Calibration()
    abroad: Abroad | None = None
    by_field: bool = False
    heatmap_range: float = 10.0
    weights: str = WEIGHTS_FILE
    weights_sha256: str = ""
    statistics: str = ""
    statistics_sha256: str = ""
    provenance: Mapping[str, Any] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def model(self) -> Model:
        """The public face of the bundle."""
        return Model(
            name=self.name,
            sha256=self.weights_sha256,
            classes=self.classes,
            crop_factor=self.crop_factor,
            input_size=self.input_size,
            heatmap_range=self.heatmap_range,
            by_field=self.by_field,
        )

    def to_json(self) -> str:
        """The card as JSON text, with the hash of its answers; raises ValueError for numbers not finite."""
        content = asdict(self)
        said = {**content, _HASH: _answers_sha256(content)}
        return json.dumps(said, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def read(directory: Path) -> Card:
    """Read and check the card of the bundle in `directory`; raises BundleError."""
    path = directory / CARD_FILE
    if not directory.is_dir():
        raise BundleError(f"{directory}: there is no such bundle. Choose a folder with a {CARD_FILE} in it.")
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BundleError(f"{directory}: not a bundle, {CARD_FILE} is missing.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BundleError(f"{path}: the card cannot be read ({error}). Copy the bundle anew.") from error
    return parse(text, path)


def parse(text: str, path: Path) -> Card:
    """The card in the JSON `text`; `path` is only named in the BundleError."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BundleError(f"{path}: the card is damaged, not JSON. Copy the bundle anew.") from error
    if not isinstance(raw, dict):
        raise BundleError(f"{path}: the card is damaged, not a JSON object. Copy the bundle anew.")
    if isinstance(raw.get("format"), int) and raw["format"] > FORMAT:
        raise BundleError(f"{path}: the bundle was made by a newer allviewer. Update the program.")
    said = raw.pop(_HASH, None)
    try:
        card = _card(raw)
        _check(card)
    except (TypeError, ValueError, KeyError) as error:
        raise BundleError(f"{path}: the card is wrong: {error}.") from error
    if said is not None and said != _answers_sha256(raw):
        raise BundleError(f"{path}: the card is not as it was written. Copy the bundle anew.")
    return card


def _answers_sha256(raw: Mapping[str, Any]) -> str:
    """The hash of the entries by which the network's numbers become answers: classes, calibration and so on.

    By the entries that there are, so that a later program's new ones change no older card's.
    """
    entries = {name: value for name, value in raw.items() if name not in _FREE}
    return hashlib.sha256(json.dumps(entries, sort_keys=True).encode()).hexdigest()


Record = TypeVar("Record", Card, Abroad, Preprocessing, Calibration)


def _card(raw: dict[str, Any]) -> Card:
    values = dict(raw)
    values["classes"] = _texts(values.get("classes"), "classes")
    values |= _view(values)
    if values.get("abroad") is not None:
        abroad = _object(values, "abroad")
        values["abroad"] = _record(Abroad, abroad | _view(abroad))
    return _record(Card, values)


def _view(values: dict[str, Any]) -> dict[str, Any]:
    """The two entries that say how cells are read, as records."""
    return {
        "preprocessing": _record(Preprocessing, _object(values, "preprocessing")),
        "calibration": _record(Calibration, _object(values, "calibration")),
    }


def _object(values: dict[str, Any], name: str) -> dict[str, Any]:
    found = values.get(name, {})
    if not isinstance(found, dict):
        raise ValueError(f'"{name}" must be an object')
    return found


def _record(kind: type[Record], values: dict[str, Any]) -> Record:
    unknown = set(values) - {f.name for f in fields(kind)}
    if unknown:
        raise ValueError(f'unknown entry "{min(unknown)}"')
    plain: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    return kind(**plain)


def _texts(value: Any, name: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) and v for v in value):
        raise ValueError(f'"{name}" must be a list of names')
    return tuple(value)


def _check(card: Card) -> None:
    """Raise ValueError, in words, for the first entry that makes no sense."""
    if card.format != FORMAT:
        raise ValueError(f'"format" must be {FORMAT}')
    _require(
        len(card.classes) >= 2 and len(set(card.classes)) == len(card.classes),
        "two or more classes, each once",
    )
    for name in ("name", "architecture"):
        _require(isinstance(getattr(card, name), str) and getattr(card, name) != "", f'"{name}" as a text')
    _require(_whole(card.input_size) and 16 <= card.input_size <= 2048, '"input_size" from 16 to 2048')
    _require(_number(card.crop_factor) and 0.1 <= card.crop_factor <= 20, '"crop_factor" from 0.1 to 20')
    _require(_number(card.heatmap_range) and card.heatmap_range > 0, '"heatmap_range" above 0')
    _require(isinstance(card.provenance, dict), '"provenance" as an object')
    _require(isinstance(card.by_field, bool), '"by_field" as true or false')
    for view in (card, card.abroad) if card.abroad else (card,):
        check_preprocessing(view.preprocessing)
        _check_calibration(view.calibration, classes=len(card.classes))
        _require(view.calibration.far is None or card.statistics != "", '"statistics" for the distance "far"')
    for name in ("weights", "statistics"):
        _check_file(name, getattr(card, name), getattr(card, f"{name}_sha256"))
    _require(card.weights != "", 'a file for "weights"')
    _require(card.abroad is None or card.statistics != "", '"statistics" to tell cameras by')


def check_preprocessing(p: Preprocessing) -> None:
    """Raise ValueError, in words, for the first entry that makes no sense."""
    _require(
        _numbers(p.mean, 3) and _numbers(p.std, 3) and min(p.std) > 0,
        'three finite numbers for "mean" and "std"',
    )
    _require(p.colour in get_args(Colour), f'"colour" as one of {", ".join(get_args(Colour))}')
    _require(isinstance(p.black, bool), '"black" as true or false')
    _require(
        _whole(p.median) and (p.median == 0 or (p.median % 2 == 1 and p.median <= 15)),
        '"median" 0 or odd, to 15',
    )
    _require(_numbers(p.nucleus, 3) and min(p.nucleus) > 0, 'three numbers above 0 for "nucleus"')
    _require(_numbers(p.red, 3) and min(p.red) >= 0, 'three numbers, 0 or more, for "red"')
    _require(_whole(p.detail) and (p.detail == 0 or 8 <= p.detail <= 2048), '"detail" 0 or from 8 to 2048')


def _check_calibration(c: Calibration, *, classes: int) -> None:
    _require(_number(c.temperature) and c.temperature > 0, '"temperature" above 0')
    _require(
        c.thresholds == () or _numbers(c.thresholds, classes), 'one finite "thresholds" entry for each class'
    )
    _require(c.offsets == () or _numbers(c.offsets, classes), 'one finite "offsets" entry for each class')
    _require(
        c.error_rates == () or (_numbers(c.error_rates, classes) and all(0 <= r < 1 for r in c.error_rates)),
        '"error_rates" from 0 to 1, one for each class',
    )
    _require(c.size == () or _numbers(c.size, classes), 'one finite "size" entry for each class')
    _require(c.far is None or _number(c.far), '"far" as a finite number')


def _check_file(entry: str, name: Any, sha256: Any) -> None:
    _require(isinstance(name, str) and isinstance(sha256, str), f'"{entry}" as a file name')
    plain = name == "" or (
        name == Path(name).name and "\\" not in name and ":" not in name and name.endswith(".safetensors")
    )
    _require(plain, f'"{entry}" as a .safetensors file inside the bundle, not "{name}"')


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(f"it needs {what}")


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _numbers(values: Any, count: int) -> bool:
    return isinstance(values, tuple) and len(values) == count and all(map(_number, values))
