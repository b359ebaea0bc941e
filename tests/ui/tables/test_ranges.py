"""Ranges of rows behave as the set of rows that they stand for."""

from hypothesis import given
from hypothesis import strategies as st

from walletdesk.ui.tables.ranges import NOTHING, Ranges

rows = st.integers(0, 40)
steps = st.lists(st.tuples(st.sampled_from(["add", "remove", "toggle"]), rows, rows), max_size=20)


@given(steps)
def test_any_row_of_steps_does_what_it_does_to_a_set(taken: list[tuple[str, int, int]]) -> None:
    ranges, plain = NOTHING, set[int]()
    for step, one, other in taken:
        both = set(range(min(one, other), max(one, other) + 1))
        if step == "add":
            ranges, plain = ranges.add(one, other), plain | both
        elif step == "remove":
            ranges, plain = ranges.remove(one, other), plain - both
        else:
            ranges, plain = ranges.toggle(one), plain ^ {one}
        assert list(ranges.rows()) == sorted(plain)
        assert ranges == Ranges.of(plain), "no two ranges meet"
        assert ranges.count == len(plain)
        assert [row in ranges for row in range(45)] == [row in plain for row in range(45)]


@given(st.sets(rows), rows, rows)
def test_a_part_and_a_shift(plain: set[int], first: int, last: int) -> None:
    ranges = Ranges.of(plain)
    assert list(ranges.within(first, last).rows()) == sorted(row for row in plain if first <= row <= last)
    assert list(ranges.shifted(7).rows()) == sorted(row + 7 for row in plain)
