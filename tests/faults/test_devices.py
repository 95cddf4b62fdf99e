"""A GPU that runs out of memory or disappears under the real window, and a torch that does not load.

Tried once each with torch's "meta" device in place of a GPU (networks move there, and what it is made to
raise is what CUDA raises). Every cell got its result, the window said what happened, nothing was lost.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from allviewer.model import device
from allviewer.services.settings import Settings
from allviewer.services.thumbnails import Packs
from allviewer.ui.app import jobs_with
from tests.model import bundles
from tests.ui.conftest import Rig


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Exception]]:
    """A device that raises the errors of this list, one by one, and is a GPU to all else."""
    monkeypatch.setattr(device, "choose", lambda _name: torch.device("meta"))
    errors: list[Exception] = []

    def fail(_module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        if errors and inputs and inputs[0].is_meta:
            raise errors.pop(0)

    handle = torch.nn.modules.module.register_module_forward_pre_hook(fail)
    yield errors
    handle.remove()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB."),
            "Not enough GPU memory",
        ),
        (RuntimeError("CUDA error: an illegal memory access was encountered"), "The GPU stopped answering"),
        (RuntimeError("CUDA error: no CUDA-capable device is detected"), "The GPU stopped answering"),
    ],
)
def test_a_gpu_that_fails_under_the_window(
    rig: Rig, samples: Path, tmp_path: Path, failing: list[Exception], error: Exception, said: str
) -> None:
    bundles.make(tmp_path / "bundle")
    failing.extend([error] * 20)  # however small the batch becomes
    program = rig.start(
        jobs_with(Packs(None)), settings=Settings(reviewer="RM", model=str(tmp_path / "bundle"))
    )
    rig.open(samples / "cells")
    desk = program.controller.desk
    assert desk is not None
    assert all(cell.best for cell in desk.session.index())
    assert {row.state for row in desk.images.values()} == {"done"}
    assert said in program.window.notices.text()
    assert program.controller.running.device == "cpu"


def test_a_torch_without_its_libraries_leaves_a_window_to_review_in(
    rig: Rig, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the driver or a CUDA library is missing: the reason is told, pictures and lists stay."""
    bundles.make(tmp_path / "bundle")
    monkeypatch.setitem(sys.modules, "torch", None)
    for name in [name for name in sys.modules if name.startswith("allviewer.model.")]:
        monkeypatch.delitem(sys.modules, name)
    program = rig.start(
        jobs_with(Packs(None)), settings=Settings(reviewer="RM", model=str(tmp_path / "bundle"))
    )
    rig.open(samples / "cells")
    assert "PyTorch could not be loaded" in program.window.notices.text()
    desk = program.controller.desk
    assert desk is not None and len(desk.images) == len(list((samples / "cells").glob("*.jpg")))
    program.controller.showing.step_image(1)
    rig.wait(lambda: program.controller.showing.picture is not None)
