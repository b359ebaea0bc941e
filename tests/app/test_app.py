"""The program is put together: names, font, log."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from walletdesk import app, paths


@pytest.fixture
def _root_log() -> Iterator[None]:
    """What start_log adds is taken away again."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.mark.usefixtures("_root_log")
def test_the_log_is_written_and_private() -> None:
    file = app.start_log(paths.log_file)
    assert file is not None
    assert "WalletDesk 0.1.0" in file.read_text(encoding="utf-8")


@pytest.mark.usefixtures("_root_log")
def test_a_folder_that_cannot_be_written_is_no_reason_not_to_start() -> None:
    def refuse() -> Path:
        raise PermissionError

    assert app.start_log(refuse) is None


def test_names_and_icon(qapp: QApplication) -> None:
    app.name(qapp)
    assert qapp.applicationName() == "WalletDesk"
    assert qapp.desktopFileName() == "walletdesk"
    assert not qapp.windowIcon().isNull()
