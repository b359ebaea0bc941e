"""How a book of an older version becomes one of this version: numbered steps, each of them frozen (I5).

A step is never changed once it was released, and knows nothing of today's tables; each runs in one transaction with
the change of the version. ``schema`` makes the same tables at once, which a test compares.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from walletdesk.store import schema

FIRST: Final = 1
"""The oldest version that can be brought to this one."""

STEPS: Final[Mapping[int, str]] = {
    2: """
CREATE TABLE template (
    id INTEGER PRIMARY KEY,
    project TEXT NOT NULL REFERENCES project (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    content TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (project, name)
) STRICT;
""",
}
"""What leads to each version from the one before."""


def apply(connection: sqlite3.Connection, version: int) -> None:
    """Run the steps from this version to the present one; the connection is in no transaction."""
    for number in range(version + 1, schema.VERSION + 1):
        connection.executescript(f"BEGIN IMMEDIATE;\n{STEPS[number]}\nPRAGMA user_version = {number};\nCOMMIT;")
