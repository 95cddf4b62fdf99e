"""How far a run has come: pictures, cells, rate, time left, and whether the model is still awaited."""

from allviewer.ui.meter import Meter


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_rate_and_time_left_come_from_what_was_done() -> None:
    clock = Clock()
    meter = Meter(10, clock=clock)
    clock.now = 2.0
    meter.add(pictures=4, found=8, cells=8)
    standing = meter.standing()
    assert (standing.done, standing.total, standing.cells) == (4, 10, 8)
    assert standing.rate == 4.0
    assert standing.left_s == 3.0


def test_the_model_is_awaited_from_the_first_cell_found_to_the_first_classified() -> None:
    meter = Meter(2, clock=Clock())
    assert not meter.standing().loading
    meter.add(found=3)
    assert meter.standing().loading
    meter.add(cells=1)
    assert not meter.standing().loading


def test_only_the_last_seconds_count_for_the_rate() -> None:
    clock = Clock()
    meter = Meter(1_000, clock=clock)
    for second in range(1, 61):
        clock.now = float(second)
        meter.add(pictures=1, found=1, cells=1 if second <= 30 else 5)
    assert meter.standing().rate == 5.0
