"""The panel of one cell: which heatmap it shows, and that numbers and words fit."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from allviewer.core.records import Decision, Image, Prediction, Status, Triage
from allviewer.core.rows import CellRow
from allviewer.ui.actions import keyed
from allviewer.ui.panels.buttons import ClassButton
from allviewer.ui.panels.cell_panel import CellPanel
from allviewer.ui.panels.colour_bar import ColourBar
from allviewer.ui.views import CellShown
from tests.services.helpers import MODEL, cell, prediction
from tests.ui.conftest import numbers_in


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[CellPanel]:
    owner = QLabel()
    qtbot.addWidget(owner)
    made = CellPanel(keyed.build(owner))
    qtbot.addWidget(made)
    made.set_classes(MODEL.classes)
    made.resize(304, 760)
    made.show()
    qtbot.waitExposed(made)
    yield made  # the owner of the actions is there until then


def shown(
    found: Prediction | None, decision: Decision | None = None, *, number: int = 1, hidden: bool = False
) -> CellShown:
    pixels = np.full((60, 80, 3), 200, np.uint8)
    picture = Image(Path("a.png"), "a" * 64, pixels)
    row = CellRow(number, 1, cell(number), found, decision)
    return CellShown(row, number, 3, MODEL.classes, MODEL, picture, None, hidden)


def test_heatmap_follows_the_prediction_until_a_person_chooses(panel: CellPanel) -> None:
    normal = prediction(0.2)
    panel.show_cell(shown(None))
    panel.show_cell(shown(normal))  # the same cell, now classified
    assert panel.pictures.klass == MODEL.classes.index("normal")
    panel.pictures.next_class()
    panel.show_cell(shown(normal))
    assert panel.pictures.klass == MODEL.classes.index("blast")  # what the person chose stays
    panel.show_cell(shown(normal, number=2))
    assert panel.pictures.klass == MODEL.classes.index("normal")  # another cell begins anew


def test_opacity_and_class_are_said_on(panel: CellPanel, qtbot: QtBot) -> None:
    panel.show_cell(shown(prediction()))
    with qtbot.waitSignal(panel.heatmapChanged):
        panel.pictures.next_class()
    with qtbot.waitSignal(panel.heatmapChanged):
        panel.pictures._opacity.setValue(10)
    assert panel.pictures.opacity == pytest.approx(0.1)


def test_triage_measurements_and_decision_are_said(panel: CellPanel) -> None:
    decision = Decision(Status.CORRECTED, "normal", "RM", datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
    panel.show_cell(shown(prediction(triage=Triage.REVIEW, reason="uncertain"), decision))
    said = {label.objectName(): label.text() for label in panel.findChildren(QLabel) if label.objectName()}
    assert said["triage"] == "Look closely: uncertain"
    assert said["measured"].startswith("N:C 0.25")
    assert said["decision"].startswith("Corrected to normal") and "RM" in said["decision"]
    assert said["cellPlace"] == "1 of 3"
    assert panel.bars.accessibleName() == "blast 0.90, normal 0.10"


def test_a_cut_cell_says_so_where_the_panel_says_how_much_it_needs_a_person(panel: CellPanel) -> None:
    said = {
        "Look closely: uncertain": prediction(triage=Triage.REVIEW, reason="uncertain"),
        "Certain": prediction(),
        "Not classified yet": None,
    }
    for words, found in said.items():
        for cut, more in ((False, ""), (True, "  ·  cut off by the border")):
            there = shown(found)
            row = replace(there.row, cell=replace(there.row.cell, truncated=cut))
            panel.show_cell(replace(there, row=row))
            assert panel._triage.text() == words + more


def test_a_decision_on_another_models_prediction_says_so(panel: CellPanel) -> None:
    when = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    for model, other in ((MODEL.sha256, False), ("0" * 64, True), ("", False)):
        panel.show_cell(
            shown(prediction(), Decision(Status.CORRECTED, "blast", "RM", when, model_sha256=model))
        )
        said = panel.findChild(QLabel, "decision")
        assert isinstance(said, QLabel)
        assert said.text().endswith("another model was shown then") is other


def test_hidden_prediction_leaves_no_trace(panel: CellPanel) -> None:
    panel.show_cell(shown(prediction(), hidden=True))
    assert panel.bars.isHidden()
    texts = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    buttons = [panel.decide._accept.text()]
    assert not any("0.9" in text for text in texts) and buttons == ["Accept"]


def test_accept_names_the_class(panel: CellPanel) -> None:
    panel.show_cell(shown(prediction(0.9)))
    assert panel.decide._accept.text() == "Accept blast"
    panel.show_many(chosen=4, undecided=4)
    assert panel.decide._accept.text() == "Accept 4 cells"


def test_cell_without_picture_or_prediction_is_shown_plainly(panel: CellPanel) -> None:
    bare = shown(None)
    panel.show_cell(CellShown(bare.row, 1, 3, MODEL.classes, None, None, None))
    assert panel.bars.isHidden()
    panel.show_cell(None)
    assert not panel._none.isHidden()


def test_scale_of_the_heatmap_is_told_as_the_language_writes_numbers(qtbot: QtBot) -> None:
    with numbers_in(QLocale.Language.Spanish):
        bar = ColourBar()
        qtbot.addWidget(bar)
        bar.set_limit(3.25, label="blast")
    assert bar.accessibleDescription() == "From −3,25 (against blast) to +3,25 (for blast), in logits"


EIGHT = ("basophil", "eosinophil", "erythroblast", "ig", "lymphocyte", "monocyte", "neutrophil", "platelet")


@pytest.mark.parametrize("seen_before", [True, False])
def test_a_hidden_prediction_changes_nothing_in_the_panel(
    panel: CellPanel, qtbot: QtBot, seen_before: bool
) -> None:
    def look(found: Prediction) -> QImage:
        panel.show_cell(shown(prediction(0.1), number=2))
        if not seen_before:
            panel.show_cell(None)
        panel.show_cell(shown(found, hidden=True))
        assert panel.pictures.klass == 0
        return panel.grab().toImage()

    doubted = prediction(0.6, triage=Triage.REVIEW, reason="uncertain")
    # once it is laid out
    qtbot.waitUntil(lambda: look(prediction(0.9)) == look(prediction(0.1)) == look(doubted))
    box = panel.findChild(QComboBox, "heatmapClass")
    assert isinstance(box, QComboBox) and box.currentText() == ""
    panel.show_cell(shown(prediction(0.1)))  # decided
    assert box.currentText() == MODEL.classes[1]


def in_sight(panel: CellPanel, name: str) -> bool:
    """Whether all of a part of the panel can be seen."""
    part = panel.findChild(QWidget, name)
    assert isinstance(part, QWidget)
    return part.visibleRegion().boundingRect() == part.rect()


def test_all_that_decides_is_in_sight_however_many_classes_there_are(panel: CellPanel, qtbot: QtBot) -> None:
    panel.set_classes(EIGHT)
    when = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    earlier = Decision(Status.CORRECTED, "blast", "A reviewer with a long name", when, model_sha256="0" * 64)
    parts = [*(f"label_{name}" for name in EIGHT), "triage", "decision", "noteEdit"]
    for width, height, decision in (
        *((272, 620, None), (272, 500, None), (272, 500, earlier), (272, 500, None)),
        *((width, 500, earlier) for width in range(280, 400, 8)),  # as its lines wrap otherwise
    ):
        panel.resize(width, height)
        panel.show_cell(shown(prediction(triage=Triage.REVIEW, reason="uncertain"), decision))
        qtbot.waitUntil(lambda: all(in_sight(panel, name) for name in parts))
        assert panel.pictures.pair.visibleRegion().boundingRect().height() > 80
    panel.resize(272, 240)  # less than that takes: it scrolls, and nothing is pressed together
    note = panel.findChild(QLineEdit, "noteEdit")
    assert isinstance(note, QLineEdit)
    qtbot.waitUntil(lambda: not in_sight(panel, "noteEdit"))
    assert note.height() >= note.minimumSizeHint().height() and panel.height() == 240


def test_no_two_of_many_classes_are_underlined_alike(panel: CellPanel, qtbot: QtBot) -> None:
    names = [f"class {number}" for number in range(20)]
    panel.set_classes(names)
    panel.show_cell(shown(None))
    panel.resize(304, 900)
    buttons = [panel.findChild(ClassButton, f"label_{name}") for name in names]
    qtbot.waitUntil(lambda: all(button is not None and button.isVisible() for button in buttons))
    lines = set()
    for button in buttons:
        assert button is not None
        drawn = button.grab().toImage()
        low = drawn.height() - 3
        lines.add(tuple(drawn.pixelColor(x, low).name() for x in range(drawn.width())))
    assert len(lines) == len(names)


def test_no_height_of_the_panel_lets_the_scroll_bar_and_the_pictures_chase_each_other(
    panel: CellPanel, qtbot: QtBot
) -> None:
    panel.show_cell(shown(prediction(triage=Triage.REVIEW, reason="uncertain")))
    layouts: list[int] = []
    panel.pictures.pair.resized.connect(lambda: layouts.append(panel.height()))
    for height in range(560, 380, -1):
        panel.resize(304, height)
        qtbot.waitUntil(lambda height=height: panel.height() == height)  # type: ignore[misc]
    assert len(layouts) < 20  # without end it was at some: the program was gone
    assert panel.pictures.pair.height() == (panel.pictures.pair.width() - 8) // 2


def test_no_two_words_of_the_scale_are_drawn_over_each_other(qtbot: QtBot) -> None:
    def columns(bar: ColourBar) -> set[int]:
        drawn = bar.grab().toImage()
        ground = drawn.pixel(drawn.width() // 2, drawn.height() - 1)
        low = range(drawn.height() - bar.fontMetrics().height() + 2, drawn.height())
        return {x for x in range(drawn.width()) if any(drawn.pixel(x, y) != ground for y in low)}

    bar = ColourBar()
    qtbot.addWidget(bar)
    bar.resize(248, bar.sizeHint().height())
    bar.set_limit(10.5)
    end = max(columns(bar))  # of "against" alone
    for name in ("blast", "erythroblast", "a class with a very long name, as some laboratories have them"):
        bar.set_limit(10.5, label=name)
        gap = set(range(end + 1, end + 6))
        assert not gap & columns(bar), name


def test_all_probabilities_are_in_sight_on_a_small_screen(panel: CellPanel, qtbot: QtBot) -> None:
    model = replace(MODEL, classes=EIGHT)
    heatmap = np.zeros((8, 3, 3), np.float32)
    found = Prediction(
        (0.65, *[0.05] * 7), 0.35, Triage.REVIEW, "uncertain, unlike the training cells", heatmap
    )
    panel.set_classes(EIGHT)
    looked = set()
    for height in (*range(440, 900, 20), *range(900, 440, -20)):  # how high lines of text are is the font's
        panel.resize(296, height)
        panel.show_cell(replace(shown(found), model=model, classes=EIGHT))
        pair = panel.pictures.pair
        qtbot.waitUntil(lambda pair=pair: pair.height() == pair.heightForWidth(pair.width()))  # type: ignore[misc]
        if pair.height() > 84:  # the least that shows a cell
            qtbot.waitUntil(lambda: in_sight(panel, "probabilities") and in_sight(panel, "pair"))
            looked.add(pair.height() < (pair.width() - 8) // 2)
    assert looked == {True, False}  # smaller than they might be, and not
