"""Recipes: what one run does with each of many wallets.

An amount is worked out from the wallet's own balance and is always whole parts: a percentage is exact and rounded
down. Nothing here knows what posting allows; that stays with ``ledger.posting``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Final

from walletdesk.ledger.amounts import PLAIN, Notation, Scale
from walletdesk.ledger.arithmetic import calculate
from walletdesk.ledger.refusals import AmountNotPositive, LedgerError, Missing
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import Operation

MOST_PERCENT: Final = 10_000
"""A hundred times the balance: more is a slip of the hand."""
_LONGEST: Final = 40
_PERCENT: Final = re.compile(r"(?P<size>[^%*+()]+)%(?:\s+of\s+(?:the\s+)?balance)?", re.IGNORECASE)
_CAPPED: Final = re.compile(
    r"min\s*\(\s*(?:(?P<first>.+?)\s*[,;]\s*balance|balance\s*[,;]\s*(?P<last>.+?))\s*\)", re.IGNORECASE
)


@dataclass(eq=False)
class PercentUnreadable(LedgerError):
    """The text is no percentage above 0 and up to ``most``."""

    text: str
    most: int
    field: str = "amount"


class Action(Enum):
    """What is done with each wallet."""

    ISSUE = "issue"
    REDEEM = "redeem"
    RECEIVE = "receive"
    """A transfer from a system wallet."""
    SEND = "send"
    """A transfer to a system wallet."""
    SUSPEND = "suspend"
    REACTIVATE = "reactivate"
    CLOSE = "close"

    @property
    def status(self) -> Status | None:
        """The state that the wallets get; None for an action that moves amounts."""
        return _STATES.get(self)

    @property
    def moves(self) -> bool:
        """True if amounts move."""
        return self not in _STATES

    @property
    def transfers(self) -> bool:
        """True if a system wallet is the other side."""
        return self in (Action.RECEIVE, Action.SEND)

    @property
    def gives(self) -> bool:
        """True if the wallets hold more afterwards."""
        return self in (Action.ISSUE, Action.RECEIVE)


_STATES: Final = {
    Action.SUSPEND: Status.SUSPENDED,
    Action.REACTIVATE: Status.OPEN,
    Action.CLOSE: Status.CLOSED,
}


class Measure(Enum):
    """The ways to say how much."""

    FIXED = "fixed"
    """The same amount for each."""
    SHARE = "share"
    """A percentage of the balance."""
    CAPPED = "capped"
    """The balance, but at most an amount."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How much: ``amount`` in parts for a fixed or capped one, ``percent`` for a share."""

    measure: Measure
    amount: int = 0
    percent: Fraction = Fraction(0)

    def of(self, balance: int) -> int:
        """The parts that a wallet of this balance is about; a share is exact and rounded down to whole parts."""
        if self.measure is Measure.FIXED:
            return self.amount
        if self.measure is Measure.CAPPED:
            return min(self.amount, balance)
        part = self.percent * balance / 100
        return part.numerator // part.denominator


@dataclass(frozen=True, slots=True)
class Recipe:
    """One action for all: ``rule`` where amounts move, ``system`` the wallet on the other side of transfers."""

    action: Action
    rule: Rule | None = None
    system: int | None = None

    def __post_init__(self) -> None:
        assert self.action.moves is (self.rule is not None), "amounts move by a rule, and by nothing else"
        assert self.action.transfers is (self.system is not None), "a transfer has a system wallet"

    def operation(self, wallet: int, balance: int) -> Operation:
        """What the recipe does to a wallet of this balance."""
        assert self.rule is not None, "this recipe moves no amounts"
        amount, action = self.rule.of(balance), self.action
        if action is Action.ISSUE:
            return Operation(Kind.ISSUE, amount, None, wallet)
        if action is Action.REDEEM:
            return Operation(Kind.REDEEM, amount, wallet, None)
        source, target = (self.system, wallet) if action is Action.RECEIVE else (wallet, self.system)
        return Operation(Kind.TRANSFER, amount, source, target)


def read_rule(measure: Measure, text: str, scale: Scale, notation: Notation = PLAIN, *, gives: bool = False) -> Rule:
    """The rule that a person typed; amounts may be sums.

    Refuses as ``arithmetic.calculate``, AmountNotPositive, PercentUnreadable; what is taken away is at most 100 %.
    """
    if measure is Measure.SHARE:
        return Rule(measure, percent=read_percent(text, notation, MOST_PERCENT if gives else 100))
    amount = calculate(text, scale, notation)
    if amount <= 0:
        raise AmountNotPositive(1, amount)
    return Rule(measure, amount)


def read_percent(text: str, notation: Notation = PLAIN, most: int = 100) -> Fraction:
    """A percentage such as ``2.5``, ``2.5 %`` or ``1/3``, exact; refuses Missing and PercentUnreadable."""
    body = text.strip().removesuffix("%").strip()
    if not body:
        raise Missing("amount")
    pieces = body.split("/") if len(body) <= _LONGEST else []
    sizes = [Scale(1).magnitude(piece.strip(), notation) for piece in pieces]
    above, below = (*sizes, Fraction(1))[:2] if len(sizes) in (1, 2) else (None, None)
    if above is None or not below or not 0 < above / below <= most:
        raise PercentUnreadable(text.strip()[:_LONGEST], most)
    return above / below


def spelled_out(text: str) -> tuple[Measure, str] | None:
    """What a text says that names its measure itself, and the figure in it: ``2 %``, ``min(5, balance)``."""
    body = text.strip()
    if body.casefold() == "balance":
        return Measure.SHARE, "100"
    if found := _CAPPED.fullmatch(body):
        return Measure.CAPPED, found["first"] or found["last"]
    if found := _PERCENT.fullmatch(body):
        return Measure.SHARE, found["size"].strip()
    return None
