"""The page of the wallets tab that lists them, with the selected one beside the list."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from walletdesk.controllers import customers, exporting
from walletdesk.ledger.values import Asset, Customer, LedgerLine, Page, Project, Wallet
from walletdesk.ui import cells
from walletdesk.ui.forms.wallet import NewWalletForm, open_wallet
from walletdesk.ui.inspector import Inspector
from walletdesk.ui.list_page import ListPage
from walletdesk.ui.privacy import privacy
from walletdesk.ui.shell import Chosen, Shell
from walletdesk.ui.tabs import wallets_portrait as portraits
from walletdesk.ui.tabs import wallets_rows as rows
from walletdesk.ui.tabs.wallets_commands import WalletCommands
from walletdesk.ui.tabs.wallets_running import add_picked, run_form
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.drop_filter import DropFilter


class WalletsList(QWidget):
    """The list with its inspector."""

    opened = Signal(object)
    """The id of a wallet whose ledger is asked for."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        """It shows the shell's project, now and after each change of it."""
        super().__init__(parent)
        self._shell = shell
        self._wallet: Wallet | None = None
        self._latest: tuple[LedgerLine, ...] | None = None
        self._sums: tuple[tuple[Asset, int], ...] = ()
        self._offered: rows.Options = ()
        self.page: ListPage[Wallet] = ListPage(
            shell.session, rows.spec(lambda: shell.days), shell.words, shell.settings
        )
        self.inspector = Inspector(self.tr("Select a wallet to see its balance and its latest entries."))
        self.commands = WalletCommands(shell, self, self.page.error_bar.show_error)
        self._export = button(self.tr("Export CSV"), "download")
        self._new = button(self.tr("New wallet"), "plus")
        self._lay_out()
        self._connect()
        self.project_changed(shell.project)

    def selected_wallet(self) -> Wallet | None:
        """The wallet that the panel tells of."""
        return self._wallet

    def new_wallet(self) -> None:
        """Ask for a new wallet; where one customer's are shown, for that customer."""
        if not self._new.isEnabled():
            return
        owner = self._owner.value()
        if owner is None:
            self._ask_new(None)
        else:
            self._shell.session.run(customers.by_key, owner[0], done=self._ask_new, owner=self)

    def _ask_new(self, customer: Customer | None) -> None:
        form = NewWalletForm(self._shell, customer, self._chosen_asset(), self.window())
        run_form(self._shell, form, open_wallet, form.arguments, self._added)

    def export(self) -> None:
        """Write the wallets that the filters leave as a CSV file."""
        if self._shell.project is None:
            return
        project, query = self._shell.project.id, rows.query(self.page.query())
        self._shell.run_export(
            self.tr("Export wallets"),
            "wallets.csv",
            lambda book, path: exporting.wallets(book, project, query, path),
        )

    def run_for_picked(self) -> None:
        """Open the run for many with the wallets that are selected."""
        self.page.with_picked(self._run_for)

    def _run_for(self, picked: tuple[Wallet, ...]) -> None:
        if picked and self.commands.writable():
            assets = frozenset(wallet.asset.id for wallet in picked)
            self._shell.run_for_many(Chosen(tuple(wallet.label for wallet in picked), assets))

    def _fill_menu(self, wallet: Wallet, menu: QMenu) -> None:
        self.commands.fill_menu(wallet, menu)
        add_picked(menu, self.page.picked_count(), self.commands.writable(), self.run_for_picked)

    # Building

    def _lay_out(self) -> None:
        bar = self.page.filters
        self._assets = bar.add_combo("asset", self.tr("Asset"), rows.asset_options(()))
        kinds = bar.add_combo("system", self.tr("Owner"), rows.owner_options())
        bar.add_combo("status", self.tr("Status"), rows.status_options())
        bar.add_combo("zero", self.tr("Balance"), rows.balance_options())
        self._owner = DropFilter(
            kinds,
            self.tr("Wallets of {name} only. Press to show all."),
            self.tr("Show the wallets of everybody"),
        )
        bar.add_filter("customer", self._owner, self._owner.value, self._owner.set_value, self._owner.changed)
        self._owner.set_value(None)
        bar.add_action(self._export)
        bar.add_action(self._new)
        self.page.set_inspector(self.inspector)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.page)
        self.setFocusProxy(self.page.table)

    def _connect(self) -> None:
        self._new.clicked.connect(self.new_wallet)
        self._export.clicked.connect(self.export)
        self.page.nothing_acted.connect(self.new_wallet)
        self.page.selected.connect(self._selected)
        self.page.placed.connect(self._shell.placed)
        self.page.told.connect(self._shell.picked)
        self.page.said.connect(self._shell.toast)
        self.page.loaded.connect(self._loaded)
        self.page.activated.connect(lambda wallet: self.opened.emit(wallet.id))
        self.page.table.set_menu(self._fill_menu)
        self.inspector.acted.connect(self._acted)
        self.inspector.row_opened.connect(self._shell.show_transaction)
        self._shell.assets_changed.connect(self._fill_assets)
        self._shell.project_changed.connect(self.project_changed)
        privacy().changed.connect(self._show_totals)
        self._shell.project_renamed.connect(self._project_renamed)

    # The project

    def project_changed(self, project: Project | None) -> None:
        """Another project: everything begins anew."""
        self._wallet, self._latest = None, None
        self._fill_assets(self._shell.assets)
        self._project_renamed(project)
        self._totals(())
        if project is not None:
            self.page.set_project(project.id)

    def _project_renamed(self, project: Project | None) -> None:
        writable = self._shell.writable()
        self._new.setEnabled(writable)
        self._new.setToolTip(self._shell.why_read_only())
        self.page.set_fixed(self._shell.why_read_only())
        self._show()

    def _fill_assets(self, assets: dict[str, Asset]) -> None:
        options = rows.asset_options(tuple(assets.values()))
        if options != self._offered:
            self._offered = options
            self._assets.set_options(options)

    def _chosen_asset(self) -> str | None:
        chosen = self._assets.value()
        return chosen if isinstance(chosen, str) else None

    # What is shown

    def _loaded(self, _: Page[Wallet]) -> None:
        query = self.page.query()
        run = self._shell.session.run
        run(rows.load_totals, query, done=self._totals, key=f"wallets/totals/{id(self)}", owner=self)

    def _totals(self, sums: tuple[tuple[Asset, int], ...]) -> None:
        self._sums = sums
        self._show_totals()

    def _show_totals(self) -> None:
        self.page.pager.set_totals(*rows.totals(self._sums))

    def _selected(self, wallet: Wallet | None) -> None:
        if wallet is None or self._wallet is None or wallet.id != self._wallet.id:
            self._latest = None
        self._wallet = wallet
        self._show()
        if wallet is not None:
            done = partial(self._came, wallet.id)
            key = f"wallets/panel/{id(self)}"
            self._shell.session.run(portraits.load_latest, wallet, done=done, key=key, owner=self)

    def _came(self, wallet: int, latest: tuple[LedgerLine, ...]) -> None:
        if self._wallet is not None and self._wallet.id == wallet:
            self._latest = latest
            self._show()

    def _show(self) -> None:
        if self._wallet is None:
            self.inspector.show_portrait(None)
            return
        portrait = portraits.portrait(self._wallet, self._latest, self._shell.days, self.commands)
        self.inspector.show_portrait(portrait)

    def _acted(self, key: str) -> None:
        if self._wallet is not None:
            self.commands.act(self._wallet, key)

    def _added(self, wallet: Wallet) -> None:
        """The new one is to be seen, whatever the filters were."""
        self.page.select(wallet.id)
        self.page.set_filter(wallet.label)
        text = self.tr("{wallet} is open.").format(wallet=cells.wallet_full(wallet))
        self._shell.toast(text, [(self.tr("Open ledger"), partial(self._shell.show_wallet_ledger, wallet.id))])
