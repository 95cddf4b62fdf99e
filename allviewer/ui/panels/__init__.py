"""Panels beside the main views: what was counted, and how far judges agree."""
