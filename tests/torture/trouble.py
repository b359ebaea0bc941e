"""G4: what the world does to a book, through the whole window: told in words, the work kept, and then it goes on.

Each scene is played in a process of its own, in the real window on a real file. Afterwards the log holds no traceback,
and the book, opened anew, is sound and has every transaction that was acknowledged.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.torture.children import Child
from tests.torture.harness import MEMORY, rounds
from tests.torture.scenes import unsound
from tests.torture.shim import Shim
from tests.ui.opened import NOW, Opened, texts
from walletdesk import app as program
from walletdesk.controllers import assets, books, customers, transactions, wallets
from walletdesk.ledger.values import Period, issue
from walletdesk.ui.batch_work import State

WAIT_MS: Final = 60_000
CTRL: Final = Qt.KeyboardModifier.ControlModifier
_CAPABILITIES: Final = 0x20080522
_OVERRIDES: Final = 0b110
"""What lets root write and read whatever the rights say: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
_HOLD: Final = (
    "import sqlite3, sys; held = sqlite3.connect(sys.argv[1], isolation_level=None); "
    "held.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
)


class Person:
    """Waits as pytest-qt's bot does, without pytest."""

    def addWidget(self, _widget: QWidget) -> None:
        """Nothing is cleared away: the process ends."""

    def waitUntil(self, true: Callable[[], bool], timeout: int = WAIT_MS) -> None:
        end = time.monotonic() + timeout / 1_000
        while not true():
            assert time.monotonic() < end, "the window never came to rest"
            QTest.qWait(2)

    @contextmanager
    def waitActive(self, window: QWidget) -> Iterator[None]:
        yield
        self.waitUntil(window.isActiveWindow)


class Desk(Opened):
    """The window on a book with a customer, Ann, and a cash box that holds 100.00; what was acknowledged is counted."""

    def __init__(self, home: Path) -> None:
        self.at = NOW
        folder = home / "work"
        folder.mkdir(parents=True)
        self.home = home
        self.shim = Shim(folder)
        super().__init__(cast("QtBot", Person()), folder, lambda: self.at)
        self.crashes: list[BaseException] = []
        self.window.session.crashed.connect(self.crashes.append)
        self.start()
        euro = self.run(assets.create, self.project, "Euro", "EUR", 100)
        self.box = self.run(wallets.open_system, euro.id, "Cash box").id
        ann = self.run(customers.upsert, self.project, "ann", "Ann")
        self.ann = self.run(wallets.open, ann.key, euro.id, "Cash").id
        self.run(transactions.run, self.project, [issue(self.box, 10_000)])
        self.acknowledged = 1

    # A transaction being typed

    def typed(self) -> Any:
        """The form with a whole operation in it, not posted yet."""
        from walletdesk.ui.builder.window import builders

        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keyClick(self.window, Qt.Key.Key_N, CTRL)
        (form,) = builders(self.window.shell).windows()
        self.qtbot.waitUntil(form.isActiveWindow)
        self.settle()
        for word in ("cash box", "ann", "12.50"):
            for char in word:
                QTest.keyClick(QApplication.focusWidget() or form, char)
            self.settle()
            self.press(Qt.Key.Key_Return)
        return form

    def refused(self, form: Any, *words: str) -> None:
        """Posting is refused in these words, and what was typed is still there."""
        QTest.keyClick(QApplication.focusWidget() or form, Qt.Key.Key_Return, CTRL)
        self.settle()
        self.heard(form.error_bar.text() if form.error_bar.isVisible() else "", *words)
        assert form.form.state.rows[0].amount == "12.50", "what was typed is gone"

    def posted(self, form: Any) -> None:
        """Now it is posted."""
        QTest.keyClick(form.grid, Qt.Key.Key_Return, CTRL)
        self.qtbot.waitUntil(lambda: not isValid(form))
        self.settle()
        self.acknowledged += 1

    def heard(self, said: str, *words: str) -> None:
        for word in words:
            assert word.casefold() in said.casefold(), f"{word!r} was not said, but {said!r}"

    def full(self) -> None:
        """No byte more fits on the disk."""
        self.shim.fail("write", 1, "ENOSPC", for_good=True)

    def look(self) -> str:
        """What the bar over the window says."""
        self.window.watcher.look()
        self.settle()
        return self.window.watcher.bar.text()


def full_while_posting(at: Desk) -> None:
    form = at.typed()
    at.full()
    at.refused(form, "disk is full", "make room")
    at.shim.heal()
    at.posted(form)


