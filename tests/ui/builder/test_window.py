"""The form as a whole: problems at their rows, drafts that are kept, and what posting tells."""

from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTableView, QToolTip
from shiboken6 import isValid

from tests.ui.builder.scene import Scene, checks, popup
from walletdesk.controllers import drafts, projects, transactions, wallets
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import transfer
from walletdesk.ui.builder.editors import KindEdit
from walletdesk.ui.builder.form_window import BuilderWindow
from walletdesk.ui.builder.window import builders, open_draft
from walletdesk.ui.forms.base import ConfirmDialog
from walletdesk.ui.shell import Prefill


def moves(scene: Scene, *amounts: int) -> Prefill:
    """Transfers from Grace Keller, who holds 50.00, to the settlement."""
    keller, cash = scene.wallets["Grace Keller"], scene.wallets["Settlement"]
    return Prefill(tuple(transfer(keller, cash, amount) for amount in amounts), "Orders")


def effects(window: BuilderWindow) -> dict[str, list[str]]:
    """What the table of balances says, by wallet."""
    table = window.balances.model
    rows = [[table.index(row, column).data() for column in range(7)] for row in range(table.rowCount())]
    return {row[0]: row[1:] for row in rows}


def test_every_balance_before_and_after(scene: Scene) -> None:
    window = scene.open(moves(scene, 1_000, 500))
    assert checks(window) == ["OK", "OK"]
    assert effects(window) == {
        "Grace Keller, Cash": ["Open", "USD", "50.00", "−15.00", "35.00", ""],
        "Settlement, System": ["Open", "USD", "1,000.00", "+15.00", "1,015.00", ""],
    }
    assert window.balances.circulation().text() == "In circulation: unchanged"
    assert window.footer.text() == "Ready: 2 operations, 2 wallets, applied together or not at all"


def test_an_overdraft_lands_at_its_row(scene: Scene) -> None:
    window = scene.open(moves(scene, 1_000, 9_900))
    assert checks(window) == ["OK", "Short by 59.00"]
    assert [row.is_bad("amount") for row in window.grid.rows.rows()] == [False, True]
    assert effects(window)["Grace Keller, Cash"][-1] == "−59.00 at operation 2"
    assert window.grid.sentences(1) == ["Grace Keller, Cash holds 40.00 USD: 59.00 USD short."]
    QTest.mouseClick(window.footer.post, Qt.MouseButton.LeftButton)
    assert window.grid.current() == (2, "amount")
    assert window.grid.hasFocus()
    scene.enter("5")
    assert checks(window)[:2] == ["OK", "OK"]


def test_a_dip_in_the_middle_offers_the_order_that_passes(scene: Scene) -> None:
    keller, cash = scene.wallets["Grace Keller"], scene.wallets["Settlement"]
    window = scene.open(Prefill((transfer(keller, cash, 6_000), transfer(cash, keller, 2_000))))
    assert window.footer.text() == "This order does not pass, but another one would."
    QTest.mouseClick(window.footer.reorder, Qt.MouseButton.LeftButton)
    assert checks(window) == ["OK", "OK"]
    assert not window.footer.reorder.isVisible()


def test_balances_follow_what_is_posted_elsewhere(scene: Scene) -> None:
    window = scene.open(moves(scene, 5_000))
    keller, cash = scene.wallets["Grace Keller"], scene.wallets["Settlement"]
    scene.ask(transactions.run, "p", [transfer(keller, cash, 100)])
    scene.settle()
    assert checks(window) == ["Short by 1.00"]
    scene.ask(wallets.set_status, keller, Status.SUSPENDED)
    scene.settle()
    assert checks(window) == ["Wallet is suspended (+1)"]


