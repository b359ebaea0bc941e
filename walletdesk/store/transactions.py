"""Posted transactions in the book, read (T5, T7)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from walletdesk.ledger.refusals import NotFound
from walletdesk.ledger.status import Kind
from walletdesk.ledger.text import composed
from walletdesk.ledger.values import ALWAYS, Asset, Entry, Operation, Period, Transaction, TransactionLine
from walletdesk.store import assets, search
from walletdesk.store.book import Book, Row
from walletdesk.store.lines import PARTY_COLUMNS, day, halving, party, party_columns, span
from walletdesk.store.reversals import Told, found_by, in_part

SLICE = 2_000


@dataclass(frozen=True, slots=True)
class TransactionQuery:
    """Which transactions (T7): every condition that is given must hold."""

    text: str = ""
    wallet: int | None = None
    customer: int | None = None
    asset: str | None = None
    kind: Kind | None = None
    reference: str | None = None
    amount: int | None = None
    batch: int | None = None
    period: Period = ALWAYS


_SELECT = (
    "SELECT t.id, t.number, t.booked_at, t.value_date, t.reference, t.description, undone.number, undoing.number, "  # noqa: S608
    "t.batch, (SELECT count(*) FROM operation WHERE txn = t.id), o.kind, o.amount, "
    f"{party_columns('s', 'sc')}, {party_columns('d', 'dc')}, {assets.COLUMNS} "
    "FROM txn AS t JOIN operation AS o ON o.txn = t.id AND o.position = 1 "
    "LEFT JOIN wallet AS s ON s.id = o.source LEFT JOIN customer AS sc ON sc.key = s.customer "
    "LEFT JOIN wallet AS d ON d.id = o.target LEFT JOIN customer AS dc ON dc.key = d.customer "
    "JOIN asset ON asset.id = coalesce(s.asset, d.asset) "
    "LEFT JOIN txn AS undone ON undone.id = t.reverses LEFT JOIN txn AS undoing ON undoing.reverses = t.id "
    "WHERE t.project = ? AND "
)


def _lines(book: Book, project: str, rows: Sequence[Row]) -> tuple[TransactionLine, ...]:
    links = (number for row in rows for number in _reversals(row[1], *row[6:8]))
    part = in_part(book, project, links)
    return tuple(_line(row, part) for row in rows)


def _reversals(number: int, reverses: int | None, reversed_by: int | None) -> tuple[int | None, int | None]:
    """The numbers of the reversals that a transaction has to do with: it is one, or was taken back by one."""
    return number if reverses is not None else None, reversed_by


def _line(row: Row, part: frozenset[int]) -> TransactionLine:
    id_, number, booked_at, value_date, reference, description, reverses, reversed_by, batch = row[:9]
    operations, kind, amount = row[9:12]
    sides = row[12:]
    return TransactionLine(
        id_,
        number,
        booked_at,
        day(value_date),
        reference,
        description,
        reverses,
        reversed_by,
        batch,
        operations,
        Kind(kind),
        amount,
        party(sides[:PARTY_COLUMNS]),
        party(sides[PARTY_COLUMNS : 2 * PARTY_COLUMNS]),
        Asset(*sides[2 * PARTY_COLUMNS :]),
        reverses is not None and number in part,
        reversed_by in part,
    )


def count(book: Book, project: str) -> int:
    """How many transactions there are: the number of the last."""
    if book.last_numbers is not None:
        return book.last_numbers.get(project, 0)
    sql = "SELECT number FROM txn WHERE project = ? ORDER BY number DESC LIMIT 1"
    return int(book.value(sql, (project,)) or 0)


_FINDING = halving("SELECT booked_at FROM txn WHERE project = :of AND number = (low + high) / 2")


def numbers_within(book: Book, project: str, bounds: tuple[int | None, int | None]) -> tuple[int, int]:
    """The first and last number booked within two instants; the last is before the first if there is none."""
    return span(book, _FINDING, project, bounds, count(book, project))


def lines(book: Book, project: str, first: int, last: int) -> tuple[TransactionLine, ...]:
    """The transactions numbered first to last, ascending."""
    rows = book.rows(_SELECT + "t.number BETWEEN ? AND ? ORDER BY t.number", (project, first, last))
    return _lines(book, project, rows)


def lines_of(book: Book, project: str, numbers: Sequence[int]) -> tuple[TransactionLine, ...]:
    """The transactions of these numbers, ascending."""
    marks = ",".join("?" * len(numbers))
    rows = book.rows(_SELECT + f"t.number IN ({marks}) ORDER BY t.number", (project, *numbers))
    return _lines(book, project, rows)


_HEAD = (
    "SELECT t.id, t.project, t.number, t.booked_at, t.recorded_at, t.value_date, t.reference, t.description, "
    "undone.number, undoing.number, t.batch FROM txn AS t "
    "LEFT JOIN txn AS undone ON undone.id = t.reverses LEFT JOIN txn AS undoing ON undoing.reverses = t.id "
)


def get(book: Book, project: str, number: int) -> Transaction:
    """One transaction with its operations and entries; refuses NotFound."""
    found = book.row(_HEAD + "WHERE t.project = ? AND t.number = ?", (project, number))
    if found is None:
        raise NotFound("transaction", f"T-{number}")
    return _whole(book, found)


def by_id(book: Book, id_: int) -> Transaction:
    """As get, by the book's own key."""
    found = book.row(_HEAD + "WHERE t.id = ?", (id_,))
    if found is None:
        raise NotFound("transaction", str(id_))
    return _whole(book, found)


