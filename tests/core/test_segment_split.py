"""Nuclei as labels: what is connected, and what is parted at its neck."""

from unittest.mock import Mock

import cv2
import numpy as np
import pytest
import skimage.segmentation

from allviewer.core.segment.split import components, parted, windows_of


def test_components_are_labelled_and_measured_in_the_pictures_own_pixels() -> None:
    mask = np.zeros((60, 80), bool)
    mask[11:21, 7:12] = mask[40:43, 50:70] = True
    labels, found = components(mask)
    assert sorted(found.tolist()) == [[7, 11, 5, 10, 50], [50, 40, 20, 3, 60]]
    for n, (x, y, w, h, area) in enumerate(found.tolist(), 1):
        assert (labels[y : y + h, x : x + w] == n).all()
        assert np.count_nonzero(labels == n) == area


def test_nothing_has_no_components() -> None:
    labels, found = components(np.zeros((9, 5), bool))
    assert not labels.any()
    assert found.shape == (0, 5)


def test_corners_connect_only_where_they_may() -> None:
    mask = np.eye(4, dtype=bool)
    assert len(components(mask)[1]) == 1
    assert len(components(mask, connectivity=4)[1]) == 4


def test_each_label_lies_in_its_window_and_touches_all_its_sides() -> None:
    labels = np.zeros((9, 12), np.int32)
    labels[2, 3:7] = labels[7, 10] = 2  # two pieces
    labels[0, 0] = 1
    labels[4:9, 1] = 3
    assert windows_of(labels) == [np.s_[0:1, 0:1], np.s_[2:8, 3:11], np.s_[4:9, 1:2]]
    assert windows_of(np.zeros((4, 4), np.int32)) == []


def test_a_disc_stays_whole_and_two_that_touch_are_parted() -> None:
    canvas = np.zeros((120, 240), np.uint8)
    cv2.circle(canvas, (60, 60), 40, 1, cv2.FILLED)
    assert parted(canvas > 0, neck=0.85).max() == 1
    cv2.circle(canvas, (135, 60), 40, 1, cv2.FILLED)
    parts = parted(canvas > 0, neck=0.85)
    assert parts.max() == 2
    assert parts[60, 60] != parts[60, 135]


def test_what_would_be_rejoined_is_not_parted_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    canvas = np.zeros((120, 240), np.uint8)
    cv2.circle(canvas, (60, 60), 40, 1, cv2.FILLED)
    cv2.circle(canvas, (120, 60), 38, 1, cv2.FILLED)
    watershed = Mock(wraps=skimage.segmentation.watershed)
    monkeypatch.setattr("skimage.segmentation.watershed", watershed)
    assert parted(canvas > 0, neck=0.6).max() == 1
    assert not watershed.called
    assert parted(canvas > 0, neck=0.95).max() == 2
    assert parted(canvas > 0, neck=0.6, widest=100.0).max() == 2
    assert watershed.call_count == 2
