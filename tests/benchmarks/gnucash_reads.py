"""A book opened by GnuCash through its own Python: all balances, or with an account's name that account's register.

Run by the Python that GnuCash was built for: ``/usr/bin/python3 gnucash_reads.py FILE [ACCOUNT]``.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any


def main(path: str, name: str | None) -> None:
    """Open for reading, print, close."""
    gnucash = importlib.import_module("gnucash")  # not at the top: the benchmark names this file without having it
    session = gnucash.Session(Path(path).resolve().as_uri(), gnucash.SessionOpenMode.SESSION_READ_ONLY)
    try:
        root = session.book.get_root_account()
        if name is None:
            for account in root.get_descendants():
                print(account.GetBalance(), account.GetCommodity().get_mnemonic(), full(account))
        else:
            account = root
            for step in name.split(":"):
                account = account.lookup_by_name(step)
            for split in account.GetSplitList():
                entry = split.GetParent()
                day = entry.GetDate().strftime("%Y-%m-%d")
                print(day, entry.GetDescription(), split.GetAmount(), split.GetBalance())
    finally:
        session.end()


def full(account: Any) -> str:
    """The name with those above it, as journals write it."""
    return str(account.get_full_name()).replace(".", ":")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
