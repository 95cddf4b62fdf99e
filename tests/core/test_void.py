"""What is hidden in a picture is left out, and nothing that is shown is."""

import cv2
import numpy as np
import pytest

from allviewer.core.records import Mask, Pixels
from allviewer.core.void import void_of
from tests.core import smears
from tests.core.lamps import framed, through_an_eyepiece

FIELD = smears.smear(cells=((160, 120), (60, 60)), reds=smears.REDS)


def void(pixels: Pixels) -> Mask:
    return void_of([np.asarray(channel, np.uint8) for channel in cv2.split(pixels)])


def test_a_picture_without_any_hides_nothing() -> None:
    assert not void(FIELD).any()


@pytest.mark.parametrize("level", [0, 3, 20, 40])
def test_beyond_a_round_field_nothing_is_shown(level: int) -> None:
    ringed = through_an_eyepiece(level=level)(FIELD)
    assert np.array_equal(void(ringed), (ringed == level).all(axis=2))


@pytest.mark.parametrize("colour", [0, 30, 128, 180, 255])
def test_a_frame_shows_nothing(colour: int) -> None:
    expected = np.ones(FIELD.shape[:2], bool)
    expected[19:-19, 19:-19] = False
    assert np.array_equal(void(framed(colour)(FIELD)), expected)


def test_bars_above_and_below_are_a_frame() -> None:
    barred = FIELD.copy()
    barred[:30] = barred[-10:] = 200
    assert np.array_equal(void(barred), (barred == 200).all(axis=2))


def test_a_picture_of_one_colour_is_no_frame() -> None:
    assert not void(np.full((40, 60, 3), 200, np.uint8)).any()


def test_a_dark_cell_in_one_corner_is_shown() -> None:
    field = FIELD.copy()
    cv2.circle(field, (0, 0), 30, (40, 10, 45), cv2.FILLED)
    assert not void(field).any()


def test_a_dark_picture_is_no_dark_ring() -> None:
    assert not void((FIELD * 0.15).astype(np.uint8)).any()


def test_ground_as_bright_as_the_camera_can_tell_is_no_frame() -> None:
    overexposed = np.clip(smears.smear(cells=((160, 120),)) * 1.3, 0, 255).astype(np.uint8)
    assert (overexposed[:40] == overexposed[0, 0]).all()
    assert not void(overexposed).any()
