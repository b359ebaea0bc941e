"""G20: who is deleted leaves no byte in the book, its journal and its search; and every file is its owner's alone.

Books full of people with names of every script, who were renamed, found, suspended, who had wallets, of whom there are
drafts and exports; half of them are deleted while the book is open.
"""

from __future__ import annotations

import os
import random
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from tests.torture.harness import folder, rounds
from tests.torture.scenes import Clock
from walletdesk.controllers import (
    assets,
    backups,
    books,
    customers,
    exporting,
    finding,
    projects,
    transactions,
    wallets,
)
from walletdesk.controllers.backups import Place
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import remember_ends, verify_book
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Customer, issue, redeem
from walletdesk.store.book import Book
from walletdesk.store.files import COMPANIONS

EACH: Final = 20
PROJECT: Final = "people"
_BLOCKS: Final = (
    (0x41, 0x7A), (0xC0, 0x17F), (0x391, 0x3C9), (0x410, 0x44F), (0x531, 0x586), (0x5D0, 0x5EA), (0x620, 0x64A),
    (0x904, 0x939), (0x985, 0x9B9), (0xB85, 0xBB9), (0xE01, 0xE30), (0x10D0, 0x10FA), (0x1200, 0x1248),
    (0x13A0, 0x13F5), (0x1780, 0x17A2), (0x1820, 0x1842), (0x3041, 0x3096), (0x30A1, 0x30FA), (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3), (0x10400, 0x1044F), (0x1E900, 0x1E943), (0x1F600, 0x1F64F), (0x20000, 0x2A6DF),
)  # fmt: skip
_SHORTEST: Final = 5
"""Fewer letters may be a part of another name; the search keeps pieces of three."""


@cache
def _letters(block: tuple[int, int]) -> str:
    every = map(chr, range(block[0], block[1] + 1))
    return "".join(c for c in every if unicodedata.category(c)[0] in "LS" and unicodedata.normalize("NFC", c) == c)


def name_of(dice: random.Random) -> str:
    """One or two words in one script, which nobody else bears."""
    letters = _letters(dice.choice(_BLOCKS))
    words = ["".join(dice.choices(letters, k=dice.randrange(_SHORTEST + 3, 15))) for _ in range(dice.randrange(1, 3))]
    return unicodedata.normalize("NFC", " ".join(words))


def pieces(text: str) -> set[bytes]:
    """What would give the text away: every run of some letters, as typed and as it is searched for."""
    forms = {text, text.casefold(), text.upper(), unicodedata.normalize("NFD", text)}
    return {form[at : at + _SHORTEST].encode() for form in forms for at in range(len(form) - _SHORTEST + 1)}


def _told(dice: random.Random, book: Book, asset: str, number: int) -> tuple[Customer, set[str]]:
    """A customer with a past, and all that was ever written of them."""
    id_, old, new, story = (name_of(dice) for _ in range(4))
    made = customers.create(book, PROJECT, id_, old, f"{story}\n{name_of(dice)}").value
    texts = {id_, old, *made.description.split("\n")}
    if dice.random() < 0.6:
        customers.upsert(book, PROJECT, id_, new, made.description)
        texts.add(new)
    if dice.random() < 0.3:
        customers.suspend(book, made.key)
        customers.resume(book, made.key)
    if dice.random() < 0.6:
        wallet = wallets.open(book, made.key, asset, f"Wallet {number}").value.id
        transactions.run(book, PROJECT, [issue(wallet, 5), redeem(wallet, 5)])
        wallets.set_status(book, wallet, Status.CLOSED)
    finding.find(book, PROJECT, new[:_SHORTEST])
    return made, texts


def _bytes(path: Path) -> bytes:
    """The book and what lies beside it, also while it is open."""
    beside = [path, *(path.with_name(path.name + end) for end in COMPANIONS)]
    return b"".join(file.read_bytes() for file in beside if file.exists())


def _twenty(seed: int) -> dict[str, int]:
    dice = random.Random(seed)
    before = os.umask(0)
    try:
        with folder() as top:
            return _lived(dice, top)
    finally:
        os.umask(before)


def _lived(dice: random.Random, top: Path) -> dict[str, int]:
    work = top / "work"
    work.mkdir(0o700)
    path = work / "people.walletdesk"
    book = books.create(path, "UTC", Clock())
    projects.create(book, "People", PROJECT)
    asset = assets.create(book, PROJECT, "Euro", "EUR", 100).value.id
    people = [_told(dice, book, asset, number) for number in range(EACH)]
    dice.shuffle(people)
    gone, stay = people[: EACH // 2], people[EACH // 2 :]
    for customer, _ in gone:
        customers.delete(book, customer.key)
        if dice.random() < 0.2:  # the journal fills again
            customers.create(book, PROJECT, name_of(dice), name_of(dice))
    texts = {text for _, said in gone for text in said}
    _none_left(path, texts, "open")
    for customer, _ in stay:
        assert customers.by_key(book, customer.key).name.encode() in _bytes(path), "those who stay are not to be found"
    finish(backups.make(book, Place(work / "backups", notes=work)))
    finish(exporting.everything(book, work / "exported"))
    remember_ends(book, work)
    verdict = finish(verify_book(book))
    assert verdict.ok, verdict.findings
    book.close()
    _none_left(path, texts, "closed")
    files = [file for file in work.rglob("*") if file.is_file()]
    for file in files:
        _none_left(file, texts, "exported")
    loose = [f"{file.relative_to(work)} {file.stat().st_mode & 0o777:o}" for file in work.rglob("*")
             if file.stat().st_mode & 0o077]  # fmt: skip
    assert not loose, f"open to others: {loose}"
    return {
        "people": EACH,
        "deleted": len(gone),
        "texts erased": len(texts),
        "left": 0,
        "files": len(files),
        "open to others": 0,
    }


def _none_left(path: Path, texts: set[str], when: str) -> None:
    raw = _bytes(path)
    for text in texts:
        for piece in pieces(text):
            assert piece not in raw, f"{piece.decode()!r} of {text!r} is left in {path.name}, {when}"


def run(count: int, seed: int) -> dict[str, int]:
    """So many people, twenty in each book."""
    return rounds(count, seed, _twenty, EACH)
