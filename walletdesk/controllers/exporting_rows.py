"""Lists as rows for files and scripts: their columns, and the values in them.

Amounts stand twice: as plain decimals or ``units parts/fractions``, and in smallest parts. Instants are ISO 8601 with
the offset of the book's zone. Figures come before texts, so that simple tools can cut them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from walletdesk.exchange.csv_write import Cell
from walletdesk.ledger.days import within_calendar
from walletdesk.ledger.values import ALWAYS, Asset, Customer, LedgerLine, Period, Wallet, wallet_label
from walletdesk.store import assets, customers, entries, transactions, wallets
from walletdesk.store.book import Book
from walletdesk.store.customers import CustomerQuery
from walletdesk.store.wallets import WalletQuery

SLICE: Final = 1_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY: Final = 86_400_000
_UNKNOWN: Final = (0, "")
_MINUTES: Final = tuple(f"{minute // 60:02d}:{minute % 60:02d}:" for minute in range(24 * 60))
_SECONDS: Final = tuple(f"{second:02d}." for second in range(60))
_PARTS: Final = tuple(f"{part:03d}" for part in range(1000))

ASSETS: Final = ("asset", "fractions", "circulation", "parts", "unit", "part", "name")
CUSTOMERS: Final = (
    "customer", "status", "wallets", "open_wallets", "created_at", "last_activity", "name", "description",
)  # fmt: skip
WALLETS: Final = (
    "wallet", "customer", "asset", "balance", "parts", "status", "entries", "opened_at", "last_entry_at",
    "customer_name", "name", "description",
)  # fmt: skip
BALANCES: Final = ("wallet", "customer", "asset", "balance", "parts", "customer_name", "name")
LEDGER: Final = (
    "wallet", "entry", "booked_at", "value_date", "transaction", "operation", "kind", "amount", "parts", "balance",
    "balance_parts", "asset", "counterpart", "counterpart_customer", "counterpart_name", "reference", "description",
    "memo", "reverses", "reverses_part",
)  # fmt: skip
LEDGER_TEXTS: Final = tuple(
    LEDGER.index(name)
    for name in (
        "value_date", "kind", "asset", "counterpart_customer", "counterpart_name", "reference", "description", "memo",
    )
)  # fmt: skip
"""The columns of LEDGER with what was typed, or is taken from the file as it stands."""
TRANSACTIONS: Final = (
    "transaction", "booked_at", "value_date", "operation", "kind", "amount", "parts", "asset", "source", "target",
    "reverses", "reversed_by", "reverses_part", "reversed_in_part", "batch", "source_customer", "source_name",
    "target_customer", "target_name", "reference", "description", "memo",
)  # fmt: skip


class Stamps:
    """Instants as ISO 8601 in a book's zone, with milliseconds and offset."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._offsets: dict[int, tuple[int, str] | None] = {}
        self._dates: dict[int, str] = {}

    @classmethod
    def of(cls, book: Book) -> Stamps:
        """The book's own."""
        return cls(ZoneInfo(book.days.zone))

    def text(self, instant: int | None) -> str:
        """Nothing for no instant. Dates and offsets are worked out once for each day of the file."""
        if instant is None:
            return ""
        offset = self._offsets.get(instant // _DAY, _UNKNOWN)
        if offset is _UNKNOWN:
            instant = within_calendar(instant)
            offset = self._offsets[instant // _DAY] = self._steady(instant // _DAY)
        if offset is None:
            return self._local(instant).isoformat(timespec="milliseconds")
        day, rest = divmod(instant + offset[0], _DAY)
        if day not in self._dates:
            self._dates[day] = f"{(_EPOCH + timedelta(days=day)).date()}T"
        minute, rest = divmod(rest, 60_000)
        return f"{self._dates[day]}{_MINUTES[minute]}{_SECONDS[rest // 1000]}{_PARTS[rest % 1000]}{offset[1]}"

    def _local(self, instant: int) -> datetime:
        return (_EPOCH + timedelta(milliseconds=instant)).astimezone(self._zone)

    def _steady(self, day: int) -> tuple[int, str] | None:
        """The offset of a day of UTC in milliseconds and as text; None where the clocks change within it."""
        first, last = self._local(day * _DAY), self._local(day * _DAY + _DAY - 1)
        offset = first.utcoffset()
        if offset is None or offset != last.utcoffset():
            return None
        return offset // timedelta(milliseconds=1), first.isoformat(timespec="milliseconds")[23:]


def _day(value: date | str | None) -> str:
    return "" if value is None else str(value)


def asset_row(asset: Asset) -> list[Cell]:
    """A row of ASSETS."""
    supply = asset.scale.file_text(asset.supply)
    return [asset.code, asset.fractions, supply, asset.supply, asset.unit, asset.part, asset.name]


def customer_row(customer: Customer, stamps: Stamps) -> list[Cell]:
    """A row of CUSTOMERS."""
    return [
        customer.id or "",
        "suspended" if customer.suspended else "active",
        customer.wallets,
        customer.open_wallets,
        stamps.text(customer.created_at),
        stamps.text(customer.last_activity),
        customer.name,
        customer.description,
    ]


def balance_row(wallet: Wallet, parts: int) -> list[Cell]:
    """A row of BALANCES: what the wallet held at some moment."""
    scale = wallet.asset.scale
    owner, name = wallet.owner_id or "", wallet.owner_name
    return [wallet.label, owner, wallet.asset.code, scale.file_text(parts), parts, name, wallet.name]


def wallet_row(wallet: Wallet, stamps: Stamps) -> list[Cell]:
    """A row of WALLETS."""
    return [
        wallet.label,
        wallet.owner_id or "",
        wallet.asset.code,
        wallet.asset.scale.file_text(wallet.balance),
        wallet.balance,
        wallet.status.value,
        wallet.entries,
        stamps.text(wallet.created_at),
        stamps.text(wallet.last_at),
        wallet.owner_name,
        wallet.name,
        wallet.description,
    ]


def assets_of(book: Book, project: str) -> Iterator[list[Cell]]:
    """Every asset."""
    return map(asset_row, assets.list_all(book, project))


def customers_of(book: Book, project: str, query: CustomerQuery) -> Iterator[list[list[Cell]]]:
    """Customers slice by slice, by their id: an order in which nothing moves while the export goes on."""
    stamps = Stamps.of(book)
    steady = CustomerQuery(query.text, query.suspended, "id")
    number = 1
    while (page := customers.page(book, project, steady, number, SLICE)).rows:
        yield [customer_row(customer, stamps) for customer in page.rows]
        number += 1


def wallets_of(book: Book, project: str, query: WalletQuery) -> Iterator[list[Wallet]]:
    """Wallets slice by slice, by their number: an order in which nothing moves while the export goes on."""
    steady = WalletQuery(query.text, query.asset, query.system, query.status, query.zero, query.customer, "number")
    number = 1
    while (page := wallets.page(book, project, steady, number, SLICE)).rows:
        yield list(page.rows)
        number += 1


def ledger_lines_of(book: Book, wallet: Wallet, period: Period = ALWAYS) -> Iterator[tuple[LedgerLine, ...]]:
    """A wallet's entries slice by slice, oldest first, up to the last one there was at the beginning."""
    first, last = entries.numbers_within(book, wallet.id, book.days.bounds(period))
    for start in range(first, last + 1, SLICE):
        yield entries.lines(book, wallet.id, start, min(last, start + SLICE - 1))


def ledger_of(book: Book, wallet: Wallet, period: Period = ALWAYS) -> Iterator[list[list[Cell]]]:
    """The same as rows of LEDGER."""
    stamp, money = Stamps.of(book).text, wallet.asset.scale.file_text
    label, code = wallet.label, wallet.asset.code
    first, last = entries.numbers_within(book, wallet.id, book.days.bounds(period))
    for start in range(first, last + 1, SLICE):
        found, part = entries.rows(book, wallet.id, start, min(last, start + SLICE - 1))
        yield [
            [
                label, seq, stamp(at), value_date or "", number, position, kind, money(amount), amount, money(balance),
                balance, code, "" if other is None else wallet_label(other, bool(system)), owner or "", name or "",
                reference or "", description, memo, reverses or "", "yes" if id_ in part else "",
            ]
            for seq, at, value_date, number, position, kind, amount, balance, other, system, owner, name, reference,
            description, memo, reverses, id_ in found
        ]  # fmt: skip


def transactions_of(
    book: Book, project: str, wanted: Period | Sequence[int] = ALWAYS
) -> Iterator[tuple[int, int, list[list[Cell]]]]:
    """Operations slice by slice, of a period or of these numbers: (transactions done, of, rows)."""
    stamps = Stamps.of(book)
    known = {asset.id: asset for asset in assets.list_all(book, project)}
    if isinstance(wanted, Period):
        first, last = transactions.numbers_within(book, project, book.days.bounds(wanted))
        numbers: Sequence[int] = range(first, last + 1)
    else:
        numbers = sorted(wanted)
    for start in range(0, len(numbers), SLICE):
        chunk = numbers[start : start + SLICE]
        found, part = transactions.operation_rows(book, project, chunk)
        yield start + len(chunk), len(numbers), [_operation_row(row, stamps, known, part) for row in found]


def _operation_row(
    row: tuple[object, ...], stamps: Stamps, known: dict[str, Asset], part: frozenset[int]
) -> list[Cell]:
    """A row of TRANSACTIONS; ``part`` are the numbers of the reversals that took back less than all."""
    number, booked_at, value_date, position, kind, amount, memo, reference, description, *rest = row
    reverses, reversed_by, batch = rest[:3]
    source, target, asset = rest[3:7], rest[7:11], known[str(rest[11])]
    assert isinstance(amount, int)
    assert isinstance(booked_at, int)
    figures = [number, stamps.text(booked_at), value_date, position, kind, asset.scale.file_text(amount), amount]
    sides = [_label(source), _label(target), reverses, reversed_by]
    parts = [_yes(reverses is not None and number in part), _yes(reversed_by in part), batch]
    texts = [source[2], source[3], target[2], target[3], reference, description, memo]
    return [_cell(value) for value in (*figures, asset.code, *sides, *parts, *texts)]


def _label(side: Sequence[object]) -> str:
    number, customer = side[0], side[1]
    return wallet_label(number, customer is None) if isinstance(number, int) else ""


def _yes(fact: object) -> Cell:
    return "yes" if fact else ""


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    return value if isinstance(value, int) else str(value)
