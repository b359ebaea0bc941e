"""The import window: from a file to a batch, and everything that may stand between."""

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from tests.ui.breaking import breaking
from tests.ui.importing.scene import CLUB, Scene
from walletdesk.controllers import assets, customers, importing, importing_look, projects, transactions, wallets
from walletdesk.controllers.importing import Becomes, Booking, Verdict
from walletdesk.ledger.values import Period, issue, redeem
from walletdesk.ui.batch_work import State
from walletdesk.ui.forms.base import ConfirmDialog
from walletdesk.ui.importing.mappings import KeepForm
from walletdesk.ui.importing.operations import OTHER
from walletdesk.ui.importing.sheet import BALANCES
from walletdesk.ui.importing.slots import Way
from walletdesk.ui.importing.states import Gap
from walletdesk.ui.importing.window import open_import

CTRL = Qt.KeyboardModifier.ControlModifier
ODD = CLUB.replace("day,customer,type,amount,text,reference", "when,who,what,how much,why,key")


def ready(scene: Scene, text: str | bytes = CLUB) -> Scene:
    """Up to the dry run, with a new asset."""
    scene.open(text)
    assert scene.window.work.gap is Gap.ASSET, scene.window.work.sentence()
    scene.new_asset()
    assert scene.window.work.state is State.CHECKED, scene.window.work.sentence()
    return scene


def written(scene: Scene) -> Scene:
    QTest.keyClick(scene.window, Qt.Key.Key_Return, CTRL)
    return scene.settle(State.WRITTEN)


def test_by_keys_from_a_file_with_odd_names_to_a_batch(scene: Scene) -> None:
    window, work = scene.window, scene.window.work
    scene.open(ODD)
    assert window.head.facts() == "rows.csv · 4 rows · UTF-8 · comma · into Club"
    assert work.gap is Gap.WHOSE
    assert "customer" in window.asking.text()
    assert not window.foot.primary.isEnabled()
    chosen = {"date": "when", "customer": "who", "memo": "why", "reference": "key", "amount": "how much"}
    for key, name in chosen.items():
        scene.pick(window.slots.combos[key], name)
    assert work.gap is Gap.ASSET
    assert window.folds.opened() == "assets"
    scene.new_asset().pick(window.slots.combos["kind"], "what")
    assert work.state is State.CHECKED, work.sentence()
    assert scene.column(7) == ["New", "New", "Short by 3.50", "New"]
    assert scene.column(3) == ["ann, EUR", "bob, EUR", "bob", "ann, EUR"]
    assert scene.column(2) == ["Issue", "Issue", "Redeem", "Redeem"]
    assert window.foot.primary.text() == "Import 3 ready rows"
    window.foot.primary.setFocus()
    QTest.keyClick(window.foot.primary, Qt.Key.Key_Space)
    scene.settle(State.WRITTEN)
    facts = window.result.texts()
    assert facts["Batch"] == "1 from rows.csv"
    assert facts["Transactions"] == "T-1 – T-3"
    assert (facts["New customers"], facts["New wallets"], facts["Rows with problems"]) == ("2", "2", "1")
    assert facts["Their wallets hold"] == "13.25 EUR"
    text, actions = scene.host.toasts[-1]
    assert text == "Imported 3 transactions as batch 1."
    actions[0][1]()
    assert scene.host.shown == [{"batch": 1}]
    assert scene.run(transactions.page, work.project.id, Period(), 1, 10).total == 3


def test_the_rows_are_filtered_and_the_balances_shown(scene: Scene) -> None:
    sheet = ready(scene).window.sheet
    assert sheet.verdicts.labels() == ["All 4", "Ready 3", "Problems 1", "Already there 0"]
    sheet.verdicts.focus_chosen()
    focused = scene.window.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Right)
    assert sheet.verdicts.value() is Verdict.READY
    assert scene.column(0) == ["2", "3", "5"]
    focused = scene.window.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Right)
    assert scene.column(0) == ["4"]
    assert not sheet.detail.isVisible()
    sheet.table.select_row(0)
    assert sheet.detail.isVisible()
    assert "bob · EUR holds 5.50 EUR: 3.50 EUR short." in sheet.detail.accessibleName()
    sheet.views.focus_chosen()
    focused = scene.window.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Right)
    assert sheet.views.value() == BALANCES
    assert not sheet.detail.isVisible()
    model = sheet.balance_model
    shown = [[cell.plain for cell in model.row_cells(row)] for row in range(model.rowCount())]
    assert shown == [
        ["ann, EUR", "new", "2", "0.00", "+7.75", "7.75"],
        ["bob, EUR", "new", "1", "0.00", "+5.50", "5.50"],
    ]


