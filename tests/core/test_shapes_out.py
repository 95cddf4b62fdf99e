"""COCO and GeoJSON as other programs expect them."""

import json
import uuid
from datetime import UTC, datetime

import numpy as np
import pytest

from allviewer.core import shapes_out
from allviewer.core.records import Box, Cell, Decision, Prediction, Status, Triage

OUTLINE = np.array([[2, 3], [12, 3], [12, 13], [2, 13]], np.float32)
CELL = Cell(7, Box(2, 3, 11, 11), OUTLINE, (OUTLINE / 2, OUTLINE / 3), {"cell_area_px": 100.0})


def test_coordinates_count_from_the_corner() -> None:
    annotation = shapes_out.coco_annotation(1, image_id=2, category_id=3, cell=CELL, said_by="model")
    assert annotation["segmentation"] == [[2.5, 3.5, 12.5, 3.5, 12.5, 13.5, 2.5, 13.5]]
    assert annotation["bbox"] == [2, 3, 11, 11]
    assert annotation["area"] == pytest.approx(100)
    assert annotation["iscrowd"] == 0
    assert len(annotation["nuclei"]) == 2


def test_features_are_closed_rings_with_the_same_id_each_time() -> None:
    made = [
        shapes_out.feature(
            CELL, sha256="ab", label="blast", said_by="model", colour=(1, 2, 3), scores={"p": 0.5}
        )
        for _ in range(2)
    ]
    feature = made[0]
    assert made[0] == made[1] and uuid.UUID(feature["id"])
    (ring,) = feature["geometry"]["coordinates"]
    assert feature["geometry"]["type"] == "Polygon" and ring[0] == ring[-1] and len(ring) == 5
    assert feature["nucleusGeometry"]["type"] == "MultiPolygon"
    assert feature["properties"]["measurements"] == {"cell_area_px": 100.0, "p": 0.5}
    assert feature["properties"]["classification"] == {"name": "blast", "color": [1, 2, 3]}
    json.dumps(made, allow_nan=False)


@pytest.mark.parametrize(
    ("prediction", "status", "expected"),
    [
        (True, Status.CORRECTED, ("normal", "reviewer")),
        (True, Status.UNSURE, ("unsure", "reviewer")),
        (True, Status.EXCLUDED, ("excluded", "reviewer")),
        (True, Status.UNREVIEWED, ("blast", "model")),  # a note alone decides nothing
        (True, None, ("blast", "model")),
        (False, None, ("white cell", "nobody")),
    ],
)
def test_a_prediction_is_never_passed_off_as_the_reviewers(
    prediction: bool, status: Status | None, expected: tuple[str, str]
) -> None:
    label = "normal" if status is Status.CORRECTED else ""
    decision = Decision(status, label, "RM", datetime.now(UTC)) if status else None
    said = Prediction((0.9, 0.1), 0.1, Triage.CERTAIN) if prediction else None
    assert shapes_out.class_of(said, decision, ("blast", "normal")) == expected
