"""Bundles: written and read back equal; every fault refused in a plain sentence, nothing executed."""

import json
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

from allviewer.core.errors import BundleError, OutputError
from allviewer.model import architectures, bundle, card
from allviewer.model.card import (
    CARD_FILE,
    STATISTICS_FILE,
    WEIGHTS_FILE,
    Abroad,
    Calibration,
    Preprocessing,
)
from tests.model.bundles import CARD, Bomb, cameras_of, crops, make


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("bundles") / "small"
    make(directory, familiar=True, calibration=Calibration(thresholds=(0.1, 0.1), far=3.0))
    return directory


@pytest.fixture
def small(whole: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return Path(shutil.copytree(whole, tmp_path / "small"))


def rehash(directory: Path, **changes: object) -> None:
    """Make the card fit the weights again, with `changes`: what a careful forger would do."""
    raw = json.loads((directory / CARD_FILE).read_text())
    raw["weights_sha256"] = bundle.sha256((directory / WEIGHTS_FILE).read_bytes())
    raw.pop("answers_sha256", "")
    (directory / CARD_FILE).write_text(json.dumps({**raw, **changes}))


def test_round_trip(small: Path) -> None:
    opened = bundle.load(small)
    assert opened.familiarity is not None
    assert opened.card.classes == CARD.classes
    assert not opened.network.training
    again = small.parent / "again"
    card_again = bundle.save(again, opened.network, opened.card, familiarity=opened.familiarity)
    assert card_again == opened.card  # the same bytes, the same hashes
    for name, tensor in bundle.load(again).network.state_dict().items():
        assert torch.equal(tensor, opened.network.state_dict()[name])


def test_the_cameras_that_it_knows_are_kept_and_asked_for(tmp_path: Path) -> None:
    abroad = Abroad(Preprocessing(colour="grey_parts"), Calibration())
    known = cameras_of(crops(20))
    made = make(tmp_path / "b", familiar=True, known=known, abroad=abroad)
    opened = bundle.load(tmp_path / "b")
    assert opened.card == made
    assert opened.cameras is not None
    assert torch.equal(opened.cameras.limit, known.limit)
    make(tmp_path / "without", familiar=True, abroad=abroad)
    with pytest.raises(BundleError, match="the statistics are wrong"):
        bundle.load(tmp_path / "without")


def test_kernels_are_half_precision_on_disk_and_single_in_memory(small: Path) -> None:
    stored = load_file(small / WEIGHTS_FILE)
    assert all(t.dtype == torch.float16 for t in stored.values() if t.ndim > 1)
    loaded = bundle.load(small).network.state_dict()
    assert all(t.dtype in (torch.float32, torch.int64) for t in loaded.values())


def test_saving_leaves_only_whole_files(small: Path) -> None:
    assert {p.name for p in small.iterdir()} == {CARD_FILE, WEIGHTS_FILE, STATISTICS_FILE}


def test_weights_that_are_not_finite_are_not_saved(tmp_path: Path) -> None:
    network = architectures.build("mobilenet_v2", classes=2)
    with torch.no_grad():
        network.head.classifier.weight[0, 0] = torch.nan
    with pytest.raises(ValueError, match="finite"):
        bundle.save(tmp_path / "b", network, CARD)
    assert not (tmp_path / "b").exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="could not be written"):
        bundle.save(tmp_path / "file" / "b", architectures.build("mobilenet_v2", classes=2), CARD)


@pytest.mark.parametrize("torch_file", [False, True])
@pytest.mark.parametrize("file", [WEIGHTS_FILE, STATISTICS_FILE, CARD_FILE])
def test_a_pickle_in_disguise_is_not_run(small: Path, file: str, torch_file: bool) -> None:
    trace = small.parent / "executed"
    if torch_file:
        torch.save(Bomb(trace), small / file)
    else:
        (small / file).write_bytes(pickle.dumps(Bomb(trace)))
    if file == WEIGHTS_FILE:
        rehash(small)
    elif file == STATISTICS_FILE:
        rehash(small, statistics_sha256=bundle.sha256((small / file).read_bytes()))
    with pytest.raises(BundleError):
        bundle.load(small)
    assert not trace.exists()
    pickle.loads(pickle.dumps(Bomb(trace)))  # the bomb works
    assert trace.exists()


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.999])
@pytest.mark.parametrize("told", [False, True])
def test_truncated_weights(small: Path, share: float, told: bool) -> None:
    content = (small / WEIGHTS_FILE).read_bytes()
    (small / WEIGHTS_FILE).write_bytes(content[: int(len(content) * share)])
    if told:
        rehash(small)
    with pytest.raises(BundleError, match="not a safetensors file" if told else "SHA-256"):
        bundle.load(small)


def test_one_flipped_bit_is_told_by_the_hash(small: Path) -> None:
    content = bytearray((small / WEIGHTS_FILE).read_bytes())
    content[-1] ^= 1
    (small / WEIGHTS_FILE).write_bytes(content)
    with pytest.raises(BundleError, match=r"weights\.safetensors.*SHA-256.*Copy the bundle anew"):
        bundle.load(small)


