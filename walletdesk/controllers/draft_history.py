"""Undo and redo within a draft: its former states, and where one differs from another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from walletdesk.controllers.draft import DraftRow, DraftState

KEPT: Final = 200
_TYPED: Final = ("description", "reference", "total")
_HEADS: Final = (*_TYPED, "value_date")
_FIELDS: Final = ("kind", "source", "target", "amount", "memo")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft changed: a row's id, None for the fields above the rows; ``field`` is empty for the whole row."""

    row: int | None
    field: str = ""


class History:
    """The states before the present one, and those that were undone. What is typed in one field above is one step."""

    def __init__(self) -> None:
        """Nothing happened yet."""
        self._past: list[DraftState] = []
        self._future: list[DraftState] = []
        self._last: Place | None = None

    def record(self, before: DraftState, after: DraftState) -> None:
        """The draft is about to become another one. Rows that nobody touched come and go without a step."""
        if _touched(before) == _touched(after):
            return
        place = difference(before, after)
        goes_on = place is not None and place.row is None and place.field in _TYPED and place == self._last
        if not goes_on or not self._past:
            self._past = [*self._past, before][-KEPT:]
        self._future, self._last = [], place

    def back(self, present: DraftState) -> DraftState | None:
        """The state before; None if there is none."""
        return self._step(self._past, self._future, present)

    def forth(self, present: DraftState) -> DraftState | None:
        """The state that was undone last; None if there is none."""
        return self._step(self._future, self._past, present)

    def _step(self, source: list[DraftState], target: list[DraftState], present: DraftState) -> DraftState | None:
        self._last = None
        while source:
            found = source.pop()
            if _touched(found) != _touched(present):  # what was typed and taken away again is no step
                target.append(present)
                return found
        return None


def _touched(state: DraftState) -> DraftState:
    return replace(state, rows=tuple(row for row in state.rows if not row.untouched))


def difference(before: DraftState, after: DraftState) -> Place | None:
    """The first place in ``after`` that is not as it was; None if nothing differs."""
    for name in _HEADS:
        if getattr(before, name) != getattr(after, name):
            return Place(None, name)
    was, now = [row.id for row in before.rows], [row.id for row in after.rows]
    known = {row.id: row for row in before.rows}
    for row in after.rows:
        if row.id not in known:
            return Place(row.id)
        if row != known[row.id]:
            return Place(row.id, _field(known[row.id], row))
    if len(was) != len(now):  # rows are gone: the one that stood before the first of them
        gone = next(place for place, id_ in enumerate(was) if id_ not in now)
        return Place(now[max(0, min(gone, len(now)) - 1)])
    moved = next((at for at in range(len(now)) if was[at] != now[at]), None)
    if moved is not None:
        return Place(_moved(was, now, moved))
    return Place(None) if before != after else None


def _field(was: DraftRow, now: DraftRow) -> str:
    return next((name for name in _FIELDS if getattr(was, name) != getattr(now, name)), "")


def _moved(was: list[int], now: list[int], first: int) -> int:
    """The row that was moved, where the orders differ from ``first`` on."""
    left = was[first]
    return left if [id_ for id_ in was if id_ != left] == [id_ for id_ in now if id_ != left] else now[first]
