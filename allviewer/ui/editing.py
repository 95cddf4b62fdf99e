"""The drawing tools put to use: add a missed cell, outline one anew, set the scale."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, TypeAlias

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QInputDialog, QWidget

from allviewer.core import match, redraw
from allviewer.core.records import Box, Cell, Pixels, Polygon, Status
from allviewer.core.rows import CellRow, Change
from allviewer.services.session import Session
from allviewer.ui.actions.keyed import BY_ID, tip_of
from allviewer.ui.controller import Controller
from allviewer.ui.image_view import ImageView, ToolName
from allviewer.ui.panels import figures

_TOOLS: Final[Mapping[str, ToolName]] = {
    "add_cell": ToolName.POINT,
    "add_box": ToolName.BOX,
    "find_in_box": ToolName.BOX,
    "brush": ToolName.BRUSH,
    "measure": ToolName.LINE,
}
"""Action ids and the tool each takes up."""

Find: TypeAlias = Callable[[Pixels, float | None], Cell]
"""Finds a cell in a picture of so many µm a pixel."""


class Editing(QObject):
    """Joins the image view's tools to the session, in the reviewer's name."""

    def __init__(
        self,
        view: ImageView,
        controller: Controller,
        actions: Mapping[str, QAction],
        *,
        told: Callable[[str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._view, self._controller, self._told, self._window = view, controller, told, parent
        self._all = actions
        self._actions = {action_id: actions[action_id] for action_id in _TOOLS}
        self._task = ""
        for action_id, action in self._actions.items():
            action.triggered.connect(lambda on, action_id=action_id: self._choose(action_id if on else ""))
        view.toolChanged.connect(self._tool_changed)
        view.centreClicked.connect(self._add_at)
        view.boxDrawn.connect(self._boxed)
        view.outlineDrawn.connect(self._redrawn)
        view.outlineLeft.connect(partial(self._redrawn, left=True))
        view.lineDrawn.connect(self._measured)

    def _choose(self, task: str) -> None:
        self._view.leave_tool()
        if task:
            self._task = task
            self._view.start_tool(_TOOLS[task], hint=self._hint(task))
            if self._view.tool is ToolName.LOOK:
                self._task = ""
                self._told(self.tr("Choose the cell first."))
        self._show_task()

    def _hint(self, task: str) -> str:
        leave = QKeySequence("Esc").toString(QKeySequence.SequenceFormat.NativeText)
        said = self.tr("{0}. {1} gives up.") if task == "brush" else self.tr("{0}. {1} leaves.")
        return said.format(tip_of(BY_ID[task]), leave)

    def _tool_changed(self, tool: ToolName) -> None:
        if tool is ToolName.LOOK:
            self._task = ""
        self._show_task()

    def _show_task(self) -> None:
        for action_id, action in self._actions.items():
            action.setChecked(action_id == self._task)

    # --- what was drawn ---

    def _add_at(self, x: float, y: float) -> None:
        others = self._controller.showing.cells
        self._search(
            lambda pixels, um_per_px: redraw.cell_at(pixels, x, y, others=others, um_per_px=um_per_px),
            self._add,
        )

    def _boxed(self, box: Box) -> None:
        if self._task != "find_in_box":
            self._search(self._in_box(box, before=None), self._add)
            return
        current = self._controller.showing.current
        if current is None:
            self._told(self.tr("Choose the cell first."))
            return
        self._search(self._in_box(box, before=current.cell), partial(self._replace, current))
        self._view.leave_tool()

    def _in_box(self, box: Box, *, before: Cell | None) -> Find:
        others = self._controller.showing.cells
        return lambda pixels, um_per_px: redraw.cell_in(
            pixels, box, before=before, others=others, um_per_px=um_per_px
        )

    def _redrawn(self, cell_id: int, outline: Polygon | None, *, left: bool = False) -> None:
        current = self._controller.showing.current
        if current is None or current.id != cell_id:
            self._tell_lost()
        elif outline is None:
            said = self.tr("All of cell {0} was erased, so it keeps its outline. {1} excludes it.")
            self._told(said.format(current.cell.number, self._key("exclude")))
        else:
            before = current.cell
            self._search(
                lambda pixels, um_per_px: redraw.redrawn(pixels, before, outline, um_per_px=um_per_px),
                partial(self._replace, current, left=left),
            )

    def _tell_lost(self) -> None:
        self._told(self.tr("What was drawn is not kept: its cell or picture is another one by now."))

    def _search(self, find: Find, found: Callable[[Cell], None]) -> None:
        picture, row = self._controller.showing.picture, self._controller.showing.row
        if picture is None or row is None:
            self._tell_lost()
            return
        pixels, um_per_px = picture.pixels, row.um_per_px
        self._controller.reviewing.search(lambda: find(pixels, um_per_px), found=found)

    def _add(self, cell: Cell) -> None:
        row = self._controller.showing.row
        assert row is not None
        known = self._counted_already(cell)
        if known is not None:
            self._controller.showing.choose_cell(known.id)
            self._told(
                self.tr("Cell {0} is here already: it would count twice. {1} outlines it anew.").format(
                    known.cell.number, self._key("find_in_box")
                )
            )
            return
        added: set[int] = set()

        def step(session: Session, reviewer: str) -> Change:
            change = session.add_cell(row.id, cell, reviewer=reviewer)
            added.update(change.cells)
            return change

        if self._controller.reviewing.say(step, row.id):
            self._controller.showing.choose_cell(max(added))
            self._controller.classify()

    def _counted_already(self, cell: Cell) -> CellRow | None:
        """The cell that lies there, unless a person said that it does not count."""
        others = [
            row
            for row in self._controller.showing.rows
            if row.decision is None or row.decision.status is not Status.EXCLUDED
        ]
        place = match.same_as(cell.box, [row.cell.box for row in others])
        return None if place is None else others[place]

    def _key(self, action_id: str) -> str:
        return self._all[action_id].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def _replace(self, before: CellRow, cell: Cell, *, left: bool = False) -> None:
        done = self._controller.reviewing.say(
            lambda session, reviewer: session.replace_outline(before.id, cell, reviewer=reviewer),
            before.image_id,
        )
        if done:
            self._controller.classify()
        if done and left:  # who went on does not see it
            name = self._controller.showing.name_of(before.image_id)
            said = self.tr("Cell {0} of {1} has the outline that you painted. {2} takes it back.")
            self._told(said.format(cell.number, name, self._key("undo")))

    def _measured(self, length: float) -> None:
        self._view.leave_tool()
        row = self._controller.showing.row
        if row is None:
            return
        known, given = QInputDialog.getDouble(
            self._window,
            self.tr("Set the scale"),
            self.tr("How long is this line, in µm? ({0} px)").format(round(length)),
            10.0,
            0.01,
            100_000.0,
            2,
        )
        if given:
            self._set_scale(known / length)

    def _set_scale(self, um_per_px: float) -> None:
        row = self._controller.showing.row
        assert row is not None
        if not self._controller.reviewing.say(_scale(um_per_px)):
            return
        row = self._controller.showing.row
        assert row is not None
        if row.um_per_px is not None and row.um_per_px != um_per_px:
            self._told(
                self.tr("This picture's own file says {0} µm a pixel; that is kept.").format(
                    figures.short(row.um_per_px)
                )
            )
        else:
            self._told(
                self.tr("1 px is {0} µm in all pictures that do not say it themselves.").format(
                    figures.short(um_per_px)
                )
            )


def _scale(um_per_px: float) -> Callable[[Session, str], Change]:
    return lambda session, reviewer: session.set_um_per_px(um_per_px, reviewer=reviewer)
