"""Who goes to which side: grouped splits, and no picture (nor its near twin) on two sides."""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from allviewer.core.errors import DataError
from allviewer.model.data import Case

OPTIMISTIC = "random split: optimistic"
"""Stamped on every figure of such a split."""
NEAR = 4
"""Perceptual hashes that differ in at most this many of 64 bits are the same picture."""
SIDES = ("train", "val", "test")


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Indices of cases by side. `unit` says what was kept together, for every figure, as
    it stands after "split".

    `removed` are cases taken out of a side because their picture has a twin on a later side.
    """

    train: tuple[int, ...]
    val: tuple[int, ...]
    test: tuple[int, ...]
    unit: str
    removed: tuple[int, ...] = ()

    def side(self, name: str) -> tuple[int, ...]:
        """The indices of `train`, `val`, `test` or `all`."""
        if name == "all":
            return tuple(sorted(self.train + self.val + self.test))
        return {"train": self.train, "val": self.val, "test": self.test}[name]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to split. `by` is a key of `UNITS`; fractions are of the groups or pictures of a class.

    `fold` turns the split: the held-out stretch moves on by one test fraction (block), or other
    groups are drawn (group, random). `stretches` says by source into how many parts a class is cut
    for blocks, each with its own held-out end (1 where not named): for files in order of subtype.
    """

    by: str = "auto"
    val: float = 0.10
    test: float = 0.15
    fold: int = 0
    seed: int = 0
    stretches: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (self.val >= 0 and self.test >= 0 and self.val + self.test < 1):
            raise DataError(
                "--val-fraction and --test-fraction must be 0 or more, and leave something to train on."
            )


Assign: TypeAlias = Callable[[Sequence[Case], Plan], dict[str, str]]


def split(cases: Sequence[Case], plan: Plan) -> Split:
    """Give each case a side. A side that the data fixes (`Case.split`) is kept, and its group follows it.

    Where the data fixes them all and has none to validate with, some of its training side do that.
    A side may be empty. Raises DataError where the unit asked for is not in the data, and for a group
    that the data fixes on two sides, but where the plan splits by something else.
    """
    fixed = _fixed_groups(cases) if plan.by in ("auto", "group") else {}
    cases = [replace(c, split=c.split or fixed.get(_group(c), "")) for c in cases]
    told = "{}" if not all(c.split for c in cases) else "as the data fixes it"
    if {c.split for c in cases} <= {"train", "test"} and any(c.split == "train" for c in cases):
        told, plan = "as the data fixes it, its training side parted {}", replace(plan, test=0.0)
        cases = [replace(c, split="") if c.split == "train" else c for c in cases]
    free = [c for c in cases if not c.split]
    by = _best(free) if plan.by == "auto" else plan.by
    if by not in UNITS:
        raise DataError(f'"{plan.by}" is no way to split. Choose {", ".join(UNITS)}.')
    assign, unit = UNITS[by]
    drawn = assign(free, plan) if free else {}
    sides = [c.split or drawn[_key(c)] for c in cases]
    removed = _twins(cases, sides)
    by_side = {
        side: tuple(i for i, s in enumerate(sides) if s == side and i not in removed) for side in SIDES
    }
    return Split(**by_side, unit=told.format(unit), removed=tuple(sorted(removed)))


def _fixed_groups(cases: Sequence[Case]) -> dict[str, str]:
    """The side of each group of which the data fixes one; raises DataError for a group on two."""
    found: dict[str, str] = {}
    for c in cases:
        if c.group and c.split and found.setdefault(_group(c), c.split) != c.split:
            sides = f"{found[_group(c)]} and {c.split}"
            raise DataError(
                f"The data puts the group {c.group} of {c.source} on the sides {sides}. "
                "Give it one, or --group-by block if its pictures may be parted."
            )
    return found


def _group(case: Case) -> str:
    """What names its group among those of all sources, "" for none."""
    return f"{case.source}\0{case.group}" if case.group else ""


def _key(case: Case) -> str:
    return f"{case.source}\0{case.label}\0{case.picture}"


def _by_block(cases: Sequence[Case], plan: Plan) -> dict[str, str]:
    """Contiguous stretches of each class in file order: train, then val, then test at the end."""
    sides = {}
    for (source, _), pictures in _pictures(cases).items():
        stretches = plan.stretches.get(source, 1)
        for position, key in enumerate(pictures):
            place = ((position + 0.5) * stretches / len(pictures) + plan.fold * plan.test) % 1.0
            sides[key] = _side_at(place, plan)
    return sides


def _by_group(cases: Sequence[Case], plan: Plan) -> dict[str, str]:
    if any(not c.group for c in cases):
        raise DataError("The data names no groups. Split by block, or give a CSV with a group column.")
    labels: dict[str, set[str]] = defaultdict(set)
    for c in cases:
        labels[_group(c)].add(c.label)
    where = {g: side for groups in _strata(labels) for g, side in _shuffled(groups, plan).items()}
    _settle(where, labels, plan)
    return {_key(c): where[_group(c)] for c in cases}


