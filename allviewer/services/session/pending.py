"""What of a session is still to be classified, and in what company."""

import json
from collections.abc import Iterable, Sequence

from allviewer.core.records import Cell, Kind
from allviewer.services.events import Work
from allviewer.services.session.columns import SHAPE_COLUMNS, canonical, cell_from, of
from allviewer.services.session.file import SessionFile
from allviewer.services.session.queries import paths


def pending(file: SessionFile, model_id: int, *, ids: Sequence[int] | None = None) -> list[Work]:
    """What this model has not classified: unread pictures, and the cells that lack a prediction; of
    all pictures, or of those with these ids and in that order.
    """
    which, values = ("", ()) if ids is None else (_AMONG, (canonical(list(ids)),))
    rows = file.rows(
        f"""SELECT i.id, i.name, i.path, i.sha256, i.kind_now, i.kind_by_person, f.image_id IS NOT NULL
        FROM images_now i LEFT JOIN findings f ON f.image_id = i.id AND f.kind = i.kind_now
        WHERE i.trouble = '' {which.format("i.id")} ORDER BY i.id""",
        *values,
    )
    if ids is not None:
        places = {image_id: place for place, image_id in enumerate(ids)}
        rows.sort(key=lambda row: places[row[0]])
    lacking = _lacking(file, model_id, which, values)
    company = _company(file, model_id, lacking)
    works, path_of = [], paths(file)
    for image_id, name, path, sha256, kind, by_person, found in rows:
        if found and image_id in lacking:
            cells, others = tuple(lacking[image_id]), tuple(company.get(image_id, ()))
            works.append(Work(path_of(path), name, Kind(kind), cells, sha256, others))
        elif not found:
            works.append(Work(path_of(path), name, Kind(kind) if by_person else None, sha256=sha256))
    return works


_AMONG = "AND {0} IN (SELECT value FROM json_each(?))"


def _lacking(file: SessionFile, model_id: int, which: str, values: tuple[str, ...]) -> dict[int, list[Cell]]:
    found: dict[int, list[Cell]] = {}
    rows = file.rows(
        f"""SELECT c.image_id, c.number, {of("s", SHAPE_COLUMNS)} FROM cells_now c
        JOIN shapes s ON s.id = c.shape_id
        LEFT JOIN predictions p ON p.shape_id = c.shape_id AND p.model_id = ?
        WHERE p.shape_id IS NULL {which.format("c.image_id")} ORDER BY c.image_id, c.number""",
        model_id,
        *values,
    )
    for image_id, number, *shape in rows:
        found.setdefault(image_id, []).append(cell_from(number, shape))
    return found


def _company(file: SessionFile, model_id: int, images: Iterable[int]) -> dict[int, list[tuple[float, ...]]]:
    """The probabilities that this model gave cells of `images` before."""
    found: dict[int, list[tuple[float, ...]]] = {}
    rows = file.rows(
        """SELECT c.image_id, p.probabilities FROM json_each(?) wanted
        JOIN cells_now c ON c.image_id = wanted.value
        JOIN predictions p ON p.shape_id = c.shape_id AND p.model_id = ?""",
        canonical(list(images)),
        model_id,
    )
    for image_id, probabilities in rows:
        found.setdefault(image_id, []).append(tuple(json.loads(probabilities)))
    return found
