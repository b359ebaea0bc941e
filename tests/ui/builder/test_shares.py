"""Shares in the form: the total's field, how rounding is told, and what is posted (issue 3, item 2)."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from tests.ui.builder.scene import Scene, checks, focused
from walletdesk.controllers import transactions
from walletdesk.ledger.values import issue
from walletdesk.ui.builder.form_window import BuilderWindow
from walletdesk.ui.privacy import privacy
from walletdesk.ui.shell import Prefill


def issues(scene: Scene, *amounts: str) -> BuilderWindow:
    """The form with issues to Grace Keller, of these amounts as they are typed."""
    window = scene.open(Prefill(tuple(issue(scene.wallets["Grace Keller"], 100) for _ in amounts)))
    for row, amount in enumerate(amounts, 1):
        window.form.edit_row(row, amount=amount)
    return window


def test_the_total_is_there_while_a_row_is_a_share(scene: Scene) -> None:
    window = issues(scene, "5.00")
    field = window.heads.fields["total"]
    assert not field.isVisible()
    window.form.edit_row(1, amount="30%")
    assert field.isVisible()
    assert checks(window) == ["Enter the total"]
    assert window.footer.text() == "1 field left to fill"
    window.form.edit_row(1, amount="30")
    assert not field.isVisible()


def test_posting_without_the_total_goes_to_its_field(scene: Scene) -> None:
    window = issues(scene, "30%", "2.50", "rest")
    window.post()
    assert focused() is window.heads.total
    scene.type("99.99")
    assert checks(window) == ["30% of 99.99", "OK", "Rest of 99.99"]
    scene.press(Qt.Key.Key_Return)
    assert window.grid.hasFocus()
    scene.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    scene.settle()
    posted = scene.ask(transactions.get, "p", 2)
    assert [operation.amount for operation in posted.operations] == [3000, 250, 6749]


def test_rounding_is_told_beside_the_rows(scene: Scene) -> None:
    window = issues(scene, "100.00", "12.50%", "2.5%")
    assert window.rounding.isHidden()
    window.form.edit_row(1, amount="99.99")
    window.form.edit_heads(total="0.10")
    told = "2.5% of 0.10 = 0.0025 → 0.00"
    assert window.grid.sentences(2)[0] == "The amount must be more than zero."
    assert told in window.rounding.line.whole()
    window.form.edit_row(3, amount="17.5%")
    assert window.grid.sentences(1) == ["12.5% of 0.10 = 0.0125 → 0.01"]
    index = window.grid.rows.index(1, 6)
    place = window.grid.visualRect(index).center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, window.grid.viewport().mapToGlobal(QPoint(place)))
    QApplication.sendEvent(window.grid.viewport(), event)
    assert QToolTip.text() == "12.5% of 0.10 = 0.0125 → 0.01"


def test_the_first_row_stands_in_for_the_total(scene: Scene) -> None:
    window = issues(scene, "80.00", "25%")
    assert window.heads.total.placeholderText() == "80.00"
    assert checks(window) == ["OK", "25% of 80.00"]


def test_what_is_wrong_with_the_total_is_told_at_its_field(scene: Scene) -> None:
    window = issues(scene, "25%")
    window.form.edit_heads(total="x")
    assert window.heads.fields["total"].problem() == "Not a number"
    assert window.heads.total.toolTip() == "“x” is no amount. Please write it in digits, such as 12.50."
    assert checks(window) == ["Base not known yet"]
    window.post()
    assert focused() is window.heads.total


def test_all_that_a_wallet_has(scene: Scene) -> None:
    window = scene.open()
    for text in ("keller", "settle", "max"):
        scene.enter(text)
    assert checks(window)[0] == "OK"
    assert window.form.checked.operations[0].amount == 5_000
    assert window.form.state.rows[0].amount == "max"
    window.form.edit_row(1, amount="max + 1")
    assert checks(window)[0] == "Short by 1.00"


def test_tab_goes_from_the_fields_to_the_operations_and_not_to_the_buttons(scene: Scene) -> None:
    window = issues(scene, "30%")
    heads = window.heads
    heads.description.setFocus()
    for expected in (heads.reference, heads.value_date, heads.total, window.grid):
        scene.press(Qt.Key.Key_Tab)
        assert focused() is expected


def test_hidden_amounts_are_hidden_in_shares_too(scene: Scene) -> None:
    window = issues(scene, "99.99", "30%")
    privacy().set_hidden(True)
    try:
        said = [*checks(window), window.rounding.line.whole(), window.heads.total.placeholderText()]
        said += window.grid.sentences(1)
    finally:
        privacy().set_hidden(False)
    assert [text for text in said if "9.99" in text or "30.00" in text] == []
    assert checks(window) == ["OK", "30% of 99.99"]
