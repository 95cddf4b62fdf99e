"""How cost grows: cells a second and peak memory by the number of pictures, and of cells in each."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks import children, material
from tests.benchmarks.record import Line, Measured, Options, at_most

FEW = 100
PICTURES = (10, 100, 1_000, 10_000)
CELLS = (1, 10, 100)
_CELLS_IN_ALL = 200  # pictures of few cells get more pictures, so that each run lasts


@dataclass(frozen=True, slots=True)
class Point:
    """One run of the command line on so many pictures."""

    pictures: int
    cells: int
    seconds: float
    processor: float
    peak_mb: float

    def rate(self, options: Options) -> float:
        """Cells a second, by the clock that judges."""
        return self.cells / (self.processor if options.processor else self.seconds)


def point(options: Options, folder: Path, *, pictures: int) -> Point:
    """Analyse a folder in a process of its own."""
    with children.scratch() as scratch:
        warm = material.folder_of(options, scratch / "warm pictures", 2)
        words = [str(folder), str(warm), str(scratch / "out"), options.model, str(options.threads)]
        ended = children.python(
            ["-m", "tests.benchmarks.analysed", *words], environment=children.scratch_environment(scratch)
        )
    said = json.loads(ended.said.splitlines()[-1])
    return Point(pictures, int(said["cells"]), said["seconds"], said["processor"], said["peak_mb"])


def by_pictures(options: Options, size: int) -> Point:
    """So many pictures, the originals in turn."""
    with children.scratch() as scratch:
        return point(options, material.folder_of(options, scratch / "pictures", size), pictures=size)


def by_cells(options: Options, cells: int) -> Point:
    """Pictures of so many cells each."""
    pictures = max(2, options.choose(_CELLS_IN_ALL, _CELLS_IN_ALL // 4) // cells)
    with children.scratch() as scratch:
        folder = material.mosaics(options, scratch / "pictures", cells=cells, pictures=pictures)
        return point(options, folder, pictures=pictures)


def measure(options: Options) -> Sequence[Measured]:
    """Peak memory of most pictures against few; all points go into `growth.json` and `growth.png`."""
    most = options.choose(PICTURES[-1], FEW * 10)
    runs = [("pictures", by_pictures, size) for size in PICTURES if size <= most]
    runs += [("cells a picture", by_cells, cells) for cells in CELLS]
    # the longest last: each point is kept as soon as it is there
    found: dict[str, list[Point]] = {"pictures": [], "cells a picture": []}
    for name, run, size in sorted(runs, key=lambda one: one[2]):
        found[name].append(run(options, size))
        _tell(f"{size} {name}", found[name][-1], options)
        rows = {name: [asdict(one) for one in points] for name, points in found.items()}
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "growth.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
        plot(found["pictures"], found["cells a picture"], options)
    few, many = (next(p for p in found["pictures"] if p.pictures == size) for size in (FEW, most))
    name = f"peak memory of analyse on {many.pictures:,} pictures ÷ on {FEW}"
    said = {f"{p.pictures:,} pictures:": f"{p.peak_mb:.0f} MB" for p in (few, many)}
    return [Measured(name, "", at_most(1.2), many.peak_mb / few.peak_mb, said)]


def plot(pictures: Sequence[Point], cells: Sequence[Point], options: Options) -> None:
    """`growth.png`, two panels: by pictures with peak memory, and by cells a picture."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    left.semilogx([p.pictures for p in pictures], [p.rate(options) for p in pictures], "o-", color="#0072B2")
    left.set(xlabel="pictures", ylabel="cells a second", ylim=(0, None), title="by the number of pictures")
    memory = left.twinx()
    memory.semilogx([p.pictures for p in pictures], [p.peak_mb for p in pictures], "s--", color="#D55E00")
    memory.set(ylabel="peak memory, MB (dashed)", ylim=(0, 1.2 * max(p.peak_mb for p in pictures or cells)))
    right.semilogx(
        [p.cells / p.pictures for p in cells], [p.rate(options) for p in cells], "o-", color="#0072B2"
    )
    right.set(xlabel="cells found in a picture", ylim=(0, None), title="by the cells in each")
    figure.savefig(options.out / "growth.png", dpi=120)
    pyplot.close(figure)


def _tell(what: str, one: Point, options: Options) -> None:
    rate = f"{one.rate(options):.1f} cells/s, {one.cells} cells in {one.seconds:.1f} s"
    print(f"  {what}: {rate}, peak {one.peak_mb:.0f} MB", file=sys.stderr, flush=True)


LINE = Line("growth", "cost and peak memory by the number of pictures and cells", measure)
