"""What the panel beside the customers tells of one of them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.ledger.days import Days
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Customer, Wallet
from walletdesk.ui import cells
from walletdesk.ui.format import count
from walletdesk.ui.inspector import Deed, Portrait, PortraitRow, Section
from walletdesk.ui.tables.columns import ChipCell

translate: Final = QCoreApplication.translate

TRANSFER: Final = "transfer"
WALLET: Final = "wallet"
EDIT: Final = "edit"
SUSPEND: Final = "suspend"
RESUME: Final = "resume"
REACTIVATE_ALL: Final = "reactivate all"
DELETE: Final = "delete"
SHOW_ALL: Final = "show all"

SHOWN: Final = 20
_NAMED: Final = 3


def portrait(customer: Customer, wallets: Sequence[Wallet] | None, days: Days, fixed: str) -> Portrait:
    """All of it; `wallets` is None while they are on their way, `fixed` says why nothing can be changed."""
    held = wallets or ()
    writable = not fixed
    chip = cells.customer_cell(customer.suspended)
    since = translate("customers", "customer since {day}").format(day=cells.day_stamp(days, customer.created_at))
    notice, kind = _notice(customer, held)
    return Portrait(
        title=cells.customer_title(customer),
        chip=ChipCell(chip.kind, chip.text, chip.icon),
        lines=(f"{customer.id}{cells.DOT}{since}",),
        text=customer.description,
        notice=notice,
        notice_kind="warn" if kind else "info",
        deeds=_deeds(customer, held, writable),
        more=_more(customer, held, writable),
        reason=_reason(customer, fixed),
        sections=() if wallets is None else (_section(customer, wallets, days, writable),),
    )


def suspended(wallets: Sequence[Wallet]) -> list[Wallet]:
    """Those that hold their balance until they are reactivated."""
    return [wallet for wallet in wallets if wallet.status is Status.SUSPENDED]


def for_transfer(wallets: Sequence[Wallet]) -> Wallet | None:
    """The wallet that a transfer begins with: the first open one that holds something, or the first open one."""
    usable = [wallet for wallet in wallets if wallet.status is Status.OPEN]
    return next((wallet for wallet in usable if wallet.balance), usable[0] if usable else None)


def _notice(customer: Customer, wallets: Sequence[Wallet]) -> tuple[str, bool]:
    """What has to be known first, and whether it is a warning."""
    waiting = len(suspended(wallets))
    if customer.suspended:
        if not customer.wallets:
            return translate("customers", "This customer is suspended and gets no new wallet."), True
        return (
            translate(
                "customers",
                "The wallets of this customer are suspended. After resuming, reactivate each wallet you want to use.",
            ),
            True,
        )
    if waiting == 1:
        return translate("customers", "One wallet is still suspended. Reactivate it to use it."), False
    if waiting:
        text = translate("customers", "{n} wallets are still suspended. Reactivate those you want to use.")
        return text.format(n=count(waiting)), False
    return "", False


def _deeds(customer: Customer, wallets: Sequence[Wallet], writable: bool) -> tuple[Deed, ...]:
    new = Deed(WALLET, translate("customers", "New wallet"), "wallet", writable and not customer.suspended)
    if customer.suspended:
        return Deed(RESUME, translate("customers", "Resume"), "circle-play", writable, primary=True), new
    if suspended(wallets):
        return Deed(REACTIVATE_ALL, translate("customers", "Reactivate all"), "circle-play", writable), new
    return _transfer(wallets, writable), new


def _transfer(wallets: Sequence[Wallet], writable: bool) -> Deed:
    possible = writable and for_transfer(wallets) is not None
    return Deed(TRANSFER, translate("customers", "Transfer"), "arrow-right-left", possible)


def _more(customer: Customer, wallets: Sequence[Wallet], writable: bool) -> tuple[Deed, ...]:
    deeds = [Deed(EDIT, translate("customers", "Edit\N{HORIZONTAL ELLIPSIS}"), "pencil", writable)]
    if suspended(wallets) and not customer.suspended:
        deeds.insert(0, _transfer(wallets, writable))
    if not customer.suspended:
        deeds.append(Deed(SUSPEND, translate("customers", "Suspend"), "circle-pause", writable))
    text = translate("customers", "Delete\N{HORIZONTAL ELLIPSIS}")
    if customer.open_wallets:
        text = translate("customers", "Delete (first close {wallets})").format(wallets=_named(customer, wallets))
    deeds.append(Deed(DELETE, text, "trash-2", writable and not customer.open_wallets, danger=True))
    return tuple(deeds)


def _named(customer: Customer, wallets: Sequence[Wallet]) -> str:
    """The wallets that stand in the way of deleting."""
    names = [f"{wallet.name} {wallet.label}" for wallet in wallets if wallet.status is not Status.CLOSED][:_NAMED]
    left = customer.open_wallets - len(names)
    if not names:
        return translate("customers", "{n} wallets").format(n=count(left))
    if left:
        names.append(translate("customers", "{n} more").format(n=count(left)))
    return ", ".join(names)


def _reason(customer: Customer, fixed: str) -> str:
    if fixed:
        return fixed
    if customer.suspended:
        return translate("customers", "A suspended customer gets no new wallet. Resume them first.")
    if not customer.wallets:
        return translate("customers", "A transfer needs a wallet. Open one first.")
    if not customer.open_wallets:
        return translate("customers", "A transfer needs an open wallet, and all of theirs are closed.")
    return ""


def _section(customer: Customer, wallets: Sequence[Wallet], days: Days, writable: bool) -> Section:
    """Open wallets before closed ones; what is too much for the panel is one press away."""
    ordered = sorted(wallets, key=lambda wallet: wallet.status is Status.CLOSED)
    rows = [_row(wallet, days, writable and not customer.suspended) for wallet in ordered[:SHOWN]]
    if len(ordered) > SHOWN:
        text = translate("customers", "Show all {n} wallets").format(n=count(len(ordered)))
        rows.append(PortraitRow(text, key=SHOW_ALL, opens=True))
    return Section(
        translate("customers", "Wallets ({n})").format(n=count(len(wallets))),
        tuple(rows),
        nothing=translate("customers", "No wallets yet. Open one to hold something for them."),
    )


def _row(wallet: Wallet, days: Days, usable: bool) -> PortraitRow:
    money = cells.money(wallet.asset, wallet.balance)
    day = cells.day_stamp(days, wallet.last_at)
    waits = wallet.status is Status.SUSPENDED and usable
    return PortraitRow(
        wallet.name,
        sub=f"{wallet.label}{cells.DOT}{day}" if day else wallet.label,
        value=f"{money.text}{money.sub}",
        value_sub=wallet.asset.code,
        chip=None if wallet.status is Status.OPEN else cells.status_cell(wallet.status),
        action=translate("customers", "Reactivate") if waits else "",
        key=wallet.id,
        opens=True,
    )
