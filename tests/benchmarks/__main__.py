"""`python -m tests.benchmarks [--only KEY …] [--quick]`: every line of the table, each in its own process.

Prints the table as it grows and writes `table.md`, `table.json` and `growth.png` into `--out`. A
figure that is missed is no failure of the benchmark: the exit code is 1 only where a line could not be
measured at all.
"""

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import children, clock, report
from tests.benchmarks.lines import LINES
from tests.benchmarks.record import Bar, Line, Measured, Options


def main() -> int:
    """Measure what was asked; 1 if a line broke off."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    keys = list(LINES)
    parser.add_argument("--only", nargs="+", choices=keys, default=keys, metavar="KEY", help=", ".join(keys))
    parser.add_argument("--quick", action="store_true", help="smaller sizes: figures to look at, not to keep")
    parser.add_argument("--model", default="all_b3")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="real pictures in place of the samples")
    parser.add_argument("--threads", type=int, default=1, help="processor threads of all networks")
    parser.add_argument("--clock", choices=("wall", "processor"), default="wall", help="what judges a line")
    parser.add_argument("--out", type=Path, default=Path("build/benchmarks"), metavar="DIR")
    parser.add_argument("--child", choices=LINES, help=argparse.SUPPRESS)
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    pictures = asked.pictures and asked.pictures.absolute()
    options = Options(
        asked.quick,
        asked.model,
        pictures,
        asked.threads,
        processor=asked.clock == "processor",
        out=asked.out.absolute(),
    )
    if asked.child:
        rows = [asdict(one) for one in LINES[asked.child].measure(options)]
        asked.into.write_text(json.dumps(rows), encoding="utf-8")
        return 0
    return _all(asked.only, options)


def _all(keys: Sequence[str], options: Options) -> int:
    about = _about(options)
    print("\n".join(about), end="\n\n")
    found: list[Measured] = []
    broken = 0
    for key in keys:
        print(f"… {LINES[key].title}", file=sys.stderr, flush=True)
        try:
            rows = _apart(LINES[key], options)
        except children.Failed as failure:
            print(f"{key}: {failure}", file=sys.stderr)
            broken += 1
            continue
        print(report.terminal(rows), flush=True)
        found += rows
        report.write(options.out, found, about=about)
    print(f"\n{report.terminal(found)}\n\nWritten to {options.out}.")
    return 1 if broken else 0


def _apart(line: Line, options: Options) -> list[Measured]:
    """Measure one line in a process of its own, so that none finds what another left."""
    before = clock.load()
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder) / "rows.json"
        words = ["-m", "tests.benchmarks", "--child", line.key, "--into", str(into), "--model", options.model]
        words += ["--threads", str(options.threads), "--out", str(options.out)]
        words += ["--quick"] if options.quick else []
        words += ["--clock", "processor"] if options.processor else []
        words += ["--pictures", str(options.pictures)] if options.pictures else []
        children.python(words, environment=children.scratch_environment(Path(folder)))
        rows = json.loads(into.read_text(encoding="utf-8"))
    busy = [f"load before: {before}"] if before else []
    return [Measured(**{**r, "bar": Bar(**r["bar"]), "notes": [*r["notes"], *busy]}) for r in rows]


def _about(options: Options) -> list[str]:
    import torch

    processor = platform.processor() or platform.machine()
    names = [line for line in _cpuinfo() if line.startswith("model name")]
    processor = names[0].split(":", 1)[1].strip() if names else processor
    device = torch.cuda.get_device_name(0) if torch.cuda.is_available() else "no GPU"
    size = "quick sizes" if options.quick else "full sizes"
    size += "; judged by the processor's time" if options.processor else ""
    machine = f"{platform.system()} {platform.machine()}, {processor}, {device}"
    software = f"Python {platform.python_version()}, torch {torch.__version__}"
    return [
        f"{machine}; {software}; {options.threads} thread(s) for networks; bundle {options.model}; {size}."
    ]


def _cpuinfo() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


if __name__ == "__main__":
    sys.exit(main())
