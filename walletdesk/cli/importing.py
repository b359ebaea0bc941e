"""The import command."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from walletdesk import paths
from walletdesk.cli import upgrading
from walletdesk.cli.running import Stopwatch, Told, peak_memory, run
from walletdesk.controllers import backups, books, importing
from walletdesk.controllers.backups import Place
from walletdesk.controllers.books import Book
from walletdesk.controllers.importing import Booking, ImportedBefore, NothingToImport, Plan, Verdict
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import Batch

_SHOWN = 5


def command(given: argparse.Namespace) -> int:
    """Check the file, keep its refused rows, and post what passes."""
    watch = Stopwatch()
    mapping = importing.load_mapping(given.mapping)
    fresh = not given.book.exists()
    with _book(given.book, dry=given.dry_run) as book:
        plan = run(importing.check(book, given.file, mapping))
        words = importing.reasons(plan, book)
        if plan.imported_before and not given.dry_run:
            raise ImportedBefore(plan.imported_before.number, plan.imported_before.name)
        if given.refused:
            run(importing.refused_csv(plan, given.refused, words))
        batch = None if given.dry_run else _written(book, plan, fresh, words)
    # A new book has its name by now: whoever reads this may leave, and what was imported stays.
    _report(plan, "would be imported" if given.dry_run else "imported")
    if batch is not None:
        print(f"Batch {batch.number} of project {plan.project.name}: T-{batch.first} to T-{batch.last}")
    for row in plan.refused[:_SHOWN]:
        print(f"Line {row.line} refused: {words(row.reason)}")
    if plan.count(Verdict.REFUSED) > _SHOWN and not given.refused:
        print("More lines are refused; --refused FILE keeps them all with their reasons.")
    print(", ".join(filter(None, (watch.text(), peak_memory()))))
    return 0


def _written(book: Book, plan: Plan, fresh: bool, words: Callable[[LedgerError], str]) -> Batch | None:
    """Post what passes; None where all of it is in the book already."""
    if not plan.count(Verdict.READY):
        if plan.count(Verdict.REFUSED):
            raise NothingToImport(plan.count(Verdict.REFUSED), plan.count(Verdict.THERE))
        return None
    try:
        task = importing.write(book, plan) if fresh else backups.before(book, _place(), importing.write, plan)
        return run(task).value
    except LedgerError as refusal:
        raise Told(words(refusal)) from refusal


def _place() -> Place:
    """Where the program's own backups lie. What goes wrong with one is noted for the window, and stops no script."""
    return Place(paths.backup_folder(), notes=paths.state_folder())


def _report(plan: Plan, done: str) -> None:
    ready, refused, there = (plan.count(v) for v in (Verdict.READY, Verdict.REFUSED, Verdict.THERE))
    print(f"{plan.total} rows: {ready} {done}, {refused} refused, {there} in the book already")
    if plan.imported_before:
        print(f"The same file was imported before, as batch {plan.imported_before.number}.")
    if not ready:
        return
    made = f"{len(plan.new_customers)} new customers, {len(plan.new_wallets)} new wallets"
    total = sum(wallet.after for wallet in plan.wallets.values())
    code = plan.asset.code
    print(f"{made}; {len(plan.wallets)} wallets now hold {plan.asset.scale.file_text(total)} {code}")
    on = "on the file's dates" if plan.booking is Booking.DATES else "now; the file's dates are kept as value dates"
    if plan.date_format:
        print(f"Dates read as {plan.date_format}; booked {on}")


@contextmanager
def _book(path: Path, *, dry: bool) -> Iterator[Book]:
    """The book to import into. A missing one is made, and is there at the end, if something came into it."""
    if path.exists():
        book = upgrading.opened(path)
        try:
            yield book
        finally:
            book.close()
    elif dry:
        with tempfile.TemporaryDirectory() as folder, _book(Path(folder) / "dry.walletdesk", dry=False) as book:
            yield book
    else:
        with books.filling(path) as book:
            yield book
