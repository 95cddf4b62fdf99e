"""Cancel on a CPU, with the shipped bundle: it answers before a reviewer notices."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from allviewer.core.resources import resources
from allviewer.services.analyse import analyse
from allviewer.services.events import CellsClassified, Event, Work
from allviewer.services.worker import Worker

BUNDLE = resources() / "models" / "all_b3"
LIMIT_S = 0.3


@pytest.mark.skipif(not BUNDLE.is_dir(), reason="the bundle all_b3 is not there yet")
def test_cancel_answers_within_its_limit(qtbot, samples: Path) -> None:
    """Measured in processor time of this process, so that a busy machine does not matter."""
    import torch

    from allviewer.model.classifier import open_classifier

    works = [Work(samples / "cells" / "lymphocyte.jpg", f"{n}.jpg") for n in range(200)]
    worker = Worker()

    def job(stop: Callable[[], bool]) -> Iterator[Event]:
        return analyse(works, classifier=lambda: open_classifier(str(BUNDLE), device="cpu"), stop=stop)

    def is_classified(batch: tuple[Event, ...]) -> bool:
        return any(isinstance(event, CellsClassified) for event in batch)

    with qtbot.waitSignal(worker.events, check_params_cb=is_classified, timeout=120_000):
        worker.start(job)
    begun = time.process_time()
    with qtbot.waitSignal(worker.finished, timeout=60_000):
        worker.cancel()
    taken = time.process_time() - begun
    worker.close()
    assert taken <= LIMIT_S * (torch.get_num_threads() + 1)
