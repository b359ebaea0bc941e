"""What Qt tells screen readers, heard where they would hear it: behind QAccessible, which Python cannot look behind."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import PySide6
import pytest
import shiboken6
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

_INSTALL = "_ZN11QAccessible20installUpdateHandlerEPFvP16QAccessibleEventE"
_HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


@contextmanager
def heard() -> Iterator[list[str]]:
    """The texts that are announced meanwhile."""
    library = Path(PySide6.__file__).parent / "Qt" / "lib" / "libQt6Gui.so.6"
    if not library.exists():
        pytest.skip("Qt lies elsewhere on this system")
    install = getattr(ctypes.CDLL(str(library)), _INSTALL)
    install.argtypes, install.restype = [ctypes.c_void_p], ctypes.c_void_p
    texts: list[str] = []

    def hear(address: int) -> None:
        event = shiboken6.wrapInstance(address, QAccessibleEvent)
        if event.type() is QAccessible.Event.Announcement:
            texts.append(shiboken6.wrapInstance(address, QAccessibleAnnouncementEvent).message())

    handler = _HANDLER(hear)
    before = install(ctypes.cast(handler, ctypes.c_void_p))
    try:
        yield texts
    finally:
        install(before)
