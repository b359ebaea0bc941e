"""Transactions: run, list, get, and ours: preview, find, reverse (T1 to T10)."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from walletdesk.controllers import drafts
from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.paging import stretch
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.controllers.words_reversal import told_words
from walletdesk.ledger.posting import Posting, Standing, order_that_passes, simulate
from walletdesk.ledger.refusals import AlreadyReversed, BookFault, PostedBefore, ReferenceTaken
from walletdesk.ledger.reversals import check_reversal, reversed_operations
from walletdesk.ledger.text import REFERENCE_LIMIT, clean_line
from walletdesk.ledger.values import (
    ALWAYS,
    Asset,
    Operation,
    Page,
    Period,
    Transaction,
    TransactionLine,
    Wallet,
)
from walletdesk.store import assets, projects, wallets
from walletdesk.store import drafts as draft_rows
from walletdesk.store import transactions as rows
from walletdesk.store.book import Book
from walletdesk.store.posting import Poster, Request, cleaned
from walletdesk.store.transactions import TransactionQuery

__all__ = [
    "Found",
    "Preview",
    "TransactionQuery",
    "find",
    "found_page",
    "get",
    "lines",
    "moved",
    "moved_within",
    "page",
    "preview",
    "reverse",
    "run",
]


@dataclass(frozen=True, slots=True)
class Preview:
    """What posting would do (T9): its posting with every problem, the wallets as they are, and an order that passes
    if this one does not and one is known."""

    posting: Posting
    wallets: dict[int, Wallet]
    order: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of the transactions that a query found, ascending, of ``searched`` in all."""

    numbers: array[int]
    searched: int


def run(
    book: Book,
    project: str,
    operations: Sequence[Operation],
    description: str = "",
    reference: str | None = None,
    value_date: date | None = None,
    booked_at: int | None = None,
    key: bytes | None = None,
    draft: int | None = None,
) -> Done[Transaction]:
    """Post a transaction: all operations or none (T1).

    ``booked_at`` is an instant in UTC milliseconds, now if left out. ``key`` (16 bytes, made once for one intent) and
    ``reference`` make posting idempotent: what is there already with the same content is the answer (T6). ``draft``
    is thrown away in the same stroke, if it is still the one of this key.

    Refuses PostingRefused (with every problem), NoOperations, TooManyOperations, PostedBefore (under this key, and
    something else), ReferenceTaken, BookedTooEarly, BookedInFuture, TooLong and ForbiddenCharacter (description,
    reference, memo), NotFound, ProjectArchived.
    """
    request = Request(tuple(operations), description, reference, value_date, booked_at, key)
    return _done(book, project, _write(book, project, request, draft), draft)


def _write(book: Book, project: str, request: Request, draft: int | None, undone: int | None = None) -> int:
    """Post it unless it was posted before; answers the number. ``undone`` is the number that it reverses."""
    try:
        with book.unit():
            number = _posted_before(book, project, request, undone)
            if number is None:
                number = _post(book, project, request, undone)
            kept = drafts.own(book, project, draft, request.key)
            if kept is not None:
                draft_rows.discard(book, kept)
    except BookFault:  # the outcome of a failed commit is unknown: what bears the key was written
        found = _under_key(book, project, request, undone)
        if found is None:
            raise
        number = found
    return number


def _post(book: Book, project: str, request: Request, undone: int | None) -> int:
    projects.require_active(book, project)
    if undone is not None:
        request = _reversing(book, project, request, undone)
    poster = Poster(book, project)
    posted = poster.add(request)
    poster.flush()
    return posted.number


def _reversing(book: Book, project: str, request: Request, undone: int) -> Request:
    """The request linked to what it takes back, as far as the rules allow (T8)."""
    found = rows.get(book, project, undone)
    if found.reversed_by is not None:
        raise AlreadyReversed(undone, found.reversed_by)
    check_reversal(found.operations, request.operations)
    return replace(request, reverses=found.id)


def _posted_before(book: Book, project: str, request: Request, undone: int | None) -> int | None:
    """The number under which the same was posted before.

    Refuses PostedBefore and ReferenceTaken where it was something else (T6).
    """
    number = _under_key(book, project, request, undone)
    if number is not None:
        return number
    reference = clean_line(request.reference or "", "reference", REFERENCE_LIMIT)
    found = rows.by_reference(book, project, reference) if reference else None
    if found is None:
        return None
    if not _is_same(found, request, undone):
        raise ReferenceTaken(reference, found.number)
    return found.number


def _under_key(book: Book, project: str, request: Request, undone: int | None) -> int | None:
    """The number of what bears the request's key, None if nothing does; refuses PostedBefore."""
    found = rows.by_key(book, request.key) if request.key else None
    if found is None:
        return None
    if found.project != project:
        raise PostedBefore(found.number, projects.get(book, found.project).name)
    if not _is_same(found, request, undone):
        raise PostedBefore(found.number)
    return found.number


def _is_same(found: Transaction, request: Request, undone: int | None) -> bool:
    """Whether a transaction is what the request asks for, as it would be written."""
    wanted = cleaned(request)
    facts = wanted.description, wanted.reference, wanted.value_date
    return rows.same_content(found, wanted.operations, *facts, undone)


