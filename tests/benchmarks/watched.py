"""The program with an eye on its start: when the window was painted and ready, and the first cell stored."""

import json
import sys
import time
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from allviewer.services.events import CellsClassified, Event
from allviewer.ui import app

SINCE = float(sys.argv[1])


def since() -> float:
    """Seconds from when this process was asked for."""
    return time.time() - SINCE


class Watched(app.Program):
    """Tells what became ready when, and closes the window after the first cell."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._told: dict[str, object] = {}
        self.window.installEventFilter(self)
        self.worker.events.connect(self._take)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """After the window's first paint, once the loop turns again, a person can act."""
        if event.type() == QEvent.Type.Paint and "window" not in self._told:
            self._told["window"] = 0.0
            QTimer.singleShot(0, self._stands)
        return super().eventFilter(watched, event)

    def _stands(self) -> None:
        self._told |= {"window": since(), "work": time.process_time(), "torch": "torch" in sys.modules}

    def _take(self, events: Sequence[Event]) -> None:
        if "cell" not in self._told and any(isinstance(one, CellsClassified) for one in events):
            # the controller was connected before, so it is stored and shown by now
            self._told |= {"cell": since(), "cell_work": time.process_time()}
            print(json.dumps(self._told), flush=True)
            self.window.close()
            QApplication.quit()
