"""Work off the GUI thread: nothing is said of it once it was closed, also of what had ended by then."""

from collections.abc import Iterator
from threading import Event

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from allviewer.services import events
from allviewer.services.worker import Worker
from allviewer.ui.background import Background, Task


def test_an_answer_on_its_way_is_dropped_by_closing(qtbot: QtBot) -> None:
    background, said, over = Background(), [], Event()

    def work(_task: Task) -> None:
        pass

    background.run(work, done=said.append, failed=said.append)
    background._executor.submit(over.set)  # on the same thread: what it answers lies in the queue then
    assert over.wait(20)
    background.close()
    QCoreApplication.processEvents()
    assert said == []


def test_a_job_that_ended_before_closing_says_nothing_after(qtbot: QtBot) -> None:
    worker, said, over = Worker(), [], Event()
    worker.finished.connect(said.append)
    worker.events.connect(said.append)

    def job(_stop: object) -> Iterator[events.Event]:
        yield from ()

    worker.start(job)
    worker._executor.submit(over.set)
    assert over.wait(20)
    worker.close()
    QCoreApplication.processEvents()
    assert said == []
