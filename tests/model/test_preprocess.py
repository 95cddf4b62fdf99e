"""Preprocessing: each option against plain numpy, and what it makes of crops that have nothing in them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch

from allviewer.core.records import Crop
from allviewer.model.card import Preprocessing
from allviewer.model.preprocess import Preprocess, coarsened, median_filter, optical_density
from tests.model.bundles import crops

COLOURS = ("rgb", "density", "density_ratio", "grey_zscore", "grey_parts")


def batch(options: Preprocessing, asked: list[Crop]) -> np.ndarray:
    tensor = Preprocess(options)(asked)
    assert tensor.dtype == torch.float32
    assert tensor.is_contiguous(memory_format=torch.channels_last)
    return tensor.numpy()


def test_rgb_is_scaled_then_normalised() -> None:
    (crop,) = crops(1)
    mean, std = (0.5, 0.4, 0.3), (0.2, 0.3, 0.4)
    got = batch(Preprocessing(mean=mean, std=std), [crop])[0]
    expected = (crop.pixels / 255 - np.array(mean)) / np.array(std)
    np.testing.assert_allclose(got, expected.transpose(2, 0, 1), atol=1e-5)


def test_density_of_a_known_transmittance() -> None:
    x = torch.full((1, 3, 20, 20), 200.0)
    x[:, :, 5:15, 5:15] = 20.0
    density = optical_density(x)
    assert density[0, 0, 0, 0] == 0
    assert density[0, 0, 10, 10] == pytest.approx(1.0)


def test_density_ratio_is_one_within_the_nucleus_on_average() -> None:
    asked = crops(3)
    got = batch(Preprocessing(colour="density_ratio"), asked)
    for picture, crop in zip(got, asked, strict=True):
        np.testing.assert_allclose(picture[:, crop.nucleus].mean(1), 1, atol=1e-3)


def test_a_ratio_brings_the_nucleus_to_the_density_that_is_asked_for() -> None:
    asked, wanted = crops(3), (0.2, 0.3, 0.1)
    got = batch(Preprocessing(colour="density_ratio", nucleus=wanted), asked)
    for picture, crop in zip(got, asked, strict=True):
        np.testing.assert_allclose(picture[:, crop.nucleus].mean(1), wanted, atol=1e-3)


def painted(nucleus: Sequence[float], red: Sequence[float]) -> Crop:
    """A cell on white with red cells in two corners; densities by channel."""
    side = 96
    y, x = np.mgrid[:side, :side]
    r = np.hypot(y - side / 2, x - side / 2)
    density = np.zeros((side, side, 3))
    density[:12, :40] = density[-12:, -40:] = red
    density[r < 36] = np.add(nucleus, red) / 2
    density[r < 22] = nucleus
    pixels = np.rint(240 * 10**-density).astype(np.uint8)
    return Crop(pixels, r < 22, r < 36)


def test_red_cells_and_nucleus_undo_what_a_camera_did_to_the_densities() -> None:
    seen = painted((0.5, 0.7, 0.2), (0.1, 0.15, 0.1))
    bent = painted((0.25, 0.4, 0.05), (0.05, 0.1, 0.12))  # each channel stretched and shifted by itself
    plain = Preprocessing(colour="density_ratio", black=True)
    before, after = batch(plain, [seen, bent])
    assert abs(before - after).max() > 0.5
    before, after = batch(replace(plain, red=(0.2, 0.2, 0.5)), [seen, bent])
    np.testing.assert_allclose(before, after, atol=0.06)
    assert before[:, seen.nucleus].mean() == pytest.approx(1, abs=0.02)


def test_without_red_cells_a_crop_is_brought_to_tone_by_its_nucleus() -> None:
    alone = painted((0.5, 0.7, 0.2), (0.0, 0.0, 0.0))
    plain = Preprocessing(colour="density_ratio", black=True)
    ratio, toned = batch(plain, [alone]), batch(replace(plain, red=(0.2, 0.2, 0.5)), [alone])
    np.testing.assert_allclose(ratio, toned, atol=1e-3)


def test_grey_zscore_is_standard_within_the_nucleus() -> None:
    asked = crops(3)
    got = batch(Preprocessing(colour="grey_zscore"), asked)
    for picture, crop in zip(got, asked, strict=True):
        np.testing.assert_allclose(picture[0, crop.nucleus].mean(), 0, atol=1e-3)
        np.testing.assert_allclose(picture[0, crop.nucleus].std(), 1, atol=1e-2)
        np.testing.assert_array_equal(picture[0], picture[2])


def test_grey_parts_are_each_standard_and_told_apart() -> None:
    asked = crops(3)
    got = batch(Preprocessing(colour="grey_parts"), asked)
    for picture, crop in zip(got, asked, strict=True):
        body = crop.cell & ~crop.nucleus
        for channel, part in enumerate((crop.nucleus, body)):
            np.testing.assert_allclose(picture[channel, part].mean(), 0, atol=1e-3)
            np.testing.assert_allclose(picture[channel, part].std(), 1, atol=1e-2)
            assert not picture[channel, ~part].any()
        assert set(picture[2, crop.nucleus]) == {2.0}
        assert set(picture[2, body]) == {-2.0}
        assert not picture[2, ~crop.cell].any()


def test_grey_parts_do_not_see_how_pale_the_cytoplasm_is() -> None:
    """A stain that leaves the cytoplasm paler beside the nucleus is another stain, not another cell."""
    (crop,) = crops(1)
    body = crop.cell & ~crop.nucleus
    pale = np.where(body[..., None], 128 + crop.pixels // 2, crop.pixels).astype(np.uint8)
    pale[~crop.cell] = crop.pixels[~crop.cell] = 255
    dark = replace(crop, pixels=np.where(body[..., None], 10, pale).astype(np.uint8))
    light = replace(crop, pixels=np.where(body[..., None], 200, pale).astype(np.uint8))
    options = Preprocessing(colour="grey_parts")
    np.testing.assert_allclose(batch(options, [dark]), batch(options, [light]), atol=1e-3)


@pytest.mark.parametrize("colour", ["density", "density_ratio", "grey_zscore", "grey_parts"])
def test_densities_do_not_see_the_lamp(colour: str) -> None:
    """Half the light on the slide is the same cell."""
    (crop,) = crops(1)
    bright = replace(crop, pixels=(crop.pixels // 2 * 2).clip(4, None))
    dim = replace(crop, pixels=bright.pixels // 2)
    options = Preprocessing(colour=colour)  # type: ignore[arg-type]  # one of them
    np.testing.assert_allclose(batch(options, [bright]), batch(options, [dim]), atol=1e-3)


def test_black_blanks_outside_the_cell_before_normalising() -> None:
    (crop,) = crops(1)
    got = batch(Preprocessing(mean=(0.5, 0.5, 0.5), black=True), [crop])[0]
    np.testing.assert_allclose(got[:, ~crop.cell], -0.5)
    np.testing.assert_allclose(got[0, crop.cell], crop.pixels[crop.cell][:, 0] / 255 - 0.5, atol=1e-6)


def test_median_filter_is_numpy_s_median() -> None:
    rng = np.random.default_rng(0)
    picture = rng.integers(0, 256, (9, 11)).astype(np.float32)
    padded = np.pad(picture, 1, mode="edge")
    expected = np.median(np.lib.stride_tricks.sliding_window_view(padded, (3, 3)), axis=(2, 3))
    got = median_filter(torch.from_numpy(picture)[None, None].expand(1, 3, -1, -1), 3)
    np.testing.assert_array_equal(got[0, 1].numpy(), expected)


def test_detail_hides_what_a_coarser_picture_could_not_show() -> None:
    fine = torch.zeros(1, 3, 96, 96)
    fine[..., ::2, :] = 200.0  # stripes one pixel wide
    coarse = torch.zeros(1, 3, 96, 96)
    coarse[..., :48, :] = 200.0
    seen = coarsened(torch.cat([fine, coarse]), 32)
    assert float(seen[0].max() - seen[0].min()) < 70
    assert float(seen[1].max() - seen[1].min()) == pytest.approx(200.0)
    assert seen.mean((1, 2, 3)).tolist() == pytest.approx([100.0, 100.0], abs=1.0)


def test_crops_no_finer_than_the_detail_are_left_as_they_are() -> None:
    [crop] = crops(1)
    plain, capped = Preprocessing(), Preprocessing(detail=2048)
    np.testing.assert_array_equal(batch(plain, [crop]), batch(capped, [crop]))


def test_median_takes_out_single_pixels() -> None:
    pixels = np.full((32, 32, 3), 180, np.uint8)
    pixels[10, 10] = 0
    crop = Crop(pixels=pixels, nucleus=np.ones((32, 32), bool), cell=np.ones((32, 32), bool))
    assert np.ptp(batch(Preprocessing(median=3), [crop])) == 0


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("fill", [0, 128, 255])
@pytest.mark.parametrize("masks", [False, True])
def test_empty_crops_stay_numbers(colour: str, fill: int, masks: bool) -> None:
    mask = np.full((32, 32), masks)
    crop = Crop(pixels=np.full((32, 32, 3), fill, np.uint8), nucleus=mask, cell=mask)
    options = Preprocessing(colour=colour, black=True, median=3)  # type: ignore[arg-type]
    assert np.isfinite(batch(options, [crop, crops(1, side=32)[0]])).all()


def test_a_blacked_out_background_is_not_taken_for_white() -> None:
    """As in C-NMC: only the cell is left, and its density must not fall to nothing."""
    (crop,) = crops(1)
    pixels = np.full_like(crop.pixels, 230)
    pixels[crop.nucleus] = 60
    inside = replace(crop, pixels=np.where(crop.cell[..., None], pixels, 0))
    got = batch(Preprocessing(colour="density"), [inside])[0]
    assert got[0, crop.nucleus].mean() == pytest.approx(np.log10(230 / 60), abs=0.02)


def test_a_crop_does_not_depend_on_its_neighbours() -> None:
    asked = crops(4)
    options = Preprocessing(colour="density_ratio", black=True, median=3)
    np.testing.assert_allclose(batch(options, asked)[2:3], batch(options, asked[2:3]), atol=1e-6)


def test_masks_that_are_needed_must_be_given() -> None:
    with pytest.raises(ValueError, match="needs both masks"):
        Preprocess(Preprocessing(black=True)).tensors(torch.zeros(1, 3, 8, 8))
