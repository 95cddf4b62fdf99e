"""The model at work: which it is, and what it was trained on."""

from PySide6.QtCore import QCoreApplication

from allviewer.ui import bundles
from allviewer.ui.controller import Controller
from allviewer.ui.dialogs.asked import asked
from allviewer.ui.dialogs.model import ModelDialog
from allviewer.ui.dialogs.text import TextDialog
from allviewer.ui.main_window import MainWindow
from allviewer.ui.preferences import Preferences


class ModelChoice:
    """Asks for the bundle, or several, and the device; shows their cards."""

    def __init__(self, window: MainWindow, controller: Controller, preferences: Preferences) -> None:
        self._window, self._controller, self._preferences = window, controller, preferences

    def ask(self) -> None:
        """Another bundle, or several, and the device."""
        chosen, device = self._controller.chosen_model.name, self._preferences.current.device
        dialog = ModelDialog(
            bundles.offers(),
            chosen=chosen,
            device=device,
            describe=bundles.describe,
            offer=bundles.offer,
            parent=self._window,
        )
        if asked(dialog) and (dialog.model, dialog.device) != (chosen, device):
            self._controller.use_model(dialog.model, dialog.device)

    def show_card(self) -> None:
        """What the model was trained on and how well it does."""
        pages = bundles.cards(self._controller.chosen_model.name)
        title = QCoreApplication.translate("window", "Model card")
        TextDialog(title, pages, parent=self._window).show()
