"""The bar under the menus: the project in force, the tabs, and the one primary button of the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QTabBar, QWidget

from walletdesk.ui import fonts, icons
from walletdesk.ui.evening_button import EveningButton
from walletdesk.ui.palette.button import FindButton
from walletdesk.ui.roster import Roster
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.styling import frame, set_look
from walletdesk.ui.zoom import px

if TYPE_CHECKING:
    from walletdesk.ledger.values import Project

HEIGHT: Final = 52
WITH_ICONS: Final = 1280
WITH_FIELD: Final = 1120
WITH_WORDS: Final = 940
"""Below, things give way one after the other, as far as there is no room for them. No window at 100 % is as narrow."""
WITH_TABS: Final = 640
"""Below, the tabs are scrolled."""
_WIDEST: Final = 230
_SHORT: Final = 150
"""How wide the project's name may be, with its icons, where room is short."""
_LEVELS: Final = (
    (False, _WIDEST, True),
    (True, _WIDEST, True),
    (True, _SHORT, True),
    (True, 0, True),
    (True, _SHORT, False),
    (True, 0, False),
)
"""What gives way: whether tabs stand close, the width for the project's name, and whether the button has its words."""


class ProjectButton(QPushButton):
    """Names the project in force; a press offers the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._widest = _WIDEST
        self.setProperty("kind", "ghost")
        self.setAutoDefault(False)
        self.setFont(fonts.sized(fonts.BASE, fonts.SEMIBOLD))
        self.setIcon(icons.icon("book-text", "text2"))
        self.setIconSize(icons.BUTTON_SIZE)
        # Sizes only: colours stay the style sheet's of the program.
        self.setStyleSheet("QPushButton, QPushButton:focus { padding-left: 14px; padding-right: 30px; }")
        self.setMaximumWidth(_WIDEST)

    def set_project(self, project: Project | None) -> None:
        """Show this name, as much of it as fits."""
        self._name = project.name if project else self.tr("No project")
        self._write()

    def set_widest(self, width: int) -> None:
        """How wide it may be at 100 %; without room for the name that is left to the tooltip."""
        if width != self._widest:
            self._widest = width
            self._write()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self._name:
            self._write()

    def _write(self) -> None:
        name, room = self._name, px(self._widest - 90) if self._widest else 0
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room) if room else ""
        self.setText(shown.replace("&", "&&"))
        self.setAccessibleName(self.tr("Project: {name}").format(name=name))
        self.setToolTip(name if shown != name else self.tr("Switch project (Ctrl+P)"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        icons.paint_chevron(self)


class Header(QWidget):
    """Tells what was chosen; the window does it."""

    tab_chosen = Signal(str)
    project_chosen = Signal(str)
    new_project = Signal()

    def __init__(self, tabs: Sequence[tuple[str, str, str]], roster: Roster, parent: QWidget | None = None) -> None:
        """`tabs` are (key, title, icon)."""
        super().__init__(parent)
        self._tabs = tuple(tabs)
        self._roster = roster
        self._project: Project | None = None
        self._why_fixed = ""
        self._fitted = -1
        self.project = ProjectButton()
        self.menu = QMenu(self.project)
        self.menu.aboutToShow.connect(self._fill)
        self.project.setMenu(self.menu)
        self.bar = self._tab_bar()
        self.post = button(self.tr("New transaction"), "plus", "primary")
        self.post.setAccessibleName(self.post.text())
        self.post.setToolTip(self.tr("New transaction (Ctrl+N)"))
        self.evening = EveningButton()
        self.finder = FindButton(self.tr("Ctrl+K"))
        self._panel = panel = frame("header", self)
        panel.setFixedHeight(HEIGHT)
        row = QHBoxLayout(panel)
        row.setContentsMargins(10, 0, 16, 0)
        row.setSpacing(0)
        row.addWidget(self.project)
        row.addSpacing(14)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addSpacing(12)
        row.addWidget(self.evening)
        row.addSpacing(10)
        row.addWidget(self.finder)
        row.addSpacing(14)
        row.addWidget(self.post)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(panel)

    def _tab_bar(self) -> QTabBar:
        bar = QTabBar()
        bar.setFont(fonts.sized(fonts.BASE, fonts.MEDIUM))
        bar.setDrawBase(False)
        bar.setExpanding(False)
        bar.setUsesScrollButtons(False)
        bar.setIconSize(QSize(icons.SIZE, icons.SIZE))
        bar.setElideMode(Qt.TextElideMode.ElideNone)
        bar.setAccessibleName(self.tr("Tabs"))
        for _key, title, _icon in self._tabs:
            bar.addTab(title)
        bar.currentChanged.connect(self._choose)
        bar.tabBarClicked.connect(self._choose)  # the tab that is marked already may lie under another page
        return bar

    def _choose(self, place: Any) -> None:
        if 0 <= place < len(self._tabs):
            self.tab_chosen.emit(self._tabs[place][0])

    def show_tab(self, key: str) -> None:
        """Mark the tab that is shown."""
        self.bar.setCurrentIndex([tab[0] for tab in self._tabs].index(key))

    def show_project(self, project: Project | None, evening: date | None = None, why_fixed: str = "") -> None:
        """Name the project in force, and the evening if it is not now. Nothing is posted in the past or the archive.

        `why_fixed` is the reason for which nothing in the book can be changed, where there is one.
        """
        self._why_fixed = why_fixed
        self._project = project
        self.project.set_project(project)
        self.evening.show_day(evening)
        self.evening.setVisible(project is not None)
        self.post.setVisible(project is not None and not project.archived)
        self.post.setEnabled(not why_fixed)
        past = self.tr("Nothing is posted in the past. Go back to now first.")
        self.post.setToolTip((past if evening else why_fixed) or self.tr("New transaction (Ctrl+N)"))
        self._fit()

    def open_menu(self) -> None:
        """Offer the projects, as a press on the button does."""
        self.project.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.project.showMenu()

    def _fill(self) -> None:
        self.menu.clear()
        group = QActionGroup(self.menu)
        for project in self._roster.shown():
            name = project.name.replace("&", "&&")
            text = self.tr("{name} (archived)").format(name=name) if project.archived else name
            action = self._add(text, partial(self.project_chosen.emit, project.id))
            action.setCheckable(True)
            action.setChecked(self._project is not None and project.id == self._project.id)
            group.addAction(action)
        self.menu.addSeparator()
        if self._roster.has_archived():
            shown = self._add(self.tr("Show archived projects"), self._toggle_archived)
            shown.setCheckable(True)
            shown.setChecked(self._roster.archived_shown)
        new = self._add(self.tr("New project…"), self.new_project.emit)
        new.setIcon(icons.icon("plus"))
        new.setEnabled(not self._why_fixed)
        new.setToolTip(self._why_fixed)
        self.menu.setToolTipsVisible(bool(self._why_fixed))

    def _add(self, text: str, does: Callable[[], object]) -> QAction:
        action = self.menu.addAction(text)
        action.triggered.connect(does)
        return action

    def _toggle_archived(self) -> None:
        self._roster.show_archived(not self._roster.archived_shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.finder.set_wide(self.width() >= px(WITH_FIELD))
        self.bar.setUsesScrollButtons(self.width() < px(WITH_TABS))
        wide = self.width() >= px(WITH_ICONS)
        self.evening.set_wide(wide)
        for place, (_key, _title, name) in enumerate(self._tabs):
            if wide == self.bar.tabIcon(place).isNull():
                self.bar.setTabIcon(place, icons.icon(name) if wide else QIcon())

        self._fit()

    def _fit(self, anew: bool = True) -> None:
        """Words stay as long as there is room for them; `anew` although the window is as wide as it was."""
        width = self.width()
        if not anew and width == self._fitted:
            return
        self._fitted = width
        for close, name, words in _LEVELS:
            self._give_way(close, name, words)
            if width >= px(WITH_WORDS) or self._panel.sizeHint().width() <= width:
                break

    def _give_way(self, close: bool, name: int, words: bool) -> None:
        if close != bool(self.bar.property("tight")):
            set_look(self.bar, "tight", "true" if close else "")
            self.bar.setIconSize(self.bar.iconSize())  # the bar keeps the widths of its tabs until it is told a size
        self.project.set_widest(name)
        if words != bool(self.post.text()):
            self.post.setText(self.post.accessibleName() if words else "")
            self.post.setIconSize(icons.BUTTON_SIZE if words else QSize(icons.SIZE, icons.SIZE))
            set_look(self.post, "shape", "" if words else "square")
        row = self._panel.layout()
        if row is not None:
            row.invalidate()
