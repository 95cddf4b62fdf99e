"""How the search bears other colours: `python -m tests.benchmarks.tones --data DIR [--only NAME …]`.

The pictures and figures are those of `tests.benchmarks.lamps`.
"""

import argparse
from pathlib import Path

from tests.benchmarks.lamps import measure
from tests.core.tones import TONES


def main() -> None:
    """Measure what lies under `--data`, a line a tone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", nargs="+", choices=TONES, default=list(TONES), metavar="NAME")
    asked = parser.parse_args()
    measure(asked.data, {name: TONES[name] for name in asked.only})


if __name__ == "__main__":
    main()
