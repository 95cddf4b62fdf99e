"""The guide: every shipped page, its links and pictures; nothing opens, nothing is loaded from elsewhere."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage, QTextDocument
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from allviewer.ui import language
from allviewer.ui.guide import GuideWindow
from allviewer.ui.page import READABLE_PX, Page
from tests.ui.acts import follow

IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small guide with a picture, a link to a page, one to the internet, and HTML."""
    guide = tmp_path / "guide"
    (guide / "pictures").mkdir(parents=True)
    QImage(1600, 400, QImage.Format.Format_RGB32).save(str(guide / "pictures" / "wide.png"))
    QImage(10, 10, QImage.Format.Format_RGB32).save(str(tmp_path / "outside.png"))
    (guide / "1-first.md").write_text(
        "# First\n\nSee [second](2-second.md) or [far](https://example.org/x).\n\n![w](pictures/wide.png)\n\n"
        '<b onclick="x">bold?</b>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[gone](9-gone.md)\n',
        "utf-8",
    )
    (guide / "2-second.md").write_text("# Second\n\nAbout erythrocytes.\n", "utf-8")
    return guide


@pytest.fixture
def window(qtbot: Any, folder: Path) -> GuideWindow:
    made = GuideWindow({path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.md"))}, folder)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that anything asked the system to open."""
    asked: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url.toString()))
    return asked


def page(window: GuideWindow) -> Page:
    found = window.findChild(Page)
    assert found is not None
    return found


def test_pages_are_listed_by_their_headings(window: GuideWindow) -> None:
    assert window.titles == ["First", "Second"]
    assert "See second or far" in page(window).toPlainText()


def test_a_link_to_a_page_turns_to_it(window: GuideWindow) -> None:
    follow(page(window), "second")
    assert "erythrocytes" in page(window).toPlainText()


def test_a_link_to_elsewhere_is_shown_and_copied_and_never_opened(
    window: GuideWindow, opened: list[str]
) -> None:
    follow(page(window), "far")
    address, copy = window.findChild(QLabel, "guideAddress"), window.findChild(QPushButton, "guideCopy")
    assert address is not None and copy is not None
    assert "https://example.org/x" in address.text()
    assert "First" in page(window).toPlainText()
    copy.click()
    assert QGuiApplication.clipboard().text() == "https://example.org/x"
    assert opened == []


def test_html_stays_text(window: GuideWindow) -> None:
    assert "<b onclick" in page(window).toPlainText()


def test_pictures_come_from_the_guides_folder_and_fit_the_text(window: GuideWindow, folder: Path) -> None:
    image = page(window).loadResource(IMAGE, QUrl("pictures/wide.png"))
    assert isinstance(image, QImage) and 0 < image.width() / image.devicePixelRatio() <= READABLE_PX


@pytest.mark.parametrize(
    "address", ["../outside.png", "https://example.org/x.png", "file:///etc/hostname", "//host/share/x.png"]
)
def test_nothing_comes_from_elsewhere(window: GuideWindow, address: str) -> None:
    assert page(window).loadResource(IMAGE, QUrl(address)) is None


def test_search_leaves_the_pages_that_have_all_the_words(window: GuideWindow) -> None:
    search = window.findChild(QLineEdit, "guideSearch")
    assert search is not None
    search.setText("erythro")
    assert window.titles == ["Second"]
    assert page(window).textCursor().selectedText() == "erythro"
    search.setText("nowhere to be found")
    assert window.titles == []
    search.clear()
    assert window.titles == ["First", "Second"]


def test_a_link_to_a_page_that_is_not_there_leaves_the_page(window: GuideWindow) -> None:
    follow(page(window), "gone")
    assert "See second or far" in page(window).toPlainText()


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_every_shipped_page_is_shown(qtbot: Any, code: str) -> None:
    pages = language.guide(code)
    made = GuideWindow(pages, language.guide_folder())
    qtbot.addWidget(made)
    assert len(made.titles) == len(pages) > 0
    for name in pages:
        made.show_page(name)
        assert len(page(made).toPlainText()) > 200


def test_a_long_page_is_laid_out_once(qtbot: Any) -> None:
    made = GuideWindow(language.guide("en"), language.guide_folder())
    qtbot.addWidget(made)
    laid_out = []
    page(made).document().contentsChange.connect(lambda *_: laid_out.append(1))
    made.show_page("speed.md")
    assert 0 < len(laid_out) < 10  # 749, were each change one


def test_lines_end_where_a_narrow_page_does(window: GuideWindow) -> None:
    window.resize(560, 500)
    assert page(window).viewport().width() < READABLE_PX
    assert page(window).lineWrapColumnOrWidth() == page(window).viewport().width()
    window.resize(1200, 500)
    assert page(window).lineWrapColumnOrWidth() == READABLE_PX
