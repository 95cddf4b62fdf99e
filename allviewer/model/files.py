"""What train, tune and evaluate write beside a bundle: tables and pictures, each whole or not at all."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from allviewer.core.atomic import write_atomic

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def write_csv(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    """The rows as CSV, UTF-8; raises OutputError."""
    made = io.StringIO(newline="")
    csv.writer(made).writerows(rows)
    write_atomic(path, made.getvalue().encode())


@contextmanager
def drawing(path: Path, *, width: float, height: float) -> Iterator["Figure"]:
    """A figure of `width` by `height` inches to draw on; then a PNG at `path`. Raises OutputError."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)  # no window system, whatever matplotlib is set to
    yield figure
    made = io.BytesIO()
    figure.savefig(made, dpi=120, format="png")
    write_atomic(path, made.getvalue())
