"""Why a balance is what it is: what changed it in a period, by who it was with and by what was said (R3, T4).

Every entry goes one of four ways: it was issued or redeemed, and then what was said of it tells what it was for; or it
was received or sent, and then the other wallet does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from heapq import nsmallest
from typing import Final

from walletdesk.ledger.status import Kind

MOST_LINES: Final = 200
MOST_PARTIES: Final = 20_000
"""Of one way; what comes with still other parties is told in one sum."""


class Way(Enum):
    """How value came or went."""

    ISSUED = "issued"
    RECEIVED = "received"
    REDEEMED = "redeemed"
    SENT = "sent"

    @property
    def sign(self) -> int:
        """1 where the balance grew."""
        return 1 if self in (Way.ISSUED, Way.RECEIVED) else -1


def way_of(kind: Kind, comes: bool) -> Way:
    """The way of an entry of an operation of this kind."""
    if kind is Kind.TRANSFER:
        return Way.RECEIVED if comes else Way.SENT
    return Way.ISSUED if kind is Kind.ISSUE else Way.REDEEMED


@dataclass(frozen=True, slots=True)
class Party:
    """Who or what: the other wallet, or what was said of an issue or a redeem ("" where nothing was)."""

    wallet: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """Which entries a line of an explanation stands for: of this way, with this party or with none of those."""

    way: Way
    party: Party | None = None
    without: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """So many entries of so many parts in all, above zero whichever way they went."""

    entries: int
    parts: int


@dataclass(frozen=True, slots=True)
class Others:
    """The parties that have no line of their own, and what went their way; ``parties`` is None past MOST_PARTIES."""

    parties: int | None
    share: Share


@dataclass(frozen=True, slots=True)
class Flow:
    """One way: all of it, the parties with the most first, and the others."""

    way: Way
    share: Share
    lines: tuple[tuple[Party, Share], ...]
    others: Others | None = None

    def shares(self) -> Iterator[Share]:
        """Of every line, that of the others at the end."""
        yield from (share for _, share in self.lines)
        if self.others is not None:
            yield self.others.share


@dataclass(frozen=True, slots=True)
class Explanation:
    """A balance before a period and after it, each found for itself, and what lies between them."""

    opening: int
    closing: int
    flows: tuple[Flow, ...]

    @property
    def change(self) -> int:
        """What all lines make together."""
        return sum(flow.way.sign * share.parts for flow in self.flows for share in flow.shares())

    @property
    def adds_up(self) -> bool:
        """Whether opening and lines make the closing balance."""
        return self.opening + self.change == self.closing

    def of(self, way: Way) -> Flow:
        """One way; with nothing in it where nothing went it."""
        return next((flow for flow in self.flows if flow.way is way), Flow(way, Share(0, 0), ()))


@dataclass
class Gathering:
    """Adds entries up, in any order; a sum of any length is exact."""

    most_parties: int = MOST_PARTIES
    _held: dict[Way, dict[Party, Share]] = field(default_factory=dict)
    _rest: dict[Way, Share] = field(default_factory=dict)

    def add(self, way: Way, party: Party, share: Share) -> None:
        """Some entries that went this way."""
        held = self._held.setdefault(way, {})
        if party not in held and len(held) >= self.most_parties:
            self._rest[way] = _sum((self._rest.get(way, Share(0, 0)), share))
        else:
            held[party] = _sum((held[party], share)) if party in held else share

    def explanation(self, opening: int, closing: int, most_lines: int | None = MOST_LINES) -> Explanation:
        """What was gathered between two balances; at most so many lines of each way, None: all."""
        flows = (self._flow(way, self._held[way], most_lines) for way in Way if way in self._held)
        return Explanation(opening, closing, tuple(flows))

    def _flow(self, way: Way, held: Mapping[Party, Share], most_lines: int | None) -> Flow:
        most = len(held) if most_lines is None else most_lines
        # Where there are many parties, finding the first few is ten times quicker than putting all in order.
        lines = nsmallest(most, held.items(), key=lambda line: (-line[1].parts, line[0].wallet or 0, line[0].text))
        rest = self._rest.get(way)
        every = _sum((*held.values(), *([rest] if rest else [])))
        others = None
        if rest or len(lines) < len(held):
            told = _sum(share for _, share in lines)
            left = Share(every.entries - told.entries, every.parts - told.parts)
            others = Others(None if rest else len(held) - len(lines), left)
        return Flow(way, every, tuple(lines), others)


def _sum(shares: Iterable[Share]) -> Share:
    entries = parts = 0
    for share in shares:
        entries += share.entries
        parts += share.parts
    return Share(entries, parts)
