"""Verify, the log's part: its chain, and the present names and statuses against what it tells (I3)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from walletdesk.ledger.findings import Check, Finding, Report
from walletdesk.store.book import Book, Row
from walletdesk.store.chain import GENESIS, event_hash, text_digest

_SLICE: Final = 500
_EVENTS: Final = (
    "SELECT id, at, subject, ref, action, old, new, salt, digest, hash FROM event WHERE id > ? AND id <= ? "
    "ORDER BY id LIMIT ?"
)
_STATES: Final = {
    "book": ("id", "one, zone, created_at"),
    "project": ("id", "name, archived, created_at"),
    "asset": ("id", "project, name, code, folded_code, fractions, unit, part, created_at"),
    "customer": ("key", "project, id, name, description, suspended, created_at, deleted_at"),
    "wallet": ("id", "project, number, asset, customer, name, description, status, created_at"),
    "batch": ("id", "project, number, kind, name, fingerprint, reverses, created_at"),
}

State = dict[str, object]


class Log:
    """The log followed from its beginning, and what it makes of everything that it tells of."""

    def __init__(self, book: Book, report: Report, known: tuple[int, bytes] | None) -> None:
        """``known`` is an end of it seen before."""
        self._book = book
        self._report = report
        self._known = known
        self._number, self._hash = 0, GENESIS
        self._seen: bytes | None = None
        self._states: dict[tuple[str, str], State] = {}

    def run(self) -> Iterator[tuple[int, int]]:
        """Follow the chain, fold the log, and compare."""
        yield from self._follow()
        if self._known and self._known[0] and self._seen != self._known[1]:
            self._report(Finding(Check.END, self._book.path.name, str(self._known[0]), str(self._number)))
        for subject in _STATES:
            yield from self._compare(subject)

    def _follow(self) -> Iterator[tuple[int, int]]:
        """The events that were not followed yet, up to the last one that is there now."""
        until = self._book.value("SELECT max(id) FROM event") or 0
        while rows := self._book.rows(_EVENTS, (self._number, until, _SLICE)):
            for row in rows:
                self._event(row)
            yield 0, 0

    def _event(self, row: Row) -> None:
        id_, at, subject, ref, action, old, new, salt, digest, link = row
        place = f"{subject} {ref}: {action}"
        if id_ != self._number + 1:
            self._report(Finding(Check.LOG, place, str(self._number + 1), str(id_)))
        erased = subject == "customer" and (old, new, salt) == (None, None, None)
        if not erased and (salt is None or text_digest(salt, (old, new)) != digest):
            self._report(Finding(Check.LOG, place))
        if event_hash(self._hash, id_, at, subject, ref, action, digest) != link:
            self._report(Finding(Check.LOG, place))
        self._fold((subject, ref), action, new)
        self._number, self._hash = id_, link
        if self._known and self._known[0] == id_:
            self._seen = link

    def _fold(self, who: tuple[str, str], action: str, new: str | None) -> None:
        if (who[0], action) == ("asset", "deleted"):
            self._states.pop(who, None)
            return
        state = self._states.setdefault(who, {})
        if (who[0], action) == ("customer", "deleted"):
            state.update({"id": None, "name": "", "description": "", "suspended": 0, "deleted": True})
        if new is None:
            state["erased"] = True
            return
        try:
            state.update(json.loads(new))
        except (ValueError, TypeError):
            self._report(Finding(Check.LOG, f"{who[0]} {who[1]}: {action}"))

    @contextmanager
    def _abreast(self) -> Iterator[None]:
        """One moment of the book, followed up to its last event."""
        with self._book.snapshot():
            for _ in self._follow():
                pass
            yield

    def _compare(self, subject: str) -> Iterator[tuple[int, int]]:
        """The rows of a table in slices, each against what the log tells of it at that moment."""
        key, columns = _STATES[subject]
        sql, names = f"SELECT {key}, {columns} FROM {subject}", columns.split(", ")  # noqa: S608
        found: set[str] = set()
        after, more = (), True
        while more:
            yield from self._follow()
            with self._abreast():
                beyond = f"WHERE {key} > ?" if after else ""
                rows = self._book.rows(f"{sql} {beyond} ORDER BY {key} LIMIT {_SLICE}", after)
                for row in rows:
                    found.add(str(row[0]))
                    self._compare_row(subject, names, row)
                if not (more := len(rows) == _SLICE):
                    self._compare_others(subject, f"{sql} WHERE {key} = ?", names, found)
            after = rows[-1][:1] if more else ()
            yield 0, 0

    def _compare_others(self, subject: str, sql: str, names: list[str], found: set[str]) -> None:
        """What the log tells of and was not met: it came meanwhile, or has gone."""
        for (told_subject, ref), told in self._states.items():
            if told_subject != subject:
                continue
            row = None if ref in found else self._book.row(sql, (ref,))
            gone = ref not in found and (row is None or str(row[0]) != ref)
            if gone or (told.get("erased") and not told.get("deleted")):
                self._report(Finding(Check.STATE, f"{subject} {ref}", "there"))
            elif row is not None:
                self._compare_row(subject, names, row)

    def _compare_row(self, subject: str, names: Sequence[str], row: Row) -> None:
        """The first of its values that the log tells otherwise."""
        ref, *values = row
        told = self._states.get((subject, str(ref)))
        for name, value in zip(names, values, strict=True):
            if told is None or told.get(name) != value:
                expected = "" if told is None else str(told.get(name, ""))
                self._report(Finding(Check.STATE, f"{subject} {ref}, {name}", expected, str(value)))
                return
