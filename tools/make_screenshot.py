"""Make packaging/screenshot.png, the README's picture: the wallets of the sample book, light, 1400 by 860.

    python tools/make_screenshot.py [FILE]

The sample is made anew from a fixed clock, nothing is shown on a screen, and no setting of the person is used.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_FONT_DPI", "96")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QLocale, QSettings
from PySide6.QtWidgets import QApplication

from walletdesk import app as program
from walletdesk.controllers import sample
from walletdesk.controllers.tasks import finish
from walletdesk.ui.main_window import MainWindow
from walletdesk.ui.theme import Preference, theme

ROOT = Path(__file__).resolve().parent.parent
AT = 1_763_740_020_000
"""2025-11-21 15:47 UTC: the moment that the picture shows."""
SETTLED_SECONDS = 0.3
PATIENCE_SECONDS = 60.0


def settle(window: MainWindow) -> None:
    """Wait until nothing was on its way for a moment."""
    end = time.monotonic() + PATIENCE_SECONDS
    quiet = time.monotonic()
    while time.monotonic() - quiet < SETTLED_SECONDS:
        QApplication.processEvents()
        if not window.session.idle():
            quiet = time.monotonic()
        if time.monotonic() > end:
            sys.exit("The window did not come to rest.")


def main() -> None:
    """Make the picture."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "packaging" / "screenshot.png"
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    application = program.make_application()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        os.environ["HOME"] = home
        book = folder / "Documents" / "sample.walletdesk"
        book.parent.mkdir()
        finish(sample.make(book, lambda: AT))
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(settings, folder, folder, lambda: AT)
        theme().set_preference(Preference.LIGHT)
        window.resize(1400, 860)
        window.show()
        window.library.open(book)
        settle(window)
        window.verifier.start()
        settle(window)
        window.toast.hide()
        window.go("wallets")
        settle(window)
        window.desk.current().setFocus()
        window.activateWindow()
        settle(window)
        if not window.grab().save(str(target)):
            sys.exit(f"{target} could not be written.")
        window.close()
    print(f"{target} written.")
    application.quit()


if __name__ == "__main__":
    main()
