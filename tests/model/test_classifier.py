"""The classifier on real small bundles: answers and refusals."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from allviewer.core.errors import BundleError, DeviceError
from allviewer.core.records import Crop, Triage
from allviewer.model import bundle, device
from allviewer.model.card import Abroad, Calibration, Preprocessing
from allviewer.model.classifier import open_classifier
from allviewer.model.preprocess import Preprocess
from tests.model.bundles import cameras_of, crops, make


def test_probabilities_are_the_calibrated_softmax_of_the_network(small: Path) -> None:
    classifier = open_classifier(str(small), device="cpu", batch_size=2)
    asked = crops(5)
    answer = classifier.classify(asked)
    opened = bundle.load(small)
    with torch.inference_mode():
        logits = opened.network(Preprocess(opened.card.preprocessing)(asked))
    expected = (logits / 1.5).softmax(1).numpy()
    got = np.array([p.probabilities for p in answer.predictions])
    np.testing.assert_allclose(got, expected, atol=1e-4)
    np.testing.assert_allclose(got.sum(1), 1, atol=1e-9)
    assert np.ptp(got[:, 0]) > 0.01  # or the comparison means little
    assert (answer.device, answer.notice) == ("cpu", "")


def test_heatmap_mean_and_bias_are_the_logit(small: Path) -> None:
    classifier = open_classifier(str(small), device="cpu")
    (prediction,) = classifier.classify(crops(1)).predictions
    assert prediction.heatmap is not None
    assert prediction.heatmap.dtype == np.float32
    assert prediction.heatmap.shape == (2, 3, 3)
    bias = bundle.load(small).network.head.classifier.bias.detach().numpy()
    logits = prediction.heatmap.mean((1, 2)) + bias
    expected = np.log(prediction.probabilities) * 1.5
    np.testing.assert_allclose(np.diff(logits), np.diff(expected), atol=1e-3)


def test_the_model_is_the_card(small: Path) -> None:
    classifier = open_classifier(str(small), device="cpu")
    card = bundle.load(small).card
    assert classifier.model == card.model
    assert classifier.model.sha256 == card.weights_sha256


def test_no_crops_no_predictions(small: Path) -> None:
    assert open_classifier(str(small), device="cpu").classify([]).predictions == ()


def test_answers_do_not_depend_on_the_batch(small: Path) -> None:
    asked = crops(7)
    one = open_classifier(str(small), device="cpu", batch_size=1).classify(asked)
    many = open_classifier(str(small), device="cpu", batch_size=7).classify(asked)
    for a, b in zip(one.predictions, many.predictions, strict=True):
        np.testing.assert_allclose(a.probabilities, b.probabilities, atol=1e-5)


@pytest.mark.parametrize(
    ("thresholds", "triage", "reason"),
    [
        ((0.5, 0.5), Triage.CERTAIN, ""),  # of two classes exactly one has half or more
        ((0.0, 0.0), Triage.REVIEW, "uncertain"),
        ((1.1, 1.1), Triage.REVIEW, "uncertain"),
        ((), Triage.REVIEW, "not calibrated"),
    ],
)
def test_triage_by_prediction_sets(
    tmp_path: Path, thresholds: tuple[float, ...], triage: Triage, reason: str
) -> None:
    make(tmp_path / "b", calibration=Calibration(thresholds=thresholds))
    for prediction in open_classifier(str(tmp_path / "b"), device="cpu").classify(crops(3)).predictions:
        assert (prediction.triage, prediction.reason) == (triage, reason)


@pytest.mark.parametrize(("far", "reason"), [(0.0, "unlike the training cells"), (1e9, "")])
def test_far_from_the_training_cells_is_for_review(tmp_path: Path, far: float, reason: str) -> None:
    make(tmp_path / "b", familiar=True, calibration=Calibration(thresholds=(0.5, 0.5), far=far))
    (prediction,) = open_classifier(str(tmp_path / "b"), device="cpu").classify(crops(1)).predictions
    assert prediction.reason == reason
    assert prediction.triage is (Triage.REVIEW if reason else Triage.CERTAIN)


def test_uncertainty_is_one_for_equal_classes_and_falls_with_confidence(tmp_path: Path) -> None:
    def uncertainty(temperature: float) -> float:
        make(tmp_path / "b", calibration=Calibration(temperature=temperature, thresholds=(0.5, 0.5)))
        classifier = open_classifier(str(tmp_path / "b"), device="cpu")
        return classifier.classify(crops(1)).predictions[0].uncertainty

    assert uncertainty(1e6) == pytest.approx(1.0)
    assert uncertainty(1.0) < 1.0
    assert uncertainty(1e-3) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "words"),
    [("tpu", "no device"), ("cuda:99", "no GPU"), ("mps", "no Apple GPU"), ("cuda:x", "no device")],
)
def test_a_device_that_is_not_there(small: Path, name: str, words: str) -> None:
    if name == "mps" and torch.backends.mps.is_available():
        pytest.skip("this machine has an Apple GPU")
    with pytest.raises(DeviceError, match=words):
        open_classifier(str(small), device=name)


def test_a_bundle_whose_results_are_not_numbers(tmp_path: Path) -> None:
    make(tmp_path / "b")
    opened = bundle.load(tmp_path / "b")
    with torch.no_grad():
        opened.network.head.classifier.weight.fill_(3e38)
    opened.network.head.classifier.float()
    # Saved by hand: fp16 cannot hold such weights, fp32 can.
    bundle.save(tmp_path / "b", opened.network, opened.card)
    with pytest.raises(BundleError, match="not numbers"):
        open_classifier(str(tmp_path / "b"), device="cpu").classify(crops(1))


def test_the_door_opens_without_torch() -> None:
    code = "import sys, allviewer.model.classifier, allviewer.model.card; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_torch_that_does_not_load_is_told(small: Path) -> None:
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "from allviewer.core.errors import DeviceError\n"
        "from allviewer.model.classifier import open_classifier\n"
        "try: open_classifier(sys.argv[1])\n"
        "except DeviceError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(small)], check=True, capture_output=True, text=True
    )
    assert done.stdout.startswith("PyTorch could not be loaded")


@pytest.fixture(scope="module")
def travelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle that knows the cameras of `crops`, and reads those of others in grey and by their size."""
    directory = tmp_path_factory.mktemp("bundles") / "travelled"
    sure = Calibration(temperature=0.5, thresholds=(0.5, 0.5), error_rates=(0.05, 0.05), far=1e9)
    make(
        directory,
        familiar=True,
        known=cameras_of(crops(60, seed=3)),
        calibration=sure,
        abroad=Abroad(
            Preprocessing(colour="grey_parts", std=(2.0, 2.0, 2.0)),
            replace(sure, temperature=1.5, size=(4.0, 0.0)),
        ),
    )
    return directory


