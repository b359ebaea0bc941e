"""Where the dialogs for files begin, asked of Qt's own dialog as it opens."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from walletdesk.ui.files import CSV, FileDialogs, written


class Person:
    """Answers the next dialog, and tells where it began and what it suggested."""

    def __init__(self) -> None:
        self.began: Path | None = None
        self.suggested: list[str] = []

    def answers(self, name: str | None) -> None:
        """Choose this name in the folder that is shown; None gives up."""
        QTimer.singleShot(0, lambda: self._answer(name))

    def _answer(self, name: str | None) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        self.began = Path(dialog.directory().absolutePath())
        self.suggested = [Path(path).name for path in dialog.selectedFiles()]
        if name is None:
            dialog.reject()
        else:
            dialog.selectFile(str(self.began / name))
            dialog.accept()


@pytest.fixture
def person(qtbot: QtBot) -> Person:
    return Person()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "Documents"
    folder.mkdir()
    (folder / "bank.csv").write_text("a;b\n")
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _location: str(folder))
    return folder


def test_the_first_one_begins_in_the_documents(person: Person, settings: QSettings, documents: Path) -> None:
    person.answers("bank.csv")
    assert FileDialogs(settings).open_path("Choose", CSV) == documents / "bank.csv"
    assert person.began == documents


@pytest.mark.parametrize("ask", ["open", "save", "folder"])
def test_later_ones_begin_where_the_last_one_ended_at_the_next_start_too(
    person: Person, settings: QSettings, documents: Path, tmp_path: Path, ask: str
) -> None:
    other = tmp_path / "Bank"
    other.mkdir()
    (other / "may.csv").write_text("a;b\n")
    settings.setValue("files/v1/folder", str(other))
    asks: dict[str, Callable[[FileDialogs], Path | None]] = {
        "open": lambda dialogs: dialogs.open_path("Choose", CSV),
        "save": lambda dialogs: dialogs.save_path("Save", "wallets.csv", CSV),
        "folder": lambda dialogs: dialogs.folder("Into"),
    }
    person.answers(None)
    assert asks[ask](FileDialogs(settings)) is None
    assert person.began == other
    if ask == "save":
        assert person.suggested == ["wallets.csv"]


def test_what_was_saved_somewhere_takes_the_next_one_there(
    person: Person, settings: QSettings, documents: Path
) -> None:
    (documents / "2026").mkdir()
    dialogs = FileDialogs(settings)
    person.answers("2026/wallets.csv")
    assert dialogs.save_path("Save", "wallets.csv", CSV) == documents / "2026" / "wallets.csv"
    person.answers(None)
    dialogs.open_path("Choose", CSV)
    assert person.began == documents / "2026"


def test_a_folder_that_is_named_is_begun_in_and_changes_nothing(
    person: Person, settings: QSettings, documents: Path, tmp_path: Path
) -> None:
    backups = tmp_path / "Backups"
    backups.mkdir()
    (backups / "old.csv").write_text("a;b\n")
    dialogs = FileDialogs(settings)
    person.answers("old.csv")
    assert dialogs.open_path("Choose", CSV, backups) == backups / "old.csv"
    assert person.began == backups
    person.answers(None)
    dialogs.open_path("Choose", CSV)
    assert person.began == documents


def test_a_folder_that_went_away_is_forgotten(person: Person, settings: QSettings, documents: Path) -> None:
    settings.setValue("files/v1/folder", str(documents / "gone"))
    person.answers(None)
    FileDialogs(settings).open_path("Choose", CSV)
    assert person.began == documents


def test_one_row_is_no_rows() -> None:
    assert [written(rows, "w.csv") for rows in (0, 1, 1200)] == [
        "0 rows written to w.csv.",
        "1 row written to w.csv.",
        "1,200 rows written to w.csv.",
    ]