def by_key(book: Book, key: bytes) -> Transaction | None:
    """The transaction that a retry looks for (T6)."""
    found = book.row(_HEAD + "WHERE t.key = ?", (key,))
    return _whole(book, found) if found else None


def by_reference(book: Book, project: str, reference: str) -> Transaction | None:
    """The transaction of this reference (T6)."""
    found = book.row(_HEAD + "WHERE t.project = ? AND t.reference = ?", (project, reference))
    return _whole(book, found) if found else None


def references(book: Book, project: str, wanted: Iterable[str]) -> frozenset[str]:
    """Which of these references the project has."""
    sql = "SELECT reference FROM txn WHERE project = ? AND reference IN (SELECT value FROM json_each(?))"
    return frozenset(found for (found,) in book.rows(sql, (project, json.dumps(list(wanted)))))


def _whole(book: Book, row: Row) -> Transaction:
    id_, project, number, booked_at, recorded_at, value_date, reference, description, reverses, reversed_by, batch = row
    operations = book.rows(
        "SELECT kind, amount, source, target, memo FROM operation WHERE txn = ? ORDER BY position", (id_,)
    )
    part = in_part(book, project, _reversals(number, reverses, reversed_by))
    return Transaction(
        id_,
        project,
        number,
        booked_at,
        recorded_at,
        day(value_date),
        reference,
        description,
        reverses,
        reversed_by,
        batch,
        tuple(Operation(Kind(kind), *rest) for kind, *rest in operations),
        _entries(book, id_),
        reverses is not None and number in part,
        reversed_by in part,
    )


def _entries(book: Book, id_: int) -> tuple[Entry, ...]:
    """In the order in which they were posted: by operation, the source before the target."""
    sql = (
        "SELECT e.wallet, e.seq, e.amount, e.balance, e.position FROM operation AS o JOIN entry AS e "
        "ON (e.wallet = o.source AND e.seq = o.source_seq) OR (e.wallet = o.target AND e.seq = o.target_seq) "
        "WHERE o.txn = ? ORDER BY e.position, e.amount"
    )
    return tuple(Entry(*row) for row in book.rows(sql, (id_,)))


_OPERATIONS = (
    "SELECT t.number, t.booked_at, t.value_date, o.position, o.kind, o.amount, o.memo, t.reference, t.description, "
    "undone.number, undoing.number, b.number, s.number, s.customer, sc.id, coalesce(nullif(sc.name, ''), s.name), "
    "d.number, d.customer, dc.id, coalesce(nullif(dc.name, ''), d.name), coalesce(s.asset, d.asset) "
    "FROM txn AS t JOIN operation AS o ON o.txn = t.id "
    "LEFT JOIN wallet AS s ON s.id = o.source LEFT JOIN customer AS sc ON sc.key = s.customer "
    "LEFT JOIN wallet AS d ON d.id = o.target LEFT JOIN customer AS dc ON dc.key = d.customer "
    "LEFT JOIN txn AS undone ON undone.id = t.reverses LEFT JOIN txn AS undoing ON undoing.reverses = t.id "
    "LEFT JOIN batch AS b ON b.id = t.batch "
    "WHERE t.project = ? AND t.number {} ORDER BY t.number, o.position"
)


def operation_rows(book: Book, project: str, numbers: Sequence[int]) -> tuple[list[Row], frozenset[int]]:
    """Every operation of these transactions with all that is known of it, as bare rows: the way of an export.

    A list of transactions shows the first operation of each; a file has them all. Beside them the numbers of the
    reversals they have to do with that took back less than all.
    """
    if isinstance(numbers, range) and numbers.step == 1:
        found = book.rows(_OPERATIONS.format("BETWEEN ? AND ?"), (project, numbers[0], numbers[-1])) if numbers else []
    else:
        found = book.rows(_OPERATIONS.format(f"IN ({','.join('?' * len(numbers))})"), (project, *numbers))
    links = {number for row in found for number in _reversals(row[0], *row[9:11])}
    return found, in_part(book, project, links)