def test_a_refusal_of_the_book_lands_at_its_field(scene: Scene) -> None:
    window = scene.open(moves(scene, 100))
    window.heads.reference.setText("INV-1")
    window.form.edit_heads(reference="INV-1")
    window.post()
    scene.settle()
    assert window.isVisible()
    assert "belongs to T-1" in (window.heads.fields["reference"].problem() or "")
    assert window.heads.reference.hasFocus()
    window.heads.reference.selectAll()
    scene.type("INV-2")
    window.post()
    scene.settle()
    assert scene.ask(transactions.get, "p", 2).reference == "INV-2"


def test_an_archived_project_is_told_above(scene: Scene) -> None:
    window = scene.open(moves(scene, 100))
    scene.ask(projects.archive, "p")
    window.post()
    scene.settle()
    assert window.error_bar.isVisible()
    assert "archived" in window.error_bar.text()
    scene.ask(projects.unarchive, "p")
    QTest.mouseClick(window.footer.post, Qt.MouseButton.LeftButton)
    scene.settle()
    assert scene.host.toasts


def test_what_differs_from_what_was_posted_under_its_key_is_told_before_it_is_posted_anew(scene: Scene) -> None:
    window = scene.open(moves(scene, 100))
    keller, cash = scene.wallets["Grace Keller"], scene.wallets["Settlement"]
    key = window.form.state.key
    scene.session.run(partial(transactions.run, key=key), "p", [transfer(keller, cash, 100)])
    window.form.edit_row(1, amount="7.77")
    scene.settle()
    window.post()
    scene.settle()
    assert "posted already, as T-2, which stays as it is" in window.error_bar.text()
    assert window.form.state.rows[0].amount == "7.77"
    window.form.save()
    window.undo()
    window.redo()
    window.post()
    scene.settle()
    assert not isValid(window)
    assert [scene.ask(transactions.get, "p", n).operations[0].amount for n in (2, 3)] == [100, 777]
    assert scene.ask(drafts.list_all, "p") == ()


def test_a_value_date_that_is_none_is_mended_first(scene: Scene) -> None:
    window = scene.open(moves(scene, 100))
    window.heads.value_date.setFocus()
    scene.type("31.13.2025")
    scene.press(Qt.Key.Key_Return)
    window.post()
    assert window.isVisible()
    window.heads.value_date.selectAll()
    scene.type("2025-01-31")
    scene.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    scene.settle()
    assert scene.ask(transactions.get, "p", 2).value_date == date(2025, 1, 31)


# Drafts


def test_a_draft_is_kept_on_escape_and_goes_on(scene: Scene) -> None:
    window = scene.open()
    scene.enter("settle")
    scene.press(Qt.Key.Key_Escape)
    scene.press(Qt.Key.Key_Escape)
    scene.settle()
    assert not isValid(window)
    (kept,) = scene.ask(drafts.list_all, "p")
    again = scene.open(draft=kept.id)
    assert again.form.state.rows[0].source == scene.wallets["Settlement"]
    assert checks(again) == ["Choose a wallet (+1)"]
    assert scene.open(draft=kept.id) is again
    assert builders(scene.shell).windows() == (again,)


def test_nothing_entered_keeps_nothing(scene: Scene) -> None:
    window = scene.open(Prefill(source=scene.wallets["Settlement"]))
    assert window.grid.current() == (1, "target")
    window.close()
    scene.settle()
    assert scene.ask(drafts.list_all, "p") == ()


def test_saving_goes_on_under_one_number(scene: Scene) -> None:
    window = scene.open()
    for text in ("a", "ab", "abc"):
        window.form.edit_heads(description=text)
        window.form.save()
    scene.settle()
    (kept,) = scene.ask(drafts.list_all, "p")
    window.form.edit_heads(description="")
    window.close()
    scene.settle()
    assert scene.ask(drafts.list_all, "p") == ()
    assert '"abc"' in kept.content


