"""I4: the book backs itself up, the window says how it stands, and what fails is told with a way out."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from tests.ui.opened import NOW, Opened, texts
from walletdesk.controllers import assets, books, customers
from walletdesk.ui.backups import FOLDER
from walletdesk.ui.main_window import MainWindow


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(qtbot, tmp_path)
    yield made
    made.close()


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_closing_backs_a_changed_book_up_and_an_unchanged_one_not(opened: Opened, qtbot: QtBot) -> None:
    opened.start()
    assert "Saved · no backup yet" in texts(opened.window.status)
    opened.close()
    assert not opened.window.isVisible()
    first = kept(opened.folder / "backups")
    assert len(first) == 1
    again = MainWindow(opened.settings, opened.folder, opened.folder / "state", lambda: NOW + 7_200_000)
    qtbot.addWidget(again)
    again.library.open(opened.book)
    qtbot.waitUntil(again.session.idle)
    assert "Saved · last backup 2 h ago" in texts(again.status)
    again.close()
    assert kept(opened.folder / "backups") == first


def test_opening_another_book_backs_the_one_before_up(opened: Opened) -> None:
    opened.start()
    other = opened.folder / "other.walletdesk"
    books.create(other, "UTC").close()
    opened.window.library.open(other)
    opened.settle()
    (name,) = kept(opened.folder / "backups")
    assert name.startswith("ledger.")
    assert "no backup yet" in texts(opened.window.status)


def test_back_up_now_from_menu_status_bar_and_overview(opened: Opened) -> None:
    opened.start()
    opened.run(assets.create, opened.project, "Euro", "EUR", 100)
    ways: tuple[Callable[[], object], ...] = (
        opened.window.menus.actions["backup"].trigger,
        opened.window.status.saved.click,
        opened.window.desk.tab("projects").overview.backup.click,
    )
    for count, way in enumerate(ways, 1):
        way()
        form = opened.dialog()
        form.primary.click()
        opened.settle()
        assert not form.isVisible()
        assert "read back" in opened.said()[0]
        assert len(kept(opened.folder / "backups")) == count
    assert "Saved · last backup just now" in texts(opened.window.status)


def test_a_folder_that_is_gone_is_told_and_another_one_helps(opened: Opened) -> None:
    opened.settings.setValue(FOLDER, str(opened.folder / "usb"))
    opened.start()
    opened.window.menus.actions["backup"].trigger()
    form = opened.dialog()
    form.primary.click()
    opened.settle()
    assert "is not there" in texts(form)
    assert "the last backup failed" in texts(opened.window.status)
    (opened.folder / "disk").mkdir()
    opened.dialogs.path = opened.folder / "disk"
    form._change()
    assert "is not there" not in texts(form)
    form.primary.click()
    opened.settle()
    assert not form.isVisible()
    assert len(kept(opened.folder / "disk")) == 1
    assert "last backup just now" in texts(opened.window.status)
    assert opened.settings.value(FOLDER) == str(opened.folder / "disk")


def test_a_backup_that_failed_on_closing_is_told_at_the_next_start(opened: Opened, qtbot: QtBot) -> None:
    opened.settings.setValue(FOLDER, str(opened.folder / "usb"))
    opened.start()
    opened.close()
    again = MainWindow(opened.settings, opened.folder, opened.folder / "state", lambda: NOW)
    qtbot.addWidget(again)
    again.show()
    again.library.open(opened.book)
    qtbot.waitUntil(again.session.idle)
    assert "The last backup failed. The folder for backups" in again.toast.recent()[0]
    assert "the last backup failed" in texts(again.status)
    again.close()


def test_a_book_that_is_only_read_is_not_backed_up_by_itself(opened: Opened) -> None:
    books.create(opened.book, "UTC").close()
    opened.window.library.open(opened.book, writable=False)
    opened.settle()
    assert isinstance(opened.settings, QSettings)
    assert "Read only" in texts(opened.window.status)
    opened.close()
    assert kept(opened.folder / "backups") == []


def test_c4_backups_that_hold_a_deleted_customer_are_listed_and_deleted(opened: Opened) -> None:
    opened.start()
    ann = opened.run(customers.create, opened.project, "ann", "Ann Keller")
    opened.window.keeper.ask().primary.click()
    opened.settle()
    old = kept(opened.folder / "backups")
    opened.window.shell.show_remains()
    opened.settle()
    assert "No backup in" in opened.said()[0]
    opened.run(customers.delete, ann.key)
    opened.window.keeper.ask().remains.click()
    opened.settle()
    question = opened.dialog()
    assert "This backup was made before a customer was deleted" in texts(question)
    assert old[0] in question.list.item(0).text()
    question.primary.click()
    opened.settle()
    assert "the backup that held a deleted customer is gone" in opened.said()[0]
    (left,) = kept(opened.folder / "backups")
    assert left != old[0]
