"""Imports: references, wallets, and what random rows do against a naive ledger (T5, T6, W1)."""

import contextlib
import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.controllers.importing_scene import HEADER, HOSTILE, MAPPING, NOON, checked, file, imported, only_refusal
from walletdesk.controllers import assets, books, customers, importing, projects, transactions, wallets
from walletdesk.controllers.books import Book
from walletdesk.controllers.importing import Booking, Verdict
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import verify_book
from walletdesk.exchange.mapping_toml import parse
from walletdesk.exchange.refusals import (
    AmountsAmbiguous,
    BothAmounts,
    DatesAmbiguous,
    DatesUnknown,
    FileUnfit,
)
from walletdesk.ledger.refusals import (
    Ambiguous,
    CustomerSuspended,
    InsufficientBalance,
    Missing,
    NotFound,
    ReferenceTaken,
    WalletNotOpen,
)
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import issue


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    book = books.create(tmp_path / "book.walletdesk", "Europe/Prague", lambda: NOON)
    yield book
    book.close()


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(0, 400), st.sampled_from(["", "r1", "r2"])),
        min_size=1,
        max_size=30,
    )
)
def test_the_check_judges_as_a_naive_ledger_does(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, bool, int, str]]
) -> None:
    place = tmp_path_factory.mktemp("naive")
    lines = [f"2024-01-02,{who},{'in' if plus else 'out'},{n / 100:.2f},,{ref}" for who, plus, n, ref in rows]
    balances: dict[str, int] = {}
    seen: dict[str, tuple[str, bool, int]] = {}
    expected = []
    for who, plus, n, ref in rows:
        held = balances.get(who, 0)
        if ref in seen:
            expected.append(Verdict.THERE if seen[ref] == (who, plus, n) else Verdict.REFUSED)
        elif n == 0 or (not plus and held < n):
            expected.append(Verdict.REFUSED)
        else:
            expected.append(Verdict.READY)
            balances[who] = held + (n if plus else -n)
            seen |= {ref: (who, plus, n)} if ref else {}
    book = books.create(place / "book.walletdesk", "UTC", lambda: NOON)
    plan = checked(book, file(place, "\n".join(lines) + "\n"))
    assert [row.verdict for row in plan.page(None, 1, 100).rows] == expected
    assert {w.customer: w.after for w in plan.wallets.values()} == balances
    if balances:
        finish(importing.write(book, plan))
        (project,) = projects.list_all(book)
        assert {w.owner_id: parts for w, parts in wallets.balances(book, project.id)} == balances
        assert finish(verify_book(book)).ok
    book.close()


