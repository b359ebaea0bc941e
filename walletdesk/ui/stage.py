"""What stands in the middle of the window: the tabs, or a book's fault, or what Verify found."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from walletdesk.ui.book_commands import BookCommands
from walletdesk.ui.books import BookFault, BookUpgrade, Library
from walletdesk.ui.desk import Desk, Pages
from walletdesk.ui.running import RunningTask
from walletdesk.ui.shell import Shell
from walletdesk.ui.verifying import Verifier

if TYPE_CHECKING:
    from walletdesk.ui.fault_page import FaultPage
    from walletdesk.ui.restoring.page import RestorePage
    from walletdesk.ui.restoring.restorer import Restorer
    from walletdesk.ui.verdict_page import VerdictPage
    from walletdesk.ui.work_page import WorkPage


class Stage(Pages):
    """One page at a time; `turned` says that it is another one now.

    Pages that most people never see are made, and their modules loaded, when they are first shown.
    """

    turned = Signal()

    def __init__(
        self,
        shell: Shell,
        library: Library,
        verifier: Verifier,
        desk: Desk,
        commands: BookCommands,
        make_restorer: Callable[[], "Restorer"],
    ) -> None:
        super().__init__()
        self._shell = shell
        self._library = library
        self._verifier = verifier
        self._desk = desk
        self._commands = commands
        self._fault: BookFault | None = None
        self._make_restorer = make_restorer
        for page in (QWidget(), desk.pages):
            self.addWidget(page)
        library.upgrading.connect(self.show_upgrade)
        library.faulted.connect(self.show_fault)
        verifier.found.connect(self.show_verdict)
        verifier.damaged.connect(self._spare_the_file)

    @cached_property
    def fault(self) -> "FaultPage":
        """Why a book cannot be opened."""
        from walletdesk.ui.fault_page import FaultPage

        page = FaultPage()
        page.restore.clicked.connect(self._restore_faulty)
        page.try_again.connect(self._try_again)
        page.read_only.connect(self._read_only)
        page.open_other.connect(self._commands.ask_open)
        page.create_new.connect(self._create)
        page.go_back.connect(self.show_desk)
        self.addWidget(page)
        return page

    @cached_property
    def verdict(self) -> "VerdictPage":
        """What Verify found broken."""
        from walletdesk.ui.verdict_page import VerdictPage

        page = VerdictPage()
        page.closed.connect(self.show_desk)
        page.again.connect(self._verifier.start)
        page.restore_wanted.connect(self.show_restore)
        page.export_wanted.connect(self._commands.export_all)
        page.seal_wanted.connect(self._commands.ask_seal)
        self.addWidget(page)
        return page

    @cached_property
    def work(self) -> "WorkPage":
        """How far something is that needs the book alone."""
        from walletdesk.ui.work_page import WorkPage

        page = WorkPage()
        self.addWidget(page)
        return page

    @cached_property
    def restorer(self) -> "Restorer":
        """What happens around the page of restoring."""
        restorer = self._make_restorer()
        restorer.working.connect(self.show_restoring)
        restorer.ended.connect(lambda: self._turn(self.restore))
        return restorer

    @cached_property
    def restore(self) -> "RestorePage":
        """The backups, and what each would change."""
        page = self.restorer.page
        page.closed.connect(self.leave_restore)
        self.addWidget(page)
        return page

    def _shows(self, *names: str) -> bool:
        """Whether one of these pages is shown; asking makes none."""
        return any(self.__dict__.get(name) is self.currentWidget() for name in names)

    def at_fault(self) -> bool:
        """Whether a book's fault is shown, or work goes on that needs it alone: nothing in a book can be done then."""
        return self._shows("fault", "work")

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
            self._turn(self.restore)

    def _restore_faulty(self) -> None:
        if self._fault is not None:
            self.restorer.begin(self._fault.path)
            self._turn(self.restore)

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
        if self._shows("verdict"):
            self.show_desk()
        elif self._shows("restore"):
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
        from walletdesk.ledger.refusals import BookMissing

        missing = self._fault is not None and isinstance(self._fault.error, BookMissing)
        self._commands.ask_new(self._fault.path if self._fault is not None and missing else None)

    def _read_only(self) -> None:
        if self._fault is not None:
            self._library.open(self._fault.path, writable=False)
