"""Opens the window's dialogs with what they need, and acts on their answers."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from allviewer.core.errors import DecisionError
from allviewer.core.labels import Label, check
from allviewer.services.export import export_csv
from allviewer.ui import bundles, language
from allviewer.ui.controller import Controller
from allviewer.ui.dialogs.about import AboutDialog
from allviewer.ui.dialogs.export import Export, ExportDialog
from allviewer.ui.dialogs.labels import LabelsDialog
from allviewer.ui.dialogs.model import ModelDialog
from allviewer.ui.dialogs.preferences import Chosen, PreferencesDialog
from allviewer.ui.dialogs.reviewer import ask
from allviewer.ui.dialogs.shortcuts import ShortcutSheet
from allviewer.ui.dialogs.text import TextDialog
from allviewer.ui.guide import GuideWindow
from allviewer.ui.keyboard import Keyboard
from allviewer.ui.label_keys import LabelKeys
from allviewer.ui.main_window import MainWindow
from allviewer.ui.preferences import Preferences

translate = QCoreApplication.translate


class Sheets:
    """One method per dialog."""

    def __init__(self, window: MainWindow, controller: Controller, preferences: Preferences) -> None:
        self._window, self._controller, self._preferences = window, controller, preferences
        self._keyboard = Keyboard(preferences, window.actions_by_id, window.raw_key)
        self._label_keys = LabelKeys(window, controller, self._keyboard)

    def export(self) -> None:
        """Write the table of the open session."""
        desk = self._controller.desk
        if desk is None:
            return
        tally = desk.tally()
        dialog = ExportDialog(
            self._suggested(),
            write=self._write,
            reviewed=tally.reviewed,
            cells=tally.cells,
            parent=self._window,
        )
        if dialog.exec() and dialog.rows is not None:
            path = dialog.export.path
            self._preferences.set_option("export folder", str(path.parent))
            said = translate("window", "{0} rows written to {1}.").format(dialog.rows, path)
            self._window.notices.told(said)

    def _write(self, asked: Export) -> int:
        desk = self._controller.desk
        assert desk is not None
        return export_csv(desk.session, asked.path, bom=asked.bom, only_reviewed=asked.only_reviewed)

    def _suggested(self) -> Path:
        folder = self._preferences.current.option("export folder") or str(Path.home())
        return Path(folder) / f"{self._window.windowTitle().split(' – ')[0]}.csv"

    def choose_model(self) -> None:
        """Another bundle, or several, and the device."""
        settings = self._preferences.current
        dialog = ModelDialog(
            bundles.offers(),
            chosen=settings.model,
            device=settings.device,
            describe=bundles.describe,
            offer=bundles.offer,
            parent=self._window,
        )
        if dialog.exec() and (dialog.model, dialog.device) != (settings.model, settings.device):
            self._controller.use_model(dialog.model, dialog.device)

    def model_card(self) -> None:
        """What the model was trained on and how well it does."""
        pages = bundles.cards(self._preferences.current.model)
        TextDialog(translate("window", "Model card"), pages, parent=self._window).show()

    def reviewer(self) -> None:
        """Another name for the decisions from here on."""
        name = ask(self._window, self._preferences.current.reviewer)
        if name:
            self._controller.set_reviewer(name)

    def preferences(self) -> None:
        """Language, look, reviewer, blind share. The look is an action too, so it goes through that."""
        settings = self._preferences.current
        share = int(settings.option("blind share", "100"))
        now = Chosen(settings.option("language"), settings.theme, settings.reviewer, share)
        dialog = PreferencesDialog(now, parent=self._window)
        if not dialog.exec() or dialog.chosen == now:
            return
        chosen = dialog.chosen
        self._preferences.set_option("language", chosen.language)
        self._preferences.set_option("blind share", str(chosen.blind_share))
        self._controller.set_blind(self._window.actions_by_id["blind"].isChecked())
        if chosen.reviewer != now.reviewer:
            self._controller.set_reviewer(chosen.reviewer)
        if chosen.look != now.look:
            self._window.actions_by_id[f"theme_{chosen.look}"].trigger()

    def labels(self) -> None:
        """The labels of the session: those of the model, and those that a person adds."""
        desk = self._controller.desk
        if desk is None:
            return
        LabelsDialog(
            desk.model.classes if desk.model else (),
            own=desk.session.own_labels,
            change=self._change_labels,
            holder=self._label_keys.holder,
            parent=self._window,
        ).exec()

    def _change_labels(self, labels: Sequence[Label]) -> str:
        """Let these be the session's labels; why they may not be, or ""."""
        desk = self._controller.desk
        assert desk is not None
        try:
            check(labels, before=[one.name for one in desk.session.own_labels()], used=desk.carried)
        except DecisionError as error:
            return str(error)
        said = self._controller.reviewing.say(lambda session, who: session.set_labels(labels, reviewer=who))
        return "" if said else self._window.notices.text()

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

    def verify(self) -> None:
        """Whether anything of the session was altered behind the program's back."""
        desk = self._controller.desk
        if desk is None:
            return
        found = desk.session.verify()
        if found:
            self._window.notices.error(" ".join(found))
        else:
            self._window.notices.told(
                translate("window", "Nothing was altered: every decision is as it was made.")
            )
