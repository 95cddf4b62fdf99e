"""`allviewer analyse`: pictures in, a CSV out, without a window; the same pipeline as the window's."""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from allviewer import RESEARCH_USE
from allviewer.cli.parsing import file_name, whole
from allviewer.cli.teller import Teller
from allviewer.core.classifier import Classifier
from allviewer.core.labels import Label
from allviewer.core.records import Kind, Model
from allviewer.services import analyse, export, files, targets
from allviewer.services.events import Event, Work
from allviewer.services.gather import Finished, gather
from allviewer.services.outputs import Csv, Heatmaps, Masks, OnlyPresent, Output
from allviewer.services.priority import hand_over_often
from allviewer.services.readers import worth
from allviewer.services.session import Session
from allviewer.services.shape_outputs import Coco, GeoJson
from allviewer.services.summary import Summary

_STORE_EVERY_S = 1.0


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser = subparsers.add_parser(
        "analyse",
        help="find and classify cells, and write a CSV with a row per cell",
        description="Find and classify the cells of pictures, and write a CSV with a row per cell.",
        epilog=RESEARCH_USE,
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="pictures or folders")
    parser.add_argument("--out", type=file_name, required=True, metavar="CSV", help="the table to write")
    parser.add_argument("--model", default="all_b3", metavar="NAME|DIR", help="a bundle, or several as a+b+c")
    parser.add_argument(
        "--device", default="auto", choices=("auto", "cpu", "cuda", "mps"), help="what computes"
    )
    parser.add_argument(
        "--kind", default="auto", choices=("auto", "field", "cell"), help="what pictures show"
    )
    parser.add_argument(
        "--masks", type=Path, metavar="DIR", help="write <stem>_cells.png and <stem>_nuclei.png"
    )
    parser.add_argument("--heatmaps", type=Path, metavar="DIR", help="write <stem>_<cell>_heatmap.png")
    parser.add_argument(
        "--summary", type=file_name, metavar="CSV", help="write a row per picture, with shares"
    )
    parser.add_argument("--coco", type=file_name, metavar="FILE", help="write all outlines as COCO JSON")
    parser.add_argument("--geojson", type=Path, metavar="DIR", help="write <stem>.geojson, for QuPath")
    parser.add_argument(
        "--session", type=Path, metavar="FILE", help="keep everything here, and do nothing twice"
    )
    parser.add_argument("--batch-size", type=whole(1), default=16, metavar="N", help="cells per forward pass")
    parser.add_argument("--quiet", action="store_true", help="say nothing but what failed")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Analyse; 0 if all pictures were done, 1 if some failed, 3 if none could be done."""
    from allviewer.model.classifier import open_classifier

    hand_over_often()
    works = list(files.works_of(options.paths))
    if not works:
        sys.stderr.write("allviewer: no pictures found there. Name a picture, or a folder with some.\n")
        return 3
    _check_targets(options, works)
    classifier = open_classifier(
        options.model, device=options.device, batch_size=options.batch_size, shared=True
    )
    say = Teller(len(works), quiet=options.quiet)
    session = Session.open(options.session) if options.session else None
    try:
        made = (
            _alone(works, classifier, options, say)
            if session is None
            else _kept(works, classifier, options, say, session)
        )
        own = session.own_labels() if session else []
        failed = export.write(_outputs(options, classifier.model, own), _if_any(made))
        for table in filter(None, (options.out, options.summary)):
            export.write_provenance(table, model=classifier.model, session=session)
    except _NothingDoneError as nothing:
        failed = nothing.failed
    finally:
        if session is not None:
            session.close()
    return say.end(failed)


def _check_targets(options: argparse.Namespace, works: Sequence[Work]) -> None:
    """Raise OutputError where a result would replace a picture, the session or another result."""
    sources = [work.path for work in works] + ([options.session] if options.session else [])
    export.check_targets(table=options.out, summary=options.summary, coco=options.coco, sources=sources)
    for folder, endings in ((options.masks, Masks.ENDINGS), (options.heatmaps, Heatmaps.ENDINGS)):
        if folder:
            targets.check_folder(folder, endings, sources)


class _NothingDoneError(Exception):
    """No picture could be read: nothing is written, and what stood there before stays."""

    def __init__(self, failed: list[Finished]) -> None:
        super().__init__()
        self.failed = failed


def _if_any(made: Iterable[Finished]) -> Iterator[Finished]:
    """Pass pictures on; raises _NothingDoneError after the last where there is nothing to write of any."""
    failed, some = [], False
    for picture in made:
        some = some or not picture.failed or bool(picture.cells)
        if picture.failed:
            failed.append(picture)
        yield picture
    if not some:
        raise _NothingDoneError(failed)


def _outputs(options: argparse.Namespace, model: Model, own: Sequence[Label]) -> list[Output]:
    labels = tuple(dict.fromkeys((*model.classes, *(label.name for label in own))))
    outputs: list[Output] = []
    if options.summary:
        outputs.append(Summary(options.summary, model, labels))
    if options.masks:
        outputs.append(Masks(options.masks))
    if options.heatmaps:
        outputs.append(Heatmaps(options.heatmaps, model))
    if options.geojson:
        outputs.append(GeoJson(options.geojson, model.classes, own))
    if options.coco:
        outputs.append(Coco(options.coco, model.classes))
    return [Csv(options.out, model), *map(OnlyPresent, outputs)]


def _alone(
    works: Sequence[Work], classifier: Classifier, options: argparse.Namespace, say: Teller
) -> Iterator[Finished]:
    """Each picture as soon as it is done."""
    kind = None if options.kind == "auto" else Kind(options.kind)
    asked = [replace(work, kind=kind) for work in works]
    events = _events(asked, classifier, options)
    return say.watch(gather(events))


def _events(works: Sequence[Work], classifier: Classifier, options: argparse.Namespace) -> Iterator[Event]:
    return analyse.analyse(
        works, classifier=lambda: classifier, batch_size=options.batch_size, processes=worth(len(works))
    )


def _kept(
    works: Sequence[Work],
    classifier: Classifier,
    options: argparse.Namespace,
    say: Teller,
    session: Session,
) -> Iterator[Finished]:
    """Do what the session does not have yet, then hand out what it has of these pictures."""
    session.use_model(classifier.model)
    session.store(*files.survey(options.paths, known=session.known()))
    names, places = {work.name for work in works}, {work.path.absolute() for work in works}
    names.update(row.name for row in session.images() if row.path.absolute() in places)  # renamed since
    if options.kind != "auto":
        kind = Kind(options.kind)
        other = [row.id for row in session.images() if row.name in names and row.kind != kind]
        session.set_kind(other, kind)
    waiting = [work for work in session.pending(classifier.model.sha256) if work.name in names]
    say.skip(len(works) - len(waiting))
    events = _events(waiting, classifier, options)
    for _ in say.watch(gather(stored(session, events))):
        pass
    yield from export.pictures(session, names)


def stored(session: Session, events: Iterable[Event]) -> Iterator[Event]:
    """Pass events on, and keep them in the session about once a second: a transaction each costs."""
    waiting: list[Event] = []
    stored_at = time.monotonic()
    try:
        for event in events:
            waiting.append(event)
            if time.monotonic() - stored_at > _STORE_EVERY_S:
                session.store(*waiting)
                waiting.clear()
                stored_at = time.monotonic()
            yield event
    finally:
        session.store(*waiting)
