"""The first window loads what it shows and nothing else: starting takes the time of its imports."""

import json
import os
import subprocess
import sys
from pathlib import Path

LATER = (
    "charset_normalizer",
    "csv",
    "decimal",
    "fractions",
    "logging.handlers",
    "peewee",
    "sqlite3",
    "walletdesk.controllers.books",
    "walletdesk.controllers.importing",
    "walletdesk.controllers.projects",
    "walletdesk.controllers.restoring",
    "walletdesk.controllers.sample",
    "walletdesk.controllers.words",
    "walletdesk.controllers.words_table",
    "walletdesk.exchange",
    "walletdesk.ledger.refusals",
    "walletdesk.ledger.values",
    "walletdesk.store",
    "walletdesk.ui.builder",
    "walletdesk.ui.cells",
    "walletdesk.ui.fault_page",
    "walletdesk.ui.forms.base",
    "walletdesk.ui.importing.window",
    "walletdesk.ui.many.window",
    "walletdesk.ui.restoring.page",
    "walletdesk.ui.tables",
    "walletdesk.ui.tabs",
    "walletdesk.ui.undo_words",
    "walletdesk.ui.verdict_page",
)
_SCRIPT = """
import json, sys
import walletdesk.ui.plain_import
from walletdesk import app
made = app.make_application()
window = app.open_window(None)
window.show()
window.grab()
print(json.dumps(sorted(sys.modules)))
assert type(__import__).__name__ == 'builtin_function_or_method'
window.close()
"""


def test_what_is_not_shown_is_not_loaded(tmp_path: Path) -> None:
    environment = {**os.environ, **{f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("DATA", "CONFIG", "STATE")}}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", _SCRIPT]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert "walletdesk.ui.main_window" in loaded
    assert not loaded.intersection(LATER)
