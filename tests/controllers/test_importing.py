"""Importing transactions: the dry run judges as posting would, and the write is all or nothing (T5, T6, T11)."""

import csv
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.controllers.importing_scene import HEADER, MAPPING, NOON, checked, file, imported, only_refusal
from walletdesk.controllers import assets, batches, books, customers, importing, projects, transactions, wallets
from walletdesk.controllers.books import Book
from walletdesk.controllers.importing import Booking, Verdict
from walletdesk.controllers.importing_refusals import BeforeCalendar
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import verify_book
from walletdesk.exchange.refusals import (
    AmountsAmbiguous,
    ColumnMissing,
    ColumnsDiffer,
    ColumnTwice,
    DatesAmbiguous,
    FileChanged,
    FileSpared,
    KindUnknown,
    MappingKeyMissing,
    NoRows,
)
from walletdesk.ledger.posting import MAX_OPERATIONS
from walletdesk.ledger.refusals import (
    AmountNotPositive,
    AmountNotWhole,
    AmountTooLarge,
    AmountUnreadable,
    BookedInFuture,
    BookedTooEarly,
    DateUnreadable,
    ForbiddenCharacter,
    InsufficientBalance,
    LedgerError,
    Missing,
    NotFound,
    ProjectArchived,
    TooLong,
    WalletNotOpen,
)
from walletdesk.ledger.status import Status


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    book = books.create(tmp_path / "book.walletdesk", "Europe/Prague", lambda: NOON)
    yield book
    book.close()


def snapshot(book: Book) -> list[object]:
    tables = ("project", "asset", "customer", "wallet", "txn", "operation", "entry", "batch", "event")
    return [book.rows(f"SELECT count(*) FROM {table}") for table in tables]


@pytest.fixture
def club(book: Book) -> tuple[str, str, int]:
    """A project with an asset and a customer: (project, asset, customer)."""
    project = projects.create(book, "Club").value.id
    asset = assets.create(book, project, "Euro", "EUR", 100).value.id
    return project, asset, customers.upsert(book, project, "ann").value.key


# --- the whole way ---------------------------------------------------------------------------------------------------


def test_rows_become_transactions_of_one_batch(book: Book, tmp_path: Path) -> None:
    path = file(tmp_path, "2024-01-02,ann,in,10.00,first,r1\n2024-01-02,bob,in,5.5,,r2\n2024-01-03,ann,out,2,gone,\n")
    plan = checked(book, path)
    assert (plan.new_project, plan.new_asset, plan.count(Verdict.READY), plan.booking) == (True, True, 3, Booking.DATES)
    assert [(w.id, w.customer, w.name, w.after) for w in plan.wallets.values()] == [
        (-1, "ann", "Euro", 800),
        (-2, "bob", "Euro", 550),
    ]
    assert projects.list_all(book) == ()
    done = finish(importing.write(book, plan))
    assert (done.value.transactions, done.value.kind, done.value.name) == (3, "import", "rows.csv")
    (project,) = projects.list_all(book)
    first, third = transactions.get(book, project.id, 1), transactions.get(book, project.id, 3)
    assert (first.reference, first.value_date, first.operations[0].memo) == ("r1", None, "first")
    assert [book.days.day(t.booked_at) for t in (first, third)] == [date(2024, 1, 2), date(2024, 1, 3)]
    assert first.booked_at == book.days.start(date(2024, 1, 2))
    assert [(w.owner_id, b) for w, b in wallets.balances(book, project.id)] == [("ann", 800), ("bob", 550)]
    assert finish(verify_book(book)).ok