def test_problem_rows_are_saved_as_they_were(scene: Scene) -> None:
    ready(scene)
    scene.dialogs.path = scene.folder / "problems.csv"
    scene.click(scene.window.sheet.save)
    with scene.dialogs.path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["day", "customer", "type", "amount", "text", "reference", "reason"]
    assert rows[1][:2] == ["2025-01-03", "bob"]
    assert scene.host.toasts[-1][0] == "1 row written to problems.csv."
    source = scene.window.work.path
    assert source is not None
    before = source.read_bytes()
    scene.dialogs.path = source
    scene.click(scene.window.sheet.save)
    assert source.read_bytes() == before
    assert scene.window.error_bar.isVisible()


def test_without_problems_there_are_no_rows_to_save(scene: Scene) -> None:
    ready(scene, "\n".join(line for line in CLUB.splitlines() if "too much" not in line) + "\n")
    scene.dialogs.path = scene.folder / "problems.csv"
    assert not scene.window.sheet.save.isVisible()
    scene.window.save_problems()
    written(scene)
    assert not scene.window.result.save.isVisible()
    scene.window.save_problems()
    scene.settle()
    assert not scene.dialogs.path.exists()


def test_while_the_file_is_checked_again_no_rows_of_the_check_before_are_saved(scene: Scene) -> None:
    ready(scene)
    assert scene.window.sheet.save.isEnabled()
    scene.window.work.check_soon()
    assert not scene.window.sheet.save.isEnabled()


def test_the_same_file_again_is_refused_with_the_reason(scene: Scene) -> None:
    written(ready(scene))
    scene.open(CLUB)
    window = scene.window
    assert window.work.state is State.CHECKED
    assert "already, as batch 1" in window.asking.text()
    assert not window.foot.primary.isEnabled()
    assert "imported before" in window.foot.text()
    assert scene.column(7)[0] == "In the book as T-1"
    assert window.work.remembered, "the same header means the same"


def test_what_was_imported_is_viewed_in_its_own_project(scene: Scene) -> None:
    written(ready(scene))
    own = scene.window.work.project.id
    scene.shell.set_project(scene.run(projects.create, "Other").id)
    scene.settle()
    scene.click(scene.window.result.view)
    assert scene.shell.project is not None
    assert (scene.shell.project.id, scene.host.shown) == (own, [{"batch": 1}])


def test_the_whole_import_is_reversed_from_its_result(scene: Scene) -> None:
    written(ready(scene))
    result = scene.window.result
    scene.click(result.reverse)
    (ask,) = scene.window.findChildren(ConfirmDialog)
    QTest.mouseClick(ask.primary, Qt.MouseButton.LeftButton)
    scene.settle(State.WRITTEN)
    scene.qtbot.waitUntil(lambda: not result.reverse.isVisible(), timeout=20_000)
    assert result.headline() == "This import was reversed by batch 2"
    (euro,) = scene.run(assets.list_all, scene.window.work.project.id)
    assert euro.supply == 0
    scene.open(CLUB)
    assert scene.window.work.plan is not None
    assert scene.window.work.plan.imported_before is None


def test_a_reversal_that_is_refused_says_why(scene: Scene) -> None:
    written(ready(scene))
    project = scene.window.work.project.id
    found = scene.run(wallets.page, project, wallets.WalletQuery(text="ann"), 1, 10).rows[0]
    scene.run(transactions.run, project, (redeem(found.id, 775),))
    scene.click(scene.window.result.reverse)
    (ask,) = scene.window.findChildren(ConfirmDialog)
    QTest.mouseClick(ask.primary, Qt.MouseButton.LeftButton)
    scene.settle(State.WRITTEN)
    scene.qtbot.waitUntil(scene.window.error_bar.isVisible, timeout=20_000)
    assert scene.window.result.reverse.isEnabled()


def test_ambiguous_dates_are_asked(scene: Scene) -> None:
    text = "date,customer,amount\n02/02/2025,ann,3.00\n03/04/2025,ann,1.00\n05/06/2025,ann,2.00\n"
    scene.open(text).new_asset()
    window = scene.window
    assert window.work.state is State.OPEN
    assert "can be read in several ways" in window.asking.text()
    names = {made.text(): made for made in window.asking.choices}
    assert set(names) == {"Day, month, year", "Month, day, year"}
    told = names["Day, month, year"].accessibleName()
    assert told == "Day, month, year: 03/04/2025 = 3 April 2025; 05/06/2025 = 5 June 2025"
    names["Day, month, year"].setFocus()
    QTest.keyClick(names["Day, month, year"], Qt.Key.Key_Space)
    scene.settle()
    assert scene.column(1) == ["2025-02-02", "2025-04-03", "2025-06-05"]
    assert window.asking.ask is None


