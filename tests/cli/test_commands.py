"""The command line: its options, its tables, its exit status, and no Qt (issue 2, item 6)."""

import csv
import errno
import io
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from walletdesk import paths
from walletdesk.cli import main
from walletdesk.cli.tables import TextTable, columns_of
from walletdesk.controllers import assets, books, customers, importing, projects, transactions, wallets
from walletdesk.ledger.values import issue

ROOT = Path(__file__).parents[2]
MAPPING = """
project = "Club"
asset = { code = "EUR", name = "Euro", fractions = 100 }
columns = { date = 1, customer = 2, amount = 3 }
create = { customers = true, wallets = true }
"""
ROWS = "2024-01-01,ann,10.00\n2024-01-02,bob,5.50\n2024-01-03,ann,-2.25\n2024-01-04,bob,-9\n"

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


def do_import(place: Path, *options: str) -> int:
    return main(["import", f"{place}/b.walletdesk", f"{place}/rows.csv", "--mapping", f"{place}/m.toml", *options])


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_the_whole_way(place: Path, capsys: Capture) -> None:
    book = f"{place}/b.walletdesk"
    assert do_import(place, "--refused", f"{place}/refused.csv") == 0
    said = capsys.readouterr()
    assert "4 rows: 3 imported, 1 refused, 0 in the book already" in said.out
    assert "2 new customers, 2 new wallets; 2 wallets now hold 13.25 EUR" in said.out
    assert "Batch 1 of project Club: T-1 to T-3" in said.out
    assert "Line 4 refused: bob \u00b7 Euro holds 5.50 EUR: 3.50 EUR short." in said.out
    assert "seconds" in said.out
    assert said.err == ""
    with (place / "refused.csv").open(encoding="utf-8", newline="") as refused:
        assert [row[:3] for row in csv.reader(refused)] == [["2024-01-04", "bob", "-9"]]
    assert main(["verify", book]) == 0
    assert "sound; 3 transactions and 3 entries" in capsys.readouterr().out
    assert main(["balances", book, "--csv"]) == 0
    found = [(r["wallet"], r["customer"], r["asset"], r["balance"], r["parts"]) for r in lines(capsys.readouterr().out)]
    assert found == [("W-00001", "ann", "EUR", "7.75", "775"), ("W-00002", "bob", "EUR", "5.50", "550")]
    assert main(["balances", book, "--at", "2024-01-02", "--csv"]) == 0
    assert [row["balance"] for row in lines(capsys.readouterr().out)] == ["10.00", "5.50"]
    assert main(["ledger", book, "ann", "--from", "2024-01-02", "--csv"]) == 0
    assert [(r["amount"], r["balance"]) for r in lines(capsys.readouterr().out)] == [("-2.25", "7.75")]
    assert main(["export", book, f"{place}/out"]) == 0
    assert (place / "out" / "Club" / "transactions.csv").exists()


def test_i4_a_book_that_was_there_is_backed_up_before_an_import(place: Path, own_folders: Path) -> None:
    assert do_import(place) == 0
    assert not paths.backup_folder().exists()
    (place / "rows.csv").write_text("2024-01-05,ann,1.00\n", encoding="utf-8")
    assert do_import(place) == 0
    (kept,) = paths.backup_folder().iterdir()
    book = books.open(kept, writable=False)
    assert book.value("SELECT max(number) FROM txn") == 3
    book.close()


