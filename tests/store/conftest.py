"""A small book with something in it, and hands that reach past the program."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from walletdesk.ledger.values import Asset, Operation, issue, redeem, transfer
from walletdesk.store import assets, customers, posting, projects, wallets
from walletdesk.store.book import Book, create

START = 1_790_000_000_000


@dataclass
class Hands:
    """A clock that stands until it is moved."""

    at: int = START

    def __call__(self) -> int:
        self.at += 1
        return self.at


@dataclass
class World:
    """A book with two projects, three customers, six wallets and four transactions."""

    book: Book
    path: Path
    clock: Hands
    ann: int
    bob: int
    till: int
    days: int
    closed: int
    foreign: int

    def post(self, *operations: Operation, **facts: object) -> posting.Posted:
        with self.book.unit():
            poster = posting.Poster(self.book, "bar")
            posted = poster.add(posting.Request(operations, **facts))  # type: ignore[arg-type]
            poster.flush()
        return posted

    def dump(self) -> list[str]:
        """Everything in the file, as SQL."""
        raw = sqlite3.connect(self.path)
        try:
            return list(raw.iterdump())
        finally:
            raw.close()


def build(path: Path) -> World:
    """The world, freshly made."""
    clock = Hands()
    book = create(path, "Europe/Berlin", clock)
    with book.unit():
        for project in ("bar", "shop"):
            projects.add(book, project, project.title())
            assets.add(book, Asset(f"{project}-eur", project, "Euro", "EUR", 100))
        assets.add(book, Asset("bar-day", "bar", "Day", "DAY", 24))
        keys = customers.add_many(book, "bar", [("ann", "Ann Ångström", "likes cider"), ("bob", "", "")])
        other = customers.add_many(book, "shop", [("ann", "Another Ann", "")])
        ann, bob, till, closed = wallets.add_many(
            book, "bar", "bar-eur",
            [(keys[0], "Cash", ""), (keys[1], "Cash", ""), (None, "Till", ""), (keys[0], "Old", "")],
        )  # fmt: skip
        (days,) = wallets.add_many(book, "bar", "bar-day", [(keys[0], "Days", "")])
        (foreign,) = wallets.add_many(book, "shop", "shop-eur", [(other[0], "Cash", "")])
    world = World(book, path, clock, ann, bob, till, days, closed, foreign)
    world.post(issue(ann, 1000, "first"), transfer(ann, till, 250), description="Opening", reference="R-1")
    world.post(issue(bob, 500), transfer(bob, till, 100), redeem(till, 50))
    world.post(issue(days, 30))
    world.post(transfer(till, ann, 20, "change"), description="Change")
    return world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = build(tmp_path / "bar.walletdesk")
    yield made
    made.book.close()


@pytest.fixture
def raw(world: World) -> Iterator[Callable[..., list[tuple[object, ...]]]]:
    """Any SQL, as another program in good faith would run it: foreign keys on, each call one transaction."""
    connection = sqlite3.connect(world.path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.create_function("fold", 1, str.casefold)

    def run(*statements: str) -> list[tuple[object, ...]]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            found: list[tuple[object, ...]] = []
            for statement in statements:
                found = connection.execute(statement).fetchall()
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        return found

    yield run
    connection.close()
