"""A mapping as TOML: read with every wrong key named, and written so that it is read back the same."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, Final

from walletdesk.exchange.csv_read import open_file
from walletdesk.exchange.files import SafeFile, file_refusal
from walletdesk.exchange.mapping import TABLES, Becomes, Booking, Mapping
from walletdesk.exchange.refusals import MappingKeyUnknown, MappingUnreadable, MappingValueWrong
from walletdesk.ledger.amounts import MAX_FRACTIONS

_LIMIT: Final = 1_000_000
_Check = Callable[[str, Any], Any]


def load(path: Path | str) -> Mapping:
    """The mapping in the file; refuses FileFault, MappingUnreadable and what ``parse`` refuses."""
    with open_file(Path(path)) as file:
        try:
            data = file.read(_LIMIT + 1)
        except OSError as error:
            raise file_refusal(path, error) from error
    if len(data) > _LIMIT:
        raise MappingUnreadable(str(path), f"more than {_LIMIT} bytes")
    try:
        return parse(data.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise MappingUnreadable(str(path), "not UTF-8") from error


def save(mapping: Mapping, path: Path | str, *spared: Path) -> None:
    """Write the mapping beside and rename it; refuses FileSpared, FileFault, DiskFull."""
    with SafeFile(path, *spared) as file:
        file.write(dump(mapping).encode())


def parse(text: str, path: str = "") -> Mapping:
    """The mapping in the text; refuses MappingUnreadable, MappingKeyUnknown, MappingValueWrong."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: no TOML, or a number of thousands of digits
        raise MappingUnreadable(path, str(error)) from error
    values: dict[str, Any] = {}
    for key, value in _known(table, tuple(field.name for field in dataclasses.fields(Mapping)), ""):
        values[key] = _table(key, value) if key in TABLES else _TOP[key](key, value)
    return Mapping(**values)


def _known(table: dict[str, Any], choices: tuple[str, ...], prefix: str) -> list[tuple[str, Any]]:
    for key in table:
        if key not in choices:
            raise MappingKeyUnknown(prefix + key, choices)
    return list(table.items())


def _table(name: str, value: Any) -> Any:
    if not isinstance(value, dict):
        raise MappingValueWrong(name, "table", _found(value))
    kind = TABLES[name]
    names = tuple(field.name for field in dataclasses.fields(kind))
    check = _CHECKS[name]
    rows = _known(value, names, f"{name}.")
    return kind(**{key: (_SPECIAL.get(f"{name}.{key}") or check)(f"{name}.{key}", item) for key, item in rows})


def _found(value: Any) -> str:
    try:
        text = repr(value)
    except ValueError:  # a number of thousands of digits, written as TOML's 0x...
        return "\u2026"
    return text if len(text) <= 60 else text[:60] + "\u2026"


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise MappingValueWrong(key, "text", _found(value))
    return value


def _any_text(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise MappingValueWrong(key, "text", _found(value))
    return value


def _column(key: str, value: Any) -> str | int:
    if type(value) is int and 1 <= value <= 100_000:
        return value
    if isinstance(value, str) and value.strip():
        return value
    raise MappingValueWrong(key, "column", _found(value))


def _yes_or_no(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise MappingValueWrong(key, "true or false", _found(value))
    return value


def _words(key: str, value: Any) -> tuple[str, ...]:
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise MappingValueWrong(key, "words", _found(value))
    return tuple(words)


def _fractions(key: str, value: Any) -> int:
    if type(value) is not int or not 1 <= value <= MAX_FRACTIONS:
        raise MappingValueWrong(key, "fractions", _found(value))
    return value


def _sign(key: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) != 1 or value in '"\r\n\0':
        raise MappingValueWrong(key, "sign", _found(value))
    return value


def _mark(choices: str) -> _Check:
    def check(key: str, value: Any) -> str:
        if not isinstance(value, str) or (value not in choices if value else key.endswith("decimal")) or len(value) > 1:
            raise MappingValueWrong(key, "one of " + " ".join(repr(c) for c in choices), _found(value))
        return value

    return check


def _choice(*members: Enum) -> _Check:
    def check(key: str, value: Any) -> Enum:
        for member in members:
            if value == member.value:
                return member
        raise MappingValueWrong(key, "one of " + ", ".join(f'"{member.value}"' for member in members), _found(value))

    return check


_CHECKS: Final[dict[str, _Check]] = {
    "asset": _text, "columns": _column, "format": _text, "kinds": _words, "create": _yes_or_no,
}  # fmt: skip
_SPECIAL: Final[dict[str, _Check]] = {
    "asset.fractions": _fractions,
    "asset.unit": _any_text,
    "asset.part": _any_text,
    "format.separator": _sign,
    "format.header": _yes_or_no,
    "format.decimal": _mark(".,"),
    "format.group": _mark(".,' \u00a0\u202f\u2019"),
}
_TOP: Final[dict[str, _Check]] = {
    "project": _text,
    "wallet": _text,
    "system": _text,
    "booking": _choice(*Booking),
    "credit": _choice(Becomes.ISSUE, Becomes.IN),
    "debit": _choice(Becomes.REDEEM, Becomes.OUT),
}


# --- writing ---------------------------------------------------------------------------------------------------------


def dump(mapping: Mapping) -> str:
    """The TOML text; what has its usual value is left out."""
    usual = Mapping()
    lines: list[str] = []
    tables: list[str] = []
    for part in dataclasses.fields(Mapping):
        value = getattr(mapping, part.name)
        if part.name in TABLES:
            tables += _dump_table(part.name, value, getattr(usual, part.name))
        elif value != getattr(usual, part.name):
            lines.append(f"{part.name} = {_literal(value)}")
    return "\n".join([*lines, *tables]) + "\n"


def _dump_table(name: str, value: Any, usual: Any) -> list[str]:
    names = [part.name for part in dataclasses.fields(value)]
    rows = [f"{n} = {_literal(getattr(value, n))}" for n in names if getattr(value, n) != getattr(usual, n)]
    return ["", f"[{name}]", *rows] if rows else []


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    return _quoted(value.value if isinstance(value, Enum) else value)


def _quoted(text: str) -> str:
    plain = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(plain.get(c) or (c if c.isprintable() else _escaped(c)) for c in text) + '"'


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
