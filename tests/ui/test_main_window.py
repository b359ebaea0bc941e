"""The window: first start, faults of books, one window for each book, its menus, keys and status line."""

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui.opened import NOW, Opened, texts
from walletdesk import app as program
from walletdesk import paths
from walletdesk.controllers import assets, books, drafts, projects, sample, transactions, wallets
from walletdesk.controllers.verifying import Check, Finding, Verdict
from walletdesk.ledger.refusals import BookReadOnly
from walletdesk.ledger.values import issue
from walletdesk.ui.book_commands import BookCommands
from walletdesk.ui.books import BookFault
from walletdesk.ui.builder.window import builders
from walletdesk.ui.forms import about
from walletdesk.ui.importing.window import ImportWindow
from walletdesk.ui.main_window import MainWindow
from walletdesk.ui.tabs.projects import ProjectsTab
from walletdesk.ui.theme import Preference, theme
from walletdesk.ui.verdict_page import finding_text
from walletdesk.ui.verifying import Soundness
from walletdesk.ui.widgets.panels import EmptyState

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(qtbot, tmp_path)
    yield made
    made.close()
    theme().set_preference(Preference.SYSTEM)


def post(opened: Opened, parts: int = 500) -> None:
    """An asset, a wallet and a transaction."""
    asset = opened.run(assets.create, opened.project, "Euro", "EUR", 100)
    wallet = opened.run(wallets.open_system, asset.id, "Till")
    opened.run(transactions.run, opened.project, (issue(wallet.id, parts),))


# First start


def test_the_first_start_makes_a_book_and_shows_what_to_do(opened: Opened) -> None:
    opened.start()
    assert opened.book.is_file()
    assert opened.window.windowTitle() == "My ledger — WalletDesk"
    tab = opened.window.desk.current()
    assert isinstance(tab, ProjectsTab)
    assert tab.setup.isVisible()
    assert "Set up My ledger" in texts(tab.setup)
    assert opened.window.status.path.whole().endswith("ledger.walletdesk")
    assert opened.window.size() == QSize(1400, 860)


def test_a_later_start_opens_the_same_book_and_the_project_shown_last(qtbot: QtBot, tmp_path: Path) -> None:
    first = Opened(qtbot, tmp_path).start()
    other = first.run(projects.create, "Other")
    first.window.shell.set_project(other.id)
    first.settle().close()
    second = Opened(qtbot, tmp_path).start()
    assert second.window.shell.project == other
    assert second.window.library.recent() == [second.book]
    second.close()


def test_geometry_and_theme_are_kept(qtbot: QtBot, tmp_path: Path) -> None:
    first = Opened(qtbot, tmp_path).start()
    first.window.resize(1111, 702)
    first.press(Qt.Key.Key_L, CTRL | SHIFT)
    chosen = theme().preference
    assert chosen is Preference.DARK
    first.close()
    theme().set_preference(Preference.SYSTEM)
    second = Opened(qtbot, tmp_path)
    assert second.window.height() == 702  # the width is cut to the screen's
    assert theme().preference is chosen
    second.close()
    theme().set_preference(Preference.SYSTEM)


def test_no_part_of_the_window_flashes_up_alone(opened: Opened) -> None:
    """A widget that is shown before it has a parent is a window of its own for a moment, and takes the keyboard."""
    opened.start()
    assert QApplication.activeWindow() is opened.window
    for spec in opened.window.desk.specs:
        opened.window.go(spec.key)
        opened.settle()
        assert QApplication.activeWindow() is opened.window, spec.key


# Books that cannot be opened


def newer(path: Path) -> None:
    books.create(path, "UTC").close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 4000")
    database.close()


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE music (title)")
    database.close()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: path.write_text("Dear diary"), "no WalletDesk book"),
        (lambda path: path.write_bytes(b""), "no WalletDesk book"),
        (foreign, "no WalletDesk book"),
        (newer, "newer"),
        (lambda path: None, "no book"),
    ],
    ids=["text", "empty", "foreign", "newer", "missing"],
)
def test_a_book_that_cannot_be_opened_is_told_in_the_window_and_left_alone(opened: Opened, make, says: str) -> None:
    make(opened.book)
    before = opened.book.read_bytes() if opened.book.exists() else None
    opened.window.show()
    opened.window.library.open(opened.book)
    opened.settle()
    assert opened.window.stage.at_fault()
    assert says in texts(opened.window.stage.fault)
    assert not opened.window.header.isVisible()
    assert not opened.window.menus.actions["post"].isEnabled()
    assert (opened.book.read_bytes() if opened.book.exists() else None) == before
    assert not opened.window.stage.fault.back.isVisible()


