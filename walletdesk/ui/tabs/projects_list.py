"""The list of projects at the left of their tab: selecting one is switching to it."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from walletdesk.ledger.values import Project
from walletdesk.ui import fonts, theme
from walletdesk.ui.roster import Roster
from walletdesk.ui.widgets.buttons import icon_button
from walletdesk.ui.widgets.checks import CheckBox
from walletdesk.ui.widgets.styling import section
from walletdesk.ui.words import counted
from walletdesk.ui.zoom import px

WIDTH: Final = 254
_ROW: Final = 52
_GAP: Final = 4
_ID: Final = Qt.ItemDataRole.UserRole
SUB: Final = _ID + 1
"""The role of the second line."""


class TwoLineRows(QStyledItemDelegate):
    """Paints a name and beneath it, smaller, what there is to say of it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(px(WIDTH - 24), px(_ROW) + px(_GAP))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        now = theme.tokens()
        state: QStyle.StateFlag = option.state
        rect: QRect = option.rect.adjusted(0, 0, 0, -px(_GAP))
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.color("sel" if chosen else "hover"))
            painter.drawRoundedRect(rect, px(6), px(6))
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(now.color("accent"))
            painter.drawRoundedRect(QRect(rect.left(), rect.top() + px(8), px(3), rect.height() - px(16)), px(1), px(1))
        inner = rect.adjusted(px(13), px(8), -px(10), -px(8))
        lines = (
            (index.data(Qt.ItemDataRole.DisplayRole), fonts.sized(fonts.BASE, fonts.MEDIUM), "text", 0),
            (index.data(SUB), fonts.sized(12), "text2", inner.height() // 2),
        )
        for text, font, role, down in lines:
            painter.setFont(font)
            painter.setPen(now.color("sel_text" if chosen else role))
            line = QRect(inner.left(), inner.top() + down, inner.width(), inner.height() // 2)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class ProjectsList(QFrame):
    """Says which project was chosen, and that a new one is wanted."""

    chosen = Signal(str)
    new_wanted = Signal()

    def __init__(self, roster: Roster, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roster = roster
        self._current: str | None = None
        self.setProperty("panel", "list")
        self.setFixedWidth(WIDTH)
        self.view = QListWidget()
        self.view.setAccessibleName(self.tr("Projects"))
        self.view.setItemDelegate(TwoLineRows(self.view))
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.new = icon_button("plus", self.tr("New project"))
        self.archived = CheckBox(self.tr("Show archived projects"))
        self._lay_out()
        self.view.currentItemChanged.connect(self._changed)
        self.new.clicked.connect(self.new_wanted)
        self.archived.clicked.connect(lambda: roster.show_archived(self.archived.isChecked()))
        roster.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 0, 0)
        head.addWidget(section(self.tr("Projects")))
        head.addStretch(1)
        head.addWidget(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 14, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addWidget(self.archived)

    def show_project(self, project: Project | None) -> None:
        """Mark the project in force."""
        self._current = project.id if project else None
        self.refresh()

    def refresh(self) -> None:
        """Show the roster as it is now; says nothing of a choice."""
        self.view.blockSignals(True)
        self.view.clear()
        for project in self._roster.shown():
            item = QListWidgetItem(project.name)
            text = counted(project.wallets, self.tr("1 wallet"), self.tr("{count} wallets"))
            item.setData(_ID, project.id)
            item.setData(SUB, self.tr("Archived · {wallets}").format(wallets=text) if project.archived else text)
            item.setToolTip(project.name)
            self.view.addItem(item)
            if project.id == self._current:
                self.view.setCurrentItem(item)
        self.view.blockSignals(False)
        self.archived.setChecked(self._roster.archived_shown)
        self.archived.setVisible(self._roster.has_archived())

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._current = str(item.data(_ID))
            self.chosen.emit(self._current)
