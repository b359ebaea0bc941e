"""What a draft means: which rows are right, incomplete or wrong, and every balance before and after (T9).

The rules are those of posting: complete rows go through ``transactions.preview_with``. Nothing here reads the book.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from walletdesk.controllers.draft import DraftRow, DraftState, Typed, asset_of
from walletdesk.controllers.draft_amounts import Amounts, Worked
from walletdesk.controllers.transactions import Preview, preview_with
from walletdesk.ledger.posting import Posting
from walletdesk.ledger.refusals import (
    AlreadyReversed,
    Ambiguous,
    AssetDiffers,
    LedgerError,
    NotFound,
    OperationRefused,
    PostingRefused,
    SameWallet,
    TooManyOperations,
    WalletMissing,
    WalletNotOpen,
)
from walletdesk.ledger.reversals import is_whole, reversal_problems
from walletdesk.ledger.shares import Share
from walletdesk.ledger.text import (
    DESCRIPTION_LIMIT,
    MEMO_LIMIT,
    REFERENCE_LIMIT,
    clean_line,
    clean_paragraphs,
)
from walletdesk.ledger.values import Asset, Operation, Wallet, issue, redeem, transfer

_SHAPE = (AssetDiffers, SameWallet, WalletMissing, WalletNotOpen)
"""Problems of a row's wallets, whatever its amount."""
_OF_ALL = ("total", "base")
"""Gaps that rows have in common, and that are not theirs to fill."""


