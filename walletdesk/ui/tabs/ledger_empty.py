"""What a ledger without rows says: why there are none, and what to do about it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Wallet
from walletdesk.ui.tables.spec import Nothing

translate: Final = QCoreApplication.translate
Deed = Callable[[], object]


def nothing(
    wallet: Wallet, filtered: bool, writable: bool, clear_filter: Deed, clear_period: Deed, post: Deed
) -> tuple[Nothing, Deed]:
    """The words, and what their button does."""
    if filtered:
        sentence = translate("ledger", "No entry of this period matches the filter.")
        words = Nothing("search-x", translate("ledger", "Nothing found"), sentence, translate("ledger", "Clear filter"))
        return words, clear_filter
    if wallet.entries:
        title = translate("ledger", "No entries in this period")
        sentence = translate("ledger", "Choose a longer period, or post a transaction that touches this wallet.")
        return Nothing("calendar-x", title, sentence, translate("ledger", "All entries")), clear_period
    usable = wallet.status is Status.OPEN and writable
    sentence = translate("ledger", "Post a transaction that touches this wallet.") if usable else ""
    action = translate("ledger", "New transaction") if usable else None
    return Nothing("book-open", translate("ledger", "No entries yet"), sentence, action), post
