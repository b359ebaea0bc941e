"""Which rows of a list are selected, as ranges: a million of them cost as much as one."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ranges:
    """Rows as ascending, disjoint ranges, both ends included."""

    spans: tuple[Span, ...] = ()

    @staticmethod
    def of(rows: Iterable[int]) -> "Ranges":
        """These rows."""
        found: list[Span] = []
        for row in sorted(set(rows)):
            if found and found[-1][1] == row - 1:
                found[-1] = (found[-1][0], row)
            else:
                found.append((row, row))
        return Ranges(tuple(found))

    def __contains__(self, row: int) -> bool:
        at = bisect_right(self.spans, row, key=_first) - 1
        return at >= 0 and row <= self.spans[at][1]

    @property
    def count(self) -> int:
        """How many rows there are; len() ends where a C integer does."""
        return sum(last - first + 1 for first, last in self.spans)

    def rows(self) -> Iterator[int]:
        """Each row, ascending."""
        for first, last in self.spans:
            yield from range(first, last + 1)

    def add(self, one: int, other: int) -> "Ranges":
        """With the rows between these two, both included, in either order."""
        first, last = min(one, other), max(one, other)
        before = [span for span in self.spans if span[1] < first - 1]
        after = [span for span in self.spans if span[0] > last + 1]
        joined = self.spans[len(before) : len(self.spans) - len(after)]
        if joined:
            first, last = min(first, joined[0][0]), max(last, joined[-1][1])
        return Ranges((*before, (first, last), *after))

    def remove(self, one: int, other: int) -> "Ranges":
        """Without the rows between these two."""
        first, last = min(one, other), max(one, other)
        left: list[Span] = []
        for start, end in self.spans:
            pieces = ((start, min(end, first - 1)), (max(start, last + 1), end))
            left += [piece for piece in pieces if piece[0] <= piece[1]]
        return Ranges(tuple(left))

    def toggle(self, row: int) -> "Ranges":
        """With this row if it was not there, else without it."""
        return self.remove(row, row) if row in self else self.add(row, row)

    def within(self, first: int, last: int) -> "Ranges":
        """Those between first and last."""
        cut = ((max(start, first), min(end, last)) for start, end in self.spans)
        return Ranges(tuple(span for span in cut if span[0] <= span[1]))

    def shifted(self, by: int) -> "Ranges":
        """Each of them so many rows further down."""
        return Ranges(tuple((first + by, last + by) for first, last in self.spans))


def _first(span: Span) -> int:
    return span[0]


NOTHING: Final = Ranges()
