"""I1 to I3: what was forced into the file past its triggers shows, and is named."""

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import (
    Verdict,
    check_ends,
    is_due,
    remember_ends,
    remember_restored,
    verify_book,
)
from walletdesk.ledger.findings import Check, Finding
from walletdesk.ledger.refusals import DiskFull, FileFault
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import Asset, Entry, Operation, issue, transfer
from walletdesk.store import assets, batches, bulk, customers, posting, projects, wallets
from walletdesk.store import verify as store
from walletdesk.store.book import open_book
from walletdesk.store.chain import GENESIS, event_hash, text_digest, transaction_hash


def force(path: Path, *statements: str) -> None:
    """Run SQL with every trigger dropped and put back, constraints and references off."""
    raw = sqlite3.connect(path)
    triggers = raw.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("PRAGMA ignore_check_constraints = ON")
    for name, _ in triggers:
        raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(statement)
    for _, sql in triggers:
        raw.execute(sql)
    raw.commit()
    raw.close()


def verify(world: Any, memory: Path | None = None) -> Verdict:
    return finish(verify_book(world.book, memory))


TAMPERINGS: dict[str, tuple[list[str], Check]] = {
    "an amount": (["UPDATE operation SET amount = 999 WHERE txn = 1 AND position = 1"], Check.SEAL),
    "a memo": (["UPDATE operation SET memo = 'x' WHERE txn = 1 AND position = 1"], Check.TEXT),
    "a kind": (["UPDATE operation SET kind = 'redeem' WHERE txn = 1 AND position = 1"], Check.OPERATION),
    "an unknown kind": (["UPDATE operation SET kind = 'gift' WHERE txn = 1 AND position = 1"], Check.OPERATION),
    "a source": (["UPDATE operation SET source = 2 WHERE txn = 4"], Check.SEAL),
    "a target": (["UPDATE operation SET target = 2 WHERE txn = 3"], Check.SEAL),
    "a target's number": (["UPDATE operation SET target_seq = 1 WHERE txn = 4"], Check.ENTRY),
    "a number on the side that has no wallet": (
        ["UPDATE operation SET target_seq = 1 WHERE kind = 'redeem'"], Check.OPERATION),
    "an operation gone": (["DELETE FROM operation WHERE txn = 2 AND position = 3"], Check.SEAL),
    "all operations gone": (["DELETE FROM operation WHERE txn = 3"], Check.OPERATION),
    "a position": (["UPDATE operation SET position = 7 WHERE txn = 2 AND position = 3"], Check.OPERATION),
    "a description": (["UPDATE txn SET description = 'x' WHERE id = 1"], Check.TEXT),
    "a reference": (["UPDATE txn SET reference = 'x' WHERE id = 1"], Check.TEXT),
    "a reference taken away": (["UPDATE txn SET reference = NULL WHERE id = 1"], Check.TEXT),
    "a text without its salt": (["UPDATE txn SET salt = NULL, description = 'x' WHERE id = 1"], Check.TEXT),
    "all texts erased": (
        ["UPDATE txn SET salt = NULL, description = '', reference = NULL WHERE id = 1",
         "UPDATE operation SET memo = '' WHERE txn = 1"], Check.TEXT),
    "a digest": (["UPDATE txn SET digest = zeroblob(32) WHERE id = 1"], Check.SEAL),
    "a booking": (["UPDATE txn SET booked_at = booked_at + 1 WHERE id = 3"], Check.SEAL),
    "a booking before the last": (["UPDATE txn SET booked_at = 1 WHERE id = 3"], Check.NUMBER),
    "the clock's note": (["UPDATE txn SET recorded_at = 1 WHERE id = 3"], Check.SEAL),
    "a value date": (["UPDATE txn SET value_date = '2020-01-01' WHERE id = 3"], Check.SEAL),
    "a key": (["UPDATE txn SET key = zeroblob(16) WHERE id = 3"], Check.SEAL),
    "a link to what it reverses": (["UPDATE txn SET reverses = 1 WHERE id = 3"], Check.SEAL),
    "a batch": (["UPDATE txn SET batch = 1 WHERE id = 3"], Check.SEAL),
    "a project": (["UPDATE txn SET project = 'shop', number = 1 WHERE id = 3"], Check.SEAL),
    "a number": (["UPDATE txn SET number = 9 WHERE id = 4"], Check.NUMBER),
    "two numbers swapped": (
        ["UPDATE txn SET number = 9 WHERE id = 2", "UPDATE txn SET number = 2 WHERE id = 3",
         "UPDATE txn SET number = 3 WHERE id = 2"], Check.NUMBER),
    "a seal": (["UPDATE seal SET hash = zeroblob(32) WHERE txn = 2"], Check.SEAL),
    "a seal gone": (["DELETE FROM seal WHERE txn = 4"], Check.SEAL),
    "an entry's amount": (["UPDATE entry SET amount = 1 WHERE wallet = 1 AND seq = 1"], Check.ENTRY),
    "an entry's balance": (["UPDATE entry SET balance = 1 WHERE wallet = 1 AND seq = 2"], Check.ENTRY),
    "an entry's instant": (["UPDATE entry SET booked_at = 1 WHERE wallet = 1 AND seq = 1"], Check.ENTRY),
    "an entry's transaction": (["UPDATE entry SET txn = 2 WHERE wallet = 1 AND seq = 1"], Check.ENTRY),
    "an entry's position": (["UPDATE entry SET position = 3 WHERE wallet = 1 AND seq = 1"], Check.ENTRY),
    "an entry gone": (["DELETE FROM entry WHERE wallet = 1 AND seq = 2"], Check.ENTRY),
    "an operation beyond the last": (
        ["INSERT INTO operation VALUES (999, 1, 'issue', 5, NULL, NULL, 3, 77, '')"], Check.LINK),
    "a seal beyond the last": (["INSERT INTO seal VALUES (999, zeroblob(32))"], Check.LINK),
    "an entry too many": (["INSERT INTO entry VALUES (4, 1, 5, 5, 1, 1, 1)"], Check.ENTRY),
    "a wallet's balance": (["UPDATE wallet SET balance = balance + 1 WHERE id = 1"], Check.BALANCE),
    "a wallet's count": (["UPDATE wallet SET entries = entries + 1 WHERE id = 1"], Check.BALANCE),
    "a supply": (["UPDATE asset SET supply = supply + 1 WHERE id = 'bar-eur'"], Check.SUPPLY),
    "a closed wallet with money": (["UPDATE wallet SET status = 'closed' WHERE id = 1"], Check.STATE),
    "a status": (["UPDATE wallet SET status = 'suspended' WHERE id = 2"], Check.STATE),
    "a wallet's name": (["UPDATE wallet SET name = 'Mine' WHERE id = 1"], Check.STATE),
    "a wallet's owner": (["UPDATE wallet SET customer = 2 WHERE id = 1"], Check.STATE),
    "a wallet's asset": (["UPDATE wallet SET asset = 'bar-day' WHERE id = 4"], Check.STATE),
    "a wallet gone": (["DELETE FROM wallet WHERE id = 4"], Check.STATE),
    "a customer's name": (["UPDATE customer SET name = 'Eve' WHERE key = 1"], Check.STATE),
    "a suspension": (["UPDATE customer SET suspended = 1 WHERE key = 1"], Check.STATE),
    "a customer gone": (["DELETE FROM customer WHERE key = 2"], Check.STATE),
    "fractions": (["UPDATE asset SET fractions = 10 WHERE id = 'bar-day'"], Check.STATE),
    "an asset's code": (["UPDATE asset SET code = 'XXX' WHERE id = 'bar-day'"], Check.STATE),
    "a project's name": (["UPDATE project SET name = 'Mine' WHERE id = 'bar'"], Check.STATE),
    "a project archived": (["UPDATE project SET archived = 1 WHERE id = 'bar'"], Check.STATE),
    "the zone of all days": (["UPDATE book SET zone = 'Asia/Tokyo'"], Check.STATE),
    "when the book was made": (["UPDATE book SET created_at = created_at - 1"], Check.STATE),
    "which book it is": (["UPDATE book SET id = '" + "0" * 32 + "'"], Check.STATE),
    "an event's text": (["UPDATE event SET new = '{}' WHERE id = 3"], Check.LOG),
    "an event's text erased": (["UPDATE event SET old = NULL, new = NULL, salt = NULL WHERE id = 3"], Check.LOG),
    "a living customer's event erased": (
        ["UPDATE event SET old = NULL, new = NULL, salt = NULL WHERE subject = 'customer' AND ref = '1'"], Check.STATE),
    "an event's instant": (["UPDATE event SET at = 1 WHERE id = 3"], Check.LOG),
    "an event gone": (["DELETE FROM event WHERE id = 3"], Check.LOG),
    "an event's hash": (["UPDATE event SET hash = zeroblob(32) WHERE id = 3"], Check.LOG),
    "a trigger gone": (["CREATE TABLE extra (x INTEGER) STRICT"], Check.SCHEMA),
    "a reference to nothing": (["UPDATE entry SET txn = 77 WHERE wallet = 1 AND seq = 3"], Check.LINK),
}  # fmt: skip


