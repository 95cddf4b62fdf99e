"""A dialog asked and then let go: its window would keep it until the program ends."""

from PySide6.QtWidgets import QDialog


def asked(dialog: QDialog) -> bool:
    """Show `dialog` until the person closes it; whether it was accepted. It may be read right after."""
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return accepted
