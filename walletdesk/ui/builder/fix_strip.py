"""The fixes of the row at hand, or of the first bad one: the best in words with its key, the others in a menu."""

from collections.abc import Callable
from functools import partial, singledispatch
from typing import Final

from PySide6.QtCore import QCoreApplication, QPoint, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from walletdesk.controllers import wallets
from walletdesk.controllers.changes import Changes
from walletdesk.controllers.draft import DraftState
from walletdesk.controllers.draft_check import Checked
from walletdesk.controllers.draft_fixes import (
    Fix,
    IssueFirst,
    MoveRow,
    Reorder,
    TakeBack,
    TakeWallet,
    UseAmount,
    applied,
    best,
    fixes,
    owners,
)
from walletdesk.ledger.values import Wallet
from walletdesk.ui.builder.form import Form
from walletdesk.ui.cells import amount_text, owner_title
from walletdesk.ui.format import count
from walletdesk.ui.shell import Shell
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.styling import sub

BEST_KEY: Final = "Ctrl+."
MENU_KEY: Final = "Alt+Return"
_NAME: Final = 24
"""So much of a name stands in the strip; the tooltip has all of it."""

Given = tuple[DraftState, Checked, int, dict[int, Wallet], str, dict[int, tuple[Wallet, ...]]]

translate: Final = QCoreApplication.translate


@singledispatch
def fix_words(fix: Fix) -> str:
    """What the fix does, in words."""
    raise AssertionError(f"no words for {type(fix).__name__}")


@fix_words.register
def _(fix: UseAmount) -> str:
    amount = amount_text(fix.asset, fix.amount)
    template = (
        translate("fixes", "Use {amount}, all that is there") if fix.whole else translate("fixes", "Use {amount}")
    )
    return template.format(amount=amount)


@fix_words.register
def _(fix: MoveRow) -> str:
    return translate("fixes", "Move to row {n}").format(n=count(fix.place))


@fix_words.register
def _(fix: IssueFirst) -> str:
    return translate("fixes", "Issue {amount} first").format(amount=amount_text(fix.asset, fix.amount))


@fix_words.register
def _(fix: TakeWallet) -> str:
    return _take_words(fix.wallet, fix.wallet.name, owner_title(fix.wallet))


def _take_words(wallet: Wallet, name: str, owner: str) -> str:
    template = translate("fixes", "Take {wallet}, {code} of {owner}")
    return template.format(wallet=name, code=wallet.asset.code, owner=owner)


@fix_words.register
def _(_fix: TakeBack) -> str:
    return translate("fixes", "Take back what is there")


@fix_words.register
def _(_fix: Reorder) -> str:
    return translate("fixes", "Reorder all rows")


