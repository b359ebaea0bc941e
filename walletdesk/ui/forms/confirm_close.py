"""The question before a wallet is closed, which cannot be taken back."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from walletdesk.ledger.values import Wallet
from walletdesk.ui import cells
from walletdesk.ui.forms.base import ConfirmDialog

translate = QCoreApplication.translate


class CloseWallet(ConfirmDialog):
    """Says what closing means and lets the person type the wallet's name first."""

    def __init__(self, wallet: Wallet, parent: QWidget | None = None) -> None:
        """Ask about this wallet."""
        super().__init__(
            translate("CloseWallet", "Close {wallet}?").format(wallet=cells.wallet_full(wallet)),
            translate(
                "CloseWallet",
                "A closed wallet never takes part in a transaction again, and it cannot be opened again. "
                "Its ledger stays and can always be read.",
            ),
            translate("CloseWallet", "Close wallet"),
            translate("CloseWallet", "Keep open"),
            type_name=wallet.name,
            parent=parent,
        )
