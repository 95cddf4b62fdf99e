"""The sum rule: probabilities, disagreement, votes of sets, and members that want different crops."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from allviewer.core.errors import BundleError
from allviewer.core.records import Triage
from allviewer.model import ensemble
from allviewer.model.card import Calibration
from allviewer.model.classifier import find, open_classifier
from allviewer.model.reading import Reading
from tests.model.bundles import CARD, SIDE, crops, make

MAPS = np.zeros((1, 2, 3, 3), np.float32)


def reading(blast: float, *, sets: tuple[bool, bool] | None = None, far: bool | None = None) -> Reading:
    return Reading(
        probabilities=np.array([[blast, 1 - blast]]),
        sets=None if sets is None else np.array([sets]),
        far=None if far is None else np.array([far]),
        maps=MAPS,
    )


def together(*readings: Reading) -> ensemble.Prediction:
    cards = [CARD] * len(readings)
    (prediction,) = ensemble.predictions(readings, cards, ensemble.joined(cards))
    return prediction


def test_probabilities_are_the_mean() -> None:
    assert together(reading(0.9), reading(0.5), reading(0.1)).probabilities == pytest.approx((0.5, 0.5))


def test_disagreement_is_mutual_information() -> None:
    assert together(reading(0.7), reading(0.7)).uncertainty == pytest.approx(0, abs=1e-12)
    assert together(reading(1.0), reading(0.0)).uncertainty == pytest.approx(1)  # one bit of one bit
    p, q = 0.9, 0.4
    mean = (p + q) / 2
    entropy = lambda x: -x * np.log2(x) - (1 - x) * np.log2(1 - x)  # noqa: E731  # a formula
    expected = entropy(mean) - (entropy(p) + entropy(q)) / 2
    assert together(reading(p), reading(q)).uncertainty == pytest.approx(expected)


def test_one_bundle_has_its_entropy() -> None:
    assert together(reading(0.5)).uncertainty == pytest.approx(1)
    assert together(reading(1.0)).uncertainty == 0


YES, NO, BOTH, NONE = (True, False), (False, True), (True, True), (False, False)


@pytest.mark.parametrize(
    ("blasts", "sets", "reason"),
    [
        ((0.9, 0.8, 0.9), (YES, YES, YES), ""),
        ((0.9, 0.9, 0.4), (YES, YES, BOTH), ""),  # blast 3 of 3, normal 1 of 3
        ((0.9, 0.4, 0.4), (YES, BOTH, BOTH), "uncertain"),
        ((0.9, 0.4, 0.2), (YES, NONE, NO), "uncertain"),  # no class in more than half
        ((0.6, 0.6, 0.0), (YES, YES, NO), "uncertain"),  # the vote is for blast, the mean for normal
        ((0.9, 0.9, 0.9), (YES, YES, None), "not calibrated"),
    ],
)
def test_the_set_is_the_majority_of_the_sets(
    blasts: tuple[float, ...], sets: tuple[tuple[bool, bool] | None, ...], reason: str
) -> None:
    prediction = together(*(reading(b, sets=s) for b, s in zip(blasts, sets, strict=True)))
    assert prediction.reason == reason
    assert prediction.triage is (Triage.REVIEW if reason else Triage.CERTAIN)


@pytest.mark.parametrize(
    ("far", "reason"),
    [
        ((True, True), "unlike the training cells"),
        ((True, False), "unlike the training cells"),
        ((False, False), ""),
        ((None, None), ""),
        ((None, True), "unlike the training cells"),
    ],
)
def test_far_is_half_the_votes_of_those_that_measure_it(far: tuple[bool | None, ...], reason: str) -> None:
    assert together(*(reading(0.9, sets=YES, far=f) for f in far)).reason == reason


def test_cells_of_another_camera_are_never_certain() -> None:
    (here, there) = (replace(reading(0.9, sets=YES, far=False), strange=np.array([s])) for s in (False, True))
    assert together(here).triage is Triage.CERTAIN
    assert together(there).reason == "another camera than the training's"
    assert together(there).triage is Triage.REVIEW
    assert together(here, there).triage is Triage.REVIEW


def test_both_reasons_are_told() -> None:
    assert together(reading(0.5, sets=BOTH, far=True)).reason == "uncertain, unlike the training cells"


def test_members_may_order_their_classes_otherwise() -> None:
    other = replace(CARD, classes=("normal", "blast"))
    cards = [CARD, other]
    turned = Reading(
        np.array([[0.1, 0.9]]), None, None, MAPS + np.array([1, 2], np.float32)[None, :, None, None]
    )
    first = replace(reading(0.9), maps=MAPS + np.array([2, 1], np.float32)[None, :, None, None])
    (prediction,) = ensemble.predictions([first, turned], cards, ensemble.joined(cards))
    assert prediction.probabilities == pytest.approx((0.9, 0.1))
    assert prediction.heatmap is not None
    np.testing.assert_allclose(prediction.heatmap[:, 1, 1], [2, 1])


def test_other_classes_are_refused() -> None:
    with pytest.raises(BundleError, match="their classes differ"):
        ensemble.joined([CARD, replace(CARD, classes=("blast", "lymphocyte"))])


def test_the_common_crop_holds_every_member_s() -> None:
    wide, fine = replace(CARD, crop_factor=2.4), replace(CARD, input_size=128)
    model = ensemble.joined([CARD, wide, fine])
    assert model.crop_factor == 2.4
    assert model.input_size == 192  # 128 px of 1.6 diameters are 192 of 2.4
    (crop,) = crops(1, side=192)
    for card in (CARD, wide, fine):
        own = ensemble.crop_for(card, model, crop)
        assert own.pixels.shape == (card.input_size, card.input_size, 3)
        assert own.nucleus.shape == own.cell.shape == own.pixels.shape[:2]
    np.testing.assert_array_equal(ensemble.crop_for(fine, model, crop).pixels, crop.pixels[32:160, 32:160])


def test_a_narrow_member_s_map_lies_in_the_middle() -> None:
    cards = [replace(CARD, crop_factor=3.2), CARD]
    seen = replace(reading(0.9), maps=np.ones((1, 2, 3, 3), np.float32))
    (prediction,) = ensemble.predictions([reading(0.9), seen], cards, ensemble.joined(cards))
    assert prediction.heatmap is not None
    np.testing.assert_allclose(prediction.heatmap[0], np.pad(np.full((3, 3), 0.5), ((1, 2), (1, 2))))


def test_opened_by_name_and_run_together(tmp_path: Path) -> None:
    names = []
    for seed, factor in ((1, 1.6), (2, 1.6), (3, 2.0)):
        make(tmp_path / f"m{seed}", seed=seed, crop_factor=factor, calibration=Calibration(temperature=seed))
        names.append(str(tmp_path / f"m{seed}"))
    both = open_classifier("+".join(names), device="cpu", batch_size=2)
    assert both.model.name == "m1+m2+m3"
    assert both.model.sha256.count("+") == 2
    assert both.model.input_size == SIDE * 2.0 / 1.6
    answer = both.classify(crops(3, side=both.model.input_size))
    assert len(answer.predictions) == 3
    for prediction in answer.predictions:
        assert sum(prediction.probabilities) == pytest.approx(1)
        assert 0 <= prediction.uncertainty <= 1
        assert prediction.heatmap is not None
        assert np.isfinite(prediction.heatmap).all()


def test_equal_members_add_nothing(tmp_path: Path) -> None:
    make(tmp_path / "a", seed=1)
    make(tmp_path / "b", seed=1)
    one = open_classifier(str(tmp_path / "a"), device="cpu").classify(crops(2))
    two = open_classifier(f"{tmp_path / 'a'}+{tmp_path / 'b'}", device="cpu").classify(crops(2))
    for single, double in zip(one.predictions, two.predictions, strict=True):
        assert double.probabilities == pytest.approx(single.probabilities)
        assert double.uncertainty == pytest.approx(0, abs=1e-9)
        assert single.heatmap is not None
        assert double.heatmap is not None
        np.testing.assert_allclose(double.heatmap, single.heatmap, atol=1e-5)


def test_a_bundle_named_twice_is_refused(tmp_path: Path) -> None:
    make(tmp_path / "a")
    with pytest.raises(BundleError, match="twice"):
        find(f"{tmp_path / 'a'}+{tmp_path / 'a'}")
