"""A real bank's year through the command line: the numbers that were counted independently."""

import csv
import io
import os
from pathlib import Path

import pytest

from walletdesk.cli import main

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("WALLETDESK_BANK_DATA") or ROOT.parent / "shared" / "data" / "bank-1993.csv")
MAPPING = """
project = "Bank"
[asset]
code = "CZK"
name = "Czech koruna"
fractions = 100
[columns]
date = "date"
customer = "account_id"
kind = "type"
amount = "amount"
memo = "operation"
reference = "trans_id"
[format]
date = "%y%m%d"
[kinds]
issue = ["PRIJEM"]
redeem = ["VYDAJ", "VYBER"]
[create]
customers = true
wallets = true
"""


@pytest.mark.skipif(
    not DATA.exists(), reason=f"the bank's file is not at {DATA}; name it in the environment as WALLETDESK_BANK_DATA"
)
def test_a_real_banks_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    book, refused = str(tmp_path / "bank.walletdesk"), tmp_path / "refused.csv"
    argv = ["import", book, str(DATA), "--mapping", str(tmp_path / "m.toml"), "--refused", str(refused)]
    assert main(argv) == 0
    assert "28205 rows: 28191 imported, 14 refused" in capsys.readouterr().out
    with refused.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert len(rows) == 14
    assert all("short" in row["reason"] and row["type"] != "PRIJEM" for row in rows)
    assert main(["verify", book]) == 0
    assert "28191 transactions" in capsys.readouterr().out
    assert main(["balances", book, "--csv"]) == 0
    balances = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert len(balances) == 1139
    assert {row["asset"] for row in balances} == {"CZK"}
    assert sum(int(row["parts"]) for row in balances) == 3_707_160_310
    assert sum(int(row["balance"].replace(".", "")) for row in balances) == 3_707_160_310
    biggest = max(balances, key=lambda row: int(row["parts"]))
    assert main(["ledger", book, biggest["wallet"], "--csv"]) == 0
    entries = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert sum(int(row["parts"]) for row in entries) == int(biggest["parts"])
    assert entries[-1]["balance"] == biggest["balance"]
