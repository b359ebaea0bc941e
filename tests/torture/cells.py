"""G15: any text written into a CSV file comes back as it was, and a spreadsheet runs none of them.

Each file is read by the program and by Python's csv alone; what a spreadsheet would run is decided here anew.
"""

from __future__ import annotations

import csv
import io
import random
import re
import string
from typing import Final

from tests.torture.harness import folder, rounds
from walletdesk.exchange.csv_read import CELL_LIMIT, Layout, Reader
from walletdesk.exchange.csv_write import CsvFile, TextRows

EACH: Final = 1_000
_WIDTH: Final = 4
_HEADER: Final = ("no", *(f"column {place}" for place in range(_WIDTH)))
_PLAIN_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?|-?(\d+ )?\d+/\d+", re.ASCII)
_SIGNS: Final = "=+-@|%\uff1d\uff0b\uff0d\uff20\uff5c\uff05\u2212"
_ODD: Final = "\0\t\r\n\x0b\x0c\x1c\x85\u2028\u2029\ufeff\u200b\u202e\u2066\u00a0\u3000'\"\"\"'',;|\\/`\ud800\udfff"
_SCRIPTS: Final = (
    string.ascii_letters, string.digits + ".,-/ ", "äßéÅñç", "Ωωάλφα", "Привет", "שלום", "مرحبا", "नमस्ते",
    "漢字かなカナ", "한글", "ไทย", "😀👨\u200d👩\u200d👧🇩🇪", "a\u0301e\u0308", "𝔊𝕏",
)  # fmt: skip
_ATTACKS: Final = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u3000=1",
    "'=1", "''=1", "'", "=", "-", "--1", "-1", "-1.5", "-1 5/24", "-5/24", "1e5", "-1e5", "+1", "|calc", "%0",
    "\uff0d1", "=\0", '=HYPERLINK("http://x","y")', "'\t=1", "\u2212", "\u22121.50", "DDE", '"', '""', "\r", "\n",
    "\r\n", ",", "a\rb", "a\r\n",
)  # fmt: skip


def text_of(dice: random.Random) -> str:
    """Anything a cell may be given, with a liking for what is dangerous."""
    kind = dice.random()
    if kind < 0.15:
        return dice.choice(_ATTACKS)
    if kind < 0.3:
        return dice.choice(_SIGNS + _ODD) + _mixed(dice, 12)
    if kind < 0.32:
        return _mixed(dice, 4) * dice.randrange(300)
    if kind < 0.9:
        return _mixed(dice, 20)
    return "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randrange(8)))


def _mixed(dice: random.Random, most: int) -> str:
    letters = dice.choice(_SCRIPTS) + (_SIGNS + _ODD if dice.random() < 0.5 else "")
    return "".join(dice.choice(letters) for _ in range(dice.randrange(most + 1)))


def runs(cell: str) -> bool:
    """Whether a spreadsheet would take the cell for a formula, at once or after a blank that it swallows."""
    if _PLAIN_NUMBER.fullmatch(cell):
        return False
    return cell[:1] in ("\t", "\r", "\n") or cell.strip()[:1] in set(_SIGNS)


def _stored(text: str) -> str:
    """Half a surrogate pair is no character: a question mark stands for it in a file."""
    return text.encode("utf-8", "replace").decode()


def _thousand(seed: int) -> dict[str, int]:
    dice = random.Random(seed)
    rows = [[text_of(dice) for _ in range(_WIDTH)] for _ in range(EACH // _WIDTH)]
    if dice.random() < 0.1:
        rows[0][0] = _mixed(dice, 20) + "x" * dice.randrange(131_072, CELL_LIMIT - 1_000)
    raw, again = _through_a_file(rows)
    _same([[_stored(cell) for cell in row] for row in rows], again, "from the file")
    _harmless(raw)
    _same(raw, [[_stored(cell) for cell in row] for row in _through_a_stream(rows)], "from the stream")
    held = sum(cell[:1] == "'" for row in raw for cell in row)
    return {"texts": EACH, "held harmless": held, "others": 0, "formulas": 0}


def _through_a_file(rows: list[list[str]]) -> tuple[list[list[str]], list[list[str]]]:
    """What Python's csv finds in the file, and what the program reads."""
    with folder() as top:
        path = top / "cells.csv"
        with CsvFile(path, _HEADER) as file:
            file.rows([number, *row] for number, row in enumerate(rows))
        raw = _plainly(path.read_bytes().decode())
        with Reader(path, Layout("utf-8", ",", columns=len(_HEADER))) as reader:
            found = list(reader)
    broken = [str(row.problem) for row in found if row.problem]
    assert not broken, f"unread: {broken[0]}"
    return raw, [row.cells[1:] for row in found]


def _through_a_stream(rows: list[list[str]]) -> list[list[str]]:
    """What Python's csv finds on standard output."""
    text = io.StringIO(newline="")
    stream = TextRows(text.write, _HEADER)
    for number, row in enumerate(rows):
        stream.row([number, *row])
    return _plainly(text.getvalue())


def _plainly(text: str) -> list[list[str]]:
    csv.field_size_limit(CELL_LIMIT * 2)
    return [row[1:] for row in csv.reader(io.StringIO(text, newline=""), strict=True)][1:]


def _same(rows: list[list[str]], others: list[list[str]], where: str) -> None:
    assert len(rows) == len(others), f"{len(others)} rows {where}, not {len(rows)}"
    for row, other in zip(rows, others, strict=True):
        for cell, found in zip(row, other, strict=True):
            assert cell == found, f"{cell[:80]!r} is {found[:80]!r} {where}"


def _harmless(rows: list[list[str]]) -> None:
    for row in rows:
        for cell in row:
            assert not runs(cell), f"{cell[:80]!r} would run"


def run(count: int, seed: int) -> dict[str, int]:
    """So many texts."""
    return rounds(count, seed, _thousand, EACH)
