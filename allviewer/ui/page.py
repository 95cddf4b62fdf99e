"""A page of our own Markdown: pictures from its folder only, no HTML, and no link that opens by itself."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLayout,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from allviewer.ui import theme

READABLE_PX: Final = 680
"""Lines longer than this are hard to follow."""
_LINE_PERCENT: Final = 120.0
_MARKDOWN: Final = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class Page(QTextBrowser):
    """`pageAsked(name)`: a link to another Markdown file; `addressAsked(text)`: one that leads elsewhere."""

    pageAsked = Signal(str)
    addressAsked = Signal(str)

    def __init__(self, folder: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setLineWrapColumnOrWidth(READABLE_PX)
        self.document().setDocumentMargin(theme.XL)
        self.anchorClicked.connect(self._follow)

    def show_markdown(self, text: str) -> None:
        """Show a text from its beginning."""
        self.document().setMarkdown(text, _MARKDOWN)
        self._dress()
        # the text's end is where the cursor was left, and what is shown anew is shown at the cursor
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures of the page's own folder, no wider than the text; nothing else, from nowhere else."""
        address = QUrl(name) if isinstance(name, str) else name
        path = self._inside(address)
        if kind != QTextDocument.ResourceType.ImageResource.value or path is None:
            return None
        image = QImage(str(path))
        ratio = self.devicePixelRatioF()
        width = round((READABLE_PX - 2 * theme.XL) * ratio)
        if image.width() > width:
            image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            image.setDevicePixelRatio(ratio)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines end where the page ends, if that is narrower than a line should be."""
        super().resizeEvent(event)
        self.setLineWrapColumnOrWidth(min(READABLE_PX, self.viewport().width()))

    def sizeHint(self) -> QSize:
        """Wide enough for a line."""
        return QSize(READABLE_PX + 2 * theme.L, 600)

    def _inside(self, address: QUrl) -> Path | None:
        if self._folder is None or address.scheme() not in ("", "file") or address.host():
            return None
        root = self._folder.resolve()
        path = (root / address.path()).resolve()
        return path if path.is_relative_to(root) and path.is_file() else None

    def _follow(self, address: QUrl) -> None:
        if address.isRelative() and address.path().endswith(".md"):
            self.pageAsked.emit(Path(address.path()).name)
        elif address.isRelative() and not address.path() and address.hasFragment():
            self.scrollToAnchor(address.fragment())
        else:
            self.addressAsked.emit(address.toString())

    def _dress(self) -> None:
        """Tables without frames, headings with room above, keys on a quiet ground."""
        look = theme.of(self.palette())
        whole = QTextCursor(self.document())
        whole.beginEditBlock()  # or each change would lay out its table anew: seconds for a long one
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _dress_table(frame, look)
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            shape = block.blockFormat()
            heading, table = shape.headingLevel(), cursor.currentTable() is not None
            shape.setTopMargin(theme.L if heading and block.blockNumber() else 0)
            shape.setBottomMargin(0 if table else theme.S)
            if not any(run.format.isImageFormat() for run in block.textFormats()):
                shape.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            cursor.setBlockFormat(shape)
            for run in block.textFormats():
                if run.format.fontFixedPitch():
                    _dress_key(block, run, look)
            block = block.next()
        whole.endEditBlock()


def _dress_key(block: QTextBlock, run: QTextLayout.FormatRange, look: theme.Theme) -> None:
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + run.start)
    cursor.setPosition(block.position() + run.start + run.length, QTextCursor.MoveMode.KeepAnchor)
    style = QTextCharFormat()
    style.setBackground(QColor(look.hover))
    style.setForeground(QColor(look.text))
    cursor.mergeCharFormat(style)


def _dress_table(table: QTextTable, look: theme.Theme) -> None:
    shape = table.format()
    shape.setBorder(0)
    shape.setCellSpacing(0)
    shape.setCellPadding(theme.XS)
    shape.setProperty(QTextFormat.Property.TableBorderCollapse, True)
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(shape)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            style = cell.format().toTableCellFormat()
            style.setBottomBorder(1)
            style.setBottomBorderBrush(QBrush(QColor(look.line)))
            style.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            cell.setFormat(style)