def test_i2_a_sound_book_passes(world: Any) -> None:
    verdict = verify(world)
    assert verdict.ok
    assert (verdict.transactions, verdict.entries) == (4, 10)


@pytest.mark.parametrize("name", TAMPERINGS)
def test_i2_tampering_shows(name: str, world: Any) -> None:
    statements, check = TAMPERINGS[name]
    force(world.path, *statements)
    verdict = verify(world)
    assert not verdict.ok
    assert check in {finding.check for finding in verdict.findings}, verdict.findings


TOMBSTONE: dict[str, str] = {
    "project": "UPDATE customer SET project = 'shop' WHERE deleted_at IS NOT NULL",
    "created_at": "UPDATE customer SET created_at = 7 WHERE deleted_at IS NOT NULL",
    "deleted_at": "UPDATE customer SET deleted_at = 7 WHERE deleted_at IS NOT NULL",
    "project, told by nobody": "UPDATE event SET old = NULL, new = NULL, salt = NULL WHERE action = 'deleted'",
}


@pytest.mark.parametrize("fact", TOMBSTONE)
def test_c4_what_stays_of_a_deleted_customer_is_told_by_the_log(fact: str, world: Any) -> None:
    close_and_delete(world)
    assert verify(world).ok
    key = world.book.value("SELECT key FROM customer WHERE deleted_at IS NOT NULL")
    force(world.path, TOMBSTONE[fact])
    assert [f.place for f in verify(world).findings] == [f"customer {key}, {fact.partition(',')[0]}"]


