"""Transforms of training: type, size and range stay, masks turn with the picture."""

import pytest
import torch
from torch import Tensor
from torchvision import tv_tensors

from allviewer.model import transforms


def made_pair() -> tuple[Tensor, Tensor]:
    image = torch.full((3, 48, 48), 220, dtype=torch.uint8)
    image[:, 10:30, 8:28] = 60
    mask = (image[:1] < 100).to(torch.uint8).repeat(2, 1, 1)
    return tv_tensors.Image(image), tv_tensors.Mask(mask)


@pytest.mark.parametrize("name", ["none", "mild", "strong"])
def test_transforms_keep_type_size_and_range(name: str) -> None:
    made = transforms.training(transforms.STRENGTHS[name], size=40)
    for seed in range(12):
        torch.manual_seed(seed)
        image, mask = made(*made_pair())
        assert image.dtype == torch.uint8
        assert image.shape == (3, 40, 40)
        assert mask.shape == (2, 40, 40)
        assert set(mask.unique().tolist()) <= {0, 1}


def test_a_poor_lens_blurs_and_parts_the_colours_alone() -> None:
    plain = dict.fromkeys(transforms.Augmentation.__dataclass_fields__, 0.0)
    made = transforms.training(transforms.Augmentation(**{**plain, "lens": 1.0}), size=48)
    apart = []
    for seed in range(8):
        torch.manual_seed(seed)
        image, mask = made(*made_pair())
        before, mask_before = made_pair()
        assert torch.equal(mask, mask_before)
        means = [one.float().mean((1, 2)) for one in (image, before)]
        torch.testing.assert_close(*means, atol=2.0, rtol=0)
        apart.append(float((image[0].float() - image[2].float()).abs().max()))
    assert max(apart) > 10, "a grey picture gets coloured fringes"


def test_masks_turn_with_the_picture() -> None:
    plain = transforms.Augmentation(
        **{**dict.fromkeys(transforms.Augmentation.__dataclass_fields__, 0.0), "angle": 180.0, "scale": 0.2}
    )
    for seed in range(8):
        torch.manual_seed(seed)
        image, mask = transforms.training(plain, size=48)(*made_pair())
        dark = image.float().mean(0) < 140
        overlap = (dark & (mask[0] > 0)).sum() / (dark | (mask[0] > 0)).sum()
        assert overlap > 0.85
