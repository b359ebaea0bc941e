"""The page of restoring: the backups at the left, at the right what the chosen one would change."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from walletdesk.controllers.restoring import Backup, Content, Difference
from walletdesk.ui import fonts
from walletdesk.ui.format import age_text, date_text
from walletdesk.ui.importing.model import SliceModel
from walletdesk.ui.restoring import rows
from walletdesk.ui.shell import Shell
from walletdesk.ui.tables.view import Table
from walletdesk.ui.tabs.projects_list import SUB, WIDTH, TwoLineRows
from walletdesk.ui.widgets.busy import BusyBar
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import Elided
from walletdesk.ui.widgets.panels import Card, Notice
from walletdesk.ui.widgets.styling import label, section, title

_PATH: Final = Qt.ItemDataRole.UserRole
_MEGABYTE: Final = 1 << 20


class RestorePage(QWidget):
    """Says what would be lost before anything is."""

    chosen = Signal(object)
    """The Path of the backup to look at."""
    file_wanted = Signal()
    restore_wanted = Signal()
    export_wanted = Signal()
    closed = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.setProperty("panel", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Backups"))
        self.list.setItemDelegate(TwoLineRows(self.list))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.currentItemChanged.connect(self._changed)
        self.other = button(self.tr("Choose a file…"), "folder-open")
        self.back = button(self.tr("Back"), "arrow-left")
        self.export = button(self.tr("Export…"), "download")
        self.restore = button(self.tr("Restore this backup…"), "history")
        self._title = title(self.tr("Restore from a backup"))
        self._facts = Elided("", fonts.sized(12), "sub")
        self._busy = BusyBar()
        self.notice = Notice("", "warn")
        self._lines = label("", wrap=True)
        self._lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._card = Card(self.tr("What restoring would change"))
        self.model = SliceModel(rows.columns(), rows.cells)
        self.table = Table(self.model, self.tr("What restoring would change"))
        self._lay_out()
        for made, told in (
            (self.other, self.file_wanted),
            (self.back, self.closed),
            (self.export, self.export_wanted),
            (self.restore, self.restore_wanted),
        ):
            made.clicked.connect(told)

    def _lay_out(self) -> None:
        left = QWidget()
        left.setProperty("panel", "list")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        left.setFixedWidth(WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 14, 12, 12)
        column.setSpacing(8)
        column.addWidget(section(self.tr("Backups")))
        column.addWidget(self.list, 1)
        column.addWidget(self.other)
        head = QHBoxLayout()
        head.setSpacing(8)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._facts)
        head.addLayout(texts, 1)
        for made in (self.export, self.restore, self.back):
            head.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        self._card.body.addWidget(self._lines)
        right = QVBoxLayout()
        right.setContentsMargins(24, 18, 24, 18)
        right.setSpacing(12)
        right.addLayout(head)
        right.addWidget(self._busy)
        right.addWidget(self.notice)
        right.addWidget(self._card)
        right.addWidget(self.table, 1)
        right.addStretch(0)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(left)
        outer.addLayout(right, 1)
        self.setFocusProxy(self.list)

    # What is shown

    def show_backups(self, found: Sequence[Backup], book: str) -> None:
        """List the backups of the book, the latest first, and look at that one."""
        self.clear(self.tr("Restore {book} from a backup").format(book=book))
        self.list.blockSignals(True)
        self.list.clear()
        self.list.blockSignals(False)
        for one in found:
            self._add(one.path, date_text(one.at, self._shell.zone), self._about(one))
        if found:
            self.list.setCurrentRow(0)
        else:
            self.say(self.tr("No backup of this book was found in the folder for backups. Choose a file."), "info")

    def _about(self, one: Backup) -> str:
        size = f"{max(1, one.size // 1024)} KB" if one.size < _MEGABYTE else f"{one.size // _MEGABYTE} MB"
        return f"{age_text(one.at, self._shell.now())} · {size}"

    def add_file(self, path: Path) -> None:
        """Take a file that the person chose into the list, and look at it."""
        self._add(path, path.name, str(path.parent))
        self.list.setCurrentRow(self.list.count() - 1)

    def _add(self, path: Path, name: str, about: str) -> None:
        item = QListWidgetItem(name)
        item.setData(_PATH, str(path))
        item.setData(SUB, about)
        item.setToolTip(str(path))
        self.list.addItem(item)

    def path(self) -> Path | None:
        """The file that is chosen."""
        item = self.list.currentItem()
        return Path(str(item.data(_PATH))) if item is not None else None

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(Path(str(item.data(_PATH))))

    def clear(self, headline: str | None = None) -> None:
        """Nothing is known of the chosen file yet."""
        if headline is not None:
            self.setAccessibleName(headline)
            self._facts.set_text("")
        for part in (self._card, self.table, self.notice):
            part.hide()
        self.restore.setEnabled(False)
        self.export.setVisible(False)
        self._busy.stop()

    def look(self, path: Path) -> None:
        """The file is being looked at."""
        self.clear()
        self._facts.set_text(str(path))
        self._busy.start()

    def say(self, text: str, kind: str = "err") -> None:
        """Say why the chosen file cannot be used, or that there is none."""
        self.clear()
        self.notice.set_text(text, "info" if kind == "info" else "err")
        self.notice.show()

    def show_difference(self, found: Difference) -> None:
        """Show what would change."""
        self._show(rows.lines(found, self._shell))
        self.model.show(len(found.changed), lambda first, size: found.changed[first : first + size])
        self.table.setVisible(bool(found.changed))
        self.export.setVisible(not found.nothing)

    def show_content(self, content: Content) -> None:
        """Show what the backup holds: the book itself cannot be read."""
        self._show(rows.content_lines(content))

    def _show(self, lines: Sequence[str]) -> None:
        self.clear()
        self._lines.setText("\n".join(lines))
        self._card.show()
        self.restore.setEnabled(True)
