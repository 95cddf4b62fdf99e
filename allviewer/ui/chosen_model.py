"""Which bundle works on what lies open: the one it was reviewed with, until a person chooses here."""

from collections.abc import Callable

from allviewer.core.errors import BundleError
from allviewer.core.records import Model
from allviewer.ui.desk import Desk
from allviewer.ui.preferences import Preferences
from allviewer.ui.views import Notices


class ChosenModel:
    """What was chosen last, anywhere, is for what nobody has reviewed yet: another session's decisions were
    made beside the answers of another bundle, and are not to be read beside new ones unasked.
    """

    def __init__(
        self, notices: Notices, preferences: Preferences, *, describe: Callable[[str], Model]
    ) -> None:
        self._notices, self._preferences, self._describe = notices, preferences, describe
        self._kept = ""
        self._insists = False
        self._news: Callable[[], None] = lambda: None

    @property
    def name(self) -> str:
        """What it is asked for by."""
        return self._kept or self._preferences.current.model

    def model(self) -> Model:
        """Its public face; what is to be said of it is said once. Raises BundleError."""
        found = self._describe(self.name)
        news, self._news = self._news, lambda: None
        news()
        return found

    def insist(self) -> None:
        """Who named one at the start means it for all that is opened."""
        self._insists = True

    def choose(self, name: str, device: str) -> None:
        """A person chose, for what lies open and for what is new."""
        self._kept, self._news = "", lambda: None
        self._preferences.change(model=name, device=device)

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none."""
        self._kept, self._news = "", lambda: None
        before = desk.model if desk is not None else None
        chosen = self._preferences.current.model
        if desk is None or before is None or self._insists or self._is(chosen, before):
            return
        if len(desk.unreviewed) == len(desk.cells):
            return
        if self._is(before.name, before):
            self._kept = before.name
            self._news = lambda: self._notices.keeps_model(before.name, chosen=chosen)
        else:
            self._news = lambda: self._notices.other_model(chosen, before=before.name)

    def _is(self, name: str, model: Model) -> bool:
        try:
            return self._describe(name) == model
        except BundleError:  # told where it is needed
            return False
