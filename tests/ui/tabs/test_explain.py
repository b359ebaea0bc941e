"""R3 in the window: a balance explained, each line opening its entries, by keys."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.opened import NOW, Opened
from walletdesk.controllers import assets, customers, transactions, wallets
from walletdesk.ledger.explaining import Way
from walletdesk.ledger.values import ALWAYS, Period, issue, redeem, transfer
from walletdesk.ui.tabs.explain import ExplainPage
from walletdesk.ui.tabs.explain_rows import ExplainRow, percent
from walletdesk.ui.tabs.wallets import WalletsTab
from walletdesk.ui.widgets import period as periods

DAY = 86_400_000
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Clock:
    at = NOW

    def __call__(self) -> int:
        self.at += 1
        return self.at


def story(book: Any, clock: Clock, project: str) -> int:
    euro = assets.create(book, project, "Euro", "EUR", 100).value.id
    ann = customers.upsert(book, project, "c-1", "Ann Arbor").value.key
    cash = wallets.open(book, ann, euro, "Cash").value.id
    till, fees = (wallets.open_system(book, euro, name).value.id for name in ("Till", "Fees"))
    transactions.run(book, project, [issue(cash, 5000)], "Salary")
    transactions.run(book, project, [transfer(cash, till, 1200)], "Lunch")
    clock.at += 31 * DAY
    transactions.run(book, project, [issue(cash, 2500)], "Salary")
    transactions.run(book, project, [transfer(cash, till, 800), transfer(cash, fees, 10)], "Dinner")
    transactions.run(book, project, [transfer(till, cash, 50)], "Change")
    transactions.run(book, project, [redeem(cash, 40)])
    return int(cash)


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    clock = Clock()
    made = Opened(qtbot, tmp_path, clock).start()
    made.cash = made.run(story, clock, made.project)  # type: ignore[attr-defined]
    made.window.go("wallets")
    made.settle()
    yield made
    made.close()


def tab(opened: Opened) -> WalletsTab:
    found = opened.window.desk.tab("wallets")
    assert isinstance(found, WalletsTab)
    return found


def explained(opened: Opened) -> ExplainPage:
    """Ann's cash, from its ledger, by the key."""
    opened.window.shell.show_wallet_ledger(opened.cash)  # type: ignore[attr-defined]
    opened.settle()
    opened.press(Qt.Key.Key_B, CTRL)
    page = tab(opened).explanation
    assert page is not None
    return page


def rows(page: ExplainPage) -> list[ExplainRow]:
    return [row for row in map(page.model.row_at, range(page.model.rowCount())) if row is not None]


def told(page: ExplainPage) -> list[str]:
    return [
        f"{row.cause.way.value} {row.name or 'all'} {row.share.entries} {row.cause.way.sign * row.share.parts}"
        for row in rows(page)
    ]


def test_a_balance_explained_from_its_ledger(opened: Opened) -> None:
    page = explained(opened)
    assert told(page) == [
        "issued all 2 7500",
        "issued Salary 2 7500",
        "received all 1 50",
        "received Till 1 50",
        "redeemed all 1 -40",
        "redeemed Without a description 1 -40",
        "sent all 3 -2010",
        "sent Till 2 -2000",
        "sent Fees 1 -10",
    ]
    assert (page.sums.opening.text(), page.sums.closing.text()) == ("0.00", "55.00")
    assert {way.value: figure.text() for way, figure in page.sums.ways.items()} == {
        "issued": "75.00",
        "received": "0.50",
        "redeemed": "0.40",
        "sent": "20.10",
    }
    assert page.identity.text().endswith("= closing, line by line")


def test_the_figures_of_the_sum_are_whole_in_a_small_window_with_large_letters(opened: Opened) -> None:
    opened.run(transactions.run, opened.project, [issue(opened.cash, 98_765_432_100)])  # type: ignore[attr-defined]
    opened.window.resize(1024, 640)
    opened.window.look.zoom_by(4)
    sums = explained(opened).sums

    def whole() -> bool:
        amounts = [label for label in sums.findChildren(QLabel) if "987,654," in label.text()]
        return len(amounts) == 2 and all(label.width() >= label.sizeHint().width() for label in amounts)

    try:
        opened.qtbot.waitUntil(whole)
    finally:
        opened.window.look.zoom_reset()


