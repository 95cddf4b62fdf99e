"""What an import of labels would do, before it does it: of the conflicts only what a person ticks."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QListView,
    QPushButton,
    QWidget,
)

from allviewer.core.label_plan import Conflict, Plan
from allviewer.ui import words
from allviewer.ui.dialogs.column import column
from allviewer.ui.dialogs.lines import Lines
from allviewer.ui.panels import figures
from allviewer.ui.panels.parts import foot, label, named
from allviewer.ui.room import within


class ImportDialog(QDialog):
    """`name_of` gives the name of the image that a cell is in."""

    def __init__(self, plan: Plan, *, name_of: Callable[[int], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import labels"))
        self.resize(within(self, 560, 440))
        self._plan = plan
        self._conflicts = Lines(
            len(plan.conflicts),
            lambda place: self._said(plan.conflicts[place], name_of(plan.conflicts[place].cell_id)),
            ticks=True,
            parent=self,
        )
        self._conflicts.changed.connect(self._show_go)
        self._all = named("importAll", QCheckBox(self.tr("All of them")))
        self._all.toggled.connect(self._conflicts.tick_all)
        self._refused = Lines(len(plan.refused), self._refusal, parent=self)
        self._go = QPushButton()
        self._go.setDefault(True)
        self._go.clicked.connect(self.accept)
        self._lay_out()
        self._show_go()

    def _lay_out(self) -> None:
        plan = self._plan
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        layout = column(self, self.tr("Import labels"))
        layout.addWidget(label(self._summary(), role="muted", wrap=True))
        if plan.conflicts:
            layout.addWidget(
                label(self.tr("These were decided otherwise. Tick what the table shall change."), wrap=True)
            )
            layout.addWidget(self._all)
            layout.addWidget(_listed(self._conflicts, self.tr("Conflicts")), 1)
        if plan.refused:
            layout.addWidget(label(self.tr("These rows cannot be taken."), wrap=True))
            layout.addWidget(_listed(self._refused, self.tr("Rows that cannot be taken")), 1)
        layout.addStretch(0)
        layout.addLayout(foot(cancel, self._go))

    @property
    def overwrite(self) -> frozenset[int]:
        """The cells whose decision the table shall change."""
        return frozenset(self._plan.conflicts[place].cell_id for place in self._conflicts.ticked)

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
        return self.tr("Row {0}, {1}: {2} said {3}, the table says {4}").format(
            figures.count(conflict.line.row),
            image,
            decision.reviewer,
            decision.label or words.status(decision.status),
            verdict.label or words.status(verdict.status),
        )

    def _refusal(self, place: int) -> str:
        refused = self._plan.refused[place]
        return self.tr("Row {0}: {1}").format(figures.count(refused.row), words.said(refused.reason))

    def _show_go(self) -> None:
        count = len(self._plan.proposals) + len(self._conflicts.ticked)
        self._go.setText(self.tr("Import {0}").format(figures.count(count)))
        self._go.setEnabled(count > 0)


def _listed(lines: Lines, name: str) -> QListView:
    made = QListView()
    made.setUniformItemSizes(True)
    made.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # a long path hides neither the row nor what is said
    made.setAccessibleName(name)
    made.ensurePolished()  # first: rows get the height that the first one has when it is laid out
    made.setModel(lines)
    return made
