"""The panel beside a list that tells more of the selected row and offers what can be done with it.

A tab says what the panel shows as one value, a `Portrait`; the panel keeps its widgets and changes their texts.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from walletdesk.ui import fonts
from walletdesk.ui.icons import BUTTON_SIZE, icon
from walletdesk.ui.inspector_rows import PortraitRow, RowWidget, SectionWidget
from walletdesk.ui.tables.columns import ChipCell, Money
from walletdesk.ui.widgets.buttons import button, icon_button
from walletdesk.ui.widgets.chip import Chip, ChipKind
from walletdesk.ui.widgets.panels import Notice
from walletdesk.ui.widgets.styling import label, set_look, sub

__all__ = ["Deed", "Inspector", "Portrait", "PortraitRow", "Section"]

_SIDE: Final = 19


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done: `key` comes back with `acted`. What cannot be done now is not `enabled`."""

    key: str
    text: str
    icon: str | None = None
    enabled: bool = True
    primary: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Some rows under a small title; `nothing` is the sentence when there are none."""

    title: str
    rows: tuple[PortraitRow, ...] = ()
    icon: str = ""
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Portrait:
    """All that the panel shows of one row. `reason` says why a deed is not possible now."""

    title: str
    chip: ChipCell | None = None
    lines: tuple[str, ...] = ()
    hero: Money | None = None
    text: str = ""
    notice: str = ""
    notice_kind: ChipKind = "warn"
    deeds: tuple[Deed, ...] = ()
    more: tuple[Deed, ...] = ()
    reason: str = ""
    sections: tuple[Section, ...] = ()


class Inspector(QScrollArea):
    """Shows a portrait, or a sentence when nothing is selected. It scrolls when it is short of room."""

    acted = Signal(str)
    """The key of a deed."""
    row_acted = Signal(object)
    """The `key` of a row whose button was pressed."""
    row_opened = Signal(object)
    """The `key` of a row that was clicked, or opened with Enter."""

    def __init__(self, nothing: str, parent: QWidget | None = None) -> None:
        """`nothing` is what it says when no row is selected."""
        super().__init__(parent)
        self.setAccessibleName(self.tr("Details"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._portrait: Portrait | None = None
        self._nothing = sub(nothing, wrap=True)
        self._title = label("", "heading", fonts.sized(15, fonts.SEMIBOLD), wrap=True)
        self._chip = Chip()
        self._lines: list[QLabel] = []
        self._hero = label("", "hero", fonts.sized(26, fonts.SEMIBOLD))
        self._hero_sub = label("", "sub", fonts.sized(13))
        self._hero_code = label("", "sub", fonts.sized(13, fonts.MEDIUM))
        self._text = label("", "", fonts.sized(13), wrap=True)
        self._notice = Notice()
        self._reason = sub("", wrap=True)
        self._buttons = [button(""), button("")]
        self._more = icon_button("ellipsis", self.tr("More"), "secondary")
        self._menu = QMenu(self._more)
        self._sections: list[SectionWidget] = []
        self._lay_out()
        self.show_portrait(None)

    def portrait(self) -> Portrait | None:
        """What is shown."""
        return self._portrait

    def show_portrait(self, portrait: Portrait | None) -> None:
        """Show this, or that nothing is selected."""
        self._portrait = portrait
        self._nothing.setVisible(portrait is None)
        self._all.setVisible(portrait is not None)
        if portrait is None:
            return
        self._title.setText(portrait.title)
        self._show_chip(portrait.chip)
        self._show_lines(portrait.lines)
        self._show_hero(portrait.hero)
        for widget, text in ((self._text, portrait.text), (self._reason, portrait.reason)):
            widget.setText(text)
            widget.setVisible(bool(text))
        self._notice.setVisible(bool(portrait.notice))
        self._notice.set_text(portrait.notice, portrait.notice_kind)
        self._show_deeds(portrait)
        self._show_sections(portrait.sections)

    def rows(self) -> list[RowWidget]:
        """The rows of all sections that are in sight, from top to bottom."""
        return [row for section in self._sections if not section.isHidden() for row in section.rows()]

    def menu(self) -> QMenu:
        """What the button with the dots opens."""
        return self._menu

    # Building

    def _lay_out(self) -> None:
        body = QWidget()
        body.setObjectName("inspector")
        outer = QVBoxLayout(body)
        outer.setContentsMargins(_SIDE, 18, 20, 16)
        outer.setSpacing(0)
        outer.addWidget(self._nothing)
        self._all = QWidget()
        outer.addWidget(self._all)
        outer.addStretch(1)
        self._column = QVBoxLayout(self._all)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)
        self._line_box = QVBoxLayout()
        self._line_box.setSpacing(8)
        self._column.addLayout(self._line_box)
        self._column.addLayout(self._hero_row())
        for widget in (self._text, self._notice):
            self._column.addWidget(widget)
        self._column.addLayout(self._deed_row())
        self._column.addWidget(self._reason)
        self._section_box = QVBoxLayout()
        self._section_box.setSpacing(16)
        self._column.addSpacing(4)
        self._column.addLayout(self._section_box)
        self.setWidget(body)
        # QScrollArea gives its content the palette's window colour; the panel behind is to be seen.
        body.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def _hero_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        bottom = Qt.AlignmentFlag.AlignBottom
        row.addWidget(self._hero, 0, bottom)
        row.addWidget(self._hero_sub, 0, bottom)
        row.addSpacing(6)
        row.addWidget(self._hero_code, 0, bottom)
        row.addStretch(1)
        # The small text stands on the line of the large one.
        for small in (self._hero_sub, self._hero_code):
            small.setContentsMargins(0, 0, 0, 4)
        return row

    def _deed_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for place, made in enumerate(self._buttons):
            row.addWidget(made, 1)
            made.clicked.connect(partial(self._press, place))
        self._more.setMenu(self._menu)
        row.addWidget(self._more)
        return row

    # Showing

    def _show_chip(self, chip: ChipCell | None) -> None:
        self._chip.setVisible(chip is not None)
        if chip is not None:
            self._chip.set_status(chip.text, chip.kind, chip.icon)

    def _show_lines(self, lines: tuple[str, ...]) -> None:
        while len(self._lines) < len(lines):
            made = sub("", wrap=True)
            made.setFont(fonts.tabular(made.font()))
            self._lines.append(made)
            self._line_box.addWidget(made)
        for place, widget in enumerate(self._lines):
            widget.setText(lines[place] if place < len(lines) else "")
            widget.setVisible(place < len(lines))

    def _show_hero(self, hero: Money | None) -> None:
        for widget, text in (
            (self._hero, hero.text if hero else ""),
            (self._hero_sub, hero.sub if hero else ""),
            (self._hero_code, hero.code if hero else ""),
        ):
            widget.setText(text)
            widget.setVisible(bool(text))
        self._hero.setAccessibleName(hero.plain if hero else "")

    def _show_deeds(self, portrait: Portrait) -> None:
        deeds = portrait.deeds[: len(self._buttons)]
        for place, made in enumerate(self._buttons):
            made.setVisible(place < len(deeds))
            if place < len(deeds):
                _dress(made, deeds[place])
        self._more.setVisible(bool(portrait.more))
        self._menu.clear()
        for deed in portrait.more:
            action = self._menu.addAction(deed.text, partial(self.acted.emit, deed.key))
            action.setEnabled(deed.enabled)
            if deed.icon is not None:
                action.setIcon(icon(deed.icon, "err" if deed.danger else "text2"))

    def _show_sections(self, sections: tuple[Section, ...]) -> None:
        while len(self._sections) < len(sections):
            made = SectionWidget()
            made.row_acted.connect(self.row_acted)
            made.row_opened.connect(self.row_opened)
            self._sections.append(made)
            self._section_box.addWidget(made)
        for place, widget in enumerate(self._sections):
            widget.setVisible(place < len(sections))
            if place < len(sections):
                section = sections[place]
                widget.show_rows(section.title, section.icon, section.rows, section.nothing)

    def _press(self, place: int) -> None:
        if self._portrait is not None and place < len(self._portrait.deeds):
            self.acted.emit(self._portrait.deeds[place].key)


def _dress(made: QPushButton, deed: Deed) -> None:
    kind = "primary" if deed.primary else "danger" if deed.danger else "secondary"
    made.setText(deed.text)
    made.setAccessibleName(deed.text)
    made.setEnabled(deed.enabled)
    made.setFont(fonts.sized(fonts.BASE, fonts.SEMIBOLD if deed.primary else fonts.MEDIUM))
    set_look(made, "kind", kind)
    if deed.icon is None:
        made.setIcon(QIcon())
    else:
        made.setIcon(icon(deed.icon, {"primary": "on_accent", "danger": "err"}.get(kind, "text2")))
        made.setIconSize(BUTTON_SIZE)
