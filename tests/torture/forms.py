"""G21: the whole window with random keys, texts and pasted rows in its form for transactions, and with spoilt settings.

Nothing may reach the crash report. How long the window's thread was busy with one event is told, not judged: what else
runs on a machine is no fault of the program.
"""

from __future__ import annotations

import base64
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from tests.torture.harness import folder, rounds
from tests.torture.inputs import texty
from tests.ui.builder.scene import PEOPLE, make_book
from tests.ui.opened import Answers
from walletdesk import app
from walletdesk.ui.main_window import MainWindow

EACH: Final = 100
_STALL: Final = 0.1
_KEYS: Final = tuple(
    getattr(Qt.Key, f"Key_{name}")
    for name in "Tab Backtab Return Enter Escape Up Down Left Right Home End PageUp PageDown Delete Backspace Space F2 "
    "F4 Insert T I R D Z Y V C X A N S M Period Comma 1 5 0 Percent Equal".split()
)
_HELD: Final = (
    *(Qt.KeyboardModifier.NoModifier,) * 5, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
_TYPED: Final = (
    *PEOPLE,
    "settle",
    "grace k",
    "max",
    "rest",
    "50%",
    "1,234.50",
    "2 5/24",
    "1+1",
    "=3*4",
    "INV-1",
    "today",
)
_SETTINGS: Final = (
    "window/v1/geometry", "window/v1/theme", "window/v1/zoom", "window/v1/amounts_hidden", "books/v1/recent",
    "books/v1/warned", "projects/v1/archived", "ledger/v1/rows", "lists/v1/customers/columns", "lists/v1/wallets/rows",
    "lists/v1/transactions/columns", "lists/v1/wallets/columns", "lists/v1/customers/rows", "backups/v1/folder",
)  # fmt: skip
_ZOOMS: Final = tuple((key, Qt.KeyboardModifier.ControlModifier) for key in (Qt.Key.Key_Equal, Qt.Key.Key_0))
"""A step of the zoom styles the whole window anew."""
_VALUES: Final = (
    "@Invalid()", "@Variant(\\0\\0\\0\\x7f)", "@", "-1", "9" * 30, "nan", "true", '{"order": [1, "x"]}', "dark", "150",
)  # fmt: skip


class Ghost:
    """A person who types anything anywhere."""

    def __init__(self, dice: random.Random, top: Path) -> None:
        self.dice = dice
        self.counted = {
            "events": 0,
            "forms": 0,
            "settings files": 1,
            "uncaught": 0,
            "above 100 ms": 0,
            "zoomed above 100 ms": 0,
            "longest, ms": 0,
        }
        self.raised: list[str] = []
        make_book(top / "ledger.walletdesk")
        file = top / "settings.ini"
        file.write_bytes(self._settings())
        (top / "state").mkdir()
        made = QSettings(str(file), QSettings.Format.IniFormat)
        self.window: Any = MainWindow(made, top, top / "state", dialogs=Answers())
        self.window.show()
        self.window.library.open_or_create(top / "ledger.walletdesk")
        self.settle()

    def _settings(self) -> bytes:
        dice = self.dice
        if dice.random() < 0.2:
            return dice.randbytes(dice.randrange(3_000))
        raw = base64.b64encode(dice.randbytes(40)).decode()
        lines = ["[General]"]
        for key in dice.sample(_SETTINGS, dice.randrange(len(_SETTINGS))):
            typed = texty(dice)[:200].replace("\n", " ")
            value = dice.choice((*_VALUES, f"@ByteArray({raw})", typed))
            lines.append(f"{key.replace('/', chr(92))}={value}")
        return "\n".join(lines).encode("utf-8", "replace")

    def settle(self) -> None:
        """Until the lane has answered everything."""
        for _ in range(3):
            while not self.window.session.idle():
                QApplication.processEvents()
            QApplication.processEvents()

    def haunt(self) -> None:
        """Open forms, and type into whatever has the keyboard."""
        while self.counted["events"] < EACH:
            where = self._where()
            deeds = (self._key, self._type, self._compose, self._paste)
            self.dice.choices(deeds, (60, 25, 10, 5))[0](where)
            if self.dice.random() < 0.2:
                self.settle()

    def _event(self, deed: Callable[..., object], *given: Any) -> None:
        """One event, and what the window's thread does at once because of it."""
        begin = time.thread_time()
        deed(*given)
        QApplication.processEvents()
        spent = time.thread_time() - begin
        self.counted["events"] += 1
        self.counted["zoomed above 100 ms" if given[1:] in _ZOOMS else "above 100 ms"] += spent > _STALL
        self.counted["longest, ms"] = max(self.counted["longest, ms"], int(spent * 1_000))

    def _press(self, where: QWidget, key: Qt.Key | str, held: Qt.KeyboardModifier = _HELD[0]) -> None:
        there = where if isValid(where) else self.window
        self._event(QTest.keyClick, QApplication.focusWidget() or there, key, held)

    def _where(self) -> QWidget:
        """What has the keyboard; a form is opened where none is, and a dialog that stands over it goes now and then."""
        for dialog in [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]:
            if self.dice.random() < 0.3:
                dialog.reject()
        forms = [w for w in QApplication.topLevelWidgets() if w.isVisible() and type(w).__name__ == "BuilderWindow"]
        if not forms:
            self.window.menus.actions["post"].trigger()
            self.settle()
            self.counted["forms"] += 1
        return QApplication.focusWidget() or QApplication.activeWindow() or self.window

    def _key(self, where: QWidget) -> None:
        self._press(where, self.dice.choice(_KEYS), self.dice.choice(_HELD))

    def _type(self, where: QWidget) -> None:
        for char in self.dice.choice(_TYPED):
            self._press(where, char)
        if self.dice.random() < 0.7:
            self._press(where, Qt.Key.Key_Return)

    def _compose(self, where: QWidget) -> None:
        event = QInputMethodEvent()
        event.setCommitString(texty(self.dice)[:5_000])
        self._event(QApplication.sendEvent, where, event)

    def _paste(self, where: QWidget) -> None:
        dice = self.dice
        cells = [dice.choice((*_TYPED, texty(dice)[:300])) for _ in range(dice.randrange(45))]
        rows = ("\t".join(cells[at : at + 5]) for at in range(0, len(cells), 5))
        QGuiApplication.clipboard().setText("\n".join(rows))
        self._press(where, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def leave(self) -> None:
        """Close everything."""
        self.settle()
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.reject()
        self.window.close()
        self.settle_closed()
        assert not self.raised, self.raised[0]

    def settle_closed(self) -> None:
        """Until the book is let go, and what is to be deleted is."""
        for _ in range(5):
            QApplication.processEvents()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # else every window before is restyled, too


def _hundred(seed: int) -> dict[str, int]:
    dice = random.Random(seed)
    QApplication.instance() or app.make_application()
    with folder() as top, _watched() as raised:
        ghost = Ghost(dice, top)
        ghost.raised = raised
        ghost.haunt()
        ghost.leave()
    return ghost.counted


class _watched:  # noqa: N801
    """Keeps whatever reaches sys.excepthook, which is where slots and the lane bring what nobody expected."""

    def __enter__(self) -> list[str]:
        self.raised: list[str] = []
        self.before: Callable[..., object] = sys.excepthook
        sys.excepthook = self.keep
        return self.raised

    def keep(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        frames = []
        while trace is not None:
            frames.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
            trace = trace.tb_next
        self.raised.append(f"{error!r} at {' '.join(frames[-4:])}")

    def __exit__(self, *_: object) -> None:
        sys.excepthook = self.before


def run(count: int, seed: int) -> dict[str, int]:
    """So many events, a hundred in each window."""
    longest = 0

    def play(number: int) -> dict[str, int]:
        nonlocal longest
        found = _hundred(number)
        longest = max(longest, found.pop("longest, ms"))
        return found

    counted = rounds(count, seed, play, EACH)
    return {**counted, "longest, ms": longest}
