"""The form, filled in with the keyboard alone."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from tests.ui.builder.scene import Scene, checks, focused, popup
from walletdesk.controllers import drafts, transactions, wallets
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import issue, redeem, transfer
from walletdesk.store.book import Book
from walletdesk.ui import fitting
from walletdesk.ui.builder.editors import KindEdit, WalletEdit
from walletdesk.ui.cells import stamp
from walletdesk.ui.widgets.amount_edit import AmountEdit

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def test_two_operations_are_typed_text_and_six_keys(scene: Scene) -> None:
    window = scene.open()
    assert window.grid.current() == (1, "source")
    for text in ("settle", "keller", "12.50", "Order"):
        scene.enter(text)
    assert window.grid.current() == (2, "target")
    assert isinstance(focused(), WalletEdit)
    scene.enter("marino")
    scene.type("7")
    scene.press(Qt.Key.Key_Return, CTRL)
    scene.settle()
    posted = scene.ask(transactions.get, "p", 2)
    cash, keller, mateo = (scene.wallets[name] for name in ("Settlement", "Grace Keller", "Mateo Marino"))
    assert posted.operations == (transfer(cash, keller, 1250, "Order"), transfer(cash, mateo, 700))
    assert scene.host.toasts[0][0] == "Posted T-2: 2 operations, 3 wallets"
    assert not isValid(window)
    assert scene.ask(drafts.list_all, "p") == ()


def test_a_key_that_is_held_down_posts_once(scene: Scene) -> None:
    window = scene.open()
    posting = [action for action in window.actions() if action.text().startswith("Post")]
    assert len(posting) == 4
    assert not any(action.autoRepeat() for action in posting)


def test_t5_a_clock_that_was_set_back_is_told_where_it_holds_the_booking(scene: Scene) -> None:
    last = scene.ask(transactions.get, "p", 1).booked_at

    def set_back(book: Book) -> None:
        book.clock = lambda: last - 86_400_000

    scene.ask(set_back)
    scene.open()
    for text in ("settle", "keller", "1"):
        scene.enter(text)
    scene.press(Qt.Key.Key_Return, CTRL)
    scene.settle()
    assert scene.ask(transactions.get, "p", 2).booked_at == last
    told = scene.host.toasts[0][0]
    assert told.startswith("Posted T-2: 1 operation, 2 wallets. This computer's clock was behind")
    assert told.endswith(f"booked with the last one, at {stamp(scene.shell.days, last)}.")


def test_typing_without_waiting_for_the_list_finds_the_one_wallet(scene: Scene) -> None:
    window = scene.open()
    for text in ("settle", "keller"):
        scene.type(text)
        scene.press(Qt.Key.Key_Tab)
    scene.type("1")
    scene.press(Qt.Key.Key_Return, CTRL)
    scene.settle()
    assert not isValid(window)
    assert len(scene.ask(transactions.get, "p", 2).operations) == 1


def test_what_means_several_wallets_is_never_guessed(scene: Scene) -> None:
    window = scene.open()
    scene.type("grace")
    scene.press(Qt.Key.Key_Tab)
    scene.settle()
    assert checks(window) == ["Several wallets “grace”"]
    assert window.grid.rows.rows()[0].is_bad("source")
    window.grid.go_to(1, "source")
    scene.type("nobody")
    scene.press(Qt.Key.Key_Tab)
    scene.settle()
    assert checks(window) == ["No wallet “nobody”"]
    assert window.footer.text() == "1 problem to fix before posting"


def test_the_list_shows_hits_and_arrows_choose(scene: Scene) -> None:
    window = scene.open()
    scene.type("grace")
    scene.settle()
    shown = popup()
    assert shown is not None
    hits = [shown.model().index(row, 0).data() for row in range(shown.model().rowCount())]
    assert hits == ["Grace Keller, Cash · W-00003, 50.00 USD", "Grace Fischer, Cash · W-00004, 0.00 USD"]
    scene.press(Qt.Key.Key_Down)
    scene.press(Qt.Key.Key_Return)
    assert window.form.state.rows[0].source == scene.wallets["Grace Fischer"]
    assert popup() is None


@pytest.fixture
def enlarged() -> Iterator[None]:
    fitting.resize(200)
    yield
    fitting.resize(100)


@pytest.mark.usefixtures("enlarged")
@pytest.mark.parametrize("top", [-250, 0, 150])
def test_the_list_never_lies_over_what_is_typed(scene: Scene, top: int) -> None:
    """Where it fits neither below nor above, it shows fewer rows and is scrolled."""
    window = scene.open()
    window.move(0, top)
    scene.press(Qt.Key.Key_F2)
    scene.press(Qt.Key.Key_Down)
    scene.settle()
    shown, editor = popup(), QApplication.focusWidget()
    assert shown is not None
    assert editor is not None
    typed = QRect(editor.mapToGlobal(QPoint(0, 0)), editor.size())
    room = editor.screen().availableGeometry()
    assert room.contains(shown.geometry())
    assert not shown.geometry().intersects(typed)
    for _ in range(6):
        scene.press(Qt.Key.Key_Down)
    chosen = shown.visualRect(shown.currentIndex())
    assert 0 <= chosen.top() <= chosen.bottom() < shown.viewport().height()


def test_down_opens_the_list_unfiltered_with_the_closed_last(scene: Scene) -> None:
    window = scene.open()
    scene.press(Qt.Key.Key_F2)
    scene.press(Qt.Key.Key_Down)
    scene.settle()
    shown = popup()
    assert shown is not None
    last = shown.model().index(shown.model().rowCount() - 1, 0).data()
    assert shown.model().rowCount() == 7
    assert last == "Felix Sato, Cash · W-00006, 0.00 USD, Closed"
    scene.press(Qt.Key.Key_Escape)
    assert popup() is None
    assert window.grid.is_editing()
    scene.press(Qt.Key.Key_Escape)
    assert not window.grid.is_editing()
    assert window.isVisible()
    scene.press(Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_the_list_is_of_the_other_sides_asset(scene: Scene) -> None:
    window = scene.open()
    scene.enter("pool")
    scene.press(Qt.Key.Key_Down)
    scene.settle()
    shown = popup()
    assert shown is not None
    hits = [shown.model().index(row, 0).data() for row in range(shown.model().rowCount())]
    assert hits == ["Pool, System, 10 DAY", "Felix Sato, Volunteering · W-00007, 0 DAY"]
    scene.type("keller")
    scene.settle()
    assert shown.model().index(0, 0).data() == "No DAY wallet matches"
    assert window.form.state.rows[0].source == scene.wallets["Pool"]


def test_what_is_closed_is_not_preselected(scene: Scene) -> None:
    scene.open()
    scene.type("sato usd")
    scene.settle()
    shown = popup()
    assert shown is not None
    assert shown.highlighted() is None
    scene.press(Qt.Key.Key_Return)


def test_issue_skips_from_and_redeem_skips_to(scene: Scene) -> None:
    window = scene.open()
    scene.press(Qt.Key.Key_I, ALT)
    assert window.grid.current() == (1, "target")
    scene.enter("keller")
    assert window.grid.current() == (1, "amount")
    scene.enter("5")
    scene.press(Qt.Key.Key_R, ALT)
    assert window.grid.current() == (2, "source")
    scene.enter("settle")
    assert window.grid.current() == (2, "amount")
    scene.type("1")
    scene.press(Qt.Key.Key_Return, CTRL)
    scene.settle()
    posted = scene.ask(transactions.get, "p", 2)
    assert posted.operations == (issue(scene.wallets["Grace Keller"], 500), redeem(scene.wallets["Settlement"], 100))


def test_the_operation_is_chosen_by_its_letter(scene: Scene) -> None:
    window = scene.open()
    window.grid.go_to(1, "kind")
    scene.press(Qt.Key.Key_R)
    assert isinstance(focused(), KindEdit)
    scene.press(Qt.Key.Key_Tab)
    assert window.form.state.rows[0].kind is Kind.REDEEM
    assert window.grid.current() == (1, "source")
    scene.press(Qt.Key.Key_Backtab, SHIFT)
    assert window.grid.current() == (1, "kind")


def test_amounts_keep_what_was_typed(scene: Scene) -> None:
    window = scene.open()
    scene.enter("pool")
    scene.enter("volunteering")
    scene.enter("2.5")
    assert window.form.checked.rows[0].amount == 60
    window.grid.go_to(1, "amount")
    scene.press(Qt.Key.Key_F2)
    editor = focused()
    assert isinstance(editor, AmountEdit)
    assert editor.text() == "2.5"


def test_amounts_are_worked_out(scene: Scene) -> None:
    window = scene.open()
    for text in ("settle", "keller", "24.50*2%"):
        scene.enter(text)
    assert window.grid.rows.index(0, 4).data() == "0.49 USD"
    assert window.form.state.rows[0].amount == "24.50*2%"


def test_rows_are_removed_moved_and_doubled(scene: Scene) -> None:
    window = scene.open()
    scene.enter("settle")
    scene.enter("keller")
    scene.enter("1")
    window.grid.commit_editor()
    scene.press(Qt.Key.Key_D, CTRL)
    assert [row.amount for row in window.form.state.rows] == ["1", "1"]
    assert window.grid.current() == (2, "memo")
    scene.type("second")
    scene.press(Qt.Key.Key_Up, ALT)
    assert [row.memo for row in window.form.state.rows] == ["second", ""]
    scene.press(Qt.Key.Key_Down, ALT)
    assert [row.memo for row in window.form.state.rows] == ["", "second"]
    scene.press(Qt.Key.Key_F2)
    scene.press(Qt.Key.Key_Delete, CTRL)
    assert [row.memo for row in window.form.state.rows] == [""]
    assert window.grid.current() == (1, "memo")


def test_delete_clears_a_cell(scene: Scene) -> None:
    window = scene.open()
    scene.enter("settle")
    window.grid.commit_editor()
    window.grid.go_to(1, "source")
    scene.press(Qt.Key.Key_Delete)
    assert window.form.state.rows[0].source is None


def test_enter_past_an_untouched_row_makes_no_other(scene: Scene) -> None:
    window = scene.open()
    for _ in range(8):
        scene.press(Qt.Key.Key_Return)
    assert len(window.form.state.rows) == 1


def test_tab_enters_the_grid_and_shift_tab_leaves_it(scene: Scene) -> None:
    window = scene.open()
    window.heads.value_date.setFocus()
    scene.press(Qt.Key.Key_Tab)
    assert focused() is window.grid
    window.grid.go_to(1, "kind")
    scene.press(Qt.Key.Key_Backtab, SHIFT)
    assert focused() is window.heads.value_date
    window.grid.setFocus()
    scene.press(Qt.Key.Key_Tab, CTRL)
    assert focused() is not window.grid


def test_enter_goes_through_the_fields_at_the_top(scene: Scene) -> None:
    window = scene.open()
    window.heads.description.setFocus()
    scene.type("Order")
    scene.press(Qt.Key.Key_Return)
    assert focused() is window.heads.reference
    scene.type("INV-2")
    scene.press(Qt.Key.Key_Return)
    assert focused() is window.heads.value_date
    assert (window.form.state.description, window.form.state.reference) == ("Order", "INV-2")


def test_post_and_new_begins_anew_with_another_key(scene: Scene) -> None:
    window = scene.open()
    before = window.form.state.key
    window.heads.value_date.set_value(date(2025, 1, 31))
    for text in ("settle", "keller", "1"):
        scene.enter(text)
    scene.press(Qt.Key.Key_Return, CTRL | SHIFT)
    scene.settle()
    assert window.isVisible()
    assert [row.blank for row in window.form.state.rows] == [True]
    assert window.form.state.key != before
    assert window.form.state.value_date == window.heads.value_date.value() == date(2025, 1, 31)
    assert focused() is window.grid
    assert window.grid.current() == (1, "source")
    for text in ("settle", "keller", "2"):
        scene.enter(text)
    scene.press(Qt.Key.Key_Return, CTRL)
    scene.settle()
    assert scene.ask(transactions.get, "p", 3).operations[0].amount == 200
    assert scene.ask(wallets.get, scene.wallets["Grace Keller"]).balance == 5_300


def test_post_and_new_from_a_field_above_goes_back_to_the_description(scene: Scene) -> None:
    window = scene.open()
    for text in ("settle", "keller", "1"):
        scene.enter(text)
    window.heads.reference.setFocus()
    scene.press(Qt.Key.Key_Return, CTRL | SHIFT)
    scene.settle()
    assert focused() is window.heads.description
    window.close()
    scene.settle()
    assert scene.ask(drafts.list_all, "p") == ()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_posting_goes_to_what_is_missing_first(scene: Scene, key: Qt.Key) -> None:
    window = scene.open()
    scene.enter("settle")
    window.grid.commit_editor()
    window.heads.description.setFocus()
    scene.press(key, CTRL)
    assert window.isVisible()
    assert window.grid.current() == (1, "target")
    assert QApplication.focusWidget() is window.grid
    assert window.footer.text() == "2 fields left to fill"
