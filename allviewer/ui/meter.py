"""How far a run has come, how fast it goes and how long it takes yet."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

_WINDOW_S = 20.0


@dataclass(frozen=True, slots=True)
class Standing:
    """`done` of `total` pictures; `rate` in cells a second and `left_s` None while unknown.

    While `loading`, cells wait for the model to be opened.
    """

    done: int
    total: int
    cells: int
    rate: float | None
    left_s: float | None
    loading: bool


class Meter:
    """Counts pictures and cells; the rate is that of the last twenty seconds."""

    def __init__(self, total: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._total, self._clock = total, clock
        self._done = self._cells = self._found = 0
        self._marks: deque[tuple[float, int, int]] = deque([(clock(), 0, 0)])

    def add(self, *, pictures: int = 0, found: int = 0, cells: int = 0) -> None:
        """Some more are done."""
        self._done += pictures
        self._found += found
        self._cells += cells
        now = self._clock()
        self._marks.append((now, self._done, self._cells))
        while len(self._marks) > 2 and now - self._marks[0][0] > _WINDOW_S:
            self._marks.popleft()

    def standing(self) -> Standing:
        """Where things stand now."""
        (then, done, cells), (now, done_now, cells_now) = self._marks[0], self._marks[-1]
        past = now - then
        rate = (cells_now - cells) / past if past > 0 and cells_now > cells else None
        pace = (done_now - done) / past if past > 0 else 0.0
        left = (self._total - self._done) / pace if pace > 0 else None
        loading = self._found > 0 and self._cells == 0
        return Standing(self._done, self._total, self._cells, rate, left, loading)
