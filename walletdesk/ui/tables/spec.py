"""What a list is asked for, and what makes one list different from another."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from walletdesk.controllers.tasks import Task
from walletdesk.ledger.values import Asset, Page
from walletdesk.ui.tables.columns import ROW_TWO_LINE, Cells, Column
from walletdesk.ui.tables.pager import DEFAULT_SIZE

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list is asked for. `choices` are the filters besides the text, by key."""

    project: str = ""
    text: str = ""
    choices: tuple[tuple[str, object], ...] = ()
    sort: str = ""
    descending: bool = False
    number: int = 1
    size: int = DEFAULT_SIZE

    def choice(self, key: str) -> Any:
        """What one of the filters is set to; None if there is none of that name."""
        return dict(self.choices).get(key)


Sums = tuple[tuple[Asset, int], ...]
"""Amounts by asset, in parts."""


@dataclass(frozen=True)
class Picked(Generic[R]):
    """The rows that are selected in a list; None for all that the query names, on whichever page."""

    query: ListQuery
    rows: tuple[R, ...] | None


@dataclass(frozen=True, slots=True)
class Nothing:
    """What an empty list says: why nothing is here, and what to do first."""

    icon: str
    title: str
    sentence: str
    action: str | None = None


@dataclass(frozen=True)
class ListSpec(Generic[R]):
    """What makes one list different from another. `load(book, query)` runs on the lane."""

    key: str
    name: str
    columns: Sequence[Column]
    cells: Callable[[R], Cells]
    identity: Callable[[R], Hashable]
    load: Callable[[Any, ListQuery], Page[R]]
    kinds: tuple[str, ...]
    nothing: Nothing
    search: str = ""
    sort: str = ""
    descending: bool = False
    row_height: int = ROW_TWO_LINE
    sums: Callable[[Any, Picked[R]], Task[Sums]] | None = None
    """What the selected rows add up to; runs on the lane, slice by slice."""
