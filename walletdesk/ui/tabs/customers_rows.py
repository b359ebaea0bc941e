"""The list of customers: its columns, and how a page of it is asked for."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers import customers, wallets
from walletdesk.controllers.books import Book
from walletdesk.controllers.customers import CustomerQuery
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.ledger.days import Days
from walletdesk.ledger.values import Customer, Page
from walletdesk.ui import cells
from walletdesk.ui.format import count
from walletdesk.ui.tables.columns import Cells, ChipCell, Column, Date, Num, Text, TwoLine
from walletdesk.ui.tables.spec import ListQuery, ListSpec, Nothing, Picked, Sums

translate: Final = QCoreApplication.translate


def spec(days: Callable[[], Days]) -> ListSpec[Customer]:
    """What makes the list of customers; `days` is asked for the calendar of the book that is open."""
    return ListSpec(
        key="customers",
        name=translate("customers", "Customers"),
        columns=_columns(),
        cells=lambda customer: _cells(customer, days()),
        identity=lambda customer: customer.key,
        load=load,
        kinds=("customers", "wallets"),
        nothing=Nothing(
            "users",
            translate("customers", "No customers yet"),
            translate("customers", "Add the first customer, then open a wallet for them."),
            translate("customers", "New customer"),
        ),
        search=translate("customers", "Search name, id, description\N{HORIZONTAL ELLIPSIS}"),
        sort="name",
        sums=load_picked,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", translate("customers", "Customer"), TwoLine, "Bartholomew", stretch=3, sortable=True),
        Column("id", translate("customers", "Id"), Text, "C-0000000", stretch=1, sortable=True),
        Column("status", translate("customers", "Status"), ChipCell, "Suspended", sortable=True),
        Column("wallets", translate("customers", "Wallets"), Num, "00,000", sortable=True),
        Column("activity", translate("customers", "Last activity"), Date, "2025-12-30 20:00", sortable=True),
    )


def _cells(customer: Customer, days: Days) -> Cells:
    return (
        TwoLine(cells.customer_title(customer), one_line(customer.description)),
        Text(customer.id or "", muted=True),
        cells.customer_cell(customer.suspended),
        Num(count(customer.wallets)),
        Date(cells.stamp(days, customer.last_activity)),
    )


def one_line(text: str) -> str:
    """A text of many lines as one."""
    return " ".join(text.split())


def query(asked: ListQuery) -> CustomerQuery:
    """What the controllers are asked, given what the page's filters and titles say."""
    return CustomerQuery(asked.text, asked.choice("suspended"), asked.sort, asked.descending)


def load(book: Book, asked: ListQuery) -> Page[Customer]:
    """One page of the customers; runs on the lane."""
    return customers.page(book, asked.project, query(asked), asked.number, asked.size)


def load_picked(book: Book, picked: Picked[Customer]) -> Task[Sums]:
    """What the selected customers hold, by asset; runs on the lane."""
    asked = picked.query
    yield Progress(0, 1)
    if picked.rows is None:
        return wallets.held_by_all(book, asked.project, query(asked))
    return wallets.held_by(book, asked.project, [customer.key for customer in picked.rows])
