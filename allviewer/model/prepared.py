"""What --data names → cells, and who of them is on which side: one reading for train, tune and evaluate."""

import argparse
import sys
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from allviewer.core.errors import DataError
from allviewer.core.records import Kind
from allviewer.model import data, readers, splits
from allviewer.model.dataset import Cells, classes_of
from allviewer.model.options import number, pairs
from allviewer.model.progress import bar
from allviewer.model.recipe import Recipe
from allviewer.model.sample import Sample


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Cells under one numbering, and who is on which side."""

    cells: Cells
    split: splits.Split

    @property
    def unread(self) -> int:
        """How many of the pictures could not be read."""
        return sum(len(pack.unread) for pack in self.cells.packs)

    @property
    def twins(self) -> str:
        """How many cells no side has, and why, in a sentence; "" for none."""
        number = len(self.split.removed)
        return f"Left out: {number} cells whose pictures are as good as held out." if number else ""

    def measured_on(self, side: str, *, size: int) -> str:
        """What figures of a side are of, in words, for a bundle that sees cells at `size` pixels."""
        said = "all cells given" if side == "all" else f"{side} side, split {self.split.unit}"
        other = sorted({pack.size for pack in self.cells.packs} - {size})
        return said + (f", cells packed at {other[-1]} pixels and shown at {size}" if other else "")

    @property
    def left_out(self) -> dict[str, int]:
        """How many pictures no figure counts, and why: for cards and metrics."""
        skipped = sum(len(pack.skipped) for pack in self.cells.packs)
        return {"pictures_without_a_cell": skipped - self.unread, "pictures_unread": self.unread}


def prepare(args: argparse.Namespace, recipe: Recipe, *, classes: Sequence[str] = ()) -> Prepared:
    """Read or cut the cells and split them. Raises DataError, for slips of labels before cells are cut."""
    packs, samples = packs_named(args), samples_named(args)
    labels = labels_of(packs, samples, recipe)
    classes_of(map(recipe.label_of, labels), classes)
    plan = splits.Plan(
        by=args.group_by,
        val=args.val_fraction,
        test=args.test_fraction,
        fold=args.fold,  # not by --seed: trainings by several are measured, and joined, on one split
        stretches={k: max(1, int(number(v, name=k))) for k, v in pairs(args.stretches).items()},
    )
    sources = {c.source for p in packs for c in p.cases} | {s.source for s in samples}
    _know_sources([*args.hold_source, *plan.stretches, *recipe.source_weights], sources)
    made = packs_of(args, packs, samples, recipe)
    tell_left_out(made)
    cells = Cells(made, recipe, classes)
    _tell_contradictions(cells)
    labelled = [i for i, k in enumerate(cells.labels) if k >= 0]
    cases = [cells.cases[i] for i in labelled]
    cases = [replace(c, split="test") if c.source in args.hold_source else c for c in cases]
    if getattr(args, "split", "") == "all":
        return Prepared(cells, splits.Split((), (), tuple(labelled), unit="none"))
    split = splits.split(cases, plan)
    train, val, test, removed = (
        tuple(labelled[i] for i in side) for side in (split.train, split.val, split.test, split.removed)
    )
    return Prepared(cells, splits.Split(train, val, test, unit=split.unit, removed=removed))


def labels_of(packs: Sequence[data.Pack], samples: Sequence[Sample], recipe: Recipe) -> set[str]:
    """The data's own labels; says on stderr which are to be renamed or left out that there are not."""
    found = {c.label for p in packs for c in p.cases} | {s.label for s in samples}
    unknown = set(recipe.labels) - found
    if unknown:  # a slip, or names for several data of which these are one
        named, has = (", ".join(sorted(labels)) for labels in (unknown, found))
        sys.stderr.write(f"allviewer: of --label the data has no {named}. It has {has}.\n")
    return found


def _tell_contradictions(cells: Cells) -> None:
    """Say on stderr which pictures, the same to the byte, are there as two classes."""
    said: dict[tuple[str, int], tuple[str, int]] = {}
    pairs_found: dict[tuple[str, str], str] = {}
    for case, label in zip(cells.cases, cells.labels.tolist(), strict=True):
        first, as_what = said.setdefault((case.sha256, case.cell), (case.picture, label))
        if min(label, as_what) >= 0 and label != as_what:
            one, other = cells.classes[as_what], cells.classes[label]
            pairs_found[first, case.picture] = f"{first} as {one}, {case.picture} as {other}"
    if pairs_found:
        example = next(iter(pairs_found.values()))
        sys.stderr.write(
            f"allviewer: {len(pairs_found)} of the pictures are there as two classes, the first: {example}.\n"
        )


