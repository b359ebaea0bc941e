"""Transactions from a CSV file: look at it, check every row without writing, then post what passes as one batch.

``inspect`` says what a file is; ``check`` makes a Plan of it by a Mapping; ``write`` carries the plan out in one
database transaction; ``refused_csv`` keeps the rows that could not be posted, with the reasons.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.ids import given_or_new
from walletdesk.controllers.importing_check import Check, Memory, projects_named, with_project
from walletdesk.controllers.importing_plan import Plan, PlanRow, PlanWallet, RefusedRow, Verdict
from walletdesk.controllers.importing_refusals import (
    BookChanged,
    DatesNotBookable,
    FractionsDiffer,
    ImportedBefore,
    NothingToImport,
    ReferenceRepeated,
)
from walletdesk.controllers.tasks import Progress, Task, told
from walletdesk.controllers.words import Context, sentence
from walletdesk.exchange import mapping_toml
from walletdesk.exchange.csv_read import SEPARATORS, Row
from walletdesk.exchange.csv_sniff import Facts, looking
from walletdesk.exchange.csv_write import CsvFile
from walletdesk.exchange.mapping import (
    AssetSpec,
    Becomes,
    Booking,
    Column,
    Columns,
    Create,
    FileFormat,
    Kinds,
    Mapping,
)
from walletdesk.exchange.suggest import suggested
from walletdesk.ledger.amounts import PLAIN, Notation
from walletdesk.ledger.refusals import AlreadyTaken, BookFault, CustomerSuspended, LedgerError, PostingRefused
from walletdesk.ledger.values import Asset, Batch
from walletdesk.store import assets, batches, bulk, customers, events, projects, wallets
from walletdesk.store.book import Book
from walletdesk.store.posting import Poster, Request

__all__ = [
    "SEPARATORS", "AssetSpec", "Becomes", "BookChanged", "Booking", "Column", "Columns", "Create", "DatesNotBookable",
    "FileFormat", "FractionsDiffer", "ImportedBefore", "Kinds", "Mapping", "Memory", "NothingToImport", "Plan",
    "PlanRow", "PlanWallet", "ReferenceRepeated", "RefusedRow", "Row", "Sheet", "Verdict", "check", "inspect",
    "load_mapping", "mapping_text", "projects_named", "reasons", "refused_csv", "save_mapping", "write",
]  # fmt: skip

SLICE = 1_000
LOOK = 250
"""How many rows are dealt with between two looks at whether to go on."""
T = TypeVar("T")

load_mapping = mapping_toml.load
save_mapping = mapping_toml.save
mapping_text = mapping_toml.dump


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as a person sees it before importing: its facts, and a mapping guessed from the header's names."""

    facts: Facts
    suggestion: Mapping


def inspect(
    path: Path | str, encoding: str | None = None, separator: str | None = None, header: bool | None = None
) -> Task[Sheet]:
    """Look at the file; what is given is not searched for.

    Refuses FileFault, FileEmpty, NotText, EncodingUnknown, EncodingWrong.
    """
    facts = yield from told(looking(Path(path), encoding, separator, header), "look")
    return Sheet(facts, suggested(facts.columns if facts.header else (), facts.rows))


def check(
    book: Book, path: Path | str, mapping: Mapping, project: str | None = None, memory: Memory | None = None
) -> Task[Plan]:
    """The dry run; ``project`` (id or name) stands for the mapping's where given, ``memory`` is the last check's.

    Refuses what makes the whole file or mapping unfit; what is wrong with one row is that row's verdict.
    """
    form = mapping.format
    header = form.header
    named = any(isinstance(getattr(mapping.columns, name), str) for name in mapping.columns.__dataclass_fields__)
    header = True if header is None and named else header
    facts = yield from told(looking(Path(path), form.encoding, form.separator, header), "look", measured=False)
    run = Check(book, facts, with_project(mapping, project))
    yield from run.scan(memory or Memory())
    return (yield from run.judge())


def write(book: Book, plan: Plan) -> Task[Done[Batch]]:
    """Post the plan's ready rows as one batch, all or nothing; closing the task takes everything back.

    Refuses NothingToImport, BookChanged and what the disk does.
    """
    if not len(plan.ready):
        raise NothingToImport(len(plan.refused), len(plan.there))
    total = len(plan.ready)
    with book.unit():
        _check_owners(book, plan)
        project, asset = _foundations(book, plan)
        name = os.fsencode(plan.facts.path.name).decode(errors="replace")  # a file may be called what is no text
        batch = batches.add(book, project, "import", name, plan.facts.fingerprint)
        ids = yield from _open_wallets(book, plan, project, asset)
        with bulk.posting(book, project, batch) as poster:
            poster.load(ids.values())
            yield Progress(0, total, "write")
            for at in range(total):
                _post(poster, plan, at, ids)
                if (at + 1) % SLICE == 0:
                    yield Progress(at, total, "write")
                    poster.flush()
                if (at + 1) % LOOK == 0:
                    yield Progress(at + 1, total, "write")
            poster.flush()
            yield Progress(total, total, "write")
    return Done(batches.get(book, batch), Changes(project=project, everything=True))


