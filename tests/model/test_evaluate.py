"""Evaluation: figures by hand, fields from cells, shortcuts found where they are, files as promised."""

import csv
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from allviewer.cli.main import main
from allviewer.core import metrics as core_metrics
from allviewer.model import evaluate, evaluate_plots, evaluation_run, shortcuts
from allviewer.model.card import Calibration
from allviewer.model.classifier import open_classifier
from allviewer.model.dataset import Cells
from allviewer.model.evaluate import Answers
from allviewer.model.files import drawing
from allviewer.model.recipe import Recipe
from tests.model.bundles import CARD, make
from tests.model.cells import OPTIONS, case, pack, picture, save


def answers() -> Answers:
    """Four pictures of three cells; the model is wrong on one cell of the last."""
    cases = tuple(case(n // 3, "pale" if n >= 6 else "dark", cell=n % 3 + 1) for n in range(12))
    truth = np.array([0] * 6 + [1] * 6)
    second = np.array([0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.9, 0.8, 0.7, 0.9, 0.8, 0.4])
    certain = np.array([True] * 11 + [False])
    return Answers(("dark", "pale"), cases, truth, np.stack([1 - second, second], 1), second * 0, certain)


def test_figures_by_hand() -> None:
    made = evaluate.figures(answers(), draws=50)
    assert made["cases"] == 12
    assert made["accuracy"]["value"] == pytest.approx(11 / 12)
    assert made["confusion"] == [[6, 0], [1, 5]]
    assert made["auroc"]["value"] == 1.0
    assert made["classes"]["pale"]["sensitivity"]["count"] == 5
    assert made["certain"] == {"coverage": 11 / 12, "error": 0.0, "wrongly": {"dark": 0, "pale": 0}}


def test_fields_are_the_mean_log_odds_of_their_cells() -> None:
    fields = evaluate.per_field(answers())
    assert len(fields.truth) == 4
    odds = (9 * 4 * (0.4 / 0.6)) ** (1 / 3)
    assert fields.probabilities[3, 1] == pytest.approx(odds / (1 + odds))
    assert fields.probabilities.sum(1) == pytest.approx(1)
    assert fields.certain.tolist() == [True, True, True, False]
    assert evaluate.figures(fields, draws=20)["accuracy"]["value"] == 1.0


def test_a_bundle_that_judges_by_field_is_measured_so(tmp_path: Path) -> None:
    """One cell a picture has no company; all in one picture are certain on one side alone."""
    bundle = tmp_path / "small"
    make(bundle, calibration=Calibration(thresholds=(0.5, 0.5), error_rates=(0.1, 0.1)), by_field=True)
    classifier = open_classifier(str(bundle), device="cpu")
    packed = pack(tmp_path / "cells.safetensors", per_class=12, crop_factor=1.6)
    together = replace(packed, cases=tuple(replace(c, picture="one") for c in packed.cases))
    labels = dict(zip(("dark", "pale"), CARD.classes, strict=True))
    apart, joined = (
        evaluate.ask(classifier, Cells([p], Recipe(labels=labels)), range(24)) for p in (packed, together)
    )
    assert apart.certain.all()
    logs = np.log(apart.probabilities)
    others = (logs.sum(0) - logs).argmax(1)
    assert joined.certain.tolist() == (others == apart.predicted).tolist()


def test_what_cannot_be_known_is_said_to_be_unknown() -> None:
    """No error among no certain cells, no interval from one block: neither is 0, nor sure."""
    unsure = replace(answers(), certain=np.zeros(12, np.bool_)).where(np.arange(12) < 6)
    made = evaluate.figures(unsure, draws=20)
    assert made["units"] == 1
    assert evaluate.plain(made)["accuracy"] == {"value": 1.0, "low": None, "high": None}
    assert evaluate.plain(made)["certain"]["error"] is None
    said = evaluation_run.summary({"model": "m", "split": "s", "per_cell": made})
    assert "accuracy 1.0000, " in said
    assert "nan" not in said
    assert said.endswith("certain 0.0 %")


def test_where_all_is_right_the_interval_is_not_narrow() -> None:
    """Every draw of the bootstrap says 1 then: three pictures that are right were told as 1 (1 to 1)."""
    cases = tuple(case(n * evaluate.BLOCK, ("dark", "pale")[n % 2]) for n in range(4))
    second = np.array([0.1, 0.9, 0.2, 0.8])
    certain = np.ones(4, np.bool_)
    four = Answers(
        ("dark", "pale"),
        cases,
        np.array([0, 1, 0, 1]),
        np.stack([1 - second, second], 1),
        second * 0,
        certain,
    )
    made = evaluate.figures(four, draws=50)
    assert made["units"] == 4
    assert made["accuracy"] == {"value": 1.0, "low": pytest.approx(0.025**0.25), "high": 1.0}
    for name in ("balanced_accuracy", "auroc"):
        assert evaluate.plain(made)[name] == {"value": 1.0, "low": None, "high": None}
    wrong = evaluate.figures(replace(four, truth=1 - four.truth), draws=50)["accuracy"]
    assert (wrong["value"], wrong["low"]) == (0.0, 0.0)
    assert wrong["high"] == pytest.approx(1 - 0.025**0.25)


def test_nothing_to_measure_is_no_error() -> None:
    none = answers().where(np.zeros(12, np.bool_))
    assert evaluate.figures(none) == {"cases": 0}


def test_shortcuts_are_found_where_they_are() -> None:
    random = np.random.default_rng(0)
    cases = [case(n, source="ab"[n % 2]) for n in range(400)]
    truth = np.zeros(400, np.int64)
    blind = random.normal(size=(400, 6))
    seeing = blind + np.array([[3.0 * (n % 2)] + [0.0] * 5 for n in range(400)])
    assert shortcuts.source_shortcut(blind, cases, truth)[0] == pytest.approx(0.5, abs=0.12)
    assert shortcuts.source_shortcut(seeing, cases, truth)[0] > 0.95


@pytest.mark.filterwarnings("error")
def test_rare_types_and_features_that_go_together_are_fitted_to_the_end() -> None:
    random = np.random.default_rng(0)
    truth = np.repeat(range(4), [2, 30, 60, 208])
    features = np.maximum(random.normal(size=(300, 1500)) + 10 * random.normal(size=(300, 1)), 0)
    cases = [case(n, source="ab"[n % 2]) for n in range(300)]
    assert set(shortcuts.leave_one_source_out(features, cases, truth)) == {"a", "b"}


def test_leave_one_source_out_needs_both_classes() -> None:
    random = np.random.default_rng(1)
    cases = [case(n, source="ab"[n % 2]) for n in range(200)]
    truth = np.array([(n // 2) % 2 for n in range(200)])
    features = random.normal(size=(200, 4)) + 3 * truth[:, None]
    found = shortcuts.leave_one_source_out(features, cases, truth)
    assert set(found) == {"a", "b"}
    assert min(found.values()) > 0.95


def test_the_command_writes_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = tmp_path / "small"
    make(bundle, calibration=Calibration(thresholds=(0.1, 0.1), error_rates=(0.1, 0.1)))
    packed = pack(tmp_path / "cells.safetensors", per_class=12, sources=("here", "there"), crop_factor=1.6)
    names = [f"--label={a}={b}" for a, b in zip(("dark", "pale"), CARD.classes, strict=True)]
    out = tmp_path / "out"
    given = ["--data", f"pack:{packed.path}", "--model", str(bundle), "--split", "all", *names]
    more = ["--crop-factor", "1.6", "--out", str(out), "--draws", "20", "--quiet", "--device", "cpu"]
    code = main(["evaluate", *given, *more])
    assert code == 0
    assert "all cells given" in capsys.readouterr().out
    metrics = json.loads((out / "metrics.json").read_text())
    assert metrics["per_cell"]["cases"] == 48
    assert set(metrics["per_source"]) == {"here", "there"}
    with (out / "cases.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 48
    assert {r["class"] for r in rows} == set(CARD.classes)
    told = np.array([[float(row[f"probability_{name}"]) for name in CARD.classes] for row in rows])
    truth = np.array([CARD.classes.index(row["class"]) for row in rows])
    assert [CARD.classes[k] for k in told.argmax(1)] == [row["predicted"] for row in rows]
    again, said = metrics["per_cell"], core_metrics.calibration_error(truth, told)
    assert said == pytest.approx(again["calibration_error"], abs=1e-6)
    assert core_metrics.macro_auroc(truth, told) == pytest.approx(again["auroc"]["value"], abs=1e-6)
    for name in ("confusion", "roc", "reliability", "risk_coverage"):
        assert (out / f"{name}.png").stat().st_size > 1000


def test_what_train_measures_evaluate_measures_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both cut cells as the bundle sees them, and who packs them otherwise is told."""
    for label in ("dark", "pale"):
        for n in range(12):
            save(tmp_path / "set" / label / f"{n}.png", picture(n, label=label))
    data = ["--data", f"folder:{tmp_path / 'set'}"]
    sides = ["--val-fraction", "0.2", "--test-fraction", "0.2", "--device", "cpu"]
    for name, more in (("small", []), ("large", ["--crop-size", "64"])):
        bundle = tmp_path / name
        assert main(["train", *data, *OPTIONS, *more, "--out", str(bundle)]) == 0
        told = "cells packed at 64 pixels and shown at 32" in capsys.readouterr().out
        assert told == (name == "large")
        again = ["evaluate", *data, *sides, "--model", str(bundle), "--no-shortcuts"]
        assert main([*again, "--out", str(tmp_path / f"{name}_figures")]) == 0
        assert "packed at" not in capsys.readouterr().out
    metrics = json.loads((tmp_path / "small_figures" / "metrics.json").read_text())
    card = json.loads((tmp_path / "small" / "card.json").read_text())
    assert metrics["per_cell"] == card["provenance"]["figures"]["per_cell"]


def test_a_split_is_that_of_the_training_or_this_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Patients are drawn: not by the training's seed, by which several bundles would each have its own."""
    table = tmp_path / "cells.csv"
    rows = []
    for label in ("dark", "pale"):
        for n in range(16):
            save(tmp_path / label / f"{n}.png", picture(n, label=label))
            rows.append(f"{label}/{n}.png,{label},{label}{n % 8}")
    table.write_text("path,label,group\n" + "\n".join(rows), encoding="utf-8")
    data = ["--data", f"csv:{table}", "--pack", str(tmp_path / "packed")]
    assert main(["train", *data, *OPTIONS, "--out", str(tmp_path / "made"), "--quiet"]) == 0  # --seed 3
    figures = json.loads((tmp_path / "made" / "card.json").read_text())["provenance"]["figures"]["per_cell"]
    sides = ["--val-fraction", "0.2", "--test-fraction", "0.2", "--device", "cpu"]
    again = ["evaluate", *data, *sides, "--model", str(tmp_path / "made"), "--no-shortcuts"]
    assert main([*again, "--out", str(tmp_path / "same")]) == 0
    assert json.loads((tmp_path / "same" / "metrics.json").read_text())["per_cell"] == figures
    assert "may know" not in capsys.readouterr().err
    for other in (["--fold", "1"], ["--split", "all"], ["--group-by", "block"]):
        assert main([*again, *other, "--out", str(tmp_path / "other")]) == 0
        assert "made learnt from cells too" in capsys.readouterr().err


def test_cells_left_out_as_held_out_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for source in ("home", "away"):
        for label in ("dark", "pale"):
            for n in range(8):
                save(tmp_path / source / label / f"{n}.png", picture(n, label=label))
    data = ["--data", f"folder:{tmp_path / 'home'}", "--data", f"folder:{tmp_path / 'away'}"]
    given = ["train", *data, *OPTIONS, "--out", str(tmp_path / "made")]
    assert main([*given, "--hold-source", "away"]) == 3  # copies of what is at home
    assert "Left out: 12 cells whose pictures are as good as held out." in capsys.readouterr().err


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("count", [2, 8, 30])
def test_pictures_have_room_for_all_classes(tmp_path: Path, count: int) -> None:
    """A name in every row and column; with thirty classes there was no room for them to be drawn in."""
    names = tuple(f"myelocyte {n:02}" for n in range(count))
    truth = np.repeat(np.arange(count), 3)
    random = np.random.default_rng(0)
    answers = Answers(
        names,
        tuple(case(n) for n in range(len(truth))),
        truth,
        random.dirichlet(np.ones(count), len(truth)),
        random.random(len(truth)),
        random.random(len(truth)) > 0.5,
    )
    evaluate_plots.write(tmp_path, answers, note="test side")
    with Image.open(tmp_path / "confusion.png") as picture:
        assert min(picture.size) > 20 * count


@pytest.mark.parametrize(
    "names",
    [("blast", "normal"), ("neutrophil", "lymphocyte", "monocyte"), ("Lymphocytes, large", "Stabs and segs")],
)
def test_names_of_classes_do_not_lie_on_each_other(tmp_path: Path, names: tuple[str, ...]) -> None:
    truth = np.arange(len(names))
    nothing = np.zeros(len(names))
    cases = tuple(case(n) for n in truth)
    made = Answers(names, cases, truth, np.eye(len(names)), nothing, nothing > 0)
    with drawing(tmp_path / "matrix.png", width=5.6, height=5.2) as figure:
        axes = figure.subplots()
        evaluate_plots._confusion(axes, made)
        figure.draw_without_rendering()
        boxes = [label.get_window_extent() for label in axes.get_xticklabels()]
        turned = axes.get_xticklabels()[0].get_rotation() > 0
    assert turned or all(left.x1 < right.x0 for left, right in pairwise(boxes))
