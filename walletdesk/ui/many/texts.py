"""What the window calls things: actions, measures, the run as a whole, and why a row is refused in one or two words."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers.many import Action, Measure, Plan, Row, Total
from walletdesk.controllers.many_refusals import (
    NamedBefore,
    NothingToMove,
    NotOfAsset,
    NoWalletOf,
    SystemWalletNamed,
)
from walletdesk.ledger.refusals import (
    Ambiguous,
    BalanceNotZero,
    CustomerSuspended,
    InsufficientBalance,
    LedgerError,
    NotFound,
    StatusRefused,
    WalletNotOpen,
)
from walletdesk.ledger.values import Asset, Wallet
from walletdesk.ui.bidi import isolated
from walletdesk.ui.cells import DOT, amount_text, signed_text, status_word
from walletdesk.ui.format import count
from walletdesk.ui.many.work import Gap, Wish

translate: Final = QCoreApplication.translate
ARROW: Final = " \N{RIGHTWARDS ARROW} "


def action_options() -> list[tuple[str, Action]]:
    """What can be done with each wallet."""
    return [
        (translate("many", "Issue"), Action.ISSUE),
        (translate("many", "Redeem"), Action.REDEEM),
        (translate("many", "Transfer from system"), Action.RECEIVE),
        (translate("many", "Transfer to system"), Action.SEND),
        (translate("many", "Suspend the wallets"), Action.SUSPEND),
        (translate("many", "Reactivate the wallets"), Action.REACTIVATE),
        (translate("many", "Close the empty wallets"), Action.CLOSE),
    ]


def measure_options() -> list[tuple[str, Measure]]:
    """The ways to say how much."""
    return [
        (translate("many", "The same amount"), Measure.FIXED),
        (translate("many", "Percent of balance"), Measure.SHARE),
        (translate("many", "Balance, but at most"), Measure.CAPPED),
    ]


def gap_words(gap: Gap, transfers: bool) -> tuple[str, str]:
    """What has to be said next, as a title and a sentence."""
    if gap is Gap.LIST:
        return translate("many", "Whose wallets?"), translate(
            "many", "Paste customers’ ids or wallet labels, one to a line or separated by commas."
        )
    if gap is Gap.ASSET:
        return translate("many", "Which asset?"), translate("many", "Choose the asset that the amounts are in.")
    if gap is Gap.SYSTEM:
        return translate("many", "Which system wallet?"), translate(
            "many", "Choose the other side of the transfers. Where none is offered, open a system wallet first."
        )
    return translate("many", "How much for each wallet?"), translate(
        "many", "Type an amount such as 5.00, a percentage such as 2%, or min(5,\N{NO-BREAK SPACE}balance)."
    )


def hint(wish: Wish, asset: Asset | None) -> str:
    """What the recipe means, in a line."""
    if wish.action is Action.CLOSE:
        return translate("many", "A closed wallet stays closed. Only empty ones are closed.")
    if not wish.action.moves:
        return translate("many", "Amounts stay as they are. Each change stands in the log.")
    if wish.measure is Measure.SHARE:
        if asset is None:
            return translate("many", "Exact, and rounded down to whole parts.")
        part = amount_text(asset, 1, code=True)
        return translate("many", "Exact, and rounded down to whole parts of {part}.").format(part=part)
    if wish.measure is Measure.CAPPED:
        return translate("many", "The whole balance where it is less than the amount.")
    return translate("many", "The same for each wallet. Sums such as 2.50*3 are worked out.")


def suggestion(wish: Wish, asset: Asset | None, system: Wallet | None) -> str:
    """A description for a run that was given none."""
    code = f" {asset.code}" if asset is not None else ""
    amount = {
        Measure.FIXED: f"{wish.amount.strip()}{code}",
        Measure.SHARE: translate("many", "{percent}% of the balance").format(percent=wish.amount.strip().rstrip("% ")),
        Measure.CAPPED: translate("many", "the balance, at most {amount}").format(
            amount=f"{wish.amount.strip()}{code}"
        ),
    }[wish.measure]
    template = {
        Action.ISSUE: translate("many", "Issue {amount}"),
        Action.REDEEM: translate("many", "Redeem {amount}"),
        Action.RECEIVE: translate("many", "Transfer {amount} from {system}"),
        Action.SEND: translate("many", "Transfer {amount} to {system}"),
    }.get(wish.action, "")
    return template.format(amount=amount, system=system.name if system else "") if wish.amount.strip() else ""


def verb(action: Action, ready: int) -> str:
    """The primary button."""
    one, many = {
        Action.SUSPEND: (translate("many", "Suspend 1 wallet"), translate("many", "Suspend {n} wallets")),
        Action.REACTIVATE: (translate("many", "Reactivate 1 wallet"), translate("many", "Reactivate {n} wallets")),
        Action.CLOSE: (translate("many", "Close 1 wallet"), translate("many", "Close {n} wallets")),
    }.get(action, (translate("many", "Post 1 transaction"), translate("many", "Post {n} transactions")))
    if not ready:
        return translate("many", "Post") if action.moves else action_word(action)
    return one if ready == 1 else many.format(n=count(ready))


def action_word(action: Action) -> str:
    """The verb of a change of state."""
    return {
        Action.SUSPEND: translate("many", "Suspend"),
        Action.REACTIVATE: translate("many", "Reactivate"),
        Action.CLOSE: translate("many", "Close"),
    }[action]


def done_words(plan: Plan, batch: int | None) -> str:
    """What was done, for the toast and the result."""
    number = count(len(plan.ready))
    one = len(plan.ready) == 1
    if batch is not None:
        text = translate("many", "Posted 1 transaction as batch {batch}.") if one else translate(
            "many", "Posted {n} transactions as batch {batch}."
        )  # fmt: skip
        return text.format(n=number, batch=count(batch))
    text = {
        Action.SUSPEND: translate("many", "Suspended 1 wallet.")
        if one
        else translate("many", "Suspended {n} wallets."),
        Action.REACTIVATE: (
            translate("many", "Reactivated 1 wallet.") if one else translate("many", "Reactivated {n} wallets.")
        ),
        Action.CLOSE: translate("many", "Closed 1 wallet.") if one else translate("many", "Closed {n} wallets."),
    }[plan.recipe.action]
    return text.format(n=number)


# Refusals and totals


def short_reason(row: Row, system: Wallet | None, words: Callable[[LedgerError], str]) -> str:
    """Why a row is refused, short where the rest stands in the row."""
    refusal, wallet = row.refusal, row.wallet
    assert refusal is not None
    if wallet is None:
        return _short_of_a_name(refusal, words)
    if isinstance(refusal, InsufficientBalance):
        short = amount_text(wallet.asset, refusal.shortfall)
        if refusal.wallet != wallet.id and system is not None:
            return translate("many", "{system} is short by {amount}").format(system=system.name, amount=short)
        return translate("many", "Short by {amount}").format(amount=short)
    if isinstance(refusal, WalletNotOpen) and refusal.wallet == wallet.id:
        return status_word(refusal.status)
    if isinstance(refusal, StatusRefused):
        return translate("many", "{status} already").format(status=status_word(refusal.present))
    if isinstance(refusal, NothingToMove):
        return translate("many", "Less than the smallest part") if refusal.balance else translate("many", "Empty")
    if isinstance(refusal, BalanceNotZero):
        return translate("many", "Not empty")
    if isinstance(refusal, NamedBefore):
        return translate("many", "Named above")
    if isinstance(refusal, CustomerSuspended):
        return translate("many", "Customer is suspended")
    return words(refusal)


def _short_of_a_name(refusal: LedgerError, words: Callable[[LedgerError], str]) -> str:
    if isinstance(refusal, NotFound):
        if refusal.kind == "wallet":
            return translate("many", "No such wallet")
        return translate("many", "No such customer")
    if isinstance(refusal, SystemWalletNamed):
        return translate("many", "A system wallet")
    if isinstance(refusal, NotOfAsset):
        return translate("many", "Holds {asset}").format(asset=refusal.present)
    if isinstance(refusal, NoWalletOf) and refusal.asset:
        return translate("many", "No wallet of {asset}").format(asset=refusal.asset)
    if isinstance(refusal, Ambiguous):
        return translate("many", "Could be {choices}").format(choices=", ".join(refusal.choices))
    return words(refusal)


def kinds_of_refusals(plan: Plan) -> str:
    """How many rows are refused for which reason, the most frequent first: "20 suspended, 10 closed, 7 short"."""
    found = Counter(_kind(row) for row in plan.refused)
    return ", ".join(f"{count(number)} {word}" for word, number in found.most_common())


def _kind(row: Row) -> str:
    refusal = row.refusal
    if isinstance(refusal, InsufficientBalance):
        return translate("many", "short")
    if isinstance(refusal, WalletNotOpen):
        return status_word(refusal.status).lower()
    if isinstance(refusal, StatusRefused):
        return status_word(refusal.present).lower()
    words: dict[type[LedgerError] | type[None], str] = {
        NothingToMove: translate("many", "with nothing to move"),
        BalanceNotZero: translate("many", "not empty"),
        CustomerSuspended: translate("many", "of suspended customers"),
        NotFound: translate("many", "unknown"),
        Ambiguous: translate("many", "ambiguous"),
        NamedBefore: translate("many", "named twice"),
        NotOfAsset: translate("many", "of another asset"),
        NoWalletOf: translate("many", "without a wallet"),
        SystemWalletNamed: translate("many", "of the system"),
    }
    return words.get(type(refusal), translate("many", "for other reasons"))


def total_words(total: Total, moves: bool) -> str:
    """What the run comes to in one asset."""
    asset = total.asset
    number = count(total.wallets)
    wallets = translate("many", "1 wallet") if total.wallets == 1 else translate("many", "{n} wallets").format(n=number)
    code = isolated(asset.code)
    if not moves:
        return f"{code}{DOT}{wallets}"
    into = translate("many", "in {amount}").format(amount=signed_text(asset, total.into))
    out = translate("many", "out {amount}").format(amount=signed_text(asset, -total.out))
    before, after = amount_text(asset, total.supply_before), amount_text(asset, total.supply_after)
    kept = translate("many", "in circulation {amount}, as before").format(amount=after)
    changed = translate("many", "in circulation {change}").format(change=f"{before}{ARROW}{after}")
    return DOT.join((code, wallets, into, out, kept if before == after else changed))


def totals(plan: Plan, most: int = 3) -> Sequence[str]:
    """A line for each asset, the system wallet's with its own; what is left out is counted."""
    moves = plan.recipe.action.moves
    lines = [total_words(total, moves) for total in sorted(plan.totals.values(), key=lambda t: t.asset.code)]
    if plan.system is not None and lines:
        asset = plan.system.asset
        change = f"{amount_text(asset, plan.system.balance)}{ARROW}{amount_text(asset, plan.system_after)}"
        lines[0] += f"{DOT}{isolated(plan.system.name)} {change}"
    if len(lines) > most:
        left = translate("many", "and {n} more assets").format(n=count(len(lines) - most + 1))
        lines = [*lines[: most - 1], left]
    return lines
