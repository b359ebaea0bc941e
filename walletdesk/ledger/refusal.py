"""The base of all refusals, beside them: who only hands one on need not know every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING


class LedgerError(Exception):
    """Base of everything that the ledger or the book refuses to do."""

    field: str | None  # without a value here: a dataclass would take it for the default of each subclass's field

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> None:
            """A refusal that no field caused answers None."""
            if name != "field":
                raise AttributeError(name)

    def __str__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={fact!r}' for name, fact in vars(self).items())})"
