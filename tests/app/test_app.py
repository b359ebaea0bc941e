"""The program is put together: names, font, log."""

import logging
import os
import subprocess
import sys
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


@pytest.mark.parametrize("kind", ["DATA", "CONFIG", "STATE"])
def test_a_folder_that_cannot_be_made_is_told_and_is_a_status_of_its_own(tmp_path: Path, kind: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    places = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "CONFIG", "STATE")}
    places[f"XDG_{kind}_HOME"] = str(tmp_path / "file" / "below")
    program = "import sys; from walletdesk import app; sys.exit(app.run(None, lambda told: print('told:', told)))"
    env = os.environ | places | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == app.NO_FOLDER
    assert done.stdout.startswith(f"told: The folder {tmp_path / 'file'} cannot be made: File exists.")
    assert "Traceback" not in done.stderr


def test_names_and_icon(qapp: QApplication) -> None:
    app.name(qapp)
    assert qapp.applicationName() == "WalletDesk"
    assert qapp.desktopFileName() == "walletdesk"
    assert not qapp.windowIcon().isNull()