def test_the_ways_out_of_a_fault(opened: Opened) -> None:
    opened.book.write_text("Dear diary")
    opened.window.show()
    opened.window.library.open(opened.book)
    opened.settle()
    opened.book.unlink()
    books.create(opened.book, "UTC").close()
    opened.window.stage.fault.again.click()
    opened.settle()
    assert not opened.window.stage.at_fault()
    opened.dialogs.path = opened.folder / "missing.walletdesk"
    opened.window.menus.actions["open_book"].trigger()
    opened.settle()
    assert opened.window.stage.at_fault()
    assert "ledger.walletdesk" in opened.window.stage.fault.back.text()
    opened.window.stage.fault.new.click()
    assert opened.dialog().path() == opened.dialogs.path
    opened.dialog().reject()
    opened.window.stage.fault.back.click()
    assert not opened.window.stage.at_fault()
    assert opened.window.header.isVisible()


def test_a_new_book_asks_for_a_free_name_and_a_known_zone(opened: Opened) -> None:
    opened.start()
    opened.window.menus.actions["new_book"].trigger()
    form = opened.dialog()
    assert form.path() == opened.folder / "book.walletdesk"
    path, zone = form.field("path"), form.field("zone")
    path.editor.focusProxy().setText(str(opened.book))
    form.primary.click()
    assert "already" in path.problem()
    path.editor.focusProxy().setText(str(opened.folder / "second"))
    zone.editor.setText("Moon/Base")
    form.primary.click()
    assert "Moon/Base" in zone.problem()
    zone.editor.setText("asia/tokyo")
    form.primary.click()
    opened.settle()
    assert opened.window.library.facts is not None
    assert opened.window.library.facts.path == opened.folder / "second.walletdesk"
    assert opened.window.shell.days.zone == "Asia/Tokyo"
    assert [action.text() for action in opened.window.menus.recent.actions()][1].endswith("ledger.walletdesk")


def test_a_copy_of_the_book_is_another_book_though_its_project_is_the_same(opened: Opened) -> None:
    opened.start().window.session.run(lambda book: None)
    opened.settle()
    copy = opened.folder / "copy.walletdesk"
    shutil.copy(opened.book, copy)
    seen: list[object] = []
    opened.window.shell.project_changed.connect(seen.append)
    opened.window.library.open(copy)
    opened.settle()
    assert len(seen) == 1


def test_a_book_that_can_only_be_read_is_offered_for_reading(opened: Opened) -> None:
    opened.start()
    opened.window.library.faulted.emit(
        BookFault(opened.book, BookReadOnly(str(opened.book)), lambda: opened.window.library.open(opened.book))
    )
    assert opened.window.stage.fault.read.isVisible()
    opened.press(Qt.Key.Key_Escape)
    assert opened.window.stage.at_fault()
    opened.window.stage.fault.read.click()
    opened.settle()
    assert not opened.window.stage.at_fault()
    assert "Read only" in texts(opened.window.status)


def test_long_work_on_a_book_ends_when_another_is_opened(opened: Opened) -> None:
    opened.start()
    post(opened)
    other = opened.folder / "other.walletdesk"
    books.create(other, "UTC").close()
    opened.window.verifier.start()
    opened.window.library.open(other)
    opened.settle()
    assert opened.window.verifier.soundness is Soundness.UNKNOWN
    assert not opened.window.status.tasks.isVisible()


# Tabs, keys and menus


def test_tabs_by_key_and_the_way_back(opened: Opened) -> None:
    opened.start()
    for key, name in ((Qt.Key.Key_2, "assets"), (Qt.Key.Key_3, "customers"), (Qt.Key.Key_4, "wallets")):
        opened.press(key, CTRL)
        assert opened.window.desk.current_key == name
    opened.press(Qt.Key.Key_5, CTRL)
    assert opened.window.desk.current_key == "transactions"
    opened.press(Qt.Key.Key_Left, ALT)
    assert opened.window.desk.current_key == "wallets"
    opened.press(Qt.Key.Key_Escape)
    assert opened.window.desk.current_key == "customers"
    opened.window.header.bar.setCurrentIndex(0)
    assert opened.window.desk.current_key == "projects"


