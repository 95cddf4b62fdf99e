"""What the faults share: the real window, and how long the long ones take."""

from tests.ui.conftest import rig

__all__ = ["rig"]
