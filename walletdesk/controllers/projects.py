"""Projects: create, rename, list, get with its assets, archive (P1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.edits import Act, Step, edit
from walletdesk.controllers.ids import given_or_new
from walletdesk.ledger.text import NAME_LIMIT, required_line
from walletdesk.ledger.values import Asset, Project
from walletdesk.store import assets as asset_rows
from walletdesk.store import projects as rows
from walletdesk.store import summaries, transactions
from walletdesk.store.assets import Holding
from walletdesk.store.book import Book

MONTHS = 12
_FIRST_MONTH, _LAST_MONTH = date.min.year * 12, date.max.year * 12 + 11


@dataclass(frozen=True, slots=True)
class Overview:
    """What a project holds, at a glance.

    ``months`` are twelve, each with its first day and how many transactions were booked in it: the last ones, or where
    nothing was booked in those, the ones up to the last booking.
    ``suspended_holding`` is what the wallets of suspended customers hold.
    """

    customers: int
    open_wallets: int
    transactions: int
    entries: int
    months: tuple[tuple[date, int], ...]
    holdings: tuple[Holding, ...]
    suspended_customers: int
    suspended_holding: tuple[tuple[Asset, int], ...]
    drafts: int


def create(book: Book, name: str, id: str | None = None) -> Done[Project]:
    """A new project; refuses Missing, TooLong, ForbiddenCharacter (name, id) and AlreadyTaken (id)."""
    name = required_line(name, "name", NAME_LIMIT)
    project = given_or_new(id)
    with book.unit():
        rows.add(book, project, name)
    return _done(book, project)


def rename(book: Book, project: str, name: str) -> Done[Project]:
    """Another name; refuses as create, NotFound and ProjectArchived."""
    name = required_line(name, "name", NAME_LIMIT)
    with book.unit():
        rows.require_active(book, project)
        before = rows.get(book, project).name
        if before != name:
            rows.rename(book, project, name)
    undoing = edit(Act.RENAME, project, before, [Step("project", project, "name", before, name)])
    return replace(_done(book, project), edit=undoing)


def archive(book: Book, project: str) -> Done[Project]:
    """Hide a project and make it read-only; refuses NotFound."""
    return _set_archived(book, project, archived=True)


def unarchive(book: Book, project: str) -> Done[Project]:
    """Take a project back from the archive; refuses NotFound."""
    return _set_archived(book, project, archived=False)


def _set_archived(book: Book, project: str, *, archived: bool) -> Done[Project]:
    with book.unit():
        found = rows.get(book, project)
        if found.archived != archived:
            rows.set_archived(book, project, archived=archived)
    act = Act.ARCHIVE if archived else Act.UNARCHIVE
    undoing = edit(act, project, found.name, [Step("project", project, "archived", found.archived, archived)])
    return replace(_done(book, project), edit=undoing)


def _done(book: Book, project: str) -> Done[Project]:
    return Done(rows.get(book, project), Changes(project, projects=frozenset([project])))


def list_all(book: Book, archived: bool = False) -> tuple[Project, ...]:
    """By name; archived ones too if asked for."""
    return rows.list_all(book, archived=archived)


def get(book: Book, project: str) -> Project:
    """Refuses NotFound."""
    return rows.get(book, project)


def get_with_assets(book: Book, project: str) -> tuple[Project, tuple[Asset, ...]]:
    """A project and its assets; refuses NotFound."""
    return rows.get(book, project), asset_rows.list_all(book, project)


def overview(book: Book, project: str) -> Overview:
    """What the project's first page shows; refuses NotFound."""
    rows.get(book, project)
    months = _months(_last_month(book, project))
    starts = [book.days.start(day) for day in months]
    counts = summaries.per_month(book, project, starts)
    suspended, holding = summaries.suspended(book, project)
    found = summaries.counts(book, project)
    return Overview(
        found.customers,
        found.open_wallets,
        found.transactions,
        found.entries,
        tuple(zip(months[:-1], counts, strict=True)),
        asset_rows.holdings(book, project),
        suspended,
        tuple((asset_rows.get(book, asset), held) for asset, held in holding),
        found.drafts,
    )


def _last_month(book: Book, project: str) -> date:
    """A day of the last month that the chart shows."""
    today = book.days.day(book.clock())
    booked_at = transactions.last_booking(book, project)
    if booked_at is None or booked_at >= book.days.start(_months(today)[0]):
        return today
    return book.days.day(booked_at)


def _months(today: date) -> list[date]:
    """The first days of the twelve months up to this day's and of the next one, all within the calendar."""
    last = min(max(today.year * 12 + today.month - 1, _FIRST_MONTH + MONTHS - 1), _LAST_MONTH - 1)
    return [date(index // 12, index % 12 + 1, 1) for index in range(last - MONTHS + 1, last + 2)]
