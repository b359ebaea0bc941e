"""Explain a balance: what changed it in a period, by way and by who or what, adding up (R3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from walletdesk.controllers.entries import span
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.exchange.csv_write import Cell, CsvFile
from walletdesk.ledger.explaining import MOST_LINES, Explanation, Gathering, Party
from walletdesk.ledger.values import ALWAYS, Period, Wallet
from walletdesk.store import entries, explaining, wallets
from walletdesk.store.book import Book

COLUMNS = ("wallet", "what", "amount", "parts", "entries", "asset", "counterpart", "counterpart_customer", "name")


@dataclass(frozen=True, slots=True)
class Explained:
    """The explanation of a wallet's balance in a period, and the wallets that its lines name."""

    wallet: Wallet
    period: Period
    explanation: Explanation
    entries: int
    others: dict[int, Wallet]


def explain(book: Book, wallet: int, period: Period = ALWAYS, most_lines: int | None = MOST_LINES) -> Task[Explained]:
    """What stands between the period's opening and closing balance; at most so many lines a way, None: all.

    Refuses NotFound and PeriodReversed.
    """
    within = span(book, wallet, period)
    found = wallets.get(book, wallet)
    opening = entries.balance_after(book, wallet, within.first - 1)
    closing = entries.balance_after(book, wallet, within.last) if within.count else opening
    gathering = Gathering()
    for reached, sums in explaining.sums(book, wallet, within.first, within.last):
        for way, party, share in sums:
            gathering.add(way, party, share)
        yield Progress(reached - within.first + 1, within.count, "explain")
    told = gathering.explanation(opening, closing, most_lines)
    named = [party.wallet for flow in told.flows for party, _ in flow.lines if party.wallet is not None]
    return Explained(found, period, told, within.count, wallets.get_many(book, named))


def export(book: Book, wallet: int, period: Period, path: Path | str) -> Task[int]:
    """The whole explanation as a CSV file: opening, every line of every way, closing. Refuses FileFault, DiskFull."""
    found = yield from explain(book, wallet, period, None)
    written = 0
    with CsvFile(path, COLUMNS, book.path) as file:
        for row in _rows(found):
            file.row(row)
            written += 1
    return written


def _rows(found: Explained) -> Iterator[list[Cell]]:
    told, asset = found.explanation, found.wallet.asset

    def row(what: str, parts: int, count: int, texts: Sequence[str]) -> list[Cell]:
        return [found.wallet.label, what, asset.scale.file_text(parts), parts, count, asset.code, *texts]

    yield row("opening", told.opening, 0, ("", "", ""))
    for flow in told.flows:
        for party, share in flow.lines:
            yield row(flow.way.value, flow.way.sign * share.parts, share.entries, _names(found, party))
        if flow.others is not None:
            yield row(flow.way.value, flow.way.sign * flow.others.share.parts, flow.others.share.entries, ("", "", ""))
    yield row("closing", told.closing, found.entries, ("", "", ""))


def _names(found: Explained, party: Party) -> tuple[str, str, str]:
    if party.wallet is None:
        return "", "", party.text
    other = found.others[party.wallet]
    return other.label, other.owner_id or "", other.owner_name or other.name