def test_ambiguous_amounts_are_asked(scene: Scene) -> None:
    scene.open('date,customer,amount\n2025-01-01,ann,"1,234"\n', until=State.OPEN)
    window = scene.window
    scene.pick(window.folds.assets.parts, "Another number…")
    window.folds.assets.fractions.setFocus()
    QTest.keyClicks(window.folds.assets.fractions, "1000")
    scene.new_asset()
    names = {made.text(): made for made in window.asking.choices}
    assert set(names) == {"Decimal point", "Decimal comma"}, window.asking.text()
    scene.click(names["Decimal point"])
    assert scene.column(4) == ["1,234.000"]


def test_words_are_listed_with_their_counts_and_can_be_changed(scene: Scene) -> None:
    ready(scene)
    combos = scene.window.folds.operations.word_combos
    assert list(combos) == ["in", "out"]
    assert combos["in"].accessibleName() == "“in” in 2 rows"
    scene.window.folds.open("operations")
    scene.pick(combos["out"], "Not used")
    assert scene.column(7)[2].startswith("The mapping does not say what “out” becomes")
    scene.pick(combos["out"], "Transfer to system")
    assert scene.window.work.gap is Gap.SYSTEM
    scene.type(scene.window.folds.operations.system_name, "Till")
    assert scene.window.work.state is State.CHECKED
    assert scene.column(3)[3] == "ann, to Till"
    assert scene.column(2)[3] == "Transfer"
    written(scene)
    (till,) = scene.run(wallets.list_system, scene.window.work.project.id).rows
    assert (till.name, till.balance) == ("Till", 225)


def test_credits_and_debits_by_sign_and_by_columns(scene: Scene) -> None:
    scene.open("date,customer,amount,plus,minus\n2025-01-01,ann,3.00,7.00,\n2025-01-02,ann,-1.00,,2.00\n").new_asset()
    window, kind = scene.window, scene.window.slots.combos["kind"]
    assert kind.value() is Way.SIGN
    assert scene.column(2) == ["Issue", "Redeem"]
    scene.pick(kind, "By two amount columns")
    assert window.work.gap is Gap.AMOUNT
    scene.pick(window.slots.combos["credit"], "plus").pick(window.slots.combos["debit"], "minus")
    assert scene.column(4) == ["7.00", "2.00"]
    window.folds.open("operations")
    scene.pick(window.folds.operations.credit, "Transfer from a system wallet")
    assert window.folds.operations.system.value() is OTHER
    assert window.work.gap is Gap.SYSTEM


def test_a_system_wallet_of_the_book_is_chosen(scene: Scene) -> None:
    project = scene.window.work.project.id
    euro = scene.run(assets.create, project, "Euro", "EUR", 100)
    till = scene.run(wallets.open_system, euro.id, "Till")
    scene.run(transactions.run, project, (issue(till.id, 5000),))
    scene.open(CLUB)
    assert scene.window.folds.assets.asset.currentText() == "EUR · Euro"
    operations = scene.window.folds.operations
    scene.window.folds.open("operations")
    scene.pick(operations.word_combos["in"], "Transfer from system")
    scene.pick(operations.system, "Till · S-00001")
    assert scene.window.work.state is State.CHECKED
    assert scene.column(3)[0] == "ann, from Till"
    assert scene.window.work.mapping.system == "S-00001"


def test_unknown_customers_are_problems_where_they_are_not_created(scene: Scene) -> None:
    ready(scene)
    scene.window.folds.open("assets")
    box = scene.window.folds.assets.customers
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    scene.settle()
    assert scene.window.work.count(Verdict.REFUSED) == 4
    assert "no row is ready" in scene.window.foot.text()
    # what is done elsewhere in the book is seen here
    scene.run(customers.upsert, scene.window.work.project.id, "ann")
    scene.settle()
    assert scene.window.work.count(Verdict.READY) == 2


def test_dates_that_cannot_be_booked_are_said_with_a_way_on(scene: Scene) -> None:
    written(ready(scene))
    scene.open(CLUB.replace("in,", "in,1", 1).replace(",1\n", ",11\n"), "other.csv")
    window = scene.window
    assert window.work.plan is not None
    assert window.work.plan.booking is Booking.NOW
    window.folds.open("booking")
    assert "line 2" in window.folds.booking.reason.text()
    scene.pick(window.folds.booking.booking, "On the file’s dates")
    assert window.work.state is State.OPEN
    assert "cannot be booked" in window.asking.text()
    scene.click(window.asking.choices[0])
    assert window.work.mapping.booking is Booking.NOW
    assert window.work.state is State.CHECKED