def test_every_command_is_in_a_menu_and_no_key_is_twice(opened: Opened) -> None:
    opened.start()
    for spec in opened.window.desk.specs:
        opened.window.go(spec.key)
        opened.settle()
        listed = [row for _menu, rows in opened.window.menus.listed() for row in rows]
        keys = [key for _text, key in listed]
        assert len(keys) == len(set(keys)), f"{spec.key}: {keys}"
        assert {"Ctrl+N", "Ctrl+P", "F1", "Ctrl+Q"} <= set(keys)
    for action in opened.window.menus.actions.values():
        assert isinstance(action, QAction)
        assert action.text()
        assert any(action in menu.actions() for menu in opened.window.menuBar().findChildren(QMenu))


def test_the_commands_of_the_tab_are_in_the_menus(opened: Opened) -> None:
    opened.start()
    opened.window.go("assets")
    opened.settle()
    edit = [action.text() for action in opened.window.menus.menus["edit"].actions()]
    assert "New asset…" in edit
    assert "Filter this list" in edit
    assert not opened.window.menus.actions["export"].isVisible()
    opened.press(Qt.Key.Key_N, CTRL | SHIFT)
    assert opened.dialog().windowTitle() == "New asset"
    opened.dialog().reject()
    opened.press(Qt.Key.Key_F, CTRL)
    assert isinstance(opened.window.focusWidget(), QLineEdit)


