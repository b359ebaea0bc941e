"""G16: SQL of whoever has the file at hand. The database refuses it, or Verify tells of it; nothing goes unnoticed.

What is tried in good faith, foreign keys on and triggers in place, is refused by the database itself. Who takes away
triggers and checks first is found out by Verify.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.store.conftest import World, build
from tests.torture.harness import folder, rounds
from tests.torture.hostile import contents
from walletdesk.controllers import books
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import remember_ends, verify_book
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import issue, redeem, transfer
from walletdesk.store import schema

Facts = Mapping[str, object]
ZERO: Final = "zeroblob(32)"
TXN: Final = (
    "INSERT INTO txn (id, project, number, booked_at, recorded_at, description, digest) "
    f"VALUES ({{next}}, 'bar', {{number}}, {{at}}, 1, '', {ZERO})"
)
_OPERATION: Final = "INSERT INTO operation VALUES ({{next}}, {position}, '{kind}', {amount}, {sides}, '')"
_ENTRY: Final = (
    "INSERT INTO entry VALUES ({{wallet}}, {seq}, {amount}, {{balance}} + {more}, {{at}}, {{next}}, {place})"
)
ISSUE: Final = _OPERATION.format(position=1, kind="issue", amount=10, sides="NULL, NULL, {wallet}, {seq}")
ENTRY: Final = _ENTRY.format(seq="{seq}", amount=10, more=10, place=1)
SEAL: Final = f"INSERT INTO seal VALUES ({{next}}, {ZERO})"


def _moved(kind: str, sides: str, amount: object = 1) -> list[str]:
    """The beginning of a transaction with one such operation."""
    return [TXN, _OPERATION.format(position=1, kind=kind, amount=amount, sides=sides)]


def _entered(**other: object) -> list[str]:
    """A whole transaction with another entry than it should have."""
    return [TXN, ISSUE, _ENTRY.format(**{"seq": "{seq}", "amount": 10, "more": 10, "place": 1} | other), SEAL]


REFUSED: Final[dict[str, list[str]]] = {
    # B4: nothing posted is changed, deleted or replaced
    "change an amount": ["UPDATE operation SET amount = amount + 1 WHERE txn = {txn}"],
    "change a balance after": ["UPDATE entry SET balance = balance + 1 WHERE txn = {txn}"],
    "change a description": ["UPDATE txn SET description = 'x' WHERE id = {txn}"],
    "change a date": ["UPDATE txn SET booked_at = booked_at - 1 WHERE id = {txn}"],
    "change a seal": [f"UPDATE seal SET hash = {ZERO} WHERE txn = {{txn}}"],
    "change a number": ["UPDATE txn SET number = number + 100 WHERE id = {txn}"],
    "delete a transaction": ["DELETE FROM txn WHERE id = {last}"],
    "delete an operation": ["DELETE FROM operation WHERE txn = {txn}"],
    "delete an entry": ["DELETE FROM entry WHERE txn = {txn}"],
    "delete a seal": ["DELETE FROM seal WHERE txn = {last}"],
    "delete the last one whole": [
        f"DELETE FROM {table} WHERE {key} = {{last}}"
        for table, key in (("seal", "txn"), ("entry", "txn"), ("operation", "txn"), ("txn", "id"))
    ],
    "replace a transaction": [TXN.replace("INSERT", "INSERT OR REPLACE").replace("{next}", "{last}")],
    "replace an operation": [ISSUE.replace("INSERT", "INSERT OR REPLACE").replace("{next}", "{txn}")],
    "replace an entry": ["INSERT OR REPLACE INTO entry VALUES ({wallet}, 1, 9, 9, 1, 1, 1)"],
    "replace a seal": [f"INSERT OR REPLACE INTO seal VALUES ({{txn}}, {ZERO})"],
    "an upsert of an operation": [
        ISSUE.replace("{next}", "{txn}") + " ON CONFLICT DO UPDATE SET amount = amount + 1"
    ],
    "an operation added to a sealed one": [ISSUE.replace("{next}, 1", "{last}, 99")],
    "an entry added to a sealed one": [ENTRY.replace("{next}", "{last}")],
    # W4, W5, T1: what posting refuses
    "a balance below zero": ["UPDATE wallet SET balance = -1 WHERE id = {wallet}"],
    "another balance": ["UPDATE wallet SET balance = balance + 1 WHERE id = {wallet}"],
    "an earlier balance": [
        "UPDATE wallet SET balance = (SELECT balance FROM entry WHERE wallet = {wallet} AND seq = 1), entries = 1 "
        "WHERE id = {wallet}"
    ],
    "another supply": ["UPDATE asset SET supply = -1 WHERE id = 'bar-eur'"],
    "a transaction without seal": [TXN, ISSUE, ENTRY],
    "a transaction without operations": [TXN, SEAL],
    "an operation without entry": [TXN, ISSUE, SEAL],
    "an entry without operation": [TXN, ENTRY],
    "an entry without transaction": [ENTRY],
    "a wrong balance after": _entered(more=11),
    "a wrong entry number": _entered(seq="{seq} + 1"),
    "another amount than the operation's": _entered(amount=9, more=9),
    "another position than the operation's": _entered(place=2),
    "an overdraft": [
        *_moved("redeem", "{wallet}, {seq}, NULL, NULL", "{balance} + 1"),
        "INSERT INTO entry VALUES ({wallet}, {seq}, -({balance} + 1), -1, {at}, {next}, 1)", SEAL,
    ],
    "an issue with a source": _moved("issue", "{wallet}, {seq}, {other}, {other_seq}"),
    "a redeem with a target": _moved("redeem", "{wallet}, {seq}, {other}, {other_seq}"),
    "a transfer without target": _moved("transfer", "{wallet}, {seq}, NULL, NULL"),
    "a transfer to itself": _moved("transfer", "{wallet}, {seq}, {wallet}, {seq} + 1"),
    "a transfer between assets": _moved("transfer", "{wallet}, {seq}, {days}, {days_seq}"),
    "a wallet of another project": _moved("transfer", "{wallet}, {seq}, {foreign}, 1"),
    "a wallet that is not there": _moved("issue", "NULL, NULL, 999, 1"),
    "an unknown kind": _moved("gift", "NULL, NULL, {wallet}, {seq}"),
    "nothing moved": _moved("issue", "NULL, NULL, {wallet}, {seq}", 0),
    "less than nothing moved": _moved("issue", "NULL, NULL, {wallet}, {seq}", -5),
    "one leg of a transfer": [
        *_moved("transfer", "{wallet}, {seq}, {other}, {other_seq}"),
        "INSERT INTO entry VALUES ({wallet}, {seq}, -1, {balance} - 1, {at}, {next}, 1)", SEAL,
    ],
    "a gap in positions": [TXN, ISSUE.replace("{next}, 1", "{next}, 2"), _ENTRY.format(
        seq="{seq}", amount=10, more=10, place=2), SEAL],
    # T5, T6
    "a gap in the numbers": [TXN.replace("{number}", "{number} + 1"), ISSUE, ENTRY, SEAL],
    "a number again": [TXN.replace("{number}", "{number} - 1")],
    "booked before the last": [text.replace("{at}", "1") for text in (TXN, ISSUE, ENTRY, SEAL)],
    "an entry at another instant": [TXN, ISSUE, ENTRY.replace("{at}", "{at} + 1"), SEAL],
    "the same reference": [TXN.replace("digest)", "digest, reference)").replace(f"{ZERO})", f"{ZERO}, 'R-1')")],
    "a key again": [TXN.replace("digest)", "digest, key)").replace(
        f"{ZERO})", f"{ZERO}, (SELECT key FROM txn WHERE key IS NOT NULL))")],
    "a wrong short hash": [TXN, ISSUE, ENTRY, "INSERT INTO seal VALUES ({next}, zeroblob(31))"],
    # A4: no float, no text
    "a real amount": [TXN, ISSUE.replace("10", "1.5")],
    "a text amount": [TXN, ISSUE.replace("10", "'ten'")],
    "a float that overflowed": ["UPDATE asset SET supply = 9223372036854775807 + 1"],
    # A2, W1
    "another code": ["UPDATE asset SET code = 'USD', folded_code = 'usd'"],
    "other fractions": ["UPDATE asset SET fractions = 10"],
    "an asset replaced": ["INSERT OR REPLACE INTO asset VALUES ('bar-eur','bar','E','E','e',1,'','',0,1)"],
    "an asset in use deleted": ["DELETE FROM asset WHERE id = 'bar-eur'"],
    "an asset in use deleted, foreign keys off": [
        "PRAGMA foreign_keys = OFF", "DELETE FROM asset WHERE id = 'bar-eur'",
    ],
    "an asset that begins with money": ["INSERT INTO asset VALUES ('bar-x','bar','X','X','x',1,'','',5,1)"],
    "another owner": ["UPDATE wallet SET customer = 2 WHERE id = 1"],
    "another asset": ["UPDATE wallet SET asset = 'bar-day' WHERE id = {wallet}"],
    "a wallet replaced": ["INSERT OR REPLACE INTO wallet VALUES ({wallet},'bar',1,'bar-eur',1,'x','','open',0,0,1)"],
    "a wallet that begins with money": ["INSERT INTO wallet VALUES (9,'bar',9,'bar-eur',1,'x','','open',5,0,1)"],
    "a wallet with a foreign asset": ["INSERT INTO wallet VALUES (9,'bar',9,'shop-eur',1,'x','','open',0,0,1)"],
    "a wallet of nobody's project": ["INSERT INTO wallet VALUES (9,'pub',9,'bar-eur',1,'x','','open',0,0,1)"],
    "a wallet deleted": ["DELETE FROM wallet WHERE id = {closed}"],
    "a full wallet closed": ["UPDATE wallet SET status = 'closed' WHERE id = {wallet}"],
    "a customer with wallets deleted": ["UPDATE customer SET id = NULL, name = '', description = '', deleted_at = 1"],
    "a customer row deleted": ["DELETE FROM customer WHERE key = 2"],
    "a customer replaced": ["INSERT OR REPLACE INTO customer VALUES (1,'bar','eve','','',0,1,NULL)"],
    # I3
    "an event changed": ["UPDATE event SET new = '{{}}' WHERE id = 1"],
    "an event deleted": ["DELETE FROM event WHERE id = 1"],
    "an event inserted before": [f"INSERT INTO event VALUES (0, 1, 'book', '', 'x', NULL, NULL, NULL, {ZERO}, {ZERO})"],
    "a project deleted": ["DELETE FROM project WHERE id = 'shop'"],
    "another book": ["UPDATE book SET id = '{zeros}'"],
    "another zone": ["UPDATE book SET zone = 'Asia/Tokyo'"],
    "the book replaced": ["INSERT OR REPLACE INTO book VALUES (1, '{zeros}', 'Asia/Tokyo', 1)"],
    "the book deleted": ["DELETE FROM book"],
}  # fmt: skip
"""By name, the statements of one database transaction; {names} are facts of the book."""

_OFF: Final = ("PRAGMA foreign_keys = OFF", "PRAGMA ignore_check_constraints = ON")
_SCHEMA: Final = "PRAGMA writable_schema = ON"

TOLD: Final[dict[str, list[str]]] = {
    "a wrong hash": [TXN, ISSUE, ENTRY, SEAL],
    "a trigger dropped": ["DROP TRIGGER {trigger}"],
    "a trigger dropped, and an amount changed": [
        "DROP TRIGGER operation_no_update", "UPDATE operation SET amount = amount + 1 WHERE txn = {txn}",
    ],
    "a trigger dropped and put back, and a memo changed": [
        "DROP TRIGGER operation_no_update", "UPDATE operation SET memo = memo || 'x' WHERE txn = {txn}",
        "{operation_no_update}",
    ],
    "a trigger dropped and put back, and the zone changed": [
        "DROP TRIGGER book_fixed", "UPDATE book SET zone = 'Asia/Tokyo'", "{book_fixed}",
    ],
    "triggers dropped and put back, and all texts taken away": [
        "DROP TRIGGER operation_no_update", "DROP TRIGGER txn_no_update",
        "UPDATE txn SET salt = NULL, description = '', reference = NULL WHERE id = {txn}",
        "UPDATE operation SET memo = '' WHERE txn = {txn}", "{operation_no_update}", "{txn_no_update}",
    ],
    "a trigger of one's own behind the name of an index": [
        "DROP INDEX wallet_asset", "CREATE TRIGGER wallet_asset AFTER INSERT ON txn BEGIN DELETE FROM draft; END",
        "CREATE INDEX wallet_asset ON wallet (asset)",
    ],
    "a trigger taken from the list of all": [
        _SCHEMA, "DELETE FROM sqlite_schema WHERE name = '{trigger}'",
    ],
    "a check rewritten in the list of all": [
        _SCHEMA, "UPDATE sqlite_schema SET sql = replace(sql, 'balance >= 0', 'balance >= -9') WHERE name = 'wallet'",
    ],
    "a trigger of one's own": [
        "CREATE TRIGGER mine AFTER INSERT ON entry BEGIN UPDATE wallet SET name = 'x' WHERE id = NEW.wallet; END"
    ],
    "a view in a table's place": [
        *_OFF, "ALTER TABLE template RENAME TO other", "CREATE VIEW template AS SELECT * FROM other",
    ],
    "a table dropped": [*_OFF, "DROP TABLE template"],
    "a table of one's own": ["CREATE TABLE mine (x)"],
    "a column of one's own": ["ALTER TABLE draft ADD COLUMN x TEXT"],
    "an index dropped": ["DROP INDEX event_subject"],
    "foreign keys off, a transaction without seal": [*_OFF, TXN, ISSUE, ENTRY],
    "foreign keys off, an event of nobody": [
        *_OFF, f"INSERT INTO event VALUES ((SELECT 1 + max(id) FROM event), 1, 'wallet', '99', 'x', NULL, NULL, NULL, "
        f"{ZERO}, {ZERO})",
    ],
    "checks off, a supply below zero": [*_OFF, "UPDATE asset SET supply = -1 WHERE id = 'bar-eur'"],
    "checks off, a supply out of nothing": [*_OFF, "UPDATE asset SET supply = supply + 1 WHERE id = 'bar-eur'"],
    "a name changed without the log": ["UPDATE wallet SET name = 'Mine' WHERE id = {wallet}"],
    "a customer renamed without the log": ["UPDATE customer SET name = 'Eve' WHERE key = 1"],
    "a customer suspended without the log": ["UPDATE customer SET suspended = 1 WHERE key = 1"],
    "a wallet suspended without the log": ["UPDATE wallet SET status = 'suspended' WHERE id = {wallet}"],
    "a project archived without the log": ["UPDATE project SET archived = 1 WHERE id = 'bar'"],
    "an asset renamed without the log": ["UPDATE asset SET name = 'Gold' WHERE id = 'bar-eur'"],
    "a wallet without the log": ["INSERT INTO wallet VALUES (9,'bar',9,'bar-eur',1,'x','','open',0,0,1)"],
    "a living customer's log erased": [
        "UPDATE event SET old = NULL, new = NULL, salt = NULL WHERE subject = 'customer' AND ref = '1'"
    ],
    "a text for the search changed": ["UPDATE wallet_text SET text = 'gold' WHERE wallet = {wallet}"],
    "a text taken from the search": ["DELETE FROM customer_text WHERE customer = 1"],
    "the search's index emptied": ["INSERT INTO wallet_search (wallet_search) VALUES ('delete-all')"],
    "an older version": ["PRAGMA user_version = 0"],
    "the version before": [f"PRAGMA user_version = {schema.VERSION - 1}"],
    "a later version": ["PRAGMA user_version = 99"],
    "another program's file": ["PRAGMA application_id = 7"],
}  # fmt: skip
"""What passes in a database that anyone may write: each is told of at opening or by Verify."""


def lively(path: Path, dice: random.Random, most: int = 25) -> World:
    """The small book of the tests with some more in it, from a seed; it is open."""
    world = build(path)
    held = {world.ann: 770, world.bob: 400, world.till: 280}
    for number in range(dice.randrange(1, most)):
        operations = []
        for _ in range(dice.randrange(1, 4)):
            one, other = dice.sample(sorted(held), 2)
            amount = dice.randrange(1, held[one]) if held[one] > 1 and dice.random() < 0.7 else 0
            if amount:
                operations.append(transfer(one, other, amount, dice.choice(("", "memo", "Überweisung"))))
                held[one] -= amount
            else:
                amount = dice.randrange(1, 5_000)
                operations.append(issue(one, amount))
            held[other if operations[-1].source else one] += amount
        if held[world.till] > 5 and dice.random() < 0.3:
            operations.append(redeem(world.till, 5))
            held[world.till] -= 5
        world.post(*operations, description=f"Lively {number}", key=dice.randbytes(16))
    return world


def facts_of(path: Path, dice: random.Random) -> Facts:
    """What the statements are filled with, by bare SQL."""
    raw = sqlite3.connect(path)
    try:
        last, number, at = raw.execute("SELECT id, number, booked_at FROM txn ORDER BY id DESC").fetchone()
        wallets = {row[0]: row[1:] for row in raw.execute("SELECT id, entries, balance FROM wallet")}
        triggers = dict(raw.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))
    finally:
        raw.close()
    wallet, other = dice.sample([1, 2, 3], 2)
    return {
        "last": last, "next": last + 1, "number": number + 1, "at": at, "txn": dice.randrange(1, last + 1),
        "wallet": wallet, "seq": wallets[wallet][0] + 1, "balance": wallets[wallet][1],
        "other": other, "other_seq": wallets[other][0] + 1, "closed": 4, "days": 5, "days_seq": wallets[5][0] + 1,
        "foreign": 6, "trigger": dice.choice(sorted(triggers)), "zeros": "0" * 32,
        **{name: triggers[name] for name in ("operation_no_update", "txn_no_update", "book_fixed")},
    }  # fmt: skip


def attack(path: Path, statements: list[str], facts: Facts) -> None:
    """Run them in one transaction, but for what sets the connection up; raises sqlite3.Error if one is refused."""
    raw = sqlite3.connect(path, isolation_level=None)
    try:
        raw.execute("PRAGMA foreign_keys = ON")
        raw.create_function("fold", 1, str.casefold)
        for statement in (text for text in statements if text.startswith("PRAGMA")):
            raw.execute(statement)
        raw.execute("BEGIN IMMEDIATE")
        for statement in (text for text in statements if not text.startswith("PRAGMA")):
            raw.execute(statement.format(**facts)).fetchall()
        raw.execute("COMMIT")
    finally:
        raw.close()


def told(path: Path, memory: Path) -> str:
    """How the program tells of what was done to the book: "refused at opening" or "told by Verify", else nothing."""
    try:
        book = books.open(path, writable=False)
    except LedgerError:
        return "refused at opening"
    try:
        return "" if finish(verify_book(book, memory)).ok else "told by Verify"
    finally:
        book.close()


def _every(seed: int) -> dict[str, int]:
    """Every attack on one book."""
    dice = random.Random(seed)
    counted = {"attacks": 0, "refused by the database": 0, "told by Verify": 0, "refused at opening": 0, "unnoticed": 0}
    with folder() as top:
        sound, path = top / "sound.walletdesk", top / "attacked.walletdesk"
        world = lively(sound, dice)
        remember_ends(world.book, top)
        world.book.close()
        facts, before = facts_of(sound, dice), contents(sound)
        for name, statements in (REFUSED | TOLD).items():
            shutil.copy(sound, path)
            counted["attacks"] += 1
            try:
                attack(path, statements, facts)
            except sqlite3.Error:
                assert name in REFUSED, f"{name}: it was refused, and was to be told of"
                assert contents(path) == before, f"{name}: refused, and yet something changed"
                counted["refused by the database"] += 1
                continue
            assert name in TOLD, f"{name}: the database let it pass"
            how = told(path, top)
            assert how, f"{name}: it went unnoticed"
            counted[how] += 1
    return counted


EACH: Final = len(REFUSED) + len(TOLD)


def run(count: int, seed: int) -> dict[str, int]:
    """So many attacks, each of them once on every book."""
    return rounds(count, seed, _every, EACH)
