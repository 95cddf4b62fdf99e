"""Scrolling a view of many rows once what changed elsewhere in the window is painted."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QTimer
from PySide6.QtWidgets import QAbstractItemView

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Scroll: TypeAlias = Callable[[Index, QAbstractItemView.ScrollHint], None]


class LateScroll(QObject):
    """Calls `scroll` with the row that was asked for last, unless it is gone by then.

    A view that scrolls paints all its rows anew. A person who goes on to the next cell waits for the
    picture and the panel, so these are painted in a frame of their own before.
    """

    def __init__(self, view: QAbstractItemView, scroll: Scroll) -> None:
        super().__init__(view)
        self._scroll = scroll
        self._row, self._hint = QPersistentModelIndex(), QAbstractItemView.ScrollHint.EnsureVisible
        # without an interval: its turn comes after the painting that is due
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go)

    def ask(self, row: Index, hint: QAbstractItemView.ScrollHint) -> None:
        """Scroll there soon."""
        self._row, self._hint = QPersistentModelIndex(row), hint
        self._timer.start()

    def _go(self) -> None:
        if self._row.isValid():
            self._scroll(self._row, self._hint)
