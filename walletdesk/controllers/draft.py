"""The brain of the form for a transaction: what was typed so far, and every way to change it.

A draft holds texts as a person typed them; ``draft_check`` says what they mean. Every edit answers a new draft.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from walletdesk.ledger.amounts import PLAIN, Notation, Scale
from walletdesk.ledger.arithmetic import calculate, in_other_notation
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.shares import read_percent
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Asset, Operation, Wallet

KEY_BYTES = 16
_VERSION = 1
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for a wallet and names none, or several."""

    text: str
    several: bool = False


Side = int | Typed | None
"""One side of an operation: a wallet's id, what was typed in vain, or nothing yet."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One operation in the making. ``id`` tells the rows of a draft apart wherever they move.

    A row is ``untouched`` while everything in it was put there by the program: it is left out of the transaction.
    A side that the present kind does not use is remembered, in case the kind changes back.
    """

    id: int
    kind: Kind = Kind.TRANSFER
    source: Side = None
    target: Side = None
    amount: str = ""
    memo: str = ""
    untouched: bool = True

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides that this kind of operation has."""
        if self.kind is Kind.TRANSFER:
            return ("source", "target")
        return ("target",) if self.kind is Kind.ISSUE else ("source",)

    def side(self, name: str) -> Side:
        """What stands on a side; nothing where the kind has no such side."""
        if name == "source":
            return None if self.kind is Kind.ISSUE else self.source
        return None if self.kind is Kind.REDEEM else self.target

    def wallet(self, name: str) -> int | None:
        """The wallet on a side."""
        found = self.side(name)
        return found if isinstance(found, int) else None

    @property
    def wallets(self) -> tuple[int, ...]:
        """The wallets of this row."""
        return tuple(found for name in self.sides if (found := self.wallet(name)) is not None)

    @property
    def blank(self) -> bool:
        """True if nothing is in it."""
        return not (self.amount.strip() or self.memo.strip() or any(self.side(name) is not None for name in self.sides))


@dataclass(frozen=True, slots=True)
class Undone:
    """What a reversal takes back: the number of the transaction, and the operations that would take back all of it.

    ``by`` is the number of the reversal where it was taken back already.
    """

    number: int
    whole: tuple[Operation, ...] = ()
    by: int | None = None


def new_key() -> bytes:
    """What makes a retry find the posting of the first try (T6)."""
    return secrets.token_bytes(KEY_BYTES)


@dataclass(frozen=True, slots=True)
class DraftState:
    """All that the form holds. Amounts are texts in ``notation``; ``key`` stays the same over retries.

    ``total`` is what shares are shares of; where it is empty, the first row's amount is (see ``draft_amounts``).
    In a reversal the description is the reason for it, and the rows only take back: ``undone`` says what.
    """

    rows: tuple[DraftRow, ...] = (DraftRow(1),)
    description: str = ""
    reference: str = ""
    value_date: date | None = None
    notation: Notation = PLAIN
    total: str = ""
    key: bytes = field(default_factory=new_key)
    undone: Undone | None = None

    def index(self, row: int) -> int:
        """Where the row of this id stands, from 0; refuses (KeyError) one that is not there."""
        for place, found in enumerate(self.rows):
            if found.id == row:
                return place
        raise KeyError(row)

    def row(self, row: int) -> DraftRow:
        """The row of this id."""
        return self.rows[self.index(row)]

    def has(self, row: int) -> bool:
        """Whether there is a row of this id."""
        return any(found.id == row for found in self.rows)

    @property
    def empty(self) -> bool:
        """True if nothing was entered that would be worth keeping."""
        heads = self.description.strip() or self.reference.strip() or self.value_date or self.total.strip()
        return not heads and not self.filled

    @property
    def filled(self) -> int:
        """How many rows have something in them that a person put there."""
        return sum(not (row.untouched or row.blank) for row in self.rows)

    @property
    def wallets(self) -> Set[int]:
        """Every wallet that it names, or takes something back from or to."""
        whole = self.undone.whole if self.undone else ()
        undone = {wallet for o in whole for wallet in (o.source, o.target) if wallet is not None}
        return undone.union(wallet for row in self.rows for wallet in row.wallets)


def asset_of(row: DraftRow, wallets: Mapping[int, Wallet], besides: str = "") -> Asset | None:
    """The asset that a row moves, as its wallets say; ``besides`` leaves one side out."""
    for name in row.sides:
        found = row.wallet(name)
        if name != besides and found is not None and found in wallets:
            return wallets[found].asset
    return None


def amount_of(row: DraftRow, asset: Asset, notation: Notation) -> int:
    """The amount that a row's text says or works out to, in parts; refuses as Scale.parse."""
    return _worked_out(row.amount, asset.scale, notation)