@pytest.mark.parametrize(
    ("file", "words"),
    [(CARD_FILE, "card.json is missing"), (WEIGHTS_FILE, "missing"), (STATISTICS_FILE, "missing")],
)
def test_missing_files(small: Path, file: str, words: str) -> None:
    (small / file).unlink()
    with pytest.raises(BundleError, match=words):
        bundle.load(small)


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="no such bundle"):
        bundle.load(tmp_path / "nowhere")


def _tensors(directory: Path, change: Callable[[dict[str, torch.Tensor]], object]) -> None:
    tensors = load_file(directory / WEIGHTS_FILE)
    change(tensors)
    save_file(tensors, directory / WEIGHTS_FILE)
    rehash(directory)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: t.pop("head.classifier.bias"), "lacks head.classifier.bias"),
        (lambda t: t.update(extra=torch.zeros(3)), "unknown extra"),
        (lambda t: t.update({"head.classifier.bias": torch.zeros(5)}), r"shape \(5,\) instead of \(2,\)"),
        (lambda t: t["head.classifier.weight"].fill_(torch.nan), "not numbers"),
        (lambda t: t["head.classifier.weight"].fill_(torch.inf), "not numbers"),
        (lambda t: t.update({"head.classifier.bias": torch.zeros(2, dtype=torch.int32)}), "wrong kind"),
    ],
)
def test_weights_that_do_not_fit(
    small: Path, change: Callable[[dict[str, torch.Tensor]], object], words: str
) -> None:
    _tensors(small, change)
    with pytest.raises(BundleError, match=words):
        bundle.load(small)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"classes": ["a", "b", "c"], "calibration": {}}, "shape"),
        ({"architecture": "resnet50"}, "lacks|unknown"),
        ({"architecture": "alexnet"}, "no architecture"),
        ({"architecture": "../../os"}, "no architecture"),
        ({"weights": "../weights.safetensors"}, "inside the bundle"),
        ({"weights": "/etc/passwd"}, "inside the bundle"),
        ({"weights": "..\\w.safetensors"}, "inside the bundle"),
        ({"weights": "C:w.safetensors"}, "inside the bundle"),
        ({"weights": ""}, "weights"),
        ({"statistics": "../statistics.safetensors"}, "inside the bundle"),
        ({"statistics": ""}, "statistics"),
        ({"weights_sha256": ""}, "SHA-256"),
    ],
)
def test_cards_that_do_not_fit(small: Path, changes: dict[str, object], words: str) -> None:
    raw = json.loads((small / CARD_FILE).read_text())
    raw.pop("answers_sha256", "")
    (small / CARD_FILE).write_text(json.dumps({**raw, **changes}))
    with pytest.raises(BundleError, match=words):
        bundle.load(small)


def test_a_link_out_of_the_bundle_is_not_followed(small: Path) -> None:
    outside = small.parent / "elsewhere.safetensors"
    (small / WEIGHTS_FILE).rename(outside)
    (small / WEIGHTS_FILE).symlink_to(outside)
    with pytest.raises(BundleError, match="outside the bundle"):
        bundle.load(small)


def test_statistics_of_another_network(small: Path) -> None:
    save_file({"means": torch.zeros(2, 7)}, small / STATISTICS_FILE)
    rehash(small, statistics_sha256=bundle.sha256((small / STATISTICS_FILE).read_bytes()))
    with pytest.raises(BundleError, match="statistics"):
        bundle.load(small)


def test_an_interrupted_rewrite_is_told(small: Path) -> None:
    """New weights beside the old card, as a kill between the two leaves them."""
    other = small.parent / "other"
    make(other, seed=1)
    (small / WEIGHTS_FILE).write_bytes((other / WEIGHTS_FILE).read_bytes())
    with pytest.raises(BundleError, match="SHA-256"):
        bundle.load(small)


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    directory = tmp_path_factory.mktemp("damaged") / "b"
    make(directory)
    return directory, (directory / WEIGHTS_FILE).read_bytes()


@settings(max_examples=20)
@given(data=st.data())
def test_no_bytes_as_weights_do_anything_but_be_refused(
    damaged: tuple[Path, bytes], data: st.DataObject
) -> None:
    directory, whole = damaged
    start = data.draw(st.integers(0, 4000))
    noise = data.draw(st.binary(min_size=1, max_size=64))
    content = whole[:start] + noise + whole[start + len(noise) :]
    (directory / WEIGHTS_FILE).write_bytes(content)
    rehash(directory)
    if content != whole:
        with pytest.raises(BundleError):
            bundle.load(directory)


def test_the_card_is_the_model(small: Path) -> None:
    opened = bundle.load(small)
    assert opened.card.model.sha256 == opened.card.weights_sha256
    assert replace(opened.card, name="x").model.name == "x"
    assert card.read(small) == opened.card


@pytest.mark.parametrize("name", architectures.NAMES)
def test_every_architecture_is_saved_and_opened_whole(tmp_path: Path, name: str) -> None:
    torch.manual_seed(0)
    network = architectures.build(name, classes=2).eval()
    bundle.save(tmp_path / "b", network, replace(CARD, architecture=name))
    opened = bundle.load(tmp_path / "b").network
    assert not any(t.is_meta for t in (*opened.parameters(), *opened.buffers()))
    for key, tensor in opened.state_dict().items():
        torch.testing.assert_close(tensor, network.state_dict()[key], atol=1e-3, rtol=1e-3)
