"""Finding wallets and customers by pieces of text that a person types, in any order and any case.

``wallet_text`` and ``customer_text`` hold what can be searched: the texts of one row, case folded, each between line
breaks. A word that was typed holds no blank, so it stands within one of these texts if it stands anywhere. Over them
lies an index of trigrams (FTS5). Whoever changes a text keeps both in the same unit of work; Verify compares them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from peewee import SQL, NodeList

from walletdesk.ledger.text import composed
from walletdesk.store.book import Book

MOST_WORDS: Final = 8
TRIGRAM: Final = 3


@dataclass(frozen=True, slots=True)
class Index:
    """What is searched of one kind: the tables, the column of the row's key, and the query that makes the texts."""

    table: str
    texts: str
    key: str
    source: str
    row: str


def _between_breaks(*columns: str) -> str:
    return f"fold(char(10) || {' || char(10) || '.join(columns)} || char(10))"


_WALLET_TEXT = _between_breaks(
    "w.name",
    "coalesce(c.name, '')",
    "coalesce(c.id, '')",
    "a.code",
    "printf(CASE WHEN w.customer IS NULL THEN 'S-%05d' ELSE 'W-%05d' END, w.number)",
)

WALLETS: Final = Index(
    "wallet_search",
    "wallet_text",
    "wallet",
    f"SELECT w.id, {_WALLET_TEXT} FROM wallet AS w JOIN asset AS a ON a.id = w.asset "  # noqa: S608
    "LEFT JOIN customer AS c ON c.key = w.customer",
    "w.id",
)
CUSTOMERS: Final = Index(
    "customer_search",
    "customer_text",
    "customer",
    f"SELECT c.key, {_between_breaks('c.name', 'c.id', 'c.description')} FROM customer AS c",  # noqa: S608
    "c.key",
)


def words(text: str) -> list[str]:
    """The words that must all be found, in the form of the texts: composed, and without case."""
    return composed(text).casefold().split()[:MOST_WORDS]


def indexed(word: str) -> bool:
    """Whether the index knows such words; shorter ones are looked for in the texts themselves."""
    return len(word) >= TRIGRAM and "\0" not in word


def phrase(word: str) -> str:
    """A word as the index is asked for it."""
    return '"' + word.replace('"', '""') + '"'


def matches(index: Index, text: str, key: Any) -> Iterator[Any]:
    """The conditions for a query built with peewee: every word of the text is found in the row of this key."""
    wanted = words(text)
    known = [phrase(word) for word in wanted if indexed(word)]
    if known:
        match = f"(SELECT rowid FROM {index.table} WHERE {index.table} MATCH ?)"  # noqa: S608
        yield key.in_(SQL(match, [" AND ".join(known)]))
    for word in wanted:
        if not indexed(word):
            yield key.in_(SQL(f"(SELECT {index.key} FROM {index.texts} WHERE instr(text, ?))", [word]))  # noqa: S608


def project_is(column: Any, project: str, text: str) -> Any:
    """The condition on the project: where words are looked for, the project's own index is of no use and hidden."""
    return (NodeList((SQL("+"), column), glue="") if words(text) else column) == project


def joined(index: Index, text: str) -> tuple[str, list[str], list[object]]:
    """For bare SQL: the tables that find the words, ``x`` among them with key and text; conditions and parameters.

    What is joined to them with CROSS JOIN is looked up for those rows alone.
    """
    wanted = words(text)
    known = [phrase(word) for word in wanted if indexed(word)]
    short = [word for word in wanted if not indexed(word)]
    conditions = ["instr(x.text, ?)"] * len(short)
    if not known:
        return f"{index.texts} AS x", conditions, [*short]
    tables = f"{index.table} AS i CROSS JOIN {index.texts} AS x ON x.{index.key} = i.rowid"
    return tables, [f"i.{index.table} MATCH ?", *conditions], [" AND ".join(known), *short]


# Keeping the index, in the unit of work of the change itself


def add(book: Book, index: Index, first: int, last: int) -> None:
    """Take in the new rows whose keys are first to last."""
    texts = f"INSERT INTO {index.texts} {index.source} WHERE {index.row} BETWEEN ? AND ?"
    entries = (
        f"INSERT INTO {index.table} (rowid, text) "  # noqa: S608
        f"SELECT {index.key}, text FROM {index.texts} WHERE {index.key} BETWEEN ? AND ?"
    )
    for sql in (texts, entries):
        book.write_many(sql, [(first, last)])


def remove(book: Book, index: Index, keys: Iterable[int]) -> None:
    """Take these rows out, as they were indexed."""
    rows = [(key,) for key in keys]
    gone = (
        f"INSERT INTO {index.table} ({index.table}, rowid, text) "  # noqa: S608
        f"SELECT 'delete', {index.key}, text FROM {index.texts} WHERE {index.key} = ?"
    )
    book.write_many(gone, rows)
    book.write_many(f"DELETE FROM {index.texts} WHERE {index.key} = ?", rows)  # noqa: S608


def refresh(book: Book, index: Index, keys: Sequence[int]) -> None:
    """Index these rows as they read now."""
    remove(book, index, keys)
    for key in keys:
        add(book, index, key, key)


def refresh_owner(book: Book, customer: int) -> None:
    """Index the wallets of a customer who is called otherwise now."""
    refresh(book, WALLETS, [id_ for (id_,) in book.rows("SELECT id FROM wallet WHERE customer = ?", (customer,))])


def forget(book: Book, customer: int) -> None:
    """Leave nothing of a deleted customer in the indexes.

    What is taken out of an index stays in it, marked as gone, until its parts are merged: they are merged here. The
    pages that this leaves are overwritten, as everything that is deleted in a book.
    """
    remove(book, CUSTOMERS, [customer])
    refresh_owner(book, customer)
    for index in (WALLETS, CUSTOMERS):
        book.write_many(f"INSERT INTO {index.table} ({index.table}) VALUES ('optimize')", [()])  # noqa: S608
