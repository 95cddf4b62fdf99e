"""The guide's pages: every key as the table of actions has it, every picture there, both languages alike."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from allviewer import RESEARCH_USE
from allviewer.ui import language, words
from allviewer.ui.actions.keyed import text_of, tip_of
from allviewer.ui.actions.table import ACTIONS, MENUS

GUIDE = language.guide_folder()
PAGES = ("1-first-review", "2-keys", "3-numbers", "4-model-card", "5-limits", "6-the-picture")
FOLDERS = {"en": GUIDE, "es": GUIDE / "es"}


@contextmanager
def spoken(code: str) -> Iterator[None]:
    """The window's words in this language."""
    before = QLocale()
    translators = language.install(code)
    try:
        yield
    finally:
        for translator in translators:
            QCoreApplication.removeTranslator(translator)
        QLocale.setDefault(before)


def key_tables() -> str:
    """What stands on the page of keys, from the table of actions."""
    parts = []
    for menu, title in (*MENUS, ("", "")):
        rows = [action for action in ACTIONS if action.menu == menu and action.keys]
        if not rows:
            continue
        if title:
            parts.append(f"## {QCoreApplication.translate('actions', title).replace('&', '')}")
        for action in rows:
            keys = ", ".join(f"`{key}`" for key in action.keys)
            text = text_of(action).replace("&", "").removesuffix("…")
            tip = tip_of(action)
            parts.append(f"| {keys} | **{text}**{f': {tip}' if tip else ''} |")
    return "\n".join(parts)


@pytest.mark.parametrize("code", FOLDERS)
def test_the_page_of_keys_is_the_table_of_actions(code: str, qapp: QApplication) -> None:
    with spoken(code):
        expected = key_tables()
    page = (FOLDERS[code] / "2-keys.md").read_text("utf-8")
    missing = [line for line in expected.splitlines() if line not in page.splitlines()]
    assert not missing, "write these lines to 2-keys.md:\n" + "\n".join(missing)
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) == sum(line.startswith("| `") for line in expected.splitlines())


@pytest.mark.parametrize("code", FOLDERS)
def test_every_page_is_there_and_says_what_it_is_for(code: str, qapp: QApplication) -> None:
    with spoken(code):
        sentence = words.research_use()
    assert (sentence == RESEARCH_USE) == (code == "en")
    for page in PAGES:
        text = (FOLDERS[code] / f"{page}.md").read_text("utf-8")
        assert text.startswith("# ") and f"*{sentence}*" in text
        assert not re.search(r"diagnos(is|ed|e)\b|ALL detected", text.replace(sentence, ""))


@pytest.mark.parametrize("code", FOLDERS)
def test_every_picture_and_link_leads_somewhere(code: str) -> None:
    for path in FOLDERS[code].glob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
            # the window looks pictures of all languages up from the guide's own folder
            assert target.startswith("https://") or (GUIDE / target).is_file(), f"{path.name}: {target}"


def test_both_languages_have_the_same_pages_and_sections() -> None:
    def outline(path: Path) -> list[int]:
        heads = (line for line in path.read_text("utf-8").splitlines() if line.startswith("#"))
        return [len(head) - len(head.lstrip("#")) for head in heads]

    for page in PAGES:
        assert outline(FOLDERS["en"] / f"{page}.md") == outline(FOLDERS["es"] / f"{page}.md")


def test_the_guide_is_shown_in_the_language_as_far_as_there_is_one(qapp: QApplication) -> None:
    english = language.guide("en")
    with spoken("es"):
        spanish = language.guide("es")
    assert english["1-first-review.md"].startswith("# A first review in five minutes")
    assert spanish["1-first-review.md"].startswith("# Una primera revisión en cinco minutos")
    assert list(english) == list(spanish) and len(english) > len(PAGES)
    for name, page in english.items():
        title, _, rest = page.partition("\n")
        assert spanish[name].partition("\n")[0] != title
        only_english = not (FOLDERS["es"] / name).is_file()
        assert ("*Esta página está en inglés.*" in spanish[name]) is only_english
        assert spanish[name].endswith(rest) is only_english
