"""A second reviewer's session beside the open one, and the third that keeps what was settled."""

from pathlib import Path

from allviewer.core.records import Status
from allviewer.services import second_opinion
from allviewer.services.second_opinion import Comparison, Pair
from allviewer.services.session import Session, Verdict
from allviewer.ui import theme
from allviewer.ui.panels.second_panel import Dispute, SecondReview

_BINS = {status.value: status for status in (Status.UNSURE, Status.EXCLUDED)}


class SecondReviewer:
    """`reviewer` is who settles. Raises SessionError where a file cannot be read or written; close it
    at the end.
    """

    def __init__(self, first: Session, path: Path, *, reviewer: str) -> None:
        self.first, self._reviewer = first, reviewer
        self._second = Session.look(path)
        self._settled: Session | None = None
        self._comparison: Comparison | None = None
        try:
            self.refresh()
            if self.outcome_path.exists():
                self._open_outcome()
        except BaseException:
            self.close()
            raise

    @property
    def outcome_path(self) -> Path:
        """Where the third session lies: beside the first, named after both."""
        mine, yours = self.first.path, self._second.path
        return mine.with_name(f"{mine.stem} settled with {yours.stem}{mine.suffix}")

    def refresh(self) -> None:
        """Compare anew, after something was decided in the first session."""
        self._comparison = second_opinion.compare(self.first, self._second)

    def review(self) -> SecondReview:
        """What the panel shows."""
        found, labels = self._found, self.first.labels()
        said = self._outcomes()
        first, second = (_name(found, second=second) for second in (False, True))
        return SecondReview(
            first=first,
            second=second,
            agreement=found.agreement(labels),
            disputes=tuple(_dispute(pair, said.get(pair.key, "")) for pair in found.disputes),
            labels=labels,
            shared=len(found.pairs),
            only_first=found.only_first,
            only_second=found.only_second,
            signs=theme.signs(labels, self.first.own_labels()),
        )

    def settle(self, key: str, said: str) -> None:
        """Write an outcome: a class, "unsure" or "excluded"."""
        pair = next(pair for pair in self._found.disputes if _key(pair) == key)
        settled = self._settled or self._open_outcome()
        status = _BINS.get(said, Status.CORRECTED)
        verdict = Verdict(status, "" if said in _BINS else said)
        second_opinion.settle(settled, pair, verdict, reviewer=self._reviewer)

    def finish(self) -> Path:
        """Make sure that the third session stands, let go of all files, and say where it lies."""
        if self._settled is None:
            self._open_outcome()
        path = self.outcome_path
        self.close()
        return path

    def close(self) -> None:
        """Let go of the second and the third session; the first is not ours."""
        self._second.close()
        if self._settled is not None:
            self._settled.close()
        self._settled = None

    @property
    def _found(self) -> Comparison:
        assert self._comparison is not None  # made when this was
        return self._comparison

    def _open_outcome(self) -> Session:
        self._settled = second_opinion.outcome(
            self.first, self._second, self._found, self.outcome_path, reviewer=self._reviewer
        )
        return self._settled

    def _outcomes(self) -> dict[tuple[str, str, int], str]:
        return second_opinion.outcomes(self._settled) if self._settled is not None else {}


def _key(pair: Pair) -> str:
    return "\n".join(map(str, pair.key))


def _dispute(pair: Pair, outcome: str) -> Dispute:
    assert pair.first is not None and pair.second is not None  # a dispute has two sides
    return Dispute(
        _key(pair), pair.first_id, pair.image, pair.number, pair.first.said, pair.second.said, outcome
    )


def _name(found: Comparison, *, second: bool) -> str:
    """The reviewers of one side by name, or its number where nothing was decided."""
    opinions = (pair.second if second else pair.first for pair in found.pairs)
    names = sorted({opinion.reviewer for opinion in opinions if opinion is not None})
    return ", ".join(names) or ("2" if second else "1")
