"""Where a person finds help: the guide, the keys, and what this program is."""

from allviewer.ui import language
from allviewer.ui.dialogs.about import AboutDialog
from allviewer.ui.dialogs.shortcuts import ShortcutSheet
from allviewer.ui.guide import GuideWindow
from allviewer.ui.keyboard import Keyboard
from allviewer.ui.main_window import MainWindow
from allviewer.ui.preferences import Preferences


class Help:
    """Each opens beside the window, which stays usable."""

    def __init__(self, window: MainWindow, preferences: Preferences, keyboard: Keyboard) -> None:
        self._window, self._preferences, self._keyboard = window, preferences, keyboard

    def guide(self) -> None:
        """The guide, in the window's language."""
        spoken = language.chosen(self._preferences.current.option("language"))
        GuideWindow(language.guide(spoken), language.guide_folder(), self._window).show()

    def shortcuts(self) -> None:
        """All keys."""
        ShortcutSheet(self._keyboard, self._window).show()

    def about(self) -> None:
        """What this program is."""
        AboutDialog(self._window).show()
