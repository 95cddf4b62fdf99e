"""A folder of 15,000 pictures in the window: the first on the screen, the list complete, then memory."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import children, material
from tests.benchmarks.record import Line, Measured, Options, at_most

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
        begun = time.perf_counter()
        made.controller.open([pictures])
        showing, desk = made.controller.showing, made.controller.desk
        assert desk is not None
        moments: dict[str, float] = {}

        def look() -> bool:
            """Note when each holds for the first time; whether both do."""
            if showing.picture is None:
                paints.reset()
            for name, holds in (("first", paints.all_painted), ("listed", len(desk.images) >= count)):
                if holds:
                    moments.setdefault(name, time.perf_counter() - begun)
            return len(moments) == 2

        rig.until(look)
        rig.until(lambda: sum(row.state == "done" for row in desk.images.values()) >= _CLASSIFIED)
        resident = resident_mb()
        rig.close(made)
    name = f"{count:,} pictures in a folder"
    return [
        Measured(f"{name}: first picture on screen", "s", at_most(1), moments["first"]),
        Measured(f"{name}: list complete", "s", at_most(5), moments["listed"]),
        _memory(f"{name}: resident memory above torch's own", resident),
    ]


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
