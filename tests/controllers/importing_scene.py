"""What tests of imports share: a moment, a mapping, a file, and the way through a check and a write."""

from pathlib import Path

from walletdesk.controllers import importing
from walletdesk.controllers.books import Book
from walletdesk.controllers.importing import Mapping, Plan
from walletdesk.controllers.tasks import finish
from walletdesk.exchange.mapping_toml import parse
from walletdesk.ledger.refusals import LedgerError

NOON = 1_735_732_800_000
"""2025-01-01 12:00 UTC: now, in these tests."""

MAPPING = parse(
    """
    project = "Club"
    asset = { code = "EUR", name = "Euro", fractions = 100 }
    columns = { date = "day", customer = "who", kind = "what", amount = "sum", memo = "text", reference = "no" }
    kinds = { issue = ["in"], redeem = ["out"] }
    create = { customers = true, wallets = true }
    """
)
HOSTILE = [
    "",
    "2024-01-02",
    "1.50",
    "-0",
    "1e309",
    "NaN",
    "in",
    "out",
    "\0",
    "\u202e",
    "=1+1",
    "'",
    "\r\n",
    '"',
    "9" * 40,
]
HEADER = "day,who,what,sum,text,no\n"


def file(tmp_path: Path, rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(header + rows, encoding="utf-8")
    return path


def checked(book: Book, path: Path, mapping: Mapping = MAPPING) -> Plan:
    return finish(importing.check(book, path, mapping))


def imported(book: Book, path: Path, mapping: Mapping = MAPPING) -> Plan:
    plan = checked(book, path, mapping)
    finish(importing.write(book, plan))
    return plan


def only_refusal(plan: Plan) -> LedgerError:
    (row,) = plan.refused
    return row.reason
