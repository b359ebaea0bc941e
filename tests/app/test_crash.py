"""Errors that reached nobody are logged without personal data and told once."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from walletdesk import crash

LOG = Path("/somewhere/walletdesk.log")


def caught(error: BaseException) -> BaseException:
    """The error, having been raised."""
    try:
        raise error
    except BaseException as raised:  # noqa: BLE001 (any error may be asked for)
        return raised


@pytest.fixture
def reporter(qtbot: QtBot) -> Iterator[crash.Reporter]:
    made = crash.Reporter(LOG)
    yield made
    if made.dialog is not None:
        made.dialog.accept()


def shown(qtbot: QtBot, reporter: crash.Reporter) -> crash.CrashDialog:
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert reporter.dialog is not None
    return reporter.dialog


def test_the_dialog_shows_and_copies_the_details(qtbot: QtBot, reporter: crash.Reporter) -> None:
    reporter.report(caught(ValueError("<b>not bold</b>")))
    dialog = shown(qtbot, reporter)
    box = dialog.findChild(QPlainTextEdit, "details")
    assert box.toPlainText().startswith("WalletDesk ")
    assert "ValueError: <b>not bold</b>" in box.toPlainText()
    assert any(str(LOG) in label.text() for label in dialog.findChildren(QLabel))
    dialog.findChild(QPushButton, "copy").click()
    assert QGuiApplication.clipboard().text() == box.toPlainText()


def test_one_dialog_at_a_time_and_another_after_it(qtbot: QtBot, reporter: crash.Reporter) -> None:
    reporter.report(caught(ValueError("first")))
    reporter.report(caught(ValueError("second")))
    first = shown(qtbot, reporter)
    qtbot.wait(0)
    assert reporter.dialog is first
    first.findChild(QPushButton, "go_on").click()
    assert reporter.dialog is None
    reporter.report(caught(ValueError("third")))
    assert "third" in shown(qtbot, reporter).findChild(QPlainTextEdit, "details").toPlainText()


def test_without_a_log_none_is_named(qtbot: QtBot) -> None:
    dialog = crash.CrashDialog("what happened", None)
    qtbot.addWidget(dialog)
    assert not any("log" in label.text() for label in dialog.findChildren(QLabel))


def test_an_error_in_another_thread_arrives(
    qtbot: QtBot, reporter: crash.Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    before = sys.excepthook, threading.excepthook
    reporter.install()
    try:
        thread = threading.Thread(target=lambda: 1 // 0)
        thread.start()
        thread.join()
    finally:
        reporter.uninstall()
        sys.excepthook, threading.excepthook = before
    assert "ZeroDivisionError" in shown(qtbot, reporter).findChild(QPlainTextEdit, "details").toPlainText()


def test_the_log_has_the_place_and_not_the_message(
    qtbot: QtBot, reporter: crash.Reporter, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL):
        reporter.report(caught(KeyError("Grace Keller")))
    shown(qtbot, reporter)
    assert "KeyError" in caplog.text
    assert "in caught" in caplog.text
    assert "Grace" not in caplog.text


def test_causes_are_followed_and_a_circle_ends() -> None:
    inner, outer = ValueError("a"), TypeError("b")
    outer.__cause__ = inner
    inner.__context__ = outer
    assert crash.anonymous(outer) == "TypeError\nValueError"


def test_what_keeps_the_program_from_starting_is_read_and_left(qtbot: QtBot) -> None:
    dialog = crash.NoStart("The folder <b>x</b> cannot be made.")
    qtbot.addWidget(dialog)
    dialog.show()
    assert "The folder <b>x</b> cannot be made." in [label.text() for label in dialog.findChildren(QLabel)]
    dialog.findChild(QPushButton).click()
    assert not dialog.isVisible()
