"""The tabs: each built when it is first seen, and the ways between them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget
from shiboken6 import isValid

from walletdesk.ui.history import History, Place
from walletdesk.ui.running import RunningTask
from walletdesk.ui.shell import Chosen, Prefill, Shell, ToastAction
from walletdesk.ui.widgets.toast import Toast

translate: Final = QCoreApplication.translate


@dataclass(frozen=True)
class TabSpec:
    """One tab: what it is called, and how it is made."""

    key: str
    title: str
    icon: str
    new: str
    """What Ctrl+Shift+N makes here, as its menu entry says."""
    build: Callable[[], QWidget]


class Pages(QStackedWidget):
    """As small as the page in sight can be: Qt's own would be as large as its largest page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint().expandedTo(page.minimumSize()) if page is not None else QSize(0, 0)


class Desk(QObject):
    """Keeps the tabs and is the shell's host."""

    tab_changed = Signal(str)

    def __init__(self, shell: Shell, own: Mapping[str, Callable[[], QWidget]], toast: Toast) -> None:
        """`own` makes the tabs that need more than the shell, by their keys."""
        super().__init__(shell)
        self._shell = shell
        self._toast = toast
        self.specs = _specs(shell, own)
        self.pages = Pages()
        self._tabs: dict[str, QWidget] = {}
        self._forms: list[QWidget] = []
        self._builds = False
        self._history = History()
        self._going = False
        self.current_key = ""
        self.task_shown: Callable[[RunningTask], object] = lambda task: None
        self.open_import: Callable[[Shell], QWidget | None] = lambda shell: None
        self.open_many: Callable[[Shell, Chosen | None], QWidget | None] = lambda shell, chosen: None
        shell.host = self
        shell.placed.connect(self._note)

    # Tabs

    def tab(self, key: str) -> Any:
        """The tab, built if it was never asked for."""
        if key not in self._tabs:
            spec = next(spec for spec in self.specs if spec.key == key)
            made = spec.build()
            self._tabs[key] = made
            self.pages.addWidget(made)
        return self._tabs[key]

    def current(self) -> Any:
        """The tab that is shown."""
        return self.tab(self.current_key)

    def show(self, key: str) -> Any:
        """Show a tab and answer it."""
        return self._visit(key, lambda tab: None)

    def _visit(self, key: str, do: Callable[[Any], object]) -> Any:
        """Show a tab and let it do something: one step, however much it changes."""
        self._note()
        going, self._going = self._going, True
        tab = self._turn(key)
        do(tab)
        self._going = going
        self._note()
        return tab

    def _turn(self, key: str) -> Any:
        tab = self.tab(key)
        if key == self.current_key:
            return tab
        walks_tabs = isinstance(self.pages.window().focusWidget(), QTabBar)
        self.current_key = key
        self.pages.setCurrentWidget(tab)
        if not walks_tabs:
            _focus_into(tab)
        self.tab_changed.emit(key)
        return tab

    # What was looked at

    def back(self) -> None:
        """What was looked at before."""
        self._go(-1)

    def forward(self) -> None:
        """What was looked at after this, before one went back."""
        self._go(1)

    def _go(self, by: int) -> None:
        self._note()
        place = self._history.go(by)
        if place is None:
            return
        self._going = True
        tab = self._turn(place.tab)
        if place.state is not None:
            tab.go_to(place.state)
        self._going = False

    def _note(self) -> None:
        """Remember what is shown now."""
        if self._going or not self.current_key:
            return
        place = getattr(self.current(), "place", None)
        self._history.come(Place(self.current_key, place() if place is not None else None))

    def begin(self) -> None:
        """Another project or book: forget the way, and show the first tab if none is shown."""
        self._history.clear()
        if not self.current_key:
            self.show(self.specs[0].key)

    def close_forms(self) -> None:
        """Close the transaction forms, each of which keeps its draft, and the import."""
        if self._builds:
            from walletdesk.ui.builder.window import builders

            builders(self._shell).close_all()
        forms, self._forms = self._forms, []
        for form in forms:
            if isValid(form):
                form.close()

    # The shell's host

    def toast(self, text: str, actions: Sequence[ToastAction]) -> None:
        """Say something short at the bottom."""
        self._toast.say(text, actions)

    def show_wallet_ledger(self, wallet: int, explained: bool = False) -> None:
        """Go to the wallet's ledger, or to what explains its balance."""
        self._visit("wallets", lambda tab: tab.show_explanation(wallet) if explained else tab.show_ledger(wallet))

    def show_wallets(self, filters: Mapping[str, Any]) -> None:
        """Go to the wallets, filtered."""
        self._visit("wallets", lambda tab: tab.show_filtered(**filters))

    def show_customers(self, filters: Mapping[str, Any]) -> None:
        """Go to the customers, filtered."""
        self._visit("customers", lambda tab: tab.show_filtered(**filters))

    def show_transactions(self, filters: Mapping[str, Any]) -> None:
        """Go to the transactions, filtered."""
        self._visit("transactions", lambda tab: tab.show_filtered(**filters))

    def show_transaction(self, number: int) -> None:
        """Go to one transaction."""
        self._visit("transactions", lambda tab: tab.show_transaction(number))

    def new_transaction(self, prefill: Prefill | None) -> None:
        """Open the form for a new transaction."""
        from walletdesk.ui.builder.window import open_builder

        if self._shell.project is not None and self._may_write():
            self._builds = True
            open_builder(self._shell, prefill)

    def edit_draft(self, draft: int) -> None:
        """Open the form on a draft."""
        from walletdesk.ui.builder.window import open_draft

        if self._may_write():
            self._builds = True
            open_draft(self._shell, draft)

    def reverse(self, project: str, number: int) -> None:
        """Open the form on what takes a transaction back."""
        from walletdesk.ui.builder.window import open_reversal

        self._builds = True
        open_reversal(self._shell, project, number)

    def import_file(self) -> None:
        """Open the import."""
        if self._may_write():
            self._keep_form(self.open_import(self._shell))

    def run_for_many(self, chosen: Chosen | None) -> None:
        """Open the window that does one thing for many."""
        if self._may_write():
            self._keep_form(self.open_many(self._shell, chosen))

    def show_task(self, task: RunningTask) -> None:
        """Show how far a task is."""
        self.task_shown(task)

    def _may_write(self) -> bool:
        """Whether the project that is shown can be changed; says so if not."""
        why = self._shell.why_read_only()
        if why:
            self._shell.toast(why)
        return not why

    def _keep_form(self, form: QWidget | None) -> None:
        self._forms = [kept for kept in self._forms if isValid(kept) and kept.isVisible()]
        if form is not None:
            self._forms.append(form)


