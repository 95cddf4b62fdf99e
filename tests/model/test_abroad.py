"""Two ways of showing cells: as at home, and as those of cameras that the training did not see whole."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from allviewer.model import bundle, data, predict, transforms
from allviewer.model.card import Preprocessing
from allviewer.model.dataset import Cells, loader
from allviewer.model.preprocess import Preprocess
from allviewer.model.recipe import Recipe, Stage, View, from_json
from allviewer.model.training import STATE_FILE
from tests.model.cells import OPTIONS, SIDE


def test_every_second_cell_is_shown_as_from_abroad(packed: Path) -> None:
    abroad = View(Preprocessing(colour="grey_parts"), {})
    recipe = Recipe(stages=(Stage(1, SIDE),), preprocessing=Preprocessing(colour="density"), abroad=abroad)
    assert from_json(recipe.to_json()) == recipe
    cells = Cells([data.open_pack(packed)], recipe)
    cells.transforms = tuple(transforms.evaluation(size=SIDE) for _ in recipe.views)
    (batch,) = loader(cells, [(0, 0), (0, 1), (1, 2), (1, 3)], batch_size=4, workers=0)
    assert batch.views.tolist() == [0, 1, 0, 1]
    made = predict.tensors(batch, recipe, torch.device("cpu"))
    for n, view in enumerate([*recipe.views] * 2):
        alone = Preprocess(view.preprocessing)([cells.crop(n // 2)])
        torch.testing.assert_close(made[n : n + 1], alone)
    cells.homes = frozenset()
    (batch,) = loader(cells, [(0, 0), (0, 1)], batch_size=2, workers=0)
    assert batch.views.tolist() == [1, 1], "what is from no home is never shown as at home"


def test_a_training_for_two_views_makes_a_bundle_that_knows_its_cameras(packed: Path, tmp_path: Path) -> None:
    from allviewer.cli.main import main

    out = tmp_path / "made"
    options = [*OPTIONS, "--abroad", "grey_parts", "--abroad-detail", "16", "--size", "dark=2"]
    assert main(["train", "--data", f"pack:{packed}", "--out", str(out), *options, "--quiet"]) == 0
    opened = bundle.load(out)
    assert opened.cameras is not None
    abroad = opened.card.abroad
    assert abroad is not None
    assert (abroad.preprocessing.colour, abroad.preprocessing.detail) == ("grey_parts", 16)
    assert (opened.card.calibration.size, abroad.calibration.size) == ((), (2.0, 0.0))
    assert opened.card.calibration.far is not None


def test_cells_from_abroad_can_be_brought_to_the_tone_of_home(
    packed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from allviewer.cli.main import main

    train_on = ["train", "--data", f"pack:{packed}", "--colour", "density", "--quiet", *OPTIONS]
    tone = ["--abroad-nucleus", "0.2", "0.3", "0.1", "--abroad-red", "0.1", "0.2", "0.1"]
    made = tmp_path / "made"
    assert main([*train_on, "--abroad", "density_ratio", *tone, "--out", str(made)]) == 0
    home, abroad = bundle.load(made).card.preprocessing, bundle.load(made).card.abroad
    assert abroad is not None
    assert abroad.preprocessing == replace(
        home, colour="density_ratio", nucleus=(0.2, 0.3, 0.1), red=(0.1, 0.2, 0.1)
    )
    capsys.readouterr()
    assert main([*train_on, "--abroad", "grey_parts", *tone, "--out", str(tmp_path / "no")]) == 3
    assert "--abroad-nucleus and --abroad-red go with --abroad density_ratio" in capsys.readouterr().err


def test_without_epochs_a_bundle_is_calibrated_anew_and_keeps_its_weights(
    packed: Path, tmp_path: Path
) -> None:
    from allviewer.cli.main import main

    start, again = tmp_path / "start", tmp_path / "again"
    common = ["--data", f"pack:{packed}", *OPTIONS, "--quiet"]
    assert main(["train", *common, "--out", str(start)]) == 0
    anew = ["--init", str(start), "--stages", "0x32", "--abroad", "grey_parts", "--straighten-abroad"]
    assert main(["train", *common, *anew, "--out", str(again)]) == 0
    before, after = bundle.load(start), bundle.load(again)
    assert after.card.weights_sha256 == before.card.weights_sha256
    assert after.card.abroad is not None and after.card.provenance["epochs"] == 0
    assert after.card.provenance["validation_balanced_accuracy"] is None


def test_a_home_must_be_trained_on_whole_and_calibrated_by(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told before the training, not after it."""
    from allviewer.cli.main import main
    from allviewer.model import splits

    dark, pale, foreign = range(15), range(15, 25), range(25, 30)
    before = data.open_pack(packed)
    cases = [replace(c, source="there") if n in foreign else c for n, c in enumerate(before.cases)]
    pixels = np.stack([crop.pixels for crop in before.crops(range(30))])
    data.write(
        tmp_path / "two", cases, pixels=pixels, masks=np.full((30, SIDE, SIDE), 3, np.uint8), crop_factor=1.4
    )
    sides = {
        "both": ((*dark[:9], *pale[:9]), (dark[9],)),
        "one class at home": ((*dark[:9], *foreign), (pale[0],)),
        "none at home to calibrate by": ((*dark[:9], *pale[:9]), (foreign[0],)),
    }
    told = {}
    for name, (trained, val) in sides.items():
        split = splits.Split(tuple(trained), tuple(val), (), unit=name)
        monkeypatch.setattr(splits, "split", lambda *_, made=split: made)
        options = [*OPTIONS, "--out", str(tmp_path / name), "--abroad", "grey_parts", "--quiet"]
        told[name] = main(["train", "--data", f"pack:{tmp_path / 'two'}", *options]), capsys.readouterr().err
    assert told.pop("both")[0] == 0
    for name, (code, said) in told.items():
        assert code == 3
        assert "--abroad needs sources with every class" in said
        assert not (tmp_path / name / STATE_FILE).exists()


