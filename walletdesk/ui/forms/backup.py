"""The form for a backup: where it goes, what is kept, and how far it is."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QWidget

from walletdesk.controllers.tasks import Progress
from walletdesk.ui import fonts
from walletdesk.ui.files import FileDialogs
from walletdesk.ui.forms.base import FormDialog, Words
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.field import Field
from walletdesk.ui.widgets.styling import label, sub

_WIDTH = 560
_STEPS = 1000


class BackupForm(FormDialog):
    """Backs the book up into the folder that it shows, which can be changed."""

    def __init__(self, words: Words, dialogs: FileDialogs, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Back up the book"), self.tr("Back up now"), words, self.tr("Close"), parent)
        self.setMinimumWidth(_WIDTH)
        self._dialogs = dialogs
        self._standing = label("", "", fonts.sized(fonts.BASE), wrap=True)
        self.body.addWidget(self._standing)
        self.body.addSpacing(4)
        self._path = QLineEdit(str(folder))
        self._path.setReadOnly(True)
        hint = self.tr("A folder on another disk keeps the backups when this disk fails.")
        self.add_field("folder", Field(self.tr("&Folder"), self._row(), hint))
        self.body.addSpacing(4)
        kept = self.tr(
            "A backup is a whole book, read back before it counts. One is also made by itself when a changed book is "
            "closed, and before every import and run for many. The ten latest are kept, then one a day for 14 days, "
            "one a week for 8 weeks and one a month for 24 months."
        )
        self.body.addWidget(sub(kept, wrap=True))
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Backing up"))
        self._progress.hide()
        self.body.addWidget(self._progress)
        self.remains = button(self.tr("Deleted customers…"), None, "link")
        self.remains.setToolTip(self.tr("List the backups that still hold customers who were deleted"))
        self.aside.addWidget(self.remains)
        self.primary.setFocus()

    def _row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._path, 1)
        change = button(self.tr("Change…"), "folder-open")
        change.clicked.connect(self._change)
        show = button(self.tr("Show"), "external-link")
        show.setToolTip(self.tr("Show the folder in the file manager"))
        show.clicked.connect(lambda: self._dialogs.show_folder(self.folder()))
        row.addWidget(change)
        row.addWidget(show)
        holder.setFocusProxy(change)
        return holder

    def _change(self) -> None:
        folder = self._dialogs.folder(self.tr("Folder for backups"), self.folder())
        if folder is not None:
            self._path.setText(str(folder))
            self.clear_problems()

    def folder(self) -> Path:
        """The folder that is shown."""
        return Path(self._path.text())

    def show_standing(self, last: str, trouble: str) -> None:
        """Say when the last backup was made ("2 h ago", empty if never), and why the last attempt failed."""
        there = self.tr("The last backup of this book was made {when}.").format(when=last)
        self._standing.setText(there if last else self.tr("This folder holds no backup of this book yet."))
        if trouble:
            self.say(self.tr("The last backup failed. {reason}").format(reason=trouble))

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        self._progress.setVisible(self.is_busy())
        if progress.total > 0:
            self._progress.setRange(0, _STEPS)
            self._progress.setValue(min(_STEPS, progress.done * _STEPS // progress.total))

    def set_busy(self, busy: bool) -> None:
        if not busy:
            self._progress.hide()
        super().set_busy(busy)