def test_the_file_is_only_read(book: Book, tmp_path: Path) -> None:
    path = file(tmp_path, "2024-01-02,ann,in,10.00,first,r1\n")
    before = path.read_bytes(), path.stat().st_mtime_ns
    imported(book, path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_closing_the_task_takes_everything_back(book: Book, tmp_path: Path) -> None:
    plan = checked(book, file(tmp_path, "".join(f"2024-01-02,c{n},in,1,,\n" for n in range(3000))))
    before = snapshot(book)
    for steps in (1, 3, 5, 7):
        task = importing.write(book, plan)
        for _ in range(steps):
            next(task)
        task.close()
        assert not book.in_unit
        assert snapshot(book) == before
    assert finish(importing.write(book, plan)).value.transactions == 3000


def test_a_plan_that_is_let_go_holds_no_row(book: Book, tmp_path: Path) -> None:
    plan = checked(book, file(tmp_path, "".join(f"2024-01-02,c{n},in,{n % 2},memo {n},{n}\n" for n in range(12_000))))
    assert (plan.count(Verdict.READY), plan.count(Verdict.REFUSED)) == (6_000, 6_000)
    steps = list(plan.let_go())
    assert len(steps) == 6
    assert plan.refused == []


def test_a_plan_is_looked_at_page_by_page(book: Book, tmp_path: Path) -> None:
    rows = "".join(f"2024-01-02,ann,{'in' if n % 3 else 'out'},{n},m{n},\n" for n in range(100))
    plan = checked(book, file(tmp_path, rows))
    every = plan.page(None, 1, 200)
    assert [row.line for row in every.rows] == list(range(2, 102))
    thirds = [plan.page(None, number, 34) for number in (1, 2, 3)]
    assert every.rows == tuple(row for third in thirds for row in third.rows)
    assert [(third.total, third.pages) for third in thirds] == [(100, 3)] * 3
    for verdict in Verdict:
        found = plan.page(verdict, 1, 200)
        assert found.rows == tuple(row for row in every.rows if row.verdict is verdict)
        assert found.total == plan.count(verdict)
    assert plan.page(Verdict.READY, 9, 50).rows == ()


# --- rows that are refused -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        ("2024-01-02,ann,in,,,", Missing),
        ("2024-01-02,ann,in,1e309,,", AmountUnreadable),
        ("2024-01-02,ann,in,NaN,,", AmountUnreadable),
        ("2024-01-02,ann,in,-0,,", AmountNotPositive),
        ("2024-01-02,ann,in,0,,", AmountNotPositive),
        ("2024-01-02,ann,in,-5,,", AmountNotPositive),
        ("2024-01-02,ann,in,٣,,", AmountUnreadable),
        ("2024-01-02,ann,in,1.005,,", AmountNotWhole),
        ("2024-01-02,ann,in,92233720368547758.08,,", AmountTooLarge),
        ("2024-01-02,ann,in,=1+1,,", AmountUnreadable),
        ("2024-01-02,ann,out,1,,", InsufficientBalance),
        ("2024-01-02,ann,up,1,,", KindUnknown),
        ("2024-01-02,ann,,1,,", Missing),
        ("2024-02-30,ann,in,1,,", DateUnreadable),
        ("oops,ann,in,1,,", DateUnreadable),
        (",ann,in,1,,", Missing),
        ("2024-01-02,,in,1,,", Missing),
        ("2024-01-02,a\0b,in,1,,", ForbiddenCharacter),
        ("2024-01-02,a\u202eb,in,1,,", ForbiddenCharacter),
        ('2024-01-02,"a\nb",in,1,,', ForbiddenCharacter),
        (f"2024-01-02,{'a' * 201},in,1,,", TooLong),
        (f"2024-01-02,ann,in,1,{'m' * 201},", TooLong),
        (f"2024-01-02,ann,in,1,,{'r' * 101}", TooLong),
        ("2024-01-02,ann,in,1,", ColumnsDiffer),
    ],
)
def test_hostile_rows_are_refused_alone(book: Book, tmp_path: Path, row: str, refusal: type[LedgerError]) -> None:
    plan = checked(book, file(tmp_path, f"2024-01-01,good,in,1.50,,\n{row}\n2024-01-03,good,out,1,,\n"))
    assert isinstance(only_refusal(plan), refusal)
    assert plan.refused[0].line == 3
    assert plan.count(Verdict.READY) == 2
    assert [w.customer for w in plan.wallets.values()] == ["good"]


