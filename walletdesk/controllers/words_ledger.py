"""Sentences for what the ledger and the book refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from walletdesk.controllers.words_context import Context, noun, say
from walletdesk.ledger import refusals as r
from walletdesk.ledger.refusals_reversal import BatchReversed, ReversesMore, ReversesOther
from walletdesk.ledger.status import Status

Words = Callable[[Any, Context], str]

_FIELDS: Final = {
    "id": "the id", "name": "the name", "code": "the code", "description": "the description", "memo": "the memo",
    "reference": "the reference", "amount": "the amount", "date": "the date", "customer": "the customer",
    "wallet": "the wallet", "source": "the wallet that it comes from", "target": "the wallet that it goes to",
    "fractions": "the number of parts to a unit", "unit": "the name of the unit", "part": "the name of the part",
    "kind": "the kind", "project": "the project", "period": "the period", "separator": "the length of the separator",
    "system": "the system wallet", "size": "the page size", "number": "the page number", "zone": "the time zone",
}  # fmt: skip
_KINDS: Final = {
    "project": "project", "asset": "asset", "customer": "customer", "wallet": "wallet", "transaction": "transaction",
    "batch": "batch", "draft": "draft", "entry": "entry", "template": "template",
}  # fmt: skip
_STATES: Final = {Status.OPEN: "open", Status.SUSPENDED: "suspended", Status.CLOSED: "closed"}


def named_field(field: str) -> str:
    """The field as a sentence calls it."""
    return noun(_FIELDS, field)


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


def _wallet(id_: int, context: Context) -> str:
    """The wallet at the start of a sentence; its own name is left as it is."""
    return context.wallet_name(id_) or say("The wallet")


def _kind(kind: str) -> str:
    return noun(_KINDS, kind)


def _missing(e: r.Missing, _: Context) -> str:
    return say("{field} is missing. Please fill it in.", field=_start(named_field(e.field)))


def _too_long(e: r.TooLong, _: Context) -> str:
    template = "{field} has {length} characters; at most {limit} are possible. Please shorten it."
    return say(template, field=_start(named_field(e.field)), length=e.length, limit=e.limit)


def _forbidden(e: r.ForbiddenCharacter, _: Context) -> str:
    template = (
        "{field} holds an invisible character (U+{code:04X}, place {place}) that is not allowed. Please remove it."
    )
    return say(template, field=_start(named_field(e.field)), code=e.codepoint, place=e.position)


def _unreadable(e: r.AmountUnreadable, _: Context) -> str:
    return say("\u201c{text}\u201d is no amount. Please write it in digits, such as 12.50.", text=e.text)


def _not_whole(e: r.AmountNotWhole, c: Context) -> str:
    template = (
        "\u201c{text}\u201d cannot be held exactly: the smallest part is 1/{fractions}. "
        "Nearest are {below} and {above}."
    )
    below, above = c.figure(e.below, e.fractions), c.figure(e.above, e.fractions)
    return say(template, text=e.text, fractions=e.fractions, below=below, above=above)


def _too_large(e: r.AmountTooLarge, _: Context) -> str:
    return say("\u201c{text}\u201d is larger than the ledger can hold. Please check its digits.", text=e.text)


def _date(e: r.DateUnreadable, _: Context) -> str:
    return say(
        "\u201c{text}\u201d is no date in the form that is expected. Please write it as 2025-01-31.", text=e.text
    )


def _period(e: r.PeriodReversed, _: Context) -> str:
    return say(
        "The period ends on {last}, before it begins on {first}. Please swap the days.", first=e.first, last=e.last
    )


def _range(e: r.OutOfRange, _: Context) -> str:
    return say("{field} must be from {low} to {high}.", field=_start(named_field(e.field)), low=e.low, high=e.high)


def _not_found(e: r.NotFound, _: Context) -> str:
    if not e.name:
        return say("There is no {kind} yet. Create one first.", kind=_kind(e.kind))
    return say("There is no {kind} \u201c{name}\u201d. Please check its name.", kind=_kind(e.kind), name=e.name)


def _ambiguous(e: r.Ambiguous, _: Context) -> str:
    choices = "; ".join(e.choices)
    if not e.name:
        return say(
            "There are several of the kind {kind}. Please name one of: {choices}.", kind=_kind(e.kind), choices=choices
        )
    template = "Several of the kind {kind} are called \u201c{name}\u201d. Please name one of: {choices}."
    return say(template, kind=_kind(e.kind), name=e.name, choices=choices)


def _taken(e: r.AlreadyTaken, _: Context) -> str:
    template = "{field} \u201c{value}\u201d belongs to another {kind} already. Please choose another."
    return say(template, kind=_kind(e.kind), field=_start(named_field(e.field)), value=e.value)


def _archived(e: r.ProjectArchived, _: Context) -> str:
    return say(
        "The project \u201c{project}\u201d is archived and can only be read. Take it out of the archive first.",
        project=e.project,
    )


def _asset_used(e: r.AssetInUse, _: Context) -> str:
    return say("{asset} cannot be deleted: {wallets} wallets were opened with it.", asset=e.asset, wallets=e.wallets)


def _names_alike(e: r.NamesAlike, _: Context) -> str:
    return say(
        "Unit and part need two different names made of letters, or none. Please change {field}.",
        field=named_field(e.field),
    )


def _suspended(e: r.CustomerSuspended, _: Context) -> str:
    return say("\u201c{customer}\u201d is suspended. Resume the customer first.", customer=e.customer)


def _deleted(_: r.CustomerDeleted, __: Context) -> str:
    return say("The customer was deleted; only the past of their wallets is kept.")


def _not_closed(e: r.WalletsNotClosed, _: Context) -> str:
    template = "\u201c{customer}\u201d still has wallets that are not closed: {wallets}. Close them first."
    return say(template, customer=e.customer, wallets=", ".join(e.wallets))


def _status(e: r.StatusRefused, _: Context) -> str:
    if e.present is Status.CLOSED:
        return say("{wallet} is closed for good. Open a new wallet instead.", wallet=e.wallet)
    return say("{wallet} is {present} already.", wallet=e.wallet, present=say(_STATES[e.present]))


def _not_zero(e: r.BalanceNotZero, c: Context) -> str:
    template = "{wallet} still holds {balance}. Move it out first; a wallet closes only at zero."
    return say(template, wallet=e.wallet, balance=c.amount(e.balance, c.asset(e.asset)))


def _none(_: r.NoOperations, __: Context) -> str:
    return say("The transaction is empty. Add an operation.")


def _too_many(e: r.TooManyOperations, _: Context) -> str:
    return say(
        "{count} operations are too many for one transaction; {limit} are possible. Please split it.",
        count=e.count,
        limit=e.limit,
    )


def _not_positive(_: r.AmountNotPositive, __: Context) -> str:
    return say("The amount must be more than zero.")


def _no_wallet(e: r.WalletMissing, _: Context) -> str:
    if e.wallet is not None:
        return say("{field} is not in this project. Please choose another.", field=_start(named_field(e.field)))
    return say("{field} is missing. Please choose one.", field=_start(named_field(e.field)))


def _unwanted(e: r.WalletUnwanted, _: Context) -> str:
    return say("This kind of operation has no such side: leave out {field}.", field=named_field(e.field))


def _same(e: r.SameWallet, c: Context) -> str:
    return say("{wallet} stands on both sides. Choose two different wallets.", wallet=_wallet(e.wallet, c))


def _assets_differ(e: r.AssetDiffers, c: Context) -> str:
    codes = [found.code if (found := c.asset(name)) else name for name in (e.source_asset, e.target_asset)]
    return say("The wallets hold different assets: {source} and {target}.", source=codes[0], target=codes[1])


def _not_open(e: r.WalletNotOpen, c: Context) -> str:
    wallet = _wallet(e.wallet, c)
    if e.status is Status.SUSPENDED:
        return say("{wallet} is suspended. Reactivate it first.", wallet=wallet)
    return say("{wallet} is closed. Choose another wallet.", wallet=wallet)


def _insufficient(e: r.InsufficientBalance, c: Context) -> str:
    asset = c.asset_of(e.wallet)
    template = "{wallet} holds {available}: {shortfall} short."
    facts = {"available": c.amount(e.available, asset), "shortfall": c.amount(e.shortfall, asset)}
    return say(template, wallet=_wallet(e.wallet, c), **facts)


def _balance_large(e: r.BalanceTooLarge, c: Context) -> str:
    return say("The balance of {wallet} would be larger than the ledger can hold.", wallet=c.wallet(e.wallet))


def _supply_large(e: r.SupplyTooLarge, c: Context) -> str:
    found = c.asset(e.asset)
    return say("More {asset} would be in circulation than the ledger can hold.", asset=found.code if found else e.asset)


def _problem(e: r.OperationRefused, c: Context) -> str:
    return TABLE[type(e)](e, c)


def _posting(e: r.PostingRefused, c: Context) -> str:
    told = [say("Operation {number}: {problem}", number=p.operation, problem=_problem(p, c)) for p in e.problems[:5]]
    if len(e.problems) > len(told):
        more = len(e.problems) - len(told)
        told.append(say("1 more problem.") if more == 1 else say("{count} more problems.", count=more))
    if e.order is not None:
        order = ", ".join(map(str, e.order))
        told.append(say("In the order {order} all of them would pass.", order=order))
    return " ".join([say("Nothing was posted."), *told])


def _reference(e: r.ReferenceTaken, _: Context) -> str:
    if not e.number:
        return say("The reference \u201c{reference}\u201d is used twice. Please choose another.", reference=e.reference)
    template = (
        "The reference \u201c{reference}\u201d belongs to T-{number}, which is another transaction. "
        "Please choose another."
    )
    return say(template, reference=e.reference, number=e.number)


def _posted_before(e: r.PostedBefore, _: Context) -> str:
    if e.project:
        template = "This was posted already, as T-{number} of the project \u201c{project}\u201d."
        return say(template, number=e.number, project=e.project)
    template = (
        "An earlier state of this was posted already, as T-{number}, which stays as it is. "
        "Post again to make another transaction of what is here now."
    )
    return say(template, number=e.number)


def _reversed(e: r.AlreadyReversed, _: Context) -> str:
    return say("T-{number} was reversed already, by T-{by}.", number=e.number, by=e.by)


def _batch_reversed(e: BatchReversed, _: Context) -> str:
    return say("Every transaction of batch {number} was reversed already.", number=e.number)


def _reverses_more(e: ReversesMore, c: Context) -> str:
    limit = c.amount(e.limit, c.asset_of(e.wallet))
    return say("Only {limit} was moved here: a reversal takes back no more.", limit=limit)


def _reverses_other(_: ReversesOther, __: Context) -> str:
    return say("A reversal takes back the operations of the transaction in reverse order, and moves nothing else.")


def _too_early(e: r.BookedTooEarly, c: Context) -> str:
    template = "{wanted} lies before the last booking, {last}. Book it now and keep the day as its value date."
    return say(template, wanted=c.instant(e.booked_at), last=c.instant(e.last))


def _future(e: r.BookedInFuture, c: Context) -> str:
    return say("{wanted} lies in the future. Choose a day up to today.", wanted=c.instant(e.booked_at))


def _path(template: str) -> Words:
    return lambda e, _: say(template, path=e.path)


def _newer(e: r.BookNewer, _: Context) -> str:
    template = (
        "{path} was written by a newer WalletDesk (its version is {version}, this one knows {known}). Please update."
    )
    return say(template, path=e.path, version=e.version, known=e.known)


def _sqlite(e: r.SqliteTooOld, _: Context) -> str:
    return say("WalletDesk needs SQLite 3.37 or newer; this Python has {version}.", version=e.version)


def _file(e: r.FileFault, _: Context) -> str:
    return say("{path}: {reason}. Check the name of the file and your rights to it.", path=e.path, reason=e.reason)


TABLE: Final[dict[type[r.LedgerError], Words]] = {
    r.Missing: _missing,
    r.TooLong: _too_long,
    r.ForbiddenCharacter: _forbidden,
    r.AmountUnreadable: _unreadable,
    r.AmountNotWhole: _not_whole,
    r.AmountTooLarge: _too_large,
    r.DateUnreadable: _date,
    r.PeriodReversed: _period,
    r.OutOfRange: _range,
    r.NotFound: _not_found,
    r.Ambiguous: _ambiguous,
    r.AlreadyTaken: _taken,
    r.ProjectArchived: _archived,
    r.AssetInUse: _asset_used,
    r.NamesAlike: _names_alike,
    r.CustomerSuspended: _suspended,
    r.CustomerDeleted: _deleted,
    r.WalletsNotClosed: _not_closed,
    r.StatusRefused: _status,
    r.BalanceNotZero: _not_zero,
    r.NoOperations: _none,
    r.TooManyOperations: _too_many,
    r.AmountNotPositive: _not_positive,
    r.WalletMissing: _no_wallet,
    r.WalletUnwanted: _unwanted,
    r.SameWallet: _same,
    r.AssetDiffers: _assets_differ,
    r.WalletNotOpen: _not_open,
    r.InsufficientBalance: _insufficient,
    r.BalanceTooLarge: _balance_large,
    r.SupplyTooLarge: _supply_large,
    r.PostingRefused: _posting,
    r.ReferenceTaken: _reference,
    r.PostedBefore: _posted_before,
    r.AlreadyReversed: _reversed,
    BatchReversed: _batch_reversed,
    ReversesMore: _reverses_more,
    ReversesOther: _reverses_other,
    r.BookedTooEarly: _too_early,
    r.BookedInFuture: _future,
    r.BookMissing: _path("There is no book at {path}. Check its name."),
    r.BookExists: _path("There is a file at {path} already. Choose another name."),
    r.NotABook: _path("{path} is no WalletDesk book. It was left as it is."),
    r.BookNewer: _newer,
    r.BookReadOnly: _path("{path} can only be read. Check the rights of the file and of its folder."),
    r.DiskFull: _path("The disk is full; {path} was left as it was. Make room and try again."),
    r.DiskFailure: _path("Reading or writing {path} failed; nothing was changed. Check the disk and try again."),
    r.BookDamaged: _path("The book at {path} is damaged. Restore a backup of it."),
    r.SqliteTooOld: _sqlite,
    r.FileFault: _file,
}
