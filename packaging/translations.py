"""Brings resources/i18n up to date with the texts of the window: run after any of them changed.

Needs PySide6's own tools (pyside6-lupdate, pyside6-lrelease), which come with PySide6-Essentials.
Exit code 1 if a text still has no translation; each is named.
"""

import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path

import sentences

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "i18n"


def tool(name: str) -> str:
    """The path of one of PySide6's tools, beside the interpreter that runs this."""
    suffix = ".exe" if sys.platform == "win32" else ""
    return str(Path(sysconfig.get_path("scripts")) / f"pyside6-{name}{suffix}")


def sources() -> list[Path]:
    """The files with texts of the window."""
    return sorted((ROOT / "allviewer" / "ui").rglob("*.py"))


def update(ts: Path, files: Iterable[Path]) -> None:
    """Take up new texts into `ts` and drop those that are no more; what is translated stays."""
    command = [
        tool("lupdate"),
        "-silent",
        "-no-obsolete",
        "-locations",
        "none",
        *map(str, files),
        "-ts",
        str(ts),
    ]
    subprocess.run(command, check=True)


def release(ts: Path) -> None:
    """Compile `ts` to the .qm beside it."""
    subprocess.run([tool("lrelease"), "-silent", str(ts), "-qm", str(ts.with_suffix(".qm"))], check=True)


def unfinished(ts: Path) -> Iterator[str]:
    """The texts that are not translated, each with its context."""
    for context in ET.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished" or not translation.text:
                yield f"{context.findtext('name')}: {message.findtext('source')}"


def main() -> int:
    """All languages."""
    sentences.write()
    missing = []
    for ts in sorted(FOLDER.glob("*.ts")):
        update(ts, sources())
        release(ts)
        missing += [f"{ts.name}: {text}" for text in unfinished(ts)]
    print("\n".join(missing) or "Every text is translated.")
    return bool(missing)


if __name__ == "__main__":
    raise SystemExit(main())
