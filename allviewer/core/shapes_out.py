"""Outlines in other programs' words: COCO annotations and GeoJSON features that QuPath opens.

Both count from the picture's corner, where ours count pixel centres at whole numbers: half a pixel
is added. A cell's class is what the reviewer decided, `unsure` and `excluded` too; while nobody did it is
the prediction, and says so.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from allviewer.core.crop import equivalent_diameter
from allviewer.core.records import Cell, Decision, Polygon, Prediction, Status
from allviewer.core.review import effective_label

UNCLASSIFIED = "white cell"
"""The class of a cell of which neither a person nor a model said anything."""


def class_of(
    prediction: Prediction | None, decision: Decision | None, classes: Sequence[str]
) -> tuple[str, str]:
    """The class that is written out, and who said so: `reviewer`, `model` or `nobody`."""
    if decision is not None and decision.status is not Status.UNREVIEWED:
        return effective_label(decision) or decision.status.value, "reviewer"
    if prediction is not None:
        return classes[prediction.best], "model"
    return UNCLASSIFIED, "nobody"


def coco_image(image_id: int, *, name: str, width: int, height: int, sha256: str) -> dict[str, Any]:
    """One entry of COCO's `images` (cocodataset.org, "Data format")."""
    return {"id": image_id, "file_name": name, "width": width, "height": height, "sha256": sha256}


def coco_annotation(
    annotation_id: int, *, image_id: int, category_id: int, cell: Cell, said_by: str
) -> dict[str, Any]:
    """One entry of COCO's `annotations`: the whole cell as polygon, its nuclei beside it.

    `said_by`, `number`, `nuclei` and `truncated` are ours; readers of COCO pass over them.
    """
    box = cell.box
    return {
        "id": annotation_id,
        "image_id": image_id,
        "category_id": category_id,
        "segmentation": [_flat(cell.outline)],
        "area": round(np.pi * equivalent_diameter(cell.outline) ** 2 / 4, 2),
        "bbox": [box.x, box.y, box.width, box.height],
        "iscrowd": 0,
        "number": cell.number,
        "nuclei": [_flat(nucleus) for nucleus in cell.nuclei],
        "truncated": cell.truncated,
        "said_by": said_by,
    }


def coco_categories(names: Sequence[str]) -> list[dict[str, Any]]:
    """COCO's `categories`, numbered from 1 in the order of `names`."""
    return [{"id": n, "name": name, "supercategory": UNCLASSIFIED} for n, name in enumerate(names, 1)]


def feature(
    cell: Cell,
    *,
    sha256: str,
    label: str,
    said_by: str,
    colour: tuple[int, int, int],
    scores: Mapping[str, float],
) -> dict[str, Any]:
    """One cell as a GeoJSON feature (RFC 7946) in QuPath's form since 0.4: a `cell` object with its
    nucleus, class, and measurements as a map (qupath/qupath pull request 1099).

    `scores` are further numbers, as probabilities. The id is the same for the same cell each time.
    """
    found = {
        "type": "Feature",
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{sha256}/{cell.number}")),
        "geometry": _geometry([cell.outline]),
        "properties": {
            "objectType": "cell",
            "name": str(cell.number),
            "classification": {"name": label, "color": list(colour)},
            "measurements": {**cell.measurements, **scores},
            "metadata": {"said_by": said_by},
        },
    }
    if cell.nuclei:
        found["nucleusGeometry"] = _geometry(cell.nuclei)
    return found


def _geometry(polygons: Sequence[Polygon]) -> dict[str, Any]:
    rings = [[_ring(polygon)] for polygon in polygons]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0]}
    return {"type": "MultiPolygon", "coordinates": rings}


def _ring(polygon: Polygon) -> list[list[float]]:
    points = _corner(polygon)
    return [*points, points[0]]


def _flat(polygon: Polygon) -> list[float]:
    return [value for point in _corner(polygon) for value in point]


def _corner(polygon: Polygon) -> list[list[float]]:
    found: list[list[float]] = np.round(polygon.astype(np.float64) + 0.5, 2).tolist()
    return found
