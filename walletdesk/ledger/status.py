"""The states of a wallet and the kinds of an operation."""

from enum import Enum


class Status(Enum):
    """A wallet's state (W5)."""

    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"

    def may_become(self, wanted: "Status") -> bool:
        """Open <-> Suspended, either -> Closed, nothing leaves Closed (W5); zero balance is checked elsewhere."""
        return self is not Status.CLOSED and wanted is not self


class Kind(Enum):
    """What an operation does (T1)."""

    TRANSFER = "transfer"
    ISSUE = "issue"
    REDEEM = "redeem"
