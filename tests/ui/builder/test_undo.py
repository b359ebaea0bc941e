"""Undo and redo of the edits of a draft, with the keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.builder.scene import Scene, checks, focused
from walletdesk.controllers import drafts
from walletdesk.ui.builder.form_window import BuilderWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(qtbot, tmp_path)
    yield made
    made.close()


@pytest.fixture
def window(scene: Scene) -> BuilderWindow:
    """One row from Settlement to Grace Keller of 12.50, all typed."""
    made = scene.open()
    made.grid.go_to(1, "source")
    for text in ("settlement", "grace keller", "12.50", "rent"):
        scene.enter(text)
    return made


def undo(scene: Scene) -> None:
    scene.press(Qt.Key.Key_Z, CTRL)
    scene.settle()


def redo(scene: Scene, key: Qt.Key = Qt.Key.Key_Z) -> None:
    scene.press(key, CTRL | SHIFT if key == Qt.Key.Key_Z else CTRL)
    scene.settle()


def test_cells_come_back_one_by_one_and_the_cursor_with_them(scene: Scene, window: BuilderWindow) -> None:
    form, grid = window.form, window.grid
    assert len(form.state.rows) == 2
    scene.press(Qt.Key.Key_Escape)
    assert window.isVisible()
    undo(scene)
    assert (form.state.row(1).memo, grid.current()) == ("", (1, "memo"))
    undo(scene)
    assert (form.state.row(1).amount, grid.current()) == ("", (1, "amount"))
    undo(scene)
    assert (form.state.row(1).target, grid.current()) == (None, (1, "target"))
    assert checks(window)[0] != "Ready"
    for _ in range(3):
        redo(scene)
    assert (form.state.row(1).amount, form.state.row(1).memo) == ("12.50", "rent")
    assert grid.current() == (1, "memo")
    redo(scene)
    assert form.state.row(1).memo == "rent"


def test_a_removed_row_comes_back_where_it_was(scene: Scene, window: BuilderWindow) -> None:
    scene.press(Qt.Key.Key_Escape)
    before = window.form.state
    window.grid.go_to(1, "amount")
    scene.press(Qt.Key.Key_Delete, CTRL)
    assert not window.form.state.has(1)
    undo(scene)
    assert window.form.state == before
    assert window.grid.current() == (1, "amount")
    redo(scene, Qt.Key.Key_Y)
    assert not window.form.state.has(1)


def test_an_open_editor_has_its_own_undo(scene: Scene, window: BuilderWindow) -> None:
    scene.press(Qt.Key.Key_Escape)
    window.grid.go_to(1, "memo")
    scene.press(Qt.Key.Key_F2)
    scene.type("X")
    editor = focused()
    assert isinstance(editor, QLineEdit)
    typed = editor.text()
    undo(scene)
    assert editor.text() != typed
    assert (window.grid.is_editing(), window.form.state.row(1).memo) == (True, "rent")
    redo(scene, Qt.Key.Key_Y)
    assert editor.text() == typed


def test_what_stands_above_is_shown_again_and_the_draft_is_kept_as_it_is_then(
    scene: Scene, window: BuilderWindow
) -> None:
    scene.press(Qt.Key.Key_Escape)
    window.heads.description.setFocus()
    scene.type("Rent")
    window.grid.setFocus()
    undo(scene)
    assert window.heads.description.text() == ""
    redo(scene)
    assert window.heads.description.text() == "Rent"
    undo(scene)
    undo(scene)
    window.form.save()
    scene.settle()
    (kept,) = scene.ask(drafts.list_all, "p")
    assert '"Rent"' not in kept.content
    assert '"rent"' not in kept.content
    assert '"12.50"' in kept.content


def test_a_draft_that_was_posted_cannot_be_undone(scene: Scene, window: BuilderWindow) -> None:
    scene.press(Qt.Key.Key_Escape)
    scene.press(Qt.Key.Key_Return, CTRL | SHIFT)
    scene.settle()
    assert window.form.state.empty
    window.grid.setFocus()
    undo(scene)
    assert window.form.state.empty
