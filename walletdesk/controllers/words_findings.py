"""Sentences for what Verify finds broken."""

from __future__ import annotations

from typing import Final

from walletdesk.controllers.words_context import say
from walletdesk.ledger.findings import Check, Finding

_TEMPLATES: Final = {
    Check.FILE: "SQLite finds the file damaged",
    Check.SCHEMA: "a table or trigger of the book was changed",
    Check.LINK: "a row refers to one that is not there",
    Check.LOG: "the log of changes was altered",
    Check.STATE: "a name, status or other fact is not what the log of changes says",
    Check.NUMBER: "transactions are missing, or not in their order",
    Check.SEAL: "the transaction is not the one that was posted",
    Check.TEXT: "a description, reference or memo was altered",
    Check.OPERATION: "an operation breaks a rule, or is missing",
    Check.ENTRY: "an entry is not what its operation posts",
    Check.BALANCE: "the balance is not what the entries add up to",
    Check.SUPPLY: "what is in circulation is not what was issued and redeemed",
    Check.REVERSAL: "the reversal takes back what was not in the transaction, or for a second time",
    Check.END: "the end of the book is missing: more was there before",
}


def finding_sentence(finding: Finding) -> str:
    """Where, what, and what should have been there instead of what is."""
    what = say(_TEMPLATES[finding.check])
    if not finding.expected and not finding.found:
        return say("{place}: {what}.", place=finding.place, what=what)
    facts = {"expected": finding.expected or say("nothing"), "found": finding.found or say("nothing")}
    if not finding.expected:
        return say("{place}: {what} ({found}).", place=finding.place, what=what, found=finding.found)
    return say("{place}: {what} (expected {expected}, found {found}).", place=finding.place, what=what, **facts)
