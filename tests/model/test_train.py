"""Training: it learns, it resumes to the same weights after a kill, and draws as it should."""

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from allviewer.core.errors import DataError
from allviewer.model import bundle, data, judgement, start
from allviewer.model.dataset import Cells, drawn, weights
from allviewer.model.options import error_rates
from allviewer.model.recipe import Recipe, Stage, from_json, parse_stages
from allviewer.model.schedule import schedule
from allviewer.model.training import STATE_FILE
from tests.model.bundles import make
from tests.model.cells import OPTIONS, SIDE, pack


def command(packed: Path, out: Path, *more: str) -> list[str]:
    data = ["--data", f"pack:{packed}", "--out", str(out)]
    return [sys.executable, "-m", "allviewer", "train", *data, *OPTIONS, *more]


ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}


@pytest.mark.slow
def test_a_killed_training_resumes_to_the_same_weights(packed: Path, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    subprocess.run(command(packed, whole), check=True, env=ENVIRONMENT, capture_output=True)
    first = subprocess.Popen(command(packed, broken), env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert "epoch 1" in first.stdout.readline()
    first.send_signal(signal.SIGKILL)
    first.wait()
    first.stdout.close()
    assert not (broken / "card.json").exists()
    again = subprocess.run(
        command(packed, broken, "--resume"), check=True, env=ENVIRONMENT, capture_output=True, text=True
    )
    assert "epoch 1 " not in again.stdout  # what was done is not done again
    cards = [bundle.load(d).card for d in (whole, broken)]
    assert cards[0].weights_sha256 == cards[1].weights_sha256
    logs = [re.sub(r",[\d.]+$", "", (d / "log.csv").read_text(), flags=re.M) for d in (whole, broken)]
    assert logs[0] == logs[1]  # but for the seconds


def test_it_learns_and_writes_a_bundle_that_opens(packed: Path, tmp_path: Path) -> None:
    from allviewer.cli.main import main

    out = tmp_path / "made"
    options = [o if o != "1x32,2x32" else "10x32" for o in OPTIONS]
    options += ["--lr", "0.001"]  # a loss that swings would fall or not by the number of threads
    assert main(["train", "--data", f"pack:{packed}", "--out", str(out), *options, "--quiet"]) == 0
    card = bundle.load(out).card
    assert card.classes == ("dark", "pale")
    assert card.provenance["split"] == "by contiguous blocks of pictures in file order"
    assert card.provenance["figures"]["per_cell"]["cases"] > 0
    assert (out / "curve.png").stat().st_size > 1000
    lines = (out / "log.csv").read_text().splitlines()
    assert len(lines) == 11
    losses = [float(line.split(",")[3]) for line in lines[1:]]
    assert min(losses[5:]) < 0.85 * losses[0]


def test_a_folder_called_as_a_shipped_bundle_is_measured_itself(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allviewer.cli.main import main

    monkeypatch.chdir(tmp_path)
    assert main(["train", "--data", f"pack:{packed}", "--out", "all_b3", *OPTIONS, "--quiet"]) == 0
    assert bundle.load(tmp_path / "all_b3").card.provenance["figures"]["per_cell"]["cases"] > 0


@pytest.mark.parametrize("per_class", [2, 3, 4, 6])
def test_few_cells_make_a_bundle_or_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], per_class: int
) -> None:
    """What such sides cannot tell is null in the card."""
    from allviewer.cli.main import main

    few, out = pack(tmp_path / "few.safetensors", per_class=per_class).path, tmp_path / "made"
    code = main(["train", "--data", f"pack:{few}", "--out", str(out), *OPTIONS, "--quiet"])
    assert code in (0, 3)
    if code == 0:
        assert json.loads((out / "card.json").read_text())["provenance"]["figures"]
        bundle.load(out)
    else:
        said = capsys.readouterr().err
        assert "Traceback" not in said
        assert said.startswith("allviewer: ")


def test_a_folder_in_use_is_not_overwritten(
    packed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from allviewer.cli.main import main

    (tmp_path / STATE_FILE).touch()
    assert main(["train", "--data", f"pack:{packed}", "--out", str(tmp_path), *OPTIONS]) == 3
    assert "a training lies there" in capsys.readouterr().err


def test_training_imports_no_qt_and_no_optuna() -> None:
    code = (
        "import sys, allviewer.cli.train, allviewer.model.training_run as t;"
        "bad = [m for m in ('PySide6', 'optuna', 'matplotlib', 'pytorch_grad_cam') if m in sys.modules];"
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, env=ENVIRONMENT, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        (("--size", "blst=4"), '"blst" is no class of the model'),
        (("--error-rate", "blst=0.1"), '"blst" is no class of the model'),
        (("--error-rate", "often"), '"often" is not a number'),
        (("--error-rate", "1.5"), "a number from 0 to 1"),
    ],
)
def test_what_the_card_cannot_promise_is_refused_before_the_training(
    option: tuple[str, str], reason: str, packed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from allviewer.cli.main import main

    out = tmp_path / "run"
    options = ["--data", f"pack:{packed}", "--out", str(out), *OPTIONS, *option]
    assert main(["train", *options]) == 3
    assert reason in capsys.readouterr().err
    assert not (out / STATE_FILE).exists()


def test_error_rates_are_a_class_s_own_or_everyones() -> None:
    assert error_rates([], "ab") == (0.01, 0.01)
    assert error_rates(["0.05"], "ab") == (0.05, 0.05)
    assert error_rates(["a=0.02", "0.05"], "abc") == (0.02, 0.05, 0.05)


def test_recipe_survives_json_and_refuses_nonsense() -> None:
    recipe = Recipe(stages=parse_stages("2x64,1x96"), labels={"a": "b"}, augmentation={"blur": 0.5})
    assert from_json(recipe.to_json()) == recipe
    assert [recipe.size_at(e) for e in range(3)] == [64, 64, 96]
    for wrong in ("64", "ax64", ""):
        with pytest.raises(DataError):
            parse_stages(wrong)
    with pytest.raises(DataError, match="no optimizer"):
        Recipe(optimizer="magic")


@pytest.mark.parametrize("place", ["recipe", "stage", "preprocessing"])
def test_a_recipe_of_a_newer_version_is_refused_in_a_sentence(place: str) -> None:
    raw = json.loads(Recipe().to_json())
    where = {"recipe": raw, "stage": raw["stages"][0], "preprocessing": raw["preprocessing"]}[place]
    where["sharper"] = 2
    with pytest.raises(DataError, match='a "sharper", which this version does not know'):
        from_json(json.dumps(raw))


@pytest.mark.parametrize("count", [15, 100, 400])
def test_draws_balance_classes_whatever_their_number_and_repeat_by_seed(packed: Path, count: int) -> None:
    cells = Cells([data.open_pack(packed)], Recipe(stages=(Stage(1, SIDE),)))
    few = [*range(12), *range(15, 18)]  # twelve dark, three pale
    chances = weights(cells, few, Recipe())
    assert float(chances[:12].sum()) == pytest.approx(float(chances[12:].sum()))
    draws = drawn(few, chances, count=count, seed=5)
    pale = sum(cells.labels[i] == 1 for i, _ in draws)
    assert abs(pale - count / 2) <= 3, "a cell of three may be drawn once more or less than another"
    assert draws == drawn(few, chances, count=count, seed=5)
    assert draws != drawn(few, chances, count=count, seed=6)


@given(
    chances=st.lists(st.floats(0, 1), min_size=1, max_size=40).filter(lambda c: sum(c) > 0.01),
    count=st.integers(1, 200),
    seed=st.integers(0, 99),
)
def test_every_cell_is_drawn_as_often_as_its_chance_says(chances: list[float], count: int, seed: int) -> None:
    told = Counter(
        i for i, _ in drawn(range(len(chances)), torch.tensor(chances).double(), count=count, seed=seed)
    )
    assert sum(told.values()) == count
    for cell, chance in enumerate(chances):
        due = count * chance / sum(chances)
        assert due - 1.001 < told[cell] < due + 1.001


def test_where_every_source_weighs_nothing_there_is_nothing_to_train_on(packed: Path) -> None:
    cells = Cells([data.open_pack(packed)], Recipe(stages=(Stage(1, SIDE),)))
    none = Recipe(source_weights={case.source: 0.0 for case in cells.cases})
    with pytest.raises(DataError, match="weight 0"):
        weights(cells, [0, 1], none)


def test_a_backbone_starts_another_head_but_no_other_backbone(tmp_path: Path) -> None:
    make(tmp_path / "start")
    twin = start.start_network(
        str(tmp_path / "start"), Recipe(architecture="mobilenet_v2_gru"), classes=("a", "b", "c")
    )
    backbone = bundle.load(tmp_path / "start").network.backbone.state_dict()
    assert all(torch.equal(value, backbone[name]) for name, value in twin.backbone.state_dict().items())
    with pytest.raises(DataError, match="backbone is not that of resnet50"):
        start.start_network(str(tmp_path / "start"), Recipe(architecture="resnet50"), classes=("a", "b"))


def test_a_class_of_few_cells_is_never_passed_over(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By every fifth training cell alone, none of the one pale cell's class would be left."""
    from allviewer.cli.main import main
    from allviewer.model import splits

    dark, pale = range(15), range(15, 30)
    split = splits.Split((*dark[:9], pale[0]), (dark[10], pale[1]), (), unit="made")
    monkeypatch.setattr(splits, "split", lambda *_: split)
    monkeypatch.setattr(judgement, "FITTED", 2)
    out = tmp_path / "made"
    assert main(["train", "--data", f"pack:{packed}", "--out", str(out), *OPTIONS, "--quiet"]) == 0
    familiarity = bundle.load(out).familiarity
    assert familiarity is not None
    assert len(familiarity.means) == 2


def test_a_bundle_in_this_folder_has_the_folder_s_name(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allviewer.cli.main import main

    (tmp_path / "lab").mkdir()
    monkeypatch.chdir(tmp_path / "lab")
    assert main(["train", "--data", f"pack:{packed}", "--out", ".", *OPTIONS, "--quiet"]) == 0
    assert bundle.load(Path()).card.name == "lab"


def test_a_person_is_told_how_many_cells_of_each_class_there_are_and_that_steps_are_few(
    packed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from allviewer.cli.main import main

    given = ["train", "--data", f"pack:{packed}", *OPTIONS]
    assert main([*given, "--out", str(tmp_path / "few")]) == 0
    said = capsys.readouterr()
    assert (
        "18 cells to train on: dark 9, pale 9\n" in said.err
        and "6 cells to test: dark 3, pale 3\n" in said.err
    )
    assert "6 steps in all teach little" in said.err
    assert said.out.startswith("epoch 1 ")
    assert main([*given, "--epoch-size", "160", "--out", str(tmp_path / "more")]) == 0
    assert "teach little" not in capsys.readouterr().err


@pytest.mark.parametrize("warmup", [0.0, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("shape", ["onecycle", "cosine", "constant"])
def test_a_schedule_of_any_length_can_be_stepped(shape: str, warmup: float) -> None:
    """At nine steps a tenth of the ten rates is one: a rise without length."""
    for steps in range(1, 25):
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1, momentum=0.9)
        rates = schedule(optimizer, Recipe(schedule=shape, warmup=warmup, lr=0.1), steps)
        told = []
        for _ in range(steps):
            told.append(rates.get_last_lr()[0])
            optimizer.step()
            rates.step()
        assert all(0 <= rate <= 0.1 + 1e-9 for rate in told)
