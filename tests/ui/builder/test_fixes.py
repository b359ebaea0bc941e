"""The fixes beside a problem: in words, with a key, and in a menu."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from tests.ui.builder.scene import Scene, checks
from walletdesk.controllers import wallets
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import transfer
from walletdesk.ui.builder.form_window import BuilderWindow
from walletdesk.ui.forms import about
from walletdesk.ui.shell import Prefill

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def short(scene: Scene) -> Prefill:
    """Grace Keller holds 50.00 and is to pay 10.00 and 99.00."""
    keller, cash = scene.wallets["Grace Keller"], scene.wallets["Settlement"]
    return Prefill((transfer(keller, cash, 1_000), transfer(keller, cash, 9_900)))


def at(scene: Scene, window: BuilderWindow, row: int, field: str) -> None:
    """The cursor there, and the fixes looked for."""
    window.grid.go_to(row, field)
    scene.settle()
    window.fixes.catch_up()


def menu() -> QMenu:
    shown = QApplication.activePopupWidget()
    assert isinstance(shown, QMenu)
    return shown


def test_the_best_fix_stands_beside_the_problem_and_one_key_takes_it(scene: Scene) -> None:
    window = scene.open(short(scene))
    at(scene, window, 2, "memo")
    assert window.fixes.isVisible()
    assert window.fixes.best.text() == "Use 40.00, all that is there"
    scene.press(Qt.Key.Key_Period, CTRL)
    assert checks(window) == ["OK", "OK"]
    assert window.form.state.row(2).amount == "40.00"
    assert window.grid.current() == (2, "amount")
    assert window.grid.hasFocus()
    window.fixes.catch_up()
    assert not window.fixes.isVisible()


def test_it_works_from_within_the_editor_that_made_the_problem(scene: Scene) -> None:
    window = scene.open(short(scene))
    at(scene, window, 2, "amount")
    scene.type("77")
    scene.press(Qt.Key.Key_Period, CTRL)
    assert window.form.state.row(2).amount == "40.00"
    assert not window.grid.is_editing()


def test_the_other_ways_are_in_a_menu(scene: Scene) -> None:
    window = scene.open(short(scene))
    at(scene, window, 2, "amount")
    scene.press(Qt.Key.Key_Return, ALT)
    shown = menu()
    assert [action.text() for action in shown.actions()] == [
        "Use 40.00, all that is there\tCtrl+.",
        "Issue 59.00 first",
    ]
    QTest.keyClick(shown, Qt.Key.Key_Down)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    issued = window.form.state.rows[1]
    assert (issued.kind, issued.target, issued.amount) == (Kind.ISSUE, scene.wallets["Grace Keller"], "59.00")
    assert checks(window) == ["OK", "OK", "OK"]
    assert window.grid.current() == (2, "amount")


def test_a_row_that_comes_too_early_moves(scene: Scene) -> None:
    keller, cash = scene.wallets["Grace Keller"], scene.wallets["Settlement"]
    window = scene.open(Prefill((transfer(keller, cash, 6_000), transfer(cash, keller, 2_000))))
    at(scene, window, 1, "amount")
    assert window.fixes.best.text() == "Move to row 2"
    QTest.mouseClick(window.fixes.best, Qt.MouseButton.LeftButton)
    assert [row.id for row in window.form.state.rows] == [2, 1]
    assert checks(window) == ["OK", "OK"]
    assert window.grid.current() == (1, "amount")


def test_the_wallet_of_the_right_asset_of_the_same_customer(scene: Scene) -> None:
    pool, sato = scene.wallets["Pool"], scene.wallets["Felix Sato"]
    spare = scene.ask(wallets.open, _customer(scene, sato), _asset(scene, sato), "Spare & more").value.id
    scene.settle()
    window = scene.open(Prefill((transfer(scene.wallets["Settlement"], scene.wallets["Days"], 100),)))
    at(scene, window, 1, "target")
    assert pool not in window.form.state.wallets
    assert window.fixes.best.accessibleName() == "Take Spare & more, USD of Felix Sato"
    assert window.fixes.best.text() == "Take Spare && more, USD of Felix Sato"
    scene.press(Qt.Key.Key_Period, CTRL)
    assert window.form.state.row(1).target == spare
    assert checks(window) == ["OK"]


def test_the_nearest_amounts(scene: Scene) -> None:
    window = scene.open(short(scene))
    at(scene, window, 2, "amount")
    scene.enter("10/3")
    at(scene, window, 2, "amount")
    assert window.fixes.best.text() == "Use 3.33"
    assert window.fixes.more.isVisible()
    window.fixes.open_menu()
    assert [action.text() for action in menu().actions()] == ["Use 3.33\tCtrl+.", "Use 3.34"]
    menu().close()


def test_the_first_bad_row_can_be_mended_from_any_other(scene: Scene) -> None:
    """Who has filled in the last row need not look for the one that is wrong."""
    window = scene.open(short(scene))
    at(scene, window, 1, "memo")
    assert window.fixes.best.text() == "Row 2: Use 40.00, all that is there"
    scene.press(Qt.Key.Key_Period, CTRL)
    assert checks(window) == ["OK", "OK"]
    assert window.grid.current() == (2, "amount")


def test_without_a_problem_the_keys_do_nothing(scene: Scene) -> None:
    window = scene.open(Prefill(short(scene).operations[:1]))
    before = window.form.state
    scene.press(Qt.Key.Key_Period, CTRL)
    scene.press(Qt.Key.Key_Return, ALT)
    assert window.form.state == before
    assert QApplication.activePopupWidget() is None


def _customer(scene: Scene, wallet: int) -> int:
    key = scene.ask(wallets.get, wallet).customer
    assert key is not None
    return key


def _asset(scene: Scene, wallet: int) -> str:
    return scene.ask(wallets.get, wallet).asset.id


def test_the_sheet_of_shortcuts_tells_the_keys_of_the_form(scene: Scene) -> None:
    sheet = about.shortcuts([])
    scene.qtbot.addWidget(sheet)
    said = [label.text() for label in sheet.findChildren(QLabel)]
    assert said[said.index("Mend the row, other ways to") + 1] == "Ctrl+., Alt+Enter"
