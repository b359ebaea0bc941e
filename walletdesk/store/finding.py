"""What a person may mean who types some words anywhere: wallets, customers and transactions, the likeliest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from walletdesk.store import search
from walletdesk.store.book import Book
from walletdesk.store.reversals import Told, found_by
from walletdesk.store.search import Index

_LAST: Final = "\U0010ffff"
_BUSY: Final = "(SELECT coalesce(sum(entries), 0) FROM wallet WHERE customer = c.key)"


def wallets(book: Book, project: str, text: str, limit: int) -> list[int]:
    """Ids: where a name begins with what was typed, then where a word does; open ones first, then the busiest."""
    return _best(
        book,
        search.WALLETS,
        text,
        "CROSS JOIN wallet AS w ON w.id = x.wallet WHERE w.project = ?",
        "w.status = 'closed', w.status <> 'open', w.entries DESC, w.number",
        (project, limit),
    )


def customers(book: Book, project: str, text: str, limit: int) -> list[int]:
    """Keys, in the same order of likelihood; suspended ones after the others."""
    return _best(
        book,
        search.CUSTOMERS,
        text,
        "CROSS JOIN customer AS c ON c.key = x.customer WHERE c.project = ?",
        f"c.suspended, {_BUSY} DESC, c.key",
        (project, limit),
    )


def _best(book: Book, index: Index, text: str, join: str, order: str, given: tuple[str, int]) -> list[int]:
    tables, conditions, parameters = search.joined(index, text)
    words = search.words(text)
    score = " + ".join(["CASE WHEN instr(x.text, ?) THEN 0 WHEN instr(x.text, ?) THEN 1 ELSE 2 END"] * len(words))
    starts = [begin + word for word in words for begin in ("\n", " ")]
    sql = (
        f"SELECT x.{index.key} FROM {tables} {join} {' '.join(f'AND {one}' for one in conditions)} "  # noqa: S608
        f"ORDER BY {score}, {order} LIMIT ?"
    )
    project, limit = given
    return [key for (key,) in book.rows(sql, (project, *parameters, *starts, limit))]


def alike(book: Book, index: Index, project: str, text: str, limit: int) -> list[tuple[int, str]]:
    """Keys and texts of rows that have much in common with words that are found nowhere as they were typed.

    Empty if every word is found somewhere, or if one that is not is too short to tell.
    """
    wanted = []
    for word in search.words(text):
        if not search.indexed(word):
            return []
        known = book.row(f"SELECT 1 FROM {index.table} WHERE {index.table} MATCH ?", (search.phrase(word),))  # noqa: S608
        wanted.append(search.phrase(word) if known else _pieces(word))
    if not all(wanted) or not any(" OR " in one for one in wanted):
        return []
    owner = "wallet" if index is search.WALLETS else "customer"
    key = "id" if index is search.WALLETS else "key"
    sql = (
        f"SELECT i.rowid, x.text FROM {index.table} AS i CROSS JOIN {index.texts} AS x ON x.{index.key} = i.rowid "  # noqa: S608
        f"CROSS JOIN {owner} AS o ON o.{key} = i.rowid WHERE i.{index.table} MATCH ? AND o.project = ? "
        "ORDER BY i.rank LIMIT ?"
    )
    return [(key, text) for key, text in book.rows(sql, (" AND ".join(wanted), project, limit))]


def _pieces(word: str) -> str:
    """What survives one slip of the finger in a word: some of its trigrams, or all but two letters that swapped."""
    if len(word) <= search.TRIGRAM:
        return ""
    framed = f" {word} "
    pieces = {framed[start : start + search.TRIGRAM] for start in range(len(word))}
    pieces |= {f"\n{word[:2]}", f"{word[-2:]}\n"}
    pieces |= {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    return f"({' OR '.join(map(search.phrase, sorted(pieces)))})"


def referring(book: Book, project: str, text: str, limit: int) -> list[int]:
    """Numbers of the transactions whose reference begins with this text, as typed or in capitals."""
    found: dict[int, None] = {}
    for start in dict.fromkeys((text, text.upper(), text.lower())):
        sql = (
            "SELECT number FROM txn WHERE project = ? AND reference IS NOT NULL AND reference >= ? AND reference < ? "
            "ORDER BY reference LIMIT ?"
        )
        found.update((number, None) for (number,) in book.rows(sql, (project, start, start + _LAST, limit)))
    return list(found)[:limit]


_TOLD: Final = (
    "(instr(fold(t.description || char(10) || coalesce(t.reference, '') || {}), ?) OR EXISTS "
    "(SELECT 1 FROM operation AS o WHERE o.txn = t.id AND o.memo <> '' AND instr(fold(o.memo), ?)))"
)


def telling(
    book: Book,
    project: str,
    numbers: tuple[int, int],
    text: str,
    amounts: Mapping[str, int],
    reversal: Told,
    limit: int,
) -> list[int]:
    """Numbers of transactions from the first to the last number, the newest first.

    They hold every word in description, reference, memos or what a reversal is shown with, or one of their operations
    moves one of the amounts (parts, by asset).
    """
    words = search.words(text)
    told = " AND ".join([_TOLD.format(found_by(reversal))] * len(words))
    parameters: list[object] = [word for word in words for _ in range(2)]
    if amounts:
        told, moved = _moving(told, amounts)
        parameters += moved
    sql = (
        "SELECT t.number FROM txn AS t LEFT JOIN txn AS undone ON undone.id = t.reverses "  # noqa: S608
        f"WHERE t.project = ? AND t.number BETWEEN ? AND ? AND ({told}) "
        "ORDER BY t.number DESC LIMIT ?"
    )
    return [number for (number,) in book.rows(sql, (project, *numbers, *parameters, limit))]


def _moving(told: str, amounts: Mapping[str, int]) -> tuple[str, Sequence[object]]:
    sizes = sorted(set(amounts.values()))
    pairs = " OR ".join(["(w.asset = ? AND o.amount = ?)"] * len(amounts))
    condition = (
        f"({told}) OR EXISTS (SELECT 1 FROM operation AS o WHERE o.txn = t.id "  # noqa: S608
        f"AND o.amount IN ({','.join('?' * len(sizes))}) AND EXISTS "
        f"(SELECT 1 FROM wallet AS w WHERE w.id = coalesce(o.source, o.target) AND ({pairs})))"
    )
    return condition, [*sizes, *(value for pair in amounts.items() for value in pair)]
