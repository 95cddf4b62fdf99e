"""`allviewer models` on real folders: what it lists, what it says of damaged bundles, what it imports."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from allviewer import RESEARCH_USE
from allviewer.cli import models
from allviewer.cli.main import main
from allviewer.model import shelf
from allviewer.model.card import CARD_FILE, Calibration, Card

CARD = Card(
    name="mine",
    architecture="efficientnet_b3",
    classes=("blast", "normal"),
    input_size=128,
    crop_factor=1.6,
    calibration=Calibration(thresholds=(0.1, 0.1), error_rates=(0.01, 0.01)),
    weights_sha256="0123456789abcdef",
    provenance={"data": ["pbc8", "all_fields"], "figures": {"auroc": 0.98765}},
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of bundles; none is shipped or the person's own."""
    monkeypatch.setattr(shelf, "resources", lambda: tmp_path / "shipped")
    monkeypatch.setattr(shelf, "user_models", lambda: tmp_path / "own")
    (tmp_path / "bundles" / "mine").mkdir(parents=True)
    (tmp_path / "bundles" / "mine" / CARD_FILE).write_text(CARD.to_json())
    return tmp_path / "bundles"


def test_key_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", str(folder)]) == 0
    said = capsys.readouterr()
    for words in (
        "mine\n",
        "efficientnet_b3, 128 px, crop of 1.6 cell diameters",
        "blast, normal",
        "certain at an error rate of 1.0%",
        "pbc8, all_fields",
        "auroc: 0.9877",
        "0123456789ab\n",
        str(folder / "mine"),
        RESEARCH_USE,
    ):
        assert words in said.out
    assert said.err == ""


def test_a_damaged_bundle_is_named_and_the_rest_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken").mkdir()
    (folder / "broken" / CARD_FILE).write_text("{")
    assert main(["models", str(folder)]) == 1
    said = capsys.readouterr()
    assert "mine\n" in said.out
    assert f"{folder / 'broken' / CARD_FILE}: the card is damaged" in said.err


def test_nothing_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", str(tmp_path / "nowhere")]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert "no such folder" in said.err
    assert "no bundle was found" in said.err


def test_it_imports_no_torch() -> None:
    code = (
        "import sys; from allviewer.cli.main import main; main(['models']); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0


def test_figures_are_told_by_source_with_their_intervals(tmp_path: Path) -> None:
    figure = {"value": 0.9, "low": 0.8, "high": 0.95}
    provenance = {
        "data": {"train": {"here/blast": 10, "here/normal": 5, "there/normal": 1_000}},
        "figures_by_source": {
            "there": {"per_cell": {"accuracy": figure, "auroc": {"value": "high"}}},
            "one patient": {"per_cell": {"accuracy": {"value": 0.9, "low": None, "high": None}}},
            "nothing": None,
        },
    }
    lines = models.describe(tmp_path, replace(CARD, provenance=provenance))
    assert "  data      trained on 15 cells of here, 1,000 cells of there" in lines
    assert [line for line in lines if "measured" in line] == [
        "  measured  there, per cell: accuracy 0.900 (0.800–0.950)",
        "  measured  one patient, per cell: accuracy 0.900",
    ]