@lru_cache(maxsize=4096)
def _worked_out(text: str, scale: Scale, notation: Notation) -> int:
    """Remembered: every edit of a row asks for the amounts of all of them."""
    return calculate(text, scale, notation)


def edit(state: DraftState, row: int, **changes: Any) -> DraftState:
    """Other contents of one row: kind, source, target, amount, memo."""
    now = replace(state.row(row), **changes)
    if now == state.row(row):
        return state
    return _with_row(state, replace(now, untouched=False))


def _with_row(state: DraftState, row: DraftRow) -> DraftState:
    return replace(state, rows=tuple(row if found.id == row.id else found for found in state.rows))


def add_row(state: DraftState, kind: Kind | None = None) -> DraftState:
    """A row more at the end: it takes the last one's operation, if no other is asked for, and where it comes from.

    A last row that nobody has touched becomes what is asked for instead of staying behind, empty.
    """
    last = state.rows[-1]
    wanted = kind or last.kind
    source = last.wallet("source") if wanted is not Kind.ISSUE else None
    if kind is not None and last.untouched:
        return replace(state, rows=(*state.rows[:-1], replace(last, kind=wanted)))
    return replace(state, rows=(*state.rows, DraftRow(_next_id(state), wanted, source)))


def _next_id(state: DraftState) -> int:
    return 1 + max(row.id for row in state.rows)


def remove_row(state: DraftState, row: int) -> DraftState:
    """Without this row; a fresh one takes the place of the last."""
    left = tuple(found for found in state.rows if found.id != row)
    return replace(state, rows=left or (DraftRow(_next_id(state)),))


def move_row(state: DraftState, row: int, step: int) -> DraftState:
    """The row so many places further down, or up, as far as there are any."""
    place = state.index(row)
    target = max(0, min(place + step, len(state.rows) - 1))
    rows = list(state.rows)
    rows.insert(target, rows.pop(place))
    return replace(state, rows=tuple(rows))


def duplicate_row(state: DraftState, row: int) -> DraftState:
    """The same row once more, below it."""
    place = state.index(row)
    copy = replace(state.rows[place], id=_next_id(state), untouched=False)
    return replace(state, rows=(*state.rows[: place + 1], copy, *state.rows[place + 1 :]))


def insert_rows(state: DraftState, place: int, rows: Sequence[DraftRow]) -> DraftState:
    """With these rows before the one that stands at a place; they get ids of their own."""
    first = _next_id(state)
    made = tuple(replace(row, id=first + number) for number, row in enumerate(rows))
    return replace(state, rows=(*state.rows[:place], *made, *state.rows[place:]))


def reorder(state: DraftState, rows: Sequence[int]) -> DraftState:
    """The rows of these ids first, in this order; the others stay behind them as they are."""
    rest = [row for row in state.rows if row.id not in rows]
    return replace(state, rows=(*(state.row(row) for row in rows), *rest))


def with_operations(
    state: DraftState, operations: Sequence[Operation], wallets: Mapping[int, Wallet], notation: Notation
) -> DraftState:
    """Rows that say these operations."""

    def text(operation: Operation) -> str:
        wallet = wallets[operation.source if operation.source is not None else operation.target or 0]
        return wallet.asset.format(operation.amount, notation)

    rows = tuple(
        DraftRow(number, o.kind, o.source, o.target, text(o), o.memo, untouched=False)
        for number, o in enumerate(operations, 1)
    )
    return replace(state, rows=rows or state.rows, notation=notation)


