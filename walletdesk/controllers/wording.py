"""Where the translation of every sentence is hung in, and how a template becomes a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping


class _Hook:
    """Where translation is hung in."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self.translate = translate


hook = _Hook(lambda template: template)


def say(template: str, **facts: object) -> str:
    """The template, translated and filled."""
    return hook.translate(template).format(**facts)


def noun(table: Mapping[str, str], key: str) -> str:
    """The word for a name that the program uses; one without a word stands for itself."""
    return say(table[key]) if key in table else key


def set_translation(translate: Callable[[str], str]) -> None:
    """From now on every template passes through this function."""
    hook.translate = translate