def test_i2_a_trigger_taken_away_shows(world: Any) -> None:
    raw = sqlite3.connect(world.path)
    raw.execute("DROP TRIGGER txn_no_delete")
    raw.commit()
    raw.close()
    assert [(f.check, f.place) for f in verify(world).findings] == [(Check.SCHEMA, "txn_no_delete")]


@pytest.mark.parametrize("change", ["DROP TABLE event", "ALTER TABLE wallet DROP COLUMN description"])
def test_i2_a_table_that_is_missing_or_changed_is_reported_not_fatal(world: Any, change: str) -> None:
    raw = sqlite3.connect(world.path)
    triggers = raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute(change)
    raw.commit()
    raw.close()
    named = {finding.place for finding in verify(world).findings if finding.check is Check.SCHEMA}
    assert {change.split()[2], "txn_no_delete"} <= named


def spend(world: Any) -> None:
    world.post(issue(world.ann, 7), transfer(world.ann, world.till, 3))


def open_and_fill(world: Any) -> None:
    (fresh,) = newly_opened(
        world, world.book.value("SELECT max(key) FROM customer WHERE project = 'bar' AND NOT suspended")
    )
    world.post(transfer(world.ann, fresh, 1), issue(fresh, 2))


def newly_opened(world: Any, *customers: int | None) -> list[int]:
    asset = world.book.value("SELECT asset FROM wallet WHERE id = ?", (world.ann,))
    with world.book.unit():
        return wallets.add_many(world.book, "bar", asset, [(key, "Kasse Süd", "") for key in customers])


