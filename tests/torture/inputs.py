"""G21: texts and files of people who mean no good, or were unlucky: each is read, or refused with a typed refusal.

CSV files and mappings, drafts and templates as a book holds them, pasted rows, amounts, searches, ids. Anything else
that is raised breaks the promise, and so does what takes longer than HANGS seconds of the processor. ``guided`` does
the same with atheris, where that is installed.
"""

from __future__ import annotations

import json
import random
import signal
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any, Final

from tests.store.conftest import World
from tests.torture.amounts import notations, scale_of
from tests.torture.attacks import lively
from tests.torture.cells import text_of
from tests.torture.harness import folder, rounds
from walletdesk.controllers import (
    assets,
    customers,
    draft_paste,
    drafting,
    finding,
    importing,
    projects,
    sealing,
    templates,
    transactions,
    wallets,
)
from walletdesk.controllers.draft_check import check as checked
from walletdesk.controllers.draft_fixes import fixes
from walletdesk.controllers.draft_paste_rows import PasteWords
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.words import sentence
from walletdesk.exchange import mapping_toml
from walletdesk.ledger.amounts import PLAIN
from walletdesk.ledger.arithmetic import calculate
from walletdesk.ledger.refusals import BookFault, LedgerError
from walletdesk.store import drafts as draft_rows
from walletdesk.store import templates as template_rows
from walletdesk.store.customers import CustomerQuery
from walletdesk.store.transactions import TransactionQuery
from walletdesk.store.wallets import WalletQuery

EACH: Final = 100
HANGS: Final = 20
"""Seconds of the processor."""
_CODECS: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1250", "cp1252",
                  "cp437", "koi8-r", "shift_jis", "gb18030", "euc-kr", "utf-7")  # fmt: skip
_HEADS: Final = ("date", "Datum", "customer", "name", "kind", "amount", "Betrag", "paid in", "reference", "memo",
                 "wallet", "asset", "", " ", "date", "=1+1", "no\0")  # fmt: skip
_CELLS: Final = ("2024-02-29", "31.12.2025", "2/30/2024", "0001-01-01", "9999-12-31", "12:00", "ann", "bob", "1.50",
                 "1,50", "1.234,56", "-5", "1e9", "9" * 30, "NaN", "inf", "in", "out", "issue", "R-1", "", "½",
                 "٣")  # fmt: skip
_SIGNS: Final = "0123456789.,+-*/()%= '’\u00a0\u202f−×÷:/dhmax£½٣e_"
_WORDS: Final = ("ann", "till", "T-1", "w-1", "EUR", '"', "*", "NEAR(", "AND", "-", "^", "{", "%", "_", "x" * 300)


def texty(dice: random.Random) -> str:
    """Anything that may be typed, pasted, or stand in a file."""
    kind = dice.random()
    if kind < 0.5:
        return text_of(dice)
    if kind < 0.8:
        return " ".join(dice.choices(_WORDS, k=dice.randrange(1, 4)))
    if kind < 0.99:
        return "".join(dice.choices(_SIGNS, k=dice.randrange(30)))
    return dice.choice(("(", "1+", "a ", "\ud800", "9", "((1", "\u0301", "-", "%")) * dice.choice((60, 5_000, 200_000))


def spoilt(raw: bytes, dice: random.Random) -> bytes:
    """The bytes with something done to them, or as they were."""
    for _ in range(dice.randrange(4)):
        at = dice.randrange(len(raw) + 1)
        raw = dice.choice((
            raw[:at], raw[at:], raw[:at] + dice.randbytes(dice.randrange(1, 9)) + raw[at:], raw[:at] + b'"' + raw[at:],
            raw[:at] + bytes(dice.randrange(1, 4)) + raw[at:],
            raw[:at] + dice.choice((b"\r", b"\n", b"\r\n")) + raw[at:],
            raw.replace(b",", b";"), raw.replace(b"\n", b"\r"), raw[:at] + b"," * dice.randrange(50) + raw[at:],
            raw + raw[at : at + 50],
        ))  # fmt: skip
    return raw


