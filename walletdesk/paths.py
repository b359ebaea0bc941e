"""Where the program's files lie: the person's data, settings, logs and state, and the pictures it ships."""

from functools import cache
from pathlib import Path
from typing import Final

import platformdirs

APP: Final = "walletdesk"
BOOK_SUFFIX: Final = ".walletdesk"
PRIVATE: Final = 0o700


def private_folder(path: Path) -> Path:
    """Make the folder where it is missing, readable by its owner alone. One that is there keeps its rights."""
    for folder in (*reversed(path.parents), path):
        if not folder.is_dir():
            # exist_ok: a second instance may make it at the same moment.
            folder.mkdir(mode=PRIVATE, exist_ok=True)
    return path


def data_folder() -> Path:
    """Where books lie unless the person chooses another place."""
    return private_folder(Path(platformdirs.user_data_dir(APP, appauthor=False)))


def default_book() -> Path:
    """The book that opens by itself."""
    return data_folder() / f"ledger{BOOK_SUFFIX}"


def backup_folder() -> Path:
    """Where backups go unless the person chooses another place; beside the books' folder, so that not both go at once.

    It is made when the first backup is written.
    """
    return data_folder().with_name(f"{APP}-backups")


def settings_file() -> Path:
    """Taste: geometry, columns, theme, recent books."""
    return private_folder(Path(platformdirs.user_config_dir(APP, appauthor=False))) / "settings.ini"


def state_folder() -> Path:
    """What may be lost without harm, such as which window holds which book."""
    return private_folder(Path(platformdirs.user_state_dir(APP, appauthor=False)))


def log_folder() -> Path:
    """Where the rotating log lies."""
    return private_folder(Path(platformdirs.user_log_dir(APP, appauthor=False)))


def log_file() -> Path:
    """The log that is written now; older ones carry a number behind its name."""
    return log_folder() / f"{APP}.log"


@cache
def resources() -> Path:
    """Fonts and icons: inside the package when it was installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    beside = package.parent / "resources"
    # An editable installation may carry a stale copy inside; the checkout's own folder is the truth.
    return beside if (beside / "walletdesk.svg").is_file() else package / "resources"
