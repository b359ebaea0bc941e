"""Whose wallets a run is about: those of a filter, or those of a pasted list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from walletdesk.controllers.keeping import kept
from walletdesk.controllers.many_refusals import NamedBefore, NotOfAsset, NoWalletOf, SystemWalletNamed
from walletdesk.ledger.refusals import Ambiguous, BookFault, LedgerError, NotFound
from walletdesk.ledger.status import Status
from walletdesk.ledger.text import CUSTOMER_ID_LIMIT, clean_line
from walletdesk.ledger.values import Asset, Wallet
from walletdesk.store import assets, customers, wallets
from walletdesk.store.book import Book
from walletdesk.store.wallets import WalletQuery

SLICE: Final = 500
_TEXT_SLICE: Final = 2_500  # each page searches all wallets again: fewer of them are quicker
_LABEL: Final = re.compile(r"([SW])-([0-9]{1,18})", re.IGNORECASE)
_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Who:
    """Customers' wallets: of an asset or of all (None), by text, state and balance, or by a list of ids and labels.

    In a list, a customer's id stands for their wallet of the asset, and with all assets for each of their wallets.
    """

    asset: str | None = None
    text: str = ""
    status: Status | None = None
    zero: bool | None = None
    listed: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A wallet that is meant, or why none is; ``given`` is what the list says."""

    given: str
    wallet: Wallet | None = None
    refusal: LedgerError | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the candidates, and how far the search is: ``done`` of ``total``."""

    candidates: Sequence[Candidate]
    done: int
    total: int


def chosen(book: Book, project: str, who: Who) -> Iterator[Found]:
    """All candidates, slice by slice: a list's in its order, a filter's by number."""
    return _filtered(book, project, who) if who.listed is None else _listed(book, project, who)


def _filtered(book: Book, project: str, who: Who) -> Iterator[Found]:
    query = WalletQuery(who.text, who.asset, False, who.status, who.zero, sort="number")
    size = _TEXT_SLICE if who.text else SLICE
    number, done, total = 0, 0, 1
    while done < total:
        number += 1
        page = wallets.page(book, project, query, number, size)
        done, total = min(number * size, page.total), page.total
        yield Found([Candidate("", wallet) for wallet in page.rows], done, total)


def _listed(book: Book, project: str, who: Who) -> Iterator[Found]:
    reader = _List(book, project, who)
    given = pieces(who.listed or "", reader.known)
    for start in range(0, len(given), SLICE):
        part = given[start : start + SLICE]
        yield Found(reader.read(part), start + len(part), len(given))


def pieces(text: str, known: Callable[[str], bool]) -> list[str]:
    """The ids and labels of a list, one to a line or several with a separator; blanks part only what is known then."""
    found: list[str] = []
    for line in text.splitlines():
        whole = line.strip()
        parts = [whole] if known(whole) else [part.strip() for part in re.split(r"[,;\t]", whole)]
        for part in filter(None, parts):
            words = part.split()
            found += words if len(words) > 1 and not known(part) and all(map(known, words)) else [part]
    return found


class _List:
    """Finds what a list means; a wallet is taken once."""

    def __init__(self, book: Book, project: str, who: Who) -> None:
        self._book, self._project = book, project
        self._keys = customers.keys(book, project)
        every = assets.list_all(book, project)
        self._asset: Asset | None = next((asset for asset in every if asset.id == who.asset), None)
        self._owned: dict[int, list[int]] = {}
        for asset in every if who.asset is None else [a for a in every if a.id == who.asset]:
            for key, ids in wallets.by_owner(book, project, asset.id).items():
                self._owned.setdefault(key, []).extend(ids)
        self._seen: set[int] = set()
        self._numbered: dict[int, Wallet] = {}

    def known(self, text: str) -> bool:
        """True if this may be meant as a whole."""
        return text in self._keys or _LABEL.fullmatch(text) is not None

    def read(self, given: Sequence[str]) -> list[Candidate]:
        """What each of them means."""
        keys = [self._keys.get(text) for text in given]
        wanted = [id_ for key in keys if key is not None for id_ in self._owned.get(key, ())]
        loaded = wallets.get_many(self._book, wanted)
        labels = [label for text in given if (label := _LABEL.fullmatch(text)) is not None]
        self._numbered = wallets.by_numbers(self._book, self._project, [int(label[2]) for label in labels])
        return [candidate for text in given for candidate in self._one(text, loaded)]

    def _one(self, text: str, loaded: dict[int, Wallet]) -> list[Candidate]:
        try:
            found = self._meant(text, loaded)
        except BookFault:
            raise
        except LedgerError as refusal:
            return [Candidate(text[:CUSTOMER_ID_LIMIT], None, kept(refusal))]
        return [self._once(text, wallet) for wallet in found]

    def _once(self, text: str, wallet: Wallet) -> Candidate:
        if wallet.id in self._seen:
            return Candidate(text, wallet, NamedBefore(wallet.label))
        self._seen.add(wallet.id)
        return Candidate(text, wallet)

    def _meant(self, text: str, loaded: dict[int, Wallet]) -> list[Wallet]:
        cleaned = clean_line(text, "customer", CUSTOMER_ID_LIMIT)
        key, labelled = self._keys.get(cleaned), self._labelled(cleaned)
        if key is None and labelled is None:
            raise NotFound("wallet" if _LABEL.fullmatch(cleaned) else "customer", cleaned)
        if labelled is None:
            assert key is not None
            return self._of_customer(key, cleaned, loaded)
        if key is not None:
            raise Ambiguous("wallet", cleaned, (f"{labelled.label} {labelled.name}", cleaned))
        if labelled.system:
            raise SystemWalletNamed(f"{labelled.label} {labelled.name}")
        if self._asset is not None and labelled.asset.id != self._asset.id:
            raise NotOfAsset(labelled.label, labelled.asset.code, self._asset.code)
        return [labelled]

    def _labelled(self, text: str) -> Wallet | None:
        label = _LABEL.fullmatch(text)
        found = self._numbered.get(int(label[2])) if label is not None else None
        return found if label is not None and found is not None and found.label[0] == label[1].upper() else None

    def _of_customer(self, key: int, text: str, loaded: dict[int, Wallet]) -> list[Wallet]:
        ids = self._owned.get(key, [])
        missing = [id_ for id_ in ids if id_ not in loaded]
        loaded |= wallets.get_many(self._book, missing) if missing else {}
        owned = sorted((loaded[id_] for id_ in ids if id_ in loaded), key=lambda wallet: wallet.number)
        if self._asset is None and owned:
            return owned
        fitting = [wallet for wallet in owned if wallet.status is Status.OPEN] or owned or self._closed(key)
        if not fitting:
            raise NoWalletOf(text, self._asset.code if self._asset else "")
        if len(fitting) > 1:
            raise Ambiguous("wallet", text, tuple(f"{w.label} {w.name}" for w in fitting[:_SHOWN]))
        return fitting

    def _closed(self, key: int) -> list[Wallet]:
        """The wallet that was closed last, so that the reason can be told."""
        if self._asset is None:
            return []
        closed = [w for w in wallets.of_customer(self._book, key) if w.asset.id == self._asset.id]
        return closed[-1:]
