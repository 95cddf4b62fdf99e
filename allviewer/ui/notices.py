"""A line at the window's foot for what is worth saying and no question: errors, finds, what to do."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from allviewer.core.rows import CellSummary
from allviewer.ui import words
from allviewer.ui.notice_strip import NoticeStrip
from allviewer.ui.panels import figures
from allviewer.ui.progress import ProgressStrip


class NoticeBar(NoticeStrip):
    """What is said there, sentence by sentence."""

    def __init__(self, ground: QWidget, foot: ProgressStrip, side: QWidget) -> None:
        super().__init__(ground, foot, side)
        self.export_key: Callable[[], str] = str
        """Names the key that exports as keys are now, "" if none does."""
        self.labels_key: Callable[[], str] = str
        """Names the key that adds labels, likewise."""
        self.look_key: Callable[[], str] = str
        """Names the key that looks again, likewise."""
        self.model_key: Callable[[], str] = str
        """Names the key that chooses another model, likewise."""
        self.undo_key: Callable[[], str] = str
        """Names the key that undoes, likewise."""
        self._found = ""

    def only_looks(self, why: str) -> None:
        """Why nothing of what lies open can be changed, and how to see whether that is over."""
        key, more = self.look_key(), self.tr("{0} reads it again.")
        self.holds(f"{words.said(why)} {more.format(key)}" if key else words.said(why))

    def unread(self, count: int) -> None:
        """So many pictures could not be read."""
        text = (
            self.tr("1 image could not be read.")
            if count == 1
            else self.tr("{0} images could not be read.").format(figures.count(count))
        )
        # of pictures that moved, some are found and others not: one is no news without the other
        found = self._found if self._found in self.text() else ""
        self._say(f"{found} {text}".strip(), show=True)

    def changed(self, *, changed: int, missing: int) -> None:
        """Files are other than when they were analysed, or gone."""
        parts = []
        if changed:
            said = self.tr("Images that changed since they were analysed, and are read anew: {0}.")
            parts.append(said.format(figures.count(changed)))
        if missing:
            said = self.tr("Images that are no longer there, their decisions kept: {0}.")
            parts.append(said.format(figures.count(missing)))
        self._say(" ".join(parts), show=True)

    def renamed(self, count: int) -> None:
        """So many pictures were known again in the opened folder under another name."""
        said = self.tr("Images that have another name or place now, and are listed as before: {0}.")
        self._add(said.format(figures.count(count)))

    def looked(self, new: int) -> None:
        """So many pictures are new since the folder was listed."""
        if new:
            self._add(self.tr("New images: {0}.").format(figures.count(new)), stays=False)
        elif self.isHidden():
            self._say(self.tr("No image is new, changed or gone."))

    def nothing_to_do(self, model: str, *, failed: int) -> None:
        """Every picture that could be read is classified; so many could not."""
        said = self.tr("Every image is classified by {0}.").format(model)
        if failed:
            said = self.tr("Classified by {0}, but for those that could not be read: {1}.").format(
                model, figures.count(failed)
            )
        key, more = self.look_key(), self.tr("{0} looks for new and changed files.")
        self._say(f"{said} {more.format(key)}" if key else said)

    def remarks(self, *, copies: int, paged: int) -> None:
        """So many pictures are copies of others, and so many files hold more than what is shown."""
        if copies:
            said = self.tr("Images that are the same as another, so that their cells count twice: {0}.")
            self._add(said.format(figures.count(copies)))
        if paged:
            said = self.tr("Files of several pages, of which only the first is read: {0}.")
            self._add(said.format(figures.count(paged)))

    def found_again(self, count: int, *, of: int) -> None:
        """So many pictures of the session are in the folder that was named."""
        if count:
            text = self.tr("{0} of {1} images were found in that folder.")
            self._found = text.format(figures.count(count), figures.count(of))
            self._say(self._found)
        else:
            self._say(
                self.tr(
                    "None of this session's images is in that folder. Choose the one they were moved to."
                ),
                error=True,
            )

    def came_from(self, folder: Path) -> None:
        """This new session's pictures were reviewed before, in a folder that is gone."""
        self.told(
            self.tr(
                "These images were reviewed in {0}, which is gone. To go on there, choose it under "
                "File › Open recent, then File › Find moved pictures."
            ).format(folder)
        )

    def lacking(self, classes: Sequence[str]) -> None:
        """The model that was chosen has not all the classes that are in use here."""
        said = self.tr(
            "This model lacks {0}: decisions keep their names, keys may give other classes now, and {1} adds "
            "one as a label."
        )
        way = self.labels_key() or self.tr("Labels of this session")
        self._add(said.format(", ".join(f"“{name}”" for name in classes), way))

    def nothing_found(self) -> None:
        """There is no picture in what was opened."""
        self._say(
            self.tr("There are no pictures here. JPEG, PNG, BMP, TIFF, WebP and GIF files can be opened."),
            error=True,
        )

    def all_reviewed(self, *, but_this: bool = False, hidden: int = 0, to_come: int = 0) -> None:
        """Every cell in the gallery has a decision, or every other; so many without one are not in it, and
        the cells of so many pictures are still to be found.
        """
        if to_come:
            said = (
                self.tr("Every other cell found so far is reviewed. Images still to be analysed: {0}.")
                if but_this
                else self.tr("Every cell found so far is reviewed. Images still to be analysed: {0}.")
            )
            self._say(said.format(figures.count(to_come)))
            return
        key = self.export_key()
        said = (
            self.tr("Every other cell shown is reviewed.")
            if but_this
            else self.tr("Every cell shown is reviewed.")
        )
        if hidden:
            more = self.tr(
                "Unreviewed and not shown: {0}. Choose “all cells” above the gallery, and no filter."
            )
            self._say(f"{said} {more.format(figures.count(hidden))}")
        elif key and not but_this:
            self._say(self.tr("Every cell shown is reviewed. Export with {0}.").format(key))
        else:
            self._say(said)

    def lost(self, name: str) -> None:
        """Cells of this picture were to be decided, and nobody can see them."""
        said = self.tr(
            "{0} cannot be shown as it was analysed, so nothing was decided. Put the file back, look for it "
            "with File › Find moved pictures, or open the folder again."
        )
        self._say(said.format(name), error=True)

    def comes(self, name: str) -> None:
        """A cell of this picture was to be decided before it was there to be seen."""
        self._say(self.tr("{0} is still being read, so nothing was decided.").format(name))

    def kept(self, cells: Sequence[CellSummary]) -> None:
        """These were to be accepted, but are decided, and stay so."""
        if len(cells) == 1:
            said = self.tr("Kept as it was decided: {0}. A class key changes it.")
            self._say(said.format(cells[0].label or words.status(cells[0].status)))
        else:
            said = self.tr("{0} cells are kept as they were decided. A class key changes them.")
            self._say(said.format(figures.count(len(cells))))

    def stays(self, cell: CellSummary) -> None:
        """The last cell that was to decide is decided, and a key was pressed that would decide it again."""
        said = self.tr(
            "Every cell shown is reviewed, and this one stays as decided: {0}. To decide it anew, click it "
            "or take that back with {1}."
        )
        way = self.undo_key() or self.tr("Undo")
        self._say(said.format(cell.label or words.status(cell.status), way))

    def decided(self, count: int) -> None:
        """So many cells were decided at once; what was said of going on from them stays beside it."""
        said = self.tr("{0} cells were decided at once. {1} takes this back.")
        way = self.undo_key() or self.tr("Undo")
        self._say(f"{said.format(figures.count(count), way)} {self.text()}".strip())

    def keeps_model(self, name: str, *, chosen: str) -> None:
        """What lies open was reviewed with this bundle, which goes on; another was chosen elsewhere."""
        said = self.tr("Reviewed with {0}, which goes on here. {1}, chosen elsewhere, can be taken with {2}.")
        self._add(said.format(name, chosen, self.model_key() or self.tr("Choose model")), stays=False)

    def other_model(self, name: str, *, before: str) -> None:
        """What lies open was reviewed with another bundle, which is not to be found."""
        said = self.tr(
            "Reviewed with {0}, which is not found as it was then. {1} classifies it now; every decision "
            "stays as it is."
        )
        self._add(said.format(before, name))

    def replaced(self, count: int, *, of: int) -> None:
        """Of so many cells that were decided at once some had another decision before."""
        said = self.tr("Decided otherwise before: {0} of these {1} cells. {2} takes this back.")
        way = self.undo_key() or self.tr("Undo")
        self._say(said.format(figures.count(count), figures.count(of), way))

    def withdrawn(self, count: int) -> None:
        """So many decisions were withdrawn at once, of which few are in sight."""
        said = self.tr("{0} decided cells are unreviewed again. {1} takes this back.")
        self._say(said.format(figures.count(count), self.undo_key() or self.tr("Undo")))

    def laid_aside(self, count: int) -> None:
        """So many decided cells are not among a picture's any more: it is said to show something else."""
        said = self.tr(
            "Decided cells of this image that are kept, but neither shown nor counted now: {0}. {1} takes "
            "this back."
        )
        way = self.undo_key() or self.tr("Undo")
        self.holds(said.format(figures.count(count), way))

    def no_class(self, number: int, *, of: int) -> None:
        """A number was pressed that is no class's."""
        self._say(self.tr("There is no class {0}: the model has {1}.").format(number, of))
