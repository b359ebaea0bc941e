"""The book as it was on the evening of a past day (R3): a second connection that reads the same file.

In it, temporary tables and views bear the names of the book's own: SQLite finds them first, so that every query there
is reads that evening without knowing it. Small tables (wallets, customers, assets, projects, batches, what is searched)
are copied and set back, in memory; transactions and entries are views that end where the evening ends.

Of that evening is what was booked until then, and what was made until then. An import may book on the days of its
file: what these bookings need (wallets, their owners, assets, the batch) is there as well, although it was made later.
Names and states are those of then, from the log (I3); of a customer who was deleted since there is only the tombstone.

The lane does one job at a time and a statement leaves no row unread: this connection never holds a lock while the
other one posts.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any, Final, NoReturn

import peewee

from walletdesk.ledger.refusals_past import EveningToCome, PastReadOnly
from walletdesk.store import search
from walletdesk.store.book import Book, Parameters, reading
from walletdesk.store.faults import translated
from walletdesk.store.lines import halving

SLICE: Final = 150
_EVENTS: Final = 1_000
_COPIED: Final = {
    "project": (),
    "asset": ("project",),
    "customer": ("project, id",),
    "wallet": ("project, number", "customer", "asset"),
    "batch": ("project, number", "reverses"),
    "draft": (),
    "wallet_text": (),
    "customer_text": (),
}
"""The tables that are copied, and the columns of their indexes."""

_KEPT: Final = {
    "project": ("id", ("name", "archived")),
    "asset": ("id", ("name",)),
    "customer": ("key", ("name", "description", "suspended")),
    "wallet": ("id", ("name", "description", "status")),
}
"""What the log may set back: the key and the columns."""


class EveningBook(Book):
    """Reads the evening of ``day``; every change is refused (PastReadOnly)."""

    def __init__(self, present: Book, db: peewee.SqliteDatabase, day: date) -> None:
        self.day = day
        self.until = present.days.start(day + timedelta(days=1))
        self._built = False
        super().__init__(present.path, db, lambda: min(present.clock(), self.until - 1), writable=False)

    def write(self, query: Any) -> int:
        """Refused."""
        raise PastReadOnly(self.day)

    def write_many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Fill the temporary tables while they are made; refused afterwards."""
        if self._built:
            raise PastReadOnly(self.day)
        with translated(str(self.path)):
            self._db.connection().executemany(sql, rows)

    def unit(self) -> NoReturn:
        """Refused."""
        raise PastReadOnly(self.day)

    def forgetting_unit(self) -> NoReturn:
        """Refused."""
        raise PastReadOnly(self.day)

    def finish(self) -> None:
        """From now on SQLite itself refuses changes, of the temporary tables too."""
        self._built = True
        self.rows("PRAGMA query_only = 1")


def evening(present: Book, day: date) -> Generator[tuple[int, int], None, EveningBook]:
    """Make the book of that evening slice by slice: how much is done of how much; answers the EveningBook at the end.

    Refuses EveningToCome. Given up half-way, nothing is left of it.
    """
    require_past(present, day)
    db = reading(present.path)
    with ExitStack() as undo:
        undo.callback(db.close)
        book = EveningBook(present, db, day)
        yield from _Maker(book).steps()
        book.finish()
        undo.pop_all()
    return book


def require_past(book: Book, day: date) -> None:
    """Refuses EveningToCome."""
    today = book.days.day(book.clock())
    if day >= today:
        raise EveningToCome(day, today)


