"""What is said at the window's foot: covers no cell, moves nothing, goes; keyboard and reader reach it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from allviewer.ui import theme
from allviewer.ui.app import Program
from allviewer.ui.meter import Standing
from allviewer.ui.notice_strip import reading_ms
from tests.ui.conftest import Rig

LONG = "The session file was moved or deleted while it was open. Put it back, or open the folder again. " * 3


def press(program: Program, rig: Rig, key: Qt.Key) -> None:
    program.window.activateWindow()
    rig.wait(lambda: QApplication.activeWindow() is program.window)
    rig.qtbot.keyClick(QApplication.focusWidget() or program.window, key)


def test_nothing_moves_when_a_notice_comes_and_goes(field: Program, rig: Rig) -> None:
    view, notices = field.window.picture.view, field.window.notices
    before = (view.geometry(), view.view)
    notices.told("Something worth knowing.")
    assert notices.isVisible() and (view.geometry(), view.view) == before
    low = notices.height()
    notices.error(LONG)
    assert notices.height() > low  # all of it can be read
    assert field.window.rect().contains(notices.geometry())
    assert (view.geometry(), view.view) == before
    close = notices.findChild(QToolButton, "noticeClose")
    assert isinstance(close, QToolButton)
    close.click()
    assert notices.isHidden() and (view.geometry(), view.view) == before


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
def test_no_message_covers_picture_or_cell(field: Program, rig: Rig, size: tuple[int, int]) -> None:
    window, notices = field.window, field.window.notices
    window.resize(*size)
    rig.wait(lambda: window.width() == size[0])
    for text in ("There is no class 9: the model has 2.", LONG):
        notices.error(text)
        for panel in (window.picture, window.cell):
            assert not covered(panel, notices)
    notices.clear()
    notices.told("There is no class 9: the model has 2.")
    cancel = window.progress.cancel_button.parentWidget()
    assert cancel is not None and window.rect().contains(notices.geometry())
    assert notices.height() < cancel.height()  # how far it is stays in sight


def as_wide_as(widget: QWidget, text: str, width: int) -> str:
    """So much of a text as one line of `width` px shows: how much that is, is the font's."""
    metrics = widget.fontMetrics()
    return text[: sum(metrics.horizontalAdvance(text[:n]) <= width for n in range(1, len(text) + 1))]


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("gallery", [True, False])
def test_cancel_is_reachable_whatever_is_said(
    field: Program, rig: Rig, size: tuple[int, int], gallery: bool
) -> None:
    window, notices, cancel = field.window, field.window.notices, field.window.progress.cancel_button
    window.actions_by_id["gallery"].setChecked(gallery)
    window.resize(*size)
    rig.wait(lambda: window.width() == size[0])
    pressed: list[str] = []
    cancel.clicked.connect(lambda: pressed.append(notices.text()))
    sentence = LONG[: len(LONG) // 3]
    said = ["The disk is full.", sentence, as_wide_as(notices, sentence + sentence, size[0]), LONG.strip()]
    for text in said:
        notices.clear()
        window.progress.show_listing(3)
        rig.wait(lambda: there(cancel) is cancel)
        notices.error(text)
        assert there(cancel) is cancel  # so that a click there is its own
        rig.qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
        assert window.rect().contains(notices.geometry())
        assert not covered(window.cell, notices)
        if gallery or text is not said[-1]:
            assert not covered(window.picture, notices)
    assert pressed == said


@pytest.mark.parametrize("width", [1280, 1920])
def test_message_of_two_lines_leaves_what_runs_to_be_read(field: Program, rig: Rig, width: int) -> None:
    window, notices, strip = field.window, field.window.notices, field.window.progress
    window.resize(width, 800)
    rig.wait(lambda: window.width() == width)
    strip.show_listing(3)
    rig.wait(strip.cancel_button.isVisible)
    said = strip.findChild(QLabel, "progressText")
    assert isinstance(said, QLabel)
    notices.error((LONG + LONG)[: width // 6])
    beside = notices.x()
    for count in (3, 123_456_789):  # it may come to say more meanwhile
        strip.show_listing(count)
        rig.wait(lambda: said.width() == said.sizeHint().width())
        assert not covered(said, notices)
    assert notices.x() > beside > 0 and notices.height() > 30


@pytest.mark.parametrize("length", [20, 80, 120, 160, 200])
def test_no_number_is_cut_in_two(field: Program, rig: Rig, length: int) -> None:
    window, notices, strip = field.window, field.window.notices, field.window.progress
    window.resize(1024, 700)
    many = tuple((name, 1234) for name in ("eosinophil", "erythroblast", "lymphocyte", "neutrophil"))
    tally = field.controller.desk.tally()  # type: ignore[union-attr]
    strip.show_tally(replace(tally, predicted=many))
    predicted = strip.findChild(QLabel, "tallyPredicted")
    assert isinstance(predicted, QLabel)
    rig.wait(lambda: window.width() == 1024 and predicted.width() == predicted.sizeHint().width())
    notices.error(LONG[:length])
    place = QRect(predicted.mapTo(window, QPoint()), predicted.size())
    over = place.intersected(notices.geometry())
    assert over.isEmpty() or over.width() == place.width()


@pytest.fixture
def large_letters(qapp: QApplication) -> Iterator[None]:
    """All letters at 140 %."""
    before = qapp.font()
    larger = QFont(before)
    larger.setPointSizeF(1.4 * before.pointSizeF())
    qapp.setFont(larger)
    theme.apply(qapp, theme.Choice.LIGHT)
    yield
    qapp.setFont(before)
    theme.apply(qapp, theme.Choice.LIGHT)


def test_two_lines_of_large_letters_stay_off_the_gallery_while_nothing_runs(
    field: Program, rig: Rig, large_letters: None
) -> None:
    window, notices = field.window, field.window.notices
    window.resize(1024, 700)
    rig.wait(lambda: window.width() == 1024 and not field.window.progress.running)
    notices.error(as_wide_as(notices, LONG, 1400))
    assert window.rect().contains(notices.geometry())
    assert not covered(window.gallery, notices)
    window.progress.show_listing(3)  # goes before: it makes room
    rig.wait(lambda: there(window.progress.cancel_button) is window.progress.cancel_button)


@pytest.mark.parametrize(("width", "letters"), [(1024, 1200), (1280, 1650), (1920, 2900)])
def test_two_lines_of_large_letters_stay_off_the_gallery_during_a_run(
    field: Program, rig: Rig, large_letters: None, width: int, letters: int
) -> None:
    window, notices, strip = field.window, field.window.notices, field.window.progress
    window.resize(width, 800)
    rig.wait(lambda: window.width() == width)
    strip.show_run(Standing(done=812, total=1204, cells=9, rate=38.0, left_s=600.0, loading=False))
    bar = strip.findChild(QProgressBar, "progressBar")
    assert isinstance(bar, QProgressBar)
    rig.wait(lambda: strip.cancel_button.isVisible() and bar.maximum() == 1204)
    notices.error(as_wide_as(notices, LONG, letters))
    assert window.rect().contains(notices.geometry())
    for panel in (window.gallery, window.cell, bar, strip.cancel_button):
        assert not covered(panel, notices), panel
    assert there(strip.cancel_button) is strip.cancel_button


def there(button: QWidget) -> QWidget | None:
    """What is to be seen where the button has its middle."""
    return button.window().childAt(button.mapTo(button.window(), button.rect().center()))


def covered(panel: QWidget, notices: QWidget) -> bool:
    place = QRect(panel.mapTo(panel.window(), QPoint()), panel.size())
    return place.intersects(notices.geometry())


def test_a_remark_goes_by_itself_and_what_asks_or_went_wrong_stays(field: Program, rig: Rig) -> None:
    notices = field.window.notices
    notices.stays_for = lambda _text: 1
    notices.told("Something worth knowing.")
    assert notices.isVisible()
    rig.wait(notices.isHidden)
    for say in (
        lambda: notices.holds("So it is."),
        lambda: notices.unread(3),
        lambda: notices.error("The disk is full."),
    ):
        notices.told("Something worth knowing.")
        say()
        with rig.qtbot.assertNotEmitted(notices._leaving.timeout, wait=50):
            assert notices.isVisible()
        assert not notices._leaving.isActive()
        notices.clear()


def test_the_keyboard_does_not_begin_at_a_message(rig: Rig) -> None:
    program = rig.start()
    program.window.notices.error("The disk is full.")
    program.window.activateWindow()
    rig.wait(lambda: QApplication.focusWidget() is not None)
    held = QApplication.focusWidget()
    assert held is not None and not program.window.notices.isAncestorOf(held)


def test_a_remark_waits_for_who_is_on_it(field: Program, rig: Rig) -> None:
    notices = field.window.notices
    notices.stays_for = lambda _text: 1
    notices.told("Something worth knowing.")
    field.window.activateWindow()
    notices.stop.setFocus()
    rig.wait(lambda: QApplication.focusWidget() is notices.stop)
    for _ in range(3):
        with rig.qtbot.waitSignal(notices._leaving.timeout):
            assert notices.isVisible()
    field.window.picture.view.setFocus()
    rig.wait(notices.isHidden)


def test_a_remark_stays_long_enough_to_be_noticed_and_read() -> None:
    assert reading_ms("") >= 3000
    assert reading_ms(LONG) - reading_ms("") >= len(LONG.split()) / 200 * 60_000  # at 200 words a minute


@pytest.mark.usefixtures("english_numbers")
def test_what_was_found_is_told_beside_what_could_not_be_read(field: Program) -> None:
    notices = field.window.notices
    notices.found_again(2, of=4)
    for count in (1, 2):
        notices.unread(count)
        assert notices.text().startswith("2 of 4 images were found in that folder. ")
        assert notices.text().count("could not be read") == 1
    assert notices.text().endswith(" 2 images could not be read.")
    notices.told("Something worth knowing.")
    notices.unread(2)
    assert notices.text() == "2 images could not be read."


def test_the_keyboard_reaches_it_and_escape_closes_it(field: Program, rig: Rig) -> None:
    notices = field.window.notices
    notices.unread(3)
    show = notices.findChild(QPushButton, "noticeShow")
    for _ in range(4):
        press(field, rig, Qt.Key.Key_F6)
        if QApplication.focusWidget() is show:
            break
    assert QApplication.focusWidget() is show
    with rig.qtbot.waitSignal(notices.unreadRequested):
        press(field, rig, Qt.Key.Key_Return)
    field.window.actions_by_id["measure"].trigger()
    press(field, rig, Qt.Key.Key_Escape)  # the tool comes first
    assert notices.isVisible() and not field.window.actions_by_id["measure"].isChecked()
    press(field, rig, Qt.Key.Key_Escape)
    assert notices.isHidden()


def test_a_screen_reader_is_told_what_is_said(field: Program) -> None:
    notices = field.window.notices
    notices.error("The disk is full.")
    told = QAccessible.queryAccessibleInterface(notices)
    assert told is not None and told.text(QAccessible.Text.Name) == "The disk is full."


def test_the_key_to_export_is_named_as_it_is_now(field: Program) -> None:
    notices, export = field.window.notices, field.window.actions_by_id["export"]
    for key, said in (("Ctrl+E", "Export with Ctrl+E."), ("F9", "Export with F9."), ("", "is reviewed.")):
        export.setShortcut(key)
        notices.all_reviewed()
        assert notices.text().endswith(said)
    notices.all_reviewed(but_this=True, to_come=12)
    assert notices.text() == ("Every other cell found so far is reviewed. Images still to be analysed: 12.")
