"""Rows pasted into the form: by the key, by the button, with their message, and in what they find."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from shiboken6 import isValid

from tests.ui.builder.scene import Scene, checks
from walletdesk.controllers import drafts
from walletdesk.controllers.draft import Typed
from walletdesk.ui.builder.form_window import BuilderWindow
from walletdesk.ui.builder.grid_model import FIELDS
from walletdesk.ui.builder.pasting import paste_words
from walletdesk.ui.forms.base import ConfirmDialog

CTRL = Qt.KeyboardModifier.ControlModifier
ROWS = "Operation\tFrom\tTo\tAmount\tMemo\r\nTransfer\tSettlement\tGrace Keller\t12.50\tOrder\r\nIssue\t\tC-1\t3\t\r\n"


def copied(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def note(window: BuilderWindow) -> str:
    shown = [label.text() for label in window.heads.findChildren(QLabel)]
    return next(text for text in shown if "pasted" in text or "saved" in text)


def paste(scene: Scene, text: str) -> None:
    copied(text)
    scene.press(Qt.Key.Key_V, CTRL)
    scene.settle()


def test_rows_take_the_place_of_the_empty_one(scene: Scene) -> None:
    window = scene.open()
    paste(scene, ROWS)
    assert checks(window) == ["OK", "OK"]
    assert [row.memo for row in window.form.state.rows] == ["Order", ""]
    assert note(window) == "2 rows pasted"
    assert window.grid.hasFocus()
    assert window.footer.text() == "Ready: 2 operations, 3 wallets, applied together or not at all"
    window.close()
    scene.settle()
    assert len(scene.ask(drafts.list_all, "p")) == 1


def test_more_rows_follow_the_current_one_and_what_needs_a_look_is_told(scene: Scene) -> None:
    window = scene.open()
    paste(scene, ROWS)
    window.grid.go_to(window.form.state.rows[0].id, "memo")
    copied("Settlement\tnobody at all\t1\nSettlement\tMateo Marino\t999999\nSettlement\tMateo Marino\t1\n")
    QTest.mouseClick(window.heads.paste, Qt.MouseButton.LeftButton)
    scene.settle()
    assert checks(window) == ["OK", "No wallet “nobody at all”", "Short by 999,011.50", "Short by 1.00", "OK"]
    assert note(window) == "3 rows pasted, 3 need a look"
    assert window.grid.current() == (window.form.state.rows[1].id, "target")


def test_one_cell_goes_into_the_cell_at_hand(scene: Scene) -> None:
    window = scene.open()
    paste(scene, "settlement\n")
    assert window.form.state.rows[0].source == scene.wallets["Settlement"]
    window.grid.go_to(1, "amount")
    paste(scene, "12.50")
    assert window.form.state.rows[0].amount == "12.50"
    window.grid.go_to(1, "target")
    paste(scene, "grace")
    assert window.form.state.rows[0].target == Typed("grace", several=True)
    assert len(window.form.state.rows) == 1


def test_a_side_that_the_operation_does_not_have_takes_nothing(scene: Scene) -> None:
    window = scene.open()
    scene.press(Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier)
    before = window.form.state
    window.grid.setCurrentIndex(window.grid.rows.index(0, FIELDS.index("source")))
    paste(scene, "settlement")
    assert window.form.state == before


def test_pasted_rows_without_amounts_are_not_thrown_away_unasked(scene: Scene) -> None:
    window = scene.open()
    paste(scene, "Settlement\tC-1\t\n" * 4)
    QTest.mouseClick(window.footer.discard, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(ConfirmDialog)
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    scene.settle()
    assert not isValid(window)


def test_an_open_editor_takes_the_text_itself(scene: Scene) -> None:
    window = scene.open()
    window.grid.go_to(1, "memo")
    scene.press(Qt.Key.Key_F2)
    paste(scene, "one\ttwo")
    assert len(window.form.state.rows) == 1
    assert window.grid.is_editing()


@pytest.mark.parametrize("text", ["", "\t\t\n \n"])
def test_nothing_to_paste_is_said_kindly(scene: Scene, text: str) -> None:
    window = scene.open()
    copied(text)
    QTest.mouseClick(window.heads.paste, Qt.MouseButton.LeftButton)
    scene.settle()
    assert window.error_bar.text().startswith("There are no rows to paste.")
    assert not window.form.busy


def test_too_many_are_refused_and_nothing_changes(scene: Scene) -> None:
    window = scene.open()
    before = window.form.state
    paste(scene, "Settlement\tC-1\t0.01\n" * 10_001)
    assert "10001 operations are too many" in window.error_bar.text().replace(",", "")
    assert window.form.state == before
    assert not window.form.busy


def test_escape_gives_it_up_and_closing_does_too(scene: Scene) -> None:
    window = scene.open()
    window.form.edit_heads(description="kept")
    copied("\n".join(f"someone {n}\tsomebody {n}\t1" for n in range(500)))
    window.paste()
    assert window.form.busy
    scene.press(Qt.Key.Key_Escape) if window.grid.hasFocus() else QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.form.busy
    assert len(window.form.state.rows) == 1
    assert window.isVisible()
    window.paste()
    window.close()
    scene.settle()
    assert len(scene.ask(drafts.list_all, "p")) == 1


def test_the_words_of_the_grid_are_understood(scene: Scene) -> None:
    words = paste_words()
    assert {words.title(title) for title in ("Operation", "From", "To", "Amount", "Memo")} == {
        "kind",
        "source",
        "target",
        "amount",
        "memo",
    }
    assert words.title("Check") is None


def test_undo_takes_pasted_rows_and_fixes_back(scene: Scene) -> None:
    window = scene.open()
    paste(scene, ROWS)
    window.grid.go_to(window.form.state.rows[0].id, "amount")
    scene.enter("99999999")
    window.grid.go_to(window.form.state.rows[0].id, "amount")
    scene.press(Qt.Key.Key_Period, CTRL)
    assert window.form.state.rows[0].amount == "1,000.00"
    scene.press(Qt.Key.Key_Z, CTRL)
    assert window.form.state.rows[0].amount == "99999999"
    scene.press(Qt.Key.Key_Z, CTRL)
    scene.press(Qt.Key.Key_Z, CTRL)
    assert [row.blank for row in window.form.state.rows] == [True]
