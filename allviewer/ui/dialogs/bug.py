"""Shows a mistake of the program's with its traceback, ready to be copied into a report."""

import platform
import traceback
from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QWidget

from allviewer import __version__
from allviewer.ui.dialogs.column import column
from allviewer.ui.panels.parts import foot, label, named
from allviewer.ui.room import within


class BugDialog(QDialog):
    """Not modal: the person may go on working; what was decided is on disk."""

    def __init__(self, error: BaseException, *, log_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("A mistake in the program"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("bugDialog")
        self.resize(within(self, 640, 420))
        text = named("bugText", QPlainTextEdit(report(error), readOnly=True))
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        copy = QPushButton(self.tr("Copy the report"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text.toPlainText()))
        close = QPushButton(self.tr("Close"), default=True)
        close.clicked.connect(self.close)
        layout = column(self, self.tr("Something in the program went wrong"))
        said = self.tr(
            "Your decisions are saved. This is a mistake of ours: please send the text below with a word on "
            "what you did. It holds no picture and no patient's name beyond the file paths you see. "
            "It is also in {0}."
        ).format(log_folder)
        layout.addWidget(label(said, role="muted", wrap=True))
        layout.addWidget(text, 1)
        layout.addLayout(foot(copy, close))

    @classmethod
    def show_for(cls, error: BaseException, *, log_folder: Path, parent: QWidget | None) -> "BugDialog":
        """Open one for this mistake, which the log in `log_folder` tells of too."""
        dialog = cls(error, log_folder=log_folder, parent=parent)
        dialog.show()
        return dialog


def report(error: BaseException) -> str:
    """The traceback and the versions it happened with."""
    head = (
        f"allviewer {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.platform()}\n\n"
    )
    return head + "".join(traceback.format_exception(error))
