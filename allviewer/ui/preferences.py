"""The settings in force, written to disk whenever they change."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from allviewer.core.differential import Unit
from allviewer.core.errors import OutputError
from allviewer.services.settings import Settings


class Preferences:
    """Holds the current `Settings`; `save` writes them."""

    def __init__(self, current: Settings, *, save: Callable[[Settings], None]) -> None:
        self.current = current
        self._save = save
        self.refused: Callable[[str], None] = lambda _reason: None
        """Told when they cannot be written: they hold until the program ends, and nothing else waits."""

    @property
    def export_folder(self) -> Path:
        """Where something was exported to last, at first the person's own folder."""
        return Path(self.current.option("export folder") or Path.home())

    @property
    def unit(self) -> tuple[Unit, str]:
        """Of what differentials are counted, and the pattern that names a patient."""
        kept = self.current.option("differential unit", Unit.SESSION)
        return Unit(kept), self.current.option("patient pattern")

    def change(self, **values: Any) -> None:
        """Set some fields and keep them."""
        self.put(replace(self.current, **values))

    def put(self, changed: Settings) -> None:
        """Take these settings and keep them."""
        if changed != self.current:
            self.current = changed
            try:
                self._save(changed)
            except OutputError as error:
                self.refused(str(error))

    def set_option(self, name: str, value: str) -> None:
        """Keep a value under a view's own name."""
        self.put(self.current.with_option(name, value))
