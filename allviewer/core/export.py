"""The request for an export."""

from dataclasses import KW_ONLY, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written of a session: the CSV at `path`, and what else is named.

    `summary` is a CSV with a row per image, `coco` a file, `geojson` a folder. With `only_reviewed`
    the CSV and the outlines leave out cells that nobody decided; the summary counts them apart.
    What was decided of superseded pictures stands in the CSV alone; its provenance names them.
    """

    path: Path
    _: KW_ONLY
    bom: bool = False
    only_reviewed: bool = False
    summary: Path | None = None
    coco: Path | None = None
    geojson: Path | None = None
