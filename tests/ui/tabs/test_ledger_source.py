"""Which rows a ledger shows, against the plainest possible list."""

from array import array
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.tabs.lists_desk import NOW, TODAY, Clock, Facts, fill, post_many
from walletdesk.controllers import books, entries, tasks
from walletdesk.controllers.books import Book
from walletdesk.controllers.entries import Found
from walletdesk.ledger.refusals import NotFound
from walletdesk.ledger.values import Period
from walletdesk.ui.tables.blocks import BLOCK
from walletdesk.ui.tables.pager import Paging
from walletdesk.ui.tabs.ledger_source import Ask, View, load_block, look

MANY = 450


def naive(view: View) -> list[int]:
    seqs = list(view.found.seqs) if view.found is not None else list(range(view.first, view.last + 1))
    return seqs[::-1] if view.newest_first else seqs


views = st.builds(
    lambda first, count, newest, kept: View(
        1,
        first,
        first + count - 1,
        newest,
        None if kept is None else Found(array("q", sorted(kept)), 0, 0, count),
    ),
    st.integers(1, 9),
    st.integers(0, 12),
    st.booleans(),
    st.none() | st.sets(st.integers(1, 20), max_size=9),
)


@given(views, st.integers(0, 25))
def test_rows_and_numbers_agree(view: View, seq: int) -> None:
    rows = naive(view)
    assert view.total == len(rows)
    assert view.has(seq) == (seq in rows)
    if seq in rows:
        assert view.row_of(seq) == rows.index(seq)
    elif rows:
        assert 0 <= view.row_of(seq) < len(rows)


class Shelf:
    """A book without a window."""

    def __init__(self, folder: Path) -> None:
        clock = Clock()
        self.book: Book = books.create(folder / "book.walletdesk", "UTC", clock)
        self.facts: Facts = fill(self.book, clock)
        post_many(self.book, self.facts, clock, MANY)
        self.wallet = self.facts.cash.id


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    made = Shelf(tmp_path_factory.mktemp("shelf"))
    yield made
    made.book.close()


PERIODS = [Period(), Period(date(2025, 11, 19), None), Period(None, date(2025, 11, 19)), Period(TODAY, TODAY)]


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("newest", [True, False])
@pytest.mark.parametrize("size", [25, 100, 500])
def test_every_page_is_the_page_that_the_controllers_answer(
    shelf: Shelf, period: Period, newest: bool, size: int
) -> None:
    total = entries.page(shelf.book, shelf.wallet, period).total
    for number in range(1, -(-total // size) + 1):
        wanted = entries.page(shelf.book, shelf.wallet, period, number, size, newest)
        seen = look(shelf.book, Ask(shelf.wallet, period, newest, number=number, size=size))
        assert seen.paging == Paging(total, number, size)
        first = seen.paging.first - 1
        rows = {start + place: row for start, block in seen.blocks.items() for place, row in enumerate(block)}
        assert tuple(rows[first + place] for place in range(len(wanted.rows))) == wanted.rows


@pytest.mark.parametrize("newest", [True, False])
def test_what_a_filter_found_is_shown_in_the_same_order(shelf: Shelf, newest: bool) -> None:
    found = tasks.finish(entries.find(shelf.book, shelf.wallet, Period(), "entry", "in"))
    view = look(shelf.book, Ask(shelf.wallet, newest_first=newest, found=found)).view
    rows = [line for start in range(0, view.total, BLOCK) for line in load_block(shelf.book, view, start, BLOCK)]
    assert [line.seq for line in rows] == naive(view)
    assert all(line.amount > 0 for line in rows)


@pytest.mark.parametrize("newest", [True, False])
@pytest.mark.parametrize("size", [25, None])
def test_a_day_is_found_where_reading_comes_to_it(shelf: Shelf, newest: bool, size: int | None) -> None:
    day = date(2025, 11, 19)
    seen = look(shelf.book, Ask(shelf.wallet, newest_first=newest, size=size, day=day))
    assert seen.row is not None
    line = next(
        row for start, block in seen.blocks.items() for place, row in enumerate(block) if start + place == seen.row
    )
    of_day = entries.span(shelf.book, shelf.wallet, Period(day, day))
    assert line.seq == (of_day.last if newest else of_day.first)
    if size is not None:
        assert seen.paging.number == seen.row // size + 1


@pytest.mark.parametrize(("day", "newest", "first"), [(date(2020, 1, 1), True, False), (date(2031, 1, 1), True, True)])
def test_a_day_outside_lands_at_the_nearest_end(shelf: Shelf, day: date, newest: bool, first: bool) -> None:
    seen = look(shelf.book, Ask(shelf.wallet, newest_first=newest, day=day))
    assert seen.row == (0 if first else seen.view.total - 1)


def test_a_page_past_the_end_becomes_the_last(shelf: Shelf) -> None:
    seen = look(shelf.book, Ask(shelf.wallet, number=99, size=100))
    assert seen.paging.number == seen.paging.pages


def test_a_wanted_entry_is_told_only_where_it_is(shelf: Shelf) -> None:
    assert look(shelf.book, Ask(shelf.wallet, seq=MANY)).row is not None
    assert look(shelf.book, Ask(shelf.wallet, period=Period(TODAY, TODAY), seq=1)).row is None


def test_an_empty_ledger_and_an_unknown_one(shelf: Shelf) -> None:
    seen = look(shelf.book, Ask(shelf.facts.other.id, day=TODAY, seq=3))
    assert (seen.view.total, seen.blocks, seen.row) == (0, {}, None)
    with pytest.raises(NotFound):
        look(shelf.book, Ask(999))
    assert NOW
