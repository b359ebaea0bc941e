"""What the inspector tells of a transaction or of a draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers import batches, transactions, wallets
from walletdesk.controllers.drafting import Listed
from walletdesk.controllers.words_reversal import reversed_words
from walletdesk.ledger.days import Days
from walletdesk.ledger.values import Batch, Entry, Operation, Transaction, Wallet, transaction_label
from walletdesk.ui.cells import (
    DOT,
    KIND_ICONS,
    amount_text,
    clock_note,
    kind_word,
    signed_text,
    stamp,
    wallet_kind,
    wallet_title,
)
from walletdesk.ui.format import count
from walletdesk.ui.inspector import Deed, Portrait, PortraitRow, Section
from walletdesk.ui.tables.columns import Sign
from walletdesk.ui.tabs.transactions_filter import batch_words
from walletdesk.ui.tabs.transactions_rows import draft_amount, draft_chip, draft_words, movement, status_chip

SHOWN: Final = 30
"""So many operations are told one by one."""
_MEMO: Final = 48

translate: Final = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Facts:
    """A transaction with the wallets that it touched and the batch that it came in."""

    transaction: Transaction
    wallets: dict[int, Wallet]
    batch: Batch | None


def facts(book: Any, project: str, number: int) -> Facts:
    """Runs on the lane; refuses NotFound."""
    found = transactions.get(book, project, number)
    touched = tuple({entry.wallet for entry in found.entries if entry.position <= SHOWN})
    batch = batches.get(book, found.batch) if found.batch is not None else None
    return Facts(found, wallets.get_many(book, touched), batch)


def portrait(found: Facts, days: Days, fixed: str) -> Portrait:
    """A posted transaction; `fixed` says why nothing can be changed, empty where it can."""
    told = found.transaction
    head = DOT.join(filter(None, (stamp(days, told.booked_at), told.reference)))
    dated = translate("transactions", "Value date {day}").format(day=told.value_date) if told.value_date else ""
    return Portrait(
        told.label,
        status_chip(told),
        tuple(filter(None, (head, dated, clock_note(days, told)))),
        text=told.description,
        deeds=(
            Deed("duplicate", translate("transactions", "Duplicate"), "copy", enabled=not fixed),
            _reversing(told, fixed),
        ),
        more=(*_links(told), *(() if fixed else (_keep(),))),
        reason=_reason(told, fixed),
        sections=(*_sections(found), *_batch_section(found.batch, fixed)),
    )


def _reversing(told: Transaction, fixed: str) -> Deed:
    """The way to take it back, or to what did so already."""
    by = told.reversed_by
    if by is not None:
        text = translate("transactions", "Show {label}").format(label=transaction_label(by))
        return Deed(f"show/{by}", text, "undo-2")
    return Deed("reverse", translate("transactions", "Reverse…"), "undo-2", enabled=not fixed)


def _reason(told: Transaction, fixed: str) -> str:
    if fixed:
        return fixed
    if told.reversed_by is not None:
        text = reversed_words(told.reversed_by, told.reversed_in_part)
        return translate("transactions", "{state}. A transaction can be reversed once.").format(state=text)
    return ""


def _keep() -> Deed:
    return Deed("template", translate("transactions", "Keep as template…"), "bookmark")


def _links(told: Transaction) -> tuple[Deed, ...]:
    number = told.reverses
    if number is None:
        return ()
    text = translate("transactions", "Show what it reverses, {label}").format(label=transaction_label(number))
    return (Deed(f"show/{number}", text, "arrow-right-left"),)


def _sections(found: Facts) -> Iterable[Section]:
    told = found.transaction
    entries: dict[int, list[Entry]] = {}
    for entry in told.entries:
        if entry.position <= SHOWN:
            entries.setdefault(entry.position, []).append(entry)
    for position, operation in enumerate(told.operations[:SHOWN], 1):
        rows = tuple(_entry_row(entry, found.wallets[entry.wallet]) for entry in entries[position])
        yield Section(_operation_title(position, operation), rows, KIND_ICONS[operation.kind])
    more = len(told.operations) - SHOWN
    if more > 0:
        yield Section(translate("transactions", "And {n} more operations").format(n=count(more)))


def _operation_title(position: int, operation: Operation) -> str:
    title = f"{position}. {kind_word(operation.kind)}"
    memo = operation.memo if len(operation.memo) <= _MEMO else operation.memo[: _MEMO - 1] + "…"
    return f"{title}{DOT}{memo}" if memo else title


def _entry_row(entry: Entry, wallet: Wallet) -> PortraitRow:
    return PortraitRow(
        wallet_title(wallet),
        wallet_kind(wallet),
        signed_text(wallet.asset, entry.amount),
        amount_text(wallet.asset, entry.balance, code=True),
        key=wallet.id,
        sign=Sign.IN if entry.amount > 0 else Sign.PLAIN,
        opens=True,
    )


def _batch_section(batch: Batch | None, fixed: str) -> tuple[Section, ...]:
    if batch is None:
        return ()
    many = translate("transactions", "{n} transactions").format(n=count(batch.transactions))
    one = translate("transactions", "1 transaction")
    rows = [
        PortraitRow(
            batch_words(batch),
            one if batch.transactions == 1 else many,
            action=translate("transactions", "Show all"),
            key=("show", batch.id),
        )
    ]
    if batch.reversed_by is not None:
        rows.append(PortraitRow(translate("transactions", "All of it was reversed.")))
    elif batch.reverses is None and not fixed:
        rows.append(
            PortraitRow(
                translate("transactions", "It can be taken back as a whole."),
                action=translate("transactions", "Reverse all of it…"),
                key=("undo", batch.id),
            )
        )
    titles = {
        "import": translate("transactions", "Part of an import"),
        "run": translate("transactions", "Part of a run for many"),
        "reversal": translate("transactions", "Part of a reversal"),
    }
    return (Section(titles[batch.kind], tuple(rows), "layers"),)


def draft_portrait(listed: Listed, days: Days, fixed: str) -> Portrait:
    """A draft, with what is in it so far; `fixed` says why nothing can be changed."""
    state = listed.state
    rows = tuple(_draft_row(listed, place) for place in range(min(SHOWN, len(state.rows))))
    changed = translate("transactions", "Changed {when}").format(when=stamp(days, listed.updated_at))
    return Portrait(
        draft_words(listed) or translate("transactions", "Draft without description"),
        draft_chip(),
        tuple(filter(None, (changed, state.reference.strip()))),
        deeds=(
            Deed("edit", translate("transactions", "Go on"), "pencil", not fixed, primary=True),
            Deed("discard", translate("transactions", "Discard"), "trash-2", not fixed),
        ),
        more=() if fixed else (_keep(),),
        reason=fixed,
        sections=(Section(translate("transactions", "Operations so far"), rows),),
    )


def _draft_row(listed: Listed, place: int) -> PortraitRow:
    row = listed.state.rows[place]
    source, target = (listed.wallets.get(row.wallet(side) or 0) for side in ("source", "target"))
    cell = movement(row.kind, source, target, 1)
    title = cell.top or translate("transactions", "No wallet yet")
    return PortraitRow(title, kind_word(row.kind), draft_amount(listed, row).plain)
