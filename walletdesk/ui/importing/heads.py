"""The top of the window, with the file's facts and the mappings that are kept, and its bottom with the one verb."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from walletdesk.controllers.importing import Verdict
from walletdesk.ui import fonts
from walletdesk.ui.batch_foot import BatchFoot
from walletdesk.ui.batch_work import State
from walletdesk.ui.cells import DOT
from walletdesk.ui.format import count
from walletdesk.ui.importing.formats import encoding_word, separator_word
from walletdesk.ui.importing.work import ImportWork
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import Elided
from walletdesk.ui.widgets.styling import label


class Head(QWidget):
    """Title, facts, another file, and mappings."""

    load_wanted = Signal()
    save_wanted = Signal()
    keep_wanted = Signal()
    kept_chosen = Signal(str)
    kept_forgotten = Signal(str)

    def __init__(self, work: ImportWork, parent: QWidget | None = None) -> None:
        """No file yet."""
        super().__init__(parent)
        self._work = work
        self._facts = Elided("", fonts.sized(12), "sub")
        self._below = Elided("", fonts.sized(12), "sub")
        self.mapping: Final = button(self.tr("Mapping"), "bookmark", "ghost")
        self.menu: Final = QMenu(self)
        self.menu.aboutToShow.connect(self.fill_menu)
        self.mapping.setMenu(self.menu)
        self.another: Final = button(self.tr("Choose another file"), "folder-open")
        title = label(self.tr("Import transactions"), "title", fonts.sized(15, fonts.SEMIBOLD))
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(title)
        first.addWidget(self._facts, 1)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addLayout(first)
        texts.addWidget(self._below)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 10)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        row.addWidget(self.mapping)
        row.addWidget(self.another)
        work.sheet_changed.connect(self.show_state)
        work.state_changed.connect(self.show_state)
        self.show_state()

    def facts(self) -> str:
        """The file's facts, whole."""
        return self._facts.whole()

    def show_state(self) -> None:
        """Say which file it is."""
        work = self._work
        project = self.tr("into {project}").format(project=work.project.name)
        parts = [work.path.name] if work.path is not None else []
        if work.sheet is not None:
            facts = work.sheet.facts
            rows = work.plan.total if work.plan is not None else max(0, facts.lines - int(facts.header))
            counted = self.tr("1 row") if rows == 1 else self.tr("{n} rows").format(n=count(rows))
            encoding = encoding_word(facts.encoding)
            sure = encoding if facts.sure else self.tr("probably {encoding}").format(encoding=encoding)
            parts += [counted, sure, separator_word(facts.separator)]
        self._facts.set_text(DOT.join([*parts, project]))
        remembered = self.tr("The columns mean what they meant in the last file with this header.")
        usual = self.tr("Match the columns once; the next file with the same header is matched the same way.")
        self._below.set_text(remembered if work.remembered else usual)
        free = work.state is not State.WRITING
        self.another.setEnabled(free)
        self.mapping.setVisible(work.sheet is not None and work.state is not State.WRITTEN)
        self.mapping.setEnabled(free)

    def fill_menu(self) -> None:
        """Offer what can be done with mappings, and the kept ones by name."""
        menu, names = self.menu, self._work.saved.names()
        menu.clear()
        for name in names:
            menu.addAction(_plain(name), partial(self.kept_chosen.emit, name))
        if names:
            menu.addSeparator()
        rows: tuple[tuple[str, Callable[[], object]], ...] = (
            (self.tr("Keep under a name…"), self.keep_wanted.emit),
            (self.tr("Open a mapping file…"), self.load_wanted.emit),
            (self.tr("Save as a mapping file…"), self.save_wanted.emit),
            (self.tr("Start anew"), self._work.start_anew),
        )
        for text, take in rows:
            menu.addAction(text, take)
        if names:
            forget = menu.addMenu(self.tr("Forget"))
            for name in names:
                forget.addAction(_plain(name), partial(self.kept_forgotten.emit, name))


def _plain(text: str) -> str:
    return text.replace("&", "&&")


class Foot(BatchFoot):
    """What will happen, how far it is, and the button that does it."""

    def __init__(self, work: ImportWork, parent: QWidget | None = None) -> None:
        """Nothing to import yet."""
        super().__init__(work, QCoreApplication.translate("Foot", "Cancel the import"), parent)
        self._import = work
        self.primary.clicked.connect(work.write)
        self.show_state()

    def verb(self) -> str:
        """Import, and how many rows."""
        ready = self._import.count(Verdict.READY)
        one, many = self.tr("Import 1 ready row"), self.tr("Import {n} ready rows").format(n=count(ready))
        return many if ready > 1 else one if ready else self.tr("Import")

    def sentence(self) -> str:
        """What will happen, or why nothing can."""
        work = self._import
        if work.state is State.READING:
            return self.tr("Reading the file…")
        if work.state is State.CHECKING:
            return self.tr("Checking every row. Nothing is written.")
        if work.state is State.WRITING:
            return self.tr("Importing. Until the end, Cancel leaves nothing behind.")
        if work.state is State.CHECKED and work.plan is not None and not work.can_write():
            if work.plan.imported_before is not None:
                return self.tr("Nothing to import: this file was imported before.")
            if work.count(Verdict.REFUSED):
                return self.tr("Nothing to import: no row is ready.")
            return self.tr("Nothing to import: every row is in the book already.")
        if work.state in (State.OPEN, State.STOPPED):
            return self.tr("Nothing is ready to import yet: see above.")
        return self.tr("Nothing is written until you import. An import can be reversed as a whole.")
