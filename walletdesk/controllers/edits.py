"""What a command changed beside the ledger, from what to what, so that it can be taken back and made again.

Names, descriptions, states, drafts and templates are of this kind. What is posted is reversed instead; closing a
wallet, deleting a customer or an asset is final and makes no edit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from walletdesk.ledger.values import Customer, Wallet


class Act(Enum):
    """What was done, for the words that name it."""

    RENAME = "rename"
    DESCRIBE = "describe"
    CHANGE = "change"
    SUSPEND = "suspend"
    RESUME = "resume"
    REACTIVATE = "reactivate"
    REACTIVATE_ALL = "reactivate all"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    DISCARD = "discard"
    REPLACE = "replace"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Step:
    """One fact of one thing: what it ``was`` before and is ``now``.

    ``kind`` is "project", "asset", "customer", "wallet", "draft" or "template", ``ref`` its key. What comes and goes
    has itself as a fact, None while it is not there: a draft its "content", a template its name and content.
    """

    kind: str
    ref: str | int
    fact: str
    was: object
    now: object


@dataclass(frozen=True, slots=True)
class Edit:
    """Steps made together. ``name`` is what a person called the thing; empty where there were many."""

    act: Act
    project: str
    name: str
    steps: tuple[Step, ...]

    def turned(self, steps: Iterable[Step]) -> Edit:
        """The same edit the other way round, its steps being these."""
        return replace(self, steps=tuple(replace(step, was=step.now, now=step.was) for step in steps))


def edit(act: Act, project: str, name: str, steps: Iterable[Step]) -> Edit | None:
    """The edit of those steps that changed anything; None if none did."""
    changed = tuple(step for step in steps if step.was != step.now)
    return Edit(act, project, name, changed) if changed else None


def customer_name(customer: Customer) -> str:
    """What an edit calls a customer."""
    return customer.name or customer.id or ""


def wallet_name(wallet: Wallet) -> str:
    """What an edit calls a wallet."""
    owner = wallet.owner_name or wallet.owner_id
    return f"{owner}, {wallet.name}" if owner else wallet.name
