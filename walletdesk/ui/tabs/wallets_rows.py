"""The list of wallets: its columns, and how a page of it and its totals are asked for."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers import wallets
from walletdesk.controllers.books import Book
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.ledger.days import Days
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Asset, Page, Wallet
from walletdesk.ui import cells
from walletdesk.ui.format import count
from walletdesk.ui.tables.columns import Cells, ChipCell, Column, Date, Money, Num, Text, TwoLine
from walletdesk.ui.tables.spec import ListQuery, ListSpec, Nothing, Picked, Sums

translate: Final = QCoreApplication.translate
Options = Sequence[tuple[str, object]]

TOTALS_SHOWN: Final = 3


def spec(days: Callable[[], Days]) -> ListSpec[Wallet]:
    """What makes the list of wallets; `days` is asked for the calendar of the book that is open."""
    return ListSpec(
        key="wallets",
        name=translate("wallets", "Wallets"),
        columns=_columns(),
        cells=lambda wallet: _cells(wallet, days()),
        identity=lambda wallet: wallet.id,
        load=load,
        kinds=("wallets", "customers", "assets"),
        nothing=Nothing(
            "wallet",
            translate("wallets", "No wallets yet"),
            translate("wallets", "Open the first wallet for a customer, or a system wallet of your own."),
            translate("wallets", "New wallet"),
        ),
        search=translate("wallets", "Search wallet, number, customer\N{HORIZONTAL ELLIPSIS}"),
        sort="owner",
        sums=load_picked,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("wallet", translate("wallets", "Wallet"), TwoLine, "Refund", stretch=1, sortable=True),
        Column("owner", translate("wallets", "Owner"), Text, "Bartholomew", stretch=1, sortable=True),
        Column("asset", translate("wallets", "Asset"), Text, "XAU-OZ", sortable=True),
        Column("balance", translate("wallets", "Balance"), Money, "9,999,999.99", stretch=1, sortable=True),
        Column("status", translate("wallets", "Status"), ChipCell, "Suspended", sortable=True),
        Column("entries", translate("wallets", "Entries"), Num, "999,999", sortable=True),
        Column("activity", translate("wallets", "Last entry"), Date, "2025-12-30 20:00", sortable=True),
    )


def _cells(wallet: Wallet, days: Days) -> Cells:
    return (
        TwoLine(wallet.name, wallet.label),
        Text(cells.owner_title(wallet), muted=wallet.system or wallet.owner_id is None),
        Text(wallet.asset.code, muted=True),
        cells.money(wallet.asset, wallet.balance, bold=True),
        cells.status_cell(wallet.status),
        Num(count(wallet.entries)),
        Date(cells.stamp(days, wallet.last_at)),
    )


def query(asked: ListQuery) -> WalletQuery:
    """What the controllers are asked, given what the page's filters and titles say."""
    owner = asked.choice("customer")
    return WalletQuery(
        text=asked.text,
        asset=asked.choice("asset"),
        system=asked.choice("system"),
        status=asked.choice("status"),
        zero=asked.choice("zero"),
        customer=owner[0] if owner else None,
        sort=asked.sort,
        descending=asked.descending,
    )


def load(book: Book, asked: ListQuery) -> Page[Wallet]:
    """One page of the wallets; runs on the lane."""
    return wallets.page(book, asked.project, query(asked), asked.number, asked.size)


def load_totals(book: Book, asked: ListQuery) -> tuple[tuple[Asset, int], ...]:
    """What the wallets of all pages hold, by asset; runs on the lane."""
    return wallets.totals(book, asked.project, query(asked))


def load_picked(book: Book, picked: Picked[Wallet]) -> Task[Sums]:
    """What the selected wallets hold, by asset; runs on the lane."""
    if picked.rows is None:
        return load_totals(book, picked.query)
    sums: dict[str, tuple[Asset, int]] = {}
    for wallet in picked.rows:
        _, held = sums.get(wallet.asset.id, (wallet.asset, 0))
        sums[wallet.asset.id] = wallet.asset, held + wallet.balance
    yield Progress(len(picked.rows), len(picked.rows))
    return tuple(sums.values())


def totals(sums: Sequence[tuple[Asset, int]]) -> tuple[list[str], list[str]]:
    """The sums as texts: those that are shown, and those that only the tooltip tells."""
    held = [pair for pair in sums if pair[1]] or list(sums)
    texts = [cells.amount_text(asset, parts, code=True) for asset, parts in held]
    return texts[:TOTALS_SHOWN], texts[TOTALS_SHOWN:]


def asset_options(assets: Sequence[Asset]) -> Options:
    """The filter by asset, by code."""
    ordered = sorted(assets, key=lambda asset: asset.code.casefold())
    return [(translate("wallets", "All assets"), None), *((asset.code, asset.id) for asset in ordered)]


def owner_options() -> Options:
    """The filter by who owns."""
    return [
        (translate("wallets", "All owners"), None),
        (translate("wallets", "Customers"), False),
        (translate("wallets", "System"), True),
    ]


def status_options() -> Options:
    """The filter by state."""
    return [(translate("wallets", "Any status"), None), *((cells.status_word(status), status) for status in Status)]


def balance_options() -> Options:
    """The filter by whether there is anything in it."""
    return [
        (translate("wallets", "Any balance"), None),
        (translate("wallets", "Not zero"), False),
        (translate("wallets", "Zero"), True),
    ]
