"""A file that is written is whole afterwards, or as it was before (G12)."""

import errno
import os
import stat
from pathlib import Path

import pytest

from walletdesk.exchange.files import SafeFile, safe_name
from walletdesk.exchange.refusals import FileSpared
from walletdesk.ledger.refusals import DiskFull, FileFault


def test_the_file_appears_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with SafeFile(path) as file:
        file.write(b"one\r\n")
        assert not path.exists()
        file.write(b"x" * 200_000)
    assert path.read_bytes() == b"one\r\n" + b"x" * 200_000
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["list.csv"]


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"old")
    file = SafeFile(path)
    file.write(b"x" * 200_000)
    with pytest.raises(ZeroDivisionError), file:
        file.write(b"x" * (1 // 0))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("failing", ["write", "fsync"])
def test_a_full_disk_is_said_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"old")

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    file = SafeFile(path)
    monkeypatch.setattr(os, failing, full)
    with pytest.raises(DiskFull), file:
        file.write(b"x" * 10)
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_name_lasts_through_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forced: list[tuple[bool, bool]] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        forced.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), (tmp_path / "list.csv").exists()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    with SafeFile(tmp_path / "list.csv") as file:
        file.write(b"one")
    assert forced == [(False, False), (True, True)]


def test_short_writes_go_on_until_all_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, bytes(data[:7])))
    with SafeFile(tmp_path / "list.csv") as file:
        file.write(b"0123456789" * 100)
    assert (tmp_path / "list.csv").read_bytes() == b"0123456789" * 100


def test_bytes_that_vanish_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", lambda _descriptor, data: len(data))
    with pytest.raises(FileFault, match="bytes"), SafeFile(tmp_path / "list.csv") as file:
        file.write(b"0123456789")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["missing/list.csv", ".", "a\0b"])
def test_places_that_cannot_be_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileFault):
        SafeFile(f"{tmp_path}/{name}")


@pytest.mark.parametrize("name", ["a.walletdesk", "A.WalletDesk", "a.walletdesk-journal", "link.csv", "b.db-wal"])
def test_a_book_and_what_is_spared_are_never_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.walletdesk").write_bytes(b"book")
    (tmp_path / "link.csv").symlink_to("a.walletdesk")
    with pytest.raises(FileSpared):
        SafeFile(tmp_path / name, tmp_path / "b.db")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.walletdesk", "link.csv"]


def test_what_is_spared_is_known_by_each_of_its_names(tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    kept.write_bytes(b"book")
    (tmp_path / "soft.csv").symlink_to(kept)
    (tmp_path / "hard.csv").hardlink_to(kept)
    for name in ("kept.db", "soft.csv", "hard.csv", "../" + tmp_path.name + "/kept.db"):
        with pytest.raises(FileSpared):
            SafeFile(tmp_path / name, tmp_path / "other", kept)
    assert kept.read_bytes() == b"book"


def test_a_link_stays_and_leads_to_the_new_content(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(b"old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    with SafeFile(tmp_path / "link.csv") as file:
        file.write(b"new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bank", "Bank"),
        ("a/b\\c:d", "a_b_c_d"),
        ("..", "_"),
        ("con", "_con"),
        ("Nul.txt", "_Nul.txt"),
        (" .hidden ", "hidden"),
        ("Škoda 5%", "Škoda 5_"),
        ("\u4e2d" * 100, "\u4e2d" * 26),
    ],
)
def test_safe_names(text: str, name: str) -> None:
    assert safe_name(text) == name
