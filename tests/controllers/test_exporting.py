"""Lists as files: complete or not there, exact, and back again (G12, G15)."""

import csv
import errno
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from walletdesk.controllers import assets, books, customers, exporting, projects, transactions, wallets
from walletdesk.controllers.books import Book
from walletdesk.controllers.customers import CustomerQuery
from walletdesk.controllers.tasks import Task, finish
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.exchange.csv_write import risky
from walletdesk.exchange.refusals import FileSpared
from walletdesk.ledger.refusals import DiskFull, FileFault, NotFound
from walletdesk.ledger.values import ALWAYS, Operation, Period, issue, redeem, transfer

NOON = 1_735_732_800_000
"""2025-01-01 12:00 UTC."""
DAY = 86_400_000


class Club:
    """A book with two assets, three wallets and some transactions on three days."""

    def __init__(self, path: Path) -> None:
        self.now = NOON
        self.book: Book = books.create(path, "Europe/Prague", lambda: self.now)
        self.project = projects.create(self.book, "Club / one").value.id
        self.euro = assets.create(self.book, self.project, "Euro", "EUR", 100).value.id
        self.days = assets.create(self.book, self.project, "Days", "DAY", 24, "d", "h").value.id
        ann = customers.upsert(self.book, self.project, "ann", '=Ann, "A"').value.key
        self.purse = wallets.open(self.book, ann, self.euro, "Purse").value.id
        self.leave = wallets.open(self.book, ann, self.days, "Leave").value.id
        self.pool = wallets.open_system(self.book, self.euro, "Pool").value.id
        self.run(issue(self.purse, 1250, "salary"), issue(self.leave, 53), description="-first\nline")
        self.now += DAY
        self.run(transfer(self.purse, self.pool, 250), reference="R-1")
        self.now += DAY
        self.run(redeem(self.leave, 5), value_date=date(2024, 12, 24))

    def run(self, *operations: Operation, **facts: object) -> None:
        transactions.run(self.book, self.project, operations, **facts)  # type: ignore[arg-type]


@pytest.fixture
def club(tmp_path: Path) -> Iterator[Club]:
    made = Club(tmp_path / "club.walletdesk")
    yield made
    made.book.close()


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_a_ledger(club: Club, tmp_path: Path) -> None:
    path = tmp_path / "purse.csv"
    assert finish(exporting.ledger(club.book, club.purse, ALWAYS, path)) == 2
    first, second = read(path)
    assert (first["booked_at"], first["amount"], first["parts"], first["balance"]) == (
        "2025-01-01T13:00:00.000+01:00",
        "12.50",
        "1250",
        "12.50",
    )
    assert (first["description"], first["memo"]) == ("'-first\nline", "salary")
    assert (second["kind"], second["amount"], second["counterpart"], second["reference"]) == (
        "transfer",
        "-2.50",
        "S-00003",
        "R-1",
    )
    assert path.read_bytes().count(b"\r\n") == 3


def test_whatever_a_person_typed_is_harmless_in_a_ledger(club: Club, tmp_path: Path) -> None:
    eve = customers.upsert(club.book, club.project, "=id", "+name").value.key
    odd = assets.create(club.book, club.project, "@asset", "-CODE", 100).value.id
    one, other = (wallets.open(club.book, eve, odd, f"|wallet {number}").value.id for number in (1, 2))
    club.run(issue(one, 500, "%memo"))
    club.run(transfer(one, other, 5, "=memo"), description="\t@text", reference="-ref", value_date=date(2024, 12, 24))
    path = tmp_path / "eve.csv"
    finish(exporting.ledger(club.book, one, ALWAYS, path))
    last = read(path)[-1]
    typed = ("asset", "counterpart_customer", "counterpart_name", "reference", "description", "memo")
    assert [last[name] for name in typed] == ["'-CODE", "'=id", "'+name", "'-ref", "'@text", "'=memo"]
    assert [cell for cell in last.values() if risky(cell) and not cell.startswith("'")] == []


def test_a_ledger_of_parts_that_are_no_decimals(club: Club, tmp_path: Path) -> None:
    finish(exporting.ledger(club.book, club.leave, ALWAYS, tmp_path / "x.csv"))
    rows = [(row["amount"], row["parts"], row["balance"], row["value_date"]) for row in read(tmp_path / "x.csv")]
    assert rows == [("2 5/24", "53", "2 5/24", ""), ("-5/24", "-5", "2", "2024-12-24")]


def test_a_period(club: Club, tmp_path: Path) -> None:
    day = date(2025, 1, 2)
    assert finish(exporting.ledger(club.book, club.purse, Period(day, day), tmp_path / "x.csv")) == 1
    assert finish(exporting.ledger(club.book, club.purse, Period(date(2026, 1, 1)), tmp_path / "y.csv")) == 0
    assert len((tmp_path / "y.csv").read_bytes().splitlines()) == 1


