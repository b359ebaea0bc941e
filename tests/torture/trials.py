"""The 22 guarantees: what is promised, and which programs and tests prove it.

A program is a function ``run(count, seed)`` in a module beside this one. It answers what it counted, in words and what
was asked for first, and raises AssertionError (``harness.rounds`` adds the seed) where a promise is broken. To add one:
write the function, name it here as "module" or "module:function", and give three counts: in CI (some seconds; 0: not
there), short (a minute at most) and full.
Tests are paths for pytest, with -k and the like where only some of them count.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    """Something to run so often: in CI, in short and in full. ``shimmed``: under the library of shim.py."""

    what: str
    ci: int
    short: int
    full: int
    shimmed: bool = False


@dataclass(frozen=True)
class Trial:
    """One guarantee."""

    name: str
    promise: str
    programs: tuple[Program, ...] = ()
    tests: tuple[str, ...] = ()


TRIALS = (
    Trial(
        "G1",
        "survives a crash of the program",
        (Program("crash", 60, 300, 10_000), Program("crash:acts", 120, 240, 10_000, shimmed=True)),
    ),
    Trial(
        "G2",
        "survives a power cut",
        (Program("power", 120, 240, 10_000, shimmed=True),),
    ),
    Trial(
        "G3",
        "all or nothing under any I/O error",
        (
            Program("faults:exhaustive", 36, 180, 100_000, shimmed=True),
            Program("faults", 0, 120, 2_000, shimmed=True),
            Program("simulator", 100, 1_000, 100_000, shimmed=True),
        ),
    ),
    Trial(
        "G4",
        "disk full, read-only, locked: said, goes on",
        (Program("trouble", 5, 13, 130, shimmed=True),),
        (
            "tests/journeys/test_damaged_book.py",
            "tests/journeys/test_moved_book.py",
            "tests/journeys/test_from_outside.py",
            "tests/journeys/test_read_only.py",
            "tests/store/test_moved.py",
            "tests/store/test_holders.py",
        ),
    ),
    Trial(
        "G5",
        "a damaged or foreign file is refused",
        (Program("hostile", 100, 500, 5_000),),
        ("tests/store/test_book.py", "tests/store/test_quick.py", "tests/store/test_hostile.py"),
    ),
    Trial("G6", "one complete file between two postings", (Program("copies", 10, 100, 1_000),)),
    Trial(
        "G7",
        "one window per book, nobody locked out",
        (Program("double", 30, 300, 6_000), Program("starts", 2, 20, 200)),
        ("tests/ui/test_instance.py",),
    ),
    Trial("G8", "the live book is touched through SQLite only", (), ("tests/app/test_house.py",)),
    Trial(
        "G9",
        "a migration keeps schema and money",
        (Program("crash:upgrades", 0, 60, 1_000, shimmed=True),),
        ("tests/store/test_upgrade.py",),
    ),
    Trial(
        "G10", "newer and foreign books stay untouched", (), ("tests/store/test_book.py", "tests/store/test_hostile.py")
    ),
    Trial(
        "G11",
        "order does not depend on the clock",
        (Program("clocks", 120, 1_200, 20_000),),
        ("tests/store/test_posting.py", "tests/ledger/test_days.py"),
    ),
    Trial(
        "G12",
        "an export is complete, or the old one stays",
        (Program("crash:exports", 0, 36, 500, shimmed=True),),
        ("tests/exchange/test_files.py", "tests/controllers/test_exporting.py"),
    ),
    Trial(
        "G13",
        "backups are read back, restoring is drilled",
        (Program("crash:backups", 0, 12, 200, shimmed=True),),
        ("tests/store/test_backup.py", "tests/store/test_restore.py"),
    ),
    Trial(
        "G14",
        "amounts are exact",
        (Program("amounts", 10_000, 50_000, 1_250_000),),
        ("tests/ledger/test_amounts.py", "tests/ledger/test_arithmetic.py", "tests/app/test_house.py"),
    ),
    Trial(
        "G15",
        "exports are safe and come back the same",
        (Program("cells", 20_000, 100_000, 1_000_000),),
        ("tests/exchange/test_csv.py",),
    ),
    Trial(
        "G16",
        "never below zero, supply conserved, no gaps",
        (Program("attacks", 113, 1_130, 22_600),),
        ("tests/store/test_guards.py",),
    ),
    Trial(
        "G17",
        "tampering shows",
        (Program("tampering", 100, 500, 20_000),),
        ("tests/store/test_verify.py", "tests/controllers/test_sealing.py"),
    ),
    Trial(
        "G18",
        "a retry or a double click posts once",
        (Program("again", 50, 300, 10_000, shimmed=True),),
        ("tests/store/test_posting.py",),
    ),
    Trial("G19", "no network", (Program("offline", 0, 3, 1_000),), ("tests/journeys/test_private.py",)),
    Trial(
        "G20",
        "private and erasable",
        (Program("erasing", 60, 600, 10_000),),
        ("tests/journeys/test_private.py", "tests/store/test_search.py"),
    ),
    Trial(
        "G21",
        "no input crashes or freezes",
        (Program("inputs", 300, 3_000, 100_000), Program("forms", 100, 1_000, 20_000)),
        ("tests/exchange",),
    ),
    Trial(
        "G22",
        "drafts survive",
        (Program("crash:drafts", 0, 36, 500, shimmed=True),),
        ("tests/ui/builder/test_saving.py",),
    ),
)
