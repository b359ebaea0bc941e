"""B4, W1, W4, W5, A2, A4, T1, T5: the database itself refuses, whoever writes."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from walletdesk.store import tables

Raw = Callable[..., list[tuple[object, ...]]]

ZERO = "zeroblob(32)"
TXN = (
    "INSERT INTO txn (id, project, number, booked_at, recorded_at, description, digest) "
    f"VALUES (5, 'bar', {{number}}, {{at}}, 1, '', {ZERO})"
)
NEXT = TXN.format(number=5, at=1_900_000_000_000)
OPERATION = "INSERT INTO operation VALUES (5, {position}, '{kind}', {amount}, {source}, {target}, '')"
ISSUE = OPERATION.format(position=1, kind="issue", amount=10, source="NULL, NULL", target="1, 4")
ENTRY = "INSERT INTO entry VALUES ({wallet}, {seq}, {amount}, {balance}, 1900000000000, 5, 1)"
GOOD_ENTRY = ENTRY.format(wallet=1, seq=4, amount=10, balance=780)
SEAL = f"INSERT INTO seal VALUES (5, {ZERO})"

ATTACKS = {
    # B4: nothing posted is changed, deleted or replaced
    "change an amount": ["UPDATE operation SET amount = 1 WHERE txn = 1"],
    "change a balance after": ["UPDATE entry SET balance = 1 WHERE wallet = 1 AND seq = 1"],
    "change a description": ["UPDATE txn SET description = 'x' WHERE id = 1"],
    "change a date": ["UPDATE txn SET booked_at = 1 WHERE id = 1"],
    "change a seal": [f"UPDATE seal SET hash = {ZERO} WHERE txn = 1"],
    "delete a transaction": ["DELETE FROM txn WHERE id = 4"],
    "delete an operation": ["DELETE FROM operation WHERE txn = 4"],
    "delete an entry": ["DELETE FROM entry WHERE txn = 4"],
    "delete a seal": ["DELETE FROM seal WHERE txn = 4"],
    "replace a transaction": [TXN.format(number=4, at=1).replace("INSERT", "INSERT OR REPLACE").replace("(5", "(4")],
    "replace an operation": ["INSERT OR REPLACE INTO operation VALUES (4, 1, 'issue', 9, NULL, NULL, 1, 3, '')"],
    "replace an entry": ["INSERT OR REPLACE INTO entry VALUES (1, 1, 9, 9, 1, 1, 1)"],
    "replace a seal": [f"INSERT OR REPLACE INTO seal VALUES (4, {ZERO})"],
    "an operation added to a sealed one": ["INSERT INTO operation VALUES (4, 2, 'issue', 9, NULL, NULL, 1, 4, '')"],
    "an entry added to a sealed one": ["INSERT INTO entry VALUES (1, 4, 9, 779, 1, 4, 1)"],
    # W4, W5, T1: what posting refuses
    "a balance below zero": ["UPDATE wallet SET balance = -1 WHERE id = 1"],
    "another balance": ["UPDATE wallet SET balance = 999 WHERE id = 1"],
    "an earlier balance": ["UPDATE wallet SET balance = 1000, entries = 1 WHERE id = 1"],
    "a transaction without seal": [NEXT, ISSUE, GOOD_ENTRY],
    "a transaction without operations": [NEXT, SEAL],
    "an operation without entry": [NEXT, ISSUE, SEAL],
    "an entry without operation": [NEXT, GOOD_ENTRY],
    "a wrong balance after": [NEXT, ISSUE, ENTRY.format(wallet=1, seq=4, amount=10, balance=781), SEAL],
    "a wrong entry number": [NEXT, ISSUE, ENTRY.format(wallet=1, seq=5, amount=10, balance=780), SEAL],
    "another amount than the operation's": [NEXT, ISSUE, ENTRY.format(wallet=1, seq=4, amount=9, balance=779), SEAL],
    "an overdraft": [
        NEXT,
        OPERATION.format(position=1, kind="redeem", amount=99999, source="1, 4", target="NULL, NULL"),
        ENTRY.format(wallet=1, seq=4, amount=-99999, balance=-99229),
        SEAL,
    ],
    "an issue with a source": [NEXT, OPERATION.format(position=1, kind="issue", amount=1, source="1,4", target="2,3")],
    "a redeem with a target": [NEXT, OPERATION.format(position=1, kind="redeem", amount=1, source="1,4", target="2,3")],
    "a transfer to itself": [NEXT, OPERATION.format(position=1, kind="transfer", amount=1, source="1,4", target="1,5")],
    "a transfer between assets": [
        NEXT,
        OPERATION.format(position=1, kind="transfer", amount=1, source="1, 4", target="5, 2"),
    ],
    "a wallet of another project": [
        NEXT,
        OPERATION.format(position=1, kind="transfer", amount=1, source="1, 4", target="6, 1"),
    ],
    "nothing moved": [NEXT, OPERATION.format(position=1, kind="issue", amount=0, source="NULL, NULL", target="1, 4")],
    "a gap in positions": [NEXT, ISSUE.replace("(5, 1", "(5, 2"), GOOD_ENTRY.replace("5, 1)", "5, 2)"), SEAL],
    # T5
    "a gap in the numbers": [TXN.format(number=6, at=1_900_000_000_000), ISSUE, GOOD_ENTRY, SEAL],
    "a number again": [TXN.format(number=4, at=1_900_000_000_000)],
    "booked before the last": [TXN.format(number=5, at=1), ISSUE, ENTRY.replace("1900000000000", "1").format(
        wallet=1, seq=4, amount=10, balance=780), SEAL],
    "the same reference": [NEXT.replace("digest)", "digest, reference)").replace(f"{ZERO})", f"{ZERO}, 'R-1')")],
    # A4: no float, no text
    "a real amount": [NEXT, ISSUE.replace("10", "1.5")],
    "a text amount": [NEXT, ISSUE.replace("10", "'ten'")],
    "a float that overflowed": ["UPDATE asset SET supply = 9223372036854775807 + 1"],
    # A2, W1
    "another code": ["UPDATE asset SET code = 'USD', folded_code = 'usd'"],
    "other fractions": ["UPDATE asset SET fractions = 10"],
    "an asset replaced": ["INSERT OR REPLACE INTO asset VALUES ('bar-eur','bar','E','E','e',1,'','',0,1)"],
    "an asset in use deleted": ["DELETE FROM asset WHERE id = 'bar-eur'"],
    "another owner": ["UPDATE wallet SET customer = 2 WHERE id = 1"],
    "another asset": ["UPDATE wallet SET asset = 'bar-day' WHERE id = 1"],
    "a wallet replaced": ["INSERT OR REPLACE INTO wallet VALUES (1,'bar',1,'bar-eur',1,'x','','open',0,0,1)"],
    "a wallet that begins with money": ["INSERT INTO wallet VALUES (9,'bar',9,'bar-eur',1,'x','','open',5,0,1)"],
    "a wallet with a foreign asset": ["INSERT INTO wallet VALUES (9,'bar',9,'shop-eur',1,'x','','open',0,0,1)"],
    "a wallet deleted": ["DELETE FROM wallet WHERE id = 4"],
    "a full wallet closed": ["UPDATE wallet SET status = 'closed' WHERE id = 1"],
    "a customer with wallets deleted": ["UPDATE customer SET id = NULL, name = '', description = '', deleted_at = 1"],
    "a customer row deleted": ["DELETE FROM customer WHERE key = 2"],
    # I3
    "an event changed": ["UPDATE event SET new = '{}' WHERE id = 1"],
    "an event deleted": ["DELETE FROM event WHERE id = 1"],
    "an event inserted before": [f"INSERT INTO event VALUES (0, 1, 'book', '', 'x', NULL, NULL, NULL, {ZERO}, {ZERO})"],
    "a project deleted": ["DELETE FROM project WHERE id = 'shop'"],
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_b4_w4_a4_the_database_refuses(name: str, world: Any, raw: Raw) -> None:
    before = world.dump()
    with pytest.raises(sqlite3.Error):
        raw(*ATTACKS[name])
    assert world.dump() == before


def test_b4_the_attacks_fail_for_their_own_reason_the_good_posting_passes(world: Any, raw: Raw) -> None:
    raw(NEXT, ISSUE, GOOD_ENTRY, SEAL)
    assert raw("SELECT balance, entries FROM wallet WHERE id = 1") == [(780, 4)]
    assert raw("SELECT supply FROM asset WHERE id = 'bar-eur'") == [(1460,)]


def test_w5_closed_is_final_and_takes_no_entry(world: Any, raw: Raw) -> None:
    raw(f"UPDATE wallet SET status = 'closed' WHERE id = {world.closed}")
    with pytest.raises(sqlite3.IntegrityError, match="final"):
        raw(f"UPDATE wallet SET status = 'open' WHERE id = {world.closed}")
    operation = OPERATION.format(position=1, kind="issue", amount=5, source="NULL, NULL", target=f"{world.closed}, 1")
    with pytest.raises(sqlite3.IntegrityError, match="not open"):
        raw(NEXT, operation, ENTRY.format(wallet=world.closed, seq=1, amount=5, balance=5), SEAL)


def test_t10_an_archived_project_takes_no_transaction(world: Any, raw: Raw) -> None:
    raw("UPDATE project SET archived = 1 WHERE id = 'bar'")
    with pytest.raises(sqlite3.IntegrityError, match="archived"):
        raw(NEXT)


def test_the_models_describe_the_tables_as_they_are(world: Any) -> None:
    for model in tables.ALL:
        meta = model._meta
        columns = world.book.rows(f"PRAGMA table_info({meta.table_name})")
        assert {field.column_name for field in meta.sorted_fields} == {column[1] for column in columns}
        keys = {column[1] for column in columns if column[5]}
        assert {field.column_name for field in meta.get_primary_keys()} == keys


def test_every_table_is_strict(world: Any) -> None:
    rows = world.book.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    assert {name for name, strict in rows if not strict} == {"sqlite_schema"}
