"""The one way into the ledger: forms, imports and scripts all post through a Poster (B3, T1 to T6).

A Poster reads its project's head once and each wallet once, lets ``ledger.posting`` decide, and writes what was added
with one statement for many rows. It lives inside one unit of work and is of no use after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from walletdesk.ledger.posting import Posting, Standing, post
from walletdesk.ledger.refusals import BookedInFuture, BookedTooEarly, ReferenceTaken
from walletdesk.ledger.status import Kind
from walletdesk.ledger.text import (
    DESCRIPTION_LIMIT,
    MEMO_LIMIT,
    REFERENCE_LIMIT,
    clean_line,
    clean_paragraphs,
)
from walletdesk.ledger.values import Entry, Operation
from walletdesk.store import assets, wallets
from walletdesk.store.book import Book
from walletdesk.store.chain import GENESIS, new_salt, text_digest, transaction_hash

TXN = (
    "INSERT INTO txn (id, project, number, booked_at, recorded_at, value_date, digest, key, reverses, batch, "
    "reference, description, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
OPERATION = (
    "INSERT INTO operation (txn, position, kind, amount, source, source_seq, target, target_seq, memo) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
ENTRY = "INSERT INTO entry (wallet, seq, amount, balance, position, booked_at, txn) VALUES (?, ?, ?, ?, ?, ?, ?)"
SEAL = "INSERT INTO seal (txn, hash) VALUES (?, ?)"
_HEAD = (
    "SELECT number, booked_at, hash FROM txn JOIN seal ON seal.txn = txn.id "
    "WHERE project = ? ORDER BY number DESC LIMIT 1"
)
_LINK = "SELECT hash FROM txn JOIN seal ON seal.txn = txn.id WHERE project = ? AND number = ?"

_TRANSFER = Kind.TRANSFER


@dataclass(frozen=True, slots=True)
class Request:
    """What shall be posted as one transaction.

    ``booked_at`` None is now; ``key`` (16 bytes) makes a retry find what was posted; ``reverses`` is the id of the
    transaction that this one takes back.
    """

    operations: tuple[Operation, ...]
    description: str = ""
    reference: str | None = None
    value_date: date | None = None
    booked_at: int | None = None
    key: bytes | None = None
    reverses: int | None = None


class Posted(NamedTuple):
    """What became of a request: the transaction's id and number, and its posting."""

    id: int
    number: int
    posting: Posting


class Head(NamedTuple):
    """The last transaction of a project: 0 and the genesis hash before the first."""

    number: int
    booked_at: int
    hash: bytes


def head(book: Book, project: str) -> Head:
    """The end of a project's chain."""
    found = book.row(_HEAD, (project,))
    return Head(found[0], found[1], bytes(found[2])) if found else Head(0, -(2**63), GENESIS)


def link_at(book: Book, project: str, number: int) -> bytes | None:
    """The hash of the project's chain at this number, None if it does not reach that far."""
    found = book.value(_LINK, (project, number))
    return None if found is None else bytes(found)


