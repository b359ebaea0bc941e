"""Rows copied from a spreadsheet become rows of a draft: their wallets are looked up, all in one pass.

A text is found as one that is typed is found: by name, customer, id, number or code, in any order of words. What is
exactly a wallet's, or its customer's, goes before what only holds it; one open wallet goes before closed ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Final

from walletdesk.controllers.draft import DraftRow, DraftState, Side, Typed, insert_rows
from walletdesk.controllers.draft_paste_rows import LONGEST_NAME, PastedRow, PasteWords, pasted_rows
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.ledger.amounts import PLAIN, Notation
from walletdesk.ledger.arithmetic import calculate
from walletdesk.ledger.posting import MAX_OPERATIONS
from walletdesk.ledger.refusals import LedgerError, TooManyOperations
from walletdesk.ledger.status import Status
from walletdesk.ledger.text import composed
from walletdesk.ledger.values import Asset, Wallet, wallet_label
from walletdesk.store import wallets
from walletdesk.store.book import Book
from walletdesk.store.wallets import Named

_SLICE: Final = 2_000
"""So many wallets, or rows, are looked at before a page may come between."""
_SEARCHES: Final = 25
"""So many texts are searched for before a page may come between: each takes a millisecond."""
_HITS: Final = 8


@dataclass(frozen=True, slots=True)
class Pasted:
    """The rows, with the wallets that they name."""

    rows: tuple[DraftRow, ...]
    wallets: dict[int, Wallet]


def read(book: Book, project: str, text: str, words: PasteWords, notation: Notation, room: int) -> Task[Pasted]:
    """The rows that a copied text holds, amounts in ``notation``; ``room`` is how many more the draft takes.

    Refuses TooManyOperations.
    """
    rows = list(islice(pasted_rows(text, words), room + 1))
    yield Progress(0, 2 * len(rows))
    if len(rows) > room:
        raise TooManyOperations(MAX_OPERATIONS - room + len(rows), MAX_OPERATIONS)
    finder = _Finder(book, project, {name for row in rows for name in (row.source, row.target) if name})
    yield from finder.load()
    yield from finder.search()
    made: list[DraftRow] = []
    for start in range(0, len(rows), _SLICE):
        made += [finder.row(row) for row in rows[start : start + _SLICE]]
        yield Progress(start, len(rows))
    named = wallets.get_many(book, {wallet for row in made for wallet in row.wallets})
    both = zip(made, rows, strict=True)
    return Pasted(tuple(_with_amount(row, pasted, named, notation) for row, pasted in both), named)


def inserted(state: DraftState, pasted: Pasted, after: int | None) -> DraftState:
    """The draft with the rows behind the one of this id, or in the place of all where nobody has touched any."""
    if not pasted.rows:
        return state
    if not state.filled:
        made = insert_rows(state, 0, pasted.rows)
        return replace(made, rows=made.rows[: len(pasted.rows)])
    place = state.index(after) + 1 if after is not None and state.has(after) else len(state.rows)
    return insert_rows(state, place, pasted.rows)


def _with_amount(row: DraftRow, pasted: PastedRow, named: dict[int, Wallet], notation: Notation) -> DraftRow:
    asset = next((named[wallet].asset for wallet in row.wallets if wallet in named), None)
    text = pasted.amount if asset is None else amount_text(pasted.amount, asset, notation)
    return DraftRow(row.id, row.kind, row.source, row.target, text, row.memo, untouched=False)


def amount_text(text: str, asset: Asset, notation: Notation) -> str:
    """An amount in the reader's notation; one in that of files is written anew, a code beside it is left out.

    What stands there is read as it is first: a part may be called as its asset's code is.
    """
    bare = _without_code(text, asset)
    for said, told in product((text, bare), (notation, PLAIN)):
        try:
            parts = calculate(said, asset.scale, told)
        except LedgerError:
            continue
        return said if told is notation else asset.format(parts, notation)
    return bare


def _without_code(text: str, asset: Asset) -> str:
    folded, code = text.casefold(), asset.code.casefold()
    if folded.endswith(code) and len(text) > len(asset.code):
        return text[: -len(asset.code)].rstrip()
    if folded.startswith(code) and len(text) > len(asset.code):
        return text[len(asset.code) :].lstrip()
    return text


class _Finder:
    """Finds the wallets that texts mean. Each text is looked up once, for all assets."""

    def __init__(self, book: Book, project: str, texts: set[str]) -> None:
        self._book, self._project = book, project
        self._texts = {_plain(text): text for text in texts if len(text) <= LONGEST_NAME}
        self._found: dict[str, list[Named]] = {}
        self._answers: dict[tuple[str, str | None], Side] = {}

    def load(self) -> Iterator[Progress]:
        """All that are exactly called as one of the texts."""
        if not self._texts:
            return
        for done, total, slice_ in wallets.named(self._book, self._project, _SLICE):
            for wallet in slice_:
                for name in _names(wallet):
                    if name in self._texts:
                        self._found.setdefault(name, []).append(wallet)
            yield Progress(done, total)

    def search(self) -> Iterator[Progress]:
        """The others as one who types is answered."""
        left = [text for text in self._texts if text not in self._found]
        for number, text in enumerate(left):
            self._found[text] = [_named(wallet) for wallet in self._complete(text, None)]
            if number % _SEARCHES == 0:
                yield Progress(number, len(left))

    def _complete(self, text: str, asset: str | None) -> tuple[Wallet, ...]:
        return wallets.complete(self._book, self._project, text, asset, _HITS)

    def row(self, row: PastedRow) -> DraftRow:
        """The row with its wallets; where one side is sure, the other is of its asset."""
        source, target = self._side(row.source, None), self._side(row.target, None)
        if isinstance(source, int) and _unclear(target):
            target = self._side(row.target, self._asset(row.source))
        elif isinstance(target, int) and _unclear(source):
            source = self._side(row.source, self._asset(row.target))
        return DraftRow(0, row.kind, source, target, "", row.memo, untouched=False)

    def _asset(self, text: str) -> str | None:
        chosen = _chosen(self._found.get(_plain(text), []))
        return chosen.asset if chosen else None

    def _side(self, text: str, asset: str | None) -> Side:
        if not text:
            return None
        asked = (text, asset)
        if asked not in self._answers:
            self._answers[asked] = self._looked_up(text, asset)
        return self._answers[asked]

    def _looked_up(self, text: str, asset: str | None) -> Side:
        if len(text) > LONGEST_NAME:
            return Typed(f"{text[: LONGEST_NAME - 1]}\u2026")
        plain = _plain(text)
        hits = self._found.get(plain, [])
        fitting = [wallet for wallet in hits if asset is None or wallet.asset == asset]
        if asset is not None and not fitting and len(hits) >= _HITS:
            fitting = [_named(wallet) for wallet in self._complete(plain, asset)]
        chosen = _chosen(fitting)
        return chosen.id if chosen is not None else Typed(text, several=bool(hits))


def _unclear(side: Side) -> bool:
    return isinstance(side, Typed) and side.several


def _chosen(hits: Sequence[Named]) -> Named | None:
    """The only one, or the only open one."""
    still_open = [wallet for wallet in hits if wallet.status is Status.OPEN]
    fitting = still_open or hits
    return fitting[0] if len(fitting) == 1 else None


def _plain(text: str) -> str:
    """Names as they are compared: the signs that part a customer from a wallet are none of theirs."""
    return " ".join(composed(text).replace(",", " ").replace("\u00b7", " ").casefold().split())


def _names(wallet: Named) -> set[str]:
    """All that one wallet is exactly called."""
    owner = wallet.owner_name or wallet.owner_id or ""
    names = {wallet.name, wallet.label, wallet.owner_id or "", wallet.owner_name}
    names |= {f"{owner} {wallet.name}", f"{wallet.name} {wallet.code}", f"{owner} {wallet.code}"}
    names |= {f"{owner} {wallet.name} {wallet.label}", f"{owner} {wallet.name} {wallet.code}"}
    return {_plain(name) for name in names if name}


def _named(wallet: Wallet) -> Named:
    return Named(
        wallet.id,
        wallet_label(wallet.number, wallet.system),
        wallet.owner_id,
        wallet.owner_name,
        wallet.name,
        wallet.asset.id,
        wallet.asset.code,
        wallet.status,
    )
