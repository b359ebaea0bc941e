"""What stands in the middle of the window: the tabs, or a book's fault, or what Verify found."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from walletdesk.ledger.refusals import BookMissing
from walletdesk.ui.book_commands import BookCommands
from walletdesk.ui.books import BookFault, BookUpgrade, Library
from walletdesk.ui.desk import Desk, Pages
from walletdesk.ui.fault_page import FaultPage
from walletdesk.ui.restoring.restorer import Restorer
from walletdesk.ui.running import RunningTask
from walletdesk.ui.shell import Shell
from walletdesk.ui.verdict_page import VerdictPage
from walletdesk.ui.verifying import Verifier
from walletdesk.ui.work_page import WorkPage


class Stage(Pages):
    """One page at a time; `turned` says that it is another one now."""

    turned = Signal()

    def __init__(
        self,
        shell: Shell,
        library: Library,
        verifier: Verifier,
        desk: Desk,
        commands: BookCommands,
        restorer: Restorer,
    ) -> None:
        super().__init__()
        self._shell = shell
        self._library = library
        self._verifier = verifier
        self._desk = desk
        self._commands = commands
        self._fault: BookFault | None = None
        self.fault = FaultPage()
        self.verdict = VerdictPage()
        self.work = WorkPage()
        self.restorer = restorer
        for page in (QWidget(), desk.pages, self.fault, self.verdict, self.work, restorer.page):
            self.addWidget(page)
        restorer.page.closed.connect(self.leave_restore)
        restorer.working.connect(self.show_restoring)
        restorer.ended.connect(lambda: self._turn(restorer.page))
        self.fault.restore.clicked.connect(self._restore_faulty)
        library.upgrading.connect(self.show_upgrade)
        library.faulted.connect(self.show_fault)
        verifier.found.connect(self.show_verdict)
        self.verdict.closed.connect(self.show_desk)
        self.verdict.again.connect(verifier.start)
        self.verdict.restore_wanted.connect(self.show_restore)
        self.verdict.export_wanted.connect(commands.export_all)
        verifier.damaged.connect(self._spare_the_file)
        self.fault.try_again.connect(self._try_again)
        self.fault.read_only.connect(self._read_only)
        self.fault.open_other.connect(commands.ask_open)
        self.fault.create_new.connect(self._create)
        self.fault.go_back.connect(self.show_desk)

    def at_fault(self) -> bool:
        """Whether a book's fault is shown, or work goes on that needs it alone: nothing in a book can be done then."""
        return self.currentWidget() in (self.fault, self.work)

    def show_desk(self) -> None:
        """Show the tabs."""
        self._fault = None
        self._turn(self._desk.pages)

    def show_fault(self, fault: BookFault) -> None:
        """Show why a book cannot be opened, and the ways out."""
        self._fault = fault
        facts = self._library.facts
        self._turn(self.fault)
        self.fault.show_fault(fault, self._shell.words(fault.error), facts.path.name if facts else None)

    def show_upgrade(self, upgrade: BookUpgrade) -> None:
        """Show how far the conversion of an older book is."""
        self._turn(self.work)
        headline = self.tr("Bringing {name} up to date").format(name=upgrade.path.name)
        sentence = self.tr(
            "The book was made by an earlier WalletDesk. A copy is brought to the present form and verified; "
            "only then does it take the book's place. The file as it is now stays beside it."
        )
        self.work.follow(upgrade.task, headline, sentence)

    def show_restore(self) -> None:
        """Show the backups of the open book, and what each would change."""
        if self._library.facts is not None:
            self.restorer.begin(damaged=self._verifier.is_damaged())
            self._turn(self.restorer.page)

    def _restore_faulty(self) -> None:
        if self._fault is not None:
            self.restorer.begin(self._fault.path)
            self._turn(self.restorer.page)

    def leave_restore(self) -> None:
        """Back to the book, or to what is wrong with it."""
        self._turn(self.fault if self._fault is not None else self._desk.pages)

    def show_restoring(self, task: RunningTask) -> None:
        """Show how far the preparation of a backup is."""
        self._turn(self.work)
        sentence = self.tr(
            "A copy of the backup is made beside the book and verified; only then does it take the book's place. "
            "The file as it is now stays beside it."
        )
        self.work.follow(task, task.name, sentence)

    def show_verdict(self) -> None:
        """Show what Verify found broken."""
        if self._verifier.verdict is not None:
            self.verdict.show_verdict(self._verifier.verdict)
            self._turn(self.verdict)

    def _spare_the_file(self) -> None:
        """Open the damaged book again for reading only, so that nothing more is written into it."""
        facts = self._library.facts
        if facts is not None and facts.writable:
            self._library.open(facts.path, writable=False)
            self._shell.toast(self.tr("The file is damaged. The book was opened for reading only."))

    def back(self) -> None:
        """One step back: from the findings to the tabs, within the tabs to what was looked at before."""
        if self.currentWidget() is self.verdict:
            self.show_desk()
        elif self.currentWidget() is self.restorer.page:
            self.leave_restore()
        elif self.currentWidget() is self._desk.pages and self._desk.current_key:
            self._desk.back()

    def forward(self) -> None:
        """One step forward within the tabs."""
        if self.currentWidget() is self._desk.pages:
            self._desk.forward()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A mouse's own buttons for back and forward."""
        if event.button() == Qt.MouseButton.BackButton:
            self.back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.forward()
        else:
            super().mousePressEvent(event)

    def verify_or_show(self) -> None:
        """Verify the book; if it was found broken, show what was found."""
        if self._verifier.verdict is not None and not self._verifier.verdict.ok:
            self.show_verdict()
        else:
            self._verifier.start()

    def _turn(self, page: QWidget) -> None:
        self.setCurrentWidget(page)
        self.turned.emit()

    def _try_again(self) -> None:
        if self._fault is not None:
            self._fault.again()

    def _create(self) -> None:
        """A new book; where one was missing, there."""
        missing = self._fault is not None and isinstance(self._fault.error, BookMissing)
        self._commands.ask_new(self._fault.path if self._fault is not None and missing else None)

    def _read_only(self) -> None:
        if self._fault is not None:
            self._library.open(self._fault.path, writable=False)
