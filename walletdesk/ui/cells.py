"""What several lists say alike: who a wallet belongs to, how it stands, and how its amounts and instants are written.

Who comes before what: a customer's wallet goes by the customer, a system wallet by its own name.
"""

from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.ledger.days import Days
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import Asset, Batch, Customer, Party, Transaction, Wallet, transaction_label
from walletdesk.ui.format import count, minus, notation, signed
from walletdesk.ui.privacy import HIDDEN, is_hidden, veiled
from walletdesk.ui.tables.columns import ChipCell, IconText, Money, Sign

DOT: Final = " \N{MIDDLE DOT} "
KIND_ICONS: Final = {Kind.TRANSFER: "arrow-right-left", Kind.ISSUE: "circle-plus", Kind.REDEEM: "circle-minus"}

translate: Final = QCoreApplication.translate

Owned = Wallet | Party
"""What has an owner and a name: a wallet, or a wallet as the other side of a line."""


def system_word() -> str:
    """What the user's own wallets are called."""
    return translate("cells", "System")


def owner_title(wallet: Owned) -> str:
    """Who owns it: the customer's name or id, "System", or that the customer was deleted."""
    if wallet.system:
        return system_word()
    if wallet.owner_id is None:
        return translate("cells", "Deleted customer")
    return wallet.owner_name or wallet.owner_id


def wallet_title(wallet: Owned) -> str:
    """What a wallet is called among others: by its customer, or a system wallet by its name."""
    return wallet.name if wallet.system else owner_title(wallet)


def wallet_kind(wallet: Owned) -> str:
    """What stands behind the title in one line: the wallet's name, or "System"."""
    return system_word() if wallet.system else wallet.name


def wallet_sub(wallet: Owned) -> str:
    """What stands beneath the title: "Cash · W-00683", or "System"."""
    return system_word() if wallet.system else f"{wallet.name}{DOT}{wallet.label}"


def wallet_full(wallet: Owned) -> str:
    """A wallet in one line of text: "Grace Keller, Cash"."""
    return wallet.name if wallet.system else f"{owner_title(wallet)}, {wallet.name}"


def customer_title(customer: Customer) -> str:
    """The customer's name, or the id where there is none."""
    if customer.id is None:
        return translate("cells", "Deleted customer")
    return customer.name or customer.id


def status_word(status: Status) -> str:
    """The state of a wallet in one word."""
    return {
        Status.OPEN: translate("cells", "Open"),
        Status.SUSPENDED: translate("cells", "Suspended"),
        Status.CLOSED: translate("cells", "Closed"),
    }[status]


def status_cell(status: Status) -> ChipCell:
    """The state of a wallet: open is quiet."""
    word = status_word(status)
    if status is Status.OPEN:
        return ChipCell("ok", word, "circle-check", quiet=True)
    if status is Status.SUSPENDED:
        return ChipCell("warn", word, "circle-pause")
    return ChipCell("neutral", word, "lock")


def customer_cell(suspended: bool) -> ChipCell:
    """The state of a customer: active is quiet."""
    if suspended:
        return ChipCell("warn", translate("cells", "Suspended"), "circle-pause")
    return ChipCell("ok", translate("cells", "Active"), "circle-check", quiet=True)


def kind_word(kind: Kind) -> str:
    """What an operation does, in one word."""
    return {
        Kind.TRANSFER: translate("cells", "Transfer"),
        Kind.ISSUE: translate("cells", "Issue"),
        Kind.REDEEM: translate("cells", "Redeem"),
    }[kind]


def kind_cell(kind: Kind) -> IconText:
    """What an operation does, with its icon."""
    return IconText(KIND_ICONS[kind], kind_word(kind))


def money(asset: Asset, parts: int, code: bool = False, bold: bool = False, sign: Sign = Sign.PLAIN) -> Money:
    """An amount as a cell, its digits made to stand below those of other rows; with the asset's code if asked for."""
    if is_hidden():
        return Money(HIDDEN, "", asset.code if code else "", sign, bold)
    text, tail = asset.scale.columns(parts, notation())
    return Money(minus(text), tail, asset.code if code else "", sign, bold)


def signed_money(asset: Asset, parts: int, code: bool = False, bold: bool = False) -> Money:
    """An amount as a cell that shows its direction: what came in has a plus sign and is green."""
    if is_hidden():
        return Money(HIDDEN, "", asset.code if code else "", Sign.PLAIN, bold)
    text, tail = asset.scale.columns(parts, notation())
    return Money(signed(text), tail, asset.code if code else "", Sign.IN if parts > 0 else Sign.PLAIN, bold)


def amount_text(asset: Asset, parts: int, code: bool = False) -> str:
    """An amount in running text: "12.50", or "12.50 USD"."""
    text = veiled(minus(asset.format(parts, notation())))
    return f"{text} {asset.code}" if code else text


def signed_text(asset: Asset, parts: int) -> str:
    """An amount in running text that shows its direction: "+12.50"."""
    return veiled(signed(asset.format(parts, notation())))


def stamp(days: Days, at: int | None) -> str:
    """An instant as "2025-11-20 16:47" on the book's clocks; empty for none."""
    return f"{days.local(at):%Y-%m-%d %H:%M}" if at is not None else ""


def day_stamp(days: Days, at: int | None) -> str:
    """The day of an instant as "2025-11-20"; empty for none."""
    return days.day(at).isoformat() if at is not None else ""


def clock_note(days: Days, told: Transaction) -> str:
    """What to say where the computer's clock stood before the last booking (T5); empty where it did not."""
    if not told.clock_behind:
        return ""
    text = translate("cells", "This computer's clock was behind, at {clock}: booked with the last one, at {booked}.")
    return text.format(clock=stamp(days, told.recorded_at), booked=stamp(days, told.booked_at))


def numbers_of(batch: Batch) -> str:
    """The numbers of its transactions: "T-3 – T-9"; empty if it has none."""
    if batch.first is None or batch.last is None:
        return ""
    first, last = transaction_label(batch.first), transaction_label(batch.last)
    return first if first == last else f"{first} \N{EN DASH} {last}"


def picked_run(number: int) -> str:
    """What opens the run for many with so many selected rows."""
    if not number:
        return translate("cells", "Run for &selected…")
    return translate("cells", "Run for &selected ({n})…").format(n=count(number))