class _Maker:
    """Fills the tables of one evening."""

    def __init__(self, book: EveningBook) -> None:
        self._book = book
        self._until = book.until
        # Ids grow with time in all projects alike: what is booked on a past day while this goes on is left out whole.
        self._last_txn = int(book.value("SELECT max(id) FROM main.txn") or 0)

    def steps(self) -> Iterator[tuple[int, int]]:
        """Everything, in slices."""
        of = self._book.value
        wallets, customers = (int(of(f"SELECT count(*) FROM main.{t}") or 0) for t in ("wallet", "customer"))  # noqa: S608
        events = int(of("SELECT max(id) FROM main.event") or 0)
        total = 2 * wallets + 2 * customers + events
        done = 0
        self._make_tables()
        for step in (self._customers, self._wallets, self._log, self._texts):
            before = done
            for reached in step():
                done = before + reached
                yield min(done, total), total
        self._rest()

    def _run(self, sql: str, parameters: Parameters = ()) -> None:
        self._book.rows(sql, parameters)

    def _make_tables(self) -> None:
        self._run("PRAGMA temp_store = MEMORY")
        for table, indexes in _COPIED.items():
            columns = self._book.rows(f"PRAGMA main.table_info({table})")
            key = " PRIMARY KEY"
            described = ", ".join(f"{name} {kind}{key if pk else ''}" for _, name, kind, _, _, pk in columns)
            self._run(f"CREATE TEMP TABLE {table} ({described})")
            for place, index in enumerate(indexes):
                self._run(f"CREATE INDEX temp.evening_{table}_{place} ON {table} ({index})")
        for searched in (search.WALLETS, search.CUSTOMERS):
            found = self._book.value("SELECT sql FROM main.sqlite_schema WHERE name = ?", (searched.table,))
            self._run(str(found).replace("VIRTUAL TABLE ", "VIRTUAL TABLE temp.", 1))
        before = f"booked_at < {self._until}"
        for view, where in (
            ("txn", f"{before} AND id <= {self._last_txn}"),
            ("entry", f"{before} AND txn <= {self._last_txn}"),
            ("event", f"at < {self._until}"),
        ):
            self._run(f"CREATE TEMP VIEW {view} AS SELECT * FROM main.{view} WHERE {where}")  # noqa: S608

    def _copy(self, table: str, key: str) -> Iterator[tuple[int, int, int]]:
        """Copy a table whole: the first and last key of each slice, and how many rows are there by now."""
        last, done = 0, 0
        while True:
            ids = self._book.rows(
                f"SELECT {key} FROM main.{table} WHERE {key} > ? ORDER BY {key} LIMIT {SLICE}",  # noqa: S608
                (last,),
            )
            if not ids:
                return
            first, last, done = ids[0][0], ids[-1][0], done + len(ids)
            rows = f"SELECT * FROM main.{table} WHERE {key} BETWEEN ? AND ?"  # noqa: S608
            self._run(f"INSERT INTO temp.{table} {rows}", (first, last))
            yield first, last, done

    def _customers(self) -> Iterator[int]:
        for _first, _last, done in self._copy("customer", "key"):
            yield done

    def _wallets(self) -> Iterator[int]:
        """Each with the balance after its last entry of that evening, which halving finds."""
        later = (
            "SELECT w.id, w.entries FROM temp.wallet AS w "
            "CROSS JOIN main.entry AS e ON e.wallet = w.id AND e.seq = w.entries "
            "WHERE w.id BETWEEN ? AND ? AND (e.booked_at >= ? OR e.txn > ?)"
        )
        finding = halving(
            "SELECT CASE WHEN txn > :last THEN :instant ELSE booked_at END FROM main.entry "
            "WHERE wallet = :of AND seq = (low + high) / 2"
        )
        held = "SELECT balance FROM main.entry WHERE wallet = ? AND seq = ?"
        for first, last, done in self._copy("wallet", "id"):
            changed = []
            for wallet, entries in self._book.rows(later, (first, last, self._until, self._last_txn)):
                asked = {"of": wallet, "count": entries, "instant": self._until, "last": self._last_txn}
                count = self._book.value(finding, asked) - 1
                changed.append((self._book.value(held, (wallet, count)) or 0, count, wallet))
            self._book.write_many("UPDATE temp.wallet SET balance = ?, entries = ? WHERE id = ?", changed)
            self._run(
                "DELETE FROM temp.wallet WHERE id BETWEEN ? AND ? AND created_at >= ? AND entries = 0",
                (first, last, self._until),
            )
            yield done

    def _log(self) -> Iterator[int]:
        """Set names and states back: of all changes since, the first one knows what was before."""
        self._assets()
        self._projects()
        last = int(self._book.value("SELECT max(id) FROM main.event") or 0)
        then: dict[tuple[str, str], dict[str, object]] = {}
        for start in range(0, last, _EVENTS):
            sql = "SELECT subject, ref, old FROM main.event WHERE id > ? AND id <= ? AND at >= ? AND old <> '{}'"
            for subject, ref, old in self._book.rows(sql, (start, start + _EVENTS, self._until)):
                if subject in _KEPT:
                    then[subject, ref] = json.loads(old) | then.get((subject, ref), {})
            yield min(start + _EVENTS, last)
        changes = list(then.items())
        for start in range(0, len(changes), SLICE):
            for (subject, ref), old in changes[start : start + SLICE]:
                self._set_back(subject, ref, old)
            yield last

    def _set_back(self, subject: str, ref: str, old: Mapping[str, object]) -> None:
        key, columns = _KEPT[subject]
        kept = [column for column in columns if column in old]
        if kept:
            told = ", ".join(f"{column} = ?" for column in kept)
            living = " AND deleted_at IS NULL" if subject == "customer" else ""
            self._run(
                f"UPDATE temp.{subject} SET {told} WHERE {key} = ?{living}",  # noqa: S608
                (*(old[column] for column in kept), int(ref) if key == "key" or subject == "wallet" else ref),
            )

    def _assets(self) -> None:
        """Those of then, with those that were deleted since, and what was in circulation."""
        self._run(
            "INSERT INTO temp.asset SELECT * FROM main.asset AS a WHERE created_at < ? "
            "OR EXISTS (SELECT 1 FROM temp.wallet WHERE asset = a.id)",
            (self._until,),
        )
        gone = "SELECT ref FROM main.event WHERE subject = 'asset' AND action = 'deleted' AND at >= ?"
        made = "SELECT new FROM main.event WHERE subject = 'asset' AND ref = ? AND action = 'created' AND at < ?"
        for (ref,) in self._book.rows(gone, (self._until,)):
            new = self._book.value(made, (ref, self._until))
            if new:
                facts = {"id": ref, "supply": 0} | json.loads(new)
                marks = ", ".join(f":{name}" for name in facts)
                self._run(f"INSERT OR IGNORE INTO temp.asset ({', '.join(facts)}) VALUES ({marks})", facts)  # noqa: S608
        self._run(
            "UPDATE temp.asset SET supply = (SELECT coalesce(sum(balance), 0) FROM temp.wallet WHERE asset = asset.id)"
        )

    def _projects(self) -> None:
        finding = halving(
            "SELECT CASE WHEN id > :last THEN :instant ELSE booked_at END FROM main.txn "
            "WHERE project = :of AND number = (low + high) / 2"
        )
        ends = {}
        for (project,) in self._book.rows("SELECT id FROM main.project"):
            count = self._book.value("SELECT max(number) FROM main.txn WHERE project = ?", (project,)) or 0
            asked = {"of": project, "count": count, "instant": self._until, "last": self._last_txn}
            ends[project] = self._book.value(finding, asked) - 1
        self._book.last_numbers = ends
        self._run(
            "INSERT INTO temp.project SELECT * FROM main.project AS p WHERE created_at < ? "
            "OR EXISTS (SELECT 1 FROM temp.wallet WHERE project = p.id)",
            (self._until,),
        )

    def _texts(self) -> Iterator[int]:
        """What is searched, as it reads with the names of then."""
        self._run(
            "DELETE FROM temp.customer WHERE created_at >= ? "
            "AND key NOT IN (SELECT customer FROM temp.wallet WHERE customer IS NOT NULL)",
            (self._until,),
        )
        done = 0
        for index, table, key in ((search.CUSTOMERS, "customer", "key"), (search.WALLETS, "wallet", "id")):
            ids = [row[0] for row in self._book.rows(f"SELECT {key} FROM temp.{table} ORDER BY {key}")]  # noqa: S608
            for start in range(0, len(ids), SLICE):
                found = ids[start : start + SLICE]
                search.add(self._book, index, found[0], found[-1])
                done += len(found)
                yield done

    def _rest(self) -> None:
        self._run(
            "INSERT INTO temp.batch SELECT * FROM main.batch AS b WHERE created_at < ? "
            "OR EXISTS (SELECT 1 FROM temp.txn WHERE txn.batch = b.id)",
            (self._until,),
        )
