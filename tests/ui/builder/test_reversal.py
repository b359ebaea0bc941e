"""T8 in the form: taking a transaction back, whole or in part, with what is fixed and what stays said in words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.builder.scene import Scene, checks
from walletdesk.controllers import drafts, transactions, wallets
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Operation, issue, redeem, transfer
from walletdesk.ui.builder.form_window import BuilderWindow
from walletdesk.ui.builder.window import builders, open_reversal

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def post(scene: Scene, *operations: Operation) -> int:
    return scene.ask(transactions.run, "p", list(operations)).value.number


def gift(scene: Scene) -> int:
    """60.00 are created for Mateo, of which 20.00 go on to Grace Fischer: T-2."""
    mateo, fischer = scene.wallets["Mateo Marino"], scene.wallets["Grace Fischer"]
    return post(scene, issue(mateo, 6_000), transfer(mateo, fischer, 2_000))


def reverse(scene: Scene, number: int) -> BuilderWindow:
    before = builders(scene.shell).windows()
    open_reversal(scene.shell, "p", number)
    scene.settle()
    (window,) = [w for w in builders(scene.shell).windows() if w not in before]
    scene.qtbot.waitUntil(window.isActiveWindow)
    return window


def test_it_is_opened_checked_and_says_what_it_does(scene: Scene) -> None:
    window = reverse(scene, gift(scene))
    assert window.windowTitle() == "Reverse T-2"
    assert [row.row.kind for row in window.grid.rows.rows()] == [Kind.TRANSFER, Kind.REDEEM]
    assert checks(window) == ["OK", "OK"]
    assert window.heads.undoing.text() == "Reverses T-2"
    assert window.heads.fields["description"].name() == "Reason"
    assert window.footer.text() == "Ready: T-2 is reversed as a whole"
    assert window.footer.post.text() == "Reverse transaction"
    assert window.note.isVisible()
    assert not window.note.again.isVisible()
    assert window.grid.hasFocus()
    window.heads.description.setFocus()
    scene.type("wrong day")
    scene.press(Qt.Key.Key_Return, CTRL)
    scene.settle()
    done = scene.ask(transactions.get, "p", 3)
    assert (done.reverses, done.reverses_part, done.description) == (2, False, "wrong day")
    text, ((view, show),) = scene.host.toasts[-1]
    assert (text, view) == ("T-2 reversed by T-3", "View")
    show()
    assert scene.host.shown == [3]
    assert builders(scene.shell).windows() == ()
    assert scene.ask(drafts.list_all, "p") == ()


def test_operations_and_wallets_are_fixed_and_nothing_dead_is_offered(scene: Scene) -> None:
    window = reverse(scene, gift(scene))
    before = window.form.state
    visible = {action.text() for owner in (window, window.grid) for action in owner.actions() if action.isVisible()}
    assert not visible & {"Add a transfer", "Post and start anew", "Row up", "Row down", "Duplicate the row"}
    assert "Remove the row" in visible
    assert not window.footer.post_new.isVisible()
    for keys, modifiers in ((Qt.Key.Key_T, ALT), (Qt.Key.Key_D, CTRL), (Qt.Key.Key_Down, ALT)):
        scene.press(keys, modifiers)
    for field in ("kind", "source", "target"):
        window.grid.setCurrentIndex(window.grid.rows.index(0, ("number", "kind", "source", "target").index(field)))
        for key in (Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_X):
            scene.press(key)
        assert not window.grid.is_editing()
    assert window.form.state == before
    window.grid.go_to(2, "memo")
    scene.press(Qt.Key.Key_Return)
    assert window.form.state == before
    window.grid.go_to(1, "source")
    assert window.grid.current() == (1, "amount")
    for _ in range(2):
        scene.press(Qt.Key.Key_Return)
    assert window.grid.current() == (2, "amount")


def test_short_rows_are_named_and_one_key_takes_what_is_there(scene: Scene) -> None:
    mateo, fischer = scene.wallets["Mateo Marino"], scene.wallets["Grace Fischer"]
    number = gift(scene)
    post(scene, redeem(fischer, 1_500))
    window = reverse(scene, number)
    assert checks(window) == ["Short by 15.00", "OK"]
    assert window.grid.current() == (1, "amount")
    assert window.footer.text() == "1 row is short: its value has moved on"
    QTest.mouseClick(window.footer.post, Qt.MouseButton.LeftButton)
    assert window.isVisible()
    window.fixes.catch_up()
    assert window.fixes.best.text() == "Take back what is there"
    scene.press(Qt.Key.Key_Period, CTRL)
    assert [row.amount for row in window.form.state.rows] == ["5.00", "45.00"]
    assert checks(window) == ["OK", "OK"]
    assert window.heads.undoing.text() == "Reverses part of T-2"
    assert window.footer.text() == "Ready, in part: 30.00 of 80.00 USD stays"
    window.post()
    scene.settle()
    assert scene.host.toasts[-1][0] == "T-2 reversed in part by T-4"
    assert scene.ask(transactions.get, "p", 2).reversed_in_part
    assert [scene.ask(wallets.get, wallet).balance for wallet in (mateo, fischer)] == [0, 0]
    open_reversal(scene.shell, "p", number)
    scene.settle()
    text, ((_, show),) = scene.host.toasts[-1]
    assert text == "T-2 was reversed already, by T-4."
    show()
    assert scene.host.shown[-1] == 4


def test_where_nothing_is_left_nothing_is_offered(scene: Scene) -> None:
    cash = scene.wallets["Settlement"]
    number = post(scene, transfer(scene.wallets["Grace Keller"], cash, 5_000))
    post(scene, redeem(cash, 105_000))
    window = reverse(scene, number)
    window.fixes.catch_up()
    assert checks(window) == ["Short by 50.00"]
    assert not window.fixes.isVisible()
    window.post()
    scene.settle()
    assert window.isVisible()


def test_rows_go_but_the_last_and_all_come_back(scene: Scene) -> None:
    window = reverse(scene, gift(scene))
    window.grid.go_to(2, "amount")
    scene.enter("70")
    assert checks(window) == ["OK", "At most 60.00 (+1)"]
    assert window.grid.sentences(1)[0] == "Only 60.00 USD was moved here: a reversal takes back no more."
    window.grid.go_to(2, "amount")
    scene.press(Qt.Key.Key_Delete, CTRL)
    assert window.footer.text() == "Ready, in part: 60.00 of 80.00 USD stays"
    scene.press(Qt.Key.Key_Delete, CTRL)
    assert len(window.form.state.rows) == 1
    QTest.mouseClick(window.note.again, Qt.MouseButton.LeftButton)
    assert window.footer.text() == "Ready: T-2 is reversed as a whole"
    assert not window.note.again.isVisible()


def test_its_draft_is_kept_and_found_again(scene: Scene) -> None:
    number = gift(scene)
    window = reverse(scene, number)
    window.grid.go_to(1, "amount")
    scene.enter("5")
    scene.press(Qt.Key.Key_Escape)
    scene.press(Qt.Key.Key_Escape)
    scene.settle()
    (kept,) = scene.ask(drafts.list_all, "p")
    again = reverse(scene, number)
    assert [row.amount for row in again.form.state.rows] == ["5", "60.00"]
    again.form.edit_heads(description="mine")
    again.form.save()
    scene.settle()
    assert [draft.id for draft in scene.ask(drafts.list_all, "p")] == [kept.id]
    open_reversal(scene.shell, "p", number)
    scene.settle()
    assert builders(scene.shell).windows() == (again,)
    QTest.mouseClick(again.footer.discard, Qt.MouseButton.LeftButton)
    scene.settle()
    assert scene.ask(drafts.list_all, "p") == ()


def test_asked_for_twice_it_opens_once(scene: Scene) -> None:
    number = gift(scene)
    open_reversal(scene.shell, "p", number)
    open_reversal(scene.shell, "p", number)
    scene.settle()
    assert len(builders(scene.shell).windows()) == 1


@pytest.mark.parametrize("open_meanwhile", [True, False])
def test_what_was_reversed_meanwhile_can_only_be_discarded(scene: Scene, open_meanwhile: bool) -> None:
    number = gift(scene)
    window = reverse(scene, number)
    window.form.edit_heads(description="mine")
    window.form.save()
    scene.settle()
    (kept,) = scene.ask(drafts.list_all, "p")
    if not open_meanwhile:
        window.close()
        scene.settle()
    scene.ask(transactions.reverse, "p", number)
    scene.settle()
    if not open_meanwhile:
        window = scene.open(draft=kept.id)
    told = "T-2 was reversed already, by T-3. This draft can only be discarded."
    assert (window.error_bar.text(), window.footer.text()) == (told, told)
    assert window.error_bar.isVisible()
    assert not window.footer.post.isVisible()
    assert not window.note.isVisible()
    assert window.heads.undoing.text() == "Reversed by T-3"
    assert not window.grid.isEnabled()
    before = window.form.state
    scene.press(Qt.Key.Key_Delete, CTRL)
    assert window.form.state == before
    window.post()
    scene.settle()
    assert scene.ask(transactions.page, "p").total == 3
    scene.press(Qt.Key.Key_Space)
    scene.settle()
    assert scene.ask(drafts.list_all, "p") == ()


def test_a_form_that_posted_goes_on_as_a_new_transaction_elsewhere(scene: Scene) -> None:
    number = gift(scene)
    first = reverse(scene, number)
    second = scene.open()
    assert second.windowTitle() == "New transaction"
    assert second.heads.fields["description"].name() == "Description"
    assert not second.note.isVisible()
    assert second.footer.post_new.isVisible()
    first.close()
    scene.settle()
    assert scene.ask(drafts.list_all, "p") == ()


def test_everything_has_a_name(scene: Scene) -> None:
    window = reverse(scene, gift(scene))
    window.grid.go_to(1, "amount")
    scene.press(Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.accessibleName() == "Amount of operation 1"
    assert window.heads.description.accessibleName() == "Reason"
