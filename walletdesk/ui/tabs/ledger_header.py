"""The head of a wallet's ledger: whose it is, how it stands, what it holds, and what can be done with it."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from walletdesk.ledger.values import Wallet
from walletdesk.ui import cells, fonts
from walletdesk.ui.icons import icon
from walletdesk.ui.inspector import Deed
from walletdesk.ui.tabs.wallets_commands import EXPLAIN, WalletCommands
from walletdesk.ui.tabs.wallets_portrait import described
from walletdesk.ui.tabs.wallets_running import fill_menu
from walletdesk.ui.widgets.buttons import button, icon_button
from walletdesk.ui.widgets.chip import Chip
from walletdesk.ui.widgets.labels import Elided
from walletdesk.ui.widgets.styling import label, sub

_HEIGHT: Final = 97
_BACK: Final = 4
"""Left of the button that leads back: its own padding brings its arrow to the gutter."""


class LedgerHeader(QFrame):
    """Shows one wallet; what is pressed goes to the commands, or out as a signal."""

    back = Signal()
    exported = Signal()
    explained = Signal()

    def __init__(self, commands: WalletCommands, parent: QWidget | None = None) -> None:
        """No wallet yet."""
        super().__init__(parent)
        self.setProperty("panel", "bar")
        self.setMinimumHeight(_HEIGHT)
        self._commands = commands
        self._wallet: Wallet | None = None
        self._deed: Deed | None = None
        self._title = Elided("", fonts.sized(20, fonts.SEMIBOLD), "title")
        self._chip = Chip()
        self._sub = Elided("", fonts.tabular(fonts.sized(12)), "sub")
        self._reason = label("", "hint", fonts.sized(12))
        self._balance = label("", "hero", fonts.sized(20, fonts.SEMIBOLD))
        self._code = label("", "sub", fonts.sized(13))
        self._when = sub("")
        self.back_button = button(self.tr("Wallets"), "arrow-left", "ghost")
        self.main = button(self.tr("Transfer"), "arrow-right-left")
        self.explain = button(self.tr("Explain"), "scale")
        self.explain.setToolTip(self.tr("What explains this balance (Ctrl+B)"))
        self.export = button(self.tr("Export CSV"), "download")
        self.more = icon_button("ellipsis", self.tr("More"), "secondary")
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        self._lay_out()
        self.back_button.clicked.connect(self.back)
        self.explain.clicked.connect(self.explained)
        self.export.clicked.connect(self.exported)
        self.main.clicked.connect(self._act)

    def wallet(self) -> Wallet | None:
        """The one that is shown."""
        return self._wallet

    def title(self) -> str:
        """What stands in large letters."""
        return self._title.whole()

    def balance(self) -> str:
        """The amount with its code."""
        return f"{self._balance.text()} {self._code.text()}"

    def menu(self) -> QMenu:
        """What the button with the dots opens."""
        return self._menu

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_BACK, 8, 16, 10)
        column.setSpacing(0)
        self.back_button.setAccessibleName(self.tr("Back to the wallets"))
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.back_button)
        top.addStretch(1)
        column.addLayout(top)
        row = QHBoxLayout()
        row.setContentsMargins(16 - _BACK, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(self._names(), 1)
        row.addSpacing(8)
        row.addLayout(self._amount())
        row.addSpacing(16)
        for widget in (self.main, self.explain, self.export, self.more):
            row.addWidget(widget)
        column.addLayout(row)
        column.addStretch(1)

    def _names(self) -> QVBoxLayout:
        first = QHBoxLayout()
        first.setSpacing(10)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        first.addWidget(self._title)
        first.addWidget(self._chip)
        first.addStretch(1)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addLayout(first)
        names.addWidget(self._sub)
        names.addWidget(self._reason)
        return names

    def _amount(self) -> QVBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(7)
        line.addStretch(1)
        line.addWidget(self._balance, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._code, 0, Qt.AlignmentFlag.AlignBottom)
        self._code.setContentsMargins(0, 0, 0, 3)
        self._when.setAlignment(Qt.AlignmentFlag.AlignRight)
        amount = QVBoxLayout()
        amount.setSpacing(2)
        amount.addLayout(line)
        amount.addWidget(self._when)
        return amount

    def show_wallet(self, wallet: Wallet) -> None:
        """Show this one, or the same as it is now."""
        self._wallet = wallet
        self._title.set_text(cells.wallet_title(wallet))
        chip = cells.status_cell(wallet.status)
        self._chip.set_status(chip.text, chip.kind, chip.icon)
        self._sub.set_text(f"{described(wallet)}{cells.DOT}{wallet.asset.name}")
        self._balance.setText(cells.amount_text(wallet.asset, wallet.balance))
        self._balance.setAccessibleName(cells.amount_text(wallet.asset, wallet.balance, code=True))
        self._code.setText(wallet.asset.code)
        past = self._commands.evening()
        now = self.tr("current balance")
        self._when.setText(now if past is None else self.tr("balance on {day}").format(day=past.isoformat()))
        self._deed = self._commands.main_deed(wallet)
        self.main.setText(self._deed.text)
        self.main.setEnabled(self._deed.enabled)
        self.explain.setEnabled(bool(wallet.entries))
        self.main.setIcon(icon(self._deed.icon or "", "text2"))
        self._reason.setText(self._commands.reason(wallet))
        self._reason.setVisible(bool(self._reason.text()))
        self._menu.clear()
        deeds = tuple(deed for deed in self._commands.more(wallet) if deed.key != EXPLAIN)
        fill_menu(self._menu, deeds, partial(self._commands.act, wallet))

    def _act(self) -> None:
        if self._wallet is not None and self._deed is not None:
            self._commands.act(self._wallet, self._deed.key)
