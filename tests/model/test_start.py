"""Where a training starts and how it shows cells where nobody says so."""

import json
from pathlib import Path

import pytest
import torch

from allviewer.cli.main import main
from allviewer.model import bundle, card, shelf, start
from allviewer.model.recipe import Recipe
from tests.model.bundles import CARD, make

OF_B3 = ("efficientnet_b3", "multi_attention_efficientnet_b3", "efficientnet_b3_gru")


@pytest.mark.parametrize("architecture", OF_B3)
def test_where_no_start_is_named_it_is_the_bundle_that_knows_blood_cells(architecture: str) -> None:
    named = start.chosen("auto", architecture=architecture)
    made = start.start_network(named, Recipe(architecture=architecture), classes=("a", "b", "c"))
    known = bundle.load(shelf.resolve("wbc8")).network.backbone.state_dict()
    assert all(torch.equal(value, known[name]) for name, value in made.backbone.state_dict().items())


def test_a_start_that_does_not_fit_or_is_named_is_not_replaced() -> None:
    assert start.chosen("auto", architecture="resnet50") == "none"
    assert start.chosen("none", architecture="efficientnet_b3") == "none"


def trained(packed: Path, out: Path, *more: str) -> card.Card:
    """The card of a short training of which is not said how cells are shown."""
    short = ["--architecture", CARD.architecture, "--stages", "1x32", "--device", "cpu"]
    assert main(["train", "--data", f"pack:{packed}", "--out", str(out), *short, *more]) == 0
    return card.read(out)


def test_cells_are_shown_as_the_start_knows_them_and_its_licence_is_kept(
    packed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = card.Preprocessing(mean=(0.2,) * 3, std=(0.3,) * 3, colour="density", black=True)
    known = {"licences": "CC BY 4.0 (X)", "data": {"train": {"lab/blast": 3, "lab/normal": 2}}}
    begun = make(tmp_path / "start", preprocessing=shown, provenance=known)
    init = ["--init", str(tmp_path / "start")]
    made = trained(packed, tmp_path / "as_it", *init, "--licences", "ours")
    assert begun.preprocessing == shown
    assert made.preprocessing == shown
    assert made.provenance["licences"] == f"ours; start weights {init[1]}: CC BY 4.0 (X)"
    assert "which learnt from lab: these pictures are no fair test of it." in capsys.readouterr().err
    assert trained(packed, tmp_path / "otherwise", *init, "--colour", "rgb").preprocessing.colour == "rgb"
    assert not trained(packed, tmp_path / "plain", *init, "--median", "3").preprocessing.black


@pytest.mark.parametrize(
    ("compared", "begun"),
    [
        (["optimizer=adam,sgd"], "wbc8"),
        (["architecture=efficientnet_b3,deep_cnn"], "none"),
    ],
)
def test_what_is_compared_starts_alike(
    compared: list[str],
    begun: str,
    packed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from allviewer.model import tune

    monkeypatch.setattr(tune, "compare", lambda *_: [])
    options = ["--data", f"pack:{packed}", "--stages", "1x32", "--device", "cpu", "--out", str(tmp_path)]
    assert main(["tune", *options, "--compare", *compared]) == 0
    basis = json.loads((tmp_path / "basis.json").read_text("utf-8"))
    assert basis["start"] == begun
    assert ("Starts from wbc8, which learnt from pbc8" in capsys.readouterr().err) == (begun == "wbc8")
    assert basis["recipe"]["preprocessing"]["colour"] == ("density" if begun == "wbc8" else "rgb")
    if begun == "wbc8":  # trials of another start do not compare with these
        assert main(["tune", *options, "--compare", *compared, "--init", "none", "--colour", "density"]) == 3


def test_how_it_was_split_reads_well_wherever_it_stands(
    packed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    apart = ["--group-by", "random", "--val-fraction", "0.2", "--test-fraction", "0.2"]
    made = trained(packed, tmp_path / "made", *apart)
    said = capsys.readouterr()
    assert "\nSplit at random (random split: optimistic)." in said.err
    assert "test side, split at random (random split: optimistic)" in said.out
    assert made.provenance["split"] == "at random (random split: optimistic)"
    data = ["--data", f"pack:{packed}", *apart, "--split", "test", "--draws", "5", "--no-shortcuts"]
    model = ["--model", str(tmp_path / "made"), "--out", str(tmp_path / "figures"), "--device", "cpu"]
    assert main(["evaluate", *data, *model]) == 0
    metrics = json.loads((tmp_path / "figures" / "metrics.json").read_text("utf-8"))
    assert metrics["split"].startswith("test side, split at random (random split: optimistic)")