def nameless(root: QWidget) -> list[str]:
    """The parts that take the keyboard and that a screen reader has no name for."""
    parts = [part for part in root.findChildren(QWidget) if part.isVisibleTo(root)]
    interfaces = {
        part: QAccessible.queryAccessibleInterface(part)
        for part in parts
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    return [str(part) for part, found in interfaces.items() if not found.text(QAccessible.Text.Name)]


def test_all_that_takes_the_keyboard_has_a_name(opened: Opened) -> None:
    opened.start()
    for filled in (False, True):
        for spec in opened.window.desk.specs:
            opened.window.go(spec.key)
            opened.settle()
            assert nameless(opened.window) == [], spec.key
        if not filled:
            post(opened)
    for form in (opened.window.commands.ask_new(), opened.window.desk.tab("assets"), opened.window.stage.verdict):
        assert nameless(form) == []


def test_the_window_can_be_small(opened: Opened) -> None:
    opened.start()
    for spec in opened.window.desk.specs:
        opened.window.go(spec.key)
        opened.settle()
    opened.window.resize(300, 200)
    assert opened.window.size() == QSize(960, 600)
    assert opened.window.header.bar.tabIcon(0).isNull()
    opened.window.resize(1400, 860)
    assert not opened.window.header.bar.tabIcon(0).isNull()


def test_help_is_at_hand(opened: Opened) -> None:
    opened.start()
    opened.press(Qt.Key.Key_F1)
    sheet = opened.dialog()
    said = texts(sheet)
    assert "New transaction" in said
    assert QKeySequence("Ctrl+Shift+L").toString(QKeySequence.SequenceFormat.NativeText) in said
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    opened.window.shell.toast("Something happened.")
    opened.window.menus.actions["messages"].trigger()
    assert "Something happened." in texts(opened.dialog())
    opened.dialog().accept()
    assert "MIT" in texts(about.about(opened.window))


def test_what_a_message_offers_goes_with_the_project_or_book_that_it_was_about(opened: Opened, tmp_path: Path) -> None:
    opened.start()
    toast, offered = opened.window.toast, [("Reactivate all", lambda: None)]
    other = opened.run(projects.create, "Other")
    opened.window.shell.toast("Grace is active again.", offered)
    opened.run(projects.rename, opened.project, "Mine")
    assert toast.isVisible()
    opened.window.shell.set_project(other.id)
    opened.settle()
    assert not toast.isVisible()
    opened.window.shell.toast("Grace is active again.", offered)
    opened.window.library.open_or_create(tmp_path / "second.walletdesk")
    assert not toast.isVisible()
    opened.window.shell.toast("The book was brought up to date.", offered)
    opened.settle()
    assert toast.isVisible(), "a message about the book that is being opened"


def test_the_project_switcher_offers_the_projects(opened: Opened) -> None:
    opened.start()
    opened.run(projects.create, "A & B")
    opened.press(Qt.Key.Key_P, CTRL)
    menu = opened.window.header.menu
    assert menu.isVisible()
    offered = {action.text(): action for action in menu.actions()}
    assert offered["My ledger"].isChecked()
    offered["A && B"].trigger()
    menu.close()
    opened.settle()
    assert opened.window.windowTitle() == "A & B — WalletDesk"
    assert opened.window.header.project.text() == "A && B"


def test_an_empty_list_of_an_archived_project_offers_nothing_and_says_why(opened: Opened) -> None:
    opened.start()
    for spec in opened.window.desk.specs:
        opened.window.go(spec.key)
    opened.run(projects.archive, opened.project)
    why = "This project is archived and can only be read."
    for key in ("assets", "customers", "wallets", "transactions"):
        opened.window.go(key)
        opened.settle()
        (empty,) = (e for e in opened.window.desk.current().findChildren(EmptyState) if e.isVisible())
        assert empty.text().endswith(why), key
        assert not any(made.isVisible() for made in empty.findChildren(QPushButton)), key
    opened.window.shell.new_transaction()
    assert opened.said()[0] == why


def test_an_archived_project_is_only_read(opened: Opened) -> None:
    opened.start()
    opened.run(drafts.save, opened.project, None, "{}")
    opened.run(projects.archive, opened.project)
    assert not opened.window.header.post.isVisible()
    assert not opened.window.menus.actions["post"].isEnabled()
    opened.window.go("assets")
    assert not opened.window.menus.actions["new"].isEnabled()
    opened.window.go("projects")
    assert opened.window.menus.actions["new"].isEnabled()
    opened.window.shell.edit_draft(1)
    opened.settle()
    assert opened.said()[0] == "This project is archived and can only be read."
    assert builders(opened.window.shell).windows() == ()


# Verify


def test_only_a_verify_since_the_last_change_says_verified(opened: Opened) -> None:
    opened.start()
    assert opened.window.status.shield.text() == "Not verified yet"
    post(opened)
    opened.window.status.shield.click()
    assert opened.window.status.tasks.isVisible()
    opened.settle()
    assert not opened.window.status.tasks.isVisible()
    assert opened.window.status.shield.text().startswith("Ledger verified")
    assert "1 transactions" in opened.said()[0] or "1 transaction" in opened.said()[0]
    opened.run(projects.rename, opened.project, "Renamed")
    assert opened.window.status.shield.text() == "Not verified since the last change"


def test_what_verify_finds_is_a_page_that_names_the_first_in_words(opened: Opened) -> None:
    opened.start()
    post(opened)
    opened.close()
    with sqlite3.connect(opened.book) as database:
        triggers = database.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE wallet SET balance = balance + 7")
    database.close()
    again = Opened(opened.qtbot, opened.folder).start()
    again.window.menus.actions["verify"].trigger()
    again.settle()
    assert again.window.verifier.soundness is Soundness.BROKEN
    page = again.window.stage.verdict
    assert page.isVisible()
    assert "the balance is not the sum of the entries" in page.text()
    assert "problem" in again.window.status.shield.text()
    again.press(Qt.Key.Key_Escape)
    assert again.window.desk.pages.isVisible()
    again.window.status.shield.click()
    assert page.isVisible()
    again.close()


def test_verify_can_be_cancelled(opened: Opened) -> None:
    opened.start()
    post(opened)
    opened.window.verifier.start()
    for task in opened.window.status.tasks.running():
        task.cancel()
    opened.settle()
    assert opened.window.verifier.soundness in (Soundness.UNKNOWN, Soundness.VERIFIED)
    assert not opened.window.status.tasks.isVisible()


@pytest.mark.parametrize("check", list(Check))
def test_every_kind_of_finding_has_a_sentence(check: Check) -> None:
    assert "Bar T-42" in finding_text(Finding(check, "Bar T-42", "1", "2"))


def test_a_long_verdict_is_cut_and_says_so(opened: Opened) -> None:
    findings = tuple(Finding(Check.SEAL, f"Bar T-{n}") for n in range(1, 301))
    opened.window.stage.verdict.show_verdict(Verdict(findings, 2_000, 3_000, 6_000, NOW))
    assert "2,000 problems" in opened.window.stage.verdict.text()
    assert "1,800 more" in opened.window.stage.verdict.text()


def test_a_book_whose_end_was_cut_off_is_noticed_when_it_is_opened(opened: Opened) -> None:
    opened.start()
    post(opened)
    opened.close()
    older = opened.folder / "older"
    shutil.copy(opened.book, older)
    second = Opened(opened.qtbot, opened.folder).start()
    wallet = second.run(wallets.by_label, second.project, "S-00001")
    second.run(transactions.run, second.project, (issue(wallet.id, 1),))
    second.close()
    shutil.copy(older, opened.book)
    third = Opened(opened.qtbot, opened.folder).start()
    assert third.window.verifier.cut is not None
    assert "not the one seen before" in texts(third.window.desk.current().overview.concerns)
    third.close()


# Long work


def test_the_sample_opens_while_no_book_does(qtbot: QtBot, tmp_path: Path) -> None:
    made = Opened(qtbot, tmp_path)
    made.book.write_text("no book")
    made.start()
    commands = BookCommands(
        made.window.shell,
        made.window.library,
        tmp_path,
        made.window,
        made.window.verifier,
        lambda path: sample.make(path, lambda: NOW, people=40, postings=12),
    )
    commands.open_sample()
    made.settle()
    assert made.window.library.facts is not None
    assert made.window.library.facts.path.name == "sample.walletdesk"
    made.close()


def test_the_sample_is_a_book_of_its_own(opened: Opened) -> None:
    opened.start()
    commands = BookCommands(
        opened.window.shell,
        opened.window.library,
        opened.folder,
        opened.window,
        opened.window.verifier,
        lambda path: sample.make(path, lambda: NOW, people=40, postings=12),
    )
    commands.open_sample()
    opened.qtbot.waitUntil(lambda: (opened.folder / "sample.walletdesk").exists())
    opened.settle()
    assert opened.window.library.facts is not None
    assert opened.window.library.facts.path.name == "sample.walletdesk"
    assert opened.window.windowTitle().startswith("Riverside Loyalty")
    opened.window.library.open(opened.book)
    opened.settle()
    commands.open_sample()
    opened.settle()
    assert opened.window.library.facts.path.name == "sample.walletdesk"


def test_everything_is_exported_into_a_folder(opened: Opened) -> None:
    opened.start()
    post(opened)
    opened.dialogs.path = opened.folder / "out"
    opened.window.menus.actions["export_all"].trigger()
    opened.settle()
    assert (opened.folder / "out" / "My ledger" / "transactions.csv").is_file()
    assert "written to out" in opened.said()[0]


def test_an_import_is_opened_and_closes_with_the_book(opened: Opened) -> None:
    opened.start()
    opened.dialogs.path = opened.folder / "rows.csv"
    opened.dialogs.path.write_text("date,amount\n2026-01-02,5\n", encoding="utf-8")
    opened.press(Qt.Key.Key_I, CTRL)
    (form,) = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ImportWindow)]
    assert form.isVisible()
    opened.window.library.open(opened.book)
    opened.settle()
    assert not isValid(form) or not form.isVisible()


