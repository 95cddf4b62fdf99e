"""A second reviewer's session beside the open one, and the third that keeps what was settled."""

from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from allviewer.core.errors import SessionError
from allviewer.core.progress import Tell
from allviewer.core.records import Status
from allviewer.core.rows import Verdict
from allviewer.services import second_opinion, third_session
from allviewer.services.second_opinion import Comparison, Opinion, Pair
from allviewer.services.session import Session
from allviewer.services.third_session import Outcome
from allviewer.ui import class_signs
from allviewer.ui.panels.second_panel import Dispute, SecondReview

_BINS = {status.value: status for status in (Status.UNSURE, Status.EXCLUDED)}


@dataclass(frozen=True, slots=True)
class Files:
    """Where the three sessions lie, and who settles: all that comparing needs, in whatever thread."""

    first: Path
    second: Path
    reviewer: str

    @property
    def outcome(self) -> Path:
        """Where the third session lies: beside the first, named after both."""
        mine, yours = self.first, self.second
        return mine.with_name(f"{mine.stem} settled with {yours.stem}{mine.suffix}")

    def compare(self, tell: Tell, *, make: bool = False) -> "Found":
        """Compare; with `make`, or where it was begun before, bring the third session up to date.

        Raises SessionError where a file cannot be read or written.
        """
        with ExitStack() as opened:
            first, second = (
                opened.enter_context(closing(Session.look(path))) for path in (self.first, self.second)
            )
            comparison = second_opinion.compare(first, second, tell=tell)
            if not make and not self.outcome.exists():
                return Found(comparison, None)
            outcome = third_session.make(
                comparison, self.outcome, first=first, second=second, reviewer=self.reviewer, tell=tell
            )
            return Found(comparison, outcome)


@dataclass(frozen=True, slots=True)
class Found:
    """The comparison, and the third session where there is one."""

    comparison: Comparison
    outcome: Outcome | None


class SecondReviewer:
    """What was found, as the panel shows it. The third session is open from the first outcome that is
    written until `close`.
    """

    def __init__(self, first: Session, files: Files) -> None:
        self.first, self.files = first, files
        self._found: Found | None = None
        self._said: dict[second_opinion.Key, str] = {}
        self._settled: Session | None = None

    def take(self, found: Found) -> None:
        """Show this from here on."""
        self._found = found
        self._said = dict(found.outcome.said) if found.outcome else {}

    @property
    def can_settle(self) -> bool:
        """Whether the third session stands."""
        return self._found is not None and self._found.outcome is not None

    def review(self) -> SecondReview | None:
        """What the panel shows; None before anything was compared."""
        if self._found is None:
            return None
        found, labels = self._found.comparison, self.first.labels()
        first, second = (_name(found, second=second) for second in (False, True))
        return SecondReview(
            first=first,
            second=second,
            agreement=found.agreement(labels),
            disputes=tuple(_dispute(pair, self._said.get(pair.key, "")) for pair in found.disputes),
            labels=labels,
            shared=found.shared,
            only_first=found.only_first,
            only_second=found.only_second,
            signs=class_signs.signs(labels, self.first.own_labels()),
        )

    def pair(self, key: str) -> Pair | None:
        """The cell of a dispute."""
        pairs = self._found.comparison.disputes if self._found else ()
        return next((pair for pair in pairs if _key(pair) == key), None)

    def settle(self, key: str, said: str) -> None:
        """Write an outcome: a class, "unsure" or "excluded". Raises SessionError, DecisionError."""
        pair = self.pair(key)
        assert pair is not None and self._found is not None and self._found.outcome is not None
        if self._settled is None:
            self._settled = _writable(self.files.outcome)
        status = _BINS.get(said, Status.CORRECTED)
        verdict = Verdict(status, "" if said in _BINS else said)
        cell = self._found.outcome.cells[pair.key]
        third_session.settle(self._settled, cell, verdict, reviewer=self.files.reviewer)
        self._said[pair.key] = said

    def close(self) -> None:
        """Let go of the third session."""
        if self._settled is not None:
            self._settled.close()
        self._settled = None


def _writable(path: Path) -> Session:
    session = Session.open(path)
    if reason := session.read_only:
        session.close()  # kept, it would stay so when whoever writes there is done
        raise SessionError(reason)
    return session


def _key(pair: Pair) -> str:
    return f"{pair.first_id} {pair.second_id}"


def _dispute(pair: Pair, outcome: str) -> Dispute:
    return Dispute(_key(pair), pair.image, pair.number, _said(pair.first), _said(pair.second), outcome)


def _said(opinion: Opinion | None) -> str:
    return opinion.said if opinion is not None else ""


def _name(found: Comparison, *, second: bool) -> str:
    """The reviewers of one side by name, or its number where nothing was decided."""
    opinions = (pair.second if second else pair.first for pair in found.pairs)
    names = sorted({opinion.reviewer for opinion in opinions if opinion is not None})
    return ", ".join(names) or ("2" if second else "1")
