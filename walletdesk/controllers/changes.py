"""What a command changed, so that whoever shows it refreshes that and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from walletdesk.controllers.edits import Edit

T = TypeVar("T")
NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Changes:
    """The changed ids by kind; ``project`` is where they are. ``everything`` stands for more than is worth naming."""

    project: str | None = None
    projects: frozenset[str] = frozenset()
    assets: frozenset[str] = frozenset()
    customers: frozenset[int] = NONE
    wallets: frozenset[int] = NONE
    transactions: frozenset[int] = NONE
    drafts: frozenset[int] = NONE
    templates: frozenset[int] = NONE
    everything: bool = False

    def touches(self, *kinds: str) -> bool:
        """True if something of one of these kinds ("wallets", "customers" ...) changed."""
        return self.everything or any(getattr(self, kind) for kind in kinds)

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self) if f.name != "project")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """A command's answer: its value and what it changed; ``edit`` is how it is undone, None where it is final."""

    value: T
    changes: Changes
    edit: Edit | None = None
