"""Finding rows by pieces of text that a person types, in any order and any case."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from peewee import fn


def matches(text: str, *columns: Any) -> Iterator[Any]:
    """One condition for each word of the text: some of the columns holds it."""
    for word in text.casefold().split()[:8]:
        yield reduce(or_, (fn.instr(fn.fold(fn.coalesce(column, "")), word) > 0 for column in columns))
