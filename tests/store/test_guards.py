"""B4, W1, W4, W5, A2, A4, T1, T5: the database itself refuses, whoever writes."""

import random
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from tests.torture.attacks import ENTRY, ISSUE, REFUSED, SEAL, TXN, facts_of
from walletdesk.store import tables

Raw = Callable[..., list[tuple[object, ...]]]

POSTED = [TXN, ISSUE, ENTRY, SEAL]


def filled(world: Any, *statements: str, **other: object) -> list[str]:
    """The statements with this book's facts in them."""
    facts = {**facts_of(world.path, random.Random(1)), "wallet": world.ann, "seq": 4, "balance": 770, **other}
    return [statement.format(**facts) for statement in statements]


@pytest.mark.parametrize("name", REFUSED)
def test_b4_w4_a4_the_database_refuses(name: str, world: Any, raw: Raw) -> None:
    before = world.dump()
    with pytest.raises(sqlite3.Error):
        raw(*filled(world, *REFUSED[name]))
    assert world.dump() == before


def test_b4_the_attacks_fail_for_their_own_reason_the_good_posting_passes(world: Any, raw: Raw) -> None:
    raw(*filled(world, *POSTED))
    assert raw("SELECT balance, entries FROM wallet WHERE id = 1") == [(780, 4)]
    assert raw("SELECT supply FROM asset WHERE id = 'bar-eur'") == [(1460,)]


def test_w5_closed_is_final_and_takes_no_entry(world: Any, raw: Raw) -> None:
    raw(f"UPDATE wallet SET status = 'closed' WHERE id = {world.closed}")
    with pytest.raises(sqlite3.IntegrityError, match="final"):
        raw(f"UPDATE wallet SET status = 'open' WHERE id = {world.closed}")
    with pytest.raises(sqlite3.IntegrityError, match="not open"):
        raw(*filled(world, *POSTED, wallet=world.closed, seq=1, balance=0))


def test_t10_an_archived_project_takes_no_transaction(world: Any, raw: Raw) -> None:
    raw("UPDATE project SET archived = 1 WHERE id = 'bar'")
    with pytest.raises(sqlite3.IntegrityError, match="archived"):
        raw(*filled(world, TXN))


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