_LOW_BITS = 2**31 - 1
_MOVED = (
    "SELECT coalesce(s.asset, d.asset) AS asset, sum(o.amount >> 31), "  # noqa: S608
    f"sum(o.amount & {_LOW_BITS}) "
    "FROM txn AS t JOIN operation AS o ON o.txn = t.id LEFT JOIN wallet AS s ON s.id = o.source "
    "LEFT JOIN wallet AS d ON d.id = o.target WHERE t.project = ? AND t.number {} GROUP BY 1"
)


def moved(book: Book, project: str, numbers: Sequence[int]) -> Iterator[tuple[int, dict[str, int]]]:
    """What all operations of these ascending transactions move, by asset, slice by slice: (how many done, so far).

    The sum of what was moved may exceed 64 bits although no balance does, so that halves are summed apart.
    """
    sums: dict[str, int] = {}
    size = SLICE if isinstance(numbers, range) else 500
    for start in range(0, len(numbers), size):
        chunk = numbers[start : start + size]
        if isinstance(chunk, range):
            found = book.rows(_MOVED.format("BETWEEN ? AND ?"), (project, chunk[0], chunk[-1]))
        else:
            found = book.rows(_MOVED.format(f"IN ({','.join('?' * len(chunk))})"), (project, *chunk))
        for asset, high, low in found:
            sums[asset] = sums.get(asset, 0) + (high << 31) + low
        yield start + len(chunk), sums


def matching(
    book: Book, project: str, wanted: TransactionQuery, first: int, last: int, told: Told
) -> Iterator[tuple[int, list[int]]]:
    """Numbers of the transactions from first to last that fit, slice by slice, ascending: (number reached, numbers)."""
    conditions, parameters = _conditions(wanted, told)
    sql = (
        "SELECT t.number FROM txn AS t LEFT JOIN txn AS undone ON undone.id = t.reverses "  # noqa: S608
        "WHERE t.project = ? AND t.number BETWEEN ? AND ? AND "
        f"{' AND '.join(conditions) or '1'} ORDER BY t.number"
    )
    for start in range(first, last + 1, SLICE):
        end = min(last, start + SLICE - 1)
        yield end, [number for (number,) in book.rows(sql, (project, start, end, *parameters))]


_OPERATION = "EXISTS (SELECT 1 FROM operation AS o WHERE o.txn = t.id AND {})"
_SIDE = (
    "EXISTS (SELECT 1 FROM operation AS o JOIN wallet AS w ON w.id IN (o.source, o.target) "
    "LEFT JOIN customer AS c ON c.key = w.customer WHERE o.txn = t.id AND {})"
)
_TOLD = "instr(fold(t.description || ' ' || coalesce(t.reference, '') || ' T-' || t.number || {}), ?)"
_ELSEWHERE = (
    _OPERATION.format("instr(fold(o.memo), ?)")
    + " OR "
    + _SIDE.format("instr(fold(w.name || ' ' || coalesce(c.name, '') || ' ' || coalesce(c.id, '')), ?)")
)


def _conditions(wanted: TransactionQuery, told: Told) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    parameters: list[object] = []
    for word in search.words(wanted.text):
        conditions.append(f"({_TOLD.format(found_by(told))} OR {_ELSEWHERE})")
        parameters += [word, word, word]
    for value, condition in (
        (wanted.wallet, _OPERATION.format("? IN (o.source, o.target)")),
        (wanted.customer, _SIDE.format("w.customer = ?")),
        (wanted.asset, _SIDE.format("w.asset = ?")),
        (wanted.kind.value if wanted.kind else None, _OPERATION.format("o.kind = ?")),
        (composed(wanted.reference) if wanted.reference is not None else None, "t.reference = ?"),
        (wanted.amount, _OPERATION.format("o.amount = ?")),
        (wanted.batch, "t.batch = ?"),
    ):
        if value is not None:
            conditions.append(condition)
            parameters.append(value)
    return conditions, parameters


def first_booking(book: Book, project: str) -> int | None:
    """The instant of the first booking, None before it."""
    found = book.value("SELECT booked_at FROM txn WHERE project = ? AND number = 1", (project,))
    return None if found is None else int(found)


def last_booking(book: Book, project: str) -> int | None:
    """The instant of the last booking, None before the first."""
    found = book.value("SELECT booked_at FROM txn WHERE project = ? AND number = ?", (project, count(book, project)))
    return None if found is None else int(found)


def same_content(
    found: Transaction,
    operations: Sequence[Operation],
    description: str,
    reference: str | None,
    value: date | None,
    reverses: int | None = None,
) -> bool:
    """Whether a transaction is what is asked to be posted again (T6)."""
    content = (found.operations, found.description, found.reference, found.value_date, found.reverses)
    return content == (tuple(operations), description, reference, value, reverses)