class FixStrip(QWidget):
    """Offers what mends a row; what a fix needs to know of the book is asked for meanwhile."""

    applied = Signal(object)
    """The Fix that the form has taken."""
    looked = Signal()
    """There may be something else to offer."""

    def __init__(self, form: Form, shell: Shell, parent: QWidget | None = None) -> None:
        """Nothing to mend yet."""
        super().__init__(parent)
        self._form, self._session = form, shell.session
        self._row: int | None = None
        self._owned: dict[int, tuple[Wallet, ...]] = {}
        self._asked: set[int] = set()
        self._best: Fix | None = None
        self.best: Final = button("", "sparkles", "link")
        self.more: Final = button(self.tr("Other ways"), "chevron-down", "link")
        self.more.setToolTip(self.tr("Alt+Enter"))
        self._key = sub(BEST_KEY)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.best, self._key, self.more):
            row.addWidget(widget)
        self.best.clicked.connect(self.apply_best)
        self.more.clicked.connect(self.open_menu)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        form.changed.connect(self._soon.start)
        shell.session.changed.connect(self._forget)
        self._show(False)

    def look_at(self, row: int | None) -> None:
        """The cursor stands in this row now."""
        if row != self._row:
            self._row = row
            self._soon.start()

    def catch_up(self) -> None:
        """Look now: it is put off until the form has been painted."""
        if self._soon.isActive():
            self._look()

    def offers(self) -> bool:
        """Whether there is something to offer."""
        return self._best is not None

    # What can be done

    def apply_best(self, *_: object) -> None:
        """Take the fix that fits best, if there is one."""
        self.catch_up()
        if self._best is not None:
            self._apply(self._best)

    def open_menu(self, *_: object) -> None:
        """All ways to mend the row, to choose from."""
        every = self._every()
        if not every:
            return
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Ways to mend the row"))
        for fix in every:
            menu.addAction(fix_words(fix).replace("&", "&&"), partial(self._apply, fix))
        menu.actions()[0].setText(f"{menu.actions()[0].text()}\t{BEST_KEY}")
        menu.setActiveAction(menu.actions()[0])
        menu.aboutToHide.connect(menu.deleteLater)
        size = menu.sizeHint()
        menu.popup(self.more.mapToGlobal(QPoint(self.more.width() - size.width(), -size.height() - 2)))

    def _apply(self, fix: Fix) -> None:
        if not self._form.busy:
            self._form.take(*applied(fix, self._form.wallets))
            self.applied.emit(fix)

    # What is offered

    def _given(self) -> Given | None:
        """What fixes are made from; None where nothing is wrong."""
        form, place = self._form, self._place()
        if place is None:
            return None
        row = form.state.rows[place]
        self._ask(owners(row, form.checked.rows[place].problems, form.wallets))
        return form.state, form.checked, row.id, form.wallets, form.project, self._owned

    def _place(self) -> int | None:
        """The row to mend, from 0: the one at hand, or the first where the one at hand is right."""
        state, rows = self._form.state, self._form.checked.rows
        if self._row is not None and state.has(self._row) and rows[state.index(self._row)].problems:
            return state.index(self._row)
        return next((place for place, row in enumerate(rows) if row.problems), None)

    def _every(self) -> tuple[Fix, ...]:
        given = self._given()
        return tuple(fixes(*given)) if given else ()

    def _look(self) -> None:
        self._soon.stop()
        given = self._given()
        self._best, more = best(*given) if given else (None, False)
        self._show(more)
        self.looked.emit()

    def _show(self, more: bool) -> None:
        fix = self._best
        self.setVisible(fix is not None)
        self.more.setVisible(more)
        if fix is not None:
            text = self._told(fix_words(fix))
            self.best.setText(self._told(_shortened(fix)).replace("&", "&&"))
            self.best.setAccessibleName(text)
            self.best.setToolTip(text)

    def _told(self, text: str) -> str:
        """Which row is meant, where it is not the one at hand."""
        place = self._place()
        if place is None or self._form.state.rows[place].id == self._row:
            return text
        return self.tr("Row {n}: {fix}").replace("{n}", count(place + 1)).replace("{fix}", text)

    # The wallets of customers

    def _ask(self, customers: frozenset[int]) -> None:
        for customer in customers - self._asked:
            self._asked.add(customer)
            self._session.run(wallets.of_customer, customer, done=self._answer(customer), owner=self)

    def _answer(self, customer: int) -> Callable[[tuple[Wallet, ...]], None]:
        def take(found: tuple[Wallet, ...]) -> None:
            self._owned[customer] = found
            self._look()

        return take

    def _forget(self, changes: Changes) -> None:
        if changes.touches("wallets", "customers"):
            self._owned.clear()
            self._asked.clear()


def _shortened(fix: Fix) -> str:
    """In words that fit beside the buttons, however long a name is."""
    if not isinstance(fix, TakeWallet):
        return fix_words(fix)
    wallet = fix.wallet
    names = [name if len(name) <= _NAME else f"{name[: _NAME - 1]}…" for name in (wallet.name, owner_title(wallet))]
    return _take_words(wallet, *names)
