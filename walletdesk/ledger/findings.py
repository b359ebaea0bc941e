"""What Verify finds broken, as typed facts (I2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Check(Enum):
    """What was compared when something was found broken."""

    FILE = "file"
    """SQLite's own check of the file."""
    SCHEMA = "schema"
    """Tables and triggers against those that this version makes."""
    LINK = "link"
    """References between rows."""
    LOG = "log"
    """The chain of changes that are no transactions."""
    STATE = "state"
    """Names, statuses and other facts against the log."""
    NUMBER = "number"
    """Numbers of transactions without gaps, in the order of their booking."""
    SEAL = "seal"
    """Each transaction against its hash."""
    TEXT = "text"
    """Descriptions, references and memos against their digest."""
    OPERATION = "operation"
    """Operations against the rules: kinds, assets, projects."""
    ENTRY = "entry"
    """Entries against the operations that post them."""
    BALANCE = "balance"
    """Balances of wallets against their entries."""
    SUPPLY = "supply"
    """What is in circulation against issued, redeemed and held."""
    REVERSAL = "reversal"
    """Reversals against what they took back: once, in the same project, and nothing that was not in it."""
    END = "end"
    """The end of a chain against what was seen before."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken fact: ``place`` says where ("Bar T-42", "wallet W-00003"), the others what was expected and found."""

    check: Check
    place: str
    expected: str = ""
    found: str = ""


Report = Callable[[Finding], None]
"""Who is told of what is found."""
