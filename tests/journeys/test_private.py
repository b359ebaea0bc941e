"""G19, G20: a day with the program touches no network, writes for its owner alone, and forgets who is deleted."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import walletdesk
from tests.journeys.private_day import ERASED, KEPT, PARTS

ROOT = Path(__file__).parents[2]
KINDS = ("DATA", "CONFIG", "STATE", "CACHE", "RUNTIME")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a day has left behind."""
    folder = tmp_path_factory.mktemp("day")
    homes = {f"XDG_{kind}_{'DIR' if kind == 'RUNTIME' else 'HOME'}": f"{folder}/made/{kind}" for kind in KINDS}
    environment = {**os.environ, **homes, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":99"}
    command = [sys.executable, "-m", "tests.journeys.private_day", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "made"


def test_g20_everything_written_is_for_its_owner_alone(made: Path) -> None:
    written = [path for path in made.rglob("*") if not path.is_symlink()]
    kinds = {path.suffix for path in written if path.is_file()}
    assert {".walletdesk", ".csv", ".log", ".ini", ".json"} <= kinds
    open_to_others = [f"{path} {path.stat().st_mode & 0o777:o}" for path in written if path.stat().st_mode & 0o077]
    assert open_to_others == []


def test_g20_no_byte_of_a_deleted_customer_is_left(made: Path) -> None:
    books = list(made.glob("DATA/**/ledger.walletdesk*"))
    assert books
    for path in books:
        raw = path.read_bytes().lower()
        assert KEPT.encode().lower() in raw or "journal" in path.name
        for piece in (ERASED, "Erasedid", "Erasedname", "Qponmlkj"):
            assert piece.encode().lower() not in raw, f"{piece} is left in {path.name}"


def test_g20_logs_know_no_names_and_no_amounts(made: Path) -> None:
    logs = [path.read_text(encoding="utf-8") for path in made.rglob("*.log")]
    assert any("RuntimeError" in text for text in logs), "the crash was not logged"
    for text in logs:
        for piece in (KEPT, "Zyxwvuts", ERASED, str(PARTS), "9182736"):
            assert piece not in text


_LOCAL = {"QLocalServer", "QLocalSocket"}
_NET = {"socket", "http", "urllib.request", "ftplib", "smtplib", "ssl", "asyncio", "xmlrpc", "telnetlib", "requests"}


def test_g19_the_sources_know_no_network() -> None:
    """One exception: whether a display answers is asked of a local socket, by walletdesk.screen."""
    found = []
    for source in Path(walletdesk.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {node.module or ""}
                if node.module == "PySide6.QtNetwork":
                    names |= {f"Qt {alias.name}" for alias in node.names if alias.name not in _LOCAL}
            else:
                continue
            found += [
                f"{source.name}: {name}" for name in names
                if name in _NET or name.startswith(("Qt ", "http.", "asyncio."))
            ]  # fmt: skip
    assert found == ["screen.py: socket"]
