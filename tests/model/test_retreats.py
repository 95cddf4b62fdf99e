"""Where memory runs out or the GPU fails the classifier takes smaller batches, then the CPU, and says so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch

from allviewer.core.errors import DeviceError
from allviewer.model import device
from allviewer.model.classifier import open_classifier
from tests.model.bundles import crops


@contextmanager
def before_each_module(act: Callable[[torch.nn.Module, tuple[torch.Tensor, ...]], None]) -> Iterator[None]:
    """Have this called, with what a module is given, before any does its work."""
    handle = torch.nn.modules.module.register_module_forward_pre_hook(act)
    try:
        yield
    finally:
        handle.remove()


@contextmanager
def memory_for(batch: int, *, error: RuntimeError | None = None) -> Iterator[list[int]]:
    """Let every network's first convolution fail for batches larger than `batch`; the sizes tried."""
    tried: list[int] = []

    def refuse(module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        if isinstance(module, torch.nn.Conv2d) and module.in_channels == 3:
            tried.append(len(inputs[0]))
            if len(inputs[0]) > batch:
                raise error or torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")

    with before_each_module(refuse):
        yield tried


def test_full_memory_halves_the_batch_for_good_and_says_so(small: Path) -> None:
    classifier = open_classifier(str(small), device="cpu", batch_size=8)
    asked = crops(8)
    expected = classifier.classify(asked)
    with memory_for(2) as tried:
        answer = classifier.classify(asked)
        assert tried == [8, 4, 2, 2, 2, 2]
        again = classifier.classify(asked)
        assert tried[6:] == [2, 2, 2, 2]
    assert "batches of 2 from here" in answer.notice
    assert again.notice == ""
    assert len(answer.predictions) == 8
    for a, b in zip(answer.predictions, expected.predictions, strict=True):
        np.testing.assert_allclose(a.probabilities, b.probabilities, atol=1e-5)


def test_memory_that_holds_no_single_crop_is_a_plain_error(small: Path) -> None:
    classifier = open_classifier(str(small), device="cpu", batch_size=4)
    with memory_for(0), pytest.raises(DeviceError, match="Close other programs"):
        classifier.classify(crops(3))


@pytest.mark.parametrize(
    ("error", "notice"),
    [
        (torch.cuda.OutOfMemoryError("CUDA out of memory."), "Not enough GPU memory: continuing on the CPU."),
        (
            RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)"),
            "Not enough GPU memory: continuing",
        ),
        (RuntimeError("CUDA error: unspecified launch failure"), "The GPU stopped answering: continuing"),
    ],
)
def test_a_gpu_that_fails_is_left_for_the_cpu(
    small: Path, monkeypatch: pytest.MonkeyPatch, error: RuntimeError, notice: str
) -> None:
    # torch's "meta" device stands in for the GPU: networks move there, and nothing can be read back.
    monkeypatch.setattr(device, "choose", lambda name: torch.device("meta"))
    classifier = open_classifier(str(small), batch_size=1)
    assert classifier.device == "meta"
    failing = [True]

    def fail(module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        if failing and inputs[0].is_meta:
            failing.clear()
            raise error

    with before_each_module(fail):
        answer = classifier.classify(crops(2))
    assert answer.notice.startswith(notice)
    assert answer.device == classifier.device == "cpu"
    assert len(answer.predictions) == 2


def test_a_mistake_of_ours_is_not_taken_for_full_memory(small: Path) -> None:
    classifier = open_classifier(str(small), device="cpu", batch_size=4)
    with (
        memory_for(0, error=RuntimeError("shape mismatch")),
        pytest.raises(RuntimeError, match="shape mismatch") as caught,
    ):
        classifier.classify(crops(4))
    assert caught.traceback[-1].name == "refuse", "a report says where it happened"


def test_a_lost_gpu_is_not_asked_for_its_memory(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers whatever it is asked with its failure again."""

    def answer_again() -> None:
        raise RuntimeError("CUDA error: unspecified launch failure")

    classifier = open_classifier(str(small), device="cpu", batch_size=4)
    monkeypatch.setattr(classifier, "_device", torch.device("cuda"))
    monkeypatch.setattr(torch.cuda, "empty_cache", answer_again)
    failing = [True]

    def fail(module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        if failing:
            failing.clear()
            answer_again()

    with before_each_module(fail):
        answer = classifier.classify(crops(2))
    assert (answer.device, len(answer.predictions)) == ("cpu", 2)
