"""I5: the command line brings older books up to date where it writes, and reads them as they are where it reads."""

import hashlib
import shutil
from pathlib import Path

import pytest

from walletdesk.cli.commands import main

OLD = Path(__file__).parents[1] / "store" / "books" / "v1.walletdesk"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.walletdesk"
    shutil.copy(OLD, path)
    return path


def test_reading_leaves_an_older_book_as_it_is(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = hashlib.sha256(old.read_bytes()).hexdigest()
    assert main(["verify", str(old)]) == 0
    said = capsys.readouterr()
    assert "sound; 11 transactions" in said.out
    assert "earlier WalletDesk" in said.err
    assert main(["balances", str(old), "--project", "bar"]) == 0
    assert "Café" not in capsys.readouterr().err
    assert hashlib.sha256(old.read_bytes()).hexdigest() == before
    assert [path.name for path in old.parent.iterdir()] == ["ledger.walletdesk"]


def test_writing_brings_it_up_to_date_and_says_so(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from walletdesk.cli import upgrading

    upgrading.opened(old).close()
    said = capsys.readouterr().err
    assert "brought up to date" in said
    assert "ledger.v1.walletdesk" in said
    upgrading.opened(old).close()
    assert capsys.readouterr().err == ""
