"""The run window: what it asks for, what it foretells, what it writes, and how it is used by keys alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.ui.breaking import breaking
from tests.ui.many.scene import Scene
from walletdesk.controllers import assets, batches, customers, many, projects, transactions, wallets
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import issue
from walletdesk.ui.batch_work import State
from walletdesk.ui.forms.base import ConfirmDialog
from walletdesk.ui.many.work import Gap

CTRL = Qt.KeyboardModifier.ControlModifier


def balances(scene: Scene) -> list[int]:
    page = scene.run(wallets.page, scene.project, WalletQuery(sort="number"), 1, 100)
    return [wallet.balance for wallet in page.rows]


def test_it_begins_at_the_amount_and_says_what_is_missing(scene: Scene) -> None:
    window = scene.window
    assert window.focusWidget() is window.what.amount
    assert window.work.gap is Gap.AMOUNT
    assert window.sheet.empty.text().startswith("How much for each wallet?")
    assert not window.foot.primary.isEnabled()
    assert not window.sheet.totals.isVisible()


def test_every_result_and_every_refusal_before_anything_is_written(scene: Scene) -> None:
    window = scene.window
    scene.pick(window.what.action, "Redeem").amount("3")
    assert scene.rows() == [
        ["Ann, Cash", "10.00", "−3.00", "7.00", "Ready"],
        ["Bob, Cash", "3.33", "−3.00", "0.33", "Ready"],
        ["Cid, Cash", "0.00", "", "", "Suspended"],
        ["Dan, Cash", "2.50", "", "", "Short by 0.50"],
    ]
    assert window.sheet.parts.labels() == ["All 4", "Ready 2", "Refused 2"]
    assert window.sheet.why.whole() == "1 suspended, 1 short"
    assert window.sheet.total_lines() == [
        "EUR · 2 wallets · in 0.00 · out −6.00 · in circulation 21.83 → 15.83",
    ]
    assert window.foot.primary.text() == "Post 2 transactions"
    assert window.foot.text() == "Nothing is written until you run it. A run can be reversed as a whole."
    assert balances(scene) == [600, 1000, 333, 0, 250, 0]


def test_segments_and_the_sentence_of_a_refusal(scene: Scene) -> None:
    window = scene.window
    scene.pick(window.what.action, "Redeem").amount("3")
    window.sheet.parts.focus_chosen()
    for _ in range(2):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert [row[0] for row in scene.rows()] == ["Cid, Cash", "Dan, Cash"]
    window.sheet.table().select_row(1)
    assert window.sheet.detail.accessibleName() == "Dan, W-00005 (Open): Dan, Cash holds 2.50 EUR: 0.50 EUR short."
    assert window.sheet.detail.isVisible()


@pytest.mark.parametrize(
    ("typed", "measure", "left", "change"),
    [
        ("2.5%", "Percent of balance", "2.5", ["+0.25", "+0.08", "+0.06"]),
        ("min(3, balance)", "Balance, but at most", "3", ["+3.00", "+3.00", "+2.50"]),
        ("balance", "Percent of balance", "100", ["+10.00", "+3.33", "+2.50"]),
        ("0.5*3", "The same amount", "0.5*3", ["+1.50", "+1.50", "+1.50"]),
    ],
)
def test_how_much_may_be_typed(scene: Scene, typed: str, measure: str, left: str, change: list[str]) -> None:
    scene.amount(typed)
    what = scene.window.what
    assert (what.measure.currentText(), what.amount.text()) == (measure, left)
    assert [row[2] for row in scene.rows() if row[4] == "Ready"] == change
    if measure.startswith("Percent"):
        assert what.hint() == "Exact, and rounded down to whole parts of 0.01 EUR."


def test_an_amount_that_is_none_is_told_at_its_field(scene: Scene) -> None:
    scene.amount("x")
    window = scene.window
    assert window.what.hint() == "“x” is no amount. Please write it in digits, such as 12.50."
    assert window.what.amount.property("bad") == "true"
    assert not window.error_bar.isVisible()
    scene.amount("1")
    assert window.what.amount.property("bad") == "false"
    scene.pick(window.what.action, "Redeem").amount("150%")
    assert "no percentage above 0 and up to 100" in window.what.hint()


def test_a_transfer_names_its_system_wallet_and_what_becomes_of_it(scene: Scene) -> None:
    window = scene.window
    scene.pick(window.what.action, "Transfer from system").amount("2.50")
    assert window.what.system.currentText() == "Till (S-00001)"
    assert window.what.description.placeholderText() == "Transfer 2.50 EUR from Till"
    assert [row[4] for row in scene.rows()] == ["Ready", "Ready", "Suspended", "Till is short by 1.50"]
    (line,) = window.sheet.total_lines()
    assert line.endswith("in circulation 21.83, as before · Till 6.00 → 1.00")
    scene.pick(window.who.asset, "PTS Points")
    assert window.work.gap is Gap.SYSTEM
    assert window.sheet.empty.text().startswith("Which system wallet?")


def test_filters_narrow_the_wallets(scene: Scene) -> None:
    window = scene.window
    scene.amount("1").pick(window.who.status, "Open")
    assert [row[0] for row in scene.rows()] == ["Ann, Cash", "Bob, Cash", "Dan, Cash"]
    scene.pick(window.who.status, "Any status").pick(window.who.zero, "Not zero")
    assert len(scene.rows()) == 3
    scene.pick(window.who.zero, "Any balance").type(window.who.search, "bob")
    window.who.search.flush()
    scene.settle()
    assert [row[0] for row in scene.rows()] == ["Bob, Cash"]
    scene.type(window.who.search, "by")
    window.who.search.flush()
    scene.settle()
    assert window.sheet.empty.text().startswith("No wallet fits")
    assert not window.foot.primary.isEnabled()


def test_all_assets_take_a_percentage_but_no_amount(scene: Scene) -> None:
    window = scene.window
    scene.amount("1").pick(window.who.asset, "All assets")
    assert window.work.gap is Gap.ASSET
    scene.amount("10%")
    assert len(scene.rows()) == 5
    assert len(window.sheet.total_lines()) == 1


def test_a_pasted_list_loses_nothing(scene: Scene) -> None:
    window = scene.window
    scene.amount("1").by_list()
    assert window.work.gap is Gap.LIST
    scene.paste("bob\nw-00005, nobody\nS-00001 ann\nW-00006\nbob W-99999\n")
    assert [(row[0], row[4]) for row in scene.rows()] == [
        ("Bob, Cash", "Ready"),
        ("Dan, Cash", "Ready"),
        ("nobody", "No such customer"),
        ("S-00001", "A system wallet"),
        ("Ann, Cash", "Ready"),
        ("W-00006", "Holds PTS"),
        ("Bob, Cash", "Named above"),
        ("W-99999", "No such wallet"),
    ]


def test_it_posts_one_batch_says_so_and_reverses_it(scene: Scene) -> None:
    window = scene.window
    scene.pick(window.what.action, "Redeem").amount("3").type(window.what.description, "Fee of May")
    scene.click(window.foot.primary)
    assert window.work.state is State.WRITTEN
    assert balances(scene) == [600, 700, 33, 0, 250, 0]
    (batch,) = scene.run(batches.list_all, scene.project)
    assert (batch.kind, batch.name, batch.transactions) == ("run", "Fee of May", 2)
    text, actions = scene.host.toasts[-1]
    assert text == "Posted 2 transactions as batch 1."
    actions[0][1]()
    assert scene.host.shown == [{"batch": batch.id}]
    facts = window.result.texts()
    assert facts["Transactions"] == "T-2 – T-3"
    assert facts["Refused"] == "2: 1 suspended, 1 short"
    scene.click(window.result.reverse)
    (ask,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, ConfirmDialog) and w.isVisible()]
    ask.accept()
    scene.settle()
    assert window.result.headline() == "This run was reversed by batch 2"
    assert balances(scene) == [600, 1000, 333, 0, 250, 0]


def test_without_a_description_the_run_describes_itself(scene: Scene) -> None:
    scene.amount("2%")
    QTest.keyClick(scene.window, Qt.Key.Key_Return, CTRL)
    scene.settle()
    (batch,) = scene.run(batches.list_all, scene.project)
    assert batch.name == "Issue 2% of the balance"


@pytest.mark.parametrize(
    ("action", "button", "before", "said", "status"),
    [
        ("Suspend the wallets", "Suspend 4 wallets", "Open", "Suspended 4 wallets.", Status.SUSPENDED),
        ("Close the empty wallets", "Close 1 wallet", "Open", "Closed 1 wallet.", Status.CLOSED),
    ],
)
def test_states_change_all_at_once(
    scene: Scene, action: str, button: str, before: str, said: str, status: Status
) -> None:
    window = scene.window
    scene.pick(window.who.asset, "All assets").pick(window.what.action, action)
    assert not window.what.amount.isVisible()
    assert window.who.status.currentText() == before
    assert window.foot.primary.text() == button
    ready = [row for row in scene.rows() if row[4] == "Ready"]
    assert {row[3] for row in ready} == {"Suspended" if status is Status.SUSPENDED else "Closed"}
    scene.click(window.foot.primary)
    assert scene.host.toasts[-1][0] == said
    window.result.view.click()
    assert scene.host.shown == [{"status": status}]
    assert not window.result.reverse.isVisible()


def test_a_suspended_customers_wallet_is_not_reactivated(scene: Scene) -> None:
    window = scene.window
    scene.pick(window.what.action, "Reactivate the wallets")
    assert window.who.status.currentText() == "Suspended"
    assert scene.rows() == [["Cid, Cash", "0.00", "Suspended", "", "Customer is suspended"]]
    assert window.foot.text() == "Nothing can be run: no wallet is ready."


def test_what_changes_in_the_book_is_checked_again(scene: Scene) -> None:
    scene.amount("1")
    scene.run(customers.resume, 3)
    scene.run(transactions.run, scene.project, [issue(2, 5)])
    assert scene.rows()[0][:2] == ["Ann, Cash", "10.05"]
    assert scene.window.work.state is State.CHECKED


def test_it_stays_with_its_project_while_the_window_behind_shows_another(scene: Scene) -> None:
    other = scene.run(projects.create, "Other").id
    scene.run(assets.create, other, "Points", "PTS", 1)
    scene.shell.set_project(other)
    scene.settle()
    scene.pick(scene.window.what.action, "Close the empty wallets")
    scene.window.sheet.table().select_row(0)
    assert "still holds 10.00 EUR" in scene.window.sheet.detail.accessibleName()
    scene.pick(scene.window.what.action, "Issue").amount("5")
    assert scene.window.who.asset.currentText() == "EUR Euro"
    assert scene.rows()[0] == ["Ann, Cash", "10.00", "+5.00", "15.00", "Ready"]
    assert scene.window.what.description.placeholderText() == "Issue 5 EUR"
    scene.click(scene.window.foot.primary)
    assert balances(scene) == [600, 1500, 833, 0, 750, 0]


def test_an_asset_that_is_deleted_meanwhile_is_asked_for(scene: Scene) -> None:
    hours = scene.run(assets.create, scene.project, "Hours", "HRS", 60)
    scene.pick(scene.window.who.asset, "HRS Hours").amount("5")
    scene.run(assets.delete, hours.id)
    assert scene.window.who.asset.currentText() == "All assets"
    assert scene.window.work.gap is Gap.ASSET


def test_a_book_that_changed_unseen_is_left_as_it_is(scene: Scene) -> None:
    scene.amount("1")
    scene.session.changed.disconnect(scene.window.work._book_changed)
    scene.run(transactions.run, scene.project, [issue(2, 5)])
    before = balances(scene)
    QTest.keyClick(scene.window, Qt.Key.Key_Return, CTRL)
    scene.settle()
    assert balances(scene) == before
    assert scene.window.error_bar.text() == "The book changed since the check. Nothing was written. Check again."
    QTest.keyClick(scene.window, Qt.Key.Key_F5)
    scene.settle()
    assert scene.window.work.can_write()
    assert not scene.window.error_bar.isVisible()


def test_a_cancelled_run_leaves_nothing(scene: Scene) -> None:
    scene.amount("1")
    before = balances(scene)
    scene.window.run()
    scene.window.work.cancel_write()
    scene.settle()
    if scene.window.work.state is State.CHECKED:  # else it had ended before it was asked to stop
        assert balances(scene) == before
        assert scene.run(batches.list_all, scene.project) == ()


def test_a_check_may_be_stopped_and_made_again(scene: Scene) -> None:
    scene.amount("1")
    scene.window.work.check_soon()
    scene.window.foot.stop.click()
    assert scene.window.work.state is State.STOPPED
    QTest.keyClick(scene.window, Qt.Key.Key_F5)
    scene.settle()
    assert scene.window.work.can_write()


def test_a_check_or_a_run_that_breaks_off_is_told_and_tried_again(scene: Scene) -> None:
    with breaking(many, "check") as met:
        scene.amount("1")
    work = scene.window.work
    assert (met, work.state) == ([ZeroDivisionError], State.STOPPED)
    assert scene.window.sheet.empty.text().startswith("Something unexpected happened\nNothing was written")
    assert not scene.window.foot.primary.isEnabled()
    QTest.keyClick(scene.window, Qt.Key.Key_F5)
    scene.settle()
    before = balances(scene)
    with breaking(many, "write") as met:
        scene.window.run()
        scene.settle()
    assert (met, work.crashed, work.can_write()) == ([ZeroDivisionError], True, False)
    assert balances(scene) == before


def test_a_description_that_is_refused_is_told_at_its_field(scene: Scene) -> None:
    scene.amount("1")
    what = scene.window.what
    what.description.setText("a\u202eb")
    QTest.keyClick(scene.window, Qt.Key.Key_Return, CTRL)
    scene.settle()
    assert scene.window.work.can_write()
    assert what.hint().startswith("The description holds an invisible character")
    assert what.description.property("bad") == "true"
    scene.type(what.description, "c")
    assert what.description.property("bad") == "false"
    assert scene.run(batches.list_all, scene.project) == ()


def test_refused_rows_are_saved(scene: Scene, tmp_path: Path) -> None:
    scene.pick(scene.window.what.action, "Redeem").amount("3")
    scene.dialogs.path = tmp_path / "refused.csv"
    scene.click(scene.window.sheet.save)
    lines = (tmp_path / "refused.csv").read_text("utf-8").splitlines()
    assert lines[0] == "given,customer,name,wallet,asset,balance,reason"
    assert lines[2] == ',dan,Dan,W-00005,EUR,2.50,"Dan, Cash holds 2.50 EUR: 0.50 EUR short."'
    assert scene.host.toasts[-1][0] == "2 rows written to refused.csv."


def test_where_none_is_refused_there_are_no_rows_to_save(scene: Scene, tmp_path: Path) -> None:
    scene.amount("1").pick(scene.window.who.status, "Open")
    scene.dialogs.path = tmp_path / "refused.csv"
    assert not scene.window.sheet.save.isVisible()
    scene.window.save_refused()
    scene.settle()
    assert not scene.dialogs.path.exists()


def in_another_project(scene: Scene) -> None:
    scene.shell.set_project(scene.run(projects.create, "Other").id)
    scene.settle()


def test_what_was_written_is_viewed_in_its_own_project(scene: Scene) -> None:
    scene.amount("1").click(scene.window.foot.primary)
    in_another_project(scene)
    scene.click(scene.window.result.view)
    assert scene.shell.project is not None
    assert (scene.shell.project.id, scene.host.shown) == (scene.project, [{"batch": 1}])


def test_another_run_is_asked_of_the_window_for_the_same_project(scene: Scene) -> None:
    scene.amount("1")
    scene.click(scene.window.foot.primary)
    in_another_project(scene)
    scene.window.result.another.click()
    scene.settle()
    assert scene.host.runs == 1
    assert scene.shell.project is not None
    assert scene.shell.project.id == scene.project
    assert not scene.window.isVisible()


def test_escape_closes_and_nothing_is_without_a_name(scene: Scene) -> None:
    scene.amount("3").by_list()
    for widget in scene.window.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible() or widget.focusProxy():
            continue
        face = QAccessible.queryAccessibleInterface(widget)
        name = face.text(QAccessible.Text.Name) if face else ""
        assert name.strip() or (isinstance(widget, QAbstractButton) and widget.text()), widget
    QTest.keyClick(scene.window.what.amount, Qt.Key.Key_Escape)
    assert not scene.window.isVisible()


def test_the_tab_key_goes_from_who_to_what_to_the_button(scene: Scene) -> None:
    scene.amount("1")
    window = scene.window
    window.who.ways.focus_chosen()
    seen = []
    for _ in range(20):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    stops = [window.who.asset, window.who.search, window.what.action, window.what.description, window.foot.primary]
    places = [seen.index(stop) for stop in stops]
    assert places == sorted(places)


def test_it_fits_a_small_window(scene: Scene) -> None:
    scene.amount("1")
    scene.window.resize(1024, 640)
    QApplication.processEvents()
    assert (scene.window.width(), scene.window.height()) == (1024, 640)
    assert scene.window.sheet.table().height() > 200
