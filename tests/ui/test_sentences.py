"""What core, services and model say reaches the window in the person's language, whatever is put in."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sentences

from allviewer.core import errors
from allviewer.ui import words
from allviewer.ui.sentences import SENTENCES
from tests.ui.conftest import Rig
from tests.ui.test_guide_pages import spoken
from tests.ui.test_translations import TS, messages


@pytest.fixture
def spanish(qapp: object) -> Iterator[None]:
    with spoken("es"):
        yield


def test_the_windows_table_has_every_sentence_of_the_floors_below() -> None:
    assert list(SENTENCES) == sentences.sentences(), "run packaging/translations.py"


@pytest.mark.parametrize("ts", TS, ids=lambda ts: ts.stem)
def test_every_sentence_is_translated(ts: Path) -> None:
    found = {source: said for context, source, said in messages(ts) if context == "sentences"}
    assert {one for one in SENTENCES if not found.get(one)} == set()


def test_every_error_that_a_person_is_told_is_in_the_table() -> None:
    """Where something below the window raises one of the world's errors, a sentence of the table is said."""
    told = {name for name in vars(errors) if name.endswith("Error")} - {"AllviewerError"}
    found = 0
    for path in sentences.sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in told:
                texts = [text for one in node.args if (text := sentences.template(one))]
                plain = [text for text in texts if re.search("[a-z]", re.sub(r"\{\d\}", "", text))]
                assert set(plain) <= set(SENTENCES), f"{path.name}:{node.lineno}"
                found += len(plain)
    assert found > 50


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_is_known_again_with_its_blanks_filled(spanish: None, sentence: str) -> None:
    blanks = re.findall(r"\{\d\}", sentence)
    put_in = [f"/x/{n} \n: ü.png" for n in range(len(blanks))]
    said = words.said(sentence.format(*put_in))
    assert said != sentence.format(*put_in)
    assert all(one in said for one in put_in)


def test_shares_in_a_list_have_the_languages_decimals(spanish: None) -> None:
    said = words.said("certain at error rates of 1.0% (blast), 5.5% (normal)")
    assert said == "segura con tasas de error de 1,0% (blast), 5,5% (normal)"


def test_sentences_within_sentences_and_numbers(spanish: None) -> None:
    full = "the disk is full. Free some space or choose another place"
    assert words.said(f"/a: b.csv could not be written: {full}.") == (
        "No se pudo escribir /a: b.csv: el disco está lleno. Libere espacio o elija otro lugar."
    )
    assert words.said("uncertain, unlike the training cells") == (
        "dudosa, distinta de las células de entrenamiento"
    )
    assert words.said("Values 0.5 to 12 are shown from black to white.") == (
        "Los valores de 0,5 a 12 se muestran de negro a blanco."
    )
    assert words.said("Not enough GPU memory: batches of 8 from here.") == (
        "No hay suficiente memoria de GPU: lotes de 8 a partir de ahora."
    )
    assert words.said("my own words, as they are: here") == "my own words, as they are: here"
    assert words.said("") == ""


def test_english_stays_as_it_was_said() -> None:
    for sentence in SENTENCES:
        assert words.said(sentence) == sentence


def test_a_long_text_that_is_no_sentence_takes_no_time(spanish: None) -> None:
    text = ", ".join(f"part {n}: of it" for n in range(2000))
    assert words.said(text) == text


def test_the_spanish_window_says_them(rig: Rig, samples: Path, tmp_path: Path, spanish: None) -> None:
    folder = tmp_path / "smears"
    folder.mkdir()
    (folder / "broken.png").write_bytes(b"")
    (folder / "field.jpg").write_bytes((samples / "field_00034.jpg").read_bytes())
    program = rig.open(folder)
    controller = program.controller
    desk = controller.desk
    assert desk is not None
    broken = next(row for row in desk.images.values() if row.state == "failed")
    controller.showing.choose_image(broken.id)
    said = "El archivo está vacío (0 bytes). Cópielo de nuevo desde su origen."
    assert said in program.window.picture.view.accessibleDescription()
    model = program.window.images.view.model()
    assert any(said in model.index(row, 0).data(11) for row in range(model.rowCount()))
    (tmp_path / "no.allviewer").write_text("no session")
    controller.open_session(tmp_path / "no.allviewer")
    assert program.window.notices.text().endswith("no es una sesión de allviewer. Elija otro archivo.")
    controller.showing.step_unreviewed()
    assert re.search(r"\d,\d\d", program.window.cell.bars.accessibleName())


def test_the_floors_below_know_no_translator() -> None:
    code = "import sys, allviewer.services.session, allviewer.core.image; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