def _strata(labels: Mapping[str, Set[str]]) -> list[list[str]]:
    """The groups by the labels in them; those that share theirs with hardly another make one stratum."""
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for group, found in sorted(labels.items()):
        alike[tuple(sorted(found))].append(group)
    large = [groups for groups in alike.values() if len(groups) >= len(SIDES)]
    rest = [group for groups in alike.values() if len(groups) < len(SIDES) for group in groups]
    return [*large, rest] if rest else large


def _settle(where: dict[str, str], labels: Mapping[str, Set[str]], plan: Plan) -> None:
    """Move groups, in place, until each class has one to train on, and one on each side that there is to be.

    By fractions alone five patients of a class leave no one to validate with. No class loses its last group
    to train on.
    """
    classes = sorted({label for found in labels.values() for label in found})
    holders = {label: [group for group in sorted(where) if label in labels[group]] for label in classes}
    wanted = [side for side, part in (("train", 1.0), ("val", plan.val), ("test", plan.test)) if part]
    for side, label in ((side, label) for side in wanted for label in classes):
        movable = [g for g in holders[label] if side == "train" or _spared(g, where, labels)]
        if movable and not any(where[g] == side for g in holders[label]):
            where[random.Random(f"{plan.seed}-{plan.fold}-{label}-{side}").choice(movable)] = side


def _spared(group: str, where: Mapping[str, str], labels: Mapping[str, Set[str]]) -> bool:
    """Whether a group is one to train on, and each class of it has another one."""
    others = [labels[g] for g, side in where.items() if side == "train" and g != group]
    return where[group] == "train" and all(any(label in o for o in others) for label in labels[group])


def _best(cases: Sequence[Case]) -> str:
    """Groups where the data names them, else blocks; raises DataError for a source in between."""
    known: dict[str, list[bool]] = defaultdict(list)
    for c in cases:
        known[c.source].append(bool(c.group))
    for source, named in known.items():
        if any(named) and not all(named):
            lacking = f"{named.count(False)} of {len(named)} cells of {source} have no group"
            raise DataError(f"{lacking}. Name it for each, or give --group-by block.")
    ways = {"group" if all(named) else "block" for named in known.values()}
    return "auto" if len(ways) == 2 else next(iter(ways), "block")


def _by_what_is_known(cases: Sequence[Case], plan: Plan) -> dict[str, str]:
    """The sources that name groups by these, the others by blocks."""
    named = [c for c in cases if c.group]
    return _by_group(named, plan) | _by_block([c for c in cases if not c.group], plan)


def _by_picture(cases: Sequence[Case], plan: Plan) -> dict[str, str]:
    parts = (_shuffled(pictures, plan) for pictures in _pictures(cases).values())
    return {key: side for part in parts for key, side in part.items()}


UNITS: Mapping[str, tuple[Assign, str]] = MappingProxyType(
    {
        "auto": (
            _by_what_is_known,
            "by group, or by contiguous blocks where a source names none",
        ),
        "group": (_by_group, "by group"),
        "block": (_by_block, "by contiguous blocks of pictures in file order"),
        "random": (_by_picture, f"at random ({OPTIMISTIC})"),
    }
)


def _pictures(cases: Sequence[Case]) -> dict[tuple[str, str], list[str]]:
    """Keys of the pictures of each source and label, in file order."""
    ordered: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for c in cases:
        ordered[c.source, c.label][_key(c)] = c.order
    return {k: sorted(v, key=v.__getitem__) for k, v in sorted(ordered.items())}


def _shuffled(keys: Sequence[str], plan: Plan) -> dict[str, str]:
    mixed = list(keys)
    random.Random(f"{plan.seed}-{plan.fold}-{keys[0]}").shuffle(mixed)
    return {key: _side_at((n + 0.5) / len(mixed), plan) for n, key in enumerate(mixed)}


def _side_at(place: float, plan: Plan) -> str:
    if place >= 1.0 - plan.test:
        return "test"
    return "val" if place >= 1.0 - plan.test - plan.val else "train"


def _twins(cases: Sequence[Case], sides: Sequence[str]) -> set[int]:
    """Cases whose picture equals one on a later side (train before val before test)."""
    hashes = np.array([int(c.phash, 16) for c in cases], np.uint64)
    removed: set[int] = set()
    for earlier, later in (("train", ("val", "test")), ("val", ("test",))):
        held = np.unique(hashes[[i for i, s in enumerate(sides) if s in later]])
        mine = [i for i, s in enumerate(sides) if s == earlier]
        near = {value for value in np.unique(hashes[mine]) if _near(value, held)}
        removed.update(i for i in mine if hashes[i] in near)
    return removed


def _near(value: np.uint64, others: npt.NDArray[np.uint64]) -> bool:
    return bool(len(others)) and int(np.bitwise_count(others ^ value).min()) <= NEAR
