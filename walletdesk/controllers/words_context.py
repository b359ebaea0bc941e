"""What sentences about refusals need to know: names of wallets, amounts as text, instants as text, and translation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from walletdesk.controllers.wording import hook as hook
from walletdesk.controllers.wording import noun as noun
from walletdesk.controllers.wording import say as say
from walletdesk.ledger.amounts import PLAIN, Notation, Scale
from walletdesk.ledger.refusals import NotFound
from walletdesk.ledger.values import Asset, Wallet
from walletdesk.store import assets, wallets
from walletdesk.store.book import Book


def _nothing(_: object) -> None:
    return None


def _utc(instant: int) -> str:
    try:
        return f"{datetime.fromtimestamp(instant // 1000, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return str(instant)


@dataclass(frozen=True)
class Context:
    """How facts become text. What is not known is said without it.

    ``wallet_name`` and ``asset_of`` take a wallet's id, ``asset`` an asset's id or code, ``instant`` UTC milliseconds.
    ``veil`` stands in the place of every amount, where amounts are not to be read.
    """

    wallet_name: Callable[[int], str | None] = _nothing
    asset_of: Callable[[int], Asset | None] = _nothing
    asset: Callable[[str], Asset | None] = _nothing
    instant: Callable[[int], str] = _utc
    notation: Notation = PLAIN
    veil: str = ""

    def wallet(self, id_: int | None) -> str:
        """The wallet's name, or that there is one."""
        name = self.wallet_name(id_) if id_ is not None else None
        return name or say("the wallet")

    def amount(self, parts: int, asset: Asset | None) -> str:
        """With the asset's code; in smallest parts where the asset is not known."""
        if asset is None:
            return say("{parts} smallest parts", parts=self.veil or parts)
        return f"{self.veil or asset.format(parts, self.notation)} {asset.code}"

    def figure(self, parts: int, fractions: int) -> str:
        """Without a code."""
        return self.veil or Scale(fractions).format(parts, self.notation)


def wallet_title(wallet: Wallet) -> str:
    """Whose wallet it is, and its number."""
    owner = wallet.owner_name or wallet.owner_id
    return f"{owner} \u00b7 {wallet.name} ({wallet.label})" if owner else f"{wallet.name} ({wallet.label})"


def book_context(book: Book, project: str | None = None, notation: Notation = PLAIN) -> Context:
    """A context that looks things up in the book, for whoever may read it."""

    def wallet(id_: int) -> Wallet | None:
        return wallets.get_many(book, [id_]).get(id_)

    def asset(name: str) -> Asset | None:
        try:
            return assets.get(book, name)
        except NotFound:
            return assets.by_code(book, project, name) if project else None

    return Context(
        lambda id_: wallet_title(found) if (found := wallet(id_)) else None,
        lambda id_: found.asset if (found := wallet(id_)) else None,
        asset,
        lambda instant: f"{book.days.local(instant):%Y-%m-%d %H:%M}",
        notation,
    )