def test_a_refused_row_makes_nobody_a_customer(book: Book, tmp_path: Path) -> None:
    imported(book, file(tmp_path, "2024-01-02,ann,out,1,,\n2024-01-02,bob,in,1,,\n"))
    (project,) = projects.list_all(book)
    assert [w.owner_id for w, _ in wallets.balances(book, project.id)] == ["bob"]


def test_a_new_customer_is_called_as_the_first_row_says_that_passes(book: Book, tmp_path: Path) -> None:
    header = "day,who,what,sum,text,name,purse\n"
    columns = replace(MAPPING.columns, customer_name="name", wallet="purse", reference=None)
    rows = "ann,out,1,,Wrong,A", "ann,in,1,,,A", "ann,in,1,,Ann,B", "ann,in,1,,Other,A", "ann,in,1,,,C", "bob,in,1,,,A"
    path = file(tmp_path, "".join(f"2024-01-02,{row}\n" for row in rows), header)
    plan = imported(book, path, replace(MAPPING, columns=columns))
    assert plan.new_customers == (("ann", "Ann"), ("bob", ""))
    assert {wallet.title for wallet in plan.wallets.values()} == {
        "Ann \u00b7 A", "Ann \u00b7 B", "Ann \u00b7 C", "bob \u00b7 A",
    }  # fmt: skip
    (project,) = projects.list_all(book)
    assert customers.get(book, project.id, "ann").name == "Ann"


@pytest.mark.skipif(os.name != "posix", reason="elsewhere names of files are text")
def test_a_file_may_be_called_what_is_no_text(book: Book, tmp_path: Path) -> None:
    path = file(tmp_path, "2024-01-02,ann,in,1,,\n")
    named = path.rename(tmp_path / os.fsdecode(b"caf\xe9.csv"))
    imported(book, named)
    (project,) = projects.list_all(book)
    assert [batch.name for batch in batches.list_all(book, project.id)] == ["caf\ufffd.csv"]


def test_refused_rows_are_kept_as_they_were_with_the_reason(book: Book, tmp_path: Path) -> None:
    path = file(tmp_path, '2024-01-02,ann,in,1,,\n2024-01-02,ann,out,"2",=cmd,\n2024-01-02,ann\n')
    plan = checked(book, path)
    assert finish(importing.refused_csv(plan, tmp_path / "refused.csv", importing.reasons(plan, book))) == 2
    with (tmp_path / "refused.csv").open(encoding="utf-8", newline="") as refused:
        rows = list(csv.DictReader(refused))
    assert rows[0]["text"] == "'=cmd"
    assert rows[0]["reason"] == "ann · Euro holds 1.00 EUR: 1.00 EUR short."
    assert (rows[1]["who"], rows[1]["no"]) == ("ann", "")
    again = checked(book, tmp_path / "refused.csv")
    assert next(row.cells[:5] for row in again.refused) == ("2024-01-02", "ann", "out", "2", "=cmd")


