"""The session: one file that holds pictures, cells, predictions and decisions. The only door to it."""

from allviewer.services.session.session import SUFFIX, Session

__all__ = ["SUFFIX", "Session"]