def _done(book: Book, project: str, number: int, draft: int | None = None) -> Done[Transaction]:
    found = rows.get(book, project, number)
    touched = wallets.get_many(book, (entry.wallet for entry in found.entries))
    owners = frozenset(w.customer for w in touched.values() if w.customer is not None)
    changes = Changes(
        project,
        projects=frozenset([project]),
        assets=frozenset(w.asset.id for w in touched.values()),
        customers=owners,
        wallets=frozenset(touched),
        transactions=frozenset([found.id]),
        drafts=frozenset([draft] if draft is not None else []),
    )
    return Done(found, changes)


def preview(book: Book, project: str, operations: Sequence[Operation]) -> Preview:
    """The same code as posting against the same rules, without writing (T9).

    Refuses ProjectArchived, NoOperations and TooManyOperations; every other problem is part of the answer.
    """
    projects.require_active(book, project)
    found = wallets.get_many(book, (w for o in operations for w in (o.source, o.target) if w is not None))
    return preview_with(found, assets.supplies(book, project), project, operations)


def preview_with(
    found: dict[int, Wallet], supplies: dict[str, int], project: str, operations: Sequence[Operation]
) -> Preview:
    """As preview, on wallets already at hand: what a form calls after each change."""
    standings = {w.id: Standing(w.project, w.asset.id, w.status, w.balance, w.entries) for w in found.values()}
    posting = simulate(operations, standings, supplies, project)
    return Preview(posting, found, order_that_passes(operations, standings, supplies, project, posting))


def get(book: Book, project: str, number: int) -> Transaction:
    """One transaction with its operations and entries; refuses NotFound."""
    return rows.get(book, project, number)


def page(
    book: Book, project: str, period: Period = ALWAYS, number: int = 1, size: int = 100, newest_first: bool = True
) -> Page[TransactionLine]:
    """One page of the period's transactions (T7); any page costs the same. Refuses PeriodReversed."""
    first, last = rows.numbers_within(book, project, book.days.bounds(period))
    count = max(0, last - first + 1)
    found = rows.lines(book, project, *stretch(first, count, number, size, newest_first))
    return Page(found[::-1] if newest_first else found, count, number, size)


def lines(book: Book, project: str, first_number: int, last_number: int) -> tuple[TransactionLine, ...]:
    """The transactions numbered first to last, ascending."""
    return rows.lines(book, project, first_number, last_number)


def find(book: Book, project: str, wanted: TransactionQuery) -> Task[Found]:
    """The transactions of a period that fit every condition, searched slice by slice. Refuses PeriodReversed."""
    first, last = rows.numbers_within(book, project, book.days.bounds(wanted.period))
    count = max(0, last - first + 1)
    numbers = array("q")
    for reached, hits in rows.matching(book, project, wanted, first, last, told_words()):
        numbers.extend(hits)
        yield Progress(reached - first + 1, count)
    return Found(numbers, count)


def found_page(
    book: Book, project: str, found: Found, number: int = 1, size: int = 100, newest_first: bool = True
) -> Page[TransactionLine]:
    """One page of what find found."""
    first, last = stretch(1, len(found.numbers), number, size, newest_first)
    lines = rows.lines_of(book, project, found.numbers[first - 1 : last])
    return Page(lines[::-1] if newest_first else lines, len(found.numbers), number, size)


def moved(book: Book, project: str, numbers: Sequence[int]) -> Task[tuple[tuple[Asset, int], ...]]:
    """What all operations of these ascending transactions move together, in parts, by asset."""
    sums: dict[str, int] = {}
    for done, found in rows.moved(book, project, numbers):
        sums = found
        yield Progress(done, len(numbers))
    return tuple((asset, sums[asset.id]) for asset in assets.list_all(book, project) if asset.id in sums)


def moved_within(book: Book, project: str, period: Period = ALWAYS) -> Task[tuple[tuple[Asset, int], ...]]:
    """The same of all transactions of a period. Refuses PeriodReversed."""
    first, last = rows.numbers_within(book, project, book.days.bounds(period))
    return (yield from moved(book, project, range(first, last + 1)))


def reverse(
    book: Book,
    project: str,
    number: int,
    reason: str = "",
    operations: Sequence[Operation] | None = None,
    reference: str | None = None,
    value_date: date | None = None,
    key: bytes | None = None,
    draft: int | None = None,
) -> Done[Transaction]:
    """Take a transaction back by a new one with the operations inverted in reverse order, linked both ways (T8).

    ``operations`` take a part of it back: some of those in their order, each with its amount or less. ``reason`` is
    kept as the description; the rest is as in run, and so is the retry.

    Refuses AlreadyReversed, NotFound, NoOperations, PostingRefused (where the value has moved on, or what is wanted is
    no part of it: ReversesMore, ReversesOther), PostedBefore, ReferenceTaken, ProjectArchived, TooLong and
    ForbiddenCharacter.
    """
    if operations is None:
        operations = reversed_operations(rows.get(book, project, number).operations)
    request = Request(tuple(operations), reason, reference, value_date, None, key)
    done = _done(book, project, _write(book, project, request, draft, number), draft)
    both = done.changes.transactions | {rows.get(book, project, number).id}
    return Done(done.value, replace(done.changes, transactions=both))
