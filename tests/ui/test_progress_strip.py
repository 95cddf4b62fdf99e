"""The strip's bar moves by itself only while nobody knows how much there is."""

from typing import Any

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar

from allviewer.ui.panels.elided import Elided
from allviewer.ui.progress import ProgressStrip
from allviewer.ui.tally import Tally


def goes_on(bar: QProgressBar) -> bool:
    """Whether the bar accepts one more step of the style's animation, which ends where it does not."""
    step = QEvent(QEvent.Type.StyleAnimationUpdate)
    step.setAccepted(False)
    QApplication.sendEvent(bar, step)
    return step.isAccepted()


def test_the_bar_stands_still_where_nothing_is_reviewed_yet(qtbot: Any) -> None:
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    strip.show()
    bar = strip.findChild(QProgressBar, "progressBar")
    strip.show_listing(3)
    qtbot.waitUntil(bar.isVisible)
    assert goes_on(bar)
    strip.show_idle()
    strip.show_tally(Tally((), (), 0, 100_000))
    assert bar.isVisible()
    assert not goes_on(bar)


def test_what_was_counted_has_room_however_many_classes_are_predicted(qtbot: Any) -> None:
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    count, predicted, status = (
        strip.findChild(QLabel, name) for name in ("tally", "tallyPredicted", "status")
    )
    assert count is not None and isinstance(predicted, Elided) and status is not None
    many = tuple((f"a class with a long name {n}", 100 + n) for n in range(8))
    strip.show_tally(Tally((("blast", 178), ("normal", 88)), many, 271, 377))
    strip.show_status(model="wbc8", device="cpu", reviewer="Dr. Rita Moreno", session="saved")
    strip.resize(820, strip.sizeHint().height())
    strip.show()
    qtbot.waitExposed(strip)
    assert strip.width() == 820
    assert count.geometry().right() <= 820 and count.width() >= count.sizeHint().width()
    assert status.width() >= status.sizeHint().width()
    assert predicted.geometry().right() <= 820 and predicted.shown.endswith("…")
    QApplication.sendEvent(predicted, QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), QPoint(1, 1)))
    assert "long name 7" in predicted.toolTip()
    strip.resize(3000, strip.height())
    assert predicted.shown == predicted.text()


def test_a_share_of_some_of_the_cells_says_so_until_all_are_decided(qtbot: Any) -> None:
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    count = strip.findChild(QLabel, "tally")
    assert count is not None
    strip.show_tally(Tally((("blast", 7), ("normal", 2)), (), 9, 19))
    assert count.text().startswith("blasts 7/9 so far, uncertain first: 77")
    assert "no estimate" in count.toolTip()
    strip.show_tally(Tally((("blast", 7), ("normal", 2)), (), 9, 19), blind=True)
    assert count.text().startswith("blasts 7/9 so far: 77")
    strip.show_tally(Tally((("blast", 9), ("normal", 10)), (), 19, 19))
    assert count.text().startswith("blasts 9/19, 47") and count.toolTip() == ""
    strip.show_tally(Tally((), (), 0, 19))
    assert count.text() == count.toolTip() == ""