def test_wallets_and_customers(club: Club, tmp_path: Path) -> None:
    assert finish(exporting.wallets(club.book, club.project, WalletQuery(), tmp_path / "w.csv")) == 3
    rows = read(tmp_path / "w.csv")
    assert [(r["wallet"], r["customer"], r["asset"], r["balance"], r["parts"]) for r in rows] == [
        ("W-00001", "ann", "EUR", "10.00", "1000"),
        ("W-00002", "ann", "DAY", "2", "48"),
        ("S-00003", "", "EUR", "2.50", "250"),
    ]
    assert rows[0]["customer_name"] == '\'=Ann, "A"'
    assert finish(exporting.wallets(club.book, club.project, WalletQuery(system=True), tmp_path / "w.csv")) == 1
    assert finish(exporting.customers(club.book, club.project, CustomerQuery(), tmp_path / "c.csv")) == 1
    (row,) = read(tmp_path / "c.csv")
    assert (row["customer"], row["status"], row["wallets"]) == ("ann", "active", "2")


@pytest.mark.parametrize("wanted", [ALWAYS, [3, 1, 2]])
def test_transactions_have_a_row_for_each_operation(club: Club, tmp_path: Path, wanted: Period | list[int]) -> None:
    assert finish(exporting.transactions(club.book, club.project, wanted, tmp_path / "t.csv")) == 4
    rows = read(tmp_path / "t.csv")
    assert [(r["transaction"], r["operation"], r["kind"], r["amount"], r["asset"]) for r in rows] == [
        ("1", "1", "issue", "12.50", "EUR"),
        ("1", "2", "issue", "2 5/24", "DAY"),
        ("2", "1", "transfer", "2.50", "EUR"),
        ("3", "1", "redeem", "5/24", "DAY"),
    ]
    assert (rows[2]["source"], rows[2]["target"], rows[2]["target_name"]) == ("W-00001", "S-00003", "Pool")


def test_everything_goes_into_a_folder_for_each_project(club: Club, tmp_path: Path) -> None:
    for name in ("Club _ one", "CLUB / ONE", "..", "empty"):
        projects.create(club.book, name)
    finish(exporting.everything(club.book, tmp_path / "out" / "all"))
    folders = sorted(path.name for path in (tmp_path / "out" / "all").iterdir())
    assert len({name.casefold() for name in folders}) == 5
    assert all(path.parent.parent == tmp_path / "out" / "all" for path in (tmp_path / "out").rglob("*.csv"))
    files = {path.name for path in (tmp_path / "out" / "all" / "empty").iterdir()}
    assert files == {"assets.csv", "customers.csv", "wallets.csv", "transactions.csv", "entries.csv"}
    entries = [row for path in (tmp_path / "out").rglob("entries.csv") for row in read(path)]
    assert len(entries) == 5


def test_projects_of_one_name_have_folders_of_their_own(club: Club, tmp_path: Path) -> None:
    for id_ in ("1", "a/b", "a?b", "a_b 2"):
        projects.create(club.book, "Shop", id_)
    finish(exporting.everything(club.book, tmp_path / "out"))
    assert len(list((tmp_path / "out").iterdir())) == 5


def every_task(club: Club, path: Path) -> list[Task[int]]:
    return [
        exporting.ledger(club.book, club.purse, ALWAYS, path),
        exporting.wallets(club.book, club.project, WalletQuery(), path),
        exporting.customers(club.book, club.project, CustomerQuery(), path),
        exporting.transactions(club.book, club.project, ALWAYS, path),
    ]


@pytest.mark.parametrize("which", range(4))
def test_cancelling_leaves_the_old_file(club: Club, tmp_path: Path, which: int) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    path = folder / "x.csv"
    path.write_bytes(b"old")
    task = every_task(club, path)[which]
    next(task)
    assert len(list(folder.iterdir())) == 2
    task.close()
    assert [(p.name, p.read_bytes()) for p in folder.iterdir()] == [("x.csv", b"old")]


def test_a_place_that_cannot_be_written(club: Club, tmp_path: Path) -> None:
    for task in every_task(club, tmp_path / "missing" / "x.csv"):
        with pytest.raises(FileFault):
            finish(task)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileFault):
        finish(exporting.everything(club.book, tmp_path / "file"))
    with pytest.raises(NotFound):
        finish(exporting.ledger(club.book, 99, ALWAYS, tmp_path / "x.csv"))


def test_an_export_never_replaces_its_own_book(club: Club) -> None:
    before = club.book.path.read_bytes()
    for task in every_task(club, club.book.path):
        with pytest.raises(FileSpared):
            finish(task)
    assert club.book.path.read_bytes() == before


def test_a_full_disk(club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        finish(exporting.ledger(club.book, club.purse, ALWAYS, tmp_path / "x.csv"))
    monkeypatch.undo()
    assert not (tmp_path / "x.csv").exists()


def test_what_is_posted_meanwhile_waits_for_the_next_export(club: Club, tmp_path: Path) -> None:
    for _ in range(1500):
        club.run(issue(club.purse, 1))
    task = exporting.ledger(club.book, club.purse, ALWAYS, tmp_path / "x.csv")
    next(task)
    next(task)
    club.run(issue(club.purse, 1))
    assert finish(task) == 1502
    assert len(read(tmp_path / "x.csv")) == 1502
