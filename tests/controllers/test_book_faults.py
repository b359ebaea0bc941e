"""G3: what befalls the disk while rows are looked at is told as that, and never as a verdict on one of them."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.controllers.importing_scene import NOON, file, imported
from tests.controllers.test_many import give
from walletdesk.controllers import batches, books, importing, many
from walletdesk.controllers.books import Book
from walletdesk.controllers.importing_refusals import BookChanged
from walletdesk.controllers.many_refusals import NamedBefore
from walletdesk.controllers.many_who import Who
from walletdesk.controllers.tasks import finish
from walletdesk.exchange.mapping_toml import parse
from walletdesk.ledger.refusals import AlreadyTaken, DiskFailure, NotFound

MAPPING = parse(
    """
    project = "Club"
    asset = { code = "EUR" }
    columns = { date = "day", customer = "who", kind = "what", amount = "sum", memo = "text", reference = "no" }
    kinds = { issue = ["in"], redeem = ["out"] }
    create = { customers = true, wallets = true }
    booking = "now"
    """
)


@pytest.fixture
def book(tmp_path: Path) -> Any:
    made = books.create(tmp_path / "book.walletdesk", "UTC", lambda: NOON)
    imported(made, file(tmp_path, "2024-01-02,ann,in,10.00,first,r1\n2024-01-02,bob,in,5.5,,r2\n"))
    yield made
    made.close()


def every_fault(book: Book, monkeypatch: pytest.MonkeyPatch, attempt: Callable[[], object]) -> int:
    """Let each statement fail in turn until none does; answers how many times it was refused."""
    rows, refused = book.rows, 0
    for nth in range(1, 500):
        asked = 0

        def failing(*given: Any, nth: int = nth) -> Any:
            nonlocal asked
            asked += 1
            if asked == nth:
                raise DiskFailure(str(book.path))
            return rows(*given)

        monkeypatch.setattr(book, "rows", failing)
        with suppress(DiskFailure):
            attempt()
            if asked < nth:
                break
            raise AssertionError(f"statement {nth} failed, and nobody was told")
        refused += 1
    monkeypatch.setattr(book, "rows", rows)
    return refused


def test_g3_a_check_of_a_file_stops_where_the_disk_fails(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(tmp_path, "2024-01-03,ann,in,1.00,,r3\n2024-01-03,cid,in,2,,r4\n2024-01-03,bob,out,1,,\n")

    def check() -> None:
        assert not finish(importing.check(book, path, MAPPING)).refused

    assert every_fault(book, monkeypatch, check) > 3


def test_g3_an_import_that_the_disk_stops_is_not_told_as_a_changed_book(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(tmp_path, "2024-01-03,ann,in,1.00,,r3\n2024-01-03,cid,in,2,,r4\n")
    plan = finish(importing.check(book, path, MAPPING))

    def write() -> None:
        try:
            finish(importing.write(book, plan))
        except BookChanged as changed:  # it had been written, and what failed was to look at it afterwards
            assert isinstance(changed.reason, AlreadyTaken)

    assert every_fault(book, monkeypatch, write) > 3
    assert len(batches.list_all(book, plan.project.id)) == 2


def test_g3_a_list_for_many_stops_where_the_disk_fails(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    (project, euro), *_ = book.rows("SELECT project, id FROM asset")
    who = Who(euro, listed="ann, bob\nW-00001\ncid")

    def check() -> None:
        refused = finish(many.check(book, project, who, give(5))).refused
        assert [type(row.refusal) for row in refused] == [NamedBefore, NotFound]

    assert every_fault(book, monkeypatch, check) > 3
