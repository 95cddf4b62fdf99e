"""Which bundle classifies, or several joined by the sum rule, and on which device."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from allviewer.core.errors import AllviewerError
from allviewer.core.records import Model
from allviewer.ui import theme, words
from allviewer.ui.dialogs.column import column
from allviewer.ui.panels.parts import ChoiceBox, foot, label, named
from allviewer.ui.room import within

DEVICES = ("auto", "cpu", "cuda", "mps")
_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Offer:
    """One bundle to choose: what it is asked for by, and a line on what it is."""

    key: str
    name: str
    about: str


class ModelDialog(QDialog):
    """Tick one bundle, or several for an ensemble. `describe` raises for what cannot be joined or opened."""

    def __init__(
        self,
        offers: Sequence[Offer],
        *,
        chosen: str,
        device: str,
        describe: Callable[[str], Model],
        offer: Callable[[Path], Offer],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Choose model"))
        self.resize(within(self, 520, 380))
        self._describe, self._offer = describe, offer
        self._was = Qt.CheckState.Unchecked  # the state of a line when it was pressed
        self._build_list()
        self._device = named("device", ChoiceBox())
        self._device.setAccessibleName(self.tr("Device"))
        for name in DEVICES:
            self._device.addItem(self.tr("automatic") if name == "auto" else name, name)
        self._device.setCurrentIndex(max(0, self._device.findData(device)))
        self._about = label(role="muted", name="modelAbout", wrap=True)
        self._trouble = label(role="error", name="modelTrouble", wrap=True)
        self._use = named("useModel", QPushButton(self.tr("Use"), default=True))
        self._use.clicked.connect(self.accept)
        self._lay_out()
        self._fill(offers, chosen)
        self._check()

    def _build_list(self) -> None:
        self._list = named("models", QListWidget())
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(self.tr("Models"))
        self._list.setSpacing(theme.XS)
        self._list.itemPressed.connect(self._press)
        self._list.itemClicked.connect(self._click)
        self._list.itemChanged.connect(self._change)

    def _fill(self, offers: Sequence[Offer], chosen: str) -> None:
        """A line for each bundle, those chosen ticked; one that lies elsewhere is offered too."""
        names = chosen.split("+") if not Path(chosen).is_dir() else [chosen]
        for one in offers:
            self._add(one, ticked=one.key in names or one.name in names)
        for name in names:
            if Path(name).is_dir() and not self._has(name):
                self._add_folder(Path(name))

    def _lay_out(self) -> None:
        other = named("otherFolder", QPushButton(self.tr("Other folder…")))
        other.clicked.connect(self._choose_folder)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        device = QHBoxLayout()
        device.setSpacing(theme.S)
        device.addWidget(label(self.tr("Device")))
        device.addWidget(self._device)
        device.addStretch(1)
        device.addWidget(other)
        layout = column(self, self.tr("Which model classifies"))
        said = self.tr("Tick several of the same classes to join them: their probabilities are averaged.")
        layout.addWidget(label(said, role="muted", wrap=True))
        layout.addWidget(self._list, 1)
        layout.addWidget(self._about)
        layout.addWidget(self._trouble)
        layout.addLayout(device)
        layout.addSpacing(theme.S)
        layout.addLayout(foot(cancel, self._use))

    @property
    def model(self) -> str:
        """The bundles ticked, joined by +."""
        return "+".join(item.data(_KEY) for item in self._ticked())

    @property
    def device(self) -> str:
        """The device chosen."""
        return str(self._device.currentData())

    def _add(self, one: Offer, *, ticked: bool) -> None:
        item = QListWidgetItem(f"{one.name}\n{one.about}")
        item.setData(_KEY, one.key)
        item.setFlags(
            Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        )
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self._list.addItem(item)

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    def _has(self, key: str) -> bool:
        return any(item.data(_KEY) == key for item in self._items())

    def _choose_folder(self) -> None:
        """Offer the bundle of a folder and tick it, as if it had been in the list."""
        name = QFileDialog.getExistingDirectory(self, self.tr("A bundle's folder"))
        if not name:
            return
        try:
            one = self._offer(Path(name))
        except AllviewerError as error:
            self._trouble.setText(words.said(str(error)))
            return
        if not self._has(one.key):
            self._add(one, ticked=False)
        item = next(item for item in self._items() if item.data(_KEY) == one.key)
        self._list.scrollToItem(item)
        item.setCheckState(Qt.CheckState.Checked)

    def _add_folder(self, folder: Path) -> None:
        try:
            self._add(self._offer(folder), ticked=True)
        except AllviewerError as error:
            self._trouble.setText(words.said(str(error)))

    def _ticked(self) -> list[QListWidgetItem]:
        return [item for item in self._items() if item.checkState() is Qt.CheckState.Checked]

    def _press(self, item: QListWidgetItem) -> None:
        self._was = item.checkState()

    def _click(self, item: QListWidgetItem) -> None:
        """A click anywhere on the line is as good as one on its box, which has ticked it already."""
        if item.checkState() is self._was:
            ticked = self._was is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

    def _change(self, item: QListWidgetItem) -> None:
        """Those that cannot be joined with the one that was just ticked give way to it."""
        key, ticked = item.data(_KEY), item.checkState() is Qt.CheckState.Checked
        if ticked and not self._opens(self.model) and self._opens(key):
            with QSignalBlocker(self._list):
                for other in self._ticked():
                    if other is not item and not self._opens(f"{key}+{other.data(_KEY)}"):
                        other.setCheckState(Qt.CheckState.Unchecked)
        self._check()

    def _opens(self, model: str) -> bool:
        try:
            self._describe(model)
        except AllviewerError:
            return False  # `_check` tells why
        return True

    def _check(self) -> None:
        self._trouble.setText("")
        self._about.setText("")
        self._use.setEnabled(False)
        if not self.model:
            self._about.setText(self.tr("Tick at least one."))
            return
        try:
            model = self._describe(self.model)
        except AllviewerError as error:
            self._trouble.setText(words.said(str(error)))
            return
        self._about.setText(self.tr("{0}: {1}").format(model.name, ", ".join(model.classes)))
        self._use.setEnabled(True)
