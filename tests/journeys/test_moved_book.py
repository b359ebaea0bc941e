"""G4 through the window: the file goes away or another comes under its name, while a transaction is being typed."""

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from shiboken6 import isValid

from tests.journeys.test_transaction_form import CTRL, Typist, opened
from tests.ui.opened import Opened
from walletdesk.controllers import transactions

__all__ = ["opened"]


def typed(opened: Opened) -> Typist:
    """Somebody who has typed a whole operation and not posted it yet."""
    at = Typist(opened)
    at.type("cash box").press(Qt.Key.Key_Return).type("david").press(Qt.Key.Key_Return)
    return at.type("12.50").press(Qt.Key.Key_Return)


def told(at: Typist) -> str:
    """What the form says when it is asked to post."""
    heard: list[str] = []
    at.form.form.refused.connect(heard.append)
    at.press(Qt.Key.Key_Return, CTRL)
    at.form.form.refused.disconnect(heard.append)
    return " ".join(heard)


def post_again(at: Typist) -> None:
    form, opened = at.form, at.opened
    at.press(Qt.Key.Key_Return, CTRL)
    opened.qtbot.waitUntil(lambda: not isValid(form))
    assert opened.run(transactions.get, opened.project, 2).operations[0].amount == 1_250


@pytest.fixture
def away(opened: Opened) -> Path:
    return opened.book.with_name("away")


def test_moved_away_it_is_told_and_put_back_it_goes_on(opened: Opened, away: Path) -> None:
    at = typed(opened)
    opened.book.rename(away)
    assert "was moved, deleted or replaced" in told(at)
    assert at.form.form.state.rows[0].amount == "12.50"
    away.rename(opened.book)
    post_again(at)


def test_another_file_under_its_name_is_not_touched(opened: Opened, away: Path) -> None:
    at = typed(opened)
    opened.book.rename(away)
    opened.book.write_bytes(b"another file")
    assert "Nothing was written" in told(at)
    assert opened.book.read_bytes() == b"another file"
    opened.book.unlink()
    away.rename(opened.book)
    post_again(at)


def test_held_by_another_program_it_is_told_and_goes_on_when_that_is_done(
    opened: Opened,
) -> None:
    at = typed(opened)
    opened.run(lambda book: book.rows("PRAGMA busy_timeout = 50"))
    other = sqlite3.connect(opened.book, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = told(at)
    assert "another program" in said.lower()
    assert at.form.form.state.rows[0].amount == "12.50"
    other.execute("ROLLBACK")
    other.close()
    post_again(at)
