"""The crop and, beside it, the same crop under the heatmap of a class, on one fixed scale."""

from PySide6.QtCore import QRect, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from allviewer.core import crop, overlay
from allviewer.ui import theme
from allviewer.ui.panels.colour_bar import ColourBar
from allviewer.ui.panels.parts import ChoiceBox, label, named
from allviewer.ui.qt_image import image_of
from allviewer.ui.views import CellShown

_PLAIN_FACTOR = 1.6
"""Cell diameters a side where no model says how much it sees."""
_LEAST, _ANY = 84, 1 << 14
"""Pixels that a square has at least where room is short, and more than any has."""


class PicturePair(QWidget):
    """Two squares side by side, as wide as there is room; the right one may be empty with a word why."""

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # told to the layout, not set once it is laid out: where the height brought a scroll bar and the bar
        # another height, that had no end
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumWidth(200)
        self._most = _ANY
        self._left: QImage | None = None
        self._over: QImage | None = None
        self._word = ""

    @property
    def side(self) -> int:
        """A square's side in device pixels."""
        return max(16, round(self._side * self.devicePixelRatioF()))

    @property
    def _side(self) -> int:
        return min((self.width() - theme.S) // 2, self.height())

    def show_pair(self, left: QImage | None, over: QImage | None, *, word: str = "") -> None:
        """The crop, and what lies over it at the right."""
        self._left, self._over, self._word = left, over, word
        self.update()

    def set_most(self, height: int) -> None:
        """Be no higher than this, or than the least that shows a cell."""
        most = max(_LEAST, height)
        if most != self._most:
            self._most = most
            self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        """As high as a square is wide."""
        return min(self._most, max(16, (width - theme.S) // 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pictures are cut anew."""
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Both squares, their corners a little round."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = self._side
        colours = theme.of(self.palette())
        for place, left in enumerate((0, side + theme.S)):
            area = QRect(left, 0, side, side)
            path = QPainterPath()
            path.addRoundedRect(QRectF(area), 4, 4)
            painter.setClipPath(path)
            painter.fillRect(area, QColor(colours.hover))
            shown = self._left is not None and (place == 0 or self._over is not None)
            if shown and self._left is not None:
                painter.drawImage(area, self._left)
            if place == 1 and self._over is not None:
                painter.drawImage(area, self._over)
            elif place == 1 and self._word:
                painter.setPen(QColor(colours.muted))
                painter.setFont(theme.font(theme.Size.SMALL))
                flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
                painter.drawText(area.adjusted(8, 8, -8, -8), flags, self._word)
        painter.end()


class CellPictures(QWidget):
    """The pair, and in `scale`, which may stand elsewhere, the colour bar, which class's heatmap, and how
    strongly it covers.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: CellShown | None = None
        self.pair = PicturePair()
        self.pair.setObjectName("pair")
        self.pair.resized.connect(self._draw)
        self._class = named("heatmapClass", ChoiceBox())
        self._class.setProperty("role", "quiet")
        self._class.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # another bundle's classes may have longer names
        self._class.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._class.setAccessibleName(self.tr("Heatmap of class"))
        self._class.setToolTip(self.tr("The heatmap shows what speaks for (or against) this class"))
        self._class.currentIndexChanged.connect(self._choose)
        self._opacity = named("opacity", QSlider(Qt.Orientation.Horizontal))
        self._opacity.setRange(0, 100)
        self._opacity.setValue(75)
        self._opacity.setAccessibleName(self.tr("Opacity of the heatmap"))
        self._opacity.setToolTip(self.tr("Opacity of the heatmap"))
        self._opacity.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._opacity.valueChanged.connect(self._choose)
        self._bar = ColourBar()
        self.scale = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme.S)
        line.addWidget(label(self.tr("Heatmap"), role="muted"))
        line.addWidget(self._class)
        line.addWidget(self._opacity, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pair)
        below = QVBoxLayout(self.scale)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.S)
        below.addWidget(self._bar)
        below.addLayout(line)

    @property
    def klass(self) -> int:
        """Index of the class whose heatmap is shown."""
        return max(0, self._class.currentIndex())

    @property
    def opacity(self) -> float:
        """How strongly the strongest evidence covers the crop, 0 to 1."""
        return self._opacity.value() / 100

    def next_class(self) -> None:
        """The heatmap of the next class, going round."""
        if self._class.count():
            self._class.setCurrentIndex((self._class.currentIndex() + 1) % self._class.count())

    def show_cell(self, shown: CellShown | None) -> None:
        """This cell's crop and the heatmap of its predicted class; of none while the prediction is hidden,
        for the class alone would tell it.
        """
        same = _same_prediction(self._shown, shown)  # while it is, the person's choice of class stays
        self._shown, klass = shown, self.klass
        model, prediction = (shown.model, shown.row.prediction) if shown else (None, None)
        with QSignalBlocker(self._class):
            names = list(model.classes) if model else []
            if names != [self._class.itemText(place) for place in range(self._class.count())]:
                self._class.clear()
                self._class.addItems(names)
            if shown is not None and shown.hidden:
                self._class.setCurrentIndex(-1)
            elif prediction is not None and not same:
                self._class.setCurrentIndex(prediction.best)
        self._draw()
        if self.klass != klass:  # the picture beside shows the same class
            self.chosen.emit()

    def _choose(self) -> None:
        self._draw()
        self.chosen.emit()

    def _draw(self) -> None:
        shown = self._shown
        prediction = shown.row.prediction if shown and not shown.hidden else None
        mapped = prediction is not None and prediction.heatmap is not None
        for widget in (self._class, self._opacity, self._bar):
            widget.setEnabled(mapped)
        if shown is None or shown.image is None:
            self.pair.show_pair(None, None)
            return
        side, model = self.pair.side, shown.model
        factor = model.crop_factor if model else _PLAIN_FACTOR
        pixels = crop.cut(shown.image.pixels, shown.row.cell, gains=None, factor=factor, size=side).pixels
        over = None
        if shown.hidden and model is not None:
            self._bar.set_limit(model.heatmap_range)
        if model is not None and prediction is not None and prediction.heatmap is not None:
            self._bar.set_limit(model.heatmap_range, label=model.classes[self.klass])
            over = heatmap_image(shown, self.klass, side=side, opacity=self.opacity)
        self.pair.show_pair(image_of(pixels), over, word=self._why(shown))

    def _why(self, shown: CellShown) -> str:
        if shown.hidden:
            return self.tr("hidden until you decide")
        if shown.row.prediction is None:
            return self.tr("not classified yet")
        return self.tr("this model has no heatmap")


def _same_prediction(before: CellShown | None, now: CellShown | None) -> bool:
    """Whether a prediction that was in sight is that of the cell that is shown now."""
    if before is None or now is None or before.hidden or before.row.prediction is None:
        return False
    return before.row.id == now.row.id and before.model == now.model


def heatmap_image(shown: CellShown, klass: int, *, side: int, opacity: float) -> QImage | None:
    """The heatmap of a class for a cell, square, see-through; None where there is none."""
    prediction, model = shown.row.prediction, shown.model
    if prediction is None or prediction.heatmap is None or model is None or shown.hidden:
        return None
    evidence = overlay.evidence(prediction.heatmap, klass)
    rgba = overlay.heatmap_rgba(evidence, limit=model.heatmap_range, size=(side, side), opacity=opacity)
    return image_of(rgba)
