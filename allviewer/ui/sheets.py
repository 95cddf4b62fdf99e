"""Opens the window's dialogs with what they need, and acts on their answers."""

import re
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from allviewer.core.errors import AllviewerError, DecisionError
from allviewer.core.labels import Label, check
from allviewer.services import audit
from allviewer.services.export import Export, export
from allviewer.services.session import SUFFIX, Session
from allviewer.ui import bundles, language, words
from allviewer.ui.background import Background, Task
from allviewer.ui.controller import Controller
from allviewer.ui.dialogs.about import AboutDialog
from allviewer.ui.dialogs.asked import asked
from allviewer.ui.dialogs.export import ExportDialog
from allviewer.ui.dialogs.labels import LabelsDialog
from allviewer.ui.dialogs.model import ModelDialog
from allviewer.ui.dialogs.preferences import Chosen, PreferencesDialog
from allviewer.ui.dialogs.reviewer import ask
from allviewer.ui.dialogs.shortcuts import ShortcutSheet
from allviewer.ui.dialogs.text import TextDialog
from allviewer.ui.dialogs.waiting import Waiting
from allviewer.ui.guide import GuideWindow
from allviewer.ui.keyboard import Keyboard
from allviewer.ui.label_keys import LabelKeys
from allviewer.ui.main_window import MainWindow
from allviewer.ui.panels import figures
from allviewer.ui.preferences import Preferences

translate = QCoreApplication.translate


class Sheets:
    """One method per dialog."""

    def __init__(
        self, window: MainWindow, controller: Controller, preferences: Preferences, background: Background
    ) -> None:
        self._window, self._controller, self._preferences = window, controller, preferences
        self._background = background
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
        asked(dialog)

    def _write(self, dialog: ExportDialog, wanted: Export) -> None:
        def work(task: Task) -> object:
            with closing(Session.look(path)) as session:
                return export(session, wanted, tell=task.tell)

        def done(rows: object) -> None:
            assert isinstance(rows, int)
            self._preferences.set_option("export folder", str(wanted.path.parent))
            self._window.notices.told(
                translate("window", "{0} rows written to {1}.").format(figures.count(rows), wanted.path)
            )
            dialog.accept()

        def failed(error: BaseException) -> None:
            self._refused(error, told=dialog.told)

        path = self._session_path()
        waiting = Waiting(translate("window", "Writing what was asked for…"), parent=dialog)
        waiting.run(self._background, work, done=done, failed=failed)

    def ask_copy(self) -> None:
        """Ask where a copy of the session goes; a file that is there is never written over."""
        if self._controller.desk is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            translate("window", "Hand over a copy of the session"),
            str(self._suggested().with_suffix(SUFFIX)),
            translate("window", "Sessions (*.allviewer)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self.copy_session(Path(name) if Path(name).suffix else Path(f"{name}{SUFFIX}"))

    def copy_session(self, to: Path) -> None:
        """Write the whole session to one new file."""

        def work(task: Task) -> object:
            with closing(Session.look(path)) as session:
                session.copy_to(to, tell=task.tell)
            return to

        path, notices = self._session_path(), self._window.notices
        said = translate("window", "The session was copied to {0}. Hand over the pictures with it.").format(
            to
        )
        Waiting(translate("window", "Copying the session…"), parent=self._window).run(
            self._background,
            work,
            done=lambda _none: notices.told(said),
            failed=lambda error: self._refused(error, told=notices.error),
        )

    def _session_path(self) -> Path:
        desk = self._controller.desk
        assert desk is not None
        return desk.session.path

    def _refused(self, error: BaseException, *, told: Callable[[str], None]) -> None:
        if isinstance(error, AllviewerError):
            told(words.said(str(error)))
        else:
            self._window.report_bug(error)

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
        if asked(dialog) and (dialog.model, dialog.device) != (settings.model, settings.device):
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

    def labels(self) -> None:
        """The labels of the session: those of the model, and those that a person adds."""
        desk = self._controller.desk
        if desk is None:
            return
        dialog = LabelsDialog(
            desk.model.classes if desk.model else (),
            own=desk.session.own_labels,
            change=self._change_labels,
            holder=self._label_keys.holder,
            parent=self._window,
        )
        asked(dialog)

    def _change_labels(self, labels: Sequence[Label]) -> str:
        """Let these be the session's labels; why they may not be, or ""."""
        desk = self._controller.desk
        assert desk is not None
        try:
            check(labels, before=[one.name for one in desk.session.own_labels()], used=desk.carried)
        except DecisionError as error:
            return words.said(str(error))
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
        """Whether decisions, pictures or models were altered behind the program's back."""
        if self._controller.desk is None:
            return
        path = self._session_path()
        title = translate("window", "Comparing decisions, pictures and models…")
        Waiting(title, parent=self._window).run(
            self._background,
            lambda task: list(audit.audit_session(path, tell=task.tell)),
            done=self._audited,
            failed=lambda error: self._refused(error, told=self._window.notices.error),
        )

    def _audited(self, found: object) -> None:
        assert isinstance(found, list)
        if not found:
            said = translate(
                "window",
                "Decisions, outlines, pictures and models are as they were. Predictions are not checked.",
            )
            self._window.notices.told(said)
        elif len(found) == 1:
            self._window.notices.error(words.said(found[0]))
        else:
            title = translate("window", "{0} things are not as they were").format(len(found))
            # names of files are no Markdown
            said = "\n\n".join(re.sub(r"([^\w\s])", r"\\\1", sentence) for sentence in map(words.said, found))
            TextDialog(title, {title: said}, parent=self._window).show()
