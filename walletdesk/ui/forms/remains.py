"""The question which backups go because they still hold somebody who was deleted."""

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from walletdesk.controllers.backups import Backup
from walletdesk.ui.format import count, date_text
from walletdesk.ui.forms.base import ConfirmDialog
from walletdesk.ui.widgets.styling import sub

translate = QCoreApplication.translate
_WIDTH: Final = 560
_ROW: Final = 24
_ROWS: Final = 8


class Remains(ConfirmDialog):
    """Lists the backups, and says what is done before they go and what was not looked at."""

    def __init__(self, held: Sequence[Backup], folder: Path, zone: tzinfo, parent: QWidget | None = None) -> None:
        one = translate("Remains", "This backup was made before a customer was deleted, and still holds them.")
        many = translate("Remains", "These {n} backups were made before a customer was deleted, and still hold them.")
        super().__init__(
            translate("Remains", "Backups that still hold deleted customers"),
            one if len(held) == 1 else many.replace("{n}", count(len(held))),
            translate("Remains", "Back up now, then delete it")
            if len(held) == 1
            else translate("Remains", "Back up now, then delete these"),
            translate("Remains", "Keep them"),
            parent=parent,
        )
        self.setMinimumWidth(_WIDTH)
        self.files = tuple(one.path for one in held)
        self.list: Final = QListWidget()
        self.list.setAccessibleName(translate("Remains", "Backups that still hold deleted customers"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for backup in held:
            item = QListWidgetItem(f"{date_text(backup.at, zone)}   {backup.path.name}")
            item.setToolTip(str(backup.path).replace("<", "&lt;"))
            item.setSizeHint(QSize(0, _ROW))
            self.list.addItem(item)
        self.list.setFixedHeight(_ROW * min(_ROWS, len(held)) + 4)
        self.body.addWidget(self.list)
        seen = translate(
            "Remains", "Looked into: {folder} and the book's own folder. Exports and other copies are up to you."
        )
        self.body.addWidget(sub(seen.replace("{folder}", str(folder)), wrap=True))
        self.safe.setFocus()
