"""A folder of 15,000 pictures in the window: the first on the screen, the list complete, then memory."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import children, material
from tests.benchmarks.record import Bar, Line, Measured, Options, at_most

_CLASSIFIED = 20  # pictures after which memory is read: torch and the network are loaded then
_TORCH = "import torch; from tests.benchmarks.lines import folder; print(folder.resident_mb())"


def measure(options: Options) -> Sequence[Measured]:
    """Three figures of one opening, in a window that stands."""
    from tests.benchmarks import rig

    count = options.choose(15_000, 1_500)
    with children.scratch() as scratch:
        pictures = material.folder_of(options, scratch / "pictures", count)
        made = rig.program(options, scratch)
        rig.until(made.window.isVisible)
        paints = rig.Paints(made.window.picture.view)
        begun, worked = time.perf_counter(), time.process_time()
        made.controller.open([pictures])
        rig.until(lambda: made.controller.desk is not None)
        showing, desk = made.controller.showing, made.controller.desk
        moments: dict[str, tuple[float, float]] = {}

        def look() -> bool:
            """Note when each holds for the first time; whether both do."""
            if showing.picture is None:
                paints.reset()
            for name, holds in (("first", paints.all_painted), ("listed", len(desk.images) >= count)):
                if holds:
                    moments.setdefault(name, (time.perf_counter() - begun, time.process_time() - worked))
            return len(moments) == 2

        rig.until(look)
        rig.until(lambda: sum(row.state == "done" for row in desk.images.values()) >= _CLASSIFIED)
        resident = resident_mb()
        rig.close(made)
    name = f"{count:,} pictures in a folder"
    return [
        _moment(f"{name}: first picture on screen", moments["first"], at_most(1), options),
        _moment(f"{name}: list complete", moments["listed"], at_most(5), options),
        _memory(f"{name}: resident memory above torch's own", resident),
    ]


def _moment(name: str, moment: tuple[float, float], bar: Bar, options: Options) -> Measured:
    wall, processor = moment
    said = {"by the clock:": f"{wall:.2f} s", "of the processor, all threads:": f"{processor:.2f} s"}
    return Measured(name, "s", bar, processor if options.processor else wall, said)


def _memory(name: str, resident: float | None) -> Measured:
    if resident is None:
        return Measured(name, "MB", at_most(600), None, notes=["this system does not say what is resident"])
    alone = float(children.python(["-c", _TORCH]).said)
    said = {"window with its network:": f"{resident:.0f} MB", "import torch:": f"{alone:.0f} MB"}
    return Measured(name, "MB", at_most(600), resident - alone, said)


def resident_mb() -> float | None:
    """What of this process is in memory now, MB; None where there is no /proc."""
    file = Path("/proc/self/statm")
    if not file.exists():
        return None
    return int(file.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2


LINE = Line("folder", "a folder of 15,000 pictures", measure)
