"""Tuning: comparisons and searches end in a table, and go on where they were."""

import csv
from pathlib import Path

import optuna
import pytest
from PIL import Image

from allviewer.cli.main import main
from allviewer.core.errors import DataError
from allviewer.model import tune
from tests.model.cells import pack

OPTIONS = [
    "--architecture",
    "mobilenet_v2",
    "--stages",
    "1x32",
    "--batch-size",
    "8",
    "--val-fraction",
    "0.2",
    "--test-fraction",
    "0.1",
    "--colour",
    "density",
    "--augment",
    "none",
    "--device",
    "cpu",
    "--quiet",
]


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(tmp_path_factory.mktemp("data") / "cells.safetensors", per_class=10).path


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "table.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_comparison_is_a_table_and_is_not_done_twice(
    packed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["tune", "--data", f"pack:{packed}", "--out", str(tmp_path), *OPTIONS]
    assert main([*given, "--compare", "optimizer=adam,sgd", "batch_size=4"]) == 0
    assert "balanced accuracy" in capsys.readouterr().out
    first = rows(tmp_path)
    assert {(r["optimizer"], r["batch_size"]) for r in first} == {("adam", "4"), ("sgd", "4")}
    assert (tmp_path / "table.png").stat().st_size > 1000
    for row in first:
        row["balanced_accuracy"] = "0.123000"
    with (tmp_path / "table.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(first[0]))
        writer.writeheader()
        writer.writerows(first)
    assert main([*given, "--compare", "optimizer=adam,sgd", "batch_size=4"]) == 0
    assert {r["balanced_accuracy"] for r in rows(tmp_path)} == {"0.123000"}  # taken from the table


def test_a_search_goes_on_where_it_was(packed: Path, tmp_path: Path) -> None:
    given = ["tune", "--data", f"pack:{packed}", "--out", str(tmp_path), *OPTIONS, "--trials", "1"]
    assert main(given) == 0
    assert main(given) == 0
    assert len(rows(tmp_path)) == 2
    assert {r["state"] for r in rows(tmp_path)} == {"complete"}


def test_what_is_done_is_said_at_once_and_the_picture_has_room_for_it(
    packed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["tune", "--data", f"pack:{packed}", *OPTIONS[:-1]]
    assert main([*given, "--out", str(tmp_path / "search"), "--trials", "2"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert [line.partition(": balanced accuracy ")[0] for line in said] == ["trial 0", "trial 1"]
    assert "weight_decay" in said[0]
    assert main([*given, "--out", str(tmp_path / "pair"), "--compare", "optimizer=adam,sgd"]) == 0
    assert [line[:8] for line in capsys.readouterr().err.splitlines()] == ["1 of 2: ", "2 of 2: "]
    with Image.open(tmp_path / "search/table.png") as wide, Image.open(tmp_path / "pair/table.png") as narrow:
        assert wide.width > 1.5 * narrow.width


def test_a_pruned_trial_leaves_no_state_behind(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(optuna.Trial, "should_prune", lambda _: True)
    assert main(["tune", "--data", f"pack:{packed}", "--out", str(tmp_path), *OPTIONS, "--trials", "1"]) == 0
    assert [r["state"] for r in rows(tmp_path)] == ["pruned"]
    assert not list(tmp_path.glob("**/state.pt"))


def test_a_search_that_goes_on_draws_other_trials(packed: Path, tmp_path: Path) -> None:
    given = ["tune", "--data", f"pack:{packed}", "--out", str(tmp_path), *OPTIONS, "--trials", "1"]
    assert main(given) == main(given) == 0
    assert len({r["lr"] for r in rows(tmp_path)}) == 2


def test_a_setting_that_comes_apart_is_a_row_and_the_rest_is_done(packed: Path, tmp_path: Path) -> None:
    given = ["tune", "--data", f"pack:{packed}", "--out", str(tmp_path), *OPTIONS, "--ema", "0"]
    rough = ["--optimizer", "sgd", "--weight-decay", "1000", "--schedule", "constant", "--epoch-size", "80"]
    for _ in range(2):  # the second time it is read from the table
        assert main([*given, *rough, "--compare", "lr=1000,0.001"]) == 0
        assert [(r["lr"], r["state"]) for r in rows(tmp_path)] == [("0.001", "complete"), ("1000.0", "fail")]
    assert not list(tmp_path.glob("**/state.pt"))


@pytest.mark.parametrize("option", ["optimizer", "magic=1", "batch_size=a"])
def test_wrong_choices_are_told(option: str) -> None:
    with pytest.raises(DataError):
        tune.parse_choices([option])
