"""Every text of the window is translated, nothing is said past the translator, and Spanish fits."""

import ast
import importlib.util
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget

from allviewer.core.resources import resources
from allviewer.ui import language
from tests.conftest import ROOT
from tests.ui.conftest import Rig
from tests.ui.test_guide_pages import spoken

TS = sorted((resources() / "i18n").glob("*.ts"))
SHOWING = {
    *("setText", "setWindowTitle", "setToolTip", "setStatusTip", "setPlaceholderText", "setAccessibleName"),
    *("setAccessibleDescription", "setPrefix", "setSuffix", "addItem", "addAction", "addMenu", "addTab"),
    *(
        "QPushButton",
        "QToolButton",
        "QLabel",
        "QCheckBox",
        "QRadioButton",
        "QGroupBox",
        "QDockWidget",
        "QMenu",
    ),
    *("label", "heading", "KeyButton", "drawText", "told", "text"),
}
"""Functions whose text a person reads."""
SAME_EVERYWHERE = {"allviewer", "logits", "µm", "px", "SHA-256", "Kappa", "Ctrl", "N:C"}


def messages(ts: Path) -> Iterator[tuple[str, str, str]]:
    """Context, source and translation of each text."""
    for context in ET.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            yield (
                context.findtext("name") or "",
                message.findtext("source") or "",
                message.findtext("translation") or "",
            )


def tools() -> object:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("ts", TS, ids=lambda ts: ts.stem)
def test_no_text_of_the_window_lacks_its_translation(ts: Path, tmp_path: Path) -> None:
    module = tools()
    if not Path(module.tool("lupdate")).exists():  # type: ignore[attr-defined]
        pytest.skip("pyside6-lupdate is not beside this interpreter")
    fresh = tmp_path / ts.name
    shutil.copyfile(ts, fresh)
    module.update(fresh, module.sources())  # type: ignore[attr-defined]
    missing = list(module.unfinished(fresh))  # type: ignore[attr-defined]
    assert not missing, "run packaging/translations.py and translate:\n" + "\n".join(missing)


@pytest.mark.parametrize("ts", TS, ids=lambda ts: ts.stem)
def test_what_is_shipped_compiled_is_what_is_written(ts: Path, qapp: object) -> None:
    translator = QTranslator()
    assert translator.load(str(ts.with_suffix(".qm")))
    for context, source, translation in messages(ts):
        assert translator.translate(context, source) == translation, "run packaging/translations.py"


@pytest.mark.parametrize("ts", TS, ids=lambda ts: ts.stem)
def test_translations_keep_what_the_program_puts_in(ts: Path) -> None:
    for context, source, translation in messages(ts):
        blanks = [sorted(re.findall(r"\{[^}]*\}", text)) for text in (source, translation)]
        assert blanks[0] == blanks[1], f"{context}: {source}"
        assert source.endswith("…") == translation.endswith("…"), f"{context}: {source}"
        assert ("&" in source) == ("&" in translation), f"{context}: {source}"


def _spoken(node: ast.AST) -> Iterator[str]:
    """Literal texts in an argument that do not go through the translator."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (part.value for part in node.values if isinstance(part, ast.Constant))
    elif isinstance(node, ast.IfExp):
        yield from (*_spoken(node.body), *_spoken(node.orelse))
    elif isinstance(node, ast.BinOp):
        yield from (*_spoken(node.left), *_spoken(node.right))


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_nothing_is_said_past_the_translator() -> None:
    found = []
    for path in sorted((ROOT / "allviewer" / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or _name(node) not in SHOWING:
                continue
            for argument in node.args[:1]:
                for text in _spoken(argument):
                    words = set(re.findall(r"[^\W\d_]{2,}", re.sub(r"\{[^}]*\}", "", text)))
                    if words - SAME_EVERYWHERE and not re.fullmatch(r"\.?[a-z][a-zA-Z_]*", text):
                        found.append(f"{path.name}:{node.lineno}: {text}")
    assert not found, "\n".join(found)


@pytest.fixture
def spanish(rig: Rig, samples: Path) -> Iterator[Rig]:
    with spoken("es"):
        rig.start()
        assert rig.program is not None
        rig.program.window.resize(1280, 800)
        rig.open(samples / "field_00034.jpg")
        for action in ("differential", "agreement"):
            rig.program.window.actions_by_id[action].trigger()
        yield rig
        rig.stop()


def _cut_off(widget: QWidget) -> str:
    """The text of a widget that has not room for it, or ""."""
    if isinstance(widget, QLabel) and not widget.wordWrap() and widget.pixmap().isNull():
        return widget.text() if widget.width() < widget.fontMetrics().horizontalAdvance(widget.text()) else ""
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.text() if widget.width() < widget.minimumSizeHint().width() else ""
    if isinstance(widget, QComboBox):
        room = widget.width() - 28  # the arrow and the space around the text
        texts = [widget.itemText(n) for n in range(widget.count())]
        longest = max(texts, key=widget.fontMetrics().horizontalAdvance, default="")
        return longest if room < widget.fontMetrics().horizontalAdvance(longest) else ""
    return ""


def test_long_words_fit_a_small_laptop(spanish: Rig) -> None:
    assert spanish.program is not None
    window = spanish.program.window
    assert window.actions_by_id["accept"].text() == "Aceptar"
    assert window.width() <= 1280, f"the window needs {window.minimumSizeHint().width()} pixels"
    cut = [_cut_off(one) for one in window.findChildren(QWidget) if one.isVisible()]
    assert not any(cut), [text for text in cut if text]


def test_numbers_are_written_the_persons_way(spanish: Rig) -> None:
    assert QLocale().language() is QLocale.Language.Spanish
    assert language.chosen("es") == "es" and language.chosen("xx") == language.system()
