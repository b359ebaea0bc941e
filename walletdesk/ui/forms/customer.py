"""Forms about customers: their own data, and the field in which one of them is chosen by typing."""

from typing import Any, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from walletdesk.controllers import customers
from walletdesk.controllers.customers import CustomerQuery
from walletdesk.ledger.values import Customer, Page
from walletdesk.ui import cells
from walletdesk.ui.forms.base import FormDialog, Words
from walletdesk.ui.shell import Shell
from walletdesk.ui.tables.columns import ROW_TWO_LINE, Cells, ChipCell, Column, TwoLine
from walletdesk.ui.tables.model import RowsModel
from walletdesk.ui.tables.view import Table
from walletdesk.ui.widgets.field import Field
from walletdesk.ui.widgets.styling import frame
from walletdesk.ui.zoom import px

HITS: Final = 6
_LINES: Final = 72
_FRAME: Final = 4
_MOVES: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def text_area(text: str = "") -> QPlainTextEdit:
    """A few lines of text; Tab leaves it."""
    made = QPlainTextEdit(text)
    made.setTabChangesFocus(True)
    made.setFixedHeight(_LINES)
    return made


class CustomerForm(FormDialog):
    """A new customer, or another name and description for one who is there."""

    def __init__(self, customer: Customer | None, words: Words, parent: QWidget | None = None) -> None:
        """None: a new one."""
        title = self.tr("New customer") if customer is None else self.tr("Edit customer")
        verb = self.tr("Add customer") if customer is None else self.tr("Save")
        super().__init__(title, verb, words, parent=parent)
        given = customer or Customer(0, "", "")
        self._id = QLineEdit(given.id or "")
        self._name = QLineEdit(given.name)
        self._description = text_area(given.description)
        hint = self.tr("Your own number or code for them. It cannot be changed later.")
        if customer is not None:
            hint = self.tr("The id of a customer never changes.")
            self._id.setReadOnly(True)
        self.add_field("id", Field(self.tr("Id"), self._id, hint))
        self.add_field("name", Field(self.tr("Name"), self._name, self.tr("As you want to find them. May be empty.")))
        self.add_field("description", Field(self.tr("Description"), self._description))
        if customer is not None:
            self.field("name").focus()

    def values(self) -> tuple[str, str, str]:
        """Id, name and description as they are typed."""
        return self._id.text(), self._name.text(), self._description.toPlainText()


class CustomerPicker(QLineEdit):
    """A customer, found while typing. The list hangs below the field and leaves the keyboard in it."""

    chosen = Signal(object)
    """The Customer; None as soon as the text is no longer theirs."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        """Nobody is chosen yet."""
        super().__init__(parent)
        self._shell = shell
        self._customer: Customer | None = None
        self._model: RowsModel[Customer] = RowsModel(_columns(), _cells, lambda customer: customer.key, self)
        self._list: QFrame | None = None
        self._table: Table | None = None
        self.setMaxLength(200)
        self.setPlaceholderText(self.tr("Type a part of the name or id"))
        self.textEdited.connect(self._typed)

    def customer(self) -> Customer | None:
        """Who is chosen."""
        return self._customer

    def set_customer(self, customer: Customer | None) -> None:
        """Choose somebody without telling."""
        self._customer = customer
        self.setText("" if customer is None else cells.customer_title(customer))

    def is_open(self) -> bool:
        """Whether the list is in sight."""
        return self._list is not None and self._list.isVisible()

    def hits(self) -> tuple[Customer, ...]:
        """Whom the list offers."""
        return self._model.rows()

    # Asking

    def _typed(self, text: str) -> None:
        if self._customer is not None:
            self._customer = None
            self.chosen.emit(None)
        self._ask(text)

    def _ask(self, text: str) -> None:
        project = self._shell.project
        if project is None:
            return
        query = CustomerQuery(text)
        run = self._shell.session.run
        run(customers.page, project.id, query, 1, HITS, done=self._found, key=f"picker/{id(self)}", owner=self)

    def _found(self, page: Page[Customer]) -> None:
        self._model.set_rows(page.rows)
        if self.window().focusWidget() is self and self._customer is None and page.rows:
            self._open()
        else:
            self._close()

    # The list

    def _open(self) -> None:
        panel, table = self._made()
        height = _FRAME + px(ROW_TWO_LINE) * len(self._model.rows())
        corner = self.mapTo(self.window(), QPoint(0, self.height() + 2))
        panel.setGeometry(corner.x(), corner.y(), self.width(), min(height, self.window().height() - corner.y() - 4))
        panel.show()
        panel.raise_()
        table.select_row(0)

    def _close(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _made(self) -> tuple[QFrame, Table]:
        if self._list is None or self._table is None:
            self._list = frame("popup", self.window())
            self._table = Table(self._model, self.tr("Customers found"))
            self._table.horizontalHeader().hide()
            self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._table.clicked.connect(self._take_current)
            box = QVBoxLayout(self._list)
            box.setContentsMargins(1, 1, 1, 1)
            box.addWidget(self._table)
        return self._list, self._table

    def _move(self, step: int) -> None:
        if not self.is_open() or self._table is None:
            self._ask("" if self._customer is not None else self.text())
            return
        row = max(0, min(self._table.currentIndex().row() + step, self._model.rowCount() - 1))
        self._table.select_row(row)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._model.row_name(row)))

    def _take_current(self, _: Any = None) -> None:
        customer = self._table.current_value() if self._table is not None else None
        if customer is not None:
            self._take(customer)

    def _take(self, customer: Customer) -> None:
        self.set_customer(customer)
        self._close()
        self.chosen.emit(customer)

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES:
            if self._customer is not None:
                self._customer = None
                self.chosen.emit(None)
            self._move(_MOVES[key])
        elif self.is_open() and key in _ENTER:
            self._take_current()
        elif self.is_open() and key == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        hits = self._model.rows()
        if self._customer is None and self.is_open() and len(hits) == 1:
            self._take(hits[0])
        self._close()
        super().focusOutEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._close()


def _columns() -> tuple[Column, ...]:
    return (Column("name", "", TwoLine, "Bart", stretch=1), Column("status", "", ChipCell, "Suspended"))


def _cells(customer: Customer) -> Cells:
    return TwoLine(cells.customer_title(customer), customer.id or ""), cells.customer_cell(customer.suspended)
