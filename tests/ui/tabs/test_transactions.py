"""The list of transactions: pages, search, inspector, drafts, reversal and imports."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.builder.scene import Scene
from walletdesk.controllers import batches, draft, drafting, drafts, projects, transactions, wallets
from walletdesk.controllers.draft import DraftState
from walletdesk.controllers.drafting import Listed
from walletdesk.ledger.amounts import PLAIN
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Party, TransactionLine, issue, redeem, transfer
from walletdesk.store import batches as batch_rows
from walletdesk.store.book import Book
from walletdesk.store.posting import Poster, Request
from walletdesk.ui.forms.base import ConfirmDialog
from walletdesk.ui.shell import Prefill
from walletdesk.ui.tables.columns import Text
from walletdesk.ui.tables.copying import Writer
from walletdesk.ui.tables.model import RowsModel
from walletdesk.ui.tables.pager import Paging
from walletdesk.ui.tabs.transactions import TransactionsTab
from walletdesk.ui.tabs.transactions_filter import Facets
from walletdesk.ui.tabs.transactions_rows import columns, movement
from walletdesk.ui.theme import theme


def fill(book: Book, made: dict[str, int]) -> None:
    """Sixty transactions, the last ten of them an import."""
    keller, cash, pool = made["Grace Keller"], made["Settlement"], made["Pool"]
    for number in range(2, 51):
        operations = [transfer(cash, keller, number), issue(pool, 24)] if number % 10 == 0 else [issue(cash, number)]
        transactions.run(book, "p", operations, f"Order {number}", f"R-{number}")
    with book.unit():
        poster = Poster(book, "p", batch_rows.add(book, "p", "import", "bank.csv", "f"))
        for number in range(10):
            poster.add(Request((issue(keller, 100),), f"Credit {number}"))
        poster.flush()


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(qtbot, tmp_path)
    made.ask(fill, dict(made.wallets))
    yield made
    made.close()


@pytest.fixture
def tab(scene: Scene, qtbot: QtBot) -> TransactionsTab:
    made = TransactionsTab(scene.shell)
    qtbot.addWidget(made)
    made.resize(1400, 760)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    scene.settle()
    return made


def numbers(tab: TransactionsTab) -> list[int]:
    return [row.number for row in tab.page.model.rows() if isinstance(row, TransactionLine)]


def row_texts(tab: TransactionsTab, row: int) -> list[str]:
    return [cell.plain for cell in tab.page.model.row_cells(row)]


def show(scene: Scene, tab: TransactionsTab, number: int) -> None:
    tab.show_transaction(number)
    scene.settle()


def press(tab: TransactionsTab, text: str) -> None:
    found = [b for b in tab.findChildren(QPushButton) if b.isVisible() and b.text() == text]
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def test_the_newest_stand_first(tab: TransactionsTab) -> None:
    assert numbers(tab) == list(range(60, 0, -1))
    assert row_texts(tab, 10)[0] == "T-50"
    assert row_texts(tab, 10)[2:] == [
        "Order 50, R-50",
        "Settlement → Grace Keller, System → Cash, +1 more operation",
        "0.50 USD",
    ]
    assert row_texts(tab, 0)[3] == "Issue → Grace Keller, Cash"
    tab.page.table.sort_by("posted")


def middles(text: str, *parts: str) -> list[float]:
    """Where each part is painted, from the left."""
    layout = QTextLayout(text)
    layout.beginLayout()
    line: Any = layout.createLine()
    layout.endLayout()
    ends = ((text.index(part), text.index(part) + len(part)) for part in parts)
    return [sum(line.cursorToX(at)[0] for at in pair) / 2 for pair in ends]


@pytest.mark.parametrize(("payer", "payee"), [("عائشة", "Till"), ("Till", "עדי כהן"), ("عائشة", "עדי כהן")])
@pytest.mark.usefixtures("qapp")
def test_the_arrow_leads_to_who_is_paid_in_whichever_direction_names_are_written(payer: str, payee: str) -> None:
    source, target = (Party(n, n, name, n, "c", name) for n, name in enumerate((payer, payee), 1))
    cell = movement(Kind.TRANSFER, source, target, 1)
    for text in (cell.top, cell.bottom):
        where = middles(text, payer, "→", payee)
        assert where == sorted(where), text
    model = RowsModel(columns(), lambda row: (Text(""), Text(""), Text(""), row, Text("")), id)
    model.set_rows([cell])
    told = f"{payer} → {payee}, {payer} → {payee}"
    assert model.data(model.index(0, 3)) == told
    assert told in Writer(model.columns).text([model.row_cells(0)])


def test_the_order_turns_around(scene: Scene, tab: TransactionsTab) -> None:
    tab.page.table.sort_by("posted")
    scene.settle()
    assert numbers(tab)[:2] == [1, 2]


def test_a_transaction_is_found_on_its_page(scene: Scene, tab: TransactionsTab) -> None:
    tab.page.pager.page_changed.emit(tab.page.pager.paging().resized(25))
    scene.settle()
    show(scene, tab, 7)
    assert tab.page.pager.paging() == Paging(60, 3, 25)
    assert tab.page.table.current_value().number == 7
    assert tab.inspector.portrait() is not None
    tab.page.reload()
    scene.settle()
    assert 7 in numbers(tab)


def test_text_is_searched_in_everything(scene: Scene, tab: TransactionsTab) -> None:
    for text, wanted in (
        ("r-1", set(range(10, 20))),
        ("t-33", {33}),
        ("opening", {1}),
        ("keller order", {50, 40, 30, 20, 10}),
    ):
        tab.show_filtered(text=text)
        scene.settle()
        assert set(numbers(tab)) == wanted, text
    tab.show_filtered(text="nothing like it")
    scene.settle()
    assert numbers(tab) == []
    press(tab, "Clear filters")
    scene.settle()
    assert len(numbers(tab)) == 60


def test_filters_of_the_menu(scene: Scene, tab: TransactionsTab) -> None:
    tab.facets.fill()
    menus = [action.menu() for action in tab.facets.menu.actions() if action.menu() is not None]
    names = [[action.text() for action in menu.actions()] for menu in menus if isinstance(menu, QMenu)]
    assert names == [["Transfer", "Issue", "Redeem"], ["DAY  Day", "USD  US dollar"], ["bank.csv"]]
    transfers = menus[0]
    assert isinstance(transfers, QMenu)
    transfers.actions()[0].trigger()
    scene.settle()
    assert numbers(tab) == [50, 40, 30, 20, 10]
    assert tab.facets.button.text() == "Transfer"
    tab.show_filtered(asset=next(a.id for a in scene.shell.assets.values() if a.code == "DAY"), kind=Kind.ISSUE)
    scene.settle()
    assert numbers(tab) == [50, 40, 30, 20, 10, 1]
    tab.show_filtered(wallet=scene.wallets["Mateo Marino"])
    scene.settle()
    assert numbers(tab) == []


def test_a_period_is_arithmetic_and_a_search_within_it(scene: Scene, tab: TransactionsTab) -> None:
    tab.show_filtered(period=(date(2000, 1, 1), date(2000, 1, 31)))
    scene.settle()
    assert numbers(tab) == []
    tab.show_filtered(text="order", period=(date(2000, 1, 1), None))
    scene.settle()
    assert len(numbers(tab)) == 49


def test_a_search_is_made_anew_when_something_was_posted(scene: Scene, tab: TransactionsTab) -> None:
    tab.show_filtered(text="order")
    scene.settle()
    scene.ask(transactions.run, "p", [issue(scene.wallets["Pool"], 24)], "One more order")
    scene.settle()
    assert numbers(tab)[0] == 61


def test_the_inspector_tells_operations_and_entries(scene: Scene, tab: TransactionsTab) -> None:
    show(scene, tab, 50)
    shown = tab.inspector.portrait()
    assert shown is not None
    assert (shown.title, shown.chip.text if shown.chip else "", shown.text) == ("T-50", "Posted", "Order 50")
    assert [section.title for section in shown.sections] == ["1. Transfer", "2. Issue"]
    rows = [(row.name, row.sub, row.value) for section in shown.sections for row in section.rows]
    assert rows == [
        ("Settlement", "System", "−0.50"),
        ("Grace Keller", "Cash", "+0.50"),
        ("Pool", "System", "+1"),
    ]
    QTest.mouseClick(tab.inspector.rows()[1], Qt.MouseButton.LeftButton)
    assert scene.host.ledgers == [scene.wallets["Grace Keller"]]


def test_a_selected_row_is_reversed_with_its_key(scene: Scene, tab: TransactionsTab) -> None:
    show(scene, tab, 50)
    QTest.keyClick(tab.page.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    press(tab, "Reverse…")
    assert scene.host.reversed == [("p", 50), ("p", 50)]
    scene.ask(transactions.reverse, "p", 50, "wrong day")
    scene.settle()
    shown = tab.inspector.portrait()
    assert shown is not None
    assert shown.chip is not None
    assert shown.chip.text == "Reversed by T-61"
    assert shown.reason == "Reversed by T-61. A transaction can be reversed once."
    assert row_texts(tab, 11)[2] == "Order 50, R-50 · Reversed by T-61"
    assert row_texts(tab, 0)[2] == "Reverses T-50: wrong day"
    press(tab, "Show T-61")
    scene.settle()
    assert tab.page.table.current_value().number == 61
    tab.reverse_selected()
    assert scene.host.reversed[-1] == ("p", 61)


def test_t8_the_key_tells_what_reversed_it_and_shows_that(scene: Scene, tab: TransactionsTab) -> None:
    keller, cash = scene.wallets["Grace Keller"], scene.wallets["Settlement"]
    scene.ask(transactions.reverse, "p", 50, "", [transfer(keller, cash, 20)])
    show(scene, tab, 50)
    assert tab.reverse_action.isEnabled()
    QTest.keyClick(tab.page.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    scene.settle()
    assert scene.host.reversed == []
    assert scene.host.toasts[-1][0] == "T-50 was reversed already, by T-61."
    assert tab.page.table.current_value().number == 61
    shown = tab.inspector.portrait()
    assert shown is not None
    assert shown.chip is not None
    assert shown.chip.text == "Reverses part of T-50"
    assert shown.more[0].text == "Show what it reverses, T-50"
    tab.inspector.acted.emit(shown.more[0].key)
    scene.settle()
    assert tab.page.table.current_value().number == 50
    shown = tab.inspector.portrait()
    assert shown is not None
    assert shown.chip is not None
    assert shown.chip.text == "Reversed in part by T-61"


def test_t12_a_draft_of_a_reversal_says_what_it_reverses(scene: Scene, tab: TransactionsTab) -> None:
    (state, _), _ = scene.ask(drafting.reversal_of, "p", 50, PLAIN)
    scene.ask(drafting.keep, "p", drafting.Kept(), state)
    scene.settle()
    assert row_texts(tab, 0)[2] == "Reverses T-50"
    tab.page.table.select_row(0)
    scene.settle()
    shown = tab.inspector.portrait()
    assert shown is not None
    assert shown.title == "Reverses T-50"


def test_a_transaction_is_duplicated(scene: Scene, tab: TransactionsTab) -> None:
    show(scene, tab, 50)
    press(tab, "Duplicate")
    assert scene.host.new == [Prefill(scene.ask(transactions.get, "p", 50).operations, "Order 50")]


# Drafts


def keep(scene: Scene, rows: int = 1) -> int:
    state = draft.edit(DraftState(description="Half done"), 1, source=scene.wallets["Grace Keller"], amount="1.5")
    for _ in range(rows - 1):
        state = draft.duplicate_row(state, 1)
    kept = scene.ask(drafts.save, "p", None, draft.content(state)).value
    scene.settle()
    return kept


def test_drafts_stand_on_top(scene: Scene, tab: TransactionsTab) -> None:
    kept = keep(scene)
    assert isinstance(tab.page.model.row_at(0), Listed)
    assert [row_texts(tab, 0)[at] for at in (0, 2, 3, 4)] == ["Draft", "Half done", "Grace Keller, Cash", "1.50 USD"]
    tab.page.table.select_row(0)
    tab.page.table.setFocus()
    QTest.keyClick(tab.page.table, Qt.Key.Key_Return)
    press(tab, "Go on")
    assert scene.host.edited == [kept, kept]
    tab.show_filtered(text="half")
    scene.settle()
    assert tab.page.model.rowCount() == 0


def test_drafts_stand_on_top_of_the_oldest_too(scene: Scene, tab: TransactionsTab) -> None:
    keep(scene)
    tab.page.table.sort_by("posted")
    scene.settle()
    assert isinstance(tab.page.model.row_at(0), Listed)
    assert numbers(tab)[:2] == [1, 2]


def test_drafts_are_thrown_away(scene: Scene, tab: TransactionsTab) -> None:
    keep(scene)
    tab.page.table.select_row(0)
    press(tab, "Discard")
    scene.settle()
    assert scene.ask(drafts.list_all, "p") == ()
    keep(scene, rows=4)
    tab.page.table.select_row(0)
    press(tab, "Discard")
    (dialog,) = tab.findChildren(ConfirmDialog)
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    scene.settle()
    assert scene.ask(drafts.list_all, "p") == ()


# Imports


def test_an_import_is_shown_and_reversed_as_a_whole(scene: Scene, tab: TransactionsTab) -> None:
    show(scene, tab, 55)
    press(tab, "Show all")
    scene.settle()
    assert numbers(tab) == list(range(60, 50, -1))
    assert tab.facets.button.text() == "bank.csv"
    tab.page.table.select_row(2)
    scene.settle()
    press(tab, "Reverse all of it…")
    (dialog,) = tab.findChildren(ConfirmDialog)
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    scene.settle()
    assert scene.ask(wallets.get, scene.wallets["Grace Keller"]).balance == 5_000 + 150
    text, ((_, show_all),) = scene.host.toasts[-1]
    assert text == "bank.csv was reversed: 10 transactions"
    show_all()
    assert scene.host.filtered == [{"batch": 2}]
    tab.show_filtered(batch=2)
    scene.settle()
    assert numbers(tab) == list(range(70, 60, -1))
    show(scene, tab, 55)
    shown = tab.inspector.portrait()
    assert shown is not None
    assert shown.sections[-1].rows[1].name == "All of it was reversed."


def test_an_import_whose_value_moved_on_stays(scene: Scene, tab: TransactionsTab) -> None:
    scene.ask(transactions.run, "p", [redeem(scene.wallets["Grace Keller"], 5_200)])
    show(scene, tab, 55)
    press(tab, "Reverse all of it…")
    (dialog,) = tab.findChildren(ConfirmDialog)
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    scene.settle()
    assert tab.page.error_bar.isVisible()
    assert "Nothing was posted." in tab.page.error_bar.text()
    (batch,) = scene.ask(batches.list_all, "p")
    assert batch.reversed_by is None


# The rest


def test_what_the_filters_leave_is_exported(scene: Scene, tab: TransactionsTab, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    scene.shell.file_dialogs.save_path = lambda *given: path  # type: ignore[method-assign]
    tab.show_filtered(kind=Kind.TRANSFER)
    scene.settle()
    tab.export()
    scene.settle()
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1 + 10
    tab.page.clear_filters()
    scene.settle()
    tab.export()
    scene.settle()
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1 + 3 + 49 + 5 + 10


def test_an_archived_project_is_read_only(scene: Scene, tab: TransactionsTab) -> None:
    show(scene, tab, 50)
    scene.ask(projects.archive, "p")
    scene.settle()
    shown = tab.inspector.portrait()
    assert shown is not None
    assert not any(deed.enabled for deed in shown.deeds)
    assert "archived" in shown.reason
    assert not tab.reverse_action.isEnabled()


def test_a_draft_in_an_archived_project_is_read_only(scene: Scene, tab: TransactionsTab) -> None:
    keep(scene)
    scene.ask(projects.archive, "p")
    scene.settle()
    tab.page.table.select_row(0)
    scene.settle()
    shown = tab.inspector.portrait()
    assert shown is not None
    assert [deed.enabled for deed in shown.deeds] == [False, False]
    assert shown.more == ()
    assert "archived" in shown.reason


def test_another_project_begins_empty(scene: Scene, tab: TransactionsTab) -> None:
    tab.show_filtered(text="order")
    scene.settle()
    scene.ask(projects.create, "Other", "q")
    scene.shell.set_project("q")
    scene.settle()
    assert tab.page.model.rowCount() == 0
    assert tab.facets.value() == Facets()
    press(tab, "New transaction")
    assert scene.host.new == [None]


@pytest.mark.parametrize("days", [(None, None), (date(2025, 1, 1), None)])
@pytest.mark.parametrize("width", [960, 1024, 1120, 1279, 1400])
def test_a_narrow_tab_keeps_its_filters_whole(
    qapp: QApplication, scene: Scene, qtbot: QtBot, width: int, days: tuple[date | None, date | None]
) -> None:
    theme().apply(qapp)  # the widths of the program's own font
    tab = TransactionsTab(scene.shell)
    qtbot.addWidget(tab)
    tab.show()
    tab.show_filtered(period=days)
    scene.settle()
    tab.resize(width, 560)
    assert tab.width() == width
    assert tab.page.inspector_shown() == (width >= 1120)

    def whole() -> None:
        kinds = (QPushButton, QLineEdit)
        shown = [w for kind in kinds for w in tab.page.filters.findChildren(kind) if w.isVisible()]
        cut = [(w, w.width(), w.minimumSizeHint().width()) for w in shown if w.width() < w.minimumSizeHint().width()]
        assert [found for found in cut if found[0] is not tab.page.filters.search] == []

    qtbot.waitUntil(lambda: whole() is None)
    assert tab.page.filters.rect().contains(tab.period.geometry())
