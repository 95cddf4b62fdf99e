"""The window: PySide6 on top of services."""

from allviewer.ui import plain_imports as plain_imports  # before anything else is imported
