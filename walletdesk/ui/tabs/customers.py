"""The customers of the project: the list, and beside it who is selected and what can be done for them."""

from functools import partial

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from walletdesk.controllers import customers, exporting, wallets
from walletdesk.ledger.values import Customer, Page, Project, Wallet
from walletdesk.ui import cells
from walletdesk.ui.history import State
from walletdesk.ui.inspector import Inspector
from walletdesk.ui.list_page import ListPage
from walletdesk.ui.places import ListPlace
from walletdesk.ui.shell import Chosen, Shell
from walletdesk.ui.tabs import customers_portrait as portraits
from walletdesk.ui.tabs import customers_rows as rows
from walletdesk.ui.tabs.customers_commands import CustomerCommands
from walletdesk.ui.tabs.wallets_commands import WalletCommands
from walletdesk.ui.tabs.wallets_running import add_picked, fill_menu
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.zoom import px


class CustomersTab(QWidget):
    """What stands in the tab.

    A customer whom a filter leaves out because of what was just done stays in the panel until another one is picked:
    somebody who was resumed under the filter "Suspended" still has wallets to reactivate.
    """

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        """It shows the shell's project, now and after each change of it."""
        super().__init__(parent)
        self._shell = shell
        self._customer: Customer | None = None
        self._wallets: tuple[Wallet, ...] | None = None
        self._kept: int | None = None
        self._picked: Customer | None = None
        self._pick = QTimer(self, singleShot=True, interval=0)
        self.page: ListPage[Customer] = ListPage(
            shell.session, rows.spec(lambda: shell.days), shell.words, shell.settings
        )
        self.inspector = Inspector(self.tr("Select a customer to see their wallets."))
        self.commands = CustomerCommands(shell, self, self.page.error_bar.show_error)
        self.wallet_commands = WalletCommands(shell, self, self.page.error_bar.show_error)
        self._export = button(self.tr("Export CSV"), "download")
        self._new = button(self.tr("New customer"), "plus")
        self._lay_out()
        self._connect()
        self._project_changed(shell.project)

    # What the window asks for

    def primary_new(self) -> None:
        """Add a customer."""
        self.commands.add()

    def rename_selected(self) -> None:
        """Change the name of the customer who is selected."""
        if self._customer is not None and self.wallet_commands.writable():
            self.commands.edit(self._customer)

    def export(self) -> None:
        """Write the customers that the filters leave as a CSV file."""
        if self._shell.project is None:
            return
        project, query = self._shell.project.id, rows.query(self.page.query())
        self._shell.run_export(
            self.tr("Export customers"),
            "customers.csv",
            lambda book, path: exporting.customers(book, project, query, path),
        )

    def picked_count(self) -> int:
        """How many customers are selected."""
        return self.page.picked_count()

    def run_for_picked(self) -> None:
        """Open the run for many with the customers that are selected."""
        self.page.with_picked(self._run_for)

    def _run_for(self, picked: tuple[Customer, ...]) -> None:
        if picked and self.wallet_commands.writable():
            self._shell.run_for_many(Chosen(tuple(customer.id or "" for customer in picked)))

    def show_filtered(self, text: str = "", **choices: object) -> None:
        """Show the customers of these filters: a text, and `suspended` True or False."""
        self.page.set_filter(text, **choices)

    def place(self) -> State:
        """What is shown, for the way back."""
        return self.page.place()

    def go_to(self, place: State) -> None:
        """Show again what was shown."""
        if isinstance(place, ListPlace):
            self.page.go_to(place)

    # Building

    def _lay_out(self) -> None:
        bar = self.page.filters
        bar.add_combo(
            "suspended",
            self.tr("Status"),
            [(self.tr("Any status"), None), (self.tr("Active"), False), (self.tr("Suspended"), True)],
        )
        bar.add_action(self._export)
        bar.add_action(self._new)
        self.page.set_inspector(self.inspector)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.page)
        self.setFocusProxy(self.page.table)

    def _connect(self) -> None:
        self._new.clicked.connect(self.primary_new)
        self._export.clicked.connect(self.export)
        self._pick.timeout.connect(self._take_picked)
        self.page.nothing_acted.connect(self.primary_new)
        self.page.selected.connect(self._selected)
        self.page.placed.connect(self._shell.placed)
        self.page.told.connect(self._shell.picked)
        self.page.said.connect(self._shell.toast)
        self.page.loaded.connect(self._loaded)
        self.page.activated.connect(self._show_wallets)
        self.page.table.set_menu(self._fill_menu)
        self.inspector.acted.connect(self._acted)
        self.inspector.row_opened.connect(self._row_opened)
        self.inspector.row_acted.connect(self._reactivate)
        self.commands.added.connect(self._added)
        self.commands.about_to_change.connect(self._keep)
        self._shell.project_changed.connect(self._project_changed)
        self._shell.project_renamed.connect(self._project_renamed)

    def minimumSizeHint(self) -> QSize:
        # Not the sum of what is inside: the inspector goes away by itself where there is no room for it.
        return QSize(max(px(640), self.page.filters.minimumSizeHint().width()), 360)

    # The project

    def _project_changed(self, project: Project | None) -> None:
        self._kept = None
        self._forget()
        self._project_renamed(project)
        if project is not None:
            self.page.set_project(project.id)

    def _project_renamed(self, project: Project | None) -> None:
        writable = self._shell.writable()
        self._new.setEnabled(writable)
        self._new.setToolTip(self._shell.why_read_only())
        self.page.set_fixed(self._shell.why_read_only())
        self._show()

    # Who is selected

    def _selected(self, customer: Customer | None) -> None:
        """While somebody is kept in the panel, a selection counts only if no load made it."""
        if self._kept is None:
            self._take(customer)
        elif customer is not None:
            self._picked = customer
            self._pick.start()

    def _take_picked(self) -> None:
        self._kept = None
        self._take(self._picked)

    def _take(self, customer: Customer | None) -> None:
        if customer is None:
            self._forget()
            return
        if self._customer is None or customer.key != self._customer.key:
            self._wallets = None
        self._customer = customer
        self._show()
        self._ask(customer.key)

    def _keep(self, customer: int) -> None:
        self._kept = customer

    def _loaded(self, page: Page[Customer]) -> None:
        self._pick.stop()
        kept = self._kept
        if kept is None:
            return
        if any(customer.key == kept for customer in page.rows):
            self._kept = None
            self.page.select(kept)
            self._take(self.page.table.current_value())
            return
        self.page.table.clearSelection()
        self._shell.session.run(customers.by_key, kept, done=self._still, key=f"{self._key()}/kept", owner=self)

    def _still(self, customer: Customer) -> None:
        if self._kept == customer.key and not customer.deleted:
            self._take(customer)

    def _ask(self, customer: int) -> None:
        done = partial(self._came, customer)
        self._shell.session.run(wallets.of_customer, customer, done=done, key=self._key(), owner=self)

    def _key(self) -> str:
        return f"customers/panel/{id(self)}"

    def _came(self, customer: int, found: tuple[Wallet, ...]) -> None:
        if self._customer is not None and self._customer.key == customer:
            self._wallets = found
            self._show()

    def _forget(self) -> None:
        self._customer, self._wallets = None, None
        self._show()

    def _show(self) -> None:
        customer = self._customer
        if customer is None:
            self.inspector.show_portrait(None)
            return
        fixed = self._shell.why_read_only()
        self.inspector.show_portrait(portraits.portrait(customer, self._wallets, self._shell.days, fixed))

    # What can be done

    def _acted(self, key: str) -> None:
        if self._customer is not None:
            self.commands.act(self._customer, self._wallets or (), key)

    def _fill_menu(self, customer: Customer, menu: QMenu) -> None:
        portrait = self.inspector.portrait()
        if portrait is not None and self._customer == customer:
            fill_menu(menu, (*portrait.deeds, *portrait.more), self._acted)
        add_picked(menu, self.page.picked_count(), self.wallet_commands.writable(), self.run_for_picked)

    def _added(self, customer: Customer) -> None:
        """The new one is to be seen, whatever the filters were."""
        self.page.select(customer.key)
        self.page.set_filter(customer.id or "")

    def _show_wallets(self, customer: Customer) -> None:
        self._shell.show_wallets(customer=(customer.key, cells.customer_title(customer)))

    def _row_opened(self, key: object) -> None:
        if key == portraits.SHOW_ALL and self._customer is not None:
            self._show_wallets(self._customer)
        elif isinstance(key, int):
            self._shell.show_wallet_ledger(key)

    def _reactivate(self, key: object) -> None:
        wallet = next((wallet for wallet in self._wallets or () if wallet.id == key), None)
        if wallet is not None:
            self._kept = wallet.customer
            self.wallet_commands.reactivate(wallet)
