"""What was looked at, back and forward as in a browser: pure, without a widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Protocol

MOST: Final = 100


class State(Protocol):
    """What a tab showed, as far as it can be shown again."""

    def same_step(self, other: object) -> bool:
        """Whether going from one to the other is no step, as selecting another row is none."""

    def typed_on(self, other: object) -> bool:
        """Whether the other is the same word typed further or shorter: many keys are one step."""


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
