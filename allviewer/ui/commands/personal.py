"""What is a person's own: the name on the decisions, the language, the look, the blind share."""

from allviewer.ui.controller import Controller
from allviewer.ui.dialogs.asked import asked
from allviewer.ui.dialogs.preferences import Chosen, PreferencesDialog
from allviewer.ui.dialogs.reviewer import ask
from allviewer.ui.main_window import MainWindow
from allviewer.ui.preferences import Preferences


class Personal:
    """Asks for it, keeps it, and brings it into force."""

    def __init__(self, window: MainWindow, controller: Controller, preferences: Preferences) -> None:
        self._window, self._controller, self._preferences = window, controller, preferences

    def ask_reviewer(self) -> None:
        """Another name for the decisions from here on."""
        name = ask(self._window, self._preferences.current.reviewer)
        if name:
            self._controller.set_reviewer(name)

    def ask(self) -> None:
        """Language, look, reviewer, blind share. The look is an action too, so it goes through that."""
        settings = self._preferences.current
        share = int(settings.option("blind share", "100"))
        now = Chosen(settings.option("language"), settings.theme, settings.reviewer, share)
        dialog = PreferencesDialog(now, parent=self._window)
        if not asked(dialog) or dialog.chosen == now:
            return
        chosen = dialog.chosen
        self._preferences.set_option("language", chosen.language)
        self._preferences.set_option("blind share", str(chosen.blind_share))
        self._controller.set_blind(self._window.actions_by_id["blind"].isChecked())
        if chosen.reviewer != now.reviewer:
            self._controller.set_reviewer(chosen.reviewer)
        if chosen.look != now.look:
            self._window.actions_by_id[f"theme_{chosen.look}"].trigger()
