"""Every line of the table, in its order, by its name for `--only`."""

from tests.benchmarks.lines import (
    canvas,
    decisions,
    folder,
    grad_cam,
    growth,
    heatmap,
    next_cell,
    pipeline,
    runtimes,
    stall,
    start,
    window_or_cli,
)

LINES = {
    module.LINE.key: module.LINE
    for module in (
        heatmap,
        grad_cam,
        runtimes,
        pipeline,
        window_or_cli,
        growth,
        folder,
        stall,
        canvas,
        next_cell,
        start,
        decisions,
    )
}
