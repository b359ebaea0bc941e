"""Writing a wallet's ledger as a CSV file: the period in sight, or all of it."""

from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from walletdesk.controllers import exporting
from walletdesk.controllers.tasks import Task
from walletdesk.ledger.values import ALWAYS, Period, Wallet
from walletdesk.ui.shell import Shell

translate: Final = QCoreApplication.translate


def choices(period: Period, filtered: bool) -> list[tuple[str, Period]]:
    """What can be written; one choice only where there is no period and no filter."""
    everything = (translate("ledger", "All entries"), ALWAYS)
    if period == ALWAYS:
        return [everything]
    text = translate("ledger", "The period {period}")
    if filtered:
        text = translate("ledger", "The period {period}, without the filter")
    return [(text.format(period=period_words(period)), period), everything]


def period_words(period: Period) -> str:
    """The days of a period; empty where it has no end at all."""
    if period == ALWAYS:
        return ""
    if period.first is None:
        return translate("ledger", "until {day}").format(day=period.last)
    if period.last is None:
        return translate("ledger", "since {day}").format(day=period.first)
    return f"{period.first} \N{EN DASH} {period.last}"


def file_name(wallet: Wallet, period: Period) -> str:
    """What the file is called unless the person wants otherwise."""
    days = [day.isoformat() for day in (period.first, period.last) if day is not None]
    return "-".join(["ledger", wallet.label, *days]) + ".csv"


def offer(shell: Shell, wallet: Wallet, period: Period, filtered: bool, below: QWidget) -> None:
    """Write it; where there is a choice, ask with a menu below a button."""
    found = choices(period, filtered)
    if len(found) == 1:
        run(shell, wallet, found[0][1])
        return
    menu = QMenu(below)
    for text, days in found:
        menu.addAction(text, partial(run, shell, wallet, days))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))


def run(shell: Shell, wallet: Wallet, period: Period) -> None:
    """Ask where to, and write."""

    def task(book: Any, path: Path) -> Task[int]:
        return exporting.ledger(book, wallet.id, period, path)

    shell.run_export(translate("ledger", "Export the ledger"), file_name(wallet, period), task)