def test_discarding_throws_the_draft_away(scene: Scene) -> None:
    window = scene.open(moves(scene, 100))
    window.form.edit_row(1, memo="x")
    window.form.save()
    QTest.mouseClick(window.footer.discard, Qt.MouseButton.LeftButton)
    scene.settle()
    assert scene.ask(drafts.list_all, "p") == ()
    assert not isValid(window)
    text, ((_, undo),) = scene.host.toasts[-1]
    assert text == "The draft was discarded."
    undo()
    scene.settle()
    (kept,) = scene.ask(drafts.list_all, "p")
    assert [row.memo for row in scene.open(draft=kept.id).form.state.rows] == ["x"]


def test_a_longer_draft_is_not_thrown_away_unasked(scene: Scene) -> None:
    window = scene.open(moves(scene, 1, 2, 3, 4))
    window.form.edit_row(1, memo="x")
    QTest.mouseClick(window.footer.discard, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(ConfirmDialog)
    assert window.isVisible()
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    scene.settle()
    assert scene.ask(drafts.list_all, "p") == ()


def test_several_forms_at_once_close_with_the_window(scene: Scene) -> None:
    first, second = scene.open(), scene.open()
    first.form.edit_heads(description="one")
    second.form.edit_heads(description="two")
    builders(scene.shell).close_all()
    scene.settle()
    assert len(scene.ask(drafts.list_all, "p")) == 2
    assert builders(scene.shell).windows() == ()


@pytest.mark.parametrize("refused", [False, True])
def test_a_form_that_is_being_posted_closes_with_the_window(scene: Scene, refused: bool) -> None:
    """What was posted is no draft any more; what was refused is one."""
    window = scene.open(moves(scene, 100))
    if refused:
        scene.session.run(wallets.set_status, scene.wallets["Grace Keller"], Status.SUSPENDED)
    window.post()
    window.close()
    assert window.isVisible(), "it waits for the answer"
    builders(scene.shell).close_all()
    assert builders(scene.shell).windows() == ()
    scene.settle()
    assert scene.ask(transactions.page, "p").total == (1 if refused else 2)
    assert len(scene.ask(drafts.list_all, "p")) == (1 if refused else 0)


def test_a_draft_that_is_gone_is_told(scene: Scene) -> None:
    open_draft(scene.shell, 99)
    scene.settle()
    assert "draft" in scene.host.toasts[-1][0]
    assert builders(scene.shell).windows() == ()


def test_a_draft_has_one_window(scene: Scene) -> None:
    """Its number says nothing: it may have been another draft's, which is still open in a form."""
    first, second = scene.open(), scene.open()
    first.form.edit_heads(description="one")
    first.form.save()
    scene.settle()
    (kept,) = scene.ask(drafts.list_all, "p")
    open_draft(scene.shell, kept.id)
    scene.qtbot.waitUntil(first.isActiveWindow)
    assert builders(scene.shell).windows() == (first, second)
    first.form.edit_heads(description="")
    first.form.save()
    second.form.edit_heads(description="two")
    second.close()
    scene.settle()
    assert [again.id for again in scene.ask(drafts.list_all, "p")] == [kept.id]
    open_draft(scene.shell, kept.id)
    third = scene.open(draft=kept.id)
    assert (third.form.state.description, first.form.state.description) == ("two", "")
    assert builders(scene.shell).windows() == (first, third)


def test_what_was_asked_for_before_all_were_closed_opens_no_more(scene: Scene) -> None:
    number = scene.ask(drafts.save, "p", None, "{}").value
    open_draft(scene.shell, number)
    builders(scene.shell).close_all()
    scene.settle()
    assert builders(scene.shell).windows() == ()


def test_a_draft_that_cannot_be_kept_is_told_after_the_form_is_gone(scene: Scene) -> None:
    window = scene.open()
    window.form.edit_heads(description="one")
    scene.ask(projects.archive, "p")
    window.close()
    scene.settle()
    assert "archived" in scene.host.toasts[-1][0]


# The mouse, and what others hear


def test_the_whole_problem_is_in_the_tooltip(scene: Scene) -> None:
    window = scene.open(moves(scene, 9_900))
    index = window.grid.rows.index(0, 6)
    where = window.grid.visualRect(index).center()
    event = QHelpEvent(QEvent.Type.ToolTip, where, window.grid.viewport().mapToGlobal(where))
    QApplication.sendEvent(window.grid.viewport(), event)
    assert QToolTip.text() == "Grace Keller, Cash holds 50.00 USD: 49.00 USD short."
    QToolTip.hideText()


def test_a_wallet_is_chosen_with_the_mouse(scene: Scene) -> None:
    window = scene.open()
    scene.type("grace")
    scene.settle()
    shown = popup()
    assert shown is not None
    where = shown.visualRect(shown.model().index(1, 0)).center()
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.form.state.rows[0].source == scene.wallets["Grace Fischer"]
    assert window.grid.current() == (1, "target")
    assert window.grid.is_editing()


def test_an_operation_is_chosen_in_the_list_that_a_double_click_opens(scene: Scene) -> None:
    window = scene.open()
    window.grid.go_to(1, "kind")
    where = window.grid.visualRect(window.grid.currentIndex()).center()
    QTest.mouseClick(window.grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
    QTest.mouseDClick(window.grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.grid.is_editing()
    kinds = window.grid.findChild(KindEdit)
    scene.qtbot.waitUntil(kinds.view().isVisible)
    assert window.grid.is_editing()
    QTest.keyClick(kinds.view(), Qt.Key.Key_Down)
    QTest.keyClick(kinds.view(), Qt.Key.Key_Down)
    QTest.keyClick(kinds.view(), Qt.Key.Key_Return)
    scene.qtbot.waitUntil(lambda: window.form.state.rows[0].kind is Kind.REDEEM)
    assert window.grid.current() == (1, "source")


def test_leaving_a_cell_takes_nothing_that_was_not_chosen(scene: Scene) -> None:
    window = scene.open()
    scene.type("grace")
    scene.settle()
    window.heads.description.setFocus()
    scene.settle()
    assert checks(window) == ["Several wallets “grace”"]
    assert window.grid.sentences(0) == [
        "Several wallets match “grace”. Type more of the name, or choose from the list."
    ]


def test_everything_has_a_name(scene: Scene) -> None:
    window = scene.open(moves(scene, 100))
    window.grid.go_to(1, "amount")
    scene.press(Qt.Key.Key_F2)
    kinds = (QLineEdit, QPushButton, QTableView)
    nameless = [
        made
        for kind in kinds
        for made in window.findChildren(kind)
        if made.isVisible() and not (made.accessibleName() or getattr(made, "text", str)())
    ]
    assert nameless == []
    assert window.grid.rows.row_name(0) == "Operation 1, OK"
    editor = QApplication.focusWidget()
    assert editor is not None
    assert editor.accessibleName() == "Amount of operation 1"


def test_the_toast_leads_on(scene: Scene) -> None:
    window = scene.open(moves(scene, 100))
    window.post()
    scene.settle()
    text, (view, reverse) = scene.host.toasts[0]
    assert text == "Posted T-2: 1 operation, 2 wallets"
    view[1]()
    assert scene.host.shown == [2]
    reverse[1]()
    assert scene.host.reversed == [("p", 2)]


def test_what_is_prefilled_and_left_alone_is_not_kept(scene: Scene) -> None:
    window = scene.open(moves(scene, 100))
    window.close()
    scene.settle()
    assert scene.ask(drafts.list_all, "p") == ()


def test_two_hundred_operations(scene: Scene) -> None:
    window = scene.open(moves(scene, *([25] * 200)))
    assert window.footer.text() == "Ready: 200 operations, 2 wallets, applied together or not at all"
    window.grid.go_to(200, "amount")
    assert window.grid.visualRect(window.grid.currentIndex()).intersects(window.grid.viewport().rect())
    QTest.mouseClick(window.grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    window.post()
    scene.settle()
    assert scene.ask(wallets.get, scene.wallets["Grace Keller"]).balance == 0