def full_while_importing(at: Desk) -> None:
    file = at.home / "rows.csv"
    rows = "".join(f"ann,EUR,{n}.00,row {n}\n" for n in range(1, 21))
    file.write_text(f"customer,asset,amount,memo\n{rows}", "utf-8")
    at.dialogs.path = file
    at.window.menus.actions["import"].trigger()
    from walletdesk.ui.importing.window import ImportWindow

    (window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, ImportWindow) and w.isVisible()]
    resting = (State.OPEN, State.CHECKED, State.UNFIT, State.WRITTEN)

    def rest() -> None:
        at.qtbot.waitUntil(lambda: window.work.state in resting and at.window.session.idle())

    rest()
    assert window.work.can_write(), window.work.sentence()
    at.full()
    window.foot.primary.click()
    rest()
    at.heard(texts(window), "disk is full")
    at.shim.heal()
    window.work.check_soon()
    rest()
    assert window.work.can_write(), window.work.sentence()
    window.foot.primary.click()
    rest()
    assert window.work.state is State.WRITTEN, window.work.sentence()
    at.acknowledged += 20
    window.close()


def full_while_exporting(at: Desk) -> None:
    at.dialogs.path = at.folder / "wallets.csv"
    at.dialogs.path.write_text("the export of last week", "utf-8")
    at.window.go("wallets")
    at.settle()
    at.full()
    at.window.in_tab("export")
    at.settle()
    at.heard(at.said()[0], "disk is full", "wallets.csv")
    at.shim.heal()
    assert at.dialogs.path.read_text("utf-8") == "the export of last week", "the old export is gone"
    assert not [left for left in at.folder.iterdir() if left.name.startswith(".wallets")], "half a file is left"
    at.window.in_tab("export")
    at.settle()
    assert "Cash box" in at.dialogs.path.read_text("utf-8-sig")


def full_while_backing_up(at: Desk) -> None:
    at.full()
    at.window.menus.actions["backup"].trigger()
    form = at.dialog()
    form.primary.click()
    at.settle()
    at.heard(texts(form), "disk is full")
    at.shim.heal()
    assert not list(at.folder.rglob("backups/*")), "half a backup is left"
    form.primary.click()
    at.settle()
    at.heard(at.said()[0], "read back")
    assert len(list(at.folder.rglob("backups/*"))) == 1


def _for_reading(at: Desk, place: Path, mode: int) -> None:
    """Opened where nothing can be written: offered for reading, and for writing once the rights are there."""
    library, stage = at.window.library, at.window.stage
    before = place.stat().st_mode
    place.chmod(mode)
    library.open(at.book)
    at.settle()
    at.heard(texts(stage.fault), "can only be read", "check the rights", "Try again", "Open for reading")
    stage.fault.read.click()
    at.settle()
    assert not at.window.header.post.isEnabled(), "posting is offered"
    assert at.run(wallets.get, at.box).balance == 10_000
    place.chmod(before)
    library.open(at.book)
    at.settle()
    at.posted(at.typed())


def folder_is_read_only(at: Desk) -> None:
    _for_reading(at, at.folder, 0o500)


def file_is_read_only(at: Desk) -> None:
    _for_reading(at, at.book, 0o400)


def error_at_posting(at: Desk) -> None:
    form = at.typed()
    for kind in ("write", "sync"):
        at.shim.fail(kind, 1, "EIO", for_good=True)
        at.refused(form, "failed", "nothing was changed", "try again")
        at.shim.heal()
    at.posted(form)


def error_at_a_page(at: Desk) -> None:
    at.window.go("wallets")
    at.settle()
    page = at.window.desk.tab("wallets").list.page
    at.run(lambda book: book.rows("PRAGMA shrink_memory"))
    at.shim.fail("read", 1, "EIO", for_good=True)
    page.reload()
    at.settle()
    assert page.error_bar.isVisible(), "nothing is said"
    at.heard(texts(page.error_bar), "failed", "check the disk", "Try again")
    at.shim.heal()
    page.error_bar._retry.click()
    at.settle()
    assert not page.error_bar.isVisible()
    assert page.model.rowCount() == 2
    at.posted(at.typed())


