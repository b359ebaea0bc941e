"""How figures and instants are written on screen: the person's separators, the book's time zone."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QLocale

from walletdesk.ledger.days import within_calendar
from walletdesk.ledger.notation import Notation, grouped

MINUS = "\N{MINUS SIGN}"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SAMPLE = 12_345_678_901
_PLAIN_GROUPS = Notation(".", ",")
_MINUTE = 60_000
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def notation(locale: QLocale | None = None) -> Notation:
    """How the person's locale writes figures. Digits are always 0 to 9."""
    locale = locale or QLocale()
    if locale.language() is QLocale.Language.C:
        return _PLAIN_GROUPS
    return _notation(locale.decimalPoint(), locale.groupSeparator(), locale.toString(_SAMPLE))


@lru_cache(maxsize=64)
def _notation(decimal: str, group: str, sample: str) -> Notation:
    if decimal not in ".,":
        # Marks of another script between the digits 0 to 9 would be read by nobody.
        return _PLAIN_GROUPS
    pieces = sample.split(group) if group and group != decimal else [sample]
    if len(pieces) < 3:
        return Notation(decimal, "")
    return Notation(decimal, group, (len(pieces[-1]), len(pieces[-2])))


def count(number: int, locale: QLocale | None = None) -> str:
    """A whole number with the locale's group marks."""
    text = grouped(abs(number), notation(locale))
    return MINUS + text if number < 0 else text


def minus(text: str) -> str:
    """An amount's text with the minus sign that is as wide as a plus."""
    return MINUS + text[1:] if text.startswith("-") else text


def signed(text: str) -> str:
    """An amount's text that always shows its direction: a plus sign for what came in."""
    if text.startswith(("-", MINUS)):
        return minus(text)
    return f"+{text}" if any(c in "123456789" for c in text) else text


def moment(ms: int, zone: tzinfo) -> datetime:
    """The instant, UTC milliseconds, on the clocks of a zone."""
    return (_EPOCH + timedelta(milliseconds=within_calendar(ms))).astimezone(zone)


def day_of(ms: int, zone: tzinfo) -> date:
    """The day on which the instant falls in a zone."""
    return moment(ms, zone).date()


def date_text(ms: int, zone: tzinfo) -> str:
    """An instant as "2025-11-20 16:47"."""
    return f"{moment(ms, zone):%Y-%m-%d %H:%M}"


def relative_text(ms: int, now: int, zone: tzinfo) -> str:
    """An instant as people say it: "today 09:12", "yesterday 16:47", else its date and time."""
    then, today = moment(ms, zone), day_of(now, zone)
    if then.date() == today:
        return QCoreApplication.translate("format", "today {time}").format(time=f"{then:%H:%M}")
    if then.date() == today - timedelta(days=1):
        return QCoreApplication.translate("format", "yesterday {time}").format(time=f"{then:%H:%M}")
    return date_text(ms, zone)


def age_text(ms: int, now: int) -> str:
    """How long ago an instant was: "just now", "5 min ago", "2 h ago", "3 days ago"."""
    gone = max(0, now - ms)
    if gone < _MINUTE:
        return QCoreApplication.translate("format", "just now")
    if gone < _HOUR:
        return QCoreApplication.translate("format", "{count} min ago").format(count=gone // _MINUTE)
    if gone < _DAY:
        return QCoreApplication.translate("format", "{count} h ago").format(count=gone // _HOUR)
    days = gone // _DAY
    if days == 1:
        return QCoreApplication.translate("format", "1 day ago")
    return QCoreApplication.translate("format", "{count} days ago").format(count=count(days))
