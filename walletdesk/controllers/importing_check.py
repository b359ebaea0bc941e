"""The dry run of an import: each row through the same rules as posting, in the order of the file, nothing written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice

from walletdesk.controllers.importing_plan import (
    Plan,
    PlanWallet,
    RefusedRow,
    Rows,
    Verdict,
    operation,
    verdict_code,
)
from walletdesk.controllers.importing_refusals import (
    BeforeCalendar,
    DatesNotBookable,
    FractionsDiffer,
    ReferenceRepeated,
)
from walletdesk.controllers.importing_rows import Forms, Parsed, RowParser, places
from walletdesk.controllers.importing_wallets import WalletFinder
from walletdesk.controllers.keeping import kept
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.exchange.csv_read import Reader, Row
from walletdesk.exchange.csv_sniff import Facts
from walletdesk.exchange.dates import Moment, instant_reader
from walletdesk.exchange.mapping import AssetSpec, Booking, Mapping
from walletdesk.exchange.refusals import FileChanged, MappingKeyMissing, NoRows
from walletdesk.ledger.assets import define
from walletdesk.ledger.days import FIRST_DAY
from walletdesk.ledger.posting import post
from walletdesk.ledger.refusals import (
    Ambiguous,
    BookedInFuture,
    BookedTooEarly,
    BookFault,
    LedgerError,
    NotFound,
    PostingRefused,
    ProjectArchived,
    ReferenceTaken,
)
from walletdesk.ledger.text import CODE_LIMIT, NAME_LIMIT, composed, required_line
from walletdesk.ledger.values import Asset, Operation, Project
from walletdesk.store import assets, batches, events, projects, transactions
from walletdesk.store.book import Book

SLICE = 250


def projects_named(book: Book, text: str) -> list[Project]:
    """The projects that this text may mean: by id, else by name, else by name whatever its capitals."""
    known = projects.list_all(book, archived=True)
    name = composed(text.strip())
    return (
        [p for p in known if p.id == name]
        or [p for p in known if p.name == name]
        or [p for p in known if p.name.casefold() == name.casefold()]
    )


def find_project(book: Book, text: str) -> Project | None:
    """The project of this id or name; refuses Ambiguous, and ProjectArchived where nothing may change."""
    fitting = projects_named(book, text)
    if len(fitting) > 1:
        raise Ambiguous("project", text, tuple(f"{p.name} ({p.id})" for p in fitting[:10]))
    if fitting and fitting[0].archived:
        raise ProjectArchived(fitting[0].name)
    return fitting[0] if fitting else None


def find_asset(book: Book, project: Project, spec: AssetSpec) -> tuple[Asset, bool]:
    """The asset of the rows, and whether it is new; refuses what does not name one asset."""
    known = assets.list_all(book, project.id) if project.id else ()
    if spec.code is None:
        if len(known) > 1:
            raise Ambiguous("asset", "", tuple(asset.code for asset in known[:10]))
        if not known:
            raise MappingKeyMissing("asset.code")
        return _same(known[0], spec), False
    code = required_line(spec.code, "code", CODE_LIMIT)
    found = assets.by_code(book, project.id, code) if project.id else None
    if found:
        return _same(found, spec), False
    if spec.name is None or spec.fractions is None:
        if project.id:
            raise NotFound("asset", code)
        raise MappingKeyMissing("asset.name" if spec.name is None else "asset.fractions")
    return define("", project.id, spec.name, code, spec.fractions, spec.unit, spec.part), True


def _same(asset: Asset, spec: AssetSpec) -> Asset:
    if spec.fractions is not None and spec.fractions != asset.fractions:
        raise FractionsDiffer(asset.code, asset.fractions, spec.fractions)
    return asset


@dataclass
class Memory:
    """How a file writes dates and amounts, for the next check of it: what is asked, and what was found."""

    question: object = None
    forms: Forms | None = None


class Check:
    """One dry run. ``scan`` learns how the file writes dates and amounts, ``judge`` gives each row its verdict."""

    def __init__(self, book: Book, facts: Facts, mapping: Mapping) -> None:
        self._book, self._facts = book, facts
        self._events, _ = events.head(book)
        self._mapping = mapping = mapping.complete()
        found = find_project(book, mapping.project or "")
        name = required_line(mapping.project or "", "project", NAME_LIMIT)
        self._project = found or Project("", name)
        self._asset, self._new_asset = find_asset(book, self._project, mapping.asset)
        self._finder = WalletFinder(book, mapping, self._project, self._asset, fresh=self._new_asset)
        self._supplies = {self._asset.id: self._asset.supply}
        self._where = places(mapping, facts)
        self._forms = Forms(mapping, self._where, self._asset.scale)
        self._system = self._find_system()
        self._ready, self._there = Rows(self._system), Rows(self._system)
        self._refused: list[RefusedRow] = []
        self._order = bytearray()
        self._touched: dict[int, PlanWallet] = {}
        self._references: dict[str, int] = {}  # places among the ready rows, or inverted among those there
        self._booked: frozenset[str] = frozenset()  # which references of the present rows the book has
        self._calendar = _Calendar(book, self._project)
        self._passes = 1

    def _find_system(self) -> int | None:
        mapping = self._mapping
        used = set(mapping.kinds.words().values()) if self._where.kind is not None else {mapping.credit, mapping.debit}
        if mapping.system is None or not any(becomes.transfer for becomes in used):
            return None
        return self._finder.system(mapping.system)

    def _reader(self) -> Reader:
        reader = Reader(self._facts.path, self._facts.layout)
        if reader.size != self._facts.size:
            reader.__exit__()
            raise FileChanged(str(self._facts.path))
        return reader

    def scan(self, memory: Memory) -> Task[None]:
        """Look at all rows if dates or amounts are written in a way that neither mapping nor memory tells."""
        facts, where = self._facts, self._where
        question = (facts.fingerprint, facts.layout, where.date, where.amounts, self._asset.scale, self._mapping.format)
        if memory.question == question:
            self._forms = memory.forms or self._forms
        if not self._forms.searching:
            return
        self._passes = 2
        found = False
        with self._reader() as reader:
            rows = iter(reader)
            while chunk := list(islice(rows, SLICE)):
                found = True
                for row in chunk:
                    if row.problem is None:
                        self._forms.look(row.cells)
                yield Progress(reader.position, 2 * reader.size, "scan")
        if not found:
            raise NoRows(str(self._facts.path))
        self._forms.decide()
        memory.question, memory.forms = question, self._forms

    def judge(self) -> Task[Plan]:
        """Every row in its turn."""
        parser = RowParser(self._mapping, self._where, self._forms, self._asset.scale)
        with self._reader() as reader:
            rows: Iterator[Row] = iter(reader)
            before, total = (self._passes - 1) * reader.size, self._passes * reader.size
            while chunk := list(islice(rows, SLICE)):
                self._judge_all(chunk, parser)
                yield Progress(before + reader.position, total, "check")
        if not self._order:
            raise NoRows(str(self._facts.path))
        return self._plan()

    def _judge_all(self, rows: Sequence[Row], parser: RowParser) -> None:
        """Rows that follow each other; the book is asked once which of their references it has."""
        read = [_read(row, parser) for row in rows]
        wanted = {parsed.reference for parsed in read if isinstance(parsed, Parsed) and parsed.reference}
        if wanted and self._project.id:
            self._booked = transactions.references(self._book, self._project.id, wanted)
        for row, parsed in zip(rows, read, strict=True):
            verdict = self._judge(row, parsed)
            self._order.append(verdict_code(verdict))

    def _judge(self, row: Row, parsed: Parsed | LedgerError) -> Verdict:
        if isinstance(parsed, Parsed):
            try:
                return self._try(row.line, parsed)
            except BookFault:  # what befalls the book is no verdict on a row
                raise
            except LedgerError as refusal:
                parsed = kept(_plain(refusal))
        self._refused.append(RefusedRow(row.line, tuple(row.cells), parsed))
        return Verdict.REFUSED

    def _try(self, line: int, parsed: Parsed) -> Verdict:
        wallet = self._finder.find(parsed.customer, parsed.wallet)
        wanted = operation(parsed.becomes, parsed.amount, wallet, self._system, parsed.memo)
        day = parsed.moment.day if parsed.moment else None
        number = self._posted(parsed.reference, wanted, parsed.moment) if parsed.reference else None
        rows = self._ready if number is None else self._there
        instant = None
        if number is None:
            self._post(wanted)
            self._finder.name(parsed.customer, parsed.customer_name)
            instant = self._calendar.next(line, parsed.moment)
        if parsed.reference:
            self._references[parsed.reference] = len(rows) if number is None else ~len(rows)
        rows.append(
            line, parsed.becomes, parsed.amount, wallet, instant, day, parsed.memo, parsed.reference, number or 0
        )
        return Verdict.READY if number is None else Verdict.THERE

    def _posted(self, reference: str, wanted: Operation, moment: Moment | None) -> int | None:
        """The number of the transaction that is this row already, 0 if it is a row before; None if there is none."""
        day = moment.day if moment else None
        earlier = self._references.get(reference)
        if earlier is not None:
            rows, at = (self._ready, earlier) if earlier >= 0 else (self._there, ~earlier)
            if (rows.operation(at), rows.day(at)) != (wanted, day):
                raise ReferenceRepeated(reference, rows.lines[at])
            return 0
        if reference not in self._booked:
            return None
        found = transactions.by_reference(self._book, self._project.id, reference)
        assert found is not None
        if moment and found.value_date is None:  # booked on the file's dates: an offset may lead to another day here
            same_day = self._calendar.day(moment) == self._book.days.day(found.booked_at)
        else:
            same_day = day is None or day == found.value_date
        if found.operations != (wanted,) or found.description or not same_day:
            raise ReferenceTaken(reference, found.number)
        return found.number

    def _post(self, wanted: Operation) -> None:
        standings = self._finder.standings
        # Posting copies what it is given: all wallets of a large book for every row would take minutes.
        touched = {id_: standings[id_] for id_ in (wanted.source, wanted.target) if id_ is not None}
        outcome = post((wanted,), touched, self._supplies, self._project.id)
        standings.update(outcome.standings)
        self._supplies.update(outcome.supplies)
        for id_, standing in outcome.standings.items():
            wallet = self._touched.setdefault(id_, self._finder.known[id_])
            wallet.after = standing.balance
            wallet.rows += 1

    def _plan(self) -> Plan:
        obstacle, asked = self._calendar.obstacle, self._mapping.booking
        if obstacle is not None and asked is Booking.DATES:
            raise obstacle
        usable = self._where.date is not None and obstacle is None and asked is not Booking.NOW
        before = None
        if self._project.id:
            before = batches.by_fingerprint(self._book, self._project.id, self._facts.fingerprint)
        return Plan(
            book=self._book.path,
            facts=self._facts,
            mapping=self._mapping,
            project=self._project,
            asset=self._asset,
            new_project=not self._project.id,
            new_asset=self._new_asset,
            system=self._system,
            date_format=self._forms.date.format if self._forms.date else None,
            booking=Booking.DATES if usable else Booking.NOW,
            obstacle=obstacle,
            imported_before=before,
            ready=self._ready,
            there=self._there,
            refused=self._refused,
            order=self._order,
            events=self._events,
            wallets=self._touched,
            known=self._finder.known,
        )


class _Calendar:
    """Turns the file's dates into instants of booking, and notes the first one that cannot be such."""

    def __init__(self, book: Book, project: Project) -> None:
        self._days = book.days
        self._last = transactions.last_booking(book, project.id) if project.id else None
        self._last_day: date | None = None  # of _last, once it was asked for
        self._now = max(book.clock(), self._last or 0)
        self._starts: dict[date, int] = {}
        self._read = instant_reader(self._start, self._wall)
        self.obstacle: DatesNotBookable | None = None

    def _start(self, day: date) -> int:
        found = self._starts.get(day)
        if found is None:
            found = self._starts[day] = self._days.start(day)
        return found

    def _wall(self, moment: datetime) -> int:
        return self._days.instant(moment)

    def day(self, moment: Moment) -> date:
        """The day of the book on which the moment lies."""
        return moment.day if moment.clock is None else self._days.day(self._read(moment))

    def next(self, line: int, moment: Moment | None) -> int | None:
        """The instant of the next row that is ready; a day alone is its beginning, or the last booking on it."""
        if moment is None:
            return None
        instant = self._read(moment)
        last = self._last
        if moment.day < FIRST_DAY:
            self._note(line, BeforeCalendar(moment.day, FIRST_DAY))
        if last is not None and instant < last:
            if self._last_day is None:
                self._last_day = self._days.day(last)
            if moment.clock is None and self._last_day == moment.day:
                instant = last
            else:
                self._note(line, BookedTooEarly(instant, last))
        if instant > self._now:
            self._note(line, BookedInFuture(instant, self._now))
        if last is None or instant > last:
            self._last, self._last_day = instant, None
        return instant

    def _note(self, line: int, reason: LedgerError) -> None:
        if self.obstacle is None:
            self.obstacle = DatesNotBookable(line, reason)


def _read(row: Row, parser: RowParser) -> Parsed | LedgerError:
    """What the row asks for, or why that cannot be read."""
    if row.problem is not None:
        return kept(row.problem)
    try:
        return parser.parse(row.cells)
    except LedgerError as refusal:
        return kept(refusal)


def _plain(refusal: LedgerError) -> LedgerError:
    """A row is one operation: its only problem says it all."""
    if isinstance(refusal, PostingRefused) and len(refusal.problems) == 1:
        return refusal.problems[0]
    return refusal


def with_project(mapping: Mapping, project: str | None) -> Mapping:
    """The mapping for this project, where one is given."""
    return mapping if project is None else replace(mapping, project=project)
