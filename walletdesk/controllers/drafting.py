"""What the form for a transaction asks of the book: drafts opened, kept and posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from walletdesk.controllers import drafts, transactions, wallets
from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.draft import DraftState, content, in_notation, read, with_operations
from walletdesk.ledger.amounts import Notation
from walletdesk.ledger.values import Operation, Transaction, Wallet
from walletdesk.store.book import Book

Opened = tuple[DraftState, dict[int, Wallet]]
"""A draft with the wallets that it names."""


def reopened(book: Book, draft: int, notation: Notation) -> Opened:
    """A draft of the book; refuses NotFound."""
    state = read(drafts.get(book, draft).content)
    named = wallets.get_many(book, tuple(state.wallets))
    return in_notation(state, named, notation), named


def prefilled(book: Book, state: DraftState, operations: Sequence[Operation], notation: Notation) -> Opened:
    """A new draft that says these operations, or has the wallets that its rows name already."""
    named = {wallet for o in operations for wallet in (o.source, o.target) if wallet is not None}
    found = wallets.get_many(book, tuple(named | state.wallets))
    return with_operations(state, operations, found, notation), found


def reversal_of(book: Book, project: str, number: int, notation: Notation) -> Opened:
    """What would take a transaction back (T8); refuses AlreadyReversed, NotFound."""
    return prefilled(book, DraftState(), transactions.reversal(book, project, number), notation)


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
    """Under which number the book keeps a form's draft. Only the lane looks at it, so that saves never overtake."""

    draft: int | None = None


def keep(book: Book, project: str, kept: Kept, state: DraftState) -> Done[int | None]:
    """Keep the draft, or throw it away where nothing is in it. Refuses ProjectArchived."""
    if state.empty:
        return forget(book, kept)
    done = drafts.save(book, project, kept.draft, content(state))
    kept.draft = done.value
    return Done(done.value, done.changes)


def forget(book: Book, kept: Kept) -> Done[int | None]:
    """Throw the draft away, if it was ever kept."""
    if kept.draft is None:
        return Done(None, Changes())
    done = drafts.discard(book, kept.draft)
    kept.draft = None
    return Done(None, done.changes)


def discard(book: Book, project: str, kept: Kept, state: DraftState) -> Done[None]:
    """Throw away what a person has before them, as it is now, even if the book has never kept it."""
    draft = kept.draft
    done = forget(book, kept)
    edit = None if state.empty else drafts.discarding(project, draft, content(state))
    return Done(None, done.changes, edit)


def post(book: Book, project: str, kept: Kept, state: DraftState, operations: Sequence[Operation]) -> Done[Transaction]:
    """Post it, and throw the draft away in the same stroke; refuses as transactions.run."""
    reference = state.reference.strip() or None
    done = transactions.run(
        book, project, operations, state.description, reference, state.value_date, key=state.key, draft=kept.draft
    )
    kept.draft = None
    return done
