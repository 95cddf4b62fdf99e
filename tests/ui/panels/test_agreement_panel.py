"""The agreement panel: figures of the model's page, and the second reviewer's disputes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QTabWidget
from pytestqt.qtbot import QtBot

from allviewer.core.agreement import compare
from allviewer.ui.panels.agreement_panel import AgreementPanel, WithModel
from allviewer.ui.panels.second_panel import Dispute, SecondReview
from tests.ui.review import grid

pytestmark = pytest.mark.usefixtures("english_numbers")

CLASSES = ("blast", "normal")
SEEN = [("blast", "blast")] * 40 + [("normal", "normal")] * 50 + [("normal", "blast")] * 4
BLIND = [("blast", "blast")] * 8 + [("blast", "normal")] * 2
DISPUTES = (
    Dispute("1", "a.png", 3, "blast", "normal"),
    Dispute("2", "b.png", 1, "unsure", "blast"),
)


@pytest.fixture
def panel(qtbot: QtBot) -> AgreementPanel:
    made = AgreementPanel()
    qtbot.addWidget(made)
    made.show()
    return made


def button(panel: AgreementPanel, text: str) -> QPushButton:
    return next(one for one in panel.findChildren(QPushButton) if one.text() == text)


def review(*disputes: Dispute) -> SecondReview:
    return SecondReview("RM", "AB", compare(SEEN, CLASSES), disputes, CLASSES, 96, 2, 1)


def test_blind_and_seen_decisions_stand_apart(panel: AgreementPanel) -> None:
    every, blind, seen = (compare(pairs, CLASSES) for pairs in (SEEN + BLIND, BLIND, SEEN))
    panel.show_model(WithModel(every, blind, seen, CLASSES))
    lines = grid(panel, "Agreement with the model").text()
    assert [line[:3] for line in lines] == [
        ("All", "104", "94.2 %"),
        ("Blind", "10", "80.0 %"),
        ("Prediction seen", "94", "95.7 %"),
    ]
    assert seen.kappa is not None
    assert lines[2][4:] == ("0.91", f"{seen.kappa.low:.2f} … {seen.kappa.high:.2f}", "4")
    assert lines[1][4] == "0.00"  # the reviewer said blast throughout: no agreement beyond chance
    grid(panel, "Agreement with the model").selectRow(1)
    assert grid(panel, "Confusion matrix").text() == [("blast", "8", "2"), ("normal", "0", "0")]
    assert grid(panel, "Sensitivity and specificity").text()[0][:2] == ("blast", "80.0 %")
    assert grid(panel, "Sensitivity and specificity").text()[1][1] == "–"


def test_what_was_decided_beside_another_model_is_told_of_all(panel: AgreementPanel) -> None:
    """All 26 are compared with this model's answers, though only 10 were decided with it in mind."""
    foreign = [("smudge", "normal")] * 6 + [("blast", "blast")] * 10
    every, blind, seen = (compare(pairs, CLASSES) for pairs in (foreign + BLIND, BLIND, []))
    panel.show_model(WithModel(every, blind, seen, CLASSES))

    def said() -> str:
        return " ".join(one.text() for one in panel.findChildren(QLabel) if one.isVisible())

    assert "Decided beside another model's prediction, or imported: 16 of 26 cells." in said()
    assert "Cells with such a class, on which it cannot agree: 6 of 26." in said()
    grid(panel, "Agreement with the model").selectRow(1)
    assert "imported" not in said() and "cannot agree" not in said()


def test_nothing_judged_says_so(panel: AgreementPanel) -> None:
    empty = compare([], CLASSES)
    panel.show_model(WithModel(empty, empty, empty, CLASSES))
    assert grid(panel, "Agreement with the model").text()[0] == ("All", "0", "–", "–", "–", "–", "0")
    assert not grid(panel, "Confusion matrix").isVisible()
    assert any("No cell has both" in one.text() for one in panel.findChildren(QLabel) if one.isVisible())


def test_asks_for_a_second_session(panel: AgreementPanel, qtbot: QtBot) -> None:
    panel.show_second(None)
    panel.turn_to_second()
    with qtbot.waitSignal(panel.secondRequested):
        QTest.mouseClick(button(panel, "Choose the second session…"), Qt.MouseButton.LeftButton)


