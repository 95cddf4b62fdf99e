"""What the world refuses train, tune and evaluate (devices, files, torch) is one sentence, told early."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch

import allviewer.model
from allviewer.cli.main import main
from allviewer.core.errors import OutputError
from tests.model.bundles import CARD
from tests.model.cells import pack
from tests.model.commands import fixed, told


@pytest.mark.parametrize("command", ["train", "tune", "evaluate"])
@pytest.mark.parametrize(
    ("device", "reason"), [("cuda", "PyTorch finds no GPU"), ("gpu", "There is no device")]
)
def test_a_device_that_is_not_there(
    command: str,
    device: str,
    reason: str,
    given: dict[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert reason in told([*given[command], "--out", str(tmp_path), "--device", device], capsys)


@pytest.mark.parametrize("command", ["train", "tune", "evaluate"])
def test_a_folder_that_cannot_be_made(
    command: str, given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    out = tmp_path / "file" / "out"
    assert f"{out} could not be written" in told([*given[command], "--out", str(out)], capsys)


@pytest.mark.parametrize(
    ("command", "file"),
    [
        ("train", "state.pt"),
        ("train", "log.csv"),
        ("train", "curve.png"),
        ("tune", "table.csv"),
        ("tune", "table.png"),
        ("evaluate", "metrics.json"),
        ("evaluate", "cases.csv"),
        ("evaluate", "roc.png"),
    ],
)
def test_a_file_that_cannot_be_written(
    command: str, file: str, given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / file).mkdir()
    said = told([*given[command], "--out", str(tmp_path), "--device", "cpu"], capsys)
    assert f"{tmp_path / file} could not be written" in said


def test_a_pack_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "cells.safetensors").mkdir()
    with pytest.raises(OutputError, match="could not be written"):
        pack(tmp_path / "cells.safetensors", per_class=1)
    assert [path.name for path in tmp_path.iterdir()] == ["cells.safetensors"]  # no part is left


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """A system that refuses files of more than `size` bytes."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_the_system_refuses_of_a_pack_is_told_as_of_any_file(tmp_path: Path) -> None:
    with no_file_above(1000), pytest.raises(OutputError, match="larger than is allowed there"):
        pack(tmp_path / "cells.safetensors", per_class=4)
    assert not list(tmp_path.iterdir())


def test_a_trial_that_cannot_be_written_shows_no_traceback(
    given: dict[str, list[str]], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with no_file_above(1_000_000):
        assert main([*given["tune"], "--out", str(tmp_path), "--device", "cpu"]) == 3
    said = capfd.readouterr().err
    assert "state.pt could not be written" in said and "Traceback" not in said


def test_a_pack_whose_folder_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "folder").write_bytes(b"")
    with pytest.raises(OutputError, match="could not be written"):
        pack(tmp_path / "folder" / "cells.safetensors", per_class=1)


def test_measuring_needs_no_training_side(
    given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sides = fixed(tmp_path, crop_factor=CARD.crop_factor, test=["dark", "pale", "pale"])
    options = [*given["evaluate"][4:], *sides, "--out", str(tmp_path)]
    model = options.index("--split")
    options[model + 1] = "test"
    assert main(["evaluate", *options]) == 0
    assert json.loads((tmp_path / "metrics.json").read_text())["per_cell"]["cases"] == 3
    capsys.readouterr()
    options[model + 1] = "val"
    assert "no cell on the val side" in told(["evaluate", *options], capsys)


def test_weights_that_cannot_be_fetched_are_told(
    given: dict[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    import huggingface_hub

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "nothing"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "nothing"))
    out = ["--out", str(tmp_path / "out"), "--device", "cpu", "--init", "imagenet"]
    assert "could not be fetched" in told([*given["train"], *out], capsys)


@pytest.mark.parametrize(
    ("command", "module"), [("train", "training_run"), ("evaluate", "evaluation_run"), ("tune", "tune")]
)
@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("libtorch_cuda.so: failed to map segment from shared object", "Not enough memory to load PyTorch"),
        ("libc10.so: no such file", "PyTorch could not be loaded (libc10.so: no such file)"),
    ],
)
def test_a_torch_that_does_not_load(
    command: str,
    module: str,
    said: str,
    reason: str,
    given: dict[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = f"allviewer.model.{module}"

    class Unloadable:
        def find_spec(self, asked: str, *_: object) -> None:
            if asked == name:
                raise ImportError(said)

    monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr(allviewer.model, module, raising=False)
    monkeypatch.setattr(sys, "meta_path", [Unloadable(), *sys.meta_path])
    assert reason in told([*given[command], "--out", str(tmp_path / "out")], capsys)
    assert not (tmp_path / "out").exists() or command == "tune"


def test_a_label_that_a_shell_would_part_is_told_as_it_is_to_be_typed(
    given: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = [f"--label={a}={b}" for a, b in (("dark", "dark, old"), ("pale", CARD.classes[0]))]
    kept = [option for option in given["evaluate"] if not option.startswith("--label=")]
    said = told([*kept, *labels, "--out", str(tmp_path), "--device", "cpu"], capsys)
    assert "give --label 'dark, old=CLASS', or --label 'dark, old=' to leave it out." in said
