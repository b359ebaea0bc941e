"""Lists as CSV files: written beside and renamed, slice by slice, so that a cancelled export leaves the old file.

Every task answers how many rows it wrote. The columns are in ``exporting_rows``; docs/mapping.md says how cells are
made harmless in a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, count
from pathlib import Path

from walletdesk.controllers import exporting_rows as rows
from walletdesk.controllers.exporting_rows import SLICE
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.exchange.csv_write import Cell, CsvFile, TextRows
from walletdesk.exchange.files import file_refusal, safe_name
from walletdesk.ledger.refusals import BookDamaged
from walletdesk.ledger.values import ALWAYS, Period, Project
from walletdesk.store import customers as customer_store
from walletdesk.store import entries, projects
from walletdesk.store import wallets as wallet_store
from walletdesk.store.book import Book
from walletdesk.store.customers import CustomerQuery
from walletdesk.store.faults import rescuing
from walletdesk.store.wallets import WalletQuery

__all__ = ["TextRows", "customers", "everything", "ledger", "transactions", "wallets"]


def ledger(book: Book, wallet: int, period: Period, path: Path | str) -> Task[int]:
    """A wallet's entries in a period, oldest first. Refuses NotFound, PeriodReversed, FileFault, DiskFull."""
    found = wallet_store.get(book, wallet)
    first, last = entries.numbers_within(book, wallet, book.days.bounds(period))
    total = max(0, last - first + 1)
    return (yield from _save(book, path, rows.LEDGER, rows.ledger_of(book, found, period), total, rows.LEDGER_TEXTS))


def wallets(book: Book, project: str, query: WalletQuery, path: Path | str) -> Task[int]:
    """The wallets that the query names, by number, with their balances."""
    total = wallet_store.page(book, project, query, 1, 1).total
    stamps = rows.Stamps.of(book)
    slices = ([rows.wallet_row(w, stamps) for w in found] for found in rows.wallets_of(book, project, query))
    return (yield from _save(book, path, rows.WALLETS, slices, total))


def customers(book: Book, project: str, query: CustomerQuery, path: Path | str) -> Task[int]:
    """The customers that the query names, by id."""
    total = customer_store.page(book, project, query, 1, 1).total
    return (yield from _save(book, path, rows.CUSTOMERS, rows.customers_of(book, project, query), total))


def transactions(book: Book, project: str, wanted: Period | Sequence[int], path: Path | str) -> Task[int]:
    """The transactions of a period, or of these numbers, with one row an operation."""
    written = 0
    with CsvFile(path, rows.TRANSACTIONS, book.path) as file:
        for done, total, slice_ in rows.transactions_of(book, project, wanted):
            file.rows(slice_)
            written += len(slice_)
            yield Progress(done, total, "export")
    return written


Spoilt = Callable[[str], object]


def everything(book: Book, directory: Path | str, spoilt: Spoilt | None = None) -> Task[int]:
    """Every list of every project, a folder for each: assets, customers, wallets, transactions, entries.

    With ``spoilt`` a damaged book is written as far as it can be read, and what cannot be is told to it by name.
    Refuses FileFault, DiskFull. Files of an earlier export are replaced one by one.
    """
    folder = Path(directory)
    written = 0
    names: set[str] = set()
    with rescuing(str(book.path)):
        every = projects.list_all(book, archived=True)
    for project in every:
        place = folder / _folder_name(project, names)
        _make_folder(place)
        for name, piece in (
            ("assets.csv", _assets),
            ("customers.csv", partial(_every, customers, CustomerQuery())),
            ("wallets.csv", partial(_every, wallets, WalletQuery())),
            ("transactions.csv", partial(_every, transactions, ALWAYS)),
            ("entries.csv", partial(_all_entries, spoilt)),
        ):
            try:
                with rescuing(str(book.path)):
                    written += yield from piece(book, project.id, place / name)
            except BookDamaged:
                if spoilt is None:
                    raise
                spoilt(f"{place.name}/{name}")
    if not names:
        _make_folder(folder)
    return written


def _save(
    book: Book,
    path: Path | str,
    header: Sequence[str],
    slices: Iterator[list[list[Cell]]],
    total: int,
    texts: Sequence[int] | None = None,
) -> Task[int]:
    """Write a list; ``texts`` are the columns that need a guard against spreadsheets, all if left out."""
    done = 0
    with CsvFile(path, header, book.path) as file:
        yield Progress(done, total, "export")
        for slice_ in slices:
            file.rows(slice_) if texts is None else file.own_rows(slice_, texts)
            done += len(slice_)
            yield Progress(min(done, total), total, "export")
    return done


def _every(listed: Callable[..., Task[int]], all_: object, book: Book, project: str, path: Path) -> Task[int]:
    return listed(book, project, all_, path)


def _assets(book: Book, project: str, path: Path) -> Task[int]:
    found = list(rows.assets_of(book, project))
    return (yield from _save(book, path, rows.ASSETS, iter([found]), len(found)))


def _all_entries(spoilt: Spoilt | None, book: Book, project: str, path: Path) -> Task[int]:
    """The ledgers of all wallets, one after the other; small ones share a slice."""
    every = [wallet for found in rows.wallets_of(book, project, WalletQuery()) for wallet in found]
    total = sum(wallet.entries for wallet in every)

    def slices() -> Iterator[list[list[Cell]]]:
        waiting: list[list[Cell]] = []
        for wallet in every:
            try:
                for found in rows.ledger_of(book, wallet):
                    waiting += found
                    if len(waiting) >= SLICE:
                        yield waiting
                        waiting = []
            except BookDamaged:
                if spoilt is None:
                    raise
                spoilt(wallet.label)
        yield waiting

    return (yield from _save(book, path, rows.LEDGER, slices(), total, rows.LEDGER_TEXTS))


def _folder_name(project: Project, taken: set[str]) -> str:
    """A name of its own for each project, also where a file system does not tell capitals.

    In a damaged file even a name may be a number.
    """
    name = safe_name(str(project.name))
    longer = f"{name} {safe_name(str(project.id))}"
    names = chain((name, longer), (f"{longer} {number}" for number in count(2)))
    free = next(one for one in names if one.casefold() not in taken)
    taken.add(free.casefold())
    return free


def _make_folder(folder: Path) -> None:
    try:
        for above in reversed([one for one in folder.parents if not one.exists()]):
            above.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise file_refusal(folder, error) from error
