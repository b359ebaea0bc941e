"""What only a draft that reverses a transaction can do: take back what is still there, and all of it again (T8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from walletdesk.controllers.draft import DraftRow, DraftState, remove_row, with_operations
from walletdesk.controllers.draft_check import Checked, RowCheck
from walletdesk.ledger.refusals import InsufficientBalance
from walletdesk.ledger.values import Wallet


def take_what_is_there(state: DraftState, checked: Checked, wallets: Mapping[int, Wallet]) -> DraftState:
    """Every row that is short with the amount that its wallet still holds when its turn comes; an empty one goes.

    The same draft where nothing at all would be left.
    """
    balances = {wallet: found.balance for wallet, found in wallets.items()}
    rows: list[DraftRow] = []
    for row, found in zip(state.rows, checked.rows, strict=True):
        asset, amount = found.asset, found.amount or 0
        if asset is None or amount <= 0 or any(wallet not in wallets for wallet in row.wallets):
            rows.append(row)
            continue
        source, target = row.wallet("source"), row.wallet("target")
        there = amount if source is None else min(amount, balances[source])
        if there < amount:
            row = replace(row, amount=asset.format(there, state.notation), untouched=False)
        if there:
            rows.append(row)
        if source is not None:
            balances[source] -= there
        if target is not None:
            balances[target] += there
    return replace(state, rows=tuple(rows)) if rows else state


def is_short(row: RowCheck) -> bool:
    """Whether the value of a row has moved on."""
    return any(isinstance(problem.error, InsufficientBalance) for problem in row.problems)


def all_again(state: DraftState, wallets: Mapping[int, Wallet]) -> DraftState:
    """Every row with its whole amount again."""
    return with_operations(state, state.undone.whole, wallets, state.notation) if state.undone else state


def without(state: DraftState, row: int) -> DraftState:
    """Without this row; the last one stays: a reversal takes something back."""
    return remove_row(state, row) if len(state.rows) > 1 else state