def test_a_line_opens_its_entries_and_the_keys_lead_back(opened: Opened) -> None:
    page = explained(opened)
    page.table.select_row(7)
    opened.press(Qt.Key.Key_Return)
    ledger = tab(opened).ledger
    assert ledger is not None
    assert tab(opened).in_ledger()
    lines = [ledger.model.row_at(row) for row in range(ledger.model.rowCount())]
    assert [line.amount for line in lines if line is not None] == [-800, -1200]
    assert ledger.filters.caused.isVisible()
    assert ledger.filters.caused.text().startswith("Till, sent")
    assert not ledger.filters.direction.isVisible()
    opened.press(Qt.Key.Key_Left, ALT)
    assert tab(opened).in_explanation()
    assert len(told(page)) == 9
    page.table.select_row(7)
    opened.press(Qt.Key.Key_Return)
    ledger.filters.caused.click()
    opened.settle()
    assert ledger.model.rowCount() == 7
    opened.press(Qt.Key.Key_B, CTRL)
    page.table.setFocus()
    opened.press(Qt.Key.Key_Escape)
    opened.press(Qt.Key.Key_Escape)
    assert not tab(opened).in_explanation()


def test_the_period_is_the_ledgers_and_can_be_changed(opened: Opened) -> None:
    opened.window.shell.show_wallet_ledger(opened.cash)  # type: ignore[attr-defined]
    opened.settle()
    ledger = tab(opened).ledger
    assert ledger is not None
    ledger.filters.period_bar.set_period(periods.Period.THIS_MONTH)
    ledger.reader.set_period(ledger.filters.period())
    opened.settle()
    ledger.header.explain.click()
    opened.settle()
    page = tab(opened).explanation
    assert page is not None
    assert page.period() == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert (page.sums.opening.text(), page.sums.closing.text()) == ("38.00", "55.00")
    assert "sent Till 1 -800" in told(page)
    page.period_bar.set_period(periods.Period.ALL)
    page.period_bar.changed.emit((None, None))
    opened.settle()
    assert page.period() == ALWAYS
    assert page.sums.opening.text() == "0.00"


def test_from_the_list_its_panel_and_after_a_posting(opened: Opened) -> None:
    found = tab(opened)
    found.list.page.table.select_row(2)
    opened.settle()
    deeds = {deed.key: deed for deed in found.list.inspector.portrait().more}  # type: ignore[union-attr]
    assert deeds["explain"].enabled
    found.list.commands.act(found.list.selected_wallet(), "explain")  # type: ignore[arg-type]
    opened.settle()
    assert found.in_explanation()
    cash = opened.cash  # type: ignore[attr-defined]
    assert found.explanation is not None
    assert found.explanation.wallet() == cash
    opened.run(transactions.run, opened.project, [issue(cash, 1)], "Salary")
    opened.settle()
    assert told(found.explanation)[1] == "issued Salary 3 7501"


def test_the_explanation_as_a_file(opened: Opened, tmp_path: Path) -> None:
    explained(opened)
    opened.dialogs.path = tmp_path / "why.csv"
    opened.press(Qt.Key.Key_E, CTRL)
    with opened.dialogs.path.open(newline="", encoding="utf-8-sig") as file:
        found = [(row["what"], row["amount"], row["name"]) for row in csv.DictReader(file)]
    assert found[0] == ("opening", "0.00", "")
    assert ("sent", "-20.00", "Till") in found
    assert found[-1] == ("closing", "55.00", "")


def test_nothing_moved(opened: Opened) -> None:
    page = explained(opened)
    page.show_wallet(opened.cash, Period(date(2020, 1, 1), date(2020, 1, 31)))  # type: ignore[attr-defined]
    opened.settle()
    assert page.empty.isVisible()
    assert page.sums.ways[Way.SENT].text() == "0.00"


def test_shares_are_cut_not_rounded() -> None:
    assert [percent(part, 3) for part in (1, 2, 3)] == ["33.3\xa0%", "66.6\xa0%", "100.0\xa0%"]
    assert percent(1, 10**6) == "<\xa00.1\xa0%"


def test_as_of_a_past_evening_it_explains_that_evening(opened: Opened) -> None:
    page = explained(opened)
    opened.window.evenings.ask()
    opened.dialog().set_day(date(2026, 1, 31))
    opened.dialog().submitted.emit()
    opened.settle()
    assert tab(opened).in_explanation()
    assert page.sums.closing.text() == "38.00"
    assert told(page) == ["issued all 1 5000", "issued Salary 1 5000", "sent all 1 -1200", "sent Till 1 -1200"]


def test_another_wallet_is_painted_without_the_rows_of_the_one_before(opened: Opened) -> None:
    """The window is painted at any moment, also before the answer has come."""
    opened.window.shell.show_wallet_ledger(opened.cash, explained=True)  # type: ignore[attr-defined]
    opened.settle()
    page = tab(opened).findChild(ExplainPage)
    assert page is not None
    assert page.model.rowCount() > 0
    page.show_wallet(2)
    assert page.model.rowCount() == 0
    page.grab()
    opened.settle()
    assert page.model.rowCount() > 0
