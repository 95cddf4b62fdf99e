"""The style sheet: few borders, weights instead of boxes, everything on the 4-pixel grid."""

from collections.abc import Mapping
from string import Template
from typing import Final

from allviewer.core.resources import resources

# Widgets opt in by the dynamic property "role": title, small, muted, error (labels); primary,
# quiet, choice (buttons); panel (a plain widget with the panel's ground).
_SHEET: Final = Template("""
QMainWindow, QDialog { background: $window; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QWidget[role="panel"], QDockWidget > QWidget { background: $panel; }
QWidget#notice { background: $panel; border: 1px solid $line; border-radius: 6px; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }

QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ${small}pt; font-weight: 600; color: $muted; }
QLabel[role="small"] { font-size: ${small}pt; }
QLabel[role="muted"] { font-size: ${small}pt; color: $muted; }
QLabel[role="error"] { color: $error; }
QLabel[role="key"] {
  font-size: ${small}pt; color: $muted; background: $hover; border-radius: 4px; padding: 1px 6px;
}

QMenuBar { background: $window; padding: 2px 4px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $field; border: 1px solid $line; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::indicator { width: 16px; height: 16px; left: 4px; }
QMenu::indicator:checked { image: url("$icons/tick_$tone.svg"); }

QToolButton { background: transparent; border: 0; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $selected; }
QToolButton:focus { border: 1px solid $accent; padding: 3px; }

QPushButton {
  background: $field; border: 1px solid $line; border-radius: 6px; padding: 5px 12px; min-height: 16px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $faint; background: $window; }
QPushButton[role="primary"], QPushButton:default {
  background: $accent; color: $on_accent; border-color: $accent;
}
/* not for :default, of whose states a size hint knows nothing: bold letters would be cut off */
QPushButton[role="primary"] { font-weight: 600; }
QPushButton[role="primary"]:hover, QPushButton:default:hover { background: $accent_hover; }
QPushButton[role="primary"]:focus { border-color: $text; }
QPushButton[role="primary"]:disabled, QPushButton:default:disabled {
  background: $pressed; border-color: $pressed; color: $faint;
}
QPushButton[role="quiet"] { background: transparent; border-color: transparent; }
QPushButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="quiet"]:focus { border-color: $accent; }
QPushButton[role="choice"] { text-align: left; padding: 5px 8px; }
QPushButton[role="choice"]:checked { background: $selected; border-color: $selected; }
QPushButton[role="key"] {
  background: $hover; border-color: transparent; border-radius: 4px; color: $muted;
  padding: 1px 8px; font-size: ${small}pt;
}
QPushButton[role="key"]:hover { background: $pressed; color: $text; }
QPushButton[role="key"]:focus { border-color: $accent; }
QPushButton[role="key"]:checked { background: $selected; color: $text; border-color: $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
  background: $field; border: 1px solid $line; border-radius: 6px; padding: 4px 8px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus { border-color: $accent; }
QTextBrowser, QTextBrowser:focus { border: 0; border-radius: 0; padding: 0; background: $panel; }
QComboBox { padding-right: 20px; }
QComboBox::drop-down { border: 0; width: 20px; }
QComboBox::down-arrow { image: url("$icons/chevron_$tone.svg"); width: 12px; height: 12px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
  background: transparent; border: 0; width: 16px;
}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {
  image: url("$icons/chevron_up_$tone.svg"); width: 10px; height: 10px;
}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
  image: url("$icons/chevron_$tone.svg"); width: 10px; height: 10px;
}
QCheckBox { spacing: 8px; }
QCheckBox::indicator, QAbstractItemView::indicator {
  width: 14px; height: 14px; border: 1px solid $faint; background: $field;
}
QCheckBox::indicator, QAbstractItemView::indicator { border-radius: 4px; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
  background: $accent; border-color: $accent; image: url("$icons/tick_on_$tone.svg");
}
QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:disabled { border-color: $line; }
QComboBox[role="quiet"] { background: transparent; border-color: transparent; }
QComboBox[role="quiet"]:hover { background: $hover; }
QComboBox QAbstractItemView { background: $field; border: 1px solid $line; outline: 0; padding: 4px; }

QAbstractItemView {
  background: $panel; border: 0; outline: 0;
  selection-background-color: $selected; selection-color: $text;
}
QListView::item, QTreeView::item { min-height: 24px; padding: 0 8px; border: 0; }
QTableView::item { padding: 4px 8px; border: 0; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected {
  background: $selected; color: $text;
}
QHeaderView { background: $panel; }
QHeaderView::section {
  background: $panel; color: $muted; border: 0; border-bottom: 1px solid $line;
  padding: 4px 8px; font-size: ${small}pt; font-weight: 600;
}
QTableView { gridline-color: $line; }
QTableCornerButton::section { background: $panel; border: 0; }
QScrollArea { border: 0; background: transparent; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $thumb; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTabWidget::pane { border: 0; }
QTabBar::tab {
  background: transparent; color: $muted; padding: 6px 12px; border: 0;
  border-bottom: 2px solid transparent;
}
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }


QProgressBar {
  background: $pressed; border: 0; border-radius: 2px; min-height: 4px; max-height: 4px; color: transparent;
}
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QSlider::groove:horizontal { background: $pressed; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; height: 4px; border-radius: 2px; }
QSlider::handle:horizontal {
  background: $handle; border: 1px solid $thumb; border-radius: 7px;
  width: 12px; height: 12px; margin: -5px 0;
}
QSlider::handle:horizontal:focus { border-color: $accent; }

QStatusBar { background: $window; color: $muted; font-size: ${small}pt; }
QStatusBar::item { border: 0; }
QToolTip {
  background: $field; color: $text; border: 1px solid $line; padding: 4px 8px; font-size: ${small}pt;
}
QDockWidget { titlebar-close-icon: none; titlebar-normal-icon: none; color: $muted; font-weight: 600; }
QDockWidget::title { background: $panel; padding: 8px 12px; text-align: left; }
""")


def stylesheet(colours: Mapping[str, str], *, tone: str, small: float, title: float) -> str:
    """The sheet in a theme's colours by name; `tone` is "light" or "dark", type sizes are in points."""
    return _SHEET.substitute(
        colours,
        tone=tone,
        small=f"{small:.2f}",
        title=f"{title:.2f}",
        icons=(resources() / "icons").as_posix(),
    )
