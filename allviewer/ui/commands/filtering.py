"""The filter of the gallery, set beside it, and the filters that a person named."""

import json

from allviewer.core import filters
from allviewer.core.filters import Filter, Saved
from allviewer.ui.controller import Controller
from allviewer.ui.dialogs.filter import FilterDialog
from allviewer.ui.main_window import MainWindow
from allviewer.ui.preferences import Preferences


class Filtering:
    """Opens the conditions, and has the gallery show what meets them."""

    def __init__(self, window: MainWindow, controller: Controller, preferences: Preferences) -> None:
        self._window, self._controller, self._preferences = window, controller, preferences

    def ask(self) -> None:
        """Open the conditions beside the gallery; they act at once."""
        desk = self._controller.desk
        if desk is None:
            return
        lies_open = self._window.findChild(FilterDialog)
        if isinstance(lies_open, FilterDialog):
            lies_open.activateWindow()
            return
        reviewers = sorted({cell.reviewer for cell in desk.cells.values() if cell.reviewer})
        dialog = FilterDialog(
            self._window.gallery.arrangement().filter,
            classes=desk.classes,
            reviewers=reviewers,
            saved=self.saved(),
            parent=self._window,
        )
        dialog.changed.connect(self._use)
        dialog.kept.connect(self._keep)
        dialog.show()

    def saved(self) -> tuple[Saved, ...]:
        """The filters this person named."""
        return filters.from_json(json.loads(self._preferences.current.option("filters", "[]")))

    def _use(self, chosen: Filter) -> None:
        self._window.gallery.set_filter(chosen)

    def _keep(self, saved: tuple[Saved, ...]) -> None:
        self._preferences.set_option("filters", json.dumps(filters.to_json(saved)))
