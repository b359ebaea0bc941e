"""What the panel beside the wallets tells of one of them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers import entries
from walletdesk.controllers.books import Book
from walletdesk.ledger.days import Days
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import LedgerLine, Wallet
from walletdesk.ui import cells
from walletdesk.ui.inspector import Deed, Portrait, PortraitRow, Section
from walletdesk.ui.tables.columns import ChipCell
from walletdesk.ui.tabs.wallets_commands import LEDGER, WalletCommands

translate: Final = QCoreApplication.translate

LATEST: Final = 6


def load_latest(book: Book, wallet: Wallet) -> tuple[LedgerLine, ...]:
    """The last entries of a wallet, the newest first; runs on the lane."""
    found = entries.lines(book, wallet.id, max(1, wallet.entries - LATEST + 1), wallet.entries)
    return found[::-1]


def portrait(wallet: Wallet, latest: Sequence[LedgerLine] | None, days: Days, commands: WalletCommands) -> Portrait:
    """All of it; `latest` is None while the entries are on their way."""
    chip = cells.status_cell(wallet.status)
    return Portrait(
        title=cells.wallet_title(wallet),
        chip=ChipCell(chip.kind, chip.text, chip.icon),
        lines=(described(wallet),),
        hero=cells.money(wallet.asset, wallet.balance, code=True),
        text=wallet.description,
        deeds=(
            Deed(LEDGER, translate("wallets", "Open ledger"), "book-open", primary=True),
            commands.main_deed(wallet),
        ),
        more=commands.more(wallet),
        reason=commands.reason(wallet),
        sections=() if latest is None else (_section(wallet, latest, days),),
    )


def described(wallet: Wallet) -> str:
    """What stands beneath a wallet's title on its own: "S-00001 · System wallet", "Cash · W-00683"."""
    if wallet.system:
        return wallet.label + cells.DOT + translate("wallets", "System wallet")
    return cells.wallet_sub(wallet)


def _section(wallet: Wallet, latest: Sequence[LedgerLine], days: Days) -> Section:
    nothing = translate("wallets", "No entries.")
    if wallet.status is Status.OPEN:
        nothing = translate("wallets", "No entries yet. Post a transaction to use this wallet.")
    rows = tuple(_row(wallet, line, days) for line in latest)
    return Section(translate("wallets", "Latest entries"), rows, nothing=nothing)


def _row(wallet: Wallet, line: LedgerLine, days: Days) -> PortraitRow:
    amount = cells.signed_money(wallet.asset, line.amount)
    balance = cells.money(wallet.asset, line.balance)
    who = cells.wallet_title(line.counterpart) if line.counterpart else cells.kind_word(line.kind)
    said = " ".join((line.description or line.memo).split())
    when = cells.stamp(days, line.booked_at)
    return PortraitRow(
        who,
        sub=f"{when}{cells.DOT}{said}" if said else when,
        value=f"{amount.text}{amount.sub}",
        value_sub=f"{balance.text}{balance.sub}",
        key=line.number,
        sign=amount.sign,
        opens=True,
    )