class Desk:
    """A book, and everything that takes a text."""

    def __init__(self, dice: random.Random, top: Path) -> None:
        self.dice, self.top = dice, top
        self.world: World = lively(top / "book.walletdesk", dice, 6)
        self.book = self.world.book

    def sheet(self) -> None:
        """A CSV file."""
        dice, path = self.dice, self.top / "rows.csv"
        path.write_bytes(self._csv())
        given = [dice.choice((None, value)) for value in (dice.choice(_CODECS), dice.choice(",;\t|x"), True)]
        found = finish(importing.inspect(path, *given))
        mapping = found.suggestion if dice.random() < 0.7 else mapping_toml.parse(self._mapping())
        plan = finish(importing.check(self.book, path, mapping, "bar"))
        said = importing.reasons(plan, self.book, PLAIN)
        assert all(said(row.reason) for row in plan.refused), "refused without words"
        finish(importing.refused_csv(plan, self.top / "refused.csv", said))
        if dice.random() < 0.2:
            finish(importing.write(self.book, plan))

    def _csv(self) -> bytes:
        dice = self.dice
        if dice.random() < 0.1:
            return dice.randbytes(dice.randrange(2_000))
        if dice.random() < 0.01:
            return b"a,b\n" + dice.choice((b"," * 1_000_000, b"x" * 5_000_000, b'"' * 99_999, b'"x\n' * 5_000))
        width = dice.randrange(1, 9)
        rows = [dice.choices(_HEADS, k=width)] if dice.random() < 0.8 else []
        rows += [
            [dice.choice(_CELLS) if dice.random() < 0.8 else texty(dice) for _ in range(width)]
            for _ in range(dice.randrange(30))
        ]
        mark = dice.choice(",,,;\t|")
        text = "\n".join(mark.join(f'"{c}"' if dice.random() < 0.2 else c for c in row) for row in rows)
        return spoilt(text.encode(dice.choice(_CODECS), "replace"), dice)

    def mapping(self) -> None:
        """A mapping, as a file."""
        path = self.top / "mapping.toml"
        path.write_bytes(spoilt(self._mapping().encode("utf-8", "surrogatepass"), self.dice))
        importing.save_mapping(importing.load_mapping(path), path)

    def _mapping(self) -> str:
        dice = self.dice
        keys = ("project", "asset", "columns", "format", "kinds", "create", "booking", "wallet", "version", "x")
        inner = ("code", "name", "fractions", "date", "amount", "customer", "issue", "wallets", "decimal", "encoding")

        def value(depth: int) -> str:
            kind = dice.randrange(8 if depth else 6)
            if kind == 6:
                return "{ " + ", ".join(f"{k} = {value(depth - 1)}" for k in dice.sample(inner, 3)) + " }"
            if kind == 7:
                return "[" + ", ".join(value(depth - 1) for _ in range(3)) + "]"
            plain = ("true", "1", "-1", "9" * 40, "1.5", "nan", "2024-01-01", "0x1F", '""', '"bar"', '"EUR"')
            return dice.choice((*plain, json.dumps(texty(dice)[:300])))

        lines = [f"{key} = {value(2)}" for key in dice.sample(keys, dice.randrange(1, 6))]
        if dice.random() < 0.02:
            lines.append("x = " + dice.choice(("[", "{ a = ")) * dice.choice((100, 3_000)))
        if dice.random() < 0.5:
            lines[:0] = ['project = "bar"', 'asset = { code = "EUR" }', "columns = { customer = 1, amount = 2 }"]
        return "\n".join(lines)

    def draft(self) -> None:
        """A draft as the book holds it, opened, looked through and mended."""
        book, marks = self.book, self.dice.choice(notations())
        with book.unit():
            kept = draft_rows.save(book, "bar", None, self._content())
        try:
            drafting.listed(book, "bar")
            state, named = drafting.reopened(book, "bar", kept, marks)
            found = checked(state, named, "bar")
            for row in state.rows[:5]:
                list(islice(fixes(state, found, row.id, named, "bar"), 3))
            templates.keep_draft(book, "bar", f"Template {kept}", kept)
            drafting.keep(book, "bar", drafting.Kept(kept), state)
        finally:
            with book.unit():
                draft_rows.discard(book, kept)

    def template(self) -> None:
        """A template as the book holds it."""
        book = self.book
        with book.unit():
            kept = template_rows.add(book, "bar", "Hostile", self._content())
        try:
            templates.list_all(book, "bar")
            state, named = templates.opened(book, kept, self.dice.choice(notations()))
            checked(state, named, "bar")
        finally:
            with book.unit():
                template_rows.delete(book, kept)

    def _content(self) -> str:
        dice = self.dice
        if dice.random() < 0.1:
            return spoilt(texty(dice).encode("utf-8", "replace"), dice).decode("utf-8", "replace")
        if dice.random() < 0.02:
            return dice.choice(("[", '{"rows":', '{"rows":[')) * dice.choice((500, 100_000))
        row = {
            "kind": dice.choice(("transfer", "issue", "redeem", "x")), "source": 1, "target": 2, "amount": "1",
            "memo": "", "untouched": False,
        }  # fmt: skip
        whole: dict[str, Any] = {
            "version": 1, "key": "00" * 16, "description": "", "reference": "", "value_date": None, "total": "",
            "notation": [".", ",", 3, 3], "reverses": None, "rows": [dict(row) for _ in range(dice.randrange(5))],
        }  # fmt: skip
        for _ in range(dice.randrange(1, 6)):
            target = dice.choice((whole, *whole["rows"])) if isinstance(whole["rows"], list) else whole
            if isinstance(target, dict):
                target[dice.choice((*target, "x"))] = self._json(2)
        return json.dumps(whole)

    def _json(self, depth: int) -> Any:
        dice = self.dice
        kind = dice.randrange(10 if depth else 8)
        if kind == 8:
            return [self._json(depth - 1) for _ in range(dice.randrange(5))]
        if kind == 9:
            return {dice.choice(("text", "several", "x")): self._json(depth - 1) for _ in range(3)}
        numbers = (0, 1, 2, 3, -1, 99, 2**31, 2**63, 10**40, -(2**63) - 1, 1.5, 1e300, float("nan"))
        plain = (None, True, False, "max", "5%", "rest", "2024-02-30", [".", ",", 3, -1], [",", "", 0, 0], "transfer")
        return (texty(dice), dice.choice(numbers), dice.choice(plain))[kind % 3]

    def amount(self) -> None:
        """What is typed for an amount, with and without words that stand for one."""
        words = self.dice.choice(({}, {"max": 5, "rest": 7}))
        found = calculate(texty(self.dice), scale_of(self.dice), self.dice.choice(notations()), words)
        assert type(found) is int, f"{found!r}"

    def search(self) -> None:
        """What is searched for, in every field that searches."""
        dice, text, book = self.dice, texty(self.dice), self.book
        finish(finding.find(book, "bar", text, dice.choice(notations())))
        wallets.complete(book, "bar", text)
        wallets.page(book, "bar", WalletQuery(text=text), 1, 50)
        customers.page(book, "bar", CustomerQuery(text=text), 1, 50)
        finish(transactions.find(book, "bar", TransactionQuery(text=text, reference=dice.choice((None, text)))))

    def id(self) -> None:
        """What is typed for a name, an id, a code, a number or a seal."""
        book, text, story = self.book, texty(self.dice), texty(self.dice)
        number = self.dice.choice((0, -1, 7, 2**63 - 1))
        self.dice.choice((
            lambda: customers.upsert(book, "bar", text, story, story), lambda: customers.get(book, "bar", text),
            lambda: projects.create(book, story, text), lambda: projects.rename(book, text, story),
            lambda: assets.create(book, "bar", story, text, 100), lambda: assets.rename(book, "bar-eur", text),
            lambda: wallets.rename(book, 1, text), lambda: wallets.open_system(book, text, story),
            lambda: sealing.compare(book, "bar", text), lambda: customers.by_key(book, number),
            lambda: transactions.get(book, text, number), lambda: templates.rename(book, number, text),
        ))()  # fmt: skip

    def paste(self) -> None:
        """Rows from the clipboard."""
        dice = self.dice
        mark = dice.choice("\t\t\t,; ")
        text = "\n".join(mark.join(texty(dice) for _ in range(dice.randrange(7))) for _ in range(dice.randrange(9)))
        made = finish(draft_paste.read(self.book, "bar", text, PasteWords(), dice.choice(notations()), 1_000))
        state = draft_paste.inserted(drafting.DraftState(), made, None)
        checked(state, made.wallets, "bar")
        drafting.keep(self.book, "bar", drafting.Kept(), state)


