"""How near what was typed is to a name: its beginning, a word's beginning, its inside, or one slip of the finger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

BEGINS: Final = 0
WORD: Final = 1
INSIDE: Final = 2
SLIP: Final = 3
LETTERS: Final = 4
_SHORTEST_SLIP: Final = 4


def closeness(typed: str, name: str) -> int | None:
    """How near every word that was typed is to a name, less being nearer; None if one is not in it at all."""
    folded = name.casefold()
    words = _split(folded)
    total = 0
    for word in typed.casefold().split():
        near = _near(word, folded, words)
        if near is None:
            return None
        total += near
    return total


def _near(word: str, name: str, words: list[str]) -> int | None:
    if name.startswith(word):
        return BEGINS
    if any(one.startswith(word) for one in words):
        return WORD
    if word in name:
        return INSIDE
    if slipped_in(word, words):
        return SLIP
    return LETTERS if len(word) > 1 and _in_order(word, words) else None


def _split(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text).split()


def _in_order(word: str, words: list[str]) -> bool:
    """Whether the letters begin the words, one or more of each, in their order: "nt" for New transaction."""
    if not words:
        return not word
    if not word:
        return True
    first, *rest = words
    if _in_order(word, rest):
        return True
    return any(
        word[:taken] == first[:taken] and _in_order(word[taken:], rest)
        for taken in range(1, min(len(word), len(first)) + 1)
    )


def holds_nearly(typed: str, text: str) -> bool:
    """Whether every word that was typed stands in a text, or is one slip away from one of its words."""
    folded = text.casefold()
    words = [*folded.split(), *_split(folded)]
    return all(word in folded or slipped_in(word, words) for word in typed.casefold().split())


def slipped_in(word: str, words: Iterable[str]) -> bool:
    """Whether a word is one slip away from one of these, or from its beginning."""
    if len(word) < _SHORTEST_SLIP:
        return False
    return any(
        one_slip(word, one[:size])
        for one in words
        if len(one) >= len(word) - 1
        for size in {min(len(one), len(word) + more) for more in (-1, 0, 1)}
    )


def one_slip(typed: str, meant: str) -> bool:
    """Whether one letter is wrong, missing or too many, or two neighbours are swapped, and no more."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    same = 0
    while same < min(len(typed), len(meant)) and typed[same] == meant[same]:
        same += 1
    rest, other = typed[same:], meant[same:]
    swapped = len(rest) > 1 and len(other) > 1 and rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other or rest == other[1:] or rest[1:] == other[1:]
