"""Gathers the sentences of core, services and model that the window may show, for its translator.

They are written where they are said, in plain English and with blanks ({0}, {1}) for what is put in. The
window knows them by `allviewer/ui/sentences.py`, which `translations.py` writes with this.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "allviewer" / "ui" / "sentences.py"
_FLOORS = ("core", "services")
_MODEL = ("bundle", "card", "card_words", "classifier", "device", "engine", "ensemble", "loads", "member")
"""Of the model what runs in the window; training and measuring speak on the command line only."""
_TOLD = ("card.py", "label_import.py")
"""Files whose plain ValueErrors become part of what a person is told."""
_ALONE = (
    *("uncertain", "memory", "GPU memory", "lacks"),
    *("unreviewed", "accepted", "corrected", "unsure", "excluded"),
)
"""Single words that stand in a sentence's blanks, or alone as a reason."""
_WORDS = re.compile(r"[a-z]{2,} [a-z]+")
_SQL = re.compile(r"SELECT|INSERT|UPDATE |CREATE|PRAGMA|DELETE|WHERE|JOIN|ORDER BY|BEGIN")
_HEAD = '''"""The sentences of the floors below, for the translator. Written by packaging/translations.py."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

# fmt: off
_MARKED = (
'''
_FOOT = ''')

SENTENCES: Final = tuple(map(str, _MARKED))
"""With numbered blanks for what is put in."""
'''


def sources() -> list[Path]:
    """The files whose sentences reach the window."""
    package = ROOT / "allviewer"
    found = [path for floor in _FLOORS for path in sorted((package / floor).rglob("*.py"))]
    return [*found, *(package / "model" / f"{name}.py" for name in _MODEL)]


def sentences() -> list[str]:
    """All of them, each once, in the order of the files."""
    found = [
        text
        for path in sources()
        for text in sentences_of(path.read_text("utf-8"), errors=path.name in _TOLD)
    ]
    return list(dict.fromkeys([*found, *_ALONE]))


def sentences_of(source: str, *, errors: bool) -> Iterator[str]:
    """What one file says: texts of several words that are neither documentation, SQL nor for us alone.

    With `errors` all that it raises counts.
    """
    tree = ast.parse(source)
    left_out = {*_no_text(tree), *(() if errors else _for_us(tree))}
    for node in ast.walk(tree):
        text = template(node) if id(node) not in left_out else ""
        if _WORDS.search(text) and not _SQL.search(text):
            yield text


def template(node: ast.AST) -> str:
    """A literal with numbered blanks for what is put in; "" if it is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    blanks = iter(range(len(node.values)))
    parts = (
        str(part.value) if isinstance(part, ast.Constant) else f"{{{next(blanks)}}}" for part in node.values
    )
    return "".join(parts)


def _no_text(tree: ast.AST) -> Iterator[int]:
    """Documentation, and the parts of what is a template itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield id(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield from (id(part) for part in node.values)


def _for_us(tree: ast.AST) -> Iterator[int]:
    """What errors say that are mistakes of ours: a person's sentence has a full stop."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("ValueError", "RuntimeError"):
            yield from (id(one) for one in node.args if not template(one).endswith("."))


def write(table: Path = TABLE) -> None:
    """Bring the window's table up to date."""
    lines = [
        f'    QT_TRANSLATE_NOOP("sentences", {json.dumps(text, ensure_ascii=False)}),\n'
        for text in sentences()
    ]
    table.write_text(f"{_HEAD}{''.join(lines)}{_FOOT}", "utf-8")