class Poster:
    """Posts the transactions of one project, in one unit of work."""

    def __init__(self, book: Book, project: str, batch: int | None = None) -> None:
        self._book = book
        self._project = project
        self._batch = batch
        self._head = head(book, project)
        self._next_id = 1 + (book.value("SELECT max(id) FROM txn") or 0)
        self._supplies = assets.supplies(book, project)
        self._standings: dict[int, Standing] = {}
        self._references: set[str] = set()
        self._added: list[Posted] = []
        self._rows: dict[str, list[tuple[object, ...]]] = {TXN: [], OPERATION: [], ENTRY: [], SEAL: []}

    def load(self, ids: Iterable[int]) -> None:
        """Read wallets that are not known yet."""
        missing = {wallet for wallet in ids if wallet not in self._standings}
        if missing:
            self._standings.update(wallets.standings(self._book, missing))

    def add(self, request: Request) -> Posted:
        """Check a request and keep it for the next flush; a refusal leaves everything as it was.

        Refuses PostingRefused and all else of ledger.posting.post, TooLong and ForbiddenCharacter, ReferenceTaken,
        BookedTooEarly, BookedInFuture.
        """
        request = cleaned(request)
        recorded_at = self._book.clock()
        booked_at = self._booked_at(request.booked_at, recorded_at)
        self._check_reference(request.reference)
        known = self._standings
        for operation in request.operations:
            source, target = operation.source, operation.target
            if (source is not None and source not in known) or (target is not None and target not in known):
                self.load(w for o in request.operations for w in (o.source, o.target) if w is not None)
                break
        posting = post(request.operations, known, self._supplies, self._project)
        self._standings.update(posting.standings)
        self._supplies.update(posting.supplies)
        posted = Posted(self._next_id, self._head.number + 1, posting)
        self._keep(request, posted, booked_at, recorded_at)
        self._added.append(posted)
        return posted

    def flush(self) -> None:
        """Write what was added."""
        for statement, rows in self._rows.items():
            self._book.write_many(statement, rows)
            rows.clear()
        self._added.clear()

    def _booked_at(self, wanted: int | None, clock: int) -> int:
        """Never before the last booking and never in the future; if the clock steps back, bookings stand still (T5)."""
        latest = max(clock, self._head.booked_at)
        if wanted is None:
            return latest
        if wanted < self._head.booked_at:
            raise BookedTooEarly(wanted, self._head.booked_at)
        if wanted > latest:
            raise BookedInFuture(wanted, latest)
        return wanted

    def _check_reference(self, reference: str | None) -> None:
        if reference is None:
            return
        sql = "SELECT number FROM txn WHERE project = ? AND reference = ?"
        taken = self._book.value(sql, (self._project, reference))
        if taken is not None or reference in self._references:
            raise ReferenceTaken(reference, taken or 0)

    def _keep(self, request: Request, posted: Posted, booked_at: int, recorded_at: int) -> None:
        operations, entries = request.operations, posted.posting.entries
        salt = new_salt()
        digest = text_digest(salt, (request.reference, request.description, *(o.memo for o in operations)))
        value_date = request.value_date.isoformat() if request.value_date else None
        head_row = (
            posted.id,
            self._project,
            posted.number,
            booked_at,
            recorded_at,
            value_date,
            digest,
            request.key,
            request.reverses,
            self._batch,
        )
        self._rows[OPERATION] += _operation_rows(posted.id, operations, entries)
        self._rows[ENTRY] += [(*entry, booked_at, posted.id) for entry in entries]
        sealed = transaction_hash(self._head.hash, head_row, operations, entries)
        self._rows[TXN].append((*head_row, request.reference, request.description, salt))
        self._rows[SEAL].append((posted.id, sealed))
        if request.reference is not None:
            self._references.add(request.reference)
        self._head = Head(posted.number, booked_at, sealed)
        self._next_id += 1


def _operation_rows(
    txn: int, operations: Sequence[Operation], entries: Sequence[Entry]
) -> Iterator[tuple[object, ...]]:
    """Rows of OPERATION; an operation's entries follow each other: its source's, then its target's."""
    seqs = iter(entries)
    for at, o in enumerate(operations, 1):
        source, target = o.source, o.target
        source_seq = next(seqs).seq if source is not None else None
        target_seq = next(seqs).seq if target is not None else None
        kind = "transfer" if o.kind is _TRANSFER else o.kind.value
        yield txn, at, kind, o.amount, source, source_seq, target, target_seq, o.memo


def cleaned(request: Request) -> Request:
    """The request as it is written. Refuses TooLong and ForbiddenCharacter."""
    reference = clean_line(request.reference, "reference", REFERENCE_LIMIT) or None if request.reference else None
    description = clean_paragraphs(request.description, "description", DESCRIPTION_LIMIT)
    operations = request.operations
    for operation in operations:
        if operation.memo:
            operations = tuple([_with_clean_memo(o) if o.memo else o for o in operations])
            break
    if (reference, description) == (request.reference, request.description) and operations == request.operations:
        return request
    return replace(request, operations=operations, reference=reference, description=description)


def _with_clean_memo(operation: Operation) -> Operation:
    memo = clean_line(operation.memo, "memo", MEMO_LIMIT)
    return operation if memo == operation.memo else replace(operation, memo=memo)