def test_a_source_of_weight_0_validates_and_tests_alone(packed: Path, tmp_path: Path) -> None:
    from allviewer.cli.main import main

    before = data.open_pack(packed)
    cases = [replace(c, source="there" if n % 3 == 0 else c.source) for n, c in enumerate(before.cases)]
    pixels = np.stack([crop.pixels for crop in before.crops(range(30))])
    both, out = tmp_path / "two", tmp_path / "made"
    data.write(both, cases, pixels=pixels, masks=np.full((30, SIDE, SIDE), 3, np.uint8), crop_factor=1.4)
    options = [*OPTIONS, "--abroad", "grey_parts", "--source-weight", "there=0", "--group-by", "random"]
    assert main(["train", "--data", f"pack:{both}", "--out", str(out), *options, "--quiet"]) == 0
    sides = bundle.load(out).card.provenance["data"]
    assert not any(name.startswith("there/") for name in sides["train"])
    assert any(name.startswith("there/") for name in (*sides["val"], *sides["test"]))


def test_what_makes_no_sense_is_refused_before_the_training(
    packed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from allviewer.cli.main import main

    common = ["train", "--data", f"pack:{packed}", "--quiet", *OPTIONS]
    for number, (wrong, words) in enumerate(
        (
            (["--abroad", "density_ratio", "--abroad-nucleus", "0.2", "0", "0.1"], "nucleus"),
            (["--abroad", "density_ratio", "--abroad-red", "0.2", "-1", "0.1"], "red"),
            (["--std", "1", "0", "1"], "std"),
            (["--stages", "0x32"], "Without epochs"),
        )
    ):
        out = tmp_path / str(number)
        assert main([*common, *wrong, "--out", str(out)]) == 3
        assert words in capsys.readouterr().err
        assert not (out / STATE_FILE).exists()
