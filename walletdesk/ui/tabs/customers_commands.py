"""What can be done for a customer."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from walletdesk.controllers import customers, wallets
from walletdesk.controllers.books import Book
from walletdesk.controllers.changes import Done
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import Customer, Wallet
from walletdesk.ui import cells
from walletdesk.ui.format import count
from walletdesk.ui.forms.confirm_delete_customer import DeleteCustomer
from walletdesk.ui.forms.customer import CustomerForm
from walletdesk.ui.forms.wallet import NewWalletForm, open_wallet
from walletdesk.ui.shell import Prefill, Shell
from walletdesk.ui.tabs import customers_portrait as portraits
from walletdesk.ui.tabs.wallets_running import ask, run_form


def resume(book: Book, customer: int) -> Done[tuple[Customer, int]]:
    """Resume a customer, and tell how many wallets are still suspended; runs on the lane."""
    done = customers.resume(book, customer)
    waiting = len(portraits.suspended(wallets.of_customer(book, customer)))
    return Done((done.value, waiting), done.changes, done.edit)


class CustomerCommands(QObject):
    """Runs them, and says what came of it."""

    added = Signal(object)
    """The new Customer."""
    about_to_change = Signal(object)
    """The key of the customer whose state will change: whoever shows them keeps them in sight."""

    def __init__(self, shell: Shell, host: QWidget, complain: Callable[[str], object]) -> None:
        """`host` is the page whose window the forms belong to; `complain` is told sentences of refusals."""
        super().__init__(host)
        self._shell = shell
        self._host = host
        self._complain = complain

    def act(self, customer: Customer, held: Sequence[Wallet], key: str) -> None:
        """Do what the deed of this key says; `held` are the customer's wallets."""
        if key == portraits.TRANSFER:
            self.transfer(held)
            return
        {
            portraits.WALLET: self.open_wallet,
            portraits.EDIT: self.edit,
            portraits.SUSPEND: self.suspend,
            portraits.RESUME: self.resume,
            portraits.REACTIVATE_ALL: self.reactivate_all,
            portraits.DELETE: self.delete,
        }[key](customer)

    def add(self) -> None:
        """Ask for a new customer."""
        project = self._shell.project
        if project is not None and self._shell.writable():
            form = CustomerForm(None, self._shell.words, self._host.window())
            run_form(self._shell, form, customers.create, lambda: (project.id, *form.values()), self.added.emit)

    def edit(self, customer: Customer) -> None:
        """Ask for another name or description."""
        form = CustomerForm(customer, self._shell.words, self._host.window())
        run_form(self._shell, form, customers.upsert, lambda: (customer.project, *form.values()))

    def transfer(self, held: Sequence[Wallet]) -> None:
        """Begin a transaction from a wallet of theirs, or into it while there is nothing in it."""
        wallet = portraits.for_transfer(held)
        if wallet is not None:
            self._shell.new_transaction(Prefill(source=wallet.id) if wallet.balance else Prefill(target=wallet.id))

    def open_wallet(self, customer: Customer) -> None:
        """Ask for a new wallet of theirs."""
        form = NewWalletForm(self._shell, customer, parent=self._host.window())
        run_form(self._shell, form, open_wallet, form.arguments, self._opened)

    def _opened(self, wallet: Wallet) -> None:
        text = self.tr("{wallet} is open.").format(wallet=cells.wallet_full(wallet))
        self._shell.toast(text, [(self.tr("Open ledger"), partial(self._shell.show_wallet_ledger, wallet.id))])

    def suspend(self, customer: Customer) -> None:
        """Suspend them and their wallets; asked by nobody, since it can be taken back."""
        text = self.tr("{customer} is suspended, and their open wallets with them.")
        self._change(customers.suspend, customer, partial(self._told, text, customer))

    def resume(self, customer: Customer) -> None:
        """Resume the customer alone, and offer to reactivate the wallets."""
        self._change(resume, customer, self._resumed)

    def _resumed(self, done: Done[tuple[Customer, int]]) -> None:
        customer, waiting = done.value
        if not waiting:
            self._told(self.tr("{customer} is active again."), customer, done)
            return
        text = self.tr("{customer} is active again. Wallets still suspended: {n}.").replace("{n}", count(waiting))
        again = (self.tr("Reactivate all"), partial(self.reactivate_all, customer))
        self._say(text, customer, again, *self._shell.undos.way_back(done))

    def reactivate_all(self, customer: Customer) -> None:
        """Reactivate every wallet of theirs that is suspended."""
        text = self.tr("The wallets of {customer} are open again.")
        self._change(wallets.reactivate_all, customer, partial(self._told, text, customer))

    def delete(self, customer: Customer) -> None:
        """Ask, then forget them for good."""
        text = self.tr("{customer} was deleted.")

        def agreed() -> None:
            said = partial(self._say, text, customer, (self.tr("Backups…"), self._shell.show_remains))
            run = self._shell.session.run
            run(customers.delete, customer.key, done=lambda done: said(), failed=self._refused, owner=self)

        ask(DeleteCustomer(customer, self._host.window()), agreed)

    def _change(self, command: Callable[..., Done[Any]], customer: Customer, done: Callable[..., object]) -> None:
        self.about_to_change.emit(customer.key)
        self._shell.session.run(command, customer.key, done=done, failed=self._refused, owner=self)

    def _told(self, text: str, customer: Customer, done: Done[Any]) -> None:
        self._say(text, customer, *self._shell.undos.way_back(done))

    def _say(self, text: str, customer: Customer, *actions: tuple[str, Callable[[], object]]) -> None:
        self._shell.toast(text.replace("{customer}", cells.customer_title(customer)), actions)

    def _refused(self, error: LedgerError) -> None:
        self._complain(self._shell.words(error))