_KINDS: Final[dict[str, int]] = {
    "sheet": 4, "mapping": 3, "draft": 4, "template": 2, "amount": 5, "search": 3, "id": 5, "paste": 3,
}  # fmt: skip


def _hung(_signal: int, _frame: object) -> None:
    raise AssertionError(f"not done after {HANGS} seconds")


def _outcome(deed: Callable[[], None]) -> str:
    signal.signal(signal.SIGPROF, _hung)
    signal.setitimer(signal.ITIMER_PROF, HANGS)
    try:
        deed()
    except LedgerError as refusal:
        assert not isinstance(refusal, BookFault), f"an input is told as a fault of the book: {refusal!r}"
        assert sentence(refusal), "refused without words"
        return "refused"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return "read"


def _hundred(seed: int) -> dict[str, int]:
    dice = random.Random(seed)
    counted = {"inputs": 0, "read": 0, "refused": 0, "uncaught": 0}
    with folder() as top:
        desk = Desk(dice, top)
        for kind in dice.choices(list(_KINDS), list(_KINDS.values()), k=EACH):
            counted["inputs"] += 1
            try:
                counted[_outcome(getattr(desk, kind))] += 1
            except Exception as error:
                raise AssertionError(f"{kind}, input {counted['inputs']}: {error!r}"[:600]) from error
        desk.book.close()
    return counted


def run(count: int, seed: int) -> dict[str, int]:
    """So many inputs."""
    return rounds(count, seed, _hundred, EACH)
