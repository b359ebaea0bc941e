"""Sentences for what files, mappings and imports refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from walletdesk.controllers import importing_refusals as i
from walletdesk.controllers.words_context import Context, noun, say
from walletdesk.controllers.words_ledger import TABLE as LEDGER
from walletdesk.exchange import refusals as x
from walletdesk.ledger.refusals import LedgerError

Words = Callable[[Any, Context], str]


def _facts(template: str) -> Words:
    """A sentence made of the refusal's own facts."""
    return lambda e, _: say(template, **vars(e))


def _inner(reason: LedgerError, context: Context) -> str:
    words = TABLE.get(type(reason)) or LEDGER[type(reason)]
    return words(reason, context)


def _dates_unknown(e: x.DatesUnknown, _: Context) -> str:
    if not e.example:
        return say("The column of dates is empty. Choose another column, or none.")
    return say(
        "\u201c{example}\u201d and others are in no usual form of dates. Say the form, such as %d.%m.%Y.",
        example=e.example,
    )


def _dates_ambiguous(e: x.DatesAmbiguous, _: Context) -> str:
    readings = "; ".join(f"{day} ({form})" for day, form in zip(e.readings, e.formats, strict=True))
    template = "\u201c{example}\u201d can be read in several ways: {readings}. Say which form the dates have."
    return say(template, example=e.example, readings=readings)


def _amounts_ambiguous(e: x.AmountsAmbiguous, _: Context) -> str:
    template = "\u201c{example}\u201d can be read as {readings}. Say which sign is the decimal mark."
    return say(template, example=e.example, readings=say(" or ").join(e.readings))


def _column_missing(e: x.ColumnMissing, _: Context) -> str:
    template = "The file has no column \u201c{column}\u201d. Its columns are: {choices}."
    return say(template, column=e.column, choices=", ".join(e.choices[:30]))


def _column_twice(e: x.ColumnTwice, _: Context) -> str:
    template = "Several columns are called \u201c{column}\u201d. Use one of their numbers: {numbers}."
    return say(template, column=e.column, numbers=", ".join(map(str, e.numbers)))


def _key_unknown(e: x.MappingKeyUnknown, _: Context) -> str:
    template = "The mapping has a key \u201c{key}\u201d that means nothing. Possible are: {choices}."
    return say(template, key=e.key, choices=", ".join(e.choices))


_EXPECTED: Final = {
    "text": "a text",
    "table": "a table",
    "column": "a column's name or its number from 1",
    "words": "a word or a list of words",
    "fractions": "a whole number from 1 to 1000000000",
    "sign": "one character",
    "another sign": "another sign than the decimal mark",
}


def _value_wrong(e: x.MappingValueWrong, _: Context) -> str:
    expected = noun(_EXPECTED, e.expected)
    return say("In the mapping, {key} must be {expected}, not {found}.", key=e.key, expected=expected, found=e.found)


def _word_twice(e: x.MappingWordTwice, _: Context) -> str:
    template = "In the mapping, the word \u201c{word}\u201d stands for {first} and for {second}. Take it out of one."
    return say(template, word=e.word, first=e.kinds[0], second=e.kinds[1])


def _nothing(e: i.NothingToImport, _: Context) -> str:
    if e.there and not e.refused:
        return say("All {there} rows are in the book already. Nothing was written.", there=e.there)
    template = "No row can be imported: {refused} are refused and {there} are in the book already. Nothing was written."
    return say(template, refused=e.refused, there=e.there)


def _changed(e: i.BookChanged, c: Context) -> str:
    template = (
        "The book changed since the check; line {line} no longer passes: {reason} Nothing was written. Check again."
    )
    return say(template, line=e.line, reason=_inner(e.reason, c))


def _not_bookable(e: i.DatesNotBookable, c: Context) -> str:
    return say(
        "The file's dates cannot be booked, because of line {line}: {reason}", line=e.line, reason=_inner(e.reason, c)
    )


TABLE: Final[dict[type[LedgerError], Words]] = {
    x.FileEmpty: _facts("{path} is empty. Choose another file."),
    x.NoRows: _facts("{path} has a header and no rows below it. Choose another file."),
    x.NotText: _facts("{path} is no text. Save it as CSV first."),
    x.TooManyColumns: _facts("{path} has {count} columns; at most {limit} are read. Check the separator."),
    x.FileChanged: _facts("{path} changed since it was looked at. Choose it again."),
    x.EncodingWrong: _facts("From line {line} on, {path} is not written in {encoding}. Choose another encoding."),
    x.EncodingUnknown: _facts("There is no encoding of texts called \u201c{encoding}\u201d. Try utf-8 or cp1252."),
    x.QuotesBroken: _facts("{path}: too many quotation marks are never closed, as in line {line}. Mend the file."),
    x.ColumnMissing: _column_missing,
    x.ColumnTwice: _column_twice,
    x.DatesUnknown: _dates_unknown,
    x.DatesAmbiguous: _dates_ambiguous,
    x.DateFormatWrong: _facts("\u201c{format}\u201d is no complete form of dates: see {sign}. An example is %d.%m.%Y."),
    x.AmountsAmbiguous: _amounts_ambiguous,
    x.FileSpared: _facts("{path} is a book or a file in use and was left as it is. Choose another name."),
    x.ColumnsDiffer: _facts("The row has {found} cells where the file has {expected} columns."),
    x.QuoteMisplaced: lambda _, __: say("A quotation mark stands inside a cell. Double it, or take it out."),
    x.QuoteUnclosed: lambda _, __: say("A quotation mark is opened in this row and never closed."),
    x.CellTooLong: _facts("The row is too long: at most {limit} characters are read."),
    x.KindUnknown: _facts("The mapping does not say what \u201c{word}\u201d becomes. Add it to a kind."),
    x.BothAmounts: _facts("The row has a credit ({credit}) and a debit ({debit}). Only one of them may be filled."),
    x.MappingUnreadable: _facts("{path} is no mapping that can be read: {reason}."),
    x.MappingKeyUnknown: _key_unknown,
    x.MappingKeyMissing: _facts("The mapping needs the key {key}."),
    x.MappingValueWrong: _value_wrong,
    x.MappingWordTwice: _word_twice,
    i.ImportedBefore: _facts("This file was imported already, as batch {batch} ({name}). Reverse that batch first."),
    i.NothingToImport: _nothing,
    i.BookChanged: _changed,
    i.DatesNotBookable: _not_bookable,
    i.BeforeCalendar: _facts(
        "{day} lies before {first}, when our calendar begins. Book it now and keep the day as its value date."
    ),
    i.ReferenceRepeated: _facts("The reference \u201c{reference}\u201d stands in line {line} too, with other content."),
    i.FractionsDiffer: _facts("{asset} has {present} parts to a unit in the book, not {wanted}; that never changes."),
}
