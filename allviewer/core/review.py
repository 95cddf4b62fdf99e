"""The rules of review: which decision is allowed, what counts, what comes next, what undo means."""

from collections.abc import Collection, Iterable
from typing import Protocol

from allviewer.core.errors import DecisionError
from allviewer.core.records import Decision, Status, Triage

ALARMING = frozenset({"blast"})
"""Classes whose uncertain cells a person should see first."""

LABELLED = frozenset({Status.ACCEPTED, Status.CORRECTED})
"""The statuses that come with a class."""

UNFAMILIAR = "unlike the training cells"
"""Stands in a prediction's reason when the cell resembles nothing the model was trained on."""


def settle(status: Status, label: str, *, predicted: str, labels: Collection[str]) -> tuple[Status, str]:
    """The status and label that a decision comes to.

    Accepting takes the predicted label; choosing the class that was predicted is accepting it.
    `predicted` is "" where there is no prediction, `labels` the classes to choose from. Raises
    DecisionError where there is nothing to accept or the class is not one of `labels`.
    """
    if status is Status.ACCEPTED:
        if not predicted:
            raise DecisionError("This cell has no prediction to accept yet. Choose its class instead.")
        if label not in ("", predicted):
            raise DecisionError(f"The prediction is {predicted}, not {label}. Choose the class instead.")
        return status, predicted
    if status is Status.CORRECTED:
        if label not in labels:
            raise DecisionError(
                f"“{label}” is not a class of this session. Choose one of {', '.join(labels)}."
            )
        return (Status.ACCEPTED if label == predicted else status), label
    return status, ""


def effective_label(decision: Decision | None) -> str:
    """The reviewer's class, or "": a prediction is never a label."""
    if decision is None or decision.status not in LABELLED:
        return ""
    return decision.label


class Reviewable(Protocol):
    """What tells how much a cell needs a person."""

    @property
    def status(self) -> Status: ...
    @property
    def best(self) -> str: ...
    @property
    def triage(self) -> Triage | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def truncated(self) -> bool: ...


def need(cell: Reviewable, *, alarming: Collection[str] = ALARMING) -> int:
    """How urgently a cell needs a person, 0 first: uncertain blasts and whole cells far from the
    training data, then all others under review, then the certain ones; each time the whole ones
    before those that the picture's border cuts, of which less can be told. None is left out.
    """
    if cell.triage is Triage.CERTAIN:
        rank = 2
    else:
        # what is left of a cut cell is unlike the training cells because it is cut
        unfamiliar = UNFAMILIAR in cell.reason and not cell.truncated
        rank = 0 if cell.best in alarming or unfamiliar else 1
    return 2 * rank + cell.truncated


def presses(cell: Reviewable) -> bool:
    """Whether nobody decided a cell and it is one to see before the certain ones."""
    return cell.status is Status.UNREVIEWED and cell.triage is not Triage.CERTAIN


def certain_first(*, certain: int, decided: int, pressing: bool) -> bool:
    """Whether most of the cells that are `decided` are what the model is `certain` of, while other cells
    wait (`pressing`): shares of those decided are then too much like what the model says.
    """
    return pressing and 2 * certain > decided


class History:
    """What can be undone and redone, told from the log of steps alone.

    A step that reverts a plain step undoes it; one that reverts an undo redoes what it undid.
    Anything new after an undo ends what could be redone.
    """

    def __init__(self, log: Iterable[tuple[int, int | None]] = ()) -> None:
        self._done: list[int] = []
        self._undone: list[tuple[int, int]] = []  # (the undo, what it undid)
        for step, reverts in log:
            self.add(step, reverts=reverts)

    def add(self, step: int, *, reverts: int | None = None) -> None:
        """Take in the next step of the log."""
        if reverts is None:
            self._done.append(step)
            self._undone.clear()
        elif self._undone and self._undone[-1][0] == reverts:
            self._done.append(self._undone.pop()[1])
        elif self._done and self._done[-1] == reverts:
            self._undone.append((step, self._done.pop()))
        else:
            raise ValueError(f"step {step} reverts {reverts}, which is not the latest")

    @property
    def to_undo(self) -> int | None:
        """The step that undo takes back, if any."""
        return self._done[-1] if self._done else None

    @property
    def to_redo(self) -> tuple[int, int] | None:
        """The undo that redo reverts, and the step that it brings back, if any."""
        return self._undone[-1] if self._undone else None
