"""B5 through the window: a book in a synchronised folder is opened with one warning, and with none after that."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.opened import Opened


def warnings(opened: Opened) -> int:
    return sum("synchronised" in text for text in opened.said())


def test_one_warning_for_each_folder(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    opened = Opened(qtbot, folder).start()
    assert warnings(opened) == 1
    opened.window.library.open(opened.book)
    opened.settle()
    assert warnings(opened) == 1
    opened.close()
    again = Opened(qtbot, folder).start()
    assert warnings(again) == 0
    again.close()


def test_none_elsewhere(qtbot: QtBot, tmp_path: Path) -> None:
    opened = Opened(qtbot, tmp_path).start()
    assert warnings(opened) == 0
    opened.close()