def test_disputes_are_shown_opened_and_settled(panel: AgreementPanel, qtbot: QtBot) -> None:
    panel.show_second(review(*DISPUTES))
    panel.turn_to_second()
    disputes = grid(panel, "Disagreements")
    assert disputes.text() == [("a.png", "3", "blast", "normal", "–"), ("b.png", "1", "unsure", "blast", "–")]
    assert disputes.key == "1"
    with qtbot.waitSignal(panel.disputeOpened) as opened:
        QTest.keyClick(disputes, Qt.Key.Key_Return)
    assert opened.args == ["1"]
    outcome = next(one for one in panel.findChildren(QComboBox) if one.accessibleName() == "Outcome")
    assert [outcome.itemText(n) for n in range(outcome.count())] == ["blast", "normal", "unsure", "excluded"]
    assert outcome.currentIndex() == -1 and not button(panel, "Settle").isEnabled()  # nobody is led
    for _ in range(2):
        QTest.keyClick(outcome, Qt.Key.Key_Down)
    panel.show_second(review(*DISPUTES))  # compared anew while a person chooses
    with qtbot.waitSignal(panel.settled) as settled:
        QTest.mouseClick(button(panel, "Settle"), Qt.MouseButton.LeftButton)
    assert settled.args == ["1", "normal"]
    panel.show_second(review(replace(DISPUTES[0], outcome="normal"), DISPUTES[1]))
    assert disputes.key == "2"  # on to the one that is still open
    assert disputes.text()[0][-1] == "normal"
    assert outcome.itemData(0) == "blast" and outcome.currentIndex() == -1
    disputes.selectRow(0)
    assert outcome.currentData() == "normal"  # as it was settled
    disputes.selectRow(1)
    with qtbot.waitSignal(panel.outcomeRequested):
        QTest.mouseClick(button(panel, "Open the outcome"), Qt.MouseButton.LeftButton)


def test_the_cell_that_would_be_settled_is_the_one_that_is_shown(panel: AgreementPanel) -> None:
    shown: list[str] = []
    panel.disputeOpened.connect(shown.append)
    three = (*DISPUTES, replace(DISPUTES[1], key="3", image="c.png"))
    panel.show_second(review(*three))
    panel.turn_to_second()
    disputes = grid(panel, "Disagreements")
    assert shown == [disputes.key] == ["1"]
    panel.show_second(review(*three))  # compared anew while a person is elsewhere
    assert shown == ["1"]
    QTest.keyClick(disputes, Qt.Key.Key_Down)
    assert shown == ["1", "2"] and disputes.key == "2"
    (outcome,) = (one for one in panel.findChildren(QComboBox) if one.accessibleName() == "Outcome")
    outcome.setCurrentIndex(0)
    QTest.mouseClick(button(panel, "Settle"), Qt.MouseButton.LeftButton)
    assert shown == ["1", "2", "3"]  # not back to the one that was passed over
    assert disputes.key == "3"
    outcome.setCurrentIndex(0)
    settle = button(panel, "Settle")
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    twice = QMouseEvent(QEvent.Type.MouseButtonDblClick, QPointF(9, 9), QPointF(9, 9), left, left, none)
    QApplication.sendEvent(settle, twice)
    QTest.mouseRelease(settle, left)
    assert disputes.key == "3"  # the second press of two settles nothing


def test_what_is_offered_does_not_tell_who_said_what(panel: AgreementPanel) -> None:
    one = Dispute("1", "a.png", 3, "smudge", "blast")
    panel.turn_to_second()
    offers = []
    for dispute in (one, replace(one, first=one.second, second=one.first)):
        panel.show_second(None)
        panel.show_second(review(dispute))
        (outcome,) = (box for box in panel.findChildren(QComboBox) if box.accessibleName() == "Outcome")
        offers.append([outcome.itemText(n) for n in range(outcome.count())])
    assert offers == [["blast", "normal", "smudge", "unsure", "excluded"]] * 2


def test_without_disputes_there_is_nothing_to_settle(panel: AgreementPanel) -> None:
    panel.show_second(review())
    panel.turn_to_second()
    assert not button(panel, "Settle").isEnabled()
    pages = panel.findChild(QTabWidget)
    assert isinstance(pages, QTabWidget) and pages.currentIndex() == 1