def locked_by_another(at: Desk) -> None:
    form = at.typed()
    at.run(lambda book: book.rows("PRAGMA busy_timeout = 50"))
    command = [sys.executable, "-c", _HOLD, str(at.book)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        at.refused(form, "is using", f"process {other.pid}", "try again")
    at.posted(form)


def removed_underneath(at: Desk) -> None:
    form, kept = at.typed(), at.home / "kept"
    os.link(at.book, kept)
    at.book.unlink()
    at.heard(at.look(), "moved, deleted or replaced")
    at.refused(form, "moved, deleted or replaced", "nothing was written")
    os.link(kept, at.book)
    at.window.watcher.bar.first.click()
    at.settle()
    assert at.look() == ""
    at.posted(form)


def replaced_underneath(at: Desk) -> None:
    form, fresh = at.typed(), at.home / "fresh"
    shutil.copy(at.book, fresh)
    other = books.open(fresh, lambda: NOW)
    transactions.run(other, at.project, [issue(at.box, 1)])
    other.close()
    fresh.replace(at.book)
    at.acknowledged += 1  # by whoever put it there
    at.heard(at.look(), "replaced")
    at.refused(form, "nothing was written")
    at.window.watcher.bar.second.click()
    at.settle()
    assert at.look() == ""
    assert at.run(wallets.get, at.box).balance == 10_001
    at.posted(at.typed())


def changed_in_place(at: Desk) -> None:
    form = at.typed()
    other = books.open(at.book, lambda: NOW)
    transactions.run(other, at.project, [issue(at.box, 1)])
    other.close()
    at.acknowledged += 1
    at.heard(at.look(), "another program changed this book")
    at.window.watcher.bar.first.click()
    at.settle()
    assert at.look() == ""
    assert form.form.wallets[at.box].balance == 10_001
    at.posted(form)


def clock_set_back(at: Desk) -> None:
    form = at.typed()
    at.at -= 86_400_000
    at.heard(at.look(), "it was set back", "set the clock right")
    at.posted(form)
    latest = at.run(transactions.get, at.project, 2)
    assert latest.booked_at == NOW, "booked before the last booking"
    at.at = NOW + 1_000
    assert at.look() == ""
    at.posted(at.typed())
    assert at.run(transactions.get, at.project, 3).booked_at == NOW + 1_000


SCENES: Final[tuple[Callable[[Desk], None], ...]] = (
    full_while_posting, full_while_importing, full_while_exporting, full_while_backing_up, folder_is_read_only,
    file_is_read_only, error_at_posting, error_at_a_page, locked_by_another, removed_underneath, replaced_underneath,
    changed_in_place, clock_set_back,
)  # fmt: skip


def as_anybody() -> None:
    """Root may write whatever the rights say: give that up. What others may not, they could not before either."""
    if os.geteuid():
        return
    head = (ctypes.c_uint32 * 2)(_CAPABILITIES, 0)
    held = (ctypes.c_uint32 * 6)()
    system = ctypes.CDLL(None, use_errno=True)
    for call in (system.capget, system.capset):
        if call(head, held):
            raise OSError(ctypes.get_errno(), errno.errorcode.get(ctypes.get_errno(), ""))
        for place in range(2):  # in force, and allowed
            held[place] &= ~_OVERRIDES


def _played(scene: Callable[[Desk], None], home: Path) -> int:
    """One scene, and what must be true after it; answers 0."""
    log = home / "log"
    program.start_log(lambda: log)
    faults: list[str] = []
    sys.excepthook = lambda *found: faults.append("".join(traceback.format_exception(*found)))
    as_anybody()
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home)}
    application = program.make_application()
    at = Desk(home)
    scene(at)
    at.settle()
    assert not at.crashes, at.crashes
    at.close()
    application.processEvents()
    written = log.read_text("utf-8")
    assert not faults, faults
    assert "Traceback" not in written, written
    assert "ERROR" not in written, written
    book = books.open(at.book, lambda: NOW)
    count = transactions.page(book, next(iter(book.rows("SELECT id FROM project")))[0], Period(), 1, 1).total
    wrong = unsound(book)
    book.close()
    assert not wrong, wrong
    assert count == at.acknowledged, f"{count} transactions, not {at.acknowledged}"
    return 0


def _round(seed: int) -> dict[str, int]:
    scene = SCENES[seed % len(SCENES)]
    place = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    with (
        tempfile.TemporaryDirectory(prefix="walletdesk-", dir=place) as name,
        Child(lambda _tell: _played(scene, Path(name))) as child,
    ):
        child.told()
        assert child.wait() == 0, f"{scene.__name__}: see above"
    return {"scenes": 1, "tracebacks": 0, "lost": 0}


def run(count: int, seed: int) -> dict[str, int]:
    """So many scenes, one after the other."""
    return rounds(count, seed, _round)
