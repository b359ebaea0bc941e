"""The commands: open the book, ask the controllers, print. An error is one line, and the exit status tells."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from walletdesk import paths
from walletdesk.cli import arguments, importing, upgrading
from walletdesk.cli.running import Told, run
from walletdesk.cli.tables import TextTable
from walletdesk.controllers import books, exporting, exporting_rows, projects, sealing, verifying, wallets
from walletdesk.controllers.books import Book
from walletdesk.controllers.importing import projects_named
from walletdesk.controllers.words import finding_sentence, sentence
from walletdesk.controllers.words_reversal import described
from walletdesk.ledger.refusals import Ambiguous, BookReadOnly, DiskFailure, LedgerError, NotFound
from walletdesk.ledger.values import Asset, LedgerLine, Period, Project

OK, REFUSED, MISUSED, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and answer the exit status: 0, 1 for a refusal or an unsound book, 2 for wrong use."""
    try:
        given = arguments.parsed(argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else MISUSED
    _speak_utf8()
    try:
        status = _COMMANDS[given.command](given)
        sys.stdout.flush()
    except Told as told:
        return _refused(str(told))
    except LedgerError as refusal:
        return _refused(sentence(refusal))
    except BrokenPipeError:
        _close_pipe()
        return OK
    except OSError as error:  # beside the book and the files named: standard output, the folder of the person's state
        return _refused(str(error))
    except KeyboardInterrupt:
        sys.stderr.write("\nwalletdesk: stopped; nothing was left half-done\n")
        return INTERRUPTED
    return status


def _refused(text: str) -> int:
    sys.stderr.write(f"walletdesk: {' '.join(text.split())}\n")
    return REFUSED


def _speak_utf8() -> None:
    """Whatever the locale, so that a name never ends a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _close_pipe() -> None:
    """The reader has left: what is still buffered must not complain when the program ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def reading(given: argparse.Namespace) -> Iterator[Book]:
    """The book, opened for reading; after a crash it is opened for writing, so that SQLite can mend it.

    An older one is read in a converted copy, and stays as it is.
    """
    try:
        book = books.open(given.book, writable=False)
    except (BookReadOnly, DiskFailure):
        book = upgrading.opened(given.book)
    else:
        upgrading.tell_if_older(given.book)
    try:
        yield book
    finally:
        book.close()


def chosen_project(book: Book, name: str | None) -> Project:
    """The project of this name or id, or the only one there is."""
    if name is not None:
        fitting = projects_named(book, name)
    else:
        fitting = list(projects.list_all(book)) or list(projects.list_all(book, archived=True))
    if not fitting:
        raise NotFound("project", name or "")
    if len(fitting) > 1:
        raise Ambiguous("project", name or "", tuple(f"{p.name} ({p.id})" for p in fitting[:20]))
    return fitting[0]


def _verify(given: argparse.Namespace) -> int:
    with reading(given) as book:
        asked = (chosen_project(book, given.project),) if given.project else projects.list_all(book, archived=True)
        seen = [sealing.compare(book, project.id, given.check) for project in asked] if given.check else []
        verdict = run(verifying.verify_book(book, _memory()))
        seals = [(p.name, sealing.of(book, p.id)) for p in asked if sealing.ends_at(book, p.id)] if given.seal else []
    if verdict.ok:
        print(f"{given.book}: sound; {verdict.transactions} transactions and {verdict.entries} entries checked")
        if verdict.unnoted is not None:
            _tell_unnoted(sentence(verdict.unnoted))
        for name, seal in seals:
            print(f"{name}: {seal.text}")
        return _checked(seen)
    for finding in verdict.findings:
        print(finding_sentence(finding))
    return _refused(
        f"{given.book} is not sound: {verdict.broken} facts are broken. Restore a backup, and keep the file."
    )


def _memory() -> Path | None:
    """Where ends are remembered; None, and told, where that cannot be: the book is verified all the same."""
    try:
        return paths.state_folder()
    except OSError as error:
        _tell_unnoted(str(error))
        return None


def _tell_unnoted(why: str) -> None:
    sys.stderr.write(f"walletdesk: where the ledger ends could not be noted. {why}\n")


def _checked(seen: Sequence[sealing.Seen]) -> int:
    """Say what a seal says of the book, once that is sound; one project that answers to it is enough."""
    for found in seen:
        if found.answer is sealing.Answer.HELD:
            print(sealing.spoken(found))
            return OK
    for found in seen:
        sys.stderr.write(f"walletdesk: {sealing.spoken(found)}\n")
    return REFUSED if seen else OK


def _balances(given: argparse.Namespace) -> int:
    with reading(given) as book:
        project = chosen_project(book, given.project)
        found = wallets.balances(book, project.id, given.at)
    if given.csv:
        out = exporting.TextRows(sys.stdout.write, exporting_rows.BALANCES)
        for wallet, parts in found:
            out.row(exporting_rows.balance_row(wallet, parts))
        return OK
    table = TextTable(("Wallet", "Customer", "Name", "Asset", "Balance"), right=("Balance",))
    rows = [
        (w.label, w.owner_name or w.owner_id or "", w.name, w.asset.code, w.asset.format(parts)) for w, parts in found
    ]
    print("\n".join(table.lines(rows)))
    totals: dict[str, tuple[Asset, int]] = {}
    for wallet, parts in found:
        totals[wallet.asset.id] = wallet.asset, totals.get(wallet.asset.id, (wallet.asset, 0))[1] + parts
    for asset, parts in totals.values():
        print(f"Total: {asset.format(parts)} {asset.code}")
    return OK


def _ledger(given: argparse.Namespace) -> int:
    with reading(given) as book:
        project = chosen_project(book, given.project) if given.project is not None else None
        wallet = wallets.by_label(book, project.id if project else None, given.wallet)
        period = Period(given.first, given.last)
        if given.csv:
            out = exporting.TextRows(sys.stdout.write, exporting_rows.LEDGER)
            for rows in exporting_rows.ledger_of(book, wallet, period):
                for row in rows:
                    out.row(row)
            return OK
        header = ("#", "Booked", "Operation", "Counterpart", "Amount", "Balance", "Transaction", "Memo")
        table = TextTable(header, right=("#", "Amount", "Balance"))
        print(f"{wallet.label} {wallet.name}, {wallet.owner_name or wallet.owner_id or 'system wallet'}")
        for lines in exporting_rows.ledger_lines_of(book, wallet, period):
            print("\n".join(table.lines([_ledger_cells(book, wallet.asset, line) for line in lines])))
    return OK


def _ledger_cells(book: Book, asset: Asset, line: LedgerLine) -> tuple[str, ...]:
    other = line.counterpart
    return (
        str(line.seq),
        f"{book.days.local(line.booked_at):%Y-%m-%d %H:%M}",
        line.kind.value,
        (other.owner_name or other.owner_id or other.name) if other else "",
        asset.format(line.amount),
        asset.format(line.balance),
        f"T-{line.number}",
        " ".join(f"{described(line.description, line.reverses, line.reverses_part)} {line.memo}".split()),
    )


def _export(given: argparse.Namespace) -> int:
    with reading(given) as book:
        written = run(exporting.everything(book, given.directory))
    print(f"{written} row{'' if written == 1 else 's'} written to {given.directory}")
    return OK


_COMMANDS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {
    "verify": _verify,
    "balances": _balances,
    "ledger": _ledger,
    "export": _export,
    "import": importing.command,
}
