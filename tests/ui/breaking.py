"""Mistakes of our own, made on purpose: what the person is told when a command breaks off."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import pytest


@contextmanager
def breaking(module: ModuleType, name: str) -> Iterator[list[type[BaseException]]]:
    """The command raises what nobody foresaw; what reaches the crash dialog is listed."""

    def bug(*_: object) -> object:
        raise ZeroDivisionError(name)

    met: list[type[BaseException]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, bug)
        patch.setattr(sys, "excepthook", lambda kind, _error, _trace: met.append(kind))
        yield met
