"""The list of transactions. Unfiltered, a page is arithmetic; filtered, a search finds the numbers first."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from walletdesk.controllers import drafting, transactions
from walletdesk.controllers.changes import Changes
from walletdesk.controllers.drafting import Listed
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.controllers.transactions import Found, TransactionQuery
from walletdesk.ledger.values import Page, TransactionLine
from walletdesk.ui.format import count
from walletdesk.ui.list_page import ListPage
from walletdesk.ui.places import ListPlace
from walletdesk.ui.session import Ticket
from walletdesk.ui.shell import Shell
from walletdesk.ui.tables.spec import ListQuery, ListSpec, Nothing, Picked, Sums
from walletdesk.ui.tabs.transactions_filter import period_of, wanted
from walletdesk.ui.tabs.transactions_rows import Row, cells_of, columns, identity

_SLICE: Final = 500


def load(book: Any, query: ListQuery) -> Page[Row]:
    """A page of the period, in either order with the drafts above the first one; runs on the lane."""
    page = load_posted(book, query)
    above = query.number == 1 and query.choice("period") in (None, (None, None))
    kept = drafting.listed(book, query.project) if above else ()
    return Page((*kept, *page.rows), max(page.total, len(kept)), page.number, page.size)


def load_posted(book: Any, query: ListQuery) -> Page[TransactionLine]:
    """The same without drafts."""
    return transactions.page(book, query.project, period_of(query), query.number, query.size, query.descending)


def load_found(book: Any, query: ListQuery, found: Found) -> Page[Row]:
    """A page of what a search found."""
    page = transactions.found_page(book, query.project, found, query.number, query.size, query.descending)
    return Page(page.rows, page.total, page.number, page.size)


def load_around(book: Any, query: ListQuery, number: int) -> Page[Row]:
    """The page on which a transaction stands."""
    total = transactions.page(book, query.project, size=1).total
    before = total - number if query.descending else number - 1
    return load(book, replace(query, number=max(0, before) // query.size + 1))


def spec(shell: Shell) -> ListSpec[Row]:
    """What makes this list different from others."""
    translate = shell.tr
    return ListSpec(
        key="transactions",
        name=translate("Transactions"),
        columns=columns(),
        cells=cells_of(lambda: shell.days),
        identity=identity,
        load=load,
        kinds=("transactions", "drafts", "customers", "wallets", "assets"),
        nothing=Nothing(
            "arrow-right-left",
            translate("No transactions yet"),
            translate("A transaction moves value between wallets, or creates and redeems it."),
            translate("New transaction"),
        ),
        search=translate("Search text, reference, T-number, name"),
        sort="posted",
        descending=True,
        sums=load_picked,
    )


def load_picked(book: Any, picked: Picked[Row]) -> Task[Sums]:
    """What the selected transactions move; drafts move nothing. Runs on the lane."""
    numbers = sorted(row.number for row in picked.rows or () if not isinstance(row, Listed))
    return (yield from transactions.moved(book, picked.query.project, numbers))


class TransactionList(ListPage[Row]):
    """A list page that searches with progress, and goes to a transaction by its number."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        """The transactions of the shell's project."""
        super().__init__(shell.session, spec(shell), shell.words, shell.settings, parent)
        self._found: tuple[ListQuery, Found] | None = None
        self._goal: int | None = None
        self.picks.all_rows = self._all_rows
        self.picks.all_sums = self._all_sums

    def found(self) -> Found | None:
        """What the present filters found; None while they leave nothing out or the search is under way."""
        return self._found[1] if self._found and self._found[0] == _filters(self.query()) else None

    def show_number(self, number: int) -> None:
        """Go to the page with this transaction and select it; filters are taken off."""
        self.filters.set_filters("", {})
        self._goal, self._shown = number, None
        self.model.set_rows(())
        self.select(number)
        self.reload()

    def place(self) -> ListPlace:
        place = super().place()
        return place if self._goal is None else replace(place, number=0)

    def go_to(self, place: ListPlace) -> None:
        self._goal = None
        super().go_to(place)

    def set_project(self, project: str) -> None:
        self._goal, self._wanted = None, None
        super().set_project(project)

    def reload(self) -> None:
        if not self.isVisible():
            super().reload()
            return
        self._stale = False
        self._query = replace(self._query, text=self.filters.text(), choices=self.filters.choices())
        query = self._query
        search = wanted(query)
        self._dim.start()
        self._busy.start()
        self.pager.set_totals(())
        if self._goal is not None:
            self._ask_page(load_around, query, self._goal)
        elif search is None:
            self._ask_page(load, query)
        elif self._found is not None and self._found[0] == _filters(query):
            self._ask_page(load_found, query, self._found[1])
        else:
            self._search(query, search)

    def _ask_page(self, loader: Callable[..., Page[Row]], *given: object) -> None:
        self._ticket = self._session.run(
            loader,
            *given,
            done=self._arrived,
            failed=self._refused,
            crashed=self._broke,
            key=self._key(),
            owner=self,
        )

    def _search(self, query: ListQuery, search: TransactionQuery) -> None:
        def keep(found: Found) -> None:
            self._found = _filters(query), found
            self._ask_page(load_found, query, found)

        self._ticket = self._session.start(
            transactions.find,
            query.project,
            search,
            progress=self._tell_progress,
            done=keep,
            failed=self._refused,
            crashed=self._broke,
            key=self._key(),
            owner=self,
        )

    def _all_sums(self, book: Any) -> Task[Sums]:
        query, found = self._query, self.found()
        if found is not None:
            return (yield from transactions.moved(book, query.project, found.numbers))
        return (yield from transactions.moved_within(book, query.project, period_of(query)))

    def _all_rows(self, book: Any) -> Task[Sequence[Row]]:
        """Slice by slice, the oldest first: what is posted meanwhile comes after them."""
        asked, found = self._query, self.found()
        rows: list[Row] = []
        number = pages = 1
        while number <= pages:
            query = replace(asked, descending=False, size=_SLICE, number=number)
            page = load_posted(book, query) if found is None else load_found(book, query, found)
            rows += page.rows
            number, pages = number + 1, page.pages
            yield Progress(len(rows), page.total)
        return rows[::-1] if asked.descending else rows

    def _key(self) -> str:
        return f"list/transactions/{id(self)}"

    def _arrived(self, page: Page[Row]) -> None:
        if self._goal is not None:
            self._goal = None
            self._query = replace(self._query, number=page.number)
        self._loaded(page)

    def _tell_progress(self, progress: Progress) -> None:
        text = self.tr("Searched {done} of {total}, Esc stops")
        self.pager.setVisible(True)
        self.pager.set_totals([text.format(done=count(progress.done), total=count(progress.total))])

    def _give_up(self, ticket: Ticket) -> None:
        self._goal = None
        super()._give_up(ticket)

    def _stop_waiting(self) -> None:
        super()._stop_waiting()
        self.pager.set_totals(())

    def _book_changed(self, changes: Changes) -> None:
        if changes.touches("transactions", "customers", "wallets"):
            self._found = None
        super()._book_changed(changes)


def _filters(query: ListQuery) -> ListQuery:
    """The query without what only turns pages."""
    return replace(query, number=1, size=1, sort="", descending=False)