def test_the_file_format_is_found_and_can_be_changed(scene: Scene) -> None:
    scene.open("ann|2,5|x\nbob|3,5|y\n".encode("cp1252"))
    window, formats = scene.window, scene.window.folds.formats
    window.folds.open("format")
    assert formats.separator.currentText() == "vertical line (found)"
    scene.pick(formats.header, "Data")
    combo = window.slots.combos["customer"]
    assert [combo.itemText(n) for n in range(combo.count())] == ["Not used", "1: ann", "2: 2,5", "3: x"]
    scene.pick(combo, "1: ann").pick(window.slots.combos["amount"], "2: 2,5").new_asset()
    assert scene.column(4) == ["2.50", "3.50"]
    scene.pick(formats.amounts, "1234.50")
    assert window.work.count(Verdict.REFUSED) == 2
    scene.pick(formats.separator, "comma")
    assert window.slots.combos["customer"].count() == 3


def test_the_mapping_is_saved_and_loaded_as_the_command_line_has_it(scene: Scene) -> None:
    ready(scene)
    file = scene.dialogs.path = scene.folder / "m.toml"
    QTest.keyClick(scene.window, Qt.Key.Key_S, CTRL)
    kept = importing.load_mapping(file)
    assert kept.project == "Club"
    assert (kept.asset.code, kept.asset.name, kept.asset.fractions) == ("EUR", "EUR", 100)
    assert kept.kinds.words() == {"in": Becomes.ISSUE, "out": Becomes.REDEEM}
    text = file.read_text(encoding="utf-8").replace('"out"', '"aus"')
    file.write_text(text, encoding="utf-8")
    scene.window.mappings.load()
    scene.settle()
    assert scene.window.work.mapping.kinds.redeem == ("aus",)
    file.write_text("color = 1", encoding="utf-8")
    scene.window.mappings.load()
    assert "color" in scene.window.error_bar.text()


def test_a_mapping_is_kept_under_a_name(scene: Scene) -> None:
    ready(scene)
    scene.window.mappings.keep()
    (form,) = scene.window.findChildren(KeepForm)
    QTest.keyClick(form, Qt.Key.Key_Return, CTRL)
    assert form.isVisible(), "without a name it stays"
    edit = form.field("name").editor
    QTest.keyClicks(edit, "Bank & more/..")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert not form.isVisible()
    assert scene.window.work.saved.names() == ("Bank & more/..",)
    scene.window.head.fill_menu()
    texts = [action.text() for action in scene.window.head.menu.actions()]
    assert texts[0] == "Bank && more/.."
    scene.window.work.start_anew()
    scene.settle()
    assert scene.window.work.gap is Gap.ASSET
    scene.window.head.menu.actions()[0].trigger()
    scene.settle()
    assert scene.window.work.state is State.CHECKED
    scene.window.head.kept_forgotten.emit("Bank & more/..")
    assert scene.window.work.saved.names() == ()


def test_a_column_that_the_file_has_not_is_named(scene: Scene) -> None:
    ready(scene)
    file = scene.dialogs.path = scene.folder / "m.toml"
    file.write_text('[columns]\ncustomer = "nobody"\namount = "amount"\n', encoding="utf-8")
    scene.window.mappings.load()
    scene.settle()
    assert "no column “nobody”" in scene.window.asking.text()
    assert scene.window.work.mapping.columns.amount == "amount"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "is no text"),
        (b"PK\x03\x04" + bytes(200), "is no text"),
        (b",".join(b"c%d" % n for n in range(2000)) + b"\n1\n", "columns"),
    ],
)
def test_what_is_no_csv_is_said_in_the_window(scene: Scene, data: bytes, words: str) -> None:
    scene.open(data, until=State.UNFIT)
    assert words in scene.window.empty.text()
    assert scene.window.pages.currentWidget() is scene.window.empty
    scene.dialogs.path = scene.file(CLUB)
    scene.window.empty.acted.emit()
    scene.settle()
    assert scene.window.work.gap is Gap.ASSET, "and another file is taken after it"


def test_a_missing_file_and_rows_that_differ(scene: Scene) -> None:
    scene.window.open_path(scene.folder / "gone.csv")
    scene.settle(State.UNFIT)
    rows = f'2025-01-05,ann,in,1.00\n2025-01-05,ann,in,"1.00\n2025-01-06,ann,in,2.00,"{"x" * 1_100_000}",9\n'
    ready(scene, CLUB + rows)
    work = scene.window.work
    assert (work.count(Verdict.READY), work.count(Verdict.REFUSED)) == (3, 4)
    assert "quotation" in scene.column(7)[5]