def in_notation(state: DraftState, wallets: Mapping[int, Wallet], notation: Notation) -> DraftState:
    """The same amounts in another notation: "1,234" must not become another amount with the language."""
    if notation == state.notation:
        return state

    def told(row: DraftRow) -> DraftRow:
        asset = asset_of(row, wallets)
        if asset is None or read_percent(row.amount, state.notation) is not None:
            return replace(row, amount=in_other_notation(row.amount, state.notation, notation))
        try:
            return replace(row, amount=asset.format(amount_of(row, asset, state.notation), notation))
        except LedgerError:
            return replace(row, amount=in_other_notation(row.amount, state.notation, notation))

    total = in_other_notation(state.total, state.notation, notation)
    return replace(state, rows=tuple(map(told, state.rows)), total=total, notation=notation)


# As the book keeps it


def content(state: DraftState) -> str:
    """As the book's drafts hold it: JSON, amounts as they were typed."""
    rows = [
        {
            "kind": row.kind.value,
            "source": _side_out(row.source),
            "target": _side_out(row.target),
            "amount": row.amount,
            "memo": row.memo,
            "untouched": row.untouched,
        }
        for row in state.rows
    ]
    marks = state.notation
    whole = {
        "version": _VERSION,
        "key": state.key.hex(),
        "description": state.description,
        "reference": state.reference,
        "value_date": state.value_date.isoformat() if state.value_date else None,
        "total": state.total,
        "notation": [marks.decimal, marks.group, *marks.group_sizes],
        "reverses": state.undone.number if state.undone else None,
        "rows": rows,
    }
    return json.dumps(whole, ensure_ascii=False)


def _side_out(side: Side) -> object:
    return {"text": side.text, "several": side.several} if isinstance(side, Typed) else side


def read(text: str) -> DraftState:
    """What ``content`` wrote. What cannot be read in it is left empty: a draft is no part of the ledger."""
    whole = _parsed(text)
    rows = tuple(_row_in(number, found) for number, found in enumerate(_list(whole.get("rows")), 1))
    state = DraftState(
        rows=rows or (DraftRow(1),),
        description=_text(whole.get("description")),
        reference=_text(whole.get("reference")),
        value_date=_tried(date.fromisoformat, whole.get("value_date")),
        total=_text(whole.get("total")),
        notation=_notation_in(_list(whole.get("notation"))),
        undone=_undone_in(whole.get("reverses")),
    )
    key = _key_in(whole)
    return replace(state, key=key) if key is not None else state


def key_of(text: str) -> bytes | None:
    """What tells a draft from every other as the book holds it; None where that was not written."""
    return _key_in(_parsed(text))


def _key_in(whole: dict[str, Any]) -> bytes | None:
    key = _tried(bytes.fromhex, whole.get("key"))
    return key if key is not None and len(key) == KEY_BYTES else None


def _parsed(text: str) -> dict[str, Any]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return whole if isinstance(whole, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    return value if type(value) is int and 0 < value <= _LARGEST else None


def _tried(read: Callable[[str], Any], value: object) -> Any:
    try:
        return read(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _notation_in(marks: list[Any]) -> Notation:
    match marks:
        case [("." | ",") as decimal, str(group), int(first), int(further)] if _groups(decimal, group, first, further):
            return Notation(decimal, group, (first, further))
    return PLAIN


def _groups(decimal: str, group: str, first: int, further: int) -> bool:
    """Whether digits can be grouped so."""
    return len(group) <= 1 and group != decimal and not group.isdigit() and 0 < further <= first <= 9


def _undone_in(number: object) -> Undone | None:
    known = _number(number)
    return Undone(known) if known is not None else None


def _row_in(number: int, found: object) -> DraftRow:
    facts = found if isinstance(found, dict) else {}
    return DraftRow(
        number,
        _tried(Kind, facts.get("kind")) or Kind.TRANSFER,
        _side_in(facts.get("source")),
        _side_in(facts.get("target")),
        _text(facts.get("amount")),
        _text(facts.get("memo")),
        untouched=facts.get("untouched") is True,
    )


def _side_in(found: object) -> Side:
    if isinstance(found, dict):
        return Typed(_text(found.get("text")), found.get("several") is True)
    return _number(found)
