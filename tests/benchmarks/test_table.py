"""What the benchmark makes of figures: verdicts as measured, percentiles by rank, tables and JSON of them."""

import json
import math
from pathlib import Path

import pytest

from tests.benchmarks import clock, report
from tests.benchmarks.clock import Times
from tests.benchmarks.lines import LINES
from tests.benchmarks.record import Measured, Options, at_least, at_most


@pytest.mark.parametrize(
    ("bar", "value", "verdict"),
    [
        (at_least(0.9), 0.8999, "missed"),  # never rounded up
        (at_least(0.9), 0.9, "reached"),
        (at_most(1.1), 1.1001, "missed"),
        (at_most(1.1), 0.9, "reached"),
        (at_most(1.1), None, "not measured"),
        (at_least(0.9), math.nan, "not measured"),
    ],
)
def test_a_figure_is_judged_as_measured(bar: object, value: float | None, verdict: str) -> None:
    assert Measured("line", "", bar, value).verdict == verdict  # type: ignore[arg-type]


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [float(n) for n in range(1, 1001)]
    assert clock.percentile(values, 50) == 500
    assert clock.percentile(values, 99.9) == 999
    assert clock.percentile(values, 100) == 1000
    assert clock.percentile([7.0], 99) == 7


def test_sides_are_compared_round_by_round_by_the_clock_that_judges() -> None:
    slow, quick = Times([2, 40, 6], [3, 3, 3]), Times([1, 10, 3], [1, 1, 1])
    assert clock.ratio(slow, quick, Options()) == 2
    assert clock.ratio(slow, quick, Options(processor=True)) == 3


def test_tables_say_bar_figure_verdict_and_both_sides(tmp_path: Path) -> None:
    one = Measured("a ÷ b", "×", at_least(5), 4.996, {"a:": "10", "b:": "2"}, ["as it was"])
    report.write(tmp_path, [one], about=["a machine"])
    table = (tmp_path / "table.md").read_text("utf-8")
    assert "| a ÷ b | ≥ 5 × | 4.996 × | missed | a: 10; b: 2; as it was |" in table
    assert "missed" in report.terminal([one])
    assert json.loads((tmp_path / "table.json").read_text("utf-8"))["lines"][0]["verdict"] == "missed"


def test_every_line_is_known_by_its_own_name() -> None:
    assert all(line.key == key for key, line in LINES.items())
