"""A CSV file imported in the whole window, by clicks and keys; and a real bank's year."""

import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.opened import Opened
from walletdesk.controllers import transactions, verifying, wallets
from walletdesk.controllers.importing import Verdict
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.ledger.refusals import InsufficientBalance
from walletdesk.ledger.values import Period
from walletdesk.ui.batch_work import State
from walletdesk.ui.importing.window import ImportWindow

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("WALLETDESK_BANK_DATA") or ROOT.parent / "shared" / "data" / "bank-1993.csv")
CTRL = Qt.KeyboardModifier.ControlModifier
RESTING = (State.OPEN, State.CHECKED, State.UNFIT, State.WRITTEN)


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(qtbot, tmp_path).start()
    yield made
    made.close()


class Importer:
    """Somebody at the import window."""

    def __init__(self, opened: Opened, file: Path) -> None:
        """Opened from the main window by its key."""
        self.opened = opened
        opened.dialogs.path = file
        with opened.qtbot.waitActive(opened.window):
            opened.window.activateWindow()
        QTest.keyClick(opened.window, Qt.Key.Key_I, CTRL)
        (self.window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, ImportWindow) and w.isVisible()]
        self.work = self.window.work
        self.settle()

    def settle(self) -> None:
        def rests() -> bool:
            return self.work.state in RESTING and self.opened.window.session.idle()

        self.opened.qtbot.waitUntil(rests, timeout=60_000)

    def type(self, text: str) -> None:
        for char in text:
            QTest.keyClick(self.window.focusWidget() or self.window, char)
        self.settle()

    def tab_to(self, widget: QWidget) -> None:
        """With the Tab key alone."""
        for _ in range(60):
            if widget.hasFocus():
                return
            QTest.keyClick(self.window.focusWidget() or self.window, Qt.Key.Key_Tab)
        raise AssertionError("the Tab key does not lead there")

    def click(self, button: QPushButton) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()


def count(opened: Opened, project: str) -> int:
    found: Any = opened.run(transactions.page, project, Period(), 1, 1)
    return int(found.total)


def test_a_file_is_imported_and_the_batch_is_in_the_book(opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "club.csv"
    rows = [f"2025-03-{1 + n % 28:02},{'ann' if n % 2 else 'bob'},{n}.50,row {n},{n}" for n in range(40)]
    file.write_text("date;customer;amount;memo;reference\n" + "\n".join(rows).replace(",", ";") + "\n", "utf-8")
    person = Importer(opened, file)
    window = person.window
    person.tab_to(window.folds.assets.code)
    person.type("eur")
    assert window.foot.primary.text() == "Import 40 ready rows"
    person.tab_to(window.foot.primary)
    QTest.keyClick(window.foot.primary, Qt.Key.Key_Return)
    person.settle()
    assert person.work.state is State.WRITTEN
    assert opened.said()[0] == "Imported 40 transactions as batch 1."
    assert count(opened, opened.project) == 40
    held = opened.run(wallets.totals, opened.project, WalletQuery())
    assert [(asset.code, parts) for asset, parts in held] == [("EUR", sum(n * 100 + 50 for n in range(40)))]
    person.click(window.result.close_button)
    assert not window.isVisible()
    again = Importer(opened, file)
    assert again.work.count(Verdict.THERE) == 40
    assert not again.window.foot.primary.isEnabled()
    QTest.keyClick(again.window, Qt.Key.Key_Escape)


def test_leaving_during_an_import_takes_everything_back(opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    file.write_text("customer,amount\n" + "".join(f"c{n},1\n" for n in range(5000)), "utf-8")
    person = Importer(opened, file)
    person.tab_to(person.window.folds.assets.code)
    person.type("eur")
    QTest.keyClick(person.window, Qt.Key.Key_Return, CTRL)
    assert person.work.state is State.WRITING
    opened.window.desk.close_forms()
    opened.settle()
    assert count(opened, opened.project) == 0


@pytest.mark.skipif(
    not DATA.exists(), reason=f"the bank's file is not at {DATA}; name it in the environment as WALLETDESK_BANK_DATA"
)
def test_a_real_banks_year_through_the_window(opened: Opened) -> None:
    began = time.monotonic()
    person = Importer(opened, DATA)
    window, work = person.window, person.work
    person.tab_to(window.folds.assets.code)
    person.type("czk")
    assert work.plan is not None, work.sentence()
    assert work.plan.date_format == "%y%m%d"
    assert window.foot.primary.text() == "Import 28,191 ready rows"
    assert [work.count(v) for v in (None, Verdict.REFUSED, Verdict.THERE)] == [28_205, 14, 0]
    assert all(isinstance(row.reason, InsufficientBalance) for row in work.plan.refused)
    checked = time.monotonic()
    person.tab_to(window.foot.primary)
    QTest.keyClick(window.foot.primary, Qt.Key.Key_Return)
    person.settle()
    done = time.monotonic()
    facts = window.result.texts()
    assert (facts["New customers"], facts["New wallets"], facts["Rows with problems"]) == ("1,139", "1,139", "14")
    assert facts["Their wallets hold"] == "37,071,603.10 CZK"
    assert count(opened, opened.project) == 28_191
    assert opened.run(wallets.page, opened.project, WalletQuery(), 1, 1).total == 1139
    ((asset, parts),) = opened.run(wallets.totals, opened.project, WalletQuery())
    assert (asset.code, parts) == ("CZK", 3_707_160_310)
    verdicts: list[verifying.Verdict] = []
    opened.window.session.start(verifying.verify_book, done=verdicts.append)
    opened.qtbot.waitUntil(lambda: bool(verdicts), timeout=60_000)
    assert verdicts[0].ok
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\nBank: checked in {checked - began:.1f} s, imported in {done - checked:.1f} s, {memory} MiB at most")
    person.click(window.result.close_button)
