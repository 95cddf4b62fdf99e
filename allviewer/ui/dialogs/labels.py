"""The labels of a session: those of the model, and those that a person adds, changes and removes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from allviewer.core.labels import Label
from allviewer.ui import class_signs, theme
from allviewer.ui.actions.action import CLASS_KEYS
from allviewer.ui.actions.keyed import native
from allviewer.ui.dialogs.column import column
from allviewer.ui.dialogs.key_cap import KeyCap
from allviewer.ui.panels.grid import Grid
from allviewer.ui.panels.grid_model import Heading, Row
from allviewer.ui.panels.parts import label, named
from allviewer.ui.room import within

_SWATCH = QSize(16, 16)


class LabelsDialog(QDialog):
    """Each change takes effect at once. `own` tells the session's labels, `change` takes others and
    says why they may not be, `holder` says who has a key.
    """

    def __init__(
        self,
        classes: Sequence[str],
        *,
        own: Callable[[], Sequence[Label]],
        change: Callable[[Sequence[Label]], str],
        holder: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Labels of this session"))
        self.resize(within(self, 480, 440))
        self._classes = tuple(classes)
        self._picked = self._given = ""
        self._own, self._change, self._holder = own, change, holder
        self._list = Grid(self.tr("Labels"), tall=True)
        self._list.chosen.connect(lambda _key: self._show_chosen())
        self._build_fields()
        self._add = named("labelAdd", QPushButton(default=True))
        self._add.clicked.connect(self._keep)
        self._remove = named("labelRemove", QPushButton(self.tr("Remove"), autoDefault=False))
        self._remove.clicked.connect(self._drop)
        self._new = named("labelNew", QPushButton(self.tr("New label"), autoDefault=False))
        self._new.clicked.connect(self._begin)
        self._said = label(role="error", name="labelSaid", wrap=True)
        self._lay_out()
        self._begin()

    def _build_fields(self) -> None:
        """What is said of a label: its name, colour and key."""
        self._name = named("labelName", QLineEdit())
        self._name.setPlaceholderText(self.tr("Another label, such as promyelocyte"))
        self._name.setAccessibleName(self.tr("Name of the label"))
        self._name.textChanged.connect(lambda _text: self._show_buttons())
        self._colour = named("labelColour", QToolButton())
        self._colour.setIconSize(_SWATCH)
        self._colour.clicked.connect(self._ask_colour)
        self._key = named("labelKey", KeyCap(self.tr("the label")))
        self._key.pressed_key.connect(self._take_key)

    def _lay_out(self) -> None:
        close = QPushButton(self.tr("Close"), autoDefault=False)
        close.clicked.connect(self.accept)
        line, foot = QHBoxLayout(), QHBoxLayout()
        line.setSpacing(theme.S)
        foot.setSpacing(theme.S)
        line.addWidget(self._name, 1)
        for widget in (self._colour, self._key, self._add):
            line.addWidget(widget)
        for widget in (self._new, self._remove):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = column(self, self.tr("Labels of this session"))
        said = self.tr(
            "Only a person gives a label that is added here. It stays in this session; undo takes it back."
        )
        layout.addWidget(label(said, role="muted", wrap=True))
        layout.addWidget(self._list, 1)
        layout.addLayout(line)
        layout.addWidget(self._said)
        layout.addLayout(foot)

    # --- what is shown ---

    @property
    def _chosen(self) -> Label | None:
        """The label that is being changed; None for a new one."""
        return next((one for one in self._own() if one.name == self._list.key), None)

    def _begin(self) -> None:
        """Be ready for a new label, with a colour and a key that nobody has."""
        self._list.choose("")
        keys = [str(number) for number in range(1, CLASS_KEYS + 1)]
        taken = {one.key for one in self._own()}
        free = next((key for key in keys if not self._holder(key) and key not in taken), "")
        self._fill(Label("", class_signs.free_colour(self._signs(self._own()).values()), free))
        self._name.setFocus()

    def _show_chosen(self) -> None:
        chosen = self._chosen
        if chosen is None:
            self._begin()
        else:
            self._fill(chosen)

    def _fill(self, shown: Label) -> None:
        self._name.setText(shown.name)
        self._show_colour(shown.colour)
        self._take_key(shown.key)
        self._say("")

    def _show_colour(self, colour: str) -> None:
        self._picked = colour
        swatch = QPixmap(_SWATCH)
        swatch.fill(QColor(colour))
        self._colour.setIcon(QIcon(swatch))
        self._colour.setAccessibleName(self.tr("Colour of the label: {0}").format(colour))
        self._colour.setToolTip(self.tr("Choose the colour"))

    def _show_list(self) -> None:
        own = self._own()
        signs = self._signs(own)
        keys = {name: str(n) for n, name in enumerate(self._classes[:CLASS_KEYS], start=1)}
        keys |= {one.name: native(one.key) for one in own if one.name not in self._classes}
        headings = (Heading(self.tr("Label"), number=False), Heading(self.tr("Key")))
        self._list.fill(
            headings, [Row(name, (name, keys.get(name, "")), sign=signs[name]) for name in self._names()]
        )

    def _show_buttons(self) -> None:
        chosen = self._chosen
        self._add.setText(self.tr("Add") if chosen is None else self.tr("Change"))
        self._add.setEnabled(bool(self._name.text().strip()))
        self._remove.setEnabled(chosen is not None)

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self._show_list()
        self._show_buttons()

    def _names(self) -> tuple[str, ...]:
        return tuple(self._signs(self._own()))

    def _signs(self, own: Sequence[Label]) -> dict[str, class_signs.ClassSign]:
        return class_signs.signs(tuple(dict.fromkeys((*self._classes, *(one.name for one in own)))), own)

    # --- what a person does ---

    def _ask_colour(self) -> None:
        colour = QColorDialog.getColor(QColor(self._picked), self, self.tr("Colour of the label"))
        if colour.isValid():
            self._show_colour(colour.name())

    def _take_key(self, key: str) -> None:
        held = self._holder(key) if key else ""
        chosen = self._chosen
        other = next((one.name for one in self._own() if one.key == key and one != chosen), "") if key else ""
        if held or other:
            self._key.show_keys((self._given,) if self._given else ())
            said = self.tr("{0} is the key of “{1}”. Choose another key.")
            self._said.setText(said.format(native(key), held or other))
            return
        self._given = key
        self._key.show_keys((key,) if key else ())
        self._said.setText("")

    def _keep(self) -> None:
        """Add the label, or change the one that is chosen."""
        name, chosen = self._name.text().strip(), self._chosen
        # with other capitals too: its cells would be counted apart
        if name.casefold() in {one.casefold() for one in self._classes}:
            self._say(self.tr("“{0}” is a class of the model. Choose another name.").format(name))
            return
        kept, before = Label(name, self._picked, self._given), self._own()
        own = (*before, kept) if chosen is None else [kept if one == chosen else one for one in before]
        other = "" if chosen is not None and chosen.colour == kept.colour else self._other(kept, own)
        if other:
            self._say(self.tr("“{0}” has this colour. Choose another one.").format(other))
        else:
            self._put(own)

    def _other(self, kept: Label, own: Sequence[Label]) -> str:
        """The class to which its colour would give way, or ""."""
        signs = self._signs(own)
        if signs[kept.name].colour == kept.colour:
            return ""
        return next((name for name, sign in signs.items() if sign.colour == kept.colour), "")

    def _drop(self) -> None:
        self._put([one for one in self._own() if one != self._chosen])

    def _put(self, labels: Sequence[Label]) -> None:
        said = self._change(labels)
        if said:
            self._say(said)
        else:
            self._begin()