def _focus_into(tab: QWidget) -> None:
    """Bring the keyboard into the tab: its list, or where that is empty the first part that takes it."""
    tab.setFocus(Qt.FocusReason.OtherFocusReason)
    if tab.isAncestorOf(tab.window().focusWidget()):
        return
    for part in tab.findChildren(QWidget):
        if part.isVisibleTo(tab) and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            part.setFocus(Qt.FocusReason.OtherFocusReason)
            return


def _specs(shell: Shell, own: Mapping[str, Callable[[], QWidget]]) -> tuple[TabSpec, ...]:
    return (
        TabSpec(
            "projects",
            translate("tabs", "Projects"),
            "layout-dashboard",
            translate("tabs", "New project…"),
            own["projects"],
        ),
        TabSpec(
            "assets", translate("tabs", "Assets"), "coins", translate("tabs", "New asset…"), lambda: _assets(shell)
        ),
        TabSpec(
            "customers",
            translate("tabs", "Customers"),
            "users",
            translate("tabs", "New customer…"),
            lambda: _customers(shell),
        ),
        TabSpec(
            "wallets", translate("tabs", "Wallets"), "wallet", translate("tabs", "New wallet…"), lambda: _wallets(shell)
        ),
        TabSpec(
            "transactions",
            translate("tabs", "Transactions"),
            "arrow-right-left",
            translate("tabs", "New transaction…"),
            lambda: _transactions(shell),
        ),
    )


# Each tab's module is loaded when the tab is first seen: starting is quicker so.


def _assets(shell: Shell) -> QWidget:
    from walletdesk.ui.tabs.assets import AssetsTab

    return AssetsTab(shell)


def _customers(shell: Shell) -> QWidget:
    from walletdesk.ui.tabs.customers import CustomersTab

    return CustomersTab(shell)


def _wallets(shell: Shell) -> QWidget:
    from walletdesk.ui.tabs.wallets import WalletsTab

    return WalletsTab(shell)


def _transactions(shell: Shell) -> QWidget:
    from walletdesk.ui.tabs.transactions import TransactionsTab

    return TransactionsTab(shell)
