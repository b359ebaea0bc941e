"""What was looked at, back and forward as in a browser: pure, without a widget."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Final, Protocol

from walletdesk.ledger.values import ALWAYS, Period

MOST: Final = 100


class State(Protocol):
    """What a tab showed, as far as it can be shown again."""

    def same_step(self, other: object) -> bool:
        """Whether going from one to the other is no step, as selecting another row is none."""

    def typed_on(self, other: object) -> bool:
        """Whether the other is the same word typed further or shorter: many keys are one step."""


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


@dataclass(frozen=True, slots=True)
class Place:
    """A tab, and what it showed; None for a tab that looks the same every time."""

    tab: str
    state: State | None = None

    def same_step(self, other: Place) -> bool:
        """Whether going from one to the other is no step."""
        if self.tab != other.tab or self.state is None or other.state is None:
            return self == other
        return self.state.same_step(other.state)

    def typed_on(self, other: Place) -> bool:
        """Whether the other is the same word typed further or shorter."""
        return self.tab == other.tab and self.state is not None and self.state.typed_on(other.state)


@dataclass(slots=True)
class History:
    """The places in the order in which they were come to, and where one is among them."""

    steps: list[Place] = field(default_factory=list)
    at: int = -1

    def come(self, place: Place) -> None:
        """This is shown now. A new step drops what lay ahead; the oldest are forgotten."""
        if self.at >= 0 and self.steps[self.at].same_step(place):
            self.steps[self.at] = place
            return
        if not (self.at >= 0 and self.steps[self.at].typed_on(place)):
            self.at += 1
        self.steps[self.at :] = [place]
        if len(self.steps) > MOST:
            del self.steps[0]
            self.at -= 1

    def go(self, by: int) -> Place | None:
        """One step back (-1) or forward (1); None where there is none."""
        if not self.can_go(by):
            return None
        self.at += by
        return self.steps[self.at]

    def can_go(self, by: int) -> bool:
        """Whether there is a step that way."""
        return 0 <= self.at + by < len(self.steps)

    def clear(self) -> None:
        """Forget all."""
        self.steps.clear()
        self.at = -1