def test_neither_refused_rows_nor_a_mapping_replace_the_book_or_the_file(tmp_path: Path) -> None:
    book = books.create(tmp_path / "bank.db", "Europe/Prague", lambda: NOON)
    path = file(tmp_path, "2024-01-02,ann,out,1,,\n")
    plan = checked(book, path)
    for target in (book.path, Path(f"{book.path}-journal"), path):
        with pytest.raises(FileSpared):
            finish(importing.refused_csv(plan, target, importing.reasons(plan, book)))
    with pytest.raises(FileSpared):
        importing.save_mapping(plan.mapping, book.path, book.path)
    with pytest.raises(FileSpared):
        importing.save_mapping(plan.mapping, tmp_path / "other.walletdesk")
    assert projects.list_all(book) == ()
    book.close()
    assert path.read_text("utf-8").endswith("2024-01-02,ann,out,1,,\n")


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "reason", "line"),
    [
        ("2024-01-03,ann,in,1,,\n2024-01-02,ann,in,1,,\n", BookedTooEarly, 3),
        ("2024-01-03,ann,in,1,,\n2025-01-02,ann,in,1,,\n", BookedInFuture, 3),
    ],
)
def test_dates_that_cannot_be_booked_become_value_dates(
    book: Book, tmp_path: Path, rows: str, reason: type[LedgerError], line: int
) -> None:
    path = file(tmp_path, rows)
    with pytest.raises(importing.DatesNotBookable) as caught:
        checked(book, path, replace(MAPPING, booking=Booking.DATES))
    assert isinstance(caught.value.reason, reason)
    assert caught.value.line == line
    plan = imported(book, path)
    assert plan.booking is Booking.NOW
    (project,) = projects.list_all(book)
    first = transactions.get(book, project.id, 1)
    assert (first.booked_at, first.value_date) == (NOON, date(2024, 1, 3))


@pytest.mark.parametrize("day", ["0001-01-01", "1582-10-14"])
def test_days_before_every_calendar_become_value_dates(book: Book, tmp_path: Path, day: str) -> None:
    path = file(tmp_path, f"{day},ann,in,1,,\n")
    said = replace(MAPPING, format=replace(MAPPING.format, date="%Y-%m-%d"))
    with pytest.raises(importing.DatesNotBookable) as caught:
        checked(book, path, replace(said, booking=Booking.DATES))
    assert isinstance(caught.value.reason, BeforeCalendar)
    plan = imported(book, path, said)
    assert plan.booking is Booking.NOW
    (project,) = projects.list_all(book)
    assert transactions.get(book, project.id, 1).value_date == date.fromisoformat(day)


def test_a_refused_row_does_not_hinder_the_dates_of_others(book: Book, tmp_path: Path) -> None:
    plan = checked(book, file(tmp_path, "2024-01-03,ann,in,1,,\n2023-01-01,ann,out,9,,\n2024-01-04,ann,in,1,,\n"))
    assert (plan.booking, plan.obstacle) == (Booking.DATES, None)


def test_a_day_alone_waits_for_the_last_booking_on_it(book: Book, tmp_path: Path) -> None:
    imported(book, file(tmp_path, "2024-01-02 10:30,ann,in,1,,\n"))
    imported(book, file(tmp_path, "2024-01-02,ann,in,2,,\n"))
    (project,) = projects.list_all(book)
    assert transactions.get(book, project.id, 2).booked_at == transactions.get(book, project.id, 1).booked_at


def test_ambiguous_dates_and_amounts_are_asked(book: Book, tmp_path: Path) -> None:
    with pytest.raises(DatesAmbiguous):
        checked(book, file(tmp_path, "01/02/2024,ann,in,1,,\n"))
    with pytest.raises(AmountsAmbiguous):
        checked(book, file(tmp_path, "2024-01-02,ann,in,1.000,,\n"))
    said = replace(MAPPING, format=replace(MAPPING.format, decimal=","))
    plan = checked(book, file(tmp_path, '2024-01-02,ann,in,"1,5",,\n'), said)
    assert plan.wallets[-1].after == 150


