"""Every refusal and every finding has a sentence of its own."""

import dataclasses
import pkgutil
import string
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from importlib import import_module
from typing import Any, get_type_hints

import pytest

import walletdesk
from walletdesk.controllers import words, words_files, words_ledger
from walletdesk.controllers.words import Context, finding_sentence, sentence
from walletdesk.ledger import refusals as r
from walletdesk.ledger.findings import Check, Finding
from walletdesk.ledger.refusals import InsufficientBalance, LedgerError, PostingRefused
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Asset

_VALUES: dict[Any, Any] = {
    str: "x{y}",
    int: 7,
    int | None: 7,
    date: date(2025, 1, 31),
    Status: Status.SUSPENDED,
    tuple[str, ...]: ("a", "b"),
    tuple[str, str]: ("a", "b"),
    tuple[int, ...]: (1, 2),
    tuple[int, ...] | None: (2, 1),
    tuple[r.OperationRefused, ...]: (InsufficientBalance(1, 5, 10, 20), r.SameWallet(2, 5)),
    Fraction: Fraction(301, 3),
    LedgerError: r.BookedTooEarly(1, 2),
    Finding: Finding(Check.SEAL, "Bar T-1", "a", "b"),
}


def every_class() -> list[type[LedgerError]]:
    for module in pkgutil.walk_packages(walletdesk.__path__, "walletdesk."):
        if module.name.split(".")[1] in ("ledger", "store", "exchange", "controllers"):
            import_module(module.name)
    found: list[type[LedgerError]] = []
    waiting = [LedgerError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found.append(kind)
    bases = {LedgerError, r.OperationRefused, r.BookFault, import_module("walletdesk.exchange.refusals").FileUnfit}
    return [kind for kind in found if kind not in bases and kind.__module__.startswith("walletdesk.")]


def example(kind: type[LedgerError]) -> LedgerError:
    if not dataclasses.is_dataclass(kind):
        return kind()
    known = vars(r) | vars(import_module(kind.__module__)) | {"LedgerError": LedgerError, "Finding": Finding}
    hints = get_type_hints(kind, known)
    facts = {field.name: _VALUES[hints[field.name]] for field in dataclasses.fields(kind)}
    return kind(**facts)


@pytest.fixture
def _restored() -> Iterator[None]:
    yield
    words.set_translation(lambda template: template)


@pytest.mark.parametrize("kind", every_class(), ids=lambda kind: kind.__name__)
def test_every_refusal_has_a_sentence(kind: type[LedgerError]) -> None:
    text = sentence(example(kind))
    assert text[0] in "\u201c/" or text[0].isupper() or text.startswith("x{y}") or text[0].isdigit()
    assert text.endswith(".")
    assert "\n" not in text
    assert kind.__name__ not in text


@pytest.mark.usefixtures("_restored")
def test_every_template_can_be_translated() -> None:
    seen: list[str] = []

    def translate(template: str) -> str:
        seen.append(template)
        return template

    words.set_translation(translate)
    for kind in every_class():
        before = len(seen)
        sentence(example(kind))
        assert len(seen) > before
    assert all("{" not in name for t in seen for _, name, _, _ in string.Formatter().parse(t) if name)


def test_tables_name_every_class_once() -> None:
    assert not words_ledger.TABLE.keys() & words_files.TABLE.keys()


def test_amounts_are_written_with_their_asset() -> None:
    euro = Asset("a", "p", "Euro", "EUR", 100)
    context = Context(lambda _: "grace \u00b7 Cash", lambda _: euro, lambda _: euro)
    refusal = PostingRefused((InsufficientBalance(2, 5, 1250, 99),), (2, 1))
    assert sentence(refusal, context) == (
        "Nothing was posted. Operation 2: grace \u00b7 Cash holds 12.50 EUR: 0.99 EUR short. "
        "In the order 2, 1 all of them would pass."
    )
    assert sentence(refusal.problems[0]) == "The wallet holds 1250 smallest parts: 99 smallest parts short."
    assert sentence(r.AmountNotWhole("1.005", 100, 100, 101)).endswith("Nearest are 1.00 and 1.01.")


@pytest.mark.parametrize("check", list(Check))
def test_every_finding_has_a_sentence(check: Check) -> None:
    assert finding_sentence(Finding(check, "T-1")).startswith("T-1: ")
    assert "(expected 1, found 2)" in finding_sentence(Finding(check, "T-1", "1", "2"))
    assert "nothing" not in finding_sentence(Finding(check, "T-1", found="2"))
