"""Entries in the book: a wallet's ledger, read by number and never by counting (W6, R2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from walletdesk.ledger.explaining import Cause
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import LedgerLine
from walletdesk.store import explaining
from walletdesk.store.book import Book, Row
from walletdesk.store.lines import PARTY_COLUMNS, day, halving, party, party_columns, span
from walletdesk.store.reversals import Told, found_by, in_part_by_id

SLICE = 1_000
_SUM_SLICE = 20_000
_AT_ONCE = 500
_LOW_BITS = 2**31 - 1

_TURNOVER = (
    "SELECT coalesce(sum(amount >> 31) FILTER (WHERE amount > 0), 0), "  # noqa: S608
    f"coalesce(sum(amount & {_LOW_BITS}) FILTER (WHERE amount > 0), 0), "
    "coalesce(sum(amount >> 31) FILTER (WHERE amount < 0), 0), "
    f"coalesce(sum(amount & {_LOW_BITS}) FILTER (WHERE amount < 0), 0) "
    "FROM entry WHERE wallet = ? AND seq BETWEEN ? AND ?"
)
_FROM = (
    "FROM entry AS e JOIN txn AS t ON t.id = e.txn JOIN operation AS o ON o.txn = e.txn AND o.position = e.position "
    "LEFT JOIN wallet AS w ON w.id = CASE WHEN o.source = e.wallet THEN o.target ELSE o.source END "
    "LEFT JOIN customer AS c ON c.key = w.customer LEFT JOIN txn AS undone ON undone.id = t.reverses "
    "WHERE e.wallet = ? AND "
)
_SELECT = (
    "SELECT e.seq, e.booked_at, o.kind, e.amount, e.balance, t.id, t.number, e.position, t.description, o.memo, "
    f"t.reference, t.value_date, undone.number, {party_columns('w', 'c')} {_FROM}"
)


def _values(book: Book, rows: Sequence[Row]) -> tuple[LedgerLine, ...]:
    part = in_part_by_id(book, (row[5] for row in rows if row[12] is not None))
    return tuple(_value(row, part) for row in rows)


def _value(row: Row, part: frozenset[int]) -> LedgerLine:
    seq, booked_at, kind, amount, balance, *transaction = row[:-PARTY_COLUMNS]
    id_, number, position, description, memo, reference, value_date, reverses = transaction
    return LedgerLine(
        seq,
        booked_at,
        Kind(kind),
        amount,
        balance,
        party(row[-PARTY_COLUMNS:]),
        id_,
        number,
        position,
        description,
        memo,
        reference,
        day(value_date),
        reverses,
        id_ in part,
    )


def count(book: Book, wallet: int) -> int:
    """How many entries the wallet has: the number of its last one."""
    return int(book.value("SELECT entries FROM wallet WHERE id = ?", (wallet,)) or 0)


_FINDING = halving("SELECT booked_at FROM entry WHERE wallet = :of AND seq = (low + high) / 2")


def numbers_within(book: Book, wallet: int, bounds: tuple[int | None, int | None]) -> tuple[int, int]:
    """The first and last number booked within two instants; the last is before the first if there is none."""
    return span(book, _FINDING, wallet, bounds, count(book, wallet))


def lines(book: Book, wallet: int, first: int, last: int) -> tuple[LedgerLine, ...]:
    """The lines numbered first to last, ascending; any stretch of any ledger costs the same (R2)."""
    rows = book.rows(_SELECT + "e.seq BETWEEN ? AND ? ORDER BY e.seq", (wallet, first, last))
    return _values(book, rows)


def lines_of(book: Book, wallet: int, numbers: Sequence[int]) -> tuple[LedgerLine, ...]:
    """The lines of these numbers, ascending."""
    marks = ",".join("?" * len(numbers))
    return _values(book, book.rows(_SELECT + f"e.seq IN ({marks}) ORDER BY e.seq", (wallet, *numbers)))


_ROWS = (
    "SELECT e.seq, e.booked_at, t.value_date, t.number, e.position, o.kind, e.amount, e.balance, w.number, "
    f"w.customer IS NULL, c.id, coalesce(nullif(c.name, ''), w.name), t.reference, t.description, o.memo, "
    f"undone.number, t.id {_FROM}"
    "e.seq BETWEEN ? AND ? ORDER BY e.seq"
)


def rows(book: Book, wallet: int, first: int, last: int) -> tuple[list[Row], frozenset[int]]:
    """The same as bare rows, for files: values would cost more than everything else of an export.

    Columns: number, instant, value date, transaction, position, kind, amount, balance; the counterpart's number,
    whether it is a system wallet, its owner's id, its owner's or own name; reference, description, memo; the number of
    what it reverses, and the book's key. Beside them the keys of the reversals that took back less than all.
    """
    found = book.rows(_ROWS, (wallet, first, last))
    return found, in_part_by_id(book, (row[-1] for row in found if row[-2] is not None))


def balance_after(book: Book, wallet: int, number: int) -> int:
    """The balance after this entry; before the first it is zero."""
    sql = "SELECT balance FROM entry WHERE wallet = ? AND seq = ?"
    return int(book.value(sql, (wallet, number)) or 0) if number else 0


def turnover(book: Book, wallet: int, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """What came in and what went out, slice by slice: (number reached, received so far, sent so far).

    Turnover may exceed 64 bits although no balance does, so that high and low halves are summed apart.
    """
    received = sent = 0
    for start in range(first, last + 1, _SUM_SLICE):
        end = min(last, start + _SUM_SLICE - 1)
        ((high_in, low_in, high_out, low_out),) = book.rows(_TURNOVER, (wallet, start, end))
        received += (high_in << 31) + low_in
        sent -= (high_out << 31) + low_out
        yield end, received, sent


def turnover_of(book: Book, wallet: int, numbers: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """The same of these ascending numbers alone."""
    received = sent = 0
    for start in range(0, len(numbers), _AT_ONCE):
        chunk = numbers[start : start + _AT_ONCE]
        marks = ",".join("?" * len(chunk))
        amounts = book.rows(f"SELECT amount FROM entry WHERE wallet = ? AND seq IN ({marks})", (wallet, *chunk))  # noqa: S608
        received += sum(amount for (amount,) in amounts if amount > 0)
        sent -= sum(amount for (amount,) in amounts if amount < 0)
        yield chunk[-1], received, sent


def matching(
    book: Book,
    wallet: int,
    first: int,
    last: int,
    words: Sequence[str],
    sign: int,
    told: Told,
    cause: Cause | None = None,
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Numbers and amounts of the lines that hold every word and have the sign (0: either), slice by slice, ascending.

    ``cause`` leaves only what a line of an explanation stands for. Looked at are the transaction's description and
    reference, the memo, the counterpart's names, and what a reversal is ``told`` with.
    """
    text = "fold(t.description || ' ' || coalesce(t.reference, '') || ' ' || o.memo || ' ' || coalesce(w.name, '')"
    text += f" || ' ' || coalesce(c.name, '') || ' ' || coalesce(c.id, '') || ' T-' || t.number || {found_by(told)})"
    conditions = [f"instr({text}, ?) > 0" for _ in words]
    if sign:
        conditions.append("e.amount > 0" if sign > 0 else "e.amount < 0")
    given: list[object] = [*words]
    if cause is not None:
        asked, values = explaining.conditions(cause)
        conditions += asked
        given += values
    sql = f"SELECT e.seq, e.amount {_FROM} e.seq BETWEEN ? AND ? AND {' AND '.join(conditions) or '1'} ORDER BY e.seq"
    for start in range(first, last + 1, SLICE):
        end = min(last, start + SLICE - 1)
        found = book.rows(sql, (wallet, start, end, *given))
        yield end, [(seq, amount) for seq, amount in found]


def balances_before(book: Book, project: str, until: int) -> dict[int, int]:
    """The balance of every wallet of a project as of an instant: after its last entry before it (R3)."""
    sql = (
        "SELECT w.id, coalesce((SELECT balance FROM entry WHERE wallet = w.id AND booked_at < ? "
        "ORDER BY seq DESC LIMIT 1), 0) FROM wallet AS w WHERE w.project = ?"
    )
    return dict(book.rows(sql, (until, project)))
