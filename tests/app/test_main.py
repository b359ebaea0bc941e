"""What the words on the command line start."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from walletdesk import __main__, __version__, cli, screen


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """The program narrows the umask; a test gives it back."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """The books that a window was opened on."""
    from walletdesk import app

    books: list[Path | None] = []

    def run(book: Path | None) -> int:
        books.append(book)
        return 0

    monkeypatch.setattr(app, "run", run)
    monkeypatch.setattr(screen, "problem", lambda: "")
    return books


@pytest.mark.parametrize(
    ("argv", "book"),
    [([], None), (["my.walletdesk"], Path("my.walletdesk")), (["./export"], Path("./export"))],
)
def test_a_window_is_opened(opened: list[Path | None], argv: list[str], book: Path | None) -> None:
    assert __main__.main(argv) == 0
    assert opened == [book]


@pytest.mark.parametrize("command", ["verify", "balances", "ledger", "export", "import"])
def test_a_command_gets_the_arguments_as_they_are(
    opened: list[Path | None], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    seen: list[list[str]] = []

    def run(argv: list[str]) -> int:
        seen.append(argv)
        return 1

    monkeypatch.setattr(cli, "main", run, raising=False)
    assert __main__.main([command, "book", "--csv"]) == 1
    assert seen == [[command, "book", "--csv"]]
    assert opened == []


def test_what_is_written_belongs_to_its_owner_alone(opened: list[Path | None], tmp_path: Path) -> None:
    __main__.main([])
    (tmp_path / "file").touch()
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        __main__.main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"WalletDesk {__version__}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        __main__.main(["--help"])
    said = capsys.readouterr().out
    assert all(command in said for command in __main__.COMMANDS)
    assert "./NAME" in said


@pytest.mark.parametrize("argv", [["one", "two"], ["--nonsense"]])
def test_wrong_use(argv: list[str], opened: list[Path | None]) -> None:
    with pytest.raises(SystemExit) as left:
        __main__.main(argv)
    assert left.value.code == 2
    assert opened == []


def test_neither_help_nor_commands_load_qt() -> None:
    code = "import sys, walletdesk.__main__, walletdesk.cli; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
