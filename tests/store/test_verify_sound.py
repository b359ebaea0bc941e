"""I2: the quick look of Verify lets nothing pass that the slow one would report."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.conftest import World, build
from tests.store.test_verify import TAMPERINGS, force, verify
from walletdesk.controllers.verifying import Verdict
from walletdesk.ledger.findings import Finding
from walletdesk.ledger.values import transfer
from walletdesk.store import verify_ledger

LEDGER = {"txn": 13, "operation": 9, "entry": 7, "seal": 2, "wallet": 11, "asset": 9}


def slowly(world: World) -> Verdict:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify_ledger, "passes", lambda *_: False)
        return verify(world)


def told(verdict: Verdict) -> list[Finding]:
    return sorted(verdict.findings, key=repr)


def test_i2_a_sound_book_passes_in_both(world: World) -> None:
    assert verify(world).ok
    assert slowly(world).ok


@pytest.mark.parametrize("name", [name for name in TAMPERINGS if "event" not in name])
def test_i2_both_looks_find_the_same(name: str, world: World) -> None:
    force(world.path, *TAMPERINGS[name][0])
    assert told(verify(world)) == told(slowly(world)) != []


VALUES = st.one_of(
    st.none(), st.integers(-3, 6), st.sampled_from([2**62, -(2**63), 2**63 - 1, 1000, 250]),
    st.sampled_from(["", "bar", "shop", "transfer", "issue", "redeem", "gift", "bar-eur", "bar-day", "2020-01-01"]),
    st.binary(max_size=3), st.just(bytes(16)), st.just(bytes(32)),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cells=st.lists(st.tuples(st.sampled_from(sorted(LEDGER)), st.integers(0, 9), st.integers(0, 12), VALUES),
                      min_size=1, max_size=3))  # fmt: skip
def test_i2_whatever_is_changed_both_looks_find_the_same(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, int, int, Any]]
) -> None:
    world = build(tmp_path_factory.mktemp("sound") / "bar.walletdesk")
    before = world.dump()
    for cell in cells:
        spoil(world.path, *cell)
    quick, slow = verify(world), slowly(world)
    assert told(quick) == told(slow)
    assert quick.ok == (world.dump() == before)
    world.book.close()


def spoil(path: Path, table: str, row: int, column: int, value: Any) -> None:
    """Put a value into a cell, where the table takes it at all."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA ignore_check_constraints = ON")
    raw.execute("BEGIN")
    triggers = raw.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        raw.execute(f"DROP TRIGGER {name}")
    columns = raw.execute(f"PRAGMA table_info({table})").fetchall()
    keys = ", ".join(found[1] for found in columns if found[5])
    rows = raw.execute(f"SELECT {keys} FROM {table} ORDER BY {keys}").fetchall()
    row, name = row % len(rows), columns[column % len(columns)][1]
    where = f"({keys}) = (SELECT {keys} FROM {table} ORDER BY {keys} LIMIT 1 OFFSET {row})"
    try:
        raw.execute(f"UPDATE {table} SET {name} = ? WHERE {where}", (value,))
        for _, sql in triggers:
            raw.execute(sql)
        raw.execute("COMMIT")
    except sqlite3.IntegrityError:
        return
    finally:
        raw.close()


def test_i2_a_transaction_that_does_not_pass_leaves_the_wallets_as_they_stood(world: World) -> None:
    """Its first operation is sound, its second is not: both are counted once, and the next one passes."""
    world.post(transfer(world.ann, world.till, 5))
    force(world.path, "UPDATE operation SET memo = 'x' WHERE txn = 1 AND position = 2")
    findings = verify(world).findings
    assert [finding.place for finding in findings] == ["Bar T-1"]