def test_tables_for_people(place: Path, capsys: Capture) -> None:
    do_import(place)
    capsys.readouterr()
    assert main(["balances", f"{place}/b.walletdesk"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Wallet   Customer  Name  Asset  Balance",
        "-------  --------  ----  -----  -------",
        "W-00001  ann       Euro  EUR       7.75",
        "W-00002  bob       Euro  EUR       5.50",
        "Total: 13.25 EUR",
    ]
    assert main(["ledger", f"{place}/b.walletdesk", "W-00001"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "W-00001 Euro, ann"
    assert told[-1].split()[-3:] == ["-2.25", "7.75", "T-3"]


def test_columns_of_a_terminal() -> None:
    assert (columns_of("abc"), columns_of("e\u0301"), columns_of("\u4e2d")) == (3, 1, 2)
    assert TextTable(("A", "B"), right=("B",)).lines([("\u4e2d", "1")])[2] == "\u4e2d  1"


# --- imports ---------------------------------------------------------------------------------------------------------


def test_a_dry_run_writes_nothing(place: Path, capsys: Capture) -> None:
    assert do_import(place, "--dry-run", "--refused", f"{place}/refused.csv") == 0
    assert "3 would be imported" in capsys.readouterr().out
    assert not (place / "b.walletdesk").exists()
    assert (place / "refused.csv").exists()
    do_import(place)
    before = (place / "b.walletdesk").read_bytes()
    assert do_import(place, "--dry-run") == 0
    assert "imported before, as batch 1" in capsys.readouterr().out
    assert (place / "b.walletdesk").read_bytes() == before


def test_the_same_file_twice_is_refused(place: Path, capsys: Capture) -> None:
    do_import(place)
    assert do_import(place) == 1
    assert "imported already, as batch 1" in capsys.readouterr().err


def test_a_new_book_is_private(place: Path) -> None:
    do_import(place)
    assert stat.S_IMODE((place / "b.walletdesk").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.csv", ""),
        ("rows.csv", "2024-01-04,bob,-9\n"),
        ("rows.csv", "01/02/2024,bob,9\n"),
        ("m.toml", "colour = 1"),
        ("m.toml", 'project = "Club"'),
        ("m.toml", MAPPING.replace("amount = 3", "amount = 4")),
        ("m.toml", MAPPING.replace("amount = 3", 'amount = "sum"')),
    ],
)
def test_a_refused_import_leaves_no_book_behind(place: Path, capsys: Capture, name: str, content: str) -> None:
    (place / name).write_text(content, encoding="utf-8")
    assert do_import(place) == 1
    said = capsys.readouterr().err
    assert said.startswith("walletdesk: ")
    assert said.count("\n") == 1
    assert not list(place.glob("*b.walletdesk*"))


def test_files_that_are_missing(place: Path, capsys: Capture) -> None:
    for name in ("rows.csv", "m.toml"):
        (place / name).unlink()
        assert do_import(place) == 1
        assert capsys.readouterr().err.count("\n") == 1


class _Gone(io.StringIO):
    """An output that nobody reads any more, or that is full."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._error = error

    def write(self, _text: str) -> int:
        raise self._error


@pytest.mark.parametrize(
    ("error", "status"), [(BrokenPipeError(), 0), (OSError(errno.ENOSPC, "No space left on device"), 1)]
)
def test_b3_what_was_imported_stays_though_nobody_reads_the_report(
    place: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, status: int
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", _Gone(error))
        assert do_import(place) == status
    book = books.open(place / "b.walletdesk", writable=False)
    assert book.value("SELECT max(number) FROM txn") == 3
    book.close()


def test_b3_a_refused_import_takes_no_book_away_that_another_start_filled(
    place: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = importing.check

    def late(*given: Any) -> Any:
        monkeypatch.setattr(importing, "check", check)
        assert do_import(place) == 0
        (place / "rows.csv").write_text("2024-01-04,bob,-9\n", encoding="utf-8")
        return check(*given)

    monkeypatch.setattr(importing, "check", late)
    assert do_import(place) == 1
    assert "No row can be imported" in capsys.readouterr().err
    assert [path.name for path in place.glob("*b.walletdesk*")] == ["b.walletdesk"]
    book = books.open(place / "b.walletdesk", writable=False)
    assert book.value("SELECT max(number) FROM txn") == 3
    book.close()


def test_of_two_imports_into_one_new_book_the_later_is_refused(
    place: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = importing.check

    def late(*given: Any) -> Any:
        monkeypatch.setattr(importing, "check", check)
        assert do_import(place) == 0
        return check(*given)

    monkeypatch.setattr(importing, "check", late)
    assert do_import(place) == 1
    assert "There is a file at" in capsys.readouterr().err
    assert [path.name for path in place.glob("*b.walletdesk*")] == ["b.walletdesk"]


# --- refusals and wrong use ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["verify"], ["balances"], ["ledger", "W-00001"], ["export", "out"]])
@pytest.mark.parametrize("content", [None, b"", b"no book", "folder"])
def test_what_is_no_book_is_refused_and_left_alone(
    tmp_path: Path, capsys: Capture, command: list[str], content: bytes | str | None
) -> None:
    path = tmp_path / "b.walletdesk"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        path.mkdir()
    assert main([command[0], str(path), *command[1:]]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert path.exists() == (content is not None)
    assert not isinstance(content, bytes) or path.read_bytes() == content


@pytest.mark.skipif(sys.platform != "linux", reason="a name of any bytes")
def test_a_name_of_any_bytes_is_a_books_name(place: Path, capsys: Capture) -> None:
    do_import(place)
    named = Path(os.fsdecode(os.fsencode(place) + b"/?#%\xff b.walletdesk"))
    (place / "b.walletdesk").rename(named)
    assert main(["verify", str(named)]) == 0
    assert main(["import", str(named), f"{place}/rows.csv", "--mapping", f"{place}/m.toml", "--dry-run"]) == 0
    assert main(["verify", f"/{named}"]) == 0, "two slashes at the beginning name no other computer"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("command", ["verify", "import"])
def test_a_name_that_no_system_takes_is_refused(place: Path, capsys: Capture, command: str) -> None:
    rest = [f"{place}/rows.csv", "--mapping", f"{place}/m.toml"] if command == "import" else []
    for name in ("y" * 300, "loop"):
        if name == "loop":
            (place / name).symlink_to(place / name)
        assert main([command, f"{place}/{name}", *rest]) == 1
        assert capsys.readouterr().err.count("\n") == 1


def test_a_table_that_lacks_a_column_is_damage(crowd: str, capsys: Capture) -> None:
    raw = sqlite3.connect(crowd)
    raw.executescript("ALTER TABLE wallet RENAME COLUMN balance TO held")
    raw.close()
    assert main(["balances", crowd, "--project", "North"]) == 1
    assert "is damaged" in capsys.readouterr().err


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["verify"],
        ["shout", "b"],
        ["balances", "b", "--at", "yesterday"],
        ["balances", "b", "--at", "2024-02-30"],
        ["balances", "b", "--at", "20240101"],
        ["ledger", "b"],
        ["import", "b", "f"],
        ["export", "b"],
        ["verify", "b", "--csv"],
    ],
)
def test_wrong_use_is_status_2(argv: list[str], capsys: Capture) -> None:
    assert main(argv) == 2
    assert "usage" in capsys.readouterr().err


def test_help_is_status_0(capsys: Capture) -> None:
    assert main(["import", "--help"]) == 0
    assert "--refused" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["rows.csv", "m.toml", "b.walletdesk", "x/../rows.csv"])
def test_refused_rows_never_replace_what_is_read(place: Path, capsys: Capture, name: str) -> None:
    assert do_import(place, "--refused", f"{place}/{name}") == 2
    assert "--refused" in capsys.readouterr().err
    assert (place / "rows.csv").read_text(encoding="utf-8") == ROWS


@pytest.fixture
def crowd(tmp_path: Path) -> str:
    """A book with two projects; in the first one Ann has two wallets."""
    path = tmp_path / "crowd.walletdesk"
    book = books.create(path, "UTC")
    for name in ("North", "South"):
        project = projects.create(book, name).value.id
        asset = assets.create(book, project, "Euro", "EUR", 100).value.id
        ann = customers.upsert(book, project, "ann").value.key
        bob = customers.upsert(book, project, f"bob {name}", "=Bob").value.key
        wallet = wallets.open(book, bob, asset, "Purse").value.id
        wallets.open(book, ann, asset, "A")
        wallets.open(book, ann, asset, "B")
        transactions.run(book, project, (issue(wallet, 100),))
    book.close()
    return str(path)


def test_choices_are_listed_where_a_name_is_not_enough(crowd: str, capsys: Capture) -> None:
    assert main(["balances", crowd]) == 1
    said = capsys.readouterr().err
    assert "North" in said
    assert "South" in said
    assert main(["ledger", crowd, "Purse"]) == 1
    assert "North: W-00001 Purse EUR; South: W-00001 Purse EUR" in capsys.readouterr().err
    assert main(["ledger", crowd, "ann", "--project", "north"]) == 1
    assert "W-00002 A" in capsys.readouterr().err
    assert main(["ledger", crowd, "nobody"]) == 1
    assert "nobody" in capsys.readouterr().err
    assert main(["balances", crowd, "--project", "East"]) == 1
    assert "East" in capsys.readouterr().err


@pytest.mark.parametrize("named", [["bob North"], ["Purse", "--project", "South"], ["w-00001", "--project", "SOUTH"]])
def test_a_wallet_is_found_by_number_name_or_customer(crowd: str, capsys: Capture, named: list[str]) -> None:
    assert main(["ledger", crowd, *named, "--csv"]) == 0
    assert [row["balance"] for row in lines(capsys.readouterr().out)] == ["1.00"]


def test_cells_for_programs_are_defused(crowd: str, capsys: Capture) -> None:
    assert main(["balances", crowd, "--project", "North", "--csv"]) == 0
    assert lines(capsys.readouterr().out)[0]["customer_name"] == "'=Bob"


def test_an_unsound_book_is_status_1(crowd: str, capsys: Capture) -> None:
    book = books.open(Path(crowd))
    with book.unit():
        book.write_many("UPDATE customer SET name = ?", [("Eve",)])
    book.close()
    assert main(["verify", crowd]) == 1
    said = capsys.readouterr()
    assert "log of changes" in said.out
    assert "not sound" in said.err


def test_a_book_is_verified_though_nothing_can_be_noted(
    crowd: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", f"{crowd}/below")
    assert main(["verify", crowd]) == 0
    said = capsys.readouterr()
    assert "sound; 2 transactions" in said.out
    assert "where the ledger ends could not be noted" in said.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="rights do not bind root")
def test_a_book_that_can_only_be_read(crowd: str) -> None:
    Path(crowd).chmod(0o400)
    assert main(["verify", crowd]) == 0


# --- as a program ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["verify", "balances", "ledger", "export", "import"])
def test_no_command_loads_qt(place: Path, command: str) -> None:
    do_import(place)
    (place / "rows.csv").write_text("2024-02-01,ann,1\n", encoding="utf-8")
    book = f"{place}/b.walletdesk"
    argv = {
        "ledger": [book, "ann"],
        "export": [book, f"{place}/out"],
        "import": [book, f"{place}/rows.csv", "--mapping", f"{place}/m.toml"],
    }.get(command, [book])
    program = (
        "import sys; from walletdesk.__main__ import main; status = main(sys.argv[1:]); "
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))]; sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", program, command, *argv], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_leaves_is_no_error(place: Path) -> None:
    rows = "".join(f"2024-01-01,customer {n},1\n" for n in range(3000))
    (place / "rows.csv").write_text(rows, encoding="utf-8")
    do_import(place)
    program = [sys.executable, "-m", "walletdesk", "balances", f"{place}/b.walletdesk", "--csv"]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


def test_names_come_out_as_utf8_whatever_the_locale(tmp_path: Path) -> None:
    path = tmp_path / "b.walletdesk"
    book = books.create(path, "UTC")
    project = projects.create(book, "P").value.id
    asset = assets.create(book, project, "Euro", "EUR", 100).value.id
    wallets.open(book, customers.upsert(book, project, "łucja").value.key, asset, "中")
    book.close()
    program = [sys.executable, "-X", "utf8=0", "-m", "walletdesk", "balances", str(path), "--csv"]
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON"))}
    environment = clean | {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(program, cwd=ROOT, capture_output=True, env=environment, check=True)
    assert "łucja" in done.stdout.decode()


def test_a_seal_is_printed_and_checked(place: Path, capsys: Capture) -> None:
    do_import(place)
    book = f"{place}/b.walletdesk"
    capsys.readouterr()
    assert main(["verify", book, "--seal"]) == 0
    said = capsys.readouterr().out.splitlines()[1]
    assert said.startswith("Club: T-3 \u00b7 ")
    seal = said.removeprefix("Club: ")
    assert main(["verify", book, "--check", seal]) == 0
    assert "Club holds what it held at T-3" in capsys.readouterr().out
    assert main(["verify", book, "--check", seal.replace("T-3", "T-4")]) == 1
    assert "This is no seal" in capsys.readouterr().err
