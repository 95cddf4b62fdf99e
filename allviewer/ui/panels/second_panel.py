"""A second reviewer's page: agreement between the two, and the disagreements to settle."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from allviewer.core.agreement import Agreement
from allviewer.core.records import Status
from allviewer.ui import theme
from allviewer.ui.class_signs import ClassSign
from allviewer.ui.panels import agreement_tables, figures
from allviewer.ui.panels.buttons import KeyButton
from allviewer.ui.panels.grid import Grid
from allviewer.ui.panels.grid_model import Heading, Row
from allviewer.ui.panels.parts import ChoiceBox, label


@dataclass(frozen=True, slots=True)
class Dispute:
    """One cell of which two reviewers say different things.

    `first`, `second` and `outcome` are a class, or "unsure" or "excluded". An opinion is "" where
    that session has no such cell; `outcome` while it is not settled.
    """

    key: str
    image: str
    number: int
    first: str
    second: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class SecondReview:
    """Two reviewers by name, their agreement, their disputes, and the labels to settle with."""

    first: str
    second: str
    agreement: Agreement
    disputes: tuple[Dispute, ...]
    labels: tuple[str, ...]
    shared: int
    only_first: int
    only_second: int
    signs: Mapping[str, ClassSign] = field(default_factory=dict)


class SecondPanel(QWidget):
    """`requested`: open a second session. `disputeOpened(key)`: show its cell.
    `settled(key, said)`: its outcome. `outcomeRequested`: open the third session.
    """

    requested = Signal()
    disputeOpened = Signal(str)
    settled = Signal(str, str)
    outcomeRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: SecondReview | None = None
        self._offered = ""  # the dispute that is to be settled
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty())
        self._stack.addWidget(self._full())

    def _empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        column.setSpacing(theme.M)
        column.addWidget(
            label(
                self.tr(
                    "Open the session of someone who reviewed the same pictures. Both stay as they are; "
                    "what you settle goes into a third session."
                ),
                wrap=True,
            )
        )
        choose = QPushButton(self.tr("Choose the second session…"))
        choose.clicked.connect(self.requested)
        line = QHBoxLayout()
        line.addWidget(choose)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)
        return page

    def _full(self) -> QWidget:
        page = QWidget()
        self._summary = Grid(self.tr("Agreement of the two reviewers"))
        self._matrix = Grid(self.tr("Confusion matrix of the two reviewers"))
        self._about = label(role="muted", wrap=True)
        self._list = Grid(self.tr("Disagreements"), tall=True)
        self._list.chosen.connect(self._show_chosen)
        self._list.chosen.connect(self._say_opened)  # nobody settles what they do not see
        self._list.opened.connect(self._say_opened)
        self._settle = KeyButton(self.tr("Settle"))  # of a double click the first counts
        self._settle.setProperty("role", "primary")
        self._settle.setEnabled(False)  # until something is chosen
        self._settle.clicked.connect(self._say_settled)
        self._say = ChoiceBox()
        self._say.setAccessibleName(self.tr("Outcome"))
        self._say.setPlaceholderText(self.tr("Choose what it is…"))
        self._say.currentIndexChanged.connect(lambda place: self._settle.setEnabled(place >= 0))
        self._outcome = QPushButton(self.tr("Open the outcome"))
        self._outcome.clicked.connect(self.outcomeRequested)
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.L, theme.M, theme.L, theme.L)
        column.setSpacing(theme.S)
        for grid in (self._summary, self._matrix, self._about):
            column.addWidget(grid)
        column.addWidget(self._list, 1)
        line = QHBoxLayout()
        line.setSpacing(theme.S)
        line.addWidget(self._say, 1)
        line.addWidget(self._settle)
        line.addSpacing(theme.M)
        line.addWidget(self._outcome)
        column.addLayout(line)
        return page

    # --- in ---

    def show_second(self, shown: SecondReview | None) -> None:
        """Show another comparison, or the invitation to make one. A new one begins at its first open cell."""
        new, self._shown = self._shown is None, shown
        self._stack.setCurrentIndex(0 if shown is None else 1)
        if shown is None:
            return
        pair = f"{shown.first} · {shown.second}"
        self._summary.fill(
            *agreement_tables.summaries([("both", pair, shown.agreement)], what=self.tr("Reviewers"))
        )
        corner = f"{shown.first} ↓  {shown.second} →"
        self._matrix.fill(*agreement_tables.matrix(shown.agreement, shown.signs, corner=corner))
        self._matrix.setVisible(bool(shown.agreement.total))
        self._about.setText(
            self.tr("Cells in both sessions {0} · only in the first {1} · only in the second {2}").format(
                *(figures.count(n) for n in (shown.shared, shown.only_first, shown.only_second))
            )
        )
        self._fill_disputes(shown)
        if new:
            self._list.setFocus()
            self._say_opened(self._list.key)

    def _fill_disputes(self, shown: SecondReview) -> None:
        left = sum(not dispute.outcome for dispute in shown.disputes)
        headings = (
            Heading(self.tr("Disagreements, {0} to settle").format(figures.count(left)), number=False),
            Heading(self.tr("Cell")),
            Heading(shown.first, number=False),
            Heading(shown.second, number=False),
            Heading(self.tr("Settled as"), number=False),
        )
        rows = [
            Row(
                dispute.key,
                (
                    dispute.image,
                    figures.count(dispute.number),
                    *(
                        self._word(said) or self.tr("no such cell")
                        for said in (dispute.first, dispute.second)
                    ),
                    self._word(dispute.outcome) or figures.NOTHING,
                ),
                muted=bool(dispute.outcome),
            )
            for dispute in shown.disputes
        ]
        self._list.fill(headings, rows)
        if not self._list.key:
            self._list.choose(next((d.key for d in shown.disputes if not d.outcome), ""))
        self._show_chosen()

    def _word(self, said: str) -> str:
        """A class as it is called; a bin in the person's language."""
        return {
            Status.UNSURE.value: self.tr("unsure"),
            Status.EXCLUDED.value: self.tr("excluded"),
        }.get(said, said)

    def _show_chosen(self) -> None:
        """Offer all that can be said, in one order whoever said what, and nothing before a person chose."""
        dispute, shown = self._dispute(), self._shown
        key = dispute.key if dispute is not None else ""
        before = self._say.currentData() if key == self._offered else None  # compared anew meanwhile
        self._offered = key
        self._say.clear()
        self._say.setEnabled(dispute is not None)
        if dispute is None or shown is None:
            return
        bins = (Status.UNSURE.value, Status.EXCLUDED.value)
        theirs = sorted({dispute.first, dispute.second, dispute.outcome} - {"", *bins})
        for choice in dict.fromkeys((*shown.labels, *theirs, *bins)):
            self._say.addItem(self._word(choice), choice)
        self._say.setCurrentIndex(self._say.findData(before or dispute.outcome or None))

    # --- out ---

    def _dispute(self) -> Dispute | None:
        disputes = self._shown.disputes if self._shown else ()
        return next((dispute for dispute in disputes if dispute.key == self._list.key), None)

    def _say_opened(self, key: str) -> None:
        if (dispute := self._dispute()) is not None and dispute.key == key:
            self.disputeOpened.emit(key)

    def _say_settled(self) -> None:
        """Say the outcome and go on to the next that is open, which is shown."""
        dispute, shown = self._dispute(), self._shown
        if dispute is None or shown is None:
            return
        said = self._say.currentData()
        place = shown.disputes.index(dispute)
        after = (*shown.disputes[place + 1 :], *shown.disputes[:place])
        following = next((d.key for d in after if not d.outcome), "")
        if following:
            self._list.choose(following)
        self.settled.emit(dispute.key, said)
        self._show_chosen()
        self._say_opened(following)
