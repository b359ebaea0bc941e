"""B3, B4, T1 to T5, W4: what is posted in bulk is what single postings leave, and nothing unproven is committed."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.conftest import World, build
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import verify_book
from walletdesk.ledger.refusals import BookDamaged, PostingRefused
from walletdesk.ledger.values import Operation, issue, redeem, transfer
from walletdesk.store import bulk, chain, posting
from walletdesk.store.posting import Poster, Request

WALLETS = ("ann", "bob", "till")
SCHEMA = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
LEDGER = (
    "SELECT id, project, number, reference, description, value_date, reverses, batch FROM txn ORDER BY id",
    "SELECT txn, position, kind, amount, source, source_seq, target, target_seq, memo FROM operation",
    "SELECT wallet, seq, amount, balance, txn, position FROM entry",
    "SELECT id, status, balance, entries FROM wallet",
    "SELECT id, supply FROM asset",
)


def guards(world: World) -> list[tuple[Any, ...]]:
    return world.book.rows(SCHEMA)


def ledger(world: World) -> list[list[tuple[Any, ...]]]:
    return [world.book.rows(sql) for sql in LEDGER]


@st.composite
def operation(draw: st.DrawFn) -> tuple[str, str, str, int]:
    kind = draw(st.sampled_from(["issue", "transfer", "redeem"]))
    source, target = draw(st.permutations(WALLETS))[:2]
    return kind, source, target, draw(st.integers(1, 400))


def made(world: World, spec: tuple[str, str, str, int]) -> Operation:
    kind, source, target, amount = spec
    a, b = getattr(world, source), getattr(world, target)
    return {"issue": issue(b, amount), "redeem": redeem(a, amount), "transfer": transfer(a, b, amount)}[kind]


def add_all(world: World, poster: Poster, specs: list[list[tuple[str, str, str, int]]], slice_: int) -> None:
    for number, spec in enumerate(specs):
        try:
            poster.add(Request(tuple(made(world, one) for one in spec), f"No. {number}"))
        except PostingRefused:
            continue
        if number % slice_ == 0:
            poster.flush()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(specs=st.lists(st.lists(operation(), min_size=1, max_size=4), max_size=12), slice_=st.integers(1, 5))
def test_b3_bulk_leaves_what_single_postings_leave(
    tmp_path_factory: pytest.TempPathFactory, specs: list[list[tuple[str, str, str, int]]], slice_: int
) -> None:
    folder = tmp_path_factory.mktemp("bulk")
    one, other = build(folder / "one.walletdesk"), build(folder / "other.walletdesk")
    before = guards(one)
    with one.book.unit(), bulk.posting(one.book, "bar") as poster:
        add_all(one, poster, specs, slice_)
    with other.book.unit():
        single = Poster(other.book, "bar")
        add_all(other, single, specs, slice_)
        single.flush()
    assert ledger(one) == ledger(other)
    assert guards(one) == before
    assert finish(verify_book(one.book)).ok
    one.book.close()
    other.book.close()


def _with(table: str, at: int, change: Callable[[Any], Any]) -> Callable[[dict[str, list[tuple[Any, ...]]]], None]:
    def spoil(rows: dict[str, list[tuple[Any, ...]]]) -> None:
        key = next(statement for statement in rows if f"INTO {table} " in statement)
        row = list(rows[key][-1])
        row[at] = change(row[at])
        rows[key][-1] = tuple(row)

    return spoil


def _without(table: str) -> Callable[[dict[str, list[tuple[Any, ...]]]], None]:
    def spoil(rows: dict[str, list[tuple[Any, ...]]]) -> None:
        del rows[next(statement for statement in rows if f"INTO {table} " in statement)][-1]

    return spoil


def _extra_entry(rows: dict[str, list[tuple[Any, ...]]]) -> None:
    key = next(statement for statement in rows if "INTO entry " in statement)
    wallet, seq, *rest = rows[key][-1]
    rows[key].append((wallet, seq + 5, *rest))


def _changed(rows: dict[str, list[tuple[Any, ...]]], key: str, row: int, **other: Any) -> None:
    """Other values in a row, by the names in its statement."""
    names = key.partition("(")[2].partition(")")[0].split(", ")
    rows[key][row] = tuple(other.get(name, value) for name, value in zip(names, rows[key][row], strict=True))


def _all_booked_earlier(rows: dict[str, list[tuple[Any, ...]]]) -> None:
    for key in (posting.TXN, posting.ENTRY):
        for row in range(len(rows[key])):
            _changed(rows, key, row, booked_at=1)


def _entries_out_of_order(rows: dict[str, list[tuple[Any, ...]]]) -> None:
    """Each as it must be by itself, the second one's before the first one's."""
    first, second = rows[posting.ENTRY][:2]
    begun = first[3] - first[2]
    _changed(rows, posting.OPERATION, 0, target_seq=second[1])
    _changed(rows, posting.OPERATION, 1, source_seq=first[1])
    _changed(rows, posting.ENTRY, 0, amount=second[2], balance=begun + second[2], position=2)
    _changed(rows, posting.ENTRY, 1, amount=first[2], position=1)


SPOILT = {
    "number": _with("txn", 2, lambda n: n + 1),
    "another project": _with("txn", 1, lambda _: "shop"),
    "booked before the last": _with("txn", 3, lambda at: at - 10**9),
    "booked before the last, with all entries": _all_booked_earlier,
    "entries out of order": _entries_out_of_order,
    "an entry of another instant": _with("entry", 5, lambda at: at + 1),
    "amount of the operation": _with("operation", 3, lambda amount: amount + 1),
    "kind of the operation": _with("operation", 6, lambda _: None),
    "a position left out": _with("operation", 1, lambda at: at + 1),
    "amount of the entry": _with("entry", 2, lambda amount: amount - 1),
    "balance of the entry": _with("entry", 3, lambda balance: balance + 1),
    "number of the entry": _with("entry", 1, lambda seq: seq + 1),
    "wallet of the entry": _with("entry", 0, lambda wallet: wallet + 1),
    "transaction of the entry": _with("entry", 6, lambda txn: txn - 1),
    "position of the entry": _with("entry", 4, lambda position: position + 1),
    "no entry": _without("entry"),
    "no operation": _without("operation"),
    "no seal": _without("seal"),
    "an entry beside the operations": _extra_entry,
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_b4_nothing_unproven_is_committed(world: World, spoilt: str) -> None:
    before, schema = ledger(world), guards(world)
    refused = pytest.raises((bulk.Unproven, sqlite3.IntegrityError))
    with refused, world.book.unit(), bulk.posting(world.book, "bar") as poster:
        poster.add(Request((issue(world.ann, 5), transfer(world.ann, world.till, 3))))
        poster.add(Request((issue(world.ann, 5), transfer(world.bob, world.till, 3))))
        SPOILT[spoilt](poster._rows)
    assert ledger(world) == before
    assert guards(world) == schema
    assert finish(verify_book(world.book)).ok


def test_b4_ids_that_do_not_grow_are_refused(world: World) -> None:
    """Of a wallet without entries no entry tells which came first."""
    before = ledger(world)
    with pytest.raises(bulk.Unproven), world.book.unit(), bulk.posting(world.book, "bar") as poster:  # noqa: PT012
        poster._next_id = -10
        poster.add(Request((issue(world.closed, 5),)))
    assert ledger(world) == before


def test_t10_an_archived_project_is_refused_even_if_nobody_had_looked(world: World) -> None:
    with world.book.unit():
        world.book.rows("UPDATE project SET archived = 1 WHERE id = 'bar'")
    before = ledger(world)
    with pytest.raises(bulk.Unproven), world.book.unit(), bulk.posting(world.book, "bar") as poster:
        poster.add(Request((issue(world.ann, 5),)))
    assert ledger(world) == before


@pytest.mark.parametrize("wallet", ["closed", "foreign", "days"])
def test_w5_a_wallet_that_may_not_move_is_refused_even_if_the_poster_were_wrong(world: World, wallet: str) -> None:
    """The proof looks at the wallets in the file, not at what the poster believes of them."""
    target = getattr(world, wallet)
    with world.book.unit():
        world.book.rows("UPDATE wallet SET status = 'suspended' WHERE id = ?", (world.closed,))
    before = ledger(world)
    with pytest.raises(bulk.Unproven), world.book.unit(), bulk.posting(world.book, "bar") as poster:  # noqa: PT012
        poster.load([world.ann, target])
        ours = poster._standings[world.ann]
        poster._standings[target] = type(ours)(
            ours.project, ours.asset, ours.status, *world.book.rows(
                "SELECT balance, entries FROM wallet WHERE id = ?", (target,)
            )[0],
        )  # fmt: skip
        poster.add(Request((transfer(world.ann, target, 1),)))
    assert ledger(world) == before


def test_b3_an_error_in_the_middle_brings_rows_and_guards_back(world: World) -> None:
    before, schema = ledger(world), guards(world)
    with pytest.raises(PostingRefused), world.book.unit(), bulk.posting(world.book, "bar") as poster:  # noqa: PT012
        poster.add(Request((issue(world.ann, 5),)))
        poster.flush()
        poster.add(Request((redeem(world.ann, 10**9),)))
    assert (ledger(world), guards(world)) == (before, schema)
    assert not world.book.in_unit


def test_b4_a_book_whose_guards_are_gone_takes_no_bulk(world: World, tmp_path: Path) -> None:
    with world.book.unit():
        world.book.rows("DROP TRIGGER entry_new")
    with pytest.raises(BookDamaged), world.book.unit(), bulk.posting(world.book, "bar") as poster:
        poster.add(Request((issue(world.ann, 5),)))


def test_i1_the_chain_goes_on_after_bulk(world: World) -> None:
    with world.book.unit(), bulk.posting(world.book, "bar") as poster:
        for _ in range(7):
            poster.add(Request((issue(world.ann, 5),)))
    world.post(issue(world.ann, 1))
    assert world.book.value("SELECT count(DISTINCT hash) FROM seal") == 12
    assert world.book.value("SELECT count(*) FROM seal WHERE hash = ?", (chain.GENESIS,)) == 0
    assert finish(verify_book(world.book)).ok
