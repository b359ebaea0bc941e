"""What makes large imports quick changes nothing of what they say."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.controllers.importing_scene import MAPPING, NOON, checked, file, imported
from walletdesk.controllers import books, importing
from walletdesk.controllers.books import Book
from walletdesk.controllers.importing import Kinds, Mapping, Memory, Plan, Verdict
from walletdesk.controllers.importing_check import SLICE
from walletdesk.controllers.importing_plan import PlanRow
from walletdesk.ledger.refusals import LedgerError, ReferenceTaken

ROWS = 2 * SLICE + 7


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    book = books.create(tmp_path / "club.walletdesk", "UTC", lambda: NOON)
    yield book
    book.close()


def many(start: int, stop: int) -> str:
    return "".join(f"2024-01-{1 + n % 28:02d},c{n % 9},in,{n % 50}.25,row {n},{n}\n" for n in range(start, stop))


def watched(book: Book, path: Path, mapping: Mapping, memory: Memory) -> tuple[Plan, list[str], list[float]]:
    """The plan, what was done for it, and the shares of it that were told."""
    task = importing.check(book, path, mapping, memory=memory)
    what, shares = [], []
    while True:
        try:
            progress = next(task)
        except StopIteration as end:
            return end.value, what, shares
        what.append(progress.what)
        shares.append(progress.done / progress.total)


def rows(plan: Plan) -> list[PlanRow | tuple[int, str]]:
    found = plan.page(None, 1, plan.total).rows
    return [row if row.refusal is None else (row.line, str(row.refusal)) for row in found]


def test_a_second_check_remembers_how_the_file_writes_and_says_the_same(book: Book, tmp_path: Path) -> None:
    path, memory = file(tmp_path, many(0, ROWS)), Memory()
    other = replace(MAPPING, kinds=Kinds(issue=("out",), redeem=("in",)))
    first, what, shares = watched(book, path, MAPPING, memory)
    assert {"scan", "check"} == set(what)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    again, what, shares = watched(book, path, other, memory)
    assert set(what) == {"check"}
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert rows(again) == rows(checked(book, path, other))
    assert rows(first) != rows(again)


def test_what_is_remembered_of_a_file_is_forgotten_with_it(book: Book, tmp_path: Path) -> None:
    path, memory = file(tmp_path, "2024-01-31,ann,in,1.50,,\n"), Memory()
    watched(book, path, MAPPING, memory)
    path = file(tmp_path, '31.01.2024,ann,in,"1,50",,\n')
    plan, _, _ = watched(book, path, MAPPING, memory)
    assert rows(plan) == rows(checked(book, path))
    assert plan.count(Verdict.READY) == 1
    asked = replace(MAPPING, format=replace(MAPPING.format, decimal="."))
    plan, _, _ = watched(book, path, asked, memory)
    assert plan.count(Verdict.REFUSED) == 1


def test_rows_of_the_book_are_found_wherever_they_stand_in_the_file(book: Book, tmp_path: Path) -> None:
    imported(book, file(tmp_path, many(0, ROWS)))
    half = SLICE // 2
    plan = checked(book, file(tmp_path, many(half, ROWS + half)))
    assert (plan.count(Verdict.THERE), plan.count(Verdict.READY)) == (ROWS - half, half)
    other = many(0, ROWS).replace(",in,", ",in,1")
    assert {type(row.reason) for row in checked(book, file(tmp_path, other)).refused} == {ReferenceTaken}


def test_refused_rows_keep_nothing_alive(book: Book, tmp_path: Path) -> None:
    hostile = 'x,ann,in,1,,\n2024-01-02,ann,out,"2",,\n2024-01-02,ann\n2024-01-02,ann,in,x1,,\n2024-01-02,a,?,1,,\n'
    plan = checked(book, file(tmp_path, "2024-01-03,ok,in,1,,\n" * 9 + hostile))
    assert len(plan.refused) == 5
    for row in plan.refused:
        held: LedgerError = row.reason
        assert (held.__traceback__, held.__cause__, held.__context__) == (None, None, None)
