"""Pixels → cells: where the white cells are, with outlines of nucleus and whole cell."""

from allviewer.core.segment.find import Found, find_cells
from allviewer.core.segment.framed import segment_in
from allviewer.core.segment.scene import Parameters

__all__ = ["Found", "Parameters", "find_cells", "segment_in"]
