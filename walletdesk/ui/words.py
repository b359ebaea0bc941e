"""The window's words for what all rooms say: from here the sentences of refusals are translated by Qt."""

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers import wording
from walletdesk.ui.format import count

CONTEXT = "words"


def install() -> None:
    """From now on the sentences of refusals pass through Qt's translation."""
    wording.set_translation(translated)


def translated(template: str) -> str:
    """A template of controllers/words in the person's language."""
    return QCoreApplication.translate(CONTEXT, template)


def counted(number: int, one: str, many: str) -> str:
    """ "1 wallet", "25,028 wallets": `many` holds {count}; both are translated by whoever calls."""
    return one if number == 1 else many.format(count=count(number))


def recomputed(transactions: int, entries: int) -> str:
    """How much Verify went through."""
    translate = QCoreApplication.translate
    one, many = translate("verify", "1 transaction"), translate("verify", "{count} transactions")
    text = translate("verify", "{transactions} and {entries} were recomputed.")
    shown = counted(entries, translate("verify", "1 entry"), translate("verify", "{count} entries"))
    return text.format(transactions=counted(transactions, one, many), entries=shown)