def rename_everybody(world: Any) -> None:
    with world.book.unit():
        for key in (1, 2):
            customer = customers.by_key(world.book, key)
            customers.update(world.book, customer, f"{customer.name[:9]} {world.clock()}", "")


def arrive(world: Any) -> None:
    with world.book.unit():
        customers.add_many(world.book, "bar", [(f"c-{world.clock()}", "Carla", "")])


def suspend_and_resume(world: Any) -> None:
    found = wallets.get(world.book, world.bob)
    with world.book.unit():
        wallets.set_status(world.book, [(found, Status.OPEN if found.status is Status.SUSPENDED else Status.SUSPENDED)])


def close_and_delete(world: Any) -> None:
    with world.book.unit():
        (key,) = customers.add_many(world.book, "bar", [(f"d-{world.clock()}", "Dora", "")])
    (fresh,) = newly_opened(world, key)
    with world.book.unit():
        wallets.set_status(world.book, [(wallets.get(world.book, fresh), Status.CLOSED)])
    with world.book.forgetting_unit():
        customers.erase(world.book, customers.by_key(world.book, key))


def found_a_project(world: Any) -> None:
    name = f"p{world.clock()}"
    with world.book.unit():
        projects.add(world.book, name, "Another")
        for code in ("A", "B"):
            assets.add(world.book, Asset(f"{name}{code}", name, code, code, 1))
        assets.delete(world.book, f"{name}A")
        (till,) = wallets.add_many(world.book, name, f"{name}B", [(None, "Till", "")])
        batch = batches.add(world.book, name, "run", "First")
        with bulk.posting(world.book, name, batch) as poster:
            poster.add(posting.Request((issue(till, 5),)))


CHANGES = (
    spend, open_and_fill, rename_everybody, arrive, suspend_and_resume, close_and_delete, found_a_project,
)  # fmt: skip


def restlessly(book: Any, change: Callable[[], object], only: int | None = None) -> list[Finding]:
    """Verify it with a change after every step, or after one of them."""
    found: list[Finding] = []
    for step, _ in enumerate(store.run(book, found.append, {})):
        if only in (None, step):
            change()
    return found


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_i2_a_book_that_changes_after_every_step_is_sound(world: Any, change: Callable[[Any], None]) -> None:
    assert restlessly(world.book, lambda: change(world)) == []
    assert verify(world).ok