def _know_sources(named: Iterable[str], known: Set[str]) -> None:
    """Refuse a source that there is not: by a slip of the pen one to be held out would be trained on."""
    unknown = set(named) - known
    if unknown:
        raise DataError(f'"{min(unknown)}" is no source of the data. It has {", ".join(sorted(known))}.')


def prepare_training(args: argparse.Namespace, recipe: Recipe) -> Prepared:
    """`prepare`, for what learns: each class has cells to train on, and there are some to validate with.

    A source of weight 0 has none to train on: it only validates and tests. Raises DataError.
    """
    prepared = prepare(args, recipe)
    cells, split = prepared.cells, prepared.split
    taught = tuple(i for i in split.train if recipe.source_weights.get(cells.cases[i].source, 1.0) > 0)
    if taught:  # that nothing is left is told where cells are weighed
        split = replace(split, train=taught)
    missing = set(range(len(cells.classes))) - set(cells.labels[list(split.train)].tolist())
    if missing or not split.val:
        what = f'of "{cells.classes[min(missing)]}" to train on' if missing else "to validate with"
        twins = f" {prepared.twins}" if split.removed else ""
        raise DataError(
            f"Split {split.unit}, the data has no cell {what}.{twins} Give more of it, "
            f"{'' if missing else 'a larger --val-fraction, '}or split otherwise."
        )
    return replace(prepared, split=split)


def packs_named(args: argparse.Namespace) -> list[data.Pack]:
    """Every `pack:FILE` of --data, opened. Raises DataError."""
    return [
        _as_wide(args, data.open_pack(Path(spec.removeprefix("pack:"))))
        for spec in args.data
        if _is_pack(spec)
    ]


def _as_wide(args: argparse.Namespace, pack: data.Pack) -> data.Pack:
    """The pack, if its crops are as wide as --crop-factor says. Raises DataError."""
    if pack.crop_factor != args.crop_factor:
        raise DataError(f"{pack.path}: packed with --crop-factor {pack.crop_factor}, not {args.crop_factor}.")
    return pack


def samples_named(args: argparse.Namespace) -> list[Sample]:
    """The pictures that --data names but for packs, of --kind, each once. Raises DataError."""
    found: dict[Path, Sample] = {}
    for sample in (s for spec in args.data if not _is_pack(spec) for s in readers.read(spec)):
        known = found.setdefault(sample.path.resolve(), sample)
        if known.label != sample.label:
            raise DataError(
                f"{sample.path}: the data calls it both {known.label} and {sample.label}. Leave one out."
            )
    kind = None if args.kind == "auto" else Kind(args.kind)
    return [replace(s, kind=kind) if kind else s for s in found.values()]


def _is_pack(spec: str) -> bool:
    return spec.startswith("pack:")


def packs_of(
    args: argparse.Namespace, packs: Sequence[data.Pack], samples: Sequence[Sample], recipe: Recipe
) -> list[data.Pack]:
    """The packs, and one more of the samples' cells. Raises DataError."""
    size = args.crop_size or recipe.input_size
    return [*packs, _cut(args, samples, size=size)] if samples else list(packs)


def tell_left_out(packs: Iterable[data.Pack]) -> None:
    """Name on stderr the pictures that could not be read, and say how many gave no cell."""
    for pack in packs:
        lines = list(pack.unread)
        bare = [reason for reason in pack.skipped if reason not in pack.unread]
        if bare:
            lines.append(f"{pack.path}: {len(bare)} of the pictures have no cell in it, the first: {bare[0]}")
        sys.stderr.writelines(f"allviewer: {line}\n" for line in lines)


def _cut(args: argparse.Namespace, samples: Sequence[Sample], *, size: int) -> data.Pack:
    target = args.pack or args.out / "cells.safetensors"
    quiet = getattr(args, "quiet", False)
    if not target.is_file():
        if not quiet:  # a bar is on a terminal only, and large fields take long
            sys.stderr.write(f"Finding cells in {len(samples)} pictures.\n")
        return data.pack(
            samples,
            target,
            size=size,
            crop_factor=args.crop_factor,
            workers=args.workers,
            progress=bar("finding cells", quiet=quiet),
        )
    packed = data.open_pack(target)
    if packed.asked != data.asked(samples, size=size):
        raise DataError(
            f"{target}: not known to hold what --data, --kind and --crop-size ask for. Delete it, name "
            f"another --pack, or give --data pack:{target} to read it as it is."
        )
    return _as_wide(args, packed)
