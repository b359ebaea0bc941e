"""G5, G8, G10 and SPEC B1: whatever lies under a book's name is refused in words or read; nothing of it runs."""

import ast
import sqlite3
from pathlib import Path

import pytest

from tests.store.conftest import build
from tests.torture import hostile
from walletdesk.controllers import books
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import Check, verify_book
from walletdesk.controllers.words import sentence
from walletdesk.ledger.refusals import BookDamaged, LedgerError
from walletdesk.ledger.refusals_book import BookForeign
from walletdesk.store import book as store_book
from walletdesk.store import schema
from walletdesk.store.migrations import STEPS

ROOM = Path(store_book.__file__).parents[1]


def test_g5_no_damage_crashes_and_none_goes_unnoticed() -> None:
    found = hostile.run(120, 1)
    assert found.pop("files") == sum(found.values()) == 120
    assert min(found.values()) > 0


ADDED = {
    "a trigger": "CREATE TRIGGER extra AFTER INSERT ON txn BEGIN UPDATE book SET zone = 'UTC'; END",
    "a trigger that calls a function": "CREATE TRIGGER extra AFTER INSERT ON txn BEGIN SELECT load_extension('x'); END",
    "a view": "CREATE VIEW extra AS SELECT * FROM txn",
    "a table": "CREATE TABLE extra (x)",
    "an index": "CREATE INDEX extra ON txn (lower(description))",
    "a trigger on a name": "CREATE TRIGGER extra INSTEAD OF INSERT ON v BEGIN SELECT 1; END",
}


@pytest.mark.parametrize("what", ADDED)
def test_g8_what_somebody_put_into_a_book_never_runs(tmp_path: Path, what: str) -> None:
    path = craft(tmp_path, *(["CREATE VIEW v AS SELECT 1"] if "name" in what else []), ADDED[what])
    before = path.read_bytes()
    with pytest.raises(BookForeign) as refused:
        books.open(path)
    assert "Open it for reading" in sentence(refused.value)
    books.open(path, writable=False).close()
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("kind", "name", "sql"),
    [("INDEX", "wallet_asset", "CREATE INDEX wallet_asset ON wallet (asset)"), ("TABLE", "template", STEPS[2])],
)
def test_g8_a_trigger_does_not_hide_behind_a_name_that_is_ours(tmp_path: Path, kind: str, name: str, sql: str) -> None:
    trigger = f"CREATE TRIGGER {name} AFTER INSERT ON txn BEGIN DELETE FROM draft; END"
    path = craft(tmp_path, f"DROP {kind} {name}", trigger, sql)
    with pytest.raises(BookForeign):
        books.open(path)
    book = books.open(path, writable=False)
    assert [(finding.check, finding.place) for finding in finish(verify_book(book)).findings] == [(Check.SCHEMA, name)]
    book.close()


@pytest.mark.parametrize("table", ["book", "project", "txn", "wallet", "seal"])
def test_g8_a_view_in_a_tables_place_is_never_read(tmp_path: Path, table: str) -> None:
    endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS id, 'UTC' AS zone FROM n"
    path = craft(tmp_path, f"ALTER TABLE {table} RENAME TO kept", f"CREATE VIEW {table} AS {endless}")
    for writable in (True, False):
        with pytest.raises(BookDamaged):
            books.open(path, writable=writable)


def test_g8_a_computed_column_is_never_read(tmp_path: Path) -> None:
    path = craft(
        tmp_path,
        "DROP TABLE book",
        "CREATE TABLE book (id TEXT AS (hex(zeroblob(1000))), zone TEXT)",
        "INSERT INTO book (zone) VALUES ('UTC')",
    )
    with pytest.raises(BookDamaged):
        books.open(path, writable=False)


def test_g8_a_computed_column_more_is_never_read(tmp_path: Path) -> None:
    column = "evil TEXT GENERATED ALWAYS AS (upper(name)) VIRTUAL"
    path = craft(tmp_path, f"ALTER TABLE project ADD COLUMN {column}")
    with pytest.raises(BookDamaged):
        books.open(path, writable=False)


def test_g8_a_changed_guard_is_foreign(tmp_path: Path) -> None:
    path = craft(
        tmp_path, "DROP TRIGGER book_fixed", "CREATE TRIGGER book_fixed BEFORE UPDATE ON book BEGIN SELECT 1; END"
    )
    with pytest.raises(BookForeign):
        books.open(path)


@pytest.mark.parametrize("size", [10_000, 1_000_000])
@pytest.mark.parametrize(
    "place", ["project SET name", "customer SET description", "txn SET description", "book SET zone"]
)
def test_g5_oversized_values_and_other_types_are_met_in_words(tmp_path: Path, place: str, size: int) -> None:
    path = craft(tmp_path, "PRAGMA ignore_check_constraints = ON", f"UPDATE {place} = char(9) || hex(zeroblob({size}))")
    before = hostile.contents(path)
    assert before is not None
    other = [rows for rows in before if rows != before[0]]
    assert hostile.meet(path, other) in ("refused", "noticed")


def test_g10_a_book_of_the_future_and_one_of_somebody_else_stay_untouched(tmp_path: Path) -> None:
    claimed = f"PRAGMA user_version = {schema.VERSION - 1}"
    for statement in ("PRAGMA user_version = 99", claimed, "PRAGMA application_id = 7"):
        path = craft(tmp_path, statement)
        before = path.read_bytes()
        for writable in (True, False):
            with pytest.raises(LedgerError):
                books.open(path, writable=writable)
        with pytest.raises(LedgerError):
            finish(books.upgrade(path))
        assert path.read_bytes() == before
        assert [found.name for found in tmp_path.iterdir()] == [path.name]
        path.unlink()


def craft(folder: Path, *statements: str) -> Path:
    """A book that somebody worked on with other tools."""
    path = folder / "bar.walletdesk"
    build(path).book.close()
    raw = sqlite3.connect(path, isolation_level=None)
    raw.create_function("fold", 1, str.casefold, deterministic=True)
    for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        if not any(
            word in " ".join(statements) for word in ("CREATE T", "CREATE V", "CREATE I", "PRAGMA user", "PRAGMA app")
        ):
            raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(statement)
    raw.close()
    return path


_TOUCHING = {
    "open",
    "read_bytes",
    "read_text",
    "write_bytes",
    "write_text",
    "copy",
    "copy2",
    "copyfile",
    "move",
    "open_code",
}
_MAY = {
    "walletdesk/store/holders.py": "reads the system's list of locks",
    "walletdesk/store/files.py": "makes and synchronises files that nobody has open",
}


def test_g8_nothing_but_sqlite_opens_a_books_file() -> None:
    """In the room that knows books, only the helper of files opens any; elsewhere nobody has a book's bytes in hand."""
    found = []
    for source in sorted((ROOM / "store").glob("*.py")):
        name = str(source.relative_to(ROOM.parent))
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                word = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                if word in _TOUCHING and name not in _MAY:
                    found.append(f"{name}:{node.lineno} {word}")
            if isinstance(node, ast.Import | ast.ImportFrom):
                modules = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
                found += [f"{name}:{node.lineno} {m}" for m in modules if m in ("shutil", "hashlib", "mmap", "zipfile")]
    allowed = ("walletdesk/store/chain.py",)
    assert [place for place in found if not place.startswith(allowed)] == []
