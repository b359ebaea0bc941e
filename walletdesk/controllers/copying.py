"""Rows for the clipboard: tab-separated text that no spreadsheet runs."""

from __future__ import annotations

from collections.abc import Iterable

from walletdesk.exchange.csv_write import guarded


def line(texts: Iterable[str]) -> str:
    """One row: each text in one line of its own cell, made harmless as in an exported file."""
    return "\t".join(guarded(" ".join(text.split())) for text in texts)
