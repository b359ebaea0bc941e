"""What the tabs showed: a list, a ledger, an explanation, as places of the history."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from walletdesk.ledger.values import ALWAYS, Period


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A page of a list with its filters and its current row; the number 0 is a page not known yet."""

    text: str
    choices: tuple[tuple[str, object], ...]
    number: int
    size: int
    sort: str
    descending: bool
    row: Hashable | None = None

    def same_step(self, other: object) -> bool:
        """The same filters and page."""
        if not isinstance(other, ListPlace) or (self.text, self.choices) != (other.text, other.choices):
            return False
        return self.number == other.number or self.size != other.size or 0 in (self.number, other.number)

    def typed_on(self, other: object) -> bool:
        """The filter's text goes on."""
        return isinstance(other, ListPlace) and self.choices == other.choices and _goes_on(self.text, other.text)


@dataclass(frozen=True, slots=True)
class LedgerPlace:
    """A page of a wallet's ledger with its period, its filters and its current entry."""

    wallet: int
    period: Period = ALWAYS
    text: str = ""
    direction: str | None = None
    newest_first: bool = True
    number: int = 1
    size: int | None = None
    seq: int | None = None
    caused: tuple[Hashable, str] | None = None

    def same_step(self, other: object) -> bool:
        """The same page of the same entries."""
        if not isinstance(other, LedgerPlace) or self.text != other.text or self._list() != other._list():
            return False
        return self.number == other.number or self.size != other.size

    def typed_on(self, other: object) -> bool:
        """The filter's text goes on."""
        return isinstance(other, LedgerPlace) and self._list() == other._list() and _goes_on(self.text, other.text)

    def _list(self) -> tuple[object, ...]:
        return self.wallet, self.period, self.direction, self.caused


@dataclass(frozen=True, slots=True)
class ExplainPlace:
    """The explanation of a wallet's balance in a period."""

    wallet: int
    period: Period = ALWAYS

    def same_step(self, other: object) -> bool:
        """The same wallet and period."""
        return self == other

    def typed_on(self, other: object) -> bool:
        """Nothing is typed there."""
        return False


def _goes_on(one: str, other: str) -> bool:
    return bool(one and other) and one != other and (one.startswith(other) or other.startswith(one))