@given(st.lists(st.lists(st.text(max_size=8) | st.sampled_from(HOSTILE), max_size=7), max_size=6))
@settings(max_examples=60)
def test_no_rows_crash_the_check(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    place = tmp_path_factory.mktemp("fuzz")
    with (place / "rows.csv").open("w", encoding="utf-8", errors="replace", newline="") as out:
        csv.writer(out).writerows([HEADER.strip().split(","), *rows])
    book = books.create(place / "book.walletdesk", "UTC", lambda: NOON)
    with contextlib.suppress(FileUnfit, DatesUnknown, DatesAmbiguous, AmountsAmbiguous):
        plan = checked(book, place / "rows.csv")
        assert plan.total == sum(plan.count(verdict) for verdict in Verdict)
        words = importing.reasons(plan, book)
        assert all(words(row.reason) for row in plan.refused)
    book.close()


# --- references ------------------------------------------------------------------------------------------------------


def test_what_is_there_already_is_skipped(book: Book, tmp_path: Path) -> None:
    imported(book, file(tmp_path, "2024-01-02,ann,in,1,,r1\n2024-01-02,ann,in,1,,r2\n"))
    path = file(tmp_path, "2024-01-02,ann,in,1,,r1\n2024-01-02,ann,in,9,,r2\n2024-01-02,ann,in,1,,r3\n")
    plan = checked(book, path)
    assert [row.number for row in plan.page(Verdict.THERE, 1, 9).rows] == [1]
    assert isinstance(only_refusal(plan), ReferenceTaken)
    assert plan.count(Verdict.READY) == 1
    assert plan.imported_before is None


@pytest.mark.parametrize("booking", [Booking.DATES, Booking.NOW])
def test_a_time_with_an_offset_is_there_already_whatever_its_day_is_here(tmp_path: Path, booking: Booking) -> None:
    book = books.create(tmp_path / "book.walletdesk", "Asia/Tokyo", lambda: NOON)
    mapping = replace(MAPPING, booking=booking)
    imported(book, file(tmp_path, "2023-01-01T20:00:00Z,ann,in,5,,r1\n"), mapping)
    plan = checked(book, file(tmp_path, "2023-01-01T20:00:00Z,ann,in,5,,r1\n2023-01-02T20:00:00Z,ann,in,5,,r1\n"))
    assert [row.number for row in plan.page(Verdict.THERE, 1, 9).rows] == [1]
    assert isinstance(only_refusal(plan), importing.ReferenceRepeated)
    for day in ("2022-12-31", "2023-01-03"):
        plan = checked(book, file(tmp_path, f"{day}T20:00:00Z,ann,in,5,,r1\n"))
        assert isinstance(only_refusal(plan), ReferenceTaken)
    book.close()


def test_a_reference_twice_in_one_file(book: Book, tmp_path: Path) -> None:
    rows = "2024-01-02,ann,in,1,,r1\n2024-01-02,ann,in,1,,r1\n2024-01-02,ann,in,2,,r1\n"
    plan = checked(book, file(tmp_path, rows))
    assert (plan.count(Verdict.READY), plan.count(Verdict.THERE)) == (1, 1)
    assert isinstance(only_refusal(plan), importing.ReferenceRepeated)


def test_the_same_file_again_is_said(book: Book, tmp_path: Path) -> None:
    path = file(tmp_path, "2024-01-02,ann,in,1,,\n")
    imported(book, path)
    before = checked(book, path).imported_before
    assert before is not None
    assert before.number == 1


# --- wallets ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def club(book: Book) -> tuple[str, str, int]:
    """A project with an asset and a customer: (project, asset, customer)."""
    project = projects.create(book, "Club").value.id
    asset = assets.create(book, project, "Euro", "EUR", 100).value.id
    return project, asset, customers.upsert(book, project, "ann").value.key


def test_a_customers_own_wallet_is_used_whatever_its_name(
    book: Book, tmp_path: Path, club: tuple[str, str, int]
) -> None:
    wallet = wallets.open(book, club[2], club[1], "Purse").value
    plan = imported(book, file(tmp_path, "2024-01-02,ann,in,1,,\n"))
    assert list(plan.wallets) == [wallet.id]
    assert wallets.get(book, wallet.id).balance == 100


def test_several_wallets_are_asked_for_by_name(book: Book, tmp_path: Path, club: tuple[str, str, int]) -> None:
    first, second = (wallets.open(book, club[2], club[1], name).value for name in ("A", "B"))
    assert isinstance(only_refusal(checked(book, file(tmp_path, "2024-01-02,ann,in,1,,\n"))), Ambiguous)
    named = replace(MAPPING, columns=replace(MAPPING.columns, wallet="text", memo=None))
    rows = f"2024-01-02,ann,in,1,B,\n2024-01-02,ann,in,1,{first.label},\n2024-01-02,ann,in,1,C,\n"
    plan = checked(book, file(tmp_path, rows), named)
    assert list(plan.wallets) == [second.id, first.id, -1]
    wallets.set_status(book, first.id, Status.SUSPENDED)
    assert list(checked(book, file(tmp_path, "2024-01-02,ann,in,1,,\n")).wallets) == [second.id]
    wallets.set_status(book, second.id, Status.SUSPENDED)
    alone = checked(book, file(tmp_path, f"2024-01-02,ann,in,1,{first.label},\n"), named)
    assert isinstance(only_refusal(alone), WalletNotOpen)


@pytest.mark.parametrize(("create", "kind"), [((False, True), "customer"), ((True, False), "wallet")])
def test_nothing_is_created_that_was_not_allowed(
    book: Book, tmp_path: Path, club: tuple[str, str, int], create: tuple[bool, bool], kind: str
) -> None:
    mapping = replace(MAPPING, create=importing.Create(*create))
    refusal = only_refusal(checked(book, file(tmp_path, "2024-01-02,eve,in,1,,\n"), mapping))
    assert isinstance(refusal, NotFound)
    assert refusal.kind == kind


def test_a_suspended_customer_gets_no_wallet(book: Book, tmp_path: Path, club: tuple[str, str, int]) -> None:
    customers.suspend(book, club[2])
    assert isinstance(only_refusal(checked(book, file(tmp_path, "2024-01-02,ann,in,1,,\n"))), CustomerSuspended)


def test_transfers_with_a_system_wallet_by_sign(book: Book, tmp_path: Path, club: tuple[str, str, int]) -> None:
    pool = wallets.open_system(book, club[1], "Pool").value
    transactions.run(book, club[0], (issue(pool.id, 1000),), booked_at=book.days.start(date(2024, 1, 1)))
    mapping = parse(
        """
        project = "club"
        system = "Pool"
        credit = "transfer_in"
        debit = "transfer_out"
        columns = { customer = 1, amount = 2 }
        create = { wallets = true }
        """
    )
    plan = imported(book, file(tmp_path, "ann,5\nann,-2.00\nann,-4\n", ""), mapping)
    assert isinstance(only_refusal(plan), InsufficientBalance)
    assert (plan.facts.header, plan.facts.columns, plan.booking) == (False, ("1", "2"), Booking.NOW)
    assert wallets.get(book, pool.id).balance == 700


def test_a_wallet_is_found_among_many_of_its_name(book: Book, tmp_path: Path, club: tuple[str, str, int]) -> None:
    points = assets.create(book, club[0], "Points", "PTS", 1).value.id
    for number in range(11):
        owner = customers.upsert(book, club[0], f"c{number}").value.key
        wallets.open(book, owner, club[1], "Pool")
        wallets.open_system(book, points, "Pool")
        closed = wallets.open_system(book, club[1], "Pool").value.id
        wallets.set_status(book, closed, Status.CLOSED)
        suspended = wallets.open_system(book, club[1], "Till").value.id
        wallets.set_status(book, suspended, Status.SUSPENDED)
    pool, till = (wallets.open_system(book, club[1], name).value for name in ("Pool", "Till"))
    columns = importing.Columns(wallet=1, amount=2)
    mapping = replace(MAPPING, columns=columns, system="Pool", credit=importing.Becomes.OUT)
    plan = checked(book, file(tmp_path, "Till,5\n", ""), mapping)
    assert plan.system == pool.id
    assert isinstance(only_refusal(plan), InsufficientBalance)
    assert list(plan.known) == [pool.id, till.id]


def test_two_columns_of_amounts(book: Book, tmp_path: Path) -> None:
    mapping = replace(MAPPING, columns=importing.Columns(customer="who", credit="plus", debit="minus"))
    plan = checked(book, file(tmp_path, "ann,5,\nann,,2\nann,0.00,1\nann,1,1\nann,,\n", "who,plus,minus\n"), mapping)
    assert [type(row.reason) for row in plan.refused] == [BothAmounts, Missing]
    assert plan.wallets[-1].after == 200
