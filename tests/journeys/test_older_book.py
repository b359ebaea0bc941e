"""I5: a book of an earlier WalletDesk opens by itself in this one's form, and the old file stays."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.opened import Opened, texts
from walletdesk.controllers import books
from walletdesk.ledger.refusals_book import BookOlder

OLD = Path(__file__).parents[1] / "store" / "books" / "v1.walletdesk"


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(qtbot, tmp_path)
    shutil.copy(OLD, made.book)
    yield made
    made.close()


def test_an_older_book_is_brought_up_to_date_and_opens(opened: Opened) -> None:
    opened.start()
    facts = opened.window.library.facts
    assert facts is not None
    assert facts.writable
    assert opened.window.windowTitle().startswith("Café an der Brücke")
    assert "kept as ledger.v1.walletdesk" in opened.said()[0]
    assert books.older(opened.folder / "ledger.v1.walletdesk")


def test_the_page_tells_what_is_done_and_can_be_left(opened: Opened) -> None:
    window = opened.window
    seen: list[str] = []

    def stop() -> None:
        seen.append(texts(window.stage.work))
        window.stage.work.stop.click()

    window.library.upgrading.connect(lambda upgrade: stop())
    opened.start()
    assert "stays beside it" in seen[0]
    fault = window.stage.fault
    assert isinstance(window.stage._fault.error, BookOlder)  # type: ignore[union-attr]
    assert "was not brought up to date" in texts(fault)
    assert books.older(opened.book)
    assert fault.read.isVisible()
    fault.read.click()
    opened.settle()
    assert "Read only" in texts(window.status)
    assert books.older(opened.book)