class RowState(Enum):
    """How a row stands."""

    OK = "ok"
    INCOMPLETE = "incomplete"
    LEFT_OUT = "left out"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and the field of the row that it belongs to: kind, source, target, amount or memo."""

    field: str
    error: LedgerError


@dataclass(frozen=True, slots=True)
class RowCheck:
    """One row: the fields that are still empty, what is wrong, and what it moves as far as that is known.

    A share lacks the "total" where that is to be typed, and its "base" while the first row does not say it.
    """

    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    asset: Asset | None = None
    amount: int | None = None
    left_out: bool = False
    share: Share | None = None

    @property
    def state(self) -> RowState:
        """A problem weighs more than a gap, and a row that nobody touched has neither."""
        if self.left_out:
            return RowState.LEFT_OUT
        if self.problems:
            return RowState.WRONG
        return RowState.INCOMPLETE if self.missing else RowState.OK


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one wallet. ``lowest`` is its lowest balance on the way, had after the row number
    ``lowest_row`` (from 1; 0: before the first)."""

    wallet: Wallet
    change: int
    after: int
    lowest: int
    lowest_row: int

    @property
    def dips(self) -> bool:
        """True if it sinks below both ends on the way, or below zero."""
        return self.lowest < 0 or self.lowest < min(self.wallet.balance, self.after)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a transaction its reversal takes back: all, or of each asset so many of the parts that it moved."""

    number: int
    whole: bool
    taken: tuple[tuple[Asset, int, int], ...]
    """Asset, parts that are taken back, parts that were moved."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The whole draft. ``heads`` are problems of its own fields, "" for one that belongs to none.

    ``operations`` are those of the complete rows, ``places`` the rows (from 0) that they stand in.
    ``order`` are the ids of rows in an order that would pass, None where this one does or none is known.
    ``asks_total`` tells that shares are taken of a total, ``base`` is how much that is, of ``base_asset``.
    ``extent`` is how much of it a reversal takes back, None for any other draft.
    """

    rows: tuple[RowCheck, ...]
    heads: dict[str, LedgerError] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    circulation: tuple[tuple[Asset, int], ...] = ()
    operations: tuple[Operation, ...] = ()
    places: tuple[int, ...] = ()
    order: tuple[int, ...] | None = None
    asks_total: bool = False
    base: int | None = None
    base_asset: Asset | None = None
    extent: Extent | None = None

    @property
    def missing(self) -> int:
        """How many fields are left to fill."""
        gaps = [field for row in self.rows if not row.left_out for field in row.missing]
        return sum(field not in _OF_ALL for field in gaps) + ("total" in gaps)

    @property
    def problems(self) -> int:
        """How many problems are to be mended."""
        return len(self.heads) + sum(len(row.problems) for row in self.rows)

    @property
    def ready(self) -> bool:
        """Whether it can be posted."""
        gaps = any(row.missing for row in self.rows if not row.left_out)
        return not gaps and not self.problems and bool(self.operations)

    def first_bad(self) -> tuple[int, str] | None:
        """Where to mend first: row (from 0) and field; problems before gaps."""
        for place, row in enumerate(self.rows):
            if row.problems:
                return place, row.problems[0].field
        for place, row in enumerate(self.rows):
            if row.missing and row.missing != ("base",) and not row.left_out:
                return place, row.missing[0]
        return None


def check(state: DraftState, wallets: Mapping[int, Wallet], project: str) -> Checked:
    """Look at everything that was entered."""
    taken = _taken(state)
    amounts = Amounts(state, [(n, row) for n, row in enumerate(state.rows) if row.id in taken], wallets)
    heads = _heads(state)
    if amounts.total_error is not None:
        heads["total"] = amounts.total_error
    found: list[RowCheck] = []
    operations: list[Operation] = []
    places: list[int] = []
    for place, row in enumerate(state.rows):
        if row.id not in taken:
            found.append(RowCheck(asset=asset_of(row, wallets), left_out=True))
            continue
        looked = _look(row, place, wallets, amounts.of(row), project)
        found.append(looked)
        operation = _operation(row, looked, wallets)
        if operation is not None:
            operations.append(operation)
            places.append(place)
            amounts.move(operation)
    plain = Checked(
        tuple(found),
        heads,
        _untouched_effects(state, taken, wallets),
        operations=tuple(operations),
        places=tuple(places),
        asks_total=amounts.asks_total,
        base=amounts.base,
        base_asset=amounts.base_asset,
    )
    plain = replace(plain, extent=_extent(state, operations, wallets))
    if not operations or (state.undone is not None and state.undone.by is not None):
        return plain
    try:
        preview = preview_with(dict(wallets), _supplies(wallets), project, operations)
    except TooManyOperations as error:
        return replace(plain, heads={**heads, "": error})
    return _with_preview(plain, preview if amounts.orderly else replace(preview, order=None), state)


def _taken(state: DraftState) -> frozenset[int]:
    """The rows that count: all that a person touched, or else the first."""
    touched = frozenset(row.id for row in state.rows if not row.untouched)
    return touched or frozenset([state.rows[0].id])


def _heads(state: DraftState) -> dict[str, LedgerError]:
    heads: dict[str, LedgerError] = {}
    try:
        clean_paragraphs(state.description, "description", DESCRIPTION_LIMIT)
    except LedgerError as error:
        heads["description"] = error
    try:
        clean_line(state.reference, "reference", REFERENCE_LIMIT)
    except LedgerError as error:
        heads["reference"] = error
    if state.undone is not None and state.undone.by is not None:
        heads[""] = AlreadyReversed(state.undone.number, state.undone.by)
    return heads


def _extent(state: DraftState, operations: Sequence[Operation], wallets: Mapping[int, Wallet]) -> Extent | None:
    if state.undone is None:
        return None
    sums: dict[str, tuple[Asset, int, int]] = {}
    whole = state.undone.whole
    for found, taken in ((operations, 1), (whole, 0)):
        for operation in found:
            wallet = wallets.get(operation.source if operation.source is not None else operation.target or 0)
            if wallet is not None:
                asset, so_far, moved = sums.get(wallet.asset.id, (wallet.asset, 0, 0))
                amount = operation.amount
                sums[wallet.asset.id] = (asset, so_far + amount * taken, moved + amount * (1 - taken))
    return Extent(state.undone.number, is_whole(whole, operations), tuple(sums.values()))


def _look(row: DraftRow, place: int, wallets: Mapping[int, Wallet], worked: Worked, project: str) -> RowCheck:
    """A row by itself: its gaps, its texts, and whether its wallets go together."""
    missing: list[str] = []
    problems: list[Problem] = []
    for name in row.sides:
        side = row.side(name)
        if side is None:
            missing.append(name)
        elif isinstance(side, Typed):
            unclear = Ambiguous("wallet", side.text, ()) if side.several else NotFound("wallet", side.text)
            problems.append(Problem(name, unclear))
        elif side not in wallets:
            problems.append(Problem(name, WalletMissing(place + 1, name, side)))
    asset, amount = asset_of(row, wallets), worked.amount
    if worked.missing:
        missing.append(worked.missing)
    if worked.error is not None:
        problems.append(Problem("amount", worked.error))
    if row.memo:
        try:
            clean_line(row.memo, "memo", MEMO_LIMIT)
        except LedgerError as error:
            problems.append(Problem("memo", error))
    if missing or problems or amount is None:
        problems = [*_shape(row, place, wallets, project), *problems]
    return RowCheck(tuple(missing), tuple(problems), asset, amount, share=worked.share)


def _shape(row: DraftRow, place: int, wallets: Mapping[int, Wallet], project: str) -> list[Problem]:
    """What is wrong with the wallets of a row whose amount is not known: asked of posting, with the least amount."""
    known = {name: found for name in row.sides if (found := row.wallet(name)) in wallets and found is not None}
    if not known:
        return []
    source, target = known.get("source"), known.get("target")
    if source is not None and target is not None:
        probe = transfer(source, target, 1)
    else:
        probe = redeem(source, 1) if source is not None else issue(target or 0, 1)
    problems = preview_with({w: wallets[w] for w in known.values()}, {}, project, [probe]).posting.problems
    return [_placed(problem, place) for problem in problems if isinstance(problem, _SHAPE)]


def _placed(problem: OperationRefused, place: int) -> Problem:
    return Problem(problem.field or "amount", replace(problem, operation=place + 1))


def _operation(row: DraftRow, looked: RowCheck, wallets: Mapping[int, Wallet]) -> Operation | None:
    """The operation of a row that is complete; one whose memo alone is wrong counts for the balances."""
    source, target = row.wallet("source"), row.wallet("target")
    known = (source in wallets) + (target in wallets)
    if looked.amount is None or known < len(row.sides):
        return None
    return Operation(row.kind, looked.amount, source, target, row.memo.strip())


def _supplies(wallets: Mapping[int, Wallet]) -> dict[str, int]:
    return {wallet.asset.id: wallet.asset.supply for wallet in wallets.values()}


def _untouched_effects(state: DraftState, taken: frozenset[int], wallets: Mapping[int, Wallet]) -> tuple[Effect, ...]:
    """Every wallet that was chosen, in the order of the rows, as if nothing moved."""
    chosen = dict.fromkeys(wallet for row in state.rows if row.id in taken for wallet in row.wallets)
    found = (wallets[wallet] for wallet in chosen if wallet in wallets)
    return tuple(Effect(wallet, 0, wallet.balance, wallet.balance, 0) for wallet in found)


def _with_preview(plain: Checked, preview: Preview, state: DraftState) -> Checked:
    posting, places = preview.posting, plain.places
    effects = tuple(_effect(plain_effect, posting, places) for plain_effect in plain.effects)
    assets = {effect.wallet.asset.id: effect.wallet.asset for effect in effects}
    circulation = tuple(
        (assets[asset], supply - assets[asset].supply)
        for asset, supply in posting.supplies.items()
        if supply != assets[asset].supply
    )
    order = None  # a reversal keeps its own: the reverse of what was posted (T8)
    if preview.order and state.undone is None:
        order = tuple(state.rows[places[at - 1]].id for at in preview.order)
    found = replace(plain, effects=effects, circulation=circulation, order=order)
    if state.undone is not None:
        found = _with_problems(found, reversal_problems(state.undone.whole, plain.operations))
    return _with_problems(found, posting.problems)


def _effect(plain: Effect, posting: Posting, places: tuple[int, ...]) -> Effect:
    wallet = plain.wallet
    standing = posting.standings.get(wallet.id)
    if standing is None:
        return plain
    lowest, at = posting.lowest[wallet.id]
    return Effect(wallet, standing.balance - wallet.balance, standing.balance, lowest, places[at - 1] + 1 if at else 0)


def _with_problems(checked: Checked, problems: tuple[OperationRefused, ...]) -> Checked:
    """Problems of operations at the rows that these stand in, unless the row tells the same already."""
    rows = list(checked.rows)
    for problem in problems:
        place = checked.places[problem.operation - 1]
        placed = _placed(problem, place)
        told = [(type(p.error), p.field) for p in rows[place].problems]
        if (type(placed.error), placed.field) not in told:
            rows[place] = replace(rows[place], problems=(*rows[place].problems, placed))
    return replace(checked, rows=tuple(rows))


def landed(checked: Checked, error: LedgerError) -> Checked:
    """The same with what posting refused, each problem at its row or field."""
    if isinstance(error, PostingRefused):
        return _with_problems(checked, error.problems)
    name = error.field if error.field in ("description", "reference") else ""
    return replace(checked, heads={**checked.heads, name: error})
