"""What a widget says may change its size; the layouts around it hear of that only where there is no room."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from allviewer.ui.app import Program
from allviewer.ui.bounded import Bounded
from allviewer.ui.tally import Tally


def settle() -> None:
    """A request for a layout goes from one widget to the next, an event each."""
    for _ in range(5):
        QApplication.processEvents()


class Layouts(QObject):
    """Counts how often a widget was asked to lay out anew."""

    def __init__(self, of: QWidget) -> None:
        super().__init__(of)
        self.count = 0
        of.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


@pytest.fixture
def line(qtbot: Any) -> tuple[QWidget, QLabel]:
    """A window with a label in a bounded row."""
    window, row, said = QWidget(), QWidget(), QLabel("a")
    inner = QHBoxLayout(row)
    inner.addWidget(said)
    inner.addStretch(1)
    QVBoxLayout(window).addWidget(Bounded(row))
    qtbot.addWidget(window)
    window.resize(300, 80)
    window.show()
    settle()
    return window, said


def test_a_longer_text_is_laid_out_within(line: tuple[QWidget, QLabel]) -> None:
    window, said = line
    layouts, before = Layouts(window), said.width()
    said.setText("a longer text")
    settle()
    assert said.width() == said.sizeHint().width() > before
    assert layouts.count == 0


def test_what_has_no_room_gets_it(line: tuple[QWidget, QLabel]) -> None:
    window, said = line
    said.setText("wide " * 100)
    settle()
    assert window.width() > 300
    said.setText("high<br>" * 10)
    settle()
    assert said.height() >= said.sizeHint().height() > 80


def test_the_window_is_not_laid_out_while_cells_come_in(field: Program) -> None:
    window = field.window
    window.resize(1400, 900)

    def came(count: int) -> None:
        window.gallery.bar.set_count(count)
        window.gallery.bar.set_stale(count)
        window.progress.show_tally(Tally((), (("blast", count), ("normal", 2 * count)), 0, 3 * count))
        settle()

    came(1)
    layouts = Layouts(window)
    for count in (7, 70, 700):
        came(count)
    assert layouts.count == 0
