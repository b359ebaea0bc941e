"""Verify, the log's part: its chain, and the present names and statuses against what it tells (I3)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from walletdesk.ledger.findings import Check, Finding
from walletdesk.store.book import Book, Row
from walletdesk.store.chain import GENESIS, event_hash, text_digest

_SLICE = 500
_EVENTS = (
    "SELECT id, at, subject, ref, action, old, new, salt, digest, hash FROM event WHERE id > ? ORDER BY id LIMIT ?"
)
_STATES = {
    "project": ("id", "name, archived, created_at"),
    "asset": ("id", "project, name, code, folded_code, fractions, unit, part, created_at"),
    "customer": ("key", "project, id, name, description, suspended, created_at, deleted_at"),
    "wallet": ("id", "project, number, asset, customer, name, description, status, created_at"),
    "batch": ("id", "project, number, kind, name, fingerprint, reverses, created_at"),
}

State = dict[str, object]


def run(book: Book, report: Callable[[Finding], None], known: tuple[int, bytes] | None) -> Iterator[tuple[int, int]]:
    """Follow the chain and fold the log; ``known`` is an end of it seen before."""
    states: dict[tuple[str, str], State] = {}
    number, previous, seen = 0, GENESIS, None
    while rows := book.rows(_EVENTS, (number, _SLICE)):
        for id_, at, subject, ref, action, old, new, salt, digest, link in rows:
            place = f"{subject} {ref}: {action}"
            if id_ != number + 1:
                report(Finding(Check.LOG, place, str(number + 1), str(id_)))
            erased = subject == "customer" and (old, new, salt) == (None, None, None)
            if not erased and (salt is None or text_digest(salt, (old, new)) != digest):
                report(Finding(Check.LOG, place))
            if event_hash(previous, id_, at, subject, ref, action, digest) != link:
                report(Finding(Check.LOG, place))
            _fold(states, (subject, ref), action, new, report)
            number, previous = id_, link
            if known and known[0] == number:
                seen = link
        yield 0, 0
    if known and known[0] and seen != known[1]:
        report(Finding(Check.END, book.path.name, str(known[0]), str(number)))
    yield from _compare(book, states, report)


def _fold(
    states: dict[tuple[str, str], State],
    who: tuple[str, str],
    action: str,
    new: str | None,
    report: Callable[[Finding], None],
) -> None:
    if (who[0], action) == ("asset", "deleted"):
        states.pop(who, None)
        return
    state = states.setdefault(who, {})
    if (who[0], action) == ("customer", "deleted"):
        state.update({"id": None, "name": "", "description": "", "suspended": 0, "deleted": True})
    elif new is not None:
        try:
            state.update(json.loads(new))
        except (ValueError, TypeError):
            report(Finding(Check.LOG, f"{who[0]} {who[1]}: {action}"))
    else:
        state["erased"] = True


def _compare(
    book: Book, states: dict[tuple[str, str], State], report: Callable[[Finding], None]
) -> Iterator[tuple[int, int]]:
    for subject, (key, columns) in _STATES.items():
        names = columns.split(", ")
        found: set[str] = set()
        for rows in _rows(book, subject, key, columns):
            for ref, *values in rows:
                found.add(str(ref))
                _compare_row(f"{subject} {ref}", states.get((subject, str(ref))), names, values, report)
            yield 0, 0
        for (told_subject, ref), told in states.items():
            gone = told_subject == subject and ref not in found
            if gone or (told.get("erased") and not told.get("deleted")):
                report(Finding(Check.STATE, f"{told_subject} {ref}", "there"))
        yield 0, 0


def _rows(book: Book, table: str, key: str, columns: str) -> Iterator[list[Row]]:
    """A table in slices, by its key."""
    sql = f"SELECT {key}, {columns} FROM {table} "  # noqa: S608
    rows = book.rows(f"{sql} ORDER BY {key} LIMIT ?", (_SLICE,))
    while rows:
        yield rows
        rows = book.rows(f"{sql} WHERE {key} > ? ORDER BY {key} LIMIT ?", (rows[-1][0], _SLICE))


def _compare_row(
    place: str, told: State | None, names: list[str], values: list[object], report: Callable[[Finding], None]
) -> None:
    """The first of its values that the log tells otherwise."""
    for name, value in zip(names, values, strict=True):
        if told is None or not _agrees(told, name, value):
            expected = "" if told is None else str(told.get(name, ""))
            report(Finding(Check.STATE, f"{place}, {name}", expected, str(value)))
            return


def _agrees(told: State, name: str, value: object) -> bool:
    """A tombstone's other facts were erased with its text, and the log no longer tells them."""
    if told.get("deleted") and name in ("project", "created_at", "deleted_at"):
        return value is not None
    return told.get(name) == value
