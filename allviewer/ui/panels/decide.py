"""The buttons that decide a cell, each with its key, and the note."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from allviewer.core.labels import Label
from allviewer.core.records import Decision, Status
from allviewer.ui import class_signs, theme, words
from allviewer.ui.actions.action import CLASS_KEYS
from allviewer.ui.actions.keyed import native
from allviewer.ui.panels import figures
from allviewer.ui.panels.buttons import ClassButton, KeyButton
from allviewer.ui.panels.claimed_keys import OwnKeys
from allviewer.ui.panels.parts import label, named
from allviewer.ui.views import CellShown

_DECIDING = ("accept", "unsure", "exclude")


class DecidePanel(QWidget):
    """`actions` are the window's own: a button does what its key does and is enabled when it is."""

    labelChosen = Signal(str)
    noteWritten = Signal(str)
    labelDropped = Signal(object, str)
    cellMeant = Signal()

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._classes: tuple[str, ...] = ()
        self._own: tuple[Label, ...] = ()
        self._own_keys: dict[str, str] = {}
        self._many = self._undecided = 0
        self._shown: CellShown | None = None
        self._buttons: list[KeyButton] = []
        self._said = label(role="small", name="decision", wrap=True)
        self._accept = self._button("accept")
        self._accept.setProperty("role", "primary")
        self._unsure, self._exclude = self._button("unsure"), self._button("exclude")
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.XS)
        self._note = named("noteEdit", QLineEdit())
        self._note.setMaxLength(2000)
        self._note.setAccessibleName(self.tr("Note"))
        self._note.editingFinished.connect(self.end_note)
        OwnKeys(self._note)
        self._note.installEventFilter(self)
        self._lay_out()
        for action_id in (*_DECIDING, *(f"class_{place + 1}" for place in range(CLASS_KEYS))):
            actions[action_id].changed.connect(self._show_keys)
        for action_id in ("note", "unsure"):
            actions[action_id].enabledChanged.connect(self._show_allowed)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.S)
        layout.addWidget(self._said)
        layout.addWidget(self._accept)
        layout.addLayout(self._grid)
        last = QGridLayout()
        last.setSpacing(theme.XS)
        last.addWidget(self._unsure, 0, 0)
        last.addWidget(self._exclude, 0, 1)
        for column in (0, 1):
            last.setColumnStretch(column, 1)
            self._grid.setColumnStretch(column, 1)
        layout.addLayout(last)
        layout.addWidget(self._note)

    def set_classes(self, classes: Sequence[str], own: Sequence[Label] = ()) -> None:
        """A button for each class there is; `own` are those a person added."""
        if (tuple(classes), tuple(own)) == (self._classes, self._own):
            return
        self._classes, self._own = tuple(classes), tuple(own)
        for button in self._buttons:
            self._grid.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        for place, (name, sign) in enumerate(class_signs.signs(classes, own).items()):
            button = ClassButton(name, key="", colour=sign.colour, dashes=sign.dashes)
            button.setObjectName(f"label_{name}")
            button.setCheckable(True)
            button.pressed.connect(self.cellMeant)
            button.clicked.connect(lambda _=False, name=name: self.labelChosen.emit(name))
            button.cellsDropped.connect(lambda ids, name=name: self.labelDropped.emit(ids, name))
            self._grid.addWidget(button, place // 2, place % 2)
            self._buttons.append(button)
        self._show_keys()
        self._show_allowed()

    def set_own_keys(self, keys: Mapping[str, str]) -> None:
        """The keys of the labels that a person added, by name: what the table's numbers do not give."""
        self._own_keys = dict(keys)
        self._show_keys()

    def show_cell(self, shown: CellShown | None) -> None:
        """What was decided of this cell, and what may be."""
        same = self._shown and shown and shown.row.id == self._shown.row.id
        writing = same and (self._note.hasFocus() or self._note.isModified())
        self._shown, self._many = shown, 0
        if not writing:
            self._show_note()
        self._said.setText(self._sentence(shown))
        decision = _decision(shown)
        for button, name in zip(self._buttons, self._classes, strict=True):
            button.setChecked(decision is not None and name == decision.label)
        self._show_allowed()
        self._accept.setText(self._accept_text())

    def show_many(self, *, chosen: int, undecided: int) -> None:
        """Several cells are chosen: a decision is about all of them, accepting about the undecided."""
        self._many, self._undecided = chosen, undecided
        said = (
            self.tr("{0} cells chosen: a key decides all of them.")
            if undecided == chosen
            else self.tr(
                "{0} cells chosen: a class key decides all of them, accepting keeps what is decided."
            )
        )
        self._said.setText(said.format(figures.count(chosen)))
        self._show_allowed()
        for button in self._buttons:
            button.setChecked(False)
        self._accept.setText(self._accept_text())

    def write_note(self) -> None:
        """Put the keyboard behind the note: what is typed adds to it, and wipes nothing out."""
        self._note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._note.end(False)

    def end_note(self) -> None:
        """Hand over what was typed, if it is not yet: a press of a button leaves the keyboard where it is."""
        if self._note.isModified():
            self._note.setModified(False)
            self.noteWritten.emit(self._note.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Escape end the note and give the keyboard back."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._note.clearFocus()  # which ends the editing, and so writes the note once
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._show_note()
                self._note.clearFocus()
                return True
        return False

    def _show_note(self) -> None:
        decision = self._shown.row.decision if self._shown else None
        self._note.setText(decision.note if decision else "")

    def _show_allowed(self) -> None:
        """A class can be given where any decision can, and a note be written where its key leads to it: to
        the cell that is shown, also while several are chosen. Elsewhere the letters typed would decide them.
        """
        one = self._shown is not None
        self._note.setEnabled(one and self._actions["note"].isEnabled())
        self._note.setPlaceholderText(self.tr("Note on this cell alone") if self._many else self.tr("Note"))
        for button in self._buttons:
            button.setEnabled(one and self._actions["unsure"].isEnabled())

    def _accept_text(self) -> str:
        if self._many and self._undecided == 1:
            return self.tr("Accept 1 cell")
        if self._many:
            said = self.tr("Accept {0} cells") if self._undecided else self.tr("Keep {0} cells")
            return said.format(figures.count(self._undecided or self._many))
        shown, decision = self._shown, _decision(self._shown)
        if decision is not None:
            return self.tr("Keep: {0}").format(decision.label or words.status(decision.status))
        prediction = shown.row.prediction if shown else None
        if shown and shown.model and prediction and not shown.hidden:
            return self.tr("Accept {0}").format(shown.model.classes[prediction.best])
        return self.tr("Accept")

    def _sentence(self, shown: CellShown | None) -> str:
        decision = _decision(shown)
        if decision is None:
            return self.tr("Not reviewed yet") if shown else ""
        outcomes = {
            Status.ACCEPTED: self.tr("Accepted as {0}").format(decision.label),
            Status.CORRECTED: self.tr("Corrected to {0}").format(decision.label),
            Status.UNSURE: self.tr("Unsure"),
            Status.EXCLUDED: self.tr("Excluded, not counted"),
        }
        time = decision.decided_at.astimezone().strftime("%Y-%m-%d %H:%M")
        said = f"{outcomes[decision.status]}  ·  {decision.reviewer}, {time}"
        model = shown.model if shown else None
        if decision.model_sha256 and model is not None and decision.model_sha256 != model.sha256:
            said += "  ·  " + self.tr("another model was shown then")
        return said

    def _show_keys(self) -> None:
        for action_id, button in zip(_DECIDING, (self._accept, self._unsure, self._exclude), strict=True):
            button.set_key(self._key(action_id))
            button.setToolTip(self._actions[action_id].toolTip())
        own = {label.name for label in self._own}
        for place, (name, button) in enumerate(zip(self._classes, self._buttons, strict=True), start=1):
            positional = self._key(f"class_{place}") if place <= CLASS_KEYS else ""
            button.set_key(native(self._own_keys.get(name, "")) if name in own else positional)

    def _button(self, action_id: str) -> KeyButton:
        action = self._actions[action_id]
        made = KeyButton(action.text(), key=self._key(action_id))
        made.setObjectName(f"button_{action_id}")
        made.setToolTip(action.toolTip())
        made.pressed.connect(self.cellMeant)
        made.clicked.connect(action.trigger)
        made.setEnabled(action.isEnabled())
        action.enabledChanged.connect(made.setEnabled)
        return made

    def _key(self, action_id: str) -> str:
        sequence = self._actions[action_id].shortcut()
        if sequence.toString() == "Return":  # as it is in every language
            return "↵"
        return sequence.toString(sequence.SequenceFormat.NativeText)


def _decision(shown: CellShown | None) -> Decision | None:
    """What was decided of the cell; None also where only a note was written."""
    decision = shown.row.decision if shown else None
    return None if decision is None or decision.status is Status.UNREVIEWED else decision
