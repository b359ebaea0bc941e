"""I2: what is looked at whenever a book is opened is bounded, and finds what happened to the end of the ledger."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.store.test_verify import CHANGES, force, watched
from walletdesk.ledger.findings import Check, Finding
from walletdesk.ledger.values import issue
from walletdesk.store import quick


def look(book: Any, budget: int = 10**12) -> list[Finding]:
    found: list[Finding] = []
    for _ in quick.run(book, found.append, budget):
        pass
    return found


def test_a_sound_book_has_nothing_to_find(world: Any) -> None:
    assert look(world.book) == []


@pytest.mark.parametrize("before", [0, 1, 2, 3, 4, 50])
def test_the_last_stretch_is_recomputed_from_what_was_before(
    world: Any, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    monkeypatch.setattr(quick, "LAST", before)
    assert look(world.book) == []


TAMPERINGS: dict[str, tuple[str, Check]] = {
    "an amount": ("UPDATE operation SET amount = 999 WHERE txn = 4", Check.SEAL),
    "a description": ("UPDATE txn SET description = 'Other' WHERE id = 4", Check.TEXT),
    "an entry": ("UPDATE entry SET amount = amount + 1 WHERE txn = 4", Check.ENTRY),
    "a balance": ("UPDATE wallet SET balance = balance + 1 WHERE id = (SELECT max(wallet) FROM entry WHERE txn = 4)",
                  Check.BALANCE),
    "the number": ("UPDATE txn SET number = 9 WHERE id = 4", Check.NUMBER),
    "the seal": ("UPDATE seal SET hash = zeroblob(32) WHERE txn = 4", Check.SEAL),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERINGS)
@pytest.mark.parametrize("last", [1, 1000])
def test_what_was_forced_into_the_end_shows(world: Any, what: str, last: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "LAST", last)
    statement, check = TAMPERINGS[what]
    force(world.path, statement)
    assert check in {finding.check for finding in look(world.book)}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("last", [2, 1000])
def test_a_book_that_changes_meanwhile_has_nothing_to_find(
    world: Any, change: Callable[[Any], None], last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick, "LAST", last)
    found: list[Finding] = []
    for _ in quick.run(world.book, found.append, 10**12):
        change(world)
    reader = watched(world, change, monkeypatch)
    assert found + look(reader) == []
    reader.close()


def test_a_missing_guard_shows(world: Any, raw: Callable[..., object]) -> None:
    raw("DROP TRIGGER entry_no_update")
    assert [finding.check for finding in look(world.book)] == [Check.SCHEMA]


def damage(path: Path, table_page: int) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * (table_page - 1) + 8)
        file.write(b"\xff" * 600)


@pytest.mark.parametrize("table", ["customer", "entry", "event"])
def test_a_damaged_page_shows(world: Any, table: str) -> None:
    page = world.book.value("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))
    world.book.close()
    damage(world.path, page)
    from walletdesk.store.book import open_book

    book = open_book(world.path, writable=False)
    assert Check.FILE in {finding.check for finding in look(book)}
    book.close()


def test_the_ledger_of_a_large_book_is_left_to_verify(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    rows_within = world.book.rows_within
    monkeypatch.setattr(world.book, "rows_within", lambda sql, ns: asked.append(sql) or rows_within(sql, ns))
    look(world.book)
    monkeypatch.setattr(quick, "LARGE", 1)
    whole = len(asked)
    look(world.book)
    assert whole - (len(asked) - whole) == len(quick._LEDGER)


def test_a_statement_that_takes_too_long_is_given_up(world: Any) -> None:
    forever = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    assert world.book.rows_within(forever, 1) is None
    assert world.book.rows_within("SELECT 1", 10**12) == [(1,)]
    world.post(issue(world.ann, 1))
