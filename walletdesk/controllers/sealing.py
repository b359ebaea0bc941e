"""Seals: what a ledger holds in a line to write down, and whether it still holds what it held then (I1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from walletdesk.controllers.tasks import Task
from walletdesk.controllers.verifying import Verdict, verify_book
from walletdesk.controllers.words_context import say
from walletdesk.ledger import sealing
from walletdesk.ledger.refusals_book import SealOfNothing
from walletdesk.ledger.sealing import Seal
from walletdesk.ledger.values import transaction_label
from walletdesk.store import posting, projects
from walletdesk.store.book import Book

__all__ = ["Answer", "Seal", "Seen", "check", "compare", "ends_at", "of", "spoken"]


class Answer(Enum):
    """What a seal says of a ledger."""

    HELD = auto()
    OTHER = auto()
    SHORTER = auto()
    UNSOUND = auto()
    """The seal fits, but Verify found the book broken: what it holds is not what was sealed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A seal compared with a project's ledger, whose last transaction has the number ``last``."""

    answer: Answer
    seal: Seal
    project: str
    last: int


def of(book: Book, project: str) -> Seal:
    """The seal of the project's ledger as it is now.

    Refuses SealOfNothing.
    """
    head = posting.head(book, project)
    if not head.number:
        raise SealOfNothing(projects.get(book, project).name)
    return sealing.seal(head.number, head.hash)


def ends_at(book: Book, project: str) -> int:
    """The number of the project's last transaction, 0 before the first."""
    return posting.head(book, project).number


def compare(book: Book, project: str, text: str) -> Seen:
    """Whether the project's chain had this seal; that its rows still make this chain is for Verify to tell.

    Refuses SealMistyped.
    """
    read = sealing.read(text)
    link = posting.link_at(book, project, read.number)
    last = ends_at(book, project)
    if link is None:
        answer = Answer.SHORTER if read.number > last else Answer.OTHER
    else:
        answer = Answer.HELD if sealing.seal(read.number, link) == read else Answer.OTHER
    return Seen(answer, read, projects.get(book, project).name, last)


def check(book: Book, project: str, text: str, memory: Path | None = None) -> Task[tuple[Seen, Verdict | None]]:
    """Compare a seal, and where it fits verify the whole book: only both together say that nothing was changed.

    Refuses SealMistyped.
    """
    seen = compare(book, project, text)
    if seen.answer is not Answer.HELD:
        return seen, None
    verdict = yield from verify_book(book, memory)
    if not verdict.ok:
        seen = Seen(Answer.UNSOUND, seen.seal, seen.project, seen.last)
    return seen, verdict


def spoken(seen: Seen) -> str:
    """The answer as a sentence."""
    template = {
        Answer.HELD: "{project} holds what it held at {number}; everything was recomputed and is sound.",
        Answer.OTHER: "Not the same history: {project} had another seal at {number}. "
        "It was changed since, or the seal is of another ledger. Compare it with a backup.",
        Answer.SHORTER: "{project} is shorter than that: it ends at {last}, and the seal was made at {number}. "
        "This is an older copy, or its end was cut off.",
        Answer.UNSOUND: "The seal fits at {number}, but the book is not sound: "
        "something was changed without its seal. See what Verify found.",
    }[seen.answer]
    number, last = transaction_label(seen.seal.number), transaction_label(seen.last)
    return say(template, project=seen.project, number=number, last=last)
