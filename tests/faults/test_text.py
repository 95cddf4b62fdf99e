"""Text from files is only ever text: no markup in it is taken for markup, anywhere in the window.

Tried: names of pictures and folders, classes, models, notes, reviewers, reasons and a bundle's card that are
markup, in every widget, list and dialog that the actions open. None became rich text, none opened anything.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QMessageBox,
    QTextEdit,
    QWidget,
)

from allviewer.core.resources import resources
from allviewer.services.settings import Settings
from allviewer.ui.app import Program
from tests.services.helpers import MODEL
from tests.ui.conftest import Rig, toy_jobs

MARKUP = "<a href='file:x'><img src='evil.png'><b>bold"
FOLDER = "<h1>folder<br>"
MODEL_OF_MARKUP = replace(MODEL, name=f"{MARKUP} model", classes=(f"{MARKUP} blast", f"{MARKUP} normal"))
QUIET = ("choose_model", "model_card", "edit_labels", "verify", "shortcuts", "about", "reviewer", "export")
PANELS = ("differential", "agreement", "gallery")


def complaints(top: QWidget) -> Iterator[str]:
    """Where text from a file would be rich text."""
    for widget in (top, *top.findChildren(QWidget)):
        tip = widget.toolTip()
        if marked(tip):
            yield f"tooltip of {widget}: {tip}"
        if isinstance(widget, QLabel):
            if marked(widget.text()) and widget.textFormat() != Qt.TextFormat.PlainText:
                yield f"label {widget}: {widget.text()}"
            if widget.openExternalLinks():
                yield f"label {widget} opens links"
        if isinstance(widget, QMessageBox) and marked(widget.text()):
            yield f"message: {widget.text()}"
        if isinstance(widget, QTextEdit) and any(
            run.format.isImageFormat() and "evil" in run.format.toImageFormat().name()
            for block in blocks(widget.document())
            for run in block.textFormats()
        ):
            yield f"picture in {widget}"
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from in_list(widget.model())


def in_list(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount(QModelIndex())):
        index = model.index(row, 0)
        while index.isValid():  # a list keeps to itself how many columns it has
            tip = index.data(Qt.ItemDataRole.ToolTipRole)
            if isinstance(tip, str) and marked(tip):
                yield f"tooltip in {model}: {tip}"
            index = index.sibling(row, index.column() + 1)


def marked(text: str) -> bool:
    """Whether markup from our files stands in it as it is, for Qt to take it for its own."""
    return any(tag in text for tag in ("<img", "<h1", "<a ", "<b>"))


def blocks(document: QTextDocument) -> Iterator[object]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def shown(program: Program) -> list[str]:
    found = [said for top in QApplication.topLevelWidgets() if top.isVisible() for said in complaints(top)]
    return [*found, *complaints(program.window)]


@pytest.fixture
def program(rig: Rig, samples: Path, tmp_path: Path, expect_log: object) -> Program:
    folder = tmp_path / FOLDER.replace("/", "")
    folder.mkdir()
    name = MARKUP.replace("/", "")
    shutil.copy(samples / "field_00034.jpg", folder / f"{name}.jpg")
    (folder / f"{name} damaged.png").write_text("<b>no picture")
    bundle = shutil.copytree(resources() / "models" / "all_b3", tmp_path / "bundle")
    card = json.loads((bundle / "card.json").read_text())
    (bundle / "card.json").write_text(json.dumps(card | {"name": MARKUP, "provenance": {MARKUP: MARKUP}}))
    opened = rig.start(
        toy_jobs(MODEL_OF_MARKUP),
        settings=Settings(reviewer=f"{MARKUP} RM", model=str(bundle), recent=(str(folder),)),
    )
    opened.window.show_welcome((str(folder),))
    assert not shown(opened)
    return rig.open(folder)


def test_markup_stays_text_in_the_window(program: Program, rig: Rig) -> None:
    controller = program.controller
    controller.showing.step_unreviewed()
    controller.reviewing.note(MARKUP)
    controller.reviewing.accept()
    for row in list(controller.desk.images):  # type: ignore[union-attr]
        controller.showing.choose_image(row)
        QApplication.processEvents()
        assert not shown(program)
    program.window.notices.error(MARKUP)
    for panel in PANELS:
        program.window.actions_by_id[panel].trigger()
        QApplication.processEvents()
    assert not shown(program)


@pytest.mark.parametrize("action", QUIET)
def test_markup_stays_text_in_dialogs(program: Program, action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    seen: list[str] = []

    def look() -> None:
        try:
            seen.extend(shown(program))
        finally:
            for top in QApplication.topLevelWidgets():
                if top is not program.window and top.isVisible():
                    top.close()

    watch = QTimer(program, interval=50, timeout=look)
    watch.start()
    program.window.actions_by_id[action].trigger()
    watch.stop()
    look()
    assert not seen
    assert not opened


def test_the_check_itself_bites(qtbot: object) -> None:
    """Each way in which text could become markup is found."""
    label = QLabel(MARKUP)
    tip = QLabel("plain", toolTip=MARKUP)
    page = QTextEdit()
    page.setHtml(MARKUP)
    message = QMessageBox(text=MARKUP)
    for widget in (label, tip, page, message):
        assert list(complaints(widget)), widget
        widget.deleteLater()
    assert isinstance(label, QObject)
