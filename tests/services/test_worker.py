"""The worker: events in order on the GUI thread, late ones never, and no thread left behind."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtWidgets import QApplication

from allviewer.services.events import Event, Notice
from allviewer.services.worker import Worker


@pytest.fixture
def worker(qtbot):
    made = Worker()
    yield made
    made.close()


def collect(worker: Worker) -> list[str]:
    got: list[str] = []
    main = threading.current_thread()

    def take(batch: tuple[Notice, ...]) -> None:
        assert threading.current_thread() is main
        got.extend(notice.text for notice in batch)

    worker.events.connect(take)
    return got


def saying(*texts: str) -> Callable[[Callable[[], bool]], Iterator[Event]]:
    return lambda _stop: (Notice(text, "cpu") for text in texts)


def test_events_arrive_in_order_before_finished(qtbot, worker: Worker) -> None:
    got = collect(worker)
    texts = [str(n) for n in range(500)]
    with qtbot.waitSignal(worker.finished) as ended:
        number = worker.start(saying(*texts))
    assert ended.args == [number]
    assert got == texts
    assert not worker.busy


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread has none of its own")
def test_the_job_and_what_it_starts_go_after_the_window(qtbot, worker: Worker) -> None:
    def own() -> str:
        return str(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    def job(_stop: Callable[[], bool]) -> Iterator[Event]:
        with ThreadPoolExecutor(1) as pool:
            yield Notice(own(), "cpu")
            yield Notice(pool.submit(own).result(), "cpu")

    got, window = collect(worker), own()
    with qtbot.waitSignal(worker.finished):
        worker.start(job)
    assert len(got) == 2 and all(int(nice) > int(window) for nice in got)
    assert own() == window


def test_many_events_come_in_few_deliveries(qtbot, worker: Worker) -> None:
    deliveries: list[int] = []
    worker.events.connect(lambda batch: deliveries.append(len(batch)))
    with qtbot.waitSignal(worker.finished):
        worker.start(saying(*map(str, range(2000))))
    assert sum(deliveries) == 2000
    assert len(deliveries) <= 2000 / 24


def test_what_is_said_in_one_breath_is_one_delivery(qtbot, worker: Worker, monkeypatch) -> None:
    monkeypatch.setattr("allviewer.services.worker._TOGETHER_MS", 500)
    deliveries: list[int] = []
    worker.events.connect(lambda batch: deliveries.append(len(batch)))
    heard, go_on = threading.Event(), threading.Event()

    def job(_stop: Callable[[], bool]) -> Iterator[Event]:
        yield Notice("device", "cpu")
        heard.set()
        assert go_on.wait(60)
        yield Notice("cells", "cpu")

    worker.start(job)
    qtbot.waitUntil(heard.is_set)
    for _ in range(3):  # the window turns and knows of the first alone
        QApplication.processEvents()
    assert not deliveries
    go_on.set()
    qtbot.waitUntil(lambda: bool(deliveries))
    assert deliveries == [2]


def test_the_window_is_woken_for_the_first_of_a_delivery_and_when_it_becomes_urgent(
    qtbot, worker: Worker
) -> None:
    got, woken, said = collect(worker), [], threading.Event()
    worker._said.connect(lambda: woken.append(1))
    texts = [str(n) for n in range(40)]

    def job(_stop: Callable[[], bool]) -> Iterator[Event]:
        yield from saying(*texts)(_stop)
        said.set()

    worker.start(job)
    assert said.wait(60)  # the window does not turn meanwhile
    qtbot.waitUntil(lambda: got == texts)
    assert len(woken) == 2


def test_a_cancelled_job_is_heard_no_more_but_ends(qtbot, worker: Worker) -> None:
    got = collect(worker)
    stopped = threading.Event()

    def endless(stop: Callable[[], bool]) -> Iterator[Event]:
        try:
            while not stop():
                yield Notice("old", "cpu")
        finally:
            stopped.set()

    with qtbot.waitSignal(worker.events):
        worker.start(endless)
    with qtbot.waitSignal(worker.finished):
        worker.cancel()
        got.clear()
    assert stopped.is_set()
    assert got == []


def test_a_new_job_replaces_the_old(qtbot, worker: Worker) -> None:
    got = collect(worker)
    ended: list[int] = []
    worker.finished.connect(ended.append)

    def endless(stop: Callable[[], bool]) -> Iterator[Event]:
        while not stop():
            yield Notice("old", "cpu")

    first = worker.start(endless)
    second = worker.start(saying("new"))
    qtbot.waitUntil(lambda: ended == [first, second])
    assert got == ["new"]


@pytest.mark.parametrize("error", [RuntimeError("CUDA error"), IndexError("ours"), MemoryError()])
def test_whatever_a_job_raises_is_told_after_its_events(qtbot, worker: Worker, error: BaseException) -> None:
    got = collect(worker)

    def failing(_stop: Callable[[], bool]) -> Iterator[Event]:
        yield Notice("before", "cpu")
        raise error

    with qtbot.waitSignal(worker.failed) as failed:
        number = worker.start(failing)
    assert failed.args == [number, error]
    assert got == ["before"]


def test_closing_while_a_job_is_held_back_leaves_no_thread(qtbot) -> None:
    worker = Worker()

    def flood(_stop: Callable[[], bool]) -> Iterator[Event]:
        while True:  # never asks: the worker itself must let go of it
            yield Notice("more", "cpu")

    with qtbot.waitSignal(worker.events):
        worker.start(flood)
    worker.close()
    assert not any(thread.name.startswith("allviewer-job") for thread in threading.enumerate())