def test_a_header_without_rows(scene: Scene) -> None:
    scene.open("customer,amount\n").new_asset()
    assert "no rows below it" in scene.window.asking.text()


def test_an_import_that_is_cancelled_leaves_nothing(scene: Scene) -> None:
    ready(scene)
    work = scene.window.work
    work.write()
    assert scene.window.foot.stop.text() == "Cancel the import"
    work.cancel_write()
    scene.settle(State.CHECKED)
    assert scene.run(customers.page, work.project.id, customers.CustomerQuery(), 1, 10).total == 0
    assert scene.run(assets.list_all, work.project.id) == ()
    written(scene)


def test_a_check_that_is_stopped_can_go_on(scene: Scene) -> None:
    ready(scene)
    scene.window.work.check_soon()
    scene.window.foot.stop.click()
    scene.settle(State.STOPPED)
    assert not scene.window.foot.primary.isEnabled()
    scene.click(scene.window.asking.choices[0])
    assert scene.window.work.state is State.CHECKED


def test_a_check_or_an_import_that_breaks_off_is_told_and_tried_again(scene: Scene) -> None:
    ready(scene)
    work = scene.window.work
    with breaking(importing_look, "checked") as met:
        work.check_soon()
        scene.settle(State.STOPPED)
    assert met == [ZeroDivisionError]
    assert scene.window.asking.text().startswith("Something unexpected happened. Nothing was written.")
    scene.click(scene.window.asking.choices[0])
    assert work.can_write()
    with breaking(importing, "write") as met:
        work.write()
        scene.settle(State.STOPPED)
    assert (met, work.crashed, work.can_write()) == ([ZeroDivisionError], True, False)
    assert scene.run(customers.page, work.project.id, customers.CustomerQuery(), 1, 10).total == 0


def test_the_book_changed_between_check_and_import(scene: Scene) -> None:
    project = scene.window.work.project.id
    ready(scene)
    written(scene)
    scene.open(CLUB.replace("coffee", "tea").replace(",4\n", ",5\n"), "second.csv")
    work = scene.window.work
    (row,) = [row for row in range(4) if scene.column(7)[row] == "New"]
    assert row == 3
    found = scene.run(wallets.page, project, wallets.WalletQuery(text="ann"), 1, 10).rows[0]
    # another window spends it, and this one is told only after it has pressed the button
    scene.session.run(transactions.run, project, (redeem(found.id, 775),))
    work.write()
    scene.settle(State.OPEN)
    assert "changed since the check" in scene.window.asking.text()


def test_escape_closes_and_the_seam_asks_for_a_file(scene: Scene) -> None:
    QTest.keyClick(scene.window, Qt.Key.Key_Escape)
    assert not scene.window.isVisible()
    scene.dialogs.path = None
    assert open_import(scene.shell) is None
    scene.dialogs.path = scene.file(CLUB)
    window = open_import(scene.shell)
    assert window is not None
    scene.qtbot.waitUntil(lambda: window.work.state is State.OPEN, timeout=20_000)
    window.close()


def test_everything_that_takes_the_focus_has_a_name(scene: Scene) -> None:
    ready(scene)
    for key in scene.window.folds.panels:
        scene.window.folds.open(key)
        nameless = [
            type(part).__name__
            for part in scene.window.findChildren(QWidget)
            if part.isVisible()
            and part.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not (part.accessibleName() or (isinstance(part, QAbstractButton) and part.text()))
            and isinstance(part, QAbstractButton | QComboBox | QLineEdit)
        ]
        assert nameless == []


def test_a_kind_of_a_refused_row_is_shown_where_it_is_known(scene: Scene) -> None:
    ready(scene, CLUB.replace("2025-01-03", "never"))
    row = scene.window.sheet.model.row_at(2)
    assert row is not None
    assert row.operation is None
    assert scene.column(2)[2] == "Redeem"


@pytest.mark.parametrize("typed", ["", "0", "-5", "1.5", "2000000000", "ten"])
def test_a_number_of_parts_that_is_none_is_asked_about_and_not_guessed(scene: Scene, typed: str) -> None:
    ready(scene)
    panel = scene.window.folds.assets
    scene.pick(panel.parts, "Another number…")
    scene.type(panel.fractions, typed)
    assert scene.window.work.gap is Gap.PARTS
    assert "whole number" in scene.window.asking.text()
    assert not scene.window.foot.primary.isEnabled()
