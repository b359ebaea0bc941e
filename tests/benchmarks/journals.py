"""A book written out as other programs read it: a journal for hledger and ledger, one for beancount, GnuCash's XML."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from walletdesk.store.book import Book

_ROWS = (
    "SELECT t.number, t.booked_at, t.description, o.amount, s.number, d.number, a.code, a.fractions "
    "FROM operation AS o JOIN txn AS t ON t.id = o.txn LEFT JOIN wallet AS s ON s.id = o.source "
    "LEFT JOIN wallet AS d ON d.id = o.target JOIN asset AS a ON a.id = coalesce(s.asset, d.asset) "
    "WHERE t.number BETWEEN ? AND ? ORDER BY o.txn, o.position"
)
SLICE = 5_000
CURRENCY = "EUR"


@dataclass
class Posting:
    """One side of an operation; what is not split into hundredths is written in whole parts."""

    account: str
    parts: int
    code: str
    cents: bool

    @property
    def amount(self) -> str:
        """As journals write it, such as ``-12.50 EUR``."""
        sign, size = "-" if self.parts < 0 else "", abs(self.parts)
        return f"{sign}{size // 100}.{size % 100:02d} {self.code}" if self.cents else f"{sign}{size} {self.code}"


@dataclass
class Entry:
    """A transaction as journals write it."""

    number: int
    at: datetime
    text: str
    postings: list[Posting]


def account(number: int | None, code: str) -> str:
    """The name of a wallet's account, or of the one that an asset is issued from."""
    return f"Assets:W{number:06d}" if number is not None else f"Equity:Issued{code}"


def transactions(book: Book) -> Iterator[Entry]:
    """The whole book, oldest first; what is issued comes out of an equity account, what is redeemed goes back."""
    last = book.value("SELECT max(number) FROM txn")
    for start in range(1, last + 1, SLICE):
        entry: Entry | None = None
        for number, at, text, amount, source, target, code, fractions in book.rows(_ROWS, (start, start + SLICE - 1)):
            if entry is None or number != entry.number:
                if entry:
                    yield entry
                entry = Entry(number, datetime.fromtimestamp(at // 1000, UTC), text, [])
            cents = fractions == 100
            entry.postings.append(Posting(account(source, code), -amount, code, cents))
            entry.postings.append(Posting(account(target, code), amount, code, cents))
        if entry:
            yield entry


def write_journal(book: Book, path: Path) -> int:
    """For hledger and ledger; answers how many transactions there are."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for entry in transactions(book):
            count += 1
            file.write(f"{entry.at:%Y-%m-%d} {entry.text}\n")
            file.writelines(f"  {posting.account}  {posting.amount}\n" for posting in entry.postings)
            file.write("\n")
    return count


def write_beancount(book: Book, path: Path) -> None:
    """For beancount, which wants each account opened."""
    names = {posting.account for entry in transactions(book) for posting in entry.postings}
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"2000-01-01 open {name}\n" for name in sorted(names))
        for entry in transactions(book):
            file.write(f'{entry.at:%Y-%m-%d} * "{entry.text}"\n')
            file.writelines(f"  {posting.account}  {posting.amount}\n" for posting in entry.postings)
            file.write("\n")


def write_gnucash(book: Book, path: Path) -> None:
    """GnuCash's own XML, gzipped as it saves it: its number keeps transactions of one day in their order."""
    found = {posting.account: posting for entry in transactions(book) for posting in entry.postings}
    parents = sorted({name.partition(":")[0] for name in found})
    ids = {name: f"{1 + place:032x}" for place, name in enumerate(["", *parents, *sorted(found)])}
    codes = {posting.code: posting.cents for posting in found.values()} | {CURRENCY: True}
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=6) as file:
        spaces = " ".join(f'xmlns:{name}="http://www.gnucash.org/XML/{name}"' for name in _SPACES)
        file.write(f'<?xml version="1.0" encoding="utf-8" ?>\n<gnc-v2 {spaces}>\n<gnc:book version="2.0.0">\n')
        file.write(f'<book:id type="guid">{"f" * 32}</book:id>\n')
        for code in codes.keys() - {CURRENCY}:
            file.write(f'<gnc:commodity version="2.0.0">{_commodity(code)}<cmdty:name>{code}</cmdty:name>')
            file.write("<cmdty:fraction>1</cmdty:fraction></gnc:commodity>\n")
        file.write(_account_xml("Root Account", ids[""], "ROOT", CURRENCY, True, ""))
        for name in parents:
            file.write(_account_xml(name, ids[name], _type(name), CURRENCY, True, ids[""]))
        for name, posting in sorted(found.items()):
            parent, _, own = name.partition(":")
            file.write(_account_xml(own, ids[name], _type(name), posting.code, posting.cents, ids[parent]))
        splits = 0
        for entry in transactions(book):
            file.write(_transaction_xml(entry, ids, splits))
            splits += len(entry.postings)
        file.write("</gnc:book>\n</gnc-v2>\n")


_SPACES = ("gnc", "act", "book", "cmdty", "slot", "split", "trn", "ts")


def _type(name: str) -> str:
    return "ASSET" if name.startswith("Assets") else "EQUITY"


def _commodity(code: str) -> str:
    space = "CURRENCY" if code == CURRENCY else "WALLETDESK"
    return f"<cmdty:space>{space}</cmdty:space><cmdty:id>{code}</cmdty:id>"


def _account_xml(name: str, key: str, kind: str, code: str, cents: bool, parent: str) -> str:
    above = f'<act:parent type="guid">{parent}</act:parent>' if parent else ""
    return (
        f'<gnc:account version="2.0.0"><act:name>{name}</act:name><act:id type="guid">{key}</act:id>'
        f"<act:type>{kind}</act:type><act:commodity>{_commodity(code)}</act:commodity>"
        f"<act:commodity-scu>{100 if cents else 1}</act:commodity-scu>{above}</gnc:account>\n"
    )


def _transaction_xml(entry: Entry, ids: dict[str, str], splits: int) -> str:
    """What is no euro is valued at one for one: a transaction of GnuCash has a single currency."""
    at = f"<ts:date>{entry.at:%Y-%m-%d %H:%M:%S} +0000</ts:date>"
    lines = [
        f'<gnc:transaction version="2.0.0"><trn:id type="guid">{0xA << 124 | entry.number:032x}</trn:id>'
        f"<trn:currency>{_commodity(CURRENCY)}</trn:currency><trn:num>{entry.number}</trn:num>"
        f"<trn:date-posted>{at}</trn:date-posted><trn:date-entered>{at}</trn:date-entered>"
        f"<trn:description>{escape(entry.text)}</trn:description><trn:splits>"
    ]
    for place, posting in enumerate(entry.postings):
        size = f"{posting.parts}/{100 if posting.cents else 1}"
        lines.append(
            f'<trn:split><split:id type="guid">{0xB << 124 | splits + place:032x}</split:id>'
            f"<split:reconciled-state>n</split:reconciled-state><split:value>{size}</split:value>"
            f"<split:quantity>{size}</split:quantity>"
            f'<split:account type="guid">{ids[posting.account]}</split:account></trn:split>'
        )
    return "\n".join([*lines, "</trn:splits></gnc:transaction>\n"])
