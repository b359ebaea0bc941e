"""Whose wallet a row means, and which ones would have to be opened."""

from __future__ import annotations

from collections.abc import Sequence

from walletdesk.controllers.importing_plan import PlanWallet, plan_wallet
from walletdesk.exchange.mapping import Mapping
from walletdesk.ledger.posting import Standing
from walletdesk.ledger.refusals import Ambiguous, CustomerSuspended, NotFound
from walletdesk.ledger.status import Status
from walletdesk.ledger.text import NAME_LIMIT, required_line
from walletdesk.ledger.values import Asset, Project, Wallet
from walletdesk.store import customers, wallets
from walletdesk.store.book import Book


class WalletFinder:
    """Finds the wallets of one asset by what rows say, and invents those that the mapping allows to be created.

    ``standings`` and ``known`` hold every wallet that was found or invented so far; invented ones have negative ids.
    """

    def __init__(self, book: Book, mapping: Mapping, project: Project, asset: Asset, *, fresh: bool) -> None:
        self._book, self._mapping, self._project, self._asset = book, mapping, project, asset
        self._keys = {} if not project.id else customers.keys(book, project.id)
        self._owned = {} if fresh else wallets.by_owner(book, project.id, asset.id)
        self._fresh = fresh
        self._invented = 0
        self._answers: dict[tuple[str, str], int] = {}
        self._invented_for: dict[str, list[PlanWallet]] = {}
        self._name = required_line(mapping.wallet or asset.name or asset.code, "wallet", NAME_LIMIT)
        self.standings: dict[int, Standing] = {}
        self.known: dict[int, PlanWallet] = {}

    def find(self, customer: str, wallet: str) -> int:
        """The id of the wallet; refuses NotFound, Ambiguous, CustomerSuspended."""
        asked = (customer, wallet)
        found = self._answers.get(asked)
        if found is None:
            found = self._find(customer, wallet)
            self._answers[asked] = found
        return found

    def name(self, customer: str, name: str) -> None:
        """What a new customer is called from now on, unless a row before said it."""
        for wallet in self._invented_for.get(customer, ()):
            wallet.customer_name = wallet.customer_name or name

    def _find(self, customer: str, wallet: str) -> int:
        if not customer:
            return self._by_text(wallet, system=None)
        key = self._keys.get(customer)
        if key is None and not self._mapping.create.customers:
            raise NotFound("customer", customer)
        owned = self._load(self._owned.get(key, []) if key is not None else [])
        if wallet:
            owned = [found for found in owned if wallet in (found.name, found.label)]
        if owned:
            return self._one(owned, wallet or customer)
        if not self._mapping.create.wallets:
            raise NotFound("wallet", wallet or customer)
        return self._invent(wallet or self._name, customer, key)

    def system(self, text: str) -> int:
        """The id of the system wallet of this name or label, invented if it may be created."""
        try:
            return self._by_text(text, system=True)
        except NotFound:
            if not self._mapping.create.wallets:
                raise
        return self._keep(required_line(text, "system", NAME_LIMIT), None, "", None)

    def _by_text(self, text: str, *, system: bool | None) -> int:
        found = () if self._fresh else wallets.found_by(self._book, self._project.id, text, self._asset.id, system)
        if not found:
            raise NotFound("wallet", text)
        return self._one(found, text)

    def _load(self, ids: list[int]) -> list[Wallet]:
        return list(wallets.get_many(self._book, ids).values()) if ids else []

    def _one(self, found: Sequence[Wallet], text: str) -> int:
        """The only one, or the only open one."""
        still_open = [wallet for wallet in found if wallet.status is Status.OPEN]
        fitting = still_open or found
        if len(fitting) > 1:
            raise Ambiguous("wallet", text, tuple(f"{w.label} {w.name}" for w in fitting[:10]))
        (wallet,) = fitting
        if wallet.id not in self.known:
            self.known[wallet.id] = plan_wallet(wallet)
            self.standings[wallet.id] = Standing(
                wallet.project, wallet.asset.id, wallet.status, wallet.balance, wallet.entries
            )
        return wallet.id

    def _invent(self, name: str, customer: str, key: int | None) -> int:
        if key is not None:
            owner = customers.by_key(self._book, key)
            if owner.suspended:
                raise CustomerSuspended(owner.name or customer)
            return self._keep(name, customer, owner.name, key)
        others = self._invented_for.setdefault(customer, [])
        id_ = self._keep(name, customer, others[0].customer_name if others else "", None)
        others.append(self.known[id_])
        return id_

    def _keep(self, name: str, customer: str | None, customer_name: str, key: int | None) -> int:
        self._invented += 1
        id_ = -self._invented
        self.known[id_] = PlanWallet(id_, "", name, customer, customer_name, key)
        self.standings[id_] = Standing(self._project.id, self._asset.id, Status.OPEN, 0, 0)
        return id_
