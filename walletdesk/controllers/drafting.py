"""What the form for a transaction asks of the book: drafts opened, kept and posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from walletdesk.controllers import drafts, transactions, wallets
from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.draft import DraftState, Undone, content, in_notation, read, with_operations
from walletdesk.ledger.amounts import Notation
from walletdesk.ledger.refusals import AlreadyReversed, NotFound
from walletdesk.ledger.reversals import reversed_operations
from walletdesk.ledger.values import Operation, Transaction, Wallet
from walletdesk.store.book import Book

Opened = tuple[DraftState, dict[int, Wallet]]
"""A draft with the wallets that it names."""


def reopened(book: Book, project: str, draft: int, notation: Notation) -> Opened:
    """A draft of the project; refuses NotFound."""
    kept = drafts.get(book, draft)
    if kept.project != project:
        raise NotFound("draft", str(draft))
    state = read(kept.content)
    if state.undone is not None:
        state = replace(state, undone=undone(book, project, state.undone.number))
    named = wallets.get_many(book, tuple(state.wallets))
    return in_notation(state, named, notation), named


def prefilled(book: Book, state: DraftState, operations: Sequence[Operation], notation: Notation) -> Opened:
    """A new draft that says these operations, or has the wallets that its rows name already."""
    named = {wallet for o in operations for wallet in (o.source, o.target) if wallet is not None}
    found = wallets.get_many(book, tuple(named | state.wallets))
    return with_operations(state, operations, found, notation), found


def undone(book: Book, project: str, number: int) -> Undone:
    """A transaction as a reversal of it must know it; refuses NotFound."""
    found = transactions.get(book, project, number)
    return Undone(number, reversed_operations(found.operations), found.reversed_by)


def reversal_of(book: Book, project: str, number: int, notation: Notation) -> tuple[Opened, int | None]:
    """What would take a transaction back (T8), all of it or as far as a draft of that says, whose number comes along.

    Refuses AlreadyReversed, NotFound.
    """
    facts = undone(book, project, number)
    if facts.by is not None:
        raise AlreadyReversed(number, facts.by)
    for kept in drafts.list_all(book, project):
        found = read(kept.content).undone
        if found is not None and found.number == number:
            return reopened(book, project, kept.id, notation), kept.id
    return prefilled(book, DraftState(undone=facts), facts.whole, notation), None


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft as a list shows it."""

    id: int
    updated_at: int
    state: DraftState
    wallets: dict[int, Wallet]


def listed(book: Book, project: str) -> tuple[Listed, ...]:
    """The drafts of a project with their wallets, the last touched first."""
    kept = [(found, read(found.content)) for found in drafts.list_all(book, project)]
    named = wallets.get_many(book, tuple({w for _, state in kept for w in state.wallets}))
    return tuple(
        Listed(found.id, found.updated_at, state, {w: named[w] for w in state.wallets if w in named})
        for found, state in kept
    )


@dataclass(eq=False)
class Kept:
    """Under which number the book keeps a form's draft. Only the lane looks at it, so that saves never overtake.

    Once it was ``posted`` there is nothing to keep any more.
    """

    draft: int | None = None
    posted: bool = False


def keep(book: Book, project: str, kept: Kept, state: DraftState) -> Done[int | None]:
    """Keep the draft, or throw it away where nothing is in it. Refuses ProjectArchived."""
    if state.empty or kept.posted:
        return forget(book, project, kept, state.key)
    done = drafts.save(book, project, kept.draft, content(state))
    kept.draft = done.value
    return Done(done.value, done.changes)


def forget(book: Book, project: str, kept: Kept, key: bytes) -> Done[int | None]:
    """Throw the draft of this key away, if it was ever kept."""
    if kept.draft is None:
        return Done(None, Changes())
    done = drafts.discard(book, project, kept.draft, key)
    kept.draft = None
    return Done(None, done.changes)


def discard(book: Book, project: str, kept: Kept, state: DraftState) -> Done[None]:
    """Throw away what a person has before them, as it is now, even if the book has never kept it."""
    draft = kept.draft
    done = forget(book, project, kept, state.key)
    edit = None if state.empty else drafts.discarding(project, draft, content(state))
    return Done(None, done.changes, edit)


def post(book: Book, project: str, kept: Kept, state: DraftState, operations: Sequence[Operation]) -> Done[Transaction]:
    """Post it, and throw the draft away in the same stroke; refuses as transactions.run, or reverse."""
    reference, day, key = state.reference.strip() or None, state.value_date, state.key
    if state.undone is not None:
        number, reason = state.undone.number, state.description
        done = transactions.reverse(book, project, number, reason, operations, reference, day, key, kept.draft)
    else:
        done = transactions.run(book, project, operations, state.description, reference, day, key=key, draft=kept.draft)
    kept.draft, kept.posted = None, True
    return done
