"""Dates in files: read strictly by a form such as ``%d.%m.%Y``, and the form found from all of a column's texts.

The signs are those of strptime, read with ASCII digits and English month names whatever the machine's language, and
without strptime's leniency: ``93111`` is no ``%y%m%d``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Final

from walletdesk.exchange.refusals import DateFormatWrong, DatesAmbiguous, DatesUnknown
from walletdesk.ledger.refusals import DateUnreadable, Missing

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SHORT: Final = tuple(name[:3] for name in _MONTHS)
_NAMES: Final = {"Y": "year", "y": "short", "m": "month", "B": "named", "b": "named", "d": "day", "H": "hour",
                 "I": "twelve", "M": "minute", "S": "second", "f": "micro", "p": "half", "z": "zone"}  # fmt: skip
_DIGITS: Final = {"Y": 4, "y": 2, "m": 2, "d": 2, "H": 2, "I": 2, "M": 2, "S": 2}
_PIVOT: Final = 69
"""Two-digit years from here on are of the last century, as POSIX has it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a text says: a day, and where it says so a time of day; with an offset it is an instant anywhere."""

    day: date
    clock: time | None = None


@dataclass(frozen=True)
class DateForm:
    """A compiled form; ``read`` answers None for a text that does not fit it exactly."""

    format: str
    pattern: re.Pattern[str]

    def read(self, text: str) -> Moment | None:
        """The moment, or None."""
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        try:
            return _moment(found.groupdict())
        except (ValueError, OverflowError):
            return None

    def parse(self, text: str) -> Moment:
        """The moment; refuses Missing and DateUnreadable."""
        stripped = text.strip()
        if not stripped:
            raise Missing("date")
        moment = self.read(stripped)
        if moment is None:
            raise DateUnreadable(stripped[:100])
        return moment


@lru_cache(maxsize=256)
def compiled(format: str) -> DateForm:
    """The form for such a text; refuses DateFormatWrong."""
    tokens = re.findall(r"%.?|[^%]+", format, re.DOTALL)
    seen: set[str] = set()
    parts: list[str] = []
    for place, token in enumerate(tokens):
        if token[0] != "%":
            parts.append(re.escape(token))
            continue
        sign = token[1:]
        if sign == "%":
            parts.append("%")
            continue
        if sign not in _NAMES or _NAMES[sign] in seen:
            raise DateFormatWrong(format, token)
        seen.add(_NAMES[sign])
        beside = (tokens[place - 1] if place else "", tokens[place + 1] if place + 1 < len(tokens) else "")
        parts.append(_group(sign, any(t[:1] == "%" and t[1:2] in _DIGITS for t in beside)))
    for needed, sign in (({"year", "short"}, "%Y"), ({"month", "named"}, "%m"), ({"day"}, "%d")):
        if len(needed & seen) != 1:
            raise DateFormatWrong(format, sign)
    if ("twelve" in seen) != ("half" in seen) or {"hour", "twelve"} <= seen:
        raise DateFormatWrong(format, "%I")
    if ({"minute", "second", "micro", "zone"} & seen) and not {"hour", "twelve"} & seen:
        raise DateFormatWrong(format, "%H")
    return DateForm(format, re.compile("".join(parts), re.IGNORECASE))


def _group(sign: str, tight: bool) -> str:
    """The pattern of one sign; beside another figure it has all its digits."""
    if sign in _DIGITS:
        digits = _DIGITS[sign]
        count = f"{{{digits}}}" if tight or sign in "YyMS" else f"{{1,{digits}}}"
        return f"(?P<{_NAMES[sign]}>[0-9]{count})"
    return {
        "f": "(?P<micro>[0-9]{1,9})",
        "p": "(?P<half>[ap]m)",
        "z": "(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})",
        "b": f"(?P<named>{'|'.join(_SHORT)})",
        "B": f"(?P<named>{'|'.join(_MONTHS)})",
    }[sign]


def _moment(parts: dict[str, str | None]) -> Moment:
    day = date(_year(parts), _month(parts), int(parts["day"] or 0))
    hour = _hour(parts)
    if hour is None:
        return Moment(day)
    micro = int(f"{parts.get('micro') or '0':0<6}"[:6])
    zone = _zone(parts.get("zone"))
    return Moment(day, time(hour, int(parts.get("minute") or 0), int(parts.get("second") or 0), micro, zone))


def _year(parts: dict[str, str | None]) -> int:
    if full := parts.get("year"):
        return int(full)
    short = int(parts["short"] or 0)
    return short + (1900 if short >= _PIVOT else 2000)


def _month(parts: dict[str, str | None]) -> int:
    if named := parts.get("named"):
        return _SHORT.index(named[:3].lower()) + 1
    return int(parts["month"] or 0)


def _hour(parts: dict[str, str | None]) -> int | None:
    if (full := parts.get("hour")) is not None:
        return int(full)
    if (twelve := parts.get("twelve")) is None:
        return None
    if not 1 <= int(twelve) <= 12:
        raise ValueError
    return int(twelve) % 12 + (12 if (parts.get("half") or "").lower() == "pm" else 0)


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in "Zz":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


# --- finding the form ------------------------------------------------------------------------------------------------

_DAYS: Final = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d. %m. %Y", "%d.%m.%y", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y",
    "%d/%m/%y", "%y/%m/%d", "%d-%m-%Y", "%m-%d-%Y", "%y-%m-%d", "%d-%m-%y", "%m-%d-%y", "%Y%m%d", "%y%m%d",
    "%d%m%Y", "%m%d%Y", "%d%m%y", "%m%d%y", "%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y",
)  # fmt: skip
_CLOCKS: Final = ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%H:%M:%S%z", "%H:%M:%S.%f%z", "%I:%M %p", "%I:%M:%S %p")
_TO_NINES: Final = str.maketrans("012345678", "999999999")
_SHAPES: Final = 5000
_SAMPLES: Final = 2000
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
"""Years that a form found by itself may read; a written one reads any."""


@lru_cache(maxsize=1)
def known_forms() -> tuple[DateForm, ...]:
    """Every usual form, days alone first."""
    timed = [f"{day}{mark}{clock}" for day in _DAYS for clock in _CLOCKS for mark in (" ", "T")]
    return tuple(compiled(format) for format in (*_DAYS, *timed))


def day_formats() -> tuple[str, ...]:
    """The usual forms of days alone, as they are written in a mapping."""
    return _DAYS


class DateFinder:
    """Takes the texts of a column one by one and answers the form that fits most of them."""

    def __init__(self) -> None:
        self._shapes: dict[str, tuple[DateForm, ...]] = {}
        self._fits: dict[DateForm, int] = {}
        self._doubtful: dict[str, dict[DateForm, Moment]] = {}
        self._seen: dict[str, tuple[DateForm, ...]] = {}
        self._example = ""
        self._texts = 0

    def add(self, text: str) -> None:
        """Look at one cell; an empty one says nothing."""
        stripped = text.strip()
        if not stripped:
            return
        self._texts += 1
        fitting = self._seen.get(stripped)
        if fitting is None:
            fitting = self._fitting(stripped)
            if len(self._seen) < _SHAPES:
                self._seen[stripped] = fitting
        for form in fitting:
            self._fits[form] = self._fits.get(form, 0) + 1
        if not fitting and not self._example:
            self._example = stripped[:100]

    def _fitting(self, text: str) -> tuple[DateForm, ...]:
        """The forms that read the text as a day of these times."""
        shape = text.translate(_TO_NINES)[:64] if len(text) <= 64 else ""
        forms = self._shapes.get(shape)
        if forms is None:
            forms = tuple(form for form in known_forms() if form.pattern.fullmatch(shape)) if shape else ()
            if len(self._shapes) < _SHAPES:
                self._shapes[shape] = forms
        readings = {form: moment for form in forms if (moment := form.read(text)) and _usual(moment)}
        if len(set(readings.values())) > 1 and len(self._doubtful) < _SAMPLES:
            self._doubtful[text] = readings
        return tuple(readings)

    def answer(self) -> DateForm:
        """The form; refuses DatesUnknown, and DatesAmbiguous where several fit alike and differ."""
        if not self._fits:
            raise DatesUnknown(self._example)
        most = max(self._fits.values())
        if 2 * most < self._texts:
            raise DatesUnknown(self._example)
        best = [form for form in known_forms() if self._fits.get(form) == most]
        for text, readings in self._doubtful.items():
            told = {readings[form].day: form for form in reversed(best) if form in readings}
            if len(told) > 1:
                forms = tuple(form for form in best if form in told.values())
                days = tuple(readings[form].day.isoformat() for form in forms)
                raise DatesAmbiguous(text, tuple(form.format for form in forms), days)
        return best[0]


def _usual(moment: Moment) -> bool:
    return _FIRST_YEAR <= moment.day.year <= _LAST_YEAR


def instant_reader(start: Callable[[date], int], wall: Callable[[datetime], int]) -> Callable[[Moment], int]:
    """A function from moments to UTC milliseconds, given a calendar's day starts and wall-clock instants."""

    def read(moment: Moment) -> int:
        if moment.clock is None:
            return start(moment.day)
        if moment.clock.tzinfo is None:
            return wall(datetime.combine(moment.day, moment.clock))
        return round_down(datetime.combine(moment.day, moment.clock))

    return read


def round_down(moment: datetime) -> int:
    """UTC milliseconds of an instant with its zone."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
