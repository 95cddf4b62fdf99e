"""Bundles that are damaged, foreign or hostile, chosen in the real window while another one's work lies open.

Tried once each: missing, empty, cut short, one bit flipped, classes that do not fit, another network's
weights, a pickle in place of each file, a card with a path outside. Every one was refused in a sentence;
nothing was executed, no decision and no result was lost, and the window went on with the good one.
"""

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from allviewer.core.records import Status
from allviewer.model.card import CARD_FILE
from allviewer.services.settings import Settings
from allviewer.services.thumbnails import Packs
from allviewer.ui.app import jobs_with
from tests.model import bundles
from tests.model.bundles import Bomb
from tests.ui.conftest import Rig

WEIGHTS_FILE = "weights.safetensors"


def change_card(folder: Path, **changes: object) -> None:
    card = json.loads((folder / CARD_FILE).read_text())
    card.pop("answers_sha256", "")  # as a careful forger would
    (folder / CARD_FILE).write_text(json.dumps(card | changes))


def cut_short(folder: Path) -> None:
    data = (folder / WEIGHTS_FILE).read_bytes()
    (folder / WEIGHTS_FILE).write_bytes(data[: len(data) // 2])


def flip_a_bit(folder: Path) -> None:
    data = bytearray((folder / WEIGHTS_FILE).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / WEIGHTS_FILE).write_bytes(data)


def pickled(file: str) -> Callable[[Path], None]:
    return lambda folder: (folder / file).write_bytes(pickle.dumps(Bomb(folder.parent / "executed"))) and None


HARM: dict[str, Callable[[Path], object]] = {
    "missing": shutil.rmtree,
    "no card": lambda folder: (folder / CARD_FILE).unlink(),
    "no weights": lambda folder: (folder / WEIGHTS_FILE).unlink(),
    "empty weights": lambda folder: (folder / WEIGHTS_FILE).write_bytes(b""),
    "cut short": cut_short,
    "a bit flipped": flip_a_bit,
    "three classes": lambda folder: change_card(folder, classes=["a", "b", "c"], calibration={}),
    "another network": lambda folder: change_card(folder, architecture="resnet50"),
    "a path outside": lambda folder: change_card(folder, weights="../../weights.safetensors"),
    "an absolute path": lambda folder: change_card(folder, weights="/etc/passwd"),
    "a pickle for weights": pickled(WEIGHTS_FILE),
    "a pickle for a card": pickled(CARD_FILE),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a good bundle and one to be harmed."""
    folder = tmp_path_factory.mktemp("bundles")
    bundles.make(folder / "good")
    bundles.make(folder / "bad", seed=1)
    return folder


@pytest.mark.parametrize("harm", HARM)
def test_a_bad_bundle_is_refused_and_the_work_stays(
    rig: Rig, made: Path, samples: Path, tmp_path: Path, harm: str
) -> None:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    good, bad, smears = tmp_path / "good", tmp_path / "bad", tmp_path / "smears"
    smears.mkdir()
    for name in ("monocyte.jpg", "basophil.jpg"):
        shutil.copy(samples / "cells" / name, smears)
    HARM[harm](bad)
    program = rig.start(
        jobs_with(Packs(None)), settings=Settings(reviewer="RM", model=str(good), device="cpu")
    )
    rig.open(smears)
    program.controller.reviewing.accept()
    desk = program.controller.desk
    assert desk is not None
    decided = [cell for cell in desk.session.index() if cell.status is Status.ACCEPTED]
    assert len(decided) == 1
    program.controller.use_model(str(bad), "cpu")
    rig.wait(lambda: not program.controller.busy)
    said = program.window.notices.text()
    assert said.endswith(".") and "bad" in said
    assert not (tmp_path / "executed").exists()
    program.controller.use_model(str(good), "cpu")
    rig.wait(lambda: not program.controller.busy)
    assert [cell for cell in desk.session.index() if cell.status is Status.ACCEPTED] == decided
    assert all(cell.best for cell in desk.session.index())
