"""The window's language: which there are, which is in force, and where its guide lies."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLibraryInfo, QLocale, QTranslator

from allviewer.core.resources import resources

LANGUAGES: Final = {"en": "English", "es": "Español"}
"""By code, each named as its speakers name it. English is the language of the sources."""


def system() -> str:
    """The first of the person's languages that there is, else English."""
    spoken = (QLocale(name).name().partition("_")[0] for name in QLocale.system().uiLanguages())
    return next((code for code in spoken if code in LANGUAGES), "en")


def chosen(wish: str) -> str:
    """The language of the window: the one wished for, or for "" (or one there is not) the system's."""
    return wish if wish in LANGUAGES else system()


def install(code: str) -> list[QTranslator]:
    """Speak this language from here on: our texts, Qt's own, numbers and dates.

    Call before the window is built: what is built already keeps its words. What the program was
    asked in stays installed until each of the translators is removed.
    """
    if code == "en":
        # numbers stay as the system writes them, as long as that is a way English is written in
        if QLocale.system().language() is not QLocale.Language.English:
            QLocale.setDefault(QLocale(QLocale.Language.English))
        return []
    QLocale.setDefault(_locale(code))
    installed = []
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((f"qtbase_{code}", qt), (f"allviewer_{code}", str(resources() / "i18n"))):
        translator = QTranslator(QCoreApplication.instance())
        # without Qt's own file only its few standard buttons stay English
        if translator.load(name, folder):
            QCoreApplication.installTranslator(translator)
            installed.append(translator)
    return installed


def _locale(code: str) -> QLocale:
    """The person's own way of writing this language, if it is theirs."""
    system_locale = QLocale.system()
    return system_locale if system_locale.name().startswith(code) else QLocale(code)


_IN_ENGLISH: Final = (
    QT_TRANSLATE_NOOP("guide", "How cells are found, and how well"),
    QT_TRANSLATE_NOOP("guide", "Results"),
    QT_TRANSLATE_NOOP("guide", "How fast, and how that is measured"),
)
"""The titles of the pages that there are in English only."""


def guide(code: str) -> dict[str, str]:
    """The guide's pages by file name, in this language as far as there are any, the others under its
    title and with the word that they are in English; pictures in them are relative to `guide_folder()`.
    """
    folders = (guide_folder() / code, guide_folder())
    files: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.md")):
            files.setdefault(path.name, path)
    pages = {name: path.read_text("utf-8") for name, path in sorted(files.items())}
    foreign = () if code == "en" else [name for name, path in files.items() if path.parent == guide_folder()]
    return pages | {name: _introduced(pages[name]) for name in foreign}


def _introduced(page: str) -> str:
    """An English page under its title in the window's language, and what language it is in."""
    title, _, rest = page.partition("\n")
    title = QCoreApplication.translate("guide", title.removeprefix("# ").strip())
    said = QCoreApplication.translate("guide", "This page is in English.")
    return f"# {title}\n\n*{said}*\n{rest}"


def guide_folder() -> Path:
    """Where the guide lies."""
    return resources() / "guide"