@pytest.mark.parametrize("change", CHANGES[1:3], ids=lambda change: change.__name__)
def test_i2_one_change_after_any_step_is_no_finding(world: Any, change: Callable[[Any], None]) -> None:
    for step in range(sum(1 for _ in store.run(world.book, [].append, {}))):
        assert restlessly(world.book, lambda: change(world), step) == []


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_i2_another_program_that_writes_between_any_two_statements_is_no_finding(
    world: Any, change: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = watched(world, change, monkeypatch)
    assert restlessly(reader, lambda: None) == []
    reader.close()


def watched(world: Any, change: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch) -> Any:
    """A reader of the book that another program changes before each statement, where no transaction keeps it out."""
    reader = open_book(world.path, writable=False)
    rows = reader.rows

    def between(sql: str, parameters: Any = ()) -> Any:
        if not reader.in_unit:
            change(world)
        return rows(sql, parameters)

    monkeypatch.setattr(reader, "rows", between)
    return reader


@pytest.mark.parametrize("name", ["an amount", "a wallet's balance", "a supply", "a status", "an entry too many",
                                  "a wallet's name", "a wallet gone", "an entry gone"])  # fmt: skip
def test_i2_tampering_shows_in_a_book_that_changes(name: str, world: Any) -> None:
    statements, check = TAMPERINGS[name]
    force(world.path, *statements)
    found = restlessly(world.book, lambda: [change(world) for change in (rename_everybody, found_a_project)])
    assert check in {finding.check for finding in found}, found


def test_i2_an_index_that_is_wrong_shows_in_a_book_that_changes(world: Any, raw: Callable[..., object]) -> None:
    raw("INSERT INTO wallet_search (rowid, text) VALUES (99, 'nowhere')")
    found = restlessly(world.book, lambda: rename_everybody(world))
    assert [finding.place for finding in found] == ["search, wallet_search"]


@pytest.mark.parametrize("which", ["", "WHERE term = (SELECT max(term) FROM wallet_search_idx)"])
def test_i2_pages_of_the_index_that_a_search_does_not_reach_show(world: Any, which: str) -> None:
    newly_opened(world, *[None] * 300)
    with world.book.unit():
        for number, (wallet,) in enumerate(world.book.rows("SELECT id FROM wallet WHERE customer IS NULL")):
            wallets.set_text(world.book, wallets.get(world.book, wallet), "name", f"Kasse {number * 7919}")
        world.book.rows("INSERT INTO wallet_search (wallet_search) VALUES ('optimize')")
    assert verify(world).ok
    force(world.path, f"DELETE FROM wallet_search_idx {which}")
    assert [finding.place for finding in verify(world).findings] == ["search, wallet_search"]


def rewrite(path: Path, wallet: int, by: int) -> None:
    """A consistent forgery: another amount with every later balance moved along, the chain left alone."""
    force(
        path,
        f"UPDATE operation SET amount = amount + {by} WHERE txn = 1 AND position = 1",
        f"UPDATE entry SET amount = amount + {by} WHERE wallet = {wallet} AND seq = 1",
        f"UPDATE entry SET balance = balance + {by} WHERE wallet = {wallet}",
        f"UPDATE wallet SET balance = balance + {by} WHERE id = {wallet}",
        f"UPDATE asset SET supply = supply + {by} WHERE id = 'bar-eur'",
    )


def test_i1_a_consistent_forgery_shows_in_the_chain_alone(world: Any) -> None:
    rewrite(world.path, world.ann, 100)
    findings = verify(world).findings
    assert {finding.check for finding in findings} == {Check.SEAL}
    assert findings[0].place == "Bar T-1"


def cut(world: Any) -> None:
    """Take the last transaction off, as if it had never been."""
    force(
        world.path,
        "DELETE FROM entry WHERE txn = 4",
        "DELETE FROM operation WHERE txn = 4",
        "DELETE FROM seal WHERE txn = 4",
        "DELETE FROM txn WHERE id = 4",
        f"UPDATE wallet SET balance = 750, entries = 2 WHERE id = {world.ann}",
        f"UPDATE wallet SET balance = 300, entries = 3 WHERE id = {world.till}",
    )


def test_i1_a_cut_off_end_shows_only_against_what_was_remembered(world: Any, tmp_path: Path) -> None:
    remember_ends(world.book, tmp_path)
    assert check_ends(world.book, tmp_path) is None
    cut(world)
    assert verify(world).ok
    verdict = verify(world, tmp_path)
    assert [(f.check, f.expected, f.found) for f in verdict.findings] == [(Check.END, "T-4", "T-3")]
    assert check_ends(world.book, tmp_path) == ("Bar", 4, 3)


def test_i1_what_grew_since_it_was_remembered_is_sound(world: Any, tmp_path: Path) -> None:
    assert verify(world, tmp_path).ok
    world.post(*[Operation(Kind.ISSUE, 5, None, world.ann)])
    assert verify(world, tmp_path).ok
    assert check_ends(world.book, tmp_path) is None


def test_i1_a_note_that_cannot_be_read_is_no_note(world: Any, tmp_path: Path) -> None:
    (tmp_path / f"{world.book.id}.json").write_text("{not json", encoding="utf-8")
    assert verify(world, tmp_path).ok


def full(*_: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_i2_a_sound_book_is_called_so_though_its_end_cannot_be_noted(
    world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = tmp_path / "memory"
    verdict = verify(world, memory)
    assert (verdict.ok, type(verdict.unnoted)) == (True, FileFault)
    memory.mkdir()
    assert verify(world, memory).unnoted is None
    noted = {path.name: path.read_bytes() for path in memory.iterdir()}
    monkeypatch.setattr(os, "write", full)
    verdict = verify(world, memory)
    assert (verdict.ok, type(verdict.unnoted)) == (True, DiskFull)
    assert {path.name: path.read_bytes() for path in memory.iterdir()} == noted


def test_i1_the_ends_of_before_a_restore_are_not_held_against_the_book_though_the_disk_is_full(
    world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember_ends(world.book, tmp_path)
    cut(world)
    monkeypatch.setattr(os, "write", full)
    remember_restored(world.book, tmp_path)
    assert check_ends(world.book, tmp_path) is None
    remember_restored(world.book, tmp_path / "gone")


def test_i2_when_nobody_can_tell_when_it_was_verified_last_it_is_due(world: Any, tmp_path: Path) -> None:
    note = tmp_path / f"{world.book.id}.verified"
    assert not is_due(world.book, tmp_path), "it is seen for the first time"
    note.write_bytes(b"")
    assert is_due(world.book, tmp_path)
    verify(world, tmp_path)
    assert not is_due(world.book, tmp_path)
    assert is_due(world.book, tmp_path / "gone")


def test_i1_a_cut_off_end_of_the_log_shows(world: Any, tmp_path: Path) -> None:
    remember_ends(world.book, tmp_path)
    last = world.book.value("SELECT max(id) FROM event")
    force(world.path, f"DELETE FROM event WHERE id = {last}")
    assert Check.END in {finding.check for finding in verify(world, tmp_path).findings}


def test_i2_a_damaged_file_is_reported_not_fatal(world: Any) -> None:
    for _ in range(300):
        world.post(Operation(Kind.ISSUE, 5, None, world.ann, "x" * 150))
    world.book.close()
    size = world.path.stat().st_size
    with world.path.open("r+b") as file:
        file.seek(size - 3 * 8192)
        file.write(b"\xff" * 8192)
    world.book = open_book(world.path)
    verdict = finish(verify_book(world.book))
    assert not verdict.ok


def test_i1_hashes_depend_on_every_part_and_on_the_order() -> None:
    head = (1, "bar", 1, 10, 11, None, bytes(32), None, None, None)
    operations = [Operation(Kind.ISSUE, 5, None, 1)]
    entries = [Entry(1, 1, 5, 5, 1)]
    link = transaction_hash(GENESIS, head, operations, entries)
    others = [
        transaction_hash(link, head, operations, entries),
        *(
            transaction_hash(GENESIS, (*head[:i], other, *head[i + 1 :]), operations, entries)  # type: ignore[arg-type]
            for i, other in enumerate((2, "baz", 2, 11, 12, "2020-01-01", b"\1" * 32, bytes(16), 1, 1))
        ),
        transaction_hash(GENESIS, head, [Operation(Kind.ISSUE, 5, None, 2)], entries),
        transaction_hash(GENESIS, head, operations, [Entry(1, 1, 5, 6, 1)]),
        transaction_hash(GENESIS, head, operations * 2, entries * 2),
    ]
    assert len({link, *others}) == len(others) + 1
    assert text_digest(bytes(16), ("", None)) != text_digest(bytes(16), (None, ""))
    assert text_digest(bytes(16), ("ab", "c")) != text_digest(bytes(16), ("a", "bc"))
    assert event_hash(GENESIS, 1, 2, "a", "b", "c", b"") != event_hash(GENESIS, 1, 2, "ab", "", "c", b"")


def test_i3_closing_the_task_early_changes_nothing(world: Any, raw: Callable[..., object]) -> None:
    before = world.dump()
    task = verify_book(world.book)
    next(task)
    task.close()
    assert world.dump() == before
