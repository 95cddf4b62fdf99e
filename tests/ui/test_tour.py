"""The first tour on the real window: each step over its part, by keys alone, once."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QPushButton

from allviewer.ui.app import Program
from allviewer.ui.tour import Tour
from tests.ui.conftest import Rig

Key = Qt.Key


@pytest.fixture
def program(rig: Rig, samples: Path) -> Program:
    opened = rig.open(samples / "field_00034.jpg")
    opened.window.resize(1280, 800)
    return opened


def tour_of(program: Program) -> Tour:
    program.window.actions_by_id["tour"].trigger()
    found = program.window.findChild(Tour)
    assert isinstance(found, Tour)
    return found


def test_each_step_stands_beside_its_part(program: Program, rig: Rig) -> None:
    tour = tour_of(program)
    bubble = tour.findChild(QFrame, "tourBubble")
    assert isinstance(bubble, QFrame)
    titles = []
    for _ in range(6):
        target = tour.step.target()
        assert target.isVisible()
        part = QRect(target.mapTo(program.window, QPoint(0, 0)), target.size())
        assert tour.rect().contains(bubble.geometry())
        titles.append(tour.step.title)
        if tour.step.title != "The picture":  # it fills the middle: the words lie on its edge
            assert not bubble.geometry().intersects(part.adjusted(8, 8, -8, -8)), tour.step.title
        QTest.keyClick(QApplication.focusWidget() or tour, Key.Key_Return)
    assert len(set(titles)) == 6
    assert not tour.isVisible() and rig.settings.option("toured") == "yes"


def test_arrows_lead_and_escape_leaves_without_deciding_anything(program: Program) -> None:
    desk = program.controller.desk
    assert desk is not None
    tour = tour_of(program)
    QTest.keyClick(tour, Key.Key_Right)
    assert tour.step.title == "The picture"
    QTest.keyClick(tour, Key.Key_Left)
    assert tour.step.title == "Pictures"
    for key in (Key.Key_U, Key.Key_X, Key.Key_1):
        QTest.keyClick(tour, key)
    QTest.keyClick(tour, Key.Key_Escape)
    assert not tour.isVisible()
    assert not desk.session.can_undo


def test_the_words_follow_the_windows_size(program: Program) -> None:
    tour = tour_of(program)
    for size in ((1000, 640), (1600, 1000)):
        program.window.resize(*size)
        assert tour.size() == program.window.size()
        bubble = tour.findChild(QFrame, "tourBubble")
        assert isinstance(bubble, QFrame) and tour.rect().contains(bubble.geometry())
    skip = next(one for one in tour.findChildren(QPushButton) if one.text() == "Skip")
    QTest.mouseClick(skip, Qt.MouseButton.LeftButton)
    assert not tour.isVisible()


def test_who_tries_the_samples_first_gets_the_tour_once(program: Program, rig: Rig) -> None:
    window, begun = program.window, []
    for _ in range(2):
        window.actions_by_id["open_samples"].trigger()
        rig.wait(lambda: not program.controller.busy)
        begun.append([tour for tour in window.findChildren(Tour) if tour.isVisible()])
        for tour in begun[-1]:
            tour.end()
    assert [len(tours) for tours in begun] == [1, 0]


def test_after_the_tour_no_button_waits_for_a_key(rig: Rig) -> None:
    program = rig.start()
    samples = next(one for one in program.window.findChildren(QPushButton) if one.text() == "Try the samples")
    samples.setFocus()
    QTest.mouseClick(samples, Qt.MouseButton.LeftButton)
    rig.wait(lambda: not program.controller.busy)
    (tour,) = [one for one in program.window.findChildren(Tour) if one.isVisible()]
    QTest.keyClick(tour, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not tour.isVisible()
    assert not isinstance(QApplication.focusWidget(), QPushButton)
