"""A day with the whole program in a process of its own, without a network; test_private.py looks at what it left.

``python -m tests.journeys.private_day FOLDER``
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from walletdesk import __main__, app
from walletdesk.controllers import assets, customers, transactions, wallets
from walletdesk.ledger.values import issue

KEPT, ERASED = "Keptname Zyxwvuts", "Erasedname Qponmlkj"
PARTS = 918_273_645
touched: list[str] = []


def forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse every socket that could leave this machine, and every question for a name."""
    new = event == "socket.__new__" and arguments[1] in (socket.AF_INET, socket.AF_INET6)
    if new or event in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request", "http.client.connect"):
        touched.append(event)
        raise PermissionError(event)


def day(window: Any, folder: Path) -> None:
    """Post, import by the command line before, export, ask for help, delete a customer, crash, leave."""
    project = window.shell.project.id

    def fill(book: Any) -> int:
        euro = assets.create(book, project, "Euro", "EUR", 100).value
        kept = customers.create(book, project, "K-1", KEPT, f"{KEPT} likes tea").value
        wallet = wallets.open(book, kept.key, euro.id, "Cash").value
        transactions.run(book, project, (issue(wallet.id, PARTS),))
        return int(customers.create(book, project, "Erasedid-1", ERASED, f"{ERASED} likes tea").value.key)

    gone = run(window, fill)
    window.go("customers")
    settle(window)
    run(window, lambda book: customers.delete(book, gone))
    window.shell.file_dialogs.folder = lambda *given: folder / "exported"
    for command in ("export_all", "verify", "shortcuts", "about", "messages"):
        window.menus.actions[command].trigger()
        settle(window)
        close_dialogs()
    run(window, crash)
    close_dialogs()
    window.close()


def crash(book: Any) -> None:
    raise RuntimeError(f"{KEPT} holds {PARTS}")


def run(window: Any, command: Callable[[Any], Any]) -> Any:
    """Run on the lane."""
    answers: list[Any] = []
    window.session.run(command, done=answers.append)
    settle(window)
    return answers[0] if answers else None


def settle(window: Any) -> None:
    """Wait until nothing is under way."""
    for _ in range(3):
        while not window.session.idle():
            QApplication.processEvents()
        QApplication.processEvents()


def close_dialogs() -> None:
    """Close what stands over the window."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()


def main(folder: Path) -> int:
    """Import by the command line, then spend the day in the window."""
    sys.addaudithook(forbid)
    os.umask(0o022)
    (folder / "m.toml").write_text(
        'project = "Club"\nasset = { code = "EUR", name = "Euro", fractions = 100 }\n'
        "columns = { date = 1, customer = 2, amount = 3 }\ncreate = { customers = true, wallets = true }\n"
    )
    (folder / "rows.csv").write_text("2024-01-01,ann,10.00\n")
    made = folder / "made"
    made.mkdir(0o700)
    given = ["import", f"{made}/club.walletdesk", f"{folder}/rows.csv", "--mapping", f"{folder}/m.toml"]
    assert __main__.main(given) == 0
    assert __main__.main(["export", f"{made}/club.walletdesk", f"{made}/club"]) == 0
    os.umask(0o022)
    opens = app.open_window

    def opened(*given: Any) -> Any:
        window = opens(*given)

        def begin() -> None:
            while window.library.facts is None:
                QApplication.processEvents()
            settle(window)
            day(window, made)

        QTimer.singleShot(0, begin)
        return window

    app.open_window = opened
    status = __main__.main([])
    assert not touched, touched
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
