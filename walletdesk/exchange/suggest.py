"""A first guess at a mapping, from the names in the header and the words below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from walletdesk.exchange.csv_read import Row
from walletdesk.exchange.mapping import Column, Columns, Create, FileFormat, Kinds, Mapping, fold

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "date": ("date", "booking date", "booked", "booked at", "posted", "posting date", "transaction date", "value date",
             "day", "time", "timestamp", "datum", "fecha", "data"),
    "customer": ("customer id", "customer", "client id", "client", "account id", "account number", "account",
                 "member id", "member", "user id", "user", "konto", "kunde", "iban"),
    "customer_name": ("customer name", "client name", "account name", "member name", "holder", "owner"),
    "wallet": ("wallet", "wallet id", "wallet name"),
    "kind": ("kind", "type", "operation", "direction", "transaction type", "typ", "art"),
    "amount": ("amount", "sum", "value", "betrag", "castka", "importe", "montant"),
    "credit": ("credit", "deposit", "deposits", "in", "paid in", "money in", "haben", "received"),
    "debit": ("debit", "withdrawal", "withdrawals", "out", "paid out", "money out", "soll", "sent"),
    "memo": ("memo", "note", "notes", "description", "text", "details", "purpose", "operation", "message"),
    "reference": ("reference", "ref", "id", "transaction id", "trans id", "transaction", "number", "order id"),
}  # fmt: skip
_WORDS: Final[dict[str, frozenset[str]]] = {
    "issue": frozenset({"issue", "credit", "cr", "c", "in", "deposit", "prijem", "received", "haben", "+"}),
    "redeem": frozenset({"redeem", "debit", "dr", "d", "out", "withdrawal", "vydaj", "vyber", "sent", "soll", "-"}),
    "transfer_in": frozenset({"transfer in", "transfer_in"}),
    "transfer_out": frozenset({"transfer out", "transfer_out"}),
}


def suggested(names: Sequence[str], rows: Sequence[Row]) -> Mapping:
    """A mapping of what can be told by name; whatever cannot stays open. Without names everything does."""
    found = _columns(names)
    if "amount" in found:
        found.pop("credit", None)
        found.pop("debit", None)
    kinds = Kinds()
    if kind := found.get("kind"):
        kinds = kinds_of({row.cells[names.index(str(kind))] for row in rows if row.problem is None})
        if not kinds.words():
            del found["kind"]
    columns: Any = found
    return Mapping(columns=Columns(**columns), kinds=kinds, create=Create(True, True), format=FileFormat())


def _columns(names: Sequence[str]) -> dict[str, Column]:
    plain = [re.sub(r"[\s_.\-]+", " ", fold(name)) for name in names]
    found: dict[str, Column] = {}
    for key, usual in _NAMES.items():
        for word in usual:
            if word in plain and plain.count(word) == 1 and names[plain.index(word)] not in found.values():
                found[key] = names[plain.index(word)]
                break
    return found


def kinds_of(words: set[str]) -> Kinds:
    """What each of these words usually means; unusual ones are left out."""
    lists = {kind: tuple(sorted(w for w in words if fold(w) in known)) for kind, known in _WORDS.items()}
    return Kinds(**lists)
