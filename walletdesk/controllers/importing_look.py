"""What a person is shown of a file while they say what its columns mean: words, dates, amounts, and the dry run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from walletdesk.controllers import importing
from walletdesk.controllers.importing_check import Memory
from walletdesk.controllers.importing_plan import Plan
from walletdesk.controllers.importing_rows import places
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.exchange.csv_read import Reader
from walletdesk.exchange.csv_sniff import Facts
from walletdesk.exchange.dates import compiled, day_formats
from walletdesk.exchange.mapping import Becomes, Column, Columns, Kinds, Mapping, fold
from walletdesk.exchange.refusals import AmountsAmbiguous, DatesAmbiguous
from walletdesk.exchange.suggest import kinds_of
from walletdesk.ledger.amounts import Notation, Scale
from walletdesk.ledger.refusals import LedgerError
from walletdesk.store.book import Book

__all__ = [
    "AmountsAmbiguous", "Checked", "Columns", "DatesAmbiguous", "Facts", "Word", "Words", "amount_reading", "checked",
    "column_values", "dates_as", "settled", "usual_dates", "with_guesses", "with_word", "words",
]  # fmt: skip

WORD_LIMIT: Final = 60
SLICE: Final = 1_000


@dataclass(frozen=True)
class Checked:
    """A dry run, and the words for what it refuses."""

    plan: Plan
    words: Callable[[LedgerError], str]


def checked(
    book: Book, path: Path, mapping: Mapping, project: str, notation: Notation, memory: Memory
) -> Task[Checked]:
    """As ``importing.check``, with its words in this notation."""
    plan = yield from importing.check(book, path, mapping, project, memory)
    return Checked(plan, importing.reasons(plan, book, notation))


# --- columns ---------------------------------------------------------------------------------------------------------


def column_values(facts: Facts) -> tuple[Column, ...]:
    """What a mapping calls each column: its name where that is the only one, else its number from 1."""
    folded = [fold(name) for name in facts.columns]
    return tuple(
        name if facts.header and folded[at] and folded.count(folded[at]) == 1 else at + 1
        for at, name in enumerate(facts.columns)
    )


def settled(mapping: Mapping, facts: Facts) -> tuple[Mapping, tuple[LedgerError, ...]]:
    """The mapping with its columns called as ``column_values`` does; those that the file has not are left open."""
    values = column_values(facts)
    found: dict[str, Any] = {}
    missing: list[LedgerError] = []
    for part in fields(Columns):
        column = getattr(mapping.columns, part.name)
        if column is None:
            continue
        try:
            place = places(Mapping(columns=Columns(date=column)), facts).date
        except LedgerError as refusal:
            missing.append(refusal)
        else:
            found[part.name] = values[place or 0]
    return replace(mapping, columns=Columns(**found)), tuple(missing)


# --- words -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the kind column, as it stands there first, and how many rows have it."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Words:
    """The different words of a column, the most frequent first; ``more`` if there are too many to be kinds."""

    words: tuple[Word, ...] = ()
    more: bool = False


def words(_book: Book, facts: Facts, column: Column) -> Task[Words]:
    """Every word of the column; refuses what reading the file does, ColumnMissing and ColumnTwice."""
    place = places(Mapping(columns=Columns(kind=column)), facts).kind
    assert place is not None
    counts: dict[str, int] = {}
    texts: dict[str, str] = {}
    with Reader(facts.path, facts.layout) as reader:
        rows = iter(reader)
        while chunk := list(islice(rows, SLICE)):
            for row in chunk:
                word = row.cells[place].strip() if row.problem is None else ""
                if word:
                    folded = fold(word)
                    counts[folded] = counts.get(folded, 0) + 1
                    texts.setdefault(folded, word)
            if len(counts) > WORD_LIMIT:
                return Words(more=True)
            yield Progress(reader.position, reader.size, "words")
    ordered = sorted(counts, key=lambda folded: (-counts[folded], folded))
    return Words(tuple(Word(texts[folded], counts[folded]) for folded in ordered))


def with_word(kinds: Kinds, word: str, becomes: Becomes | None) -> Kinds:
    """The kinds when this word becomes something else, or nothing."""
    lists = {
        kind.value: tuple(known for known in getattr(kinds, kind.value) if fold(known) != fold(word))
        for kind in Becomes
    }
    if becomes is not None:
        lists[becomes.value] = (*lists[becomes.value], word)
    return Kinds(**lists)


def with_guesses(kinds: Kinds, found: Sequence[str]) -> Kinds:
    """The kinds, and for words that they do not have what those usually mean."""
    known = kinds.words()
    for word, becomes in kinds_of(set(found)).words().items():
        if word not in known:
            text = next(text for text in found if fold(text) == word)
            kinds = with_word(kinds, text, becomes)
    return kinds


# --- dates and amounts -----------------------------------------------------------------------------------------------


def usual_dates() -> tuple[str, ...]:
    """The usual forms of days in figures."""
    return tuple(form for form in day_formats() if "%b" not in form and "%B" not in form)


def dates_as(facts: Facts, column: Column, format: str, limit: int = 3) -> tuple[tuple[str, date], ...]:
    """The first different dates of the column that this form reads, and the days it makes of them."""
    place = places(Mapping(columns=Columns(date=column)), facts).date
    assert place is not None
    form, found = compiled(format), dict[str, date]()
    for row in facts.rows:
        text = row.cells[place].strip() if row.problem is None else ""
        moment = form.read(text) if text else None
        if moment is not None:
            found.setdefault(text, moment.day)
        if len(found) == limit:
            break
    return tuple(found.items())


def amount_reading(text: str, fractions: int, notation: Notation) -> int | None:
    """How many parts this is in the notation; None if it is none."""
    try:
        return Scale(fractions).parse(text, notation)
    except LedgerError:
        return None
