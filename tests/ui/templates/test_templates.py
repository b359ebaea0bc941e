"""Templates in the window: kept from a form, chosen, renamed, deleted and posted with (issue 3, item 2)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.builder.scene import Scene, checks, focused
from tests.ui.opened import Opened
from walletdesk.controllers import assets, templates, transactions, wallets
from walletdesk.controllers.draft import DraftRow, DraftState
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import issue, transfer
from walletdesk.ui.builder.form_window import BuilderWindow
from walletdesk.ui.builder.window import builders
from walletdesk.ui.forms.base import ConfirmDialog
from walletdesk.ui.shell import Prefill
from walletdesk.ui.tabs.transactions import TransactionsTab
from walletdesk.ui.templates.naming import KeepForm, NameForm
from walletdesk.ui.templates.picker import TemplatePicker

CTRL = Qt.KeyboardModifier.ControlModifier


def shared(scene: Scene, *amounts: str, total: str = "", description: str = "Split") -> DraftState:
    """Transfers from the settlement to three customers, of these amounts."""
    targets = [scene.wallets[name] for name in ("Grace Keller", "Grace Fischer", "Mateo Marino")]
    rows = [
        DraftRow(n, Kind.TRANSFER, scene.wallets["Settlement"], targets[n - 1], amount, untouched=False)
        for n, amount in enumerate(amounts, 1)
    ]
    return DraftState(tuple(rows), description, total=total)


def keep(scene: Scene, name: str, state: DraftState) -> int:
    number: int = scene.ask(templates.keep, "p", name, state).value.id
    return number


def names(scene: Scene) -> list[str]:
    return [found.name for found in scene.ask(templates.list_all, "p")]


def dialog(kind: type) -> object:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert found, f"no {kind.__name__} is open"
    return found[-1]


def picker(scene: Scene) -> TemplatePicker:
    scene.settle()
    found = dialog(TemplatePicker)
    assert isinstance(found, TemplatePicker)
    return found


def shown(found: TemplatePicker) -> list[str]:
    return [row.name for row in found.model.rows()]


def named(kind: type, text: str) -> NameForm:
    form = dialog(kind)
    assert isinstance(form, NameForm)
    form.line.selectAll()
    QTest.keyClicks(form.line, text)
    QTest.mouseClick(form.primary, Qt.MouseButton.LeftButton)
    return form


def balances(scene: Scene) -> dict[str, int]:
    found = scene.ask(wallets.get_many, tuple(scene.wallets.values()))
    return {name: found[number].balance for name, number in scene.wallets.items()}


def test_thirty_percent_a_fixed_part_and_the_rest_add_up_once_posted(scene: Scene) -> None:
    keep(scene, "Split of sales", shared(scene, "30%", "2.50", "rest", total="1"))
    before = balances(scene)
    window = scene.open()
    scene.press(Qt.Key.Key_T, CTRL)
    scene.settle()
    assert focused() is picker(scene).search
    scene.type("sal")
    scene.press(Qt.Key.Key_Return)
    scene.settle()
    assert focused() is window.heads.total
    scene.type("99.99")
    assert checks(window) == ["30% of 99.99", "OK", "Rest of 99.99"]
    scene.press(Qt.Key.Key_Return, CTRL)
    scene.settle()
    posted = scene.ask(transactions.get, "p", 2)
    assert [operation.amount for operation in posted.operations] == [3000, 250, 6749]
    gained = {name: balance - before[name] for name, balance in balances(scene).items() if balance != before[name]}
    assert gained == {"Settlement": -9999, "Grace Keller": 3000, "Grace Fischer": 250, "Mateo Marino": 6749}


def test_a_form_that_holds_work_stays_as_it_is(scene: Scene) -> None:
    number = keep(scene, "A", shared(scene, "1.00"))
    window = scene.open()
    window.form.edit_heads(description="Half done")
    window.templating.chosen.emit(number)
    scene.settle()
    first, second = builders(scene.shell).windows()
    assert (first.form.state.description, second.form.state.description) == ("Half done", "Split")
    assert second.form.project == "p"


def test_kept_from_the_form_and_replaced_after_saying_so(scene: Scene) -> None:
    window = scene.open(Prefill((issue(scene.wallets["Grace Keller"], 100),), "Bonus"))
    QTest.mouseClick(window.heads.templates, Qt.MouseButton.LeftButton)
    found = picker(scene)
    assert "No templates yet" in found.empty.text()
    QTest.mouseClick(found.keep, Qt.MouseButton.LeftButton)
    form = dialog(KeepForm)
    assert isinstance(form, KeepForm)
    assert form.line.text() == "Bonus"
    QTest.mouseClick(form.primary, Qt.MouseButton.LeftButton)
    scene.settle()
    assert names(scene) == ["Bonus"]
    assert shown(found) == ["Bonus"]
    assert scene.host.toasts[-1][0] == "Kept as template “Bonus”"
    window.form.edit_row(1, amount="2.00")
    window.templating.keep()
    form = named(KeepForm, "Bonus")
    scene.settle()
    assert form.isVisible()
    problem = form.field("name").problem() or ""
    assert problem.startswith("There is a template of this name.")
    assert form.primary.text() == "Replace"
    QTest.keyClicks(form.line, "x")
    assert form.primary.text() == "Keep template"
    form.line.setText("Bonus")
    for _ in range(2):
        QTest.mouseClick(form.primary, Qt.MouseButton.LeftButton)
        scene.settle()
    assert names(scene) == ["Bonus"]
    state, _wallets = scene.ask(templates.opened, scene.ask(templates.list_all, "p")[0].id, window.form.state.notation)
    assert state.rows[0].amount == "2.00"


def test_filtered_renamed_and_deleted(scene: Scene) -> None:
    for name, description in (("Rent", "Flat"), ("Salary", "Monthly pay"), ("Month's end", "Fees")):
        keep(scene, name, shared(scene, "1.00", description=description))
    window = scene.open()
    window.templating.choose()
    found = picker(scene)
    assert shown(found) == ["Month's end", "Rent", "Salary"]
    assert not found.keep.isVisible()
    scene.type("month")
    assert shown(found) == ["Month's end", "Salary"]
    scene.press(Qt.Key.Key_Down)
    scene.press(Qt.Key.Key_F2)
    named(NameForm, "Wages")
    scene.settle()
    assert names(scene) == ["Month's end", "Rent", "Wages"]
    assert shown(found) == ["Month's end", "Wages"]
    found.delete_selected()
    ask = dialog(ConfirmDialog)
    assert isinstance(ask, ConfirmDialog)
    QTest.mouseClick(ask.primary, Qt.MouseButton.LeftButton)
    scene.settle()
    assert names(scene) == ["Month's end", "Rent"]
    found.search.setText("zzz")
    assert "No template has this" in found.empty.text()
    assert not found.primary.isEnabled()


def test_what_became_of_a_wallet_is_shown_and_nothing_is_lost(scene: Scene) -> None:
    number = keep(scene, "A", shared(scene, "1.00", "2.00", "3.00"))
    scene.ask(wallets.set_status, scene.wallets["Grace Fischer"], Status.CLOSED)
    window = scene.open(Prefill(template=number))
    assert checks(window) == ["OK", "Wallet is closed", "OK"]
    assert [row.amount for row in window.form.state.rows] == ["1.00", "2.00", "3.00"]


def test_a_template_that_is_gone_is_told_in_the_form(scene: Scene) -> None:
    window = scene.open(Prefill(template=99))
    assert window.error_bar.isVisible()
    assert window.isEnabled()


def test_a_transaction_is_kept_from_the_list(scene: Scene, qtbot: QtBot) -> None:
    tab = TransactionsTab(scene.shell)
    qtbot.addWidget(tab)
    tab.show()
    scene.settle()
    tab.page.table.select_row(0)
    scene.settle()
    portrait = tab.inspector.portrait()
    assert portrait is not None
    assert "Keep as template…" in [deed.text for deed in portrait.more]
    tab.inspector.acted.emit("template")
    form = dialog(KeepForm)
    assert isinstance(form, KeepForm)
    assert form.line.text() == "Opening balances"
    QTest.mouseClick(form.primary, Qt.MouseButton.LeftButton)
    scene.settle()
    kept = scene.ask(templates.list_all, "p")
    assert [(found.name, found.operations) for found in kept] == [("Opening balances", 3)]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(qtbot, tmp_path).start()
    euro = made.run(assets.create, made.project, "Euro", "EUR", 100)
    till, bank = (made.run(wallets.open_system, euro.id, name).id for name in ("Till", "Bank"))
    made.run(transactions.run, made.project, [issue(till, 500), transfer(till, bank, 200)], "Start")
    made.run(templates.keep_transaction, made.project, "Rent & more", 1)
    yield made
    made.close()


def test_templates_are_commands_of_the_menu(opened: Opened) -> None:
    commands = opened.window.menus.commands()
    ((title, action),) = [(title, action) for _, title, action in commands if action.text() == "Rent && more"]
    assert "from template" in title
    listed = dict(opened.window.menus.listed())["Transaction"]
    assert ("Choose a template", "Ctrl+T") in listed
    action.trigger()
    opened.settle()
    (window,) = builders(opened.window.shell).windows()
    assert isinstance(window, BuilderWindow)
    assert window.form.checked.ready


def test_choosing_from_the_menu_opens_a_new_form(opened: Opened) -> None:
    opened.press(Qt.Key.Key_T, CTRL)
    assert isinstance(opened.dialog(), TemplatePicker)
    opened.press(Qt.Key.Key_Return)
    (window,) = builders(opened.window.shell).windows()
    assert len(window.form.state.rows) == 2
