"""What can be done with a wallet, from wherever it is shown: the list, its inspector, its ledger, its customer."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from walletdesk.controllers import wallets
from walletdesk.controllers.changes import Done
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Wallet
from walletdesk.ui import cells
from walletdesk.ui.forms.confirm_close import CloseWallet
from walletdesk.ui.forms.wallet import DescriptionForm, RenameForm
from walletdesk.ui.inspector import Deed
from walletdesk.ui.shell import Prefill, Shell
from walletdesk.ui.tabs.wallets_running import ask, fill_menu, run_form

TRANSFER: Final = "transfer"
LEDGER: Final = "ledger"
EXPLAIN: Final = "explain"
RENAME: Final = "rename"
DESCRIBE: Final = "describe"
SUSPEND: Final = "suspend"
REACTIVATE: Final = "reactivate"
CLOSE: Final = "close"


class WalletCommands(QObject):
    """Runs them. `complain` is told the sentence of a refusal that has no form to land in."""

    def __init__(self, shell: Shell, host: QWidget, complain: Callable[[str], object]) -> None:
        """`host` is the page whose window the forms belong to."""
        super().__init__(host)
        self._shell = shell
        self._host = host
        self._complain = complain

    def writable(self) -> bool:
        """Whether anything can be changed."""
        return self._shell.writable()

    def evening(self) -> date | None:
        """The past evening that is shown, None for now."""
        return self._shell.evening

    def main_deed(self, wallet: Wallet) -> Deed:
        """Moving value in or out of it, or making that possible again."""
        if wallet.status is Status.SUSPENDED:
            return Deed(REACTIVATE, self.tr("Reactivate"), "circle-play", self.writable())
        possible = self.writable() and wallet.status is Status.OPEN
        return Deed(TRANSFER, self.tr("Transfer"), "arrow-right-left", possible)

    def reason(self, wallet: Wallet) -> str:
        """Why nothing can be moved now; empty where it can."""
        if not self.writable():
            return self._shell.why_read_only()
        if wallet.status is Status.SUSPENDED:
            return self.tr("Nothing moves in or out of a suspended wallet. Reactivate it to use it.")
        if wallet.status is Status.CLOSED:
            return self.tr("This wallet is closed for good. Its ledger stays.")
        return ""

    def more(self, wallet: Wallet) -> tuple[Deed, ...]:
        """What stands behind the dots."""
        writable = self.writable()
        deeds = [
            Deed(EXPLAIN, self.tr("Explain the balance"), "scale", bool(wallet.entries)),
            Deed(RENAME, self.tr("Rename\N{HORIZONTAL ELLIPSIS}"), "pencil", writable),
            Deed(DESCRIBE, self.tr("Describe\N{HORIZONTAL ELLIPSIS}"), "file-text", writable),
        ]
        if wallet.status is Status.OPEN:
            deeds.append(Deed(SUSPEND, self.tr("Suspend"), "circle-pause", writable))
        if wallet.status is not Status.CLOSED:
            deeds.append(self._close_deed(wallet, writable))
        return tuple(deeds)

    def _close_deed(self, wallet: Wallet, writable: bool) -> Deed:
        text = self.tr("Close wallet\N{HORIZONTAL ELLIPSIS}")
        if wallet.balance:
            text = self.tr("Close wallet (only at a balance of zero)")
        return Deed(CLOSE, text, "lock", writable and not wallet.balance, danger=True)

    def fill_menu(self, wallet: Wallet, menu: QMenu, with_ledger: bool = True) -> None:
        """The same in a context menu."""
        first = [Deed(LEDGER, self.tr("Open ledger"), "book-open")] if with_ledger else []
        fill_menu(menu, (*first, self.main_deed(wallet)), partial(self.act, wallet))
        menu.addSeparator()
        fill_menu(menu, self.more(wallet), partial(self.act, wallet))

    def act(self, wallet: Wallet, key: str) -> None:
        """Do what the deed of this key says."""
        {
            TRANSFER: self.transfer,
            LEDGER: self.open_ledger,
            EXPLAIN: self.explain,
            RENAME: self.rename,
            DESCRIBE: self.describe,
            SUSPEND: self.suspend,
            REACTIVATE: self.reactivate,
            CLOSE: self.close,
        }[key](wallet)

    def transfer(self, wallet: Wallet) -> None:
        """Begin a transaction from this wallet, or into it while there is nothing in it."""
        self._shell.new_transaction(Prefill(source=wallet.id) if wallet.balance else Prefill(target=wallet.id))

    def open_ledger(self, wallet: Wallet) -> None:
        """Show its entries."""
        self._shell.show_wallet_ledger(wallet.id)

    def explain(self, wallet: Wallet) -> None:
        """Tell what explains its balance."""
        self._shell.show_wallet_ledger(wallet.id, explained=True)

    def rename(self, wallet: Wallet) -> None:
        """Ask for another name."""
        if self.writable():
            form = RenameForm(wallet, self._shell.words, self._host.window())
            run_form(self._shell, form, wallets.rename, lambda: (wallet.id, form.name()))

    def describe(self, wallet: Wallet) -> None:
        """Ask for another description."""
        form = DescriptionForm(wallet, self._shell.words, self._host.window())
        run_form(self._shell, form, wallets.describe, lambda: (wallet.id, form.description()))

    def suspend(self, wallet: Wallet) -> None:
        """Let nothing move until it is reactivated; asked by nobody, since it is as easily undone."""
        text = self.tr("{wallet} is suspended.").format(wallet=cells.wallet_full(wallet))
        self._set_status(wallet, Status.SUSPENDED, text)

    def reactivate(self, wallet: Wallet) -> None:
        """Let value move again."""
        text = self.tr("{wallet} is open again.").format(wallet=cells.wallet_full(wallet))
        self._set_status(wallet, Status.OPEN, text)

    def close(self, wallet: Wallet) -> None:
        """Ask, then close it for good."""
        text = self.tr("{wallet} is closed.").format(wallet=cells.wallet_full(wallet))
        ask(CloseWallet(wallet, self._host.window()), partial(self._set_status, wallet, Status.CLOSED, text))

    def _set_status(self, wallet: Wallet, status: Status, text: str) -> None:
        run, said = self._shell.session.run, partial(self._say, text)
        run(wallets.set_status, wallet.id, status, done=said, failed=self._refused, owner=self)

    def _say(self, text: str, done: Done[Wallet]) -> None:
        self._shell.toast(text, self._shell.undos.way_back(done))

    def _refused(self, error: LedgerError) -> None:
        self._complain(self._shell.words(error))