def _foundations(book: Book, plan: Plan) -> tuple[str, str]:
    """The ids of project and asset, created where they are new; what is there must still be as it was."""
    project = plan.project.id
    if plan.new_project:
        project = given_or_new(None)
        projects.add(book, project, plan.project.name)
    else:
        projects.require_active(book, project)
    if not plan.new_asset:
        return project, assets.get(book, plan.asset.id).id
    new = plan.asset
    asset = Asset(given_or_new(None), project, new.name, new.code, new.fractions, new.unit, new.part)
    assets.add(book, asset)
    return project, asset.id


def _open_wallets(book: Book, plan: Plan, project: str, asset: str) -> Task[dict[int, int]]:
    """From the plan's wallet ids to the book's; new customers and wallets are created, in their order in the file."""
    keys: dict[str, int] = {}
    for people in _slices(plan.new_customers):
        keys |= zip([i for i, _ in people], customers.add_many(book, project, [(*p, "") for p in people]), strict=True)
        yield Progress(0, len(plan.ready), "write")
    ids = {id_: id_ for id_ in plan.wallets if id_ > 0}
    for new in _slices(plan.new_wallets):
        owners = [keys.get(w.customer) if w.customer and w.customer_key is None else w.customer_key for w in new]
        rows = [(owner, w.name, "") for owner, w in zip(owners, new, strict=True)]
        ids |= zip([w.id for w in new], wallets.add_many(book, project, asset, rows), strict=True)
        yield Progress(0, len(plan.ready), "write")
    return ids


def _slices(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + SLICE] for start in range(0, len(items), SLICE))


def _check_owners(book: Book, plan: Plan) -> None:
    """If people or wallets changed since the check, those who shall get a wallet may still get one."""
    if events.head(book)[0] == plan.events:
        return
    taken = customers.keys(book, plan.project.id) if plan.project.id else {}
    for wallet in plan.new_wallets:
        if wallet.customer is None:
            continue
        try:
            if wallet.customer_key is None and wallet.customer in taken:
                raise AlreadyTaken("customer", "id", wallet.customer)
            if wallet.customer_key is not None and customers.require_living(book, wallet.customer_key).suspended:
                raise CustomerSuspended(wallet.customer)
        except BookFault:
            raise
        except LedgerError as refusal:
            raise BookChanged(plan.ready.lines[0], refusal) from refusal


def _post(poster: Poster, plan: Plan, at: int, ids: dict[int, int]) -> None:
    rows = plan.ready
    on_dates = plan.booking is Booking.DATES
    request = Request(
        (rows.operation(at, ids),),
        reference=rows.reference(at),
        value_date=None if on_dates else rows.day(at),
        booked_at=rows.instant(at) if on_dates else None,
    )
    try:
        poster.add(request)
    except BookFault:
        raise
    except LedgerError as refusal:
        only = refusal.problems[0] if isinstance(refusal, PostingRefused) else refusal
        raise BookChanged(rows.lines[at], only) from refusal


def refused_csv(plan: Plan, path: Path | str, words: Callable[[LedgerError], str]) -> Task[int]:
    """Write the refused rows as they were, each with its reason in a last column; answers how many there are."""
    header = [*plan.facts.columns, "reason"] if plan.facts.header else None
    total, width = len(plan.refused), len(plan.facts.columns)
    with CsvFile(path, header, plan.book, plan.facts.path) as file:
        for start in range(0, total, LOOK):
            part = plan.refused[start : start + LOOK]
            file.rows([*row.cells, *[""] * (width - len(row.cells)), words(row.reason)] for row in part)
            yield Progress(start + len(part), total, "export")
    return total


def reasons(plan: Plan, book: Book, notation: Notation = PLAIN) -> Callable[[LedgerError], str]:
    """The words for the plan's refusals: they name its wallets, also those that are not there yet.

    Knows the book's calendar, and does not read the book.
    """
    days = book.days

    def wallet(id_: int) -> str | None:
        found = plan.known.get(id_)
        return found.title if found else None

    def asset(_: object) -> Asset:
        return plan.asset

    context = Context(wallet, asset, asset, lambda instant: f"{days.local(instant):%Y-%m-%d %H:%M}", notation)
    return lambda refusal: sentence(refusal, context)
