"""How a person arranged the columns of a table, as it is kept between two starts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from walletdesk.ui.tables.columns import Column

_LEAST, _MOST = 100, 100_000


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Columns by their keys, so that a later version may have others.

    `order` is empty as long as nothing was moved. `widths` are those a person set, in thousandths of the width of ten
    digits: another size of the letters makes them wider or narrower with it.
    """

    order: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    widths: Mapping[str, int] = field(default_factory=dict)

    def places(self, columns: Sequence[Column]) -> list[int]:
        """The columns' numbers from left to right; one that was not known then stands behind its neighbour."""
        keys = [column.key for column in columns]
        known = [key for key in dict.fromkeys(self.order) if key in keys]
        for number, key in enumerate(keys):
            if key not in known:
                before = keys[number - 1] if number else None
                known.insert(known.index(before) + 1 if before is not None else 0, key)
        return [keys.index(key) for key in known]

    def shows(self, columns: Sequence[Column], key: str) -> bool:
        """Whether a column is seen; where all are hidden, all are seen."""
        return key not in self.hidden or all(column.key in self.hidden for column in columns)

    def with_width(self, key: str, width: int) -> "Arrangement":
        """With a column of this width."""
        return replace(self, widths={**self.widths, key: max(_LEAST, min(width, _MOST))})

    def text(self) -> str:
        """As it is kept; empty where nothing was arranged."""
        if self == Arrangement():
            return ""
        kept = {"order": self.order, "hidden": sorted(self.hidden), "widths": dict(self.widths)}
        return json.dumps(kept, separators=(",", ":"))


def read(text: str) -> Arrangement:
    """What `text` gave; of anything else as much as makes sense."""
    try:
        kept = json.loads(text)
    except (ValueError, RecursionError):
        return Arrangement()
    if not isinstance(kept, dict):
        return Arrangement()
    widths = kept.get("widths")
    sizes = widths.items() if isinstance(widths, dict) else ()
    return Arrangement(
        tuple(_keys(kept.get("order"))),
        frozenset(_keys(kept.get("hidden"))),
        {key: size for key, size in sizes if type(size) is int and _LEAST <= size <= _MOST},
    )


def _keys(kept: Any) -> list[str]:
    return [key for key in kept if isinstance(key, str)] if isinstance(kept, list) else []
