"""The session: one file that holds pictures, cells, predictions and decisions. The only door to it."""

from allviewer.core.labels import Label
from allviewer.services.session.rows import CellRow, CellSummary, Change, ImageRow, Place, Verdict
from allviewer.services.session.session import SUFFIX, Session

__all__ = ["SUFFIX", "CellRow", "CellSummary", "Change", "ImageRow", "Label", "Place", "Session", "Verdict"]
