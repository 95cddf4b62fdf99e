"""Shows which part of the window has the keyboard, once a person moved it there by a key."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from allviewer.ui import theme

_LINE = 2


class FocusFrame(QWidget):
    """A frame over the edge of a part of `window`, for as long as that has the keyboard.

    Lists and pictures have none of their own: with the mouse nobody needs it.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._part: QWidget | None = None
        self.setObjectName("focusFrame")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def show_around(self, part: QWidget) -> None:
        """This part has the keyboard now."""
        self._leave()
        self._part = part
        part.installEventFilter(self)
        self._lay()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays around the part, wherever that is."""
        if watched is self._part and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._lay()
        elif watched is self._part and event.type() == QEvent.Type.Hide:
            self._leave()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Its line, within its edge."""
        del event
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.of(self.palette()).accent), _LINE))
        inset = _LINE / 2
        painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))
        painter.end()

    @Slot(QWidget, QWidget)
    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        # none while another window has the keyboard: it comes back to where it was
        if now is not None and now is not self._part:
            self._leave()

    def _leave(self) -> None:
        if self._part is not None:
            self._part.removeEventFilter(self)
            self._part = None
        self.hide()

    def _lay(self) -> None:
        assert self._part is not None
        self.setGeometry(QRect(self._part.mapTo(self._window, QPoint()), self._part.size()))