def test_a_refused_task_is_said(opened: Opened) -> None:
    opened.start()
    opened.dialogs.path = opened.book / "out"
    opened.window.menus.actions["export_all"].trigger()
    opened.settle()
    assert "out" in opened.said()[0]
    assert not opened.window.status.tasks.isVisible()


def test_a_transaction_form_closes_with_the_window(opened: Opened) -> None:
    opened.start()
    post(opened)
    opened.press(Qt.Key.Key_N, CTRL)
    from walletdesk.ui.builder.window import builders

    (form,) = builders(opened.window.shell).windows()
    assert form.isVisible()
    opened.close()
    assert not form.isVisible()


def test_the_program_opens_the_default_book_or_the_named_one(qtbot: QtBot, tmp_path: Path) -> None:
    usual = program.open_window(None)
    assert isinstance(usual, MainWindow)
    qtbot.addWidget(usual)
    usual.show()
    qtbot.waitUntil(lambda: usual.windowTitle() == "My ledger — WalletDesk")
    assert paths.default_book().is_file()
    named = program.open_window(tmp_path / "missing.walletdesk")
    assert isinstance(named, MainWindow)
    qtbot.addWidget(named)
    named.show()
    qtbot.waitUntil(named.stage.at_fault)
    assert not (tmp_path / "missing.walletdesk").exists()
    named.close()
    usual.close()


def test_what_a_job_did_not_expect_reaches_the_reporter_once(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.start()
    told: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: told.append(error))

    def broken(_book: object) -> None:
        raise ZeroDivisionError

    opened.window.session.run(broken)
    opened.settle()
    assert [type(error) for error in told] == [ZeroDivisionError]