# --- the file and the mapping as a whole -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "change", "refusal"),
    [
        ("day,who,what,sum,text\n", {}, ColumnMissing),
        ("day,who,what,sum,text,no,no\n", {}, ColumnTwice),
        (HEADER, {"columns": replace(MAPPING.columns, memo=7)}, ColumnMissing),
        (HEADER, {"project": None}, MappingKeyMissing),
        (HEADER, {"asset": importing.AssetSpec()}, MappingKeyMissing),
        (HEADER, {"asset": importing.AssetSpec("EUR")}, MappingKeyMissing),
        (
            HEADER,
            {"system": "Pool", "kinds": importing.Kinds(transfer_in=("in",)), "create": importing.Create()},
            NotFound,
        ),
    ],
)
def test_what_makes_the_whole_import_unfit(
    book: Book, tmp_path: Path, header: str, change: dict[str, object], refusal: type[LedgerError]
) -> None:
    row = ",".join(["2024-01-02", "ann", "in", "1", "", "", ""][: header.count(",") + 1])
    with pytest.raises(refusal):
        checked(book, file(tmp_path, row + "\n", header), replace(MAPPING, **change))


def test_other_fractions_and_archives(book: Book, tmp_path: Path, club: tuple[str, str, int]) -> None:
    path = file(tmp_path, "2024-01-02,ann,in,1,,\n")
    with pytest.raises(importing.FractionsDiffer):
        checked(book, path, replace(MAPPING, asset=importing.AssetSpec("eur", "Euro", 24)))
    projects.archive(book, club[0])
    with pytest.raises(ProjectArchived):
        checked(book, path)


def test_a_header_and_no_rows(book: Book, tmp_path: Path) -> None:
    with pytest.raises(NoRows):
        checked(book, file(tmp_path, ""))


def test_a_file_that_changes_under_the_check(book: Book, tmp_path: Path) -> None:
    path = file(tmp_path, "2024-01-02,ann,in,1,,\n")
    task = importing.check(book, path, MAPPING)
    next(task)
    path.write_text(HEADER, encoding="utf-8")
    with pytest.raises(FileChanged):
        finish(task)


# --- a book that changes between check and write ---------------------------------------------------------------------


def test_a_row_that_no_longer_passes_stops_everything(book: Book, tmp_path: Path, club: tuple[str, str, int]) -> None:
    wallet = wallets.open(book, club[2], club[1], "Purse").value
    plan = checked(book, file(tmp_path, "2024-01-02,bob,in,1,,\n2024-01-02,ann,in,1,,\n"))
    wallets.set_status(book, wallet.id, Status.SUSPENDED)
    before = snapshot(book)
    with pytest.raises(importing.BookChanged) as caught:
        finish(importing.write(book, plan))
    assert (caught.value.line, type(caught.value.reason)) == (3, WalletNotOpen)
    assert snapshot(book) == before


def test_a_customer_who_came_in_between(book: Book, tmp_path: Path, club: tuple[str, str, int]) -> None:
    plan = checked(book, file(tmp_path, "2024-01-02,bob,in,1,,\n"))
    customers.upsert(book, club[0], "bob")
    with pytest.raises(importing.BookChanged):
        finish(importing.write(book, plan))


def test_nothing_to_import(book: Book, tmp_path: Path) -> None:
    with pytest.raises(importing.NothingToImport):
        imported(book, file(tmp_path, "2024-01-02,ann,out,1,,\n"))
    assert projects.list_all(book) == ()


def test_more_rows_than_a_transaction_has_operations(book: Book, tmp_path: Path) -> None:
    rows = "".join(f"2024-01-02,c{n % 7},in,1,,r{n}\n" for n in range(MAX_OPERATIONS + 1))
    plan = checked(book, file(tmp_path, rows))
    assert plan.count(Verdict.READY) == MAX_OPERATIONS + 1
    assert sum(w.after for w in plan.wallets.values()) == 100 * (MAX_OPERATIONS + 1)


def test_a_look_at_the_file_suggests_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Date;Account;Type;Amount\n1.2.2024;7;Credit;1,50\n", encoding="utf-8")
    sheet = finish(importing.inspect(path))
    assert (sheet.facts.separator, sheet.facts.lines, len(sheet.facts.fingerprint)) == (";", 2, 64)
    assert sheet.suggestion.columns == importing.Columns("Date", "Account", kind="Type", amount="Amount")
