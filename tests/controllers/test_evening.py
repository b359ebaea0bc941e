"""R3: the evening's book equals one into which only what happened until then was done."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from walletdesk.controllers import (
    assets,
    batches,
    customers,
    drafts,
    entries,
    evening,
    exporting,
    finding,
    projects,
    transactions,
    wallets,
)
from walletdesk.controllers.customers import CustomerQuery
from walletdesk.controllers.evening import EveningBook
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.transactions import TransactionQuery
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.ledger.refusals import BookReadOnly, LedgerError
from walletdesk.ledger.refusals_past import EveningToCome, NothingYet, PastReadOnly
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import Operation, issue, redeem, transfer
from walletdesk.store import batches as batch_rows
from walletdesk.store import drafts as draft_rows
from walletdesk.store.book import Book, create
from walletdesk.store.posting import Poster, Request

DAY = 86_400_000
START = 1_767_225_600_000  # 2026-01-01, UTC
FIRST = date(2026, 1, 1)
NAMES = ("Ann", "Bob Miller", "Cleo", "Dora")


@dataclass
class Clock:
    """Moves by a second with each look."""

    at: int = START

    def __call__(self) -> int:
        self.at += 1_000
        return self.at


Step = tuple[int, str, tuple[int, ...]]
"""Which day, what is done, and numbers that choose with whom and how much."""


@dataclass
class World:
    """A book, and the steps that happen in it."""

    book: Book
    clock: Clock
    project: str = ""
    assets: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, path: Path) -> "World":
        clock = Clock()
        return cls(create(path, "UTC", clock), clock)

    def do(self, step: Step) -> None:
        """One step on its day; what the ledger refuses, it refuses in every copy alike."""
        day, what, given = step
        self.clock.at = max(self.clock.at, START + day * DAY)
        with suppress(LedgerError):
            getattr(self, what)(*given)

    def begin(self) -> None:
        self.project = projects.create(self.book, "Club", id="club").value.id
        self.assets = [assets.create(self.book, "club", c, c, n, id=c).value.id for c, n in (("EUR", 100), ("DAY", 24))]

    def join(self, who: int, *_: int) -> None:
        customers.upsert(self.book, self.project, f"c{who % 4}", NAMES[who % 4], "joined")

    def rename_customer(self, who: int, name: int, *_: int) -> None:
        key = customers.get(self.book, self.project, f"c{who % 4}").id
        customers.upsert(self.book, self.project, key or "", f"{NAMES[name % 4]} {name}", "renamed")

    def open(self, who: int, which: int, *_: int) -> None:
        asset = self.assets[which % 2]
        if who % 3 == 0:
            wallets.open_system(self.book, asset, "Till")
        else:
            wallets.open(self.book, customers.get(self.book, self.project, f"c{who % 4}").key, asset, "Cash")

    def _ids(self) -> list[int]:
        return [w.id for w in wallets.page(self.book, self.project, WalletQuery(sort="number"), 1, 500).rows]

    def post(self, one: int, other: int, amount: int, *_: int) -> None:
        ids = self._ids()
        source, target = ids[one % len(ids)], ids[other % len(ids)]
        moves: tuple[Operation, ...] = (issue(target, amount + 1), transfer(source, target, amount // 2 + 1, "m"))
        moves = (moves[:1], moves[1:], (redeem(source, amount % 7 + 1),), moves)[amount % 4]
        transactions.run(self.book, self.project, moves, f"moved {amount}", f"R{amount}")

    def batch(self, one: int, amount: int, *_: int) -> None:
        wallet = self._ids()[one % len(self._ids())]
        if projects.get(self.book, self.project).archived:
            return
        with self.book.unit():
            number = batch_rows.add(self.book, self.project, "import", f"file {amount}", "print")
            poster = Poster(self.book, self.project, number)
            poster.add(Request((issue(wallet, amount + 1),), "from the file"))
            poster.flush()

    def reverse(self, number: int, *_: int) -> None:
        last = transactions.page(self.book, self.project).total
        transactions.reverse(self.book, self.project, number % max(last, 1) + 1)

    def status(self, one: int, state: int, *_: int) -> None:
        ids = self._ids()
        wallets.set_status(self.book, ids[one % len(ids)], list(Status)[state % 3])

    def suspend(self, who: int, resume: int, *_: int) -> None:
        key = customers.get(self.book, self.project, f"c{who % 4}").key
        (customers.resume if resume % 2 else customers.suspend)(self.book, key)

    def rename(self, one: int, name: int, *_: int) -> None:
        ids = self._ids()
        wallets.rename(self.book, ids[one % len(ids)], f"Purse {name}")
        wallets.describe(self.book, ids[one % len(ids)], f"told {name}")

    def asset(self, which: int, name: int, *_: int) -> None:
        """Make one that is never used, take it away, or rename one."""
        if which % 3 == 0:
            assets.create(self.book, self.project, f"New {name}", f"N{name % 3}", 10, id=f"n{name % 3}")
        elif which % 3 == 1:
            assets.delete(self.book, f"n{name % 3}")
        else:
            assets.rename(self.book, self.assets[name % 2], f"Called {name}")

    def archive(self, which: int, name: int, *_: int) -> None:
        change = (projects.archive, projects.unarchive)[which % 2]
        change(self.book, self.project)
        projects.rename(self.book, self.project, f"Club {name}")

    def draft(self, *_: int) -> None:
        drafts.save(self.book, self.project, None, "{}")


def told(book: Book, project: str, folder: Path) -> dict[str, Any]:
    """Everything that the controllers tell of a project."""
    found: dict[str, Any] = {
        "projects": projects.list_all(book, archived=True),
        "assets": projects.get_with_assets(book, project),
        "overview": projects.overview(book, project),
        "batches": batches.list_all(book, project),
        "drafts": drafts.list_all(book, project),
    }
    for sort in ("owner", "balance", "status", "activity", "entries"):
        found[f"wallets {sort}"] = wallets.page(book, project, WalletQuery(sort=sort, descending=True), 1, 100)
    for text in ("ann", "c1", "mi", "purse 1", "till eur", "w-0"):
        found[f"find {text}"] = finish(finding.find(book, project, text))
        found[f"wallets {text}"] = wallets.page(book, project, WalletQuery(text=text), 1, 100)
        found[f"complete {text}"] = wallets.complete(book, project, text)
        found[f"customers {text}"] = customers.page(book, project, CustomerQuery(text=text), 1, 100)
    for status in Status:
        found[f"wallets {status}"] = wallets.page(book, project, WalletQuery(status=status, zero=False), 1, 100)
    found["totals"] = wallets.totals(book, project, WalletQuery())
    found["transactions"] = transactions.page(book, project, size=500)
    for name, query in (
        ("text", TransactionQuery(text="moved")),
        ("kind", TransactionQuery(kind=Kind.TRANSFER)),
        ("asset", TransactionQuery(asset="EUR")),
    ):
        found[f"transactions {name}"] = list(finish(transactions.find(book, project, query)).numbers)
    for number in range(1, found["transactions"].total + 1):
        found[f"T-{number}"] = transactions.get(book, project, number)
    for wallet in found["wallets owner"].rows:
        found[f"ledger {wallet.id}"] = entries.page(book, wallet.id)
        found[f"sums {wallet.id}"] = finish(entries.summary(book, wallet.id))
        found[f"found {wallet.id}"] = list(finish(entries.find(book, wallet.id, text="moved")).seqs)
    found["rows"] = finish(exporting.everything(book, folder))
    found["files"] = {path.name: path.read_text("utf-8") for path in folder.rglob("*.csv")}
    return found


STEPS = ("join", "rename_customer", "open", "open", "post", "post", "post", "post", "batch", "reverse", "status")
STEPS += ("suspend", "rename", "asset", "archive", "draft")
numbers = st.tuples(*[st.integers(0, 40)] * 4)
BEGIN: list[Step] = [(0, "begin", ()), *((0, "join", (n,)) for n in range(3)), *((0, "open", (n, n)) for n in range(6))]


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    count = draw(st.integers(5, 30))
    days = sorted(draw(st.lists(st.integers(0, 9), min_size=count, max_size=count)))
    return [(day, draw(st.sampled_from(STEPS)), draw(numbers)) for day in days]


def played(folder: Path, name: str, steps: list[Step]) -> World:
    world = World.at(folder / f"{name}.walletdesk")
    for step in BEGIN + steps:
        world.do(step)
    return world


def look(world: World, day: date) -> EveningBook:
    return finish(evening.book_of(world.book, day, world.project))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@settings(max_examples=40, phases=[Phase.explicit, Phase.generate])  # whole books: making one smaller takes minutes
@given(histories(), st.integers(0, 9))
def test_the_evening_is_a_book_in_which_nothing_happened_afterwards(steps: list[Step], days: int) -> None:
    """R3: in every list, ledger and sum; and the book itself stays as it is, byte for byte."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        whole = played(place, "book", steps)
        before = played(place, "before", [step for step in steps if step[0] <= days])
        with before.book.unit():  # whether the project was archived on that day or not
            for draft in drafts.list_all(before.book, "club"):
                draft_rows.discard(before.book, draft.id)
        whole.clock.at, before.clock.at = START + 12 * DAY, START + (days + 1) * DAY - 2_000
        bytes_before = digest(whole.book.path)
        then = look(whole, FIRST + timedelta(days=days))
        try:
            expected = told(before.book, "club", place / "expected")
            assert told(then, "club", place / "found") == expected
        finally:
            then.close()
        assert digest(whole.book.path) == bytes_before
        whole.book.close()
        before.book.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Two customers and a till; 5.00 on the first day, 1.00 of it moved on the third, some renamed on the fifth."""
    made = World.at(tmp_path / "club.walletdesk")
    for step in BEGIN:
        made.do(step)
    yield made
    made.book.close()


def ids(book: Book) -> list[int]:
    return [w.id for w in wallets.page(book, "club", WalletQuery(sort="number"), 1, 100).rows]


def test_an_import_that_books_on_past_days_brings_what_its_bookings_need(world: World) -> None:
    """R3: value that was booked then lies in wallets, though these were opened later."""
    world.clock.at = START + 5 * DAY
    project = projects.create(world.book, "Old paper", id="paper").value.id
    asset = assets.create(world.book, project, "Euro", "EUR", 100).value.id
    owner = customers.upsert(world.book, project, "late", "Late Comer").value.key
    wallet = wallets.open(world.book, owner, asset, "Cash").value.id
    empty = wallets.open_system(world.book, asset, "Never used").value.id
    for amount, day in ((700, 1), (30, 3)):
        with world.book.unit():
            number = batch_rows.add(world.book, project, "import", f"day {day}", "print")
            poster = Poster(world.book, project, number)
            poster.add(Request((issue(wallet, amount),), booked_at=START + day * DAY + 5))
            poster.flush()
    with_first = finish(evening.book_of(world.book, date(2026, 1, 2), project))
    assert [(w.id, w.balance, w.owner_name) for w in wallets.page(with_first, project, WalletQuery(), 1, 9).rows] == [
        (wallet, 700, "Late Comer")
    ]
    assert empty not in ids(with_first)
    assert [(b.name, b.transactions) for b in batches.list_all(with_first, project)] == [("day 1", 1)]
    assert [a.supply for a in projects.get_with_assets(with_first, project)[1]] == [700]
    assert dict(wallets.totals(with_first, project, WalletQuery()))
    with_first.close()
    with pytest.raises(NothingYet) as refused:
        finish(evening.book_of(world.book, date(2026, 1, 1), project))
    assert refused.value.first == date(2026, 1, 2)


def test_balances_are_those_that_the_command_line_tells(world: World) -> None:
    """R3: one rule, two ways."""
    for day in range(1, 8):
        world.do((day, "post", (day, day + 1, 4 * day, 0)))
        world.do((day, "post", (day, day + 1, 4 * day + 1, 0)))
    world.clock.at = START + 20 * DAY
    for day in range(9):
        then = look(world, FIRST + timedelta(days=day))
        expected = {w.id: held for w, held in wallets.balances(world.book, "club", FIRST + timedelta(days=day))}
        assert {w.id: w.balance for w in wallets.page(then, "club", WalletQuery(), 1, 99).rows} == expected
        then.close()


def test_who_was_deleted_since_is_a_tombstone(world: World) -> None:
    """C4: nothing of the person comes back with the past."""
    key = customers.get(world.book, "club", "c1").key
    world.do((1, "post", (1, 1, 0, 0)))
    world.clock.at = START + 3 * DAY
    for wallet in wallets.of_customer(world.book, key):
        if wallet.balance:
            transactions.run(world.book, "club", [redeem(wallet.id, wallet.balance)])
        wallets.set_status(world.book, wallet.id, Status.CLOSED)
    customers.delete(world.book, key)
    world.clock.at = START + 9 * DAY
    then = look(world, date(2026, 1, 2))
    mine = wallets.of_customer(then, key)
    assert [(w.status, w.owner_id, w.owner_name) for w in mine] == [(Status.OPEN, None, "")] * len(mine)
    assert sum(w.balance for w in mine) == 1
    assert customers.page(then, "club", CustomerQuery(), 1, 9).total == 2
    assert not finish(finding.find(then, "club", "Bob")).customers
    then.close()


def test_the_past_is_never_changed(world: World) -> None:
    """Every command is refused by its type, every bare change by SQLite."""
    world.clock.at = START + 5 * DAY
    then = look(world, date(2026, 1, 2))
    wallet = ids(then)[0]
    with pytest.raises(PastReadOnly) as refused:
        wallets.rename(then, wallet, "Another")
    assert refused.value.day == date(2026, 1, 2)
    for change in (
        lambda: transactions.run(then, "club", [issue(wallet, 1)]),
        lambda: customers.delete(then, customers.get(then, "club", "c1").key),
        lambda: drafts.save(then, "club", None, "{}"),
        lambda: then.write_many("UPDATE wallet SET name = ?", [("x",)]),
    ):
        with pytest.raises(PastReadOnly):
            change()
    for sql in ("UPDATE wallet SET name = 'x'", "UPDATE main.wallet SET name = 'x'", "DELETE FROM temp.asset"):
        with pytest.raises(BookReadOnly):
            then.rows(sql)
    then.close()


def test_while_the_past_is_looked_at_the_book_goes_on(world: World) -> None:
    """B3, STORAGE 1: the second connection holds no lock between jobs, and what is new does not reach it."""
    world.do((1, "post", (1, 2, 0, 0)))
    world.clock.at = START + 5 * DAY
    making = evening.book_of(world.book, date(2026, 1, 2), "club")
    next(making)
    late = ids(world.book)[2]
    transactions.run(world.book, "club", [issue(late, 77)], booked_at=START + DAY + 3_600_000)
    then = finish(making)
    transactions.run(world.book, "club", [issue(late, 5)])
    wallets.rename(world.book, late, "Later")
    assert transactions.page(then, "club").total == 1
    assert then.value("SELECT count(*) FROM entry") == then.value("SELECT sum(entries) FROM wallet") == 1
    assert then.value("SELECT max(at) FROM event") < then.until
    assert sum(w.balance for w in wallets.page(then, "club", WalletQuery(), 1, 99).rows) == 1
    assert entries.page(then, late).total == wallets.get(then, late).entries
    then.close()


def test_an_evening_that_is_not_over_is_refused(world: World) -> None:
    with pytest.raises(EveningToCome) as refused:
        finish(evening.book_of(world.book, FIRST, "club"))
    assert (refused.value.day, refused.value.today) == (FIRST, FIRST)


def test_given_up_nothing_stays(world: World) -> None:
    """No file beside the book, no lock on it."""
    world.clock.at = START + 5 * DAY
    making = evening.book_of(world.book, date(2026, 1, 2), "club")
    next(making)
    making.close()
    transactions.run(world.book, "club", [issue(ids(world.book)[0], 5)])
    assert {p.name for p in world.book.path.parent.iterdir()} <= {"club.walletdesk", "club.walletdesk-journal"}
