"""How a reversal and what it reversed are told of each other: the book keeps the link, the words are made here."""

from __future__ import annotations

from walletdesk.controllers.words_context import say
from walletdesk.ledger.values import transaction_label


def reverses_words(number: int, part: bool) -> str:
    """What a reversal is called by what it takes back."""
    template = "Reverses part of {label}" if part else "Reverses {label}"
    return say(template, label=transaction_label(number))


def reversed_words(by: int, part: bool) -> str:
    """How a transaction stands that was taken back."""
    template = "Reversed in part by {label}" if part else "Reversed by {label}"
    return say(template, label=transaction_label(by))


def told_words() -> tuple[str, str]:
    """What reversals are found by, as they are told: of one that took back all, of one that took back a part."""
    return say("Reverses {label}", label="{label}"), say("Reverses part of {label}", label="{label}")


def described(description: str, reverses: int | None, part: bool = False) -> str:
    """What a transaction was for, in one line: of a reversal what it takes back, and why.

    Reversals of earlier days hold both in their description.
    """
    reason = " ".join(description.split())
    if reverses is None or reason.startswith(f"Reverses {transaction_label(reverses)}"):
        return reason
    head = reverses_words(reverses, part)
    return say("{reversal}: {reason}", reversal=head, reason=reason) if reason else head
