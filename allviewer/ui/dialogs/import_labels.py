"""What an import of labels would do, before it does it: conflicts are taken one by one or not at all."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from allviewer.services.label_import import Conflict, Plan
from allviewer.ui import theme, words
from allviewer.ui.panel import label
from allviewer.ui.panels import figures


class ImportDialog(QDialog):
    """`name_of` gives the name of the image that a cell is in."""

    def __init__(self, plan: Plan, *, name_of: Callable[[int], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import labels"))
        self.resize(560, 440)
        self._plan = plan
        self._conflicts = QListWidget()
        self._conflicts.setAccessibleName(self.tr("Conflicts"))
        for conflict in plan.conflicts:
            item = QListWidgetItem(self._said(conflict, name_of(conflict.cell_id)))
            item.setFlags(
                Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(Qt.CheckState.Unchecked)
            self._conflicts.addItem(item)
        self._conflicts.itemChanged.connect(lambda _: self._show_go())
        self._refused = QListWidget()
        self._refused.setAccessibleName(self.tr("Rows that cannot be taken"))
        for refused in plan.refused:
            self._refused.addItem(
                self.tr("Row {0}: {1}").format(figures.count(refused.row), words.said(refused.reason))
            )
        self._go = QPushButton()
        self._go.setDefault(True)
        self._go.clicked.connect(self.accept)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.L)
        layout.setSpacing(theme.S)
        layout.addWidget(label(self.tr("Import labels"), role="title"))
        layout.addWidget(label(self._summary(), role="muted", wrap=True))
        if plan.conflicts:
            layout.addWidget(
                label(self.tr("You decided these otherwise. Tick what the table shall change."), wrap=True)
            )
            layout.addWidget(self._conflicts, 1)
        if plan.refused:
            layout.addWidget(label(self.tr("These rows cannot be taken."), wrap=True))
            layout.addWidget(self._refused, 1)
        layout.addStretch(0)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.S)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._go)
        layout.addLayout(buttons)
        self._show_go()

    @property
    def overwrite(self) -> frozenset[int]:
        """The cells whose decision the table shall change."""
        items = (self._conflicts.item(place) for place in range(self._conflicts.count()))
        return frozenset(
            conflict.cell_id
            for item, conflict in zip(items, self._plan.conflicts, strict=True)
            if item.checkState() is Qt.CheckState.Checked
        )

    def _summary(self) -> str:
        plan = self._plan
        return self.tr(
            "New {0} · the same already {1} · conflicts {2} · cannot be taken {3} · empty {4}"
        ).format(
            figures.count(len(plan.proposals)),
            figures.count(plan.same),
            figures.count(len(plan.conflicts)),
            figures.count(len(plan.refused)),
            figures.count(plan.silent),
        )

    def _said(self, conflict: Conflict, image: str) -> str:
        verdict, decision = conflict.line.verdict, conflict.decision
        return self.tr("Row {0}, {1}: you said {2}, the table says {3}").format(
            figures.count(conflict.line.row),
            image,
            decision.label or words.status(decision.status),
            verdict.label or words.status(verdict.status),
        )

    def _show_go(self) -> None:
        count = len(self._plan.proposals) + len(self.overwrite)
        self._go.setText(self.tr("Import {0}").format(figures.count(count)))
        self._go.setEnabled(count > 0)
