"""Pages of what is numbered without gaps: arithmetic instead of counting (R1, R2)."""

from __future__ import annotations

MAX_PAGE = 500


def stretch(first: int, count: int, number: int, size: int, newest_first: bool) -> tuple[int, int]:
    """The first and last number on a page of ``count`` things numbered from ``first`` on.

    Pages count from 1; past the end the stretch is empty (last before first).
    """
    assert number >= 1, f"page {number}"
    assert 1 <= size <= MAX_PAGE, f"a page of {size}"
    skipped = (number - 1) * size
    taken = max(0, min(size, count - skipped))
    start = first + count - skipped - taken if newest_first else first + skipped
    return start, start + taken - 1
