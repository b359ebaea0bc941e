"""Which backups stay: the ten latest, then one a day, a week and a month, as far back as each of them reaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

LATEST: Final = 10
DAYS: Final = 14
WEEKS: Final = 8
MONTHS: Final = 24

_Bucket = Callable[[datetime], tuple[int, ...]]
_BUCKETS: Final[tuple[tuple[_Bucket, int], ...]] = (
    (lambda then: (then.year, then.month, then.day), DAYS),
    (lambda then: tuple(then.isocalendar()[:2]), WEEKS),
    (lambda then: (then.year, then.month), MONTHS),
)


def kept(instants: Sequence[int]) -> set[int]:
    """The instants (UTC milliseconds) of the backups that stay; the latest one always does.

    Counted in days, weeks and months that have a backup, not by the calendar: time without a backup, or a clock that
    was wrong, makes none of them disappear.
    """
    latest_first = sorted(instants, reverse=True)
    stay = set(latest_first[:LATEST])
    for bucket, most in _BUCKETS:
        newest: dict[tuple[int, ...], int] = {}
        for at in latest_first:
            newest.setdefault(bucket(datetime.fromtimestamp(at // 1000, UTC)), at)
        stay.update(list(newest.values())[:most])
    return stay
