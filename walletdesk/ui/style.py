"""The style sheet: one template, filled with the tokens of a theme.

Buttons carry the dynamic property `kind` (primary, secondary, ghost, danger, link, segment, toast) and, with an icon
only, `shape` = square. Labels carry `role` (sub, section, hint, problem, pos, toast). Frames carry `panel` (card,
notice, header, bar, footer, side, list, error, popup, menu, toast, line). A field with a mistake carries `bad` = true.
Nothing here sets a font, save where Qt offers no other way: fonts come from `fonts`.
"""

import re
from collections.abc import Mapping
from string import Template
from typing import Final

from walletdesk.ui.zoom import px, zoom

_BASE = """
QMainWindow, QDialog { background: $window; }
QDialog, QWidget[panel="surface"] { background: $surface; }
QWidget[panel="window"] { background: $window; }
QFrame[panel="card"] { background: $surface; border: 1px solid $border; border-radius: 8px; }
QFrame[panel="notice"] { background: $surface; border: 1px solid $border; border-radius: 8px; }
QFrame[panel="header"], QFrame[panel="bar"] {
    background: $surface; border: none; border-bottom: 1px solid $border; }
QFrame[panel="footer"] { background: $surface; border: none; border-top: 1px solid $border; }
QFrame[panel="side"] { background: $surface; border: none; border-left: 1px solid $border; }
QFrame[panel="list"] { background: $surface; border: none; border-right: 1px solid $border; }
QFrame[panel="past"] { background: $warn_bg; border: none; border-bottom: 1px solid $warn; }
QFrame[panel="error"] { background: $err_bg; border: none; border-bottom: 1px solid $err; }
QFrame[panel="menu"] { background: $raised; border: 1px solid $button_border; }
QFrame[panel="popup"] { background: $raised; border: 1px solid $button_border; border-radius: 10px; }
QFrame[panel="toast"] { background: $text; border: none; border-radius: 10px; }
QFrame[panel="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
QLabel { background: transparent; }
QLabel[role="sub"], QLabel[role="section"] { color: $text2; }
QLabel[role="hint"] { color: $text3; }
QLabel[role="problem"] { color: $err; }
QLabel[role="pos"] { color: $pos; }
QLabel[role="toast"] { color: $surface; }
QScrollArea { background: transparent; border: none; }
QToolTip { background: $raised; color: $text; border: 1px solid $button_border; padding: 4px 6px; }
QSplitter::handle { background: $border; }
"""

_BUTTONS = """
QPushButton { min-height: 28px; padding: 0 12px; border-radius: 6px; border: 1px solid $button_border;
    background: $surface; color: $text; outline: none; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $sel; color: $sel_text; }
QPushButton:disabled { color: $text3; border-color: $border; background: transparent; }
QPushButton:focus { border: 2px solid $focus; padding: 0 11px; min-height: 26px; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
    background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border-color: $text; }
QPushButton[kind="primary"]:disabled { background: $neutral_bg; border-color: $neutral_bg; color: $text3; }
QPushButton[kind="danger"] { background: $surface; border-color: $err; color: $err; }
QPushButton[kind="danger"]:hover { background: $err_bg; }
QPushButton[kind="danger"]:disabled { border-color: $border; color: $text3; background: transparent; }
QPushButton[kind="danger"]:focus { border-color: $focus; }
QPushButton[kind="ghost"] { background: transparent; border-color: transparent; }
QPushButton[kind="ghost"]:hover { background: $hover; }
QPushButton[kind="ghost"]:pressed, QPushButton[kind="ghost"]:checked { background: $sel; }
QPushButton[kind="ghost"]:focus { border-color: $focus; }
QPushButton[kind="link"] { background: transparent; border-color: transparent; color: $accent; padding: 0 6px; }
QPushButton[kind="link"]:hover { color: $accent_hover; background: $hover; }
QPushButton[kind="link"]:focus { border-color: $focus; padding: 0 5px; }
QPushButton[kind="toast"] { background: transparent; border-color: transparent; color: $sel; }
QPushButton[kind="toast"]:hover, QPushButton[kind="toast"]:pressed { background: $text2; color: $surface; }
QPushButton[kind="toast"]:focus { border-color: $sel; }
QPushButton[shape="square"] { padding: 0; min-width: 28px; max-width: 28px; }
QPushButton[shape="square"]:focus { padding: 0; min-width: 26px; max-width: 26px; }
QPushButton[kind="segment"] { border-radius: 0; border-right: none; padding: 0 10px; }
QPushButton[kind="segment"][edge="first"] { border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QPushButton[kind="segment"][edge="last"] { border-top-right-radius: 6px; border-bottom-right-radius: 6px;
    border-right: 1px solid $button_border; }
QPushButton[kind="segment"][edge="only"] { border-radius: 6px; border-right: 1px solid $button_border; }
QPushButton[kind="segment"]:focus { border: 2px solid $focus; padding: 0 9px; }
QPushButton::menu-indicator { image: none; width: 0; }
QToolButton { border: 1px solid transparent; border-radius: 6px; background: transparent; color: $text;
    min-height: 26px; padding: 0 4px; outline: none; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $sel; color: $sel_text; }
QToolButton:focus { border: 2px solid $focus; min-height: 24px; padding: 0 3px; }
QToolButton::menu-indicator { image: none; }
QCheckBox, QRadioButton { outline: none; spacing: 8px; color: $text; border: 2px solid transparent; border-radius: 4px;
    padding: 2px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $input_border;
    background: $surface; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; background: $on_accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $alt; border-color: $button_border; }
QCheckBox:disabled, QRadioButton:disabled { color: $text3; }
"""

