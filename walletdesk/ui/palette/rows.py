"""How wallets, customers, transactions and commands read among what was found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers.words_reversal import described
from walletdesk.ledger.days import Days
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Customer, TransactionLine, Wallet
from walletdesk.ui.cells import (
    DOT,
    KIND_ICONS,
    amount_text,
    customer_cell,
    customer_title,
    day_stamp,
    kind_word,
    status_cell,
    system_word,
    wallet_title,
)
from walletdesk.ui.palette.hits import Hit

translate: Final = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of the menus: its words without marks, the menu it stands in, its key, its icon, and what it does."""

    name: str
    menu: str
    keys: str
    icon: str
    does: Callable[[], object]


def wallet_hit(wallet: Wallet) -> Hit:
    """Whose it is, what it is called, and its balance."""
    state = status_cell(wallet.status)
    name = system_word() if wallet.system else wallet.name
    return Hit(
        ("wallet", wallet.id),
        "landmark" if wallet.system else "wallet",
        wallet_title(wallet),
        f"{name}{DOT}{wallet.label}",
        amount_text(wallet.asset, wallet.balance, code=True),
        None if wallet.status is Status.OPEN else (state.kind, state.text, state.icon),
        value=wallet,
    )


def customer_hit(customer: Customer) -> Hit:
    """The name, the id, and what is noted."""
    state = customer_cell(suspended=True)
    noted = " ".join(customer.description.split())
    parts = [customer.id or "" if customer.name else "", noted]
    return Hit(
        ("customer", customer.key),
        "user",
        customer_title(customer),
        DOT.join(part for part in parts if part),
        chip=(state.kind, state.text, state.icon) if customer.suspended else None,
        value=customer,
    )


def transaction_hit(line: TransactionLine, days: Days) -> Hit:
    """The number, what it was for and when, and its first amount."""
    words = described(line.description, line.reverses, line.reverses_part)
    told = words or line.reference or kind_word(line.kind)
    more = line.operations - 1
    others = translate("palette", "+{count} more").format(count=more) if more else ""
    parts = (told, line.reference if line.reference != told else "", day_stamp(days, line.booked_at), others)
    how = translate("palette", "Reversed in part") if line.reversed_in_part else translate("palette", "Reversed")
    reversed_ = ("neutral", how, "undo-2")
    return Hit(
        ("transaction", line.number),
        KIND_ICONS[line.kind],
        line.label,
        DOT.join(part for part in parts if part),
        amount_text(line.asset, line.amount, code=True),
        reversed_ if line.reversed_by is not None else None,
        value=line,
    )


def command_hit(command: Command) -> Hit:
    """The command's words, its menu, and its key."""
    return Hit(
        ("command", command.menu, command.name),
        command.icon,
        command.name,
        command.menu,
        command.keys,
        quiet=True,
        value=command,
    )
