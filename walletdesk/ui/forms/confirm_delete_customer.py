"""The question before a customer is deleted, which cannot be taken back."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from walletdesk.ledger.values import Customer
from walletdesk.ui import cells
from walletdesk.ui.forms.base import ConfirmDialog

translate = QCoreApplication.translate


class DeleteCustomer(ConfirmDialog):
    """Says what becomes of the customer's data and of their wallets, and lets the person type the name first."""

    def __init__(self, customer: Customer, parent: QWidget | None = None) -> None:
        """Ask about this customer."""
        name = cells.customer_title(customer)
        sentence = translate("DeleteCustomer", "The id, name and description are erased for good.")
        sentence += " " + translate(
            "DeleteCustomer",
            "Backups made before still hold them: you can list and delete these afterwards. Exports are up to you.",
        )
        if customer.wallets:
            sentence += " " + translate(
                "DeleteCustomer",
                "The closed wallets and their ledgers stay; the owner they show is a deleted customer without a name.",
            )
        super().__init__(
            translate("DeleteCustomer", "Delete {customer}?").format(customer=name),
            sentence,
            translate("DeleteCustomer", "Delete customer"),
            translate("DeleteCustomer", "Keep customer"),
            type_name=name,
            parent=parent,
        )
