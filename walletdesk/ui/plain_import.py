"""Loads Qt and puts Python's own import back in its place.

PySide answers every import statement by a function of its own, which reads the source of each module that is loaded and
looks whether it may ask for other spellings (`from __feature__ import snake_case`). Nobody does so here, and it made a
third of the work of starting. Imported first of all: once Qt is loaded, nothing is left to do.
"""

import builtins

_plain = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401 (what stands above must come first)

builtins.__import__ = _plain
