"""From the cells of a row to what it asks for, by a mapping; nothing here knows the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from walletdesk.exchange.csv_sniff import Facts
from walletdesk.exchange.dates import DateFinder, DateForm, Moment, compiled
from walletdesk.exchange.mapping import Becomes, Column, Mapping, fold
from walletdesk.exchange.notations import NotationFinder
from walletdesk.exchange.refusals import BothAmounts, ColumnMissing, ColumnTwice, KindUnknown
from walletdesk.ledger.amounts import PLAIN, Notation, Scale
from walletdesk.ledger.refusals import Missing
from walletdesk.ledger.text import CUSTOMER_ID_LIMIT, MEMO_LIMIT, NAME_LIMIT, REFERENCE_LIMIT, clean_line, required_line

_REMEMBERED: Final = 50_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a row asks for. ``amount`` is as the file has it: whether it may be posted is decided by the ledger."""

    becomes: Becomes
    amount: int
    moment: Moment | None
    customer: str
    customer_name: str
    wallet: str
    memo: str
    reference: str | None


@dataclass(frozen=True, slots=True)
class Places:
    """The mapping's columns as positions in a row, None where one is not mapped."""

    date: int | None
    customer: int | None
    customer_name: int | None
    wallet: int | None
    kind: int | None
    amount: int | None
    credit: int | None
    debit: int | None
    memo: int | None
    reference: int | None

    @property
    def amounts(self) -> tuple[int, ...]:
        """Where amounts stand."""
        return tuple(place for place in (self.amount, self.credit, self.debit) if place is not None)


def places(mapping: Mapping, facts: Facts) -> Places:
    """Find the mapping's columns in the file; refuses ColumnMissing, ColumnTwice."""
    names = Places.__dataclass_fields__
    return Places(**{name: _place(getattr(mapping.columns, name), facts) for name in names})


def _place(column: Column | None, facts: Facts) -> int | None:
    if column is None:
        return None
    if isinstance(column, int):
        if not 1 <= column <= len(facts.columns):
            raise ColumnMissing(str(column), facts.columns)
        return column - 1
    found = [at for at, name in enumerate(facts.columns) if name == column.strip()] if facts.header else []
    found = found or [at for at, name in enumerate(facts.columns) if facts.header and fold(name) == fold(column)]
    if not found:
        raise ColumnMissing(column, facts.columns)
    if len(found) > 1:
        raise ColumnTwice(column, tuple(at + 1 for at in found))
    return found[0]


class Forms:
    """How dates and amounts are written: as the mapping says, or found from all rows."""

    def __init__(self, mapping: Mapping, where: Places, scale: Scale) -> None:
        form = mapping.format
        self.date: DateForm | None = compiled(form.date) if form.date and where.date is not None else None
        self.notation: Notation | None = None
        if form.decimal is not None or form.group is not None:
            self.notation = _notation(form.decimal, form.group)
        self._dates = DateFinder() if self.date is None and where.date is not None else None
        self._amounts = NotationFinder(scale) if self.notation is None else None
        self._where, self._amount_places = where, where.amounts

    @property
    def searching(self) -> bool:
        """True if rows must be looked at before they can be read."""
        return self._dates is not None or self._amounts is not None

    def look(self, cells: Sequence[str]) -> None:
        """Learn from a row."""
        if self._dates is not None and self._where.date is not None:
            self._dates.add(cells[self._where.date])
        if self._amounts is not None:
            for place in self._amount_places:
                self._amounts.add(cells[place])

    def decide(self) -> None:
        """After all rows; refuses DatesUnknown, DatesAmbiguous, AmountsAmbiguous."""
        if self._dates is not None:
            self.date, self._dates = self._dates.answer(), None
        if self._amounts is not None:
            self.notation, self._amounts = self._amounts.answer(), None


def _notation(decimal: str | None, group: str | None) -> Notation:
    """What is left out is the usual counterpart of what is said."""
    mark = decimal or ("," if group == "." else ".")
    return Notation(mark, group if group is not None else "")


class RowParser:
    """Reads rows by a mapping; amounts go from text to whole parts in one step."""

    def __init__(self, mapping: Mapping, where: Places, forms: Forms, scale: Scale) -> None:
        self._mapping, self._where, self._scale = mapping, where, scale
        self._form, self._notation = forms.date, forms.notation or PLAIN
        self._words = mapping.kinds.words()
        self._amounts: dict[str, int] = {}
        self._moments: dict[str, Moment] = {}
        self._memos: dict[str, str] = {}

    def parse(self, cells: Sequence[str]) -> Parsed:
        """Refuses what a cell holds, one class per reason."""
        where = self._where
        moment = self._moment(cells[where.date]) if where.date is not None else None
        becomes, amount = self._movement(cells)
        customer = wallet = name = ""
        if where.customer is not None:
            customer = required_line(cells[where.customer], "customer", CUSTOMER_ID_LIMIT)
        if where.customer_name is not None:
            name = clean_line(cells[where.customer_name], "name", NAME_LIMIT)
        if where.wallet is not None:
            wallet = required_line(cells[where.wallet], "wallet", NAME_LIMIT)
        memo = self._memo(cells[where.memo]) if where.memo is not None else ""
        reference = None
        if where.reference is not None:
            reference = clean_line(cells[where.reference], "reference", REFERENCE_LIMIT) or None
        return Parsed(becomes, amount, moment, customer, name, wallet, memo, reference)

    def _movement(self, cells: Sequence[str]) -> tuple[Becomes, int]:
        where = self._where
        if where.amount is not None:
            amount, positive = self._amount(cells[where.amount]), True
            if where.kind is None and amount < 0:
                amount, positive = -amount, False
        else:
            amount, positive = self._of_two(cells)
        if where.kind is None:
            return (self._mapping.credit if positive else self._mapping.debit), amount
        word = cells[where.kind]
        if not word.strip():
            raise Missing("kind")
        becomes = self._words.get(fold(word))
        if becomes is None:
            raise KindUnknown(word.strip()[:100])
        return becomes, amount

    def _of_two(self, cells: Sequence[str]) -> tuple[int, bool]:
        """The amount of the column that is filled, and whether it is the credit's; a zero counts as empty."""
        texts = [cells[at].strip() if at is not None else "" for at in (self._where.credit, self._where.debit)]
        credit, debit = (self._amount(text) if text else 0 for text in texts)
        if credit and debit:
            raise BothAmounts(texts[0], texts[1])
        if not any(texts):
            raise Missing("amount")
        return (debit, False) if debit else (credit, True)

    def _amount(self, text: str) -> int:
        amount = self._amounts.get(text)
        if amount is None:
            amount = self._scale.parse(text, self._notation)
            if len(self._amounts) < _REMEMBERED:
                self._amounts[text] = amount
        return amount

    def _moment(self, text: str) -> Moment:
        moment = self._moments.get(text)
        if moment is None:
            assert self._form is not None
            moment = self._form.parse(text)
            if len(self._moments) < _REMEMBERED:
                self._moments[text] = moment
        return moment

    def _memo(self, text: str) -> str:
        memo = self._memos.get(text)
        if memo is None:
            memo = clean_line(text, "memo", MEMO_LIMIT)
            if len(self._memos) < _REMEMBERED:
                self._memos[text] = memo
        return memo
