"""The rules of the house that neither lint nor types nor import contracts can see."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import walletdesk
from tests.torture.amounts import floats

ROOT = Path(walletdesk.__file__).resolve().parent
FILES = sorted(ROOT.rglob("*.py"))
FUNCTION_LINES = 70
FILE_LINES = 400


def parsed() -> Iterator[tuple[str, ast.Module]]:
    for file in FILES:
        yield str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))


def test_files_stay_short() -> None:
    lengths = {str(file): len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def test_functions_stay_short() -> None:
    long = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in parsed()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= FUNCTION_LINES
    ]
    assert long == []


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_the_ledger_imports_the_standard_library_and_itself() -> None:
    foreign = [
        f"{name}: {module}"
        for name, tree in parsed()
        if name.startswith("ledger/")
        for module in imported(tree)
        if module.partition(".")[0] not in sys.stdlib_module_names and not module.startswith("walletdesk.ledger")
    ]
    assert foreign == []


def test_a4_g14_no_float_stands_where_amounts_go_through() -> None:
    assert floats() == []


TOUCHES_FILES = {
    "controllers/backups.py": "the note that a backup failed",
    "controllers/books.py": "the system's time zone",
    "controllers/places.py": "the list of mounted disks",
    "controllers/verifying.py": "the ends of chains, remembered outside the book",
    "exchange/csv_read.py": "files that are read",
    "exchange/files.py": "files that are written; `SafeFile` refuses the book",
    "store/holders.py": "the system's list of locks",
    "store/files.py": "files beside a book that nobody has open",
}
"""G8: who opens files by other means than SQLite, and which. The live book is never among them."""


def opens_files(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            last = called.rpartition(".")[2]
            if called in ("open", "os.open", "io.open", "os.rename", "os.replace") or called.startswith("shutil."):
                return True
            if last in ("read_bytes", "write_bytes", "read_text", "write_text", "QFile", "QSaveFile", "copyfile"):
                return True
    return False


def test_g8_the_live_book_is_touched_through_sqlite_only() -> None:
    found = {name for name, tree in parsed() if opens_files(tree)}
    found = {name for name in found if name.startswith(("ledger/", "store/", "exchange/", "controllers/"))}
    assert found - TOUCHES_FILES.keys() == set()


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"Signal\((.*\W)?int\b", "Qt cuts an int to 32 bits without a word; use Signal(object)"),
        (r"\bQ(Double)?SpinBox\b", "spin boxes end at 32 bits or at a float"),
        (r"from PySide6\.\w+ import \*", "a star import costs a fifth of the start"),
        (r"\bsleep\(", "nothing waits by sleeping"),
    ],
)
def test_traps_that_were_met_once(pattern: str, why: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in FILES
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line.partition("#")[0])
    ]
    assert found == [], why
