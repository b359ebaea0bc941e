"""What makes large imports quick changes nothing of what they say."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.controllers.importing_scene import MAPPING, NOON, checked, file, imported
from walletdesk.controllers import books, importing
from walletdesk.controllers.books import Book
from walletdesk.controllers.importing import Kinds, Mapping, Memory, Plan, Verdict
from walletdesk.controllers.importing_check import SLICE
from walletdesk.controllers.importing_plan import PlanRow
from walletdesk.controllers.tasks import Progress, Task, finish
from walletdesk.controllers.verifying import verify_book
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
        if progress.total:  # not known before the file was looked at
            shares.append(progress.done / progress.total)


def rows(plan: Plan) -> list[PlanRow | tuple[int, str]]:
    found = plan.page(None, 1, plan.total).rows
    return [row if row.refusal is None else (row.line, str(row.refusal)) for row in found]


def test_a_second_check_remembers_how_the_file_writes_and_says_the_same(book: Book, tmp_path: Path) -> None:
    path, memory = file(tmp_path, many(0, ROWS)), Memory()
    other = replace(MAPPING, kinds=Kinds(issue=("out",), redeem=("in",)))
    first, what, shares = watched(book, path, MAPPING, memory)
    assert set(what) == {"look", "scan", "check"}
    assert shares == sorted(shares)
    assert shares[-1] == 1
    again, what, shares = watched(book, path, other, memory)
    assert set(what) == {"look", "check"}
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


def steps(task: Task[object]) -> Iterator[Progress]:
    """All that is told of a task on its way."""
    yield from task


def test_no_step_is_longer_than_a_person_waits_for_cancel(book: Book, tmp_path: Path) -> None:
    """Between two moments at which a task can be given up, no more than so many rows are dealt with."""
    plan = checked(book, file(tmp_path, many(0, 3 * importing.SLICE // 2 + 3)))
    told = [0, *(step.done for step in steps(importing.write(book, plan)))]
    gaps = [after - before for before, after in pairwise(told)]
    assert max(gaps) <= importing.LOOK
    assert min(gaps) >= 0
    assert told[-1] == len(plan.ready)


@pytest.mark.parametrize("given_up", [1, 3, 5, 6, 7])
def test_an_import_given_up_between_slices_leaves_nothing(book: Book, tmp_path: Path, given_up: int) -> None:
    plan = checked(book, file(tmp_path, many(0, ROWS + importing.SLICE)))
    task = importing.write(book, plan)
    for _ in range(given_up):
        next(task)
    task.close()
    assert book.value("SELECT count(*) FROM txn") == 0
    finish(importing.write(book, plan))
    assert book.value("SELECT count(*) FROM txn") == len(plan.ready)
    assert finish(verify_book(book)).ok


def test_a_file_is_looked_at_piece_by_piece(book: Book, tmp_path: Path) -> None:
    path = file(tmp_path, f"2024-01-02,ann,in,1,{'m' * 150},\n" * 20_000)
    told = list(steps(importing.inspect(path)))
    assert len(told) > 3
    assert [step.done for step in told] == sorted(step.done for step in told)
    assert {step.total for step in told} == {path.stat().st_size}
    assert told[-1].done == told[-1].total
    assert next(importing.check(book, path, MAPPING)) == Progress(0, 0, "look")


def test_problem_rows_are_written_piece_by_piece_and_not_at_all_if_given_up(book: Book, tmp_path: Path) -> None:
    plan = checked(
        book, file(tmp_path, "2024-01-02,ann,in,1,,\n" + "2024-01-02,ann,in,oops,,\n" * (2 * importing.LOOK))
    )
    target = tmp_path / "refused.csv"
    words = importing.reasons(plan, book)
    told = [step.done for step in steps(importing.refused_csv(plan, target, words))]
    assert told == [importing.LOOK, 2 * importing.LOOK]
    assert target.read_text().count("oops") >= len(plan.refused)
    target.write_text("mine")
    task = importing.refused_csv(plan, target, words)
    next(task)
    task.close()
    assert target.read_text() == "mine"
