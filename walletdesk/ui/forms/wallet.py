"""Forms about wallets: opening one, and changing its name or its description."""

from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from walletdesk.controllers import wallets
from walletdesk.controllers.books import Book
from walletdesk.controllers.changes import Done
from walletdesk.ledger.refusals import CustomerDeleted, CustomerSuspended, LedgerError, Missing
from walletdesk.ledger.values import Customer, Wallet
from walletdesk.ui import cells
from walletdesk.ui.forms.base import FormDialog, Words
from walletdesk.ui.forms.customer import CustomerPicker, text_area
from walletdesk.ui.shell import Shell
from walletdesk.ui.widgets.combo import Combo
from walletdesk.ui.widgets.field import Field
from walletdesk.ui.widgets.segmented import SegmentedControl

translate: Final = QCoreApplication.translate


def open_wallet(
    book: Book, system: bool, customer: int | None, asset: str | None, name: str, description: str
) -> Done[Wallet]:
    """What the form asks for; runs on the lane."""
    if not system and customer is None:
        raise Missing("customer")
    if asset is None:
        raise Missing("asset")
    if system or customer is None:
        return wallets.open_system(book, asset, name, description)
    return wallets.open(book, customer, asset, name, description)


class NewWalletForm(FormDialog):
    """Opens a wallet for a customer, or for the user."""

    def __init__(
        self, shell: Shell, customer: Customer | None = None, asset: str | None = None, parent: QWidget | None = None
    ) -> None:
        """`customer` and `asset` are chosen already where they are given."""
        super().__init__(self.tr("New wallet"), self.tr("Open wallet"), shell.words, parent=parent)
        self._shell = shell
        self._owner = SegmentedControl(self.tr("Who it belongs to"))
        self._owner.set_options([(self.tr("A customer"), False), (self.tr("Myself (system wallet)"), True)])
        self._customer = CustomerPicker(shell)
        self._customer.set_customer(customer)
        self._asset = Combo(self.tr("Asset"))
        self._name = QLineEdit()
        self._description = text_area()
        self._suggested = ""
        self._fill_assets(asset)
        self._lay_out()
        self._connect()
        self._suggest()
        first = "asset" if customer is not None else "customer"
        self.field(first).focus()

    def _lay_out(self) -> None:
        hint = self.tr("System wallets are your own: a cash box, a pool, commissions.")
        self.add_field("owner", Field(self.tr("Who it belongs to"), self._owner, hint))
        self.add_field("customer", Field(self.tr("Customer"), self._customer))
        self.add_field("asset", Field(self.tr("Asset"), self._asset, self.tr("Owner and asset never change.")))
        self.add_field("name", Field(self.tr("Name"), self._name))
        self.add_field("description", Field(self.tr("Description"), self._description))

    def _connect(self) -> None:
        self._owner.changed.connect(self._owner_changed)
        self._asset.changed.connect(self._suggest)
        self._customer.chosen.connect(lambda _: self.field("customer").set_problem(None))

    def _fill_assets(self, asset: str | None) -> None:
        ordered = sorted(self._shell.assets.values(), key=lambda held: held.name.casefold())
        self._asset.set_options([(f"{held.name} ({held.code})", held.id) for held in ordered])
        if asset is not None:
            self._asset.set_value(asset)

    def _owner_changed(self, system: bool) -> None:
        self.field("customer").setVisible(not system)
        self.field("name" if system else "customer").focus()

    def _suggest(self, _: object = None) -> None:
        """The name is the asset's as long as the person types no other."""
        if self._name.text().strip() not in ("", self._suggested):
            return
        asset = self._shell.assets.get(str(self._asset.value()))
        self._suggested = asset.name if asset is not None else ""
        self._name.setText(self._suggested)

    def arguments(self) -> tuple[object, ...]:
        """What `open_wallet` takes."""
        customer = self._customer.customer()
        return (
            self._owner.value(),
            customer.key if customer is not None else None,
            self._asset.value(),
            self._name.text(),
            self._description.toPlainText(),
        )

    def show_refusal(self, error: LedgerError) -> None:
        if isinstance(error, CustomerSuspended | CustomerDeleted):
            self.set_busy(False)
            self.clear_problems()
            self.field("customer").set_problem(self._words(error))
            self.field("customer").focus()
            return
        super().show_refusal(error)


class RenameForm(FormDialog):
    """Another name for a wallet."""

    def __init__(self, wallet: Wallet, words: Words, parent: QWidget | None = None) -> None:
        """With the name that it has."""
        super().__init__(self.tr("Rename wallet"), self.tr("Rename"), words, parent=parent)
        self._name = QLineEdit(wallet.name)
        self.add_field("name", Field(self.tr("Name"), self._name, _whose(wallet)))

    def name(self) -> str:
        """What is typed."""
        return self._name.text()


class DescriptionForm(FormDialog):
    """Another description for a wallet."""

    def __init__(self, wallet: Wallet, words: Words, parent: QWidget | None = None) -> None:
        """With the description that it has."""
        super().__init__(self.tr("Describe wallet"), self.tr("Save"), words, parent=parent)
        self._text = text_area(wallet.description)
        self.add_field("description", Field(self.tr("Description"), self._text, _whose(wallet)))

    def description(self) -> str:
        """What is typed."""
        return self._text.toPlainText()


def _whose(wallet: Wallet) -> str:
    if wallet.system:
        return translate("wallet forms", "{label}, a system wallet").format(label=wallet.label)
    return translate("wallet forms", "{label} of {owner}").format(label=wallet.label, owner=cells.owner_title(wallet))