_FIELDS = """
QLineEdit, QComboBox, QDateTimeEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox {
    background: $surface; color: $text; border: 1px solid $input_border; border-radius: 6px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QComboBox, QDateTimeEdit, QAbstractSpinBox { min-height: 28px; padding: 0 9px; }
QPlainTextEdit, QTextEdit { padding: 5px; }
QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: $text3; }
QLineEdit:disabled, QComboBox:disabled, QDateTimeEdit:disabled, QPlainTextEdit:disabled {
    color: $text3; background: $alt; border-color: $button_border; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $alt; }
QLineEdit:focus, QComboBox:focus, QDateTimeEdit:focus, QAbstractSpinBox:focus {
    border: 2px solid $focus; min-height: 26px; padding: 0 8px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $focus; padding: 4px; }
*[bad="true"] { border: 1px solid $err; }
*[bad="true"]:focus { border: 2px solid $err; }
QComboBox { padding-left: 11px; padding-right: 2px; }
QComboBox:focus { padding-left: 10px; padding-right: 1px; }
QComboBox::drop-down, QDateTimeEdit::drop-down { border: none; width: 22px; }
QComboBox::down-arrow, QDateTimeEdit::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $button_border;
    selection-background-color: $sel; selection-color: $sel_text; outline: none; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 6px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: $sel; color: $sel_text; }
"""

_VIEWS = """
QAbstractItemView { background: $surface; color: $text; border: none; outline: none;
    selection-background-color: $sel; selection-color: $sel_text; alternate-background-color: $alt; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $text2; border: none; border-bottom: 1px solid $border;
    padding: 0 10px; min-height: 31px; font-size: 12px; font-weight: 600; }
QHeaderView::section:first { padding-left: 16px; }
QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $border; }
QMenuBar { background: $window; color: $text; border: none; padding: 0 6px; }
QMenuBar::item { background: transparent; padding: 5px 9px; border-radius: 4px; }
QMenuBar::item:selected { background: $sel; color: $sel_text; }
QMenu { background: $raised; color: $text; border: 1px solid $button_border; padding: 5px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $sel; color: $sel_text; }
QMenu::item:disabled { color: $text3; background: transparent; }
QMenu::icon { padding-left: 10px; }
QMenu::separator { height: 1px; background: $border; margin: 5px 6px; }
QStatusBar { background: $window; color: $text2; border-top: 1px solid $border; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $text2; padding: 0 8px; }
QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; color: $text2; border: none; border-bottom: 3px solid transparent;
    padding: 3px 14px 0 14px; min-height: 45px; }
QTabBar[tight="true"]::tab { padding: 3px 8px 0 8px; }
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { border-bottom-color: $focus; }
QTabWidget::pane { border: none; }
QProgressBar { background: $neutral_bg; border: none; border-radius: 3px; max-height: 6px; min-height: 6px;
    color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $input_border; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $text2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QCalendarWidget QWidget { background: $raised; color: $text; }
QCalendarWidget QAbstractItemView { background: $raised; color: $text; }
QCalendarWidget QAbstractItemView:disabled { color: $text3; }
QCalendarWidget QToolButton { color: $text; min-width: 24px; }
"""

_TEMPLATE = Template(_BASE + _BUTTONS + _FIELDS + _VIEWS)


_RULE: Final = re.compile(r"([^{}]*)\{([^{}]*)\}")
_LENGTH: Final = re.compile(r"\b(\d+)px")


def sheet(colors: Mapping[str, str]) -> str:
    """The style sheet in these colours, as large as the zoom makes it."""
    return zoomed(_TEMPLATE.substitute(colors))


def zoomed(text: str) -> str:
    """The same style sheet with every length as it is now."""
    return text if zoom().percent == 100 else _RULE.sub(_zoomed_rule, text)


def _zoomed_rule(rule: re.Match[str]) -> str:
    """A focused control has a border one pixel thicker, taken from its padding and height: that stays so exactly."""
    focused = all(":focus" in selector for selector in rule[1].split(","))
    lines = (_zoomed_line(line, focused) for line in rule[2].split(";"))
    return f"{rule[1]}{{{';'.join(lines)}}}"


def _zoomed_line(line: str, focused: bool) -> str:
    name = line.partition(":")[0].strip()
    sides = 0 if not focused or name.startswith("border") else 1 if name.startswith("padding") else 2
    thicker = sides * (px(2) - px(1))
    return _LENGTH.sub(lambda found: f"{px(int(found[1]) + sides) - thicker}px", line)
