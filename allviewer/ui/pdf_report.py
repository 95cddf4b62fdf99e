"""The report as PDF: counts with intervals, cells per class, agreement, model card, hashes."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from allviewer import __version__
from allviewer.core.atomic import write_atomic
from allviewer.core.differential import Count
from allviewer.core.progress import Tell, untold
from allviewer.services.report_content import Report
from allviewer.ui import words
from allviewer.ui.panels import figures
from allviewer.ui.pdf_page import MUTED, Column, Pages
from allviewer.ui.qt_image import image_of

_TILE = 56.0
_HASHES_SHOWN = 400

translate = QCoreApplication.translate


def write(report: Report, path: Path, *, blind: bool = False, tell: Tell = untold) -> None:
    """Write the report to `path`, whole or not at all. May run in any thread.

    With `blind` what is predicted stays out of sight, as in the window. `tell` counts its
    sections. Raises OutputError, or what `tell` raises.
    """
    write_atomic(path, render(report, blind=blind, tell=tell))


def render(report: Report, *, blind: bool = False, tell: Tell = untold) -> bytes:
    """The report as the bytes of a PDF; `tell` counts its sections."""
    sections = list(_sections(report, blind=blind))
    with Pages(title=report.title, foot=words.research_use()) as pages:
        for done, draw in enumerate(sections):
            tell(done, len(sections))
            draw(pages)
        tell(len(sections), len(sections))
        return pages.finish()


def _sections(report: Report, *, blind: bool) -> Iterator[Callable[[Pages], None]]:
    yield lambda pages: _head(pages, report)
    yield lambda pages: _differential(pages, report, blind=blind)
    if len(report.units) > 1:
        yield lambda pages: _units(pages, report.units)
    if report.every.total:
        yield lambda pages: _agreement(pages, report)
    if report.galleries:
        yield lambda pages: _galleries(pages, report)
    for text in report.cards.values():
        yield partial(Pages.markdown, text=text)
    yield lambda pages: _hashes(pages, report)


def _head(pages: Pages, report: Report) -> None:
    pages.text(translate("report", "Review report"), size=11, colour=MUTED)
    pages.text(report.title, size=20, bold=True)
    pages.text(words.research_use(), size=9.5, bold=True)
    pages.space(6)
    model = report.model.name if report.model else translate("report", "none")
    moment = QDateTime.fromSecsSinceEpoch(int(report.made_at.timestamp()))
    when = QLocale().toString(moment, QLocale.FormatType.LongFormat)
    for line in (
        translate("report", "Reviewer: {0}").format(", ".join(report.reviewers) or figures.NOTHING),
        translate("report", "Written: {0}").format(when),
        translate("report", "Images: {0}, cells: {1}").format(
            figures.count(len(report.images)), figures.count(report.count.cells)
        ),
        translate("report", "Model: {0} · allviewer {1}").format(model, __version__),
    ):
        pages.text(line)


def _differential(pages: Pages, report: Report, *, blind: bool) -> None:
    count = report.count
    pages.heading(translate("report", "Differential"))
    columns = (
        Column(translate("report", "Class"), 120, number=False),
        Column(translate("report", "Reviewed"), 66),
        Column("%", 60),
        Column(translate("report", "95 % interval"), 84),
        Column("", 85, number=False, drawn=True),
        Column(translate("report", "Predicted"), 68),
    )
    pages.table(columns, _class_rows(count, blind=blind), shares=count.shares)
    figures_of = (count.counted, count.unidentified, count.not_counted, count.unreviewed)
    pages.text(
        translate("report", "Counted {0} · unidentified {1} · not counted {2} · not reviewed yet {3}").format(
            *map(figures.count, figures_of)
        ),
        colour=MUTED,
    )
    pages.text(
        translate(
            "report",
            "Percentages are of the cells that a reviewer gave a class; intervals are exact (Clopper and "
            "Pearson). Predictions stand beside them and are never counted.",
        ),
        size=8.5,
        colour=MUTED,
    )
    if count.counted and count.unreviewed:
        said = figures.so_far(certain_first=report.certain_first, blind=blind)
        pages.text(said, size=8.5, colour=MUTED)


def _class_rows(count: Count, *, blind: bool) -> list[tuple[str, ...]]:
    each = zip(count.classes, count.labels, count.shares, count.predicted, strict=True)
    return [
        (
            name,
            figures.count(n),
            figures.percent(share),
            figures.interval(share),
            "",
            figures.predicted(predicted, blind=blind),
        )
        for name, n, share, predicted in each
    ]


def _units(pages: Pages, units: Sequence[Count]) -> None:
    classes = units[0].classes
    followed = "blast" if "blast" in classes else classes[0]
    pages.heading(translate("report", "By unit: {0}").format(followed))
    columns = (
        Column(translate("report", "Unit"), 230, number=False),
        Column(translate("report", "Counted"), 60),
        Column(followed, 60),
        Column("%", 55),
        Column(translate("report", "95 % interval"), 78),
    )
    rows = []
    for one in units:
        share = one.share_of(followed)
        shown = (figures.count(one.counted), figures.count(share.count))
        rows.append((one.name or figures.NOTHING, *shown, figures.percent(share), figures.interval(share)))
    pages.table(columns, rows)


def _agreement(pages: Pages, report: Report) -> None:
    named = (
        (translate("report", "All"), report.every),
        (translate("report", "Blind"), report.blind),
        (translate("report", "Prediction seen"), report.seen),
    )
    pages.heading(translate("report", "Reviewer and model"))
    columns = (
        Column(translate("report", "Decisions"), 141, number=False),
        Column(translate("report", "Cells"), 50),
        Column(translate("report", "Same"), 58),
        Column(translate("report", "95 % interval"), 78),
        Column(translate("report", "Kappa"), 48),
        Column(translate("report", "95 % interval"), 108),
    )
    pages.table(columns, [(name, *figures.agreement(found)) for name, found in named])
    elsewhere = report.every.total - report.blind.total - report.seen.total
    if elsewhere:
        said = translate(
            "report", "Decided beside another model's prediction, or imported: {0} of {1} cells."
        )
        of_all = figures.count(elsewhere), figures.count(report.every.total)
        pages.text(said.format(*of_all), size=8.5, colour=MUTED)
    known = report.model.classes if report.model else ()
    each = zip(report.every.classes, map(sum, report.every.matrix), strict=True)
    unknown = {name: cells for name, cells in each if cells and name not in known}
    if unknown:
        names = ", ".join(f"“{name}”" for name in unknown)
        said = translate("report", "Not known to the model, so that it cannot agree: {0}. Cells: {1} of {2}.")
        of_all = figures.count(sum(unknown.values())), figures.count(report.every.total)
        pages.text(said.format(names, *of_all), size=8.5, colour=MUTED)


def _galleries(pages: Pages, report: Report) -> None:
    pages.heading(translate("report", "Cells"), keep=_TILE + 40)
    if report.side_um is None:
        scale = translate("report", "Each cell fills its tile: the scale of some picture is not known.")
    else:
        scale = translate("report", "All at one scale: a tile is {0} µm wide.").format(
            figures.count(round(report.side_um))
        )
    pages.text(scale, size=8.5, colour=MUTED)
    for gallery in report.galleries:
        pages.space(6)
        shown = translate("report", "{0}: {1} of {2}").format(
            gallery.label, figures.count(len(gallery.tiles)), figures.count(gallery.total)
        )
        pages.text(shown, bold=True, keep=_TILE)
        pages.tiles([None if tile is None else image_of(tile) for tile in gallery.tiles], side=_TILE)


def _hashes(pages: Pages, report: Report) -> None:
    pages.turn()
    pages.text(translate("report", "What this report stands on"), size=13, bold=True)
    pages.text(translate("report", "Session {0}").format(report.session_id))
    pages.text(translate("report", "Latest decision (hash of the chain): {0}").format(report.head or "–"))
    if report.model is not None:
        for sha256 in report.model.sha256.split("+"):
            pages.text(translate("report", "Weights of the model (SHA-256): {0}").format(sha256))
    pages.space(8)
    columns = (
        Column(translate("report", "Image"), 176, number=False),
        Column("SHA-256", 307, number=False),
    )
    pages.table(columns, report.images[:_HASHES_SHOWN], size=7)
    if (more := len(report.images) - _HASHES_SHOWN) > 0:
        pages.text(
            translate("report", "And {0} more images: their hashes stand in the exported table.").format(
                figures.count(more)
            )
        )