def dimmed(cells: list[Crop]) -> list[Crop]:
    """The same cells under half the light."""
    return [replace(crop, pixels=crop.pixels // 2) for crop in cells]


def test_each_cell_is_read_as_its_camera_asks(travelled: Path) -> None:
    home, foreign = crops(4, seed=3), dimmed(crops(3, seed=5))
    answer = open_classifier(str(travelled), device="cpu").classify([*home[:2], *foreign, *home[2:]])
    got = np.array([p.probabilities for p in answer.predictions])
    opened = bundle.load(travelled)
    assert opened.card.abroad is not None
    with torch.inference_mode():
        at_home = opened.network(Preprocess(opened.card.preprocessing)(home)) / 0.5
        abroad = opened.network(Preprocess(opened.card.abroad.preprocessing)(foreign)) / 1.5
    expected = torch.cat([at_home[:2], abroad, at_home[2:]]).softmax(1).numpy()
    np.testing.assert_allclose(got, expected, atol=1e-4)
    other = ["another camera" in p.reason for p in answer.predictions]
    assert other == [False, False, True, True, True, False, False]
    assert all(p.triage is Triage.REVIEW for p in answer.predictions[2:5])


def test_the_size_counts_for_foreign_cells_alone(travelled: Path) -> None:
    classifier = open_classifier(str(travelled), device="cpu")

    def blast(cells: list[Crop], width: float | None) -> list[float]:
        sized = [replace(crop, nucleus_red_cells=width) for crop in cells]
        return [p.probabilities[0] for p in classifier.classify(sized).predictions]

    home, foreign = crops(3, seed=3), dimmed(crops(3, seed=5))
    assert blast(home, 2.4) == blast(home, None)
    for narrow, unknown, wide in zip(*(blast(foreign, w) for w in (0.9, None, 2.4)), strict=True):
        assert narrow < unknown < wide


def test_where_cores_are_shared_networks_take_half_of_them_however_often_they_are_opened(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = torch.get_num_threads()
    try:
        monkeypatch.setattr(device, "_ALLOWED", 8)
        torch.set_num_threads(8)
        open_classifier(str(small), device="cpu")
        assert torch.get_num_threads() == 8, "who works alone has all"
        for _ in range(2):
            open_classifier(str(small), device="cpu", shared=True)
            assert torch.get_num_threads() == 4
        torch.set_num_threads(1)
        open_classifier(str(small), device="cpu", shared=True)
        assert torch.get_num_threads() == 1, "a person asked for fewer"
    finally:
        torch.set_num_threads(before)
