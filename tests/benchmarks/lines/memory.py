"""Peak memory of the command line on many pictures against few, each in a process of its own."""

from collections.abc import Sequence

from tests.benchmarks import growth
from tests.benchmarks.record import Line, Measured, Options, at_most

FEW = 100


def measure(options: Options) -> Sequence[Measured]:
    """One figure."""
    many = options.choose(10_000, 500)
    few, more = growth.by_pictures(options, (FEW, many))
    name = f"peak memory of analyse on {many:,} pictures ÷ on {FEW}"
    said = {f"{one.pictures:,}:": f"{one.peak_mb:.0f} MB" for one in (few, more)}
    return [Measured(name, "", at_most(1.2), more.peak_mb / few.peak_mb, said)]


LINE = Line("memory", "peak memory by the number of pictures", measure)
