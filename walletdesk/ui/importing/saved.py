"""Mappings that are kept: under names a person gave, and for each header the one that was used last."""

import hashlib
import string
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from walletdesk import paths
from walletdesk.controllers import importing
from walletdesk.controllers.importing import Mapping, Sheet
from walletdesk.ledger.refusals import LedgerError

SUFFIX: Final = ".toml"
NAME_LIMIT: Final = 60
_HEADERS: Final = "headers"
_PLAIN: Final = frozenset(string.ascii_letters + string.digits + " -_()+,")


class Saved:
    """A folder of mappings. Every one is a file that the command line takes too."""

    def __init__(self, folder: Path) -> None:
        """The folder is made when something is kept."""
        self.folder: Final = folder

    @classmethod
    def of_the_person(cls) -> "Saved":
        """Those in the person's data folder."""
        return cls(paths.data_folder() / "mappings")

    def names(self) -> tuple[str, ...]:
        """What is kept under a name."""
        try:
            found = [unquote(file.stem) for file in self.folder.glob(f"*{SUFFIX}") if file.is_file()]
        except OSError:
            return ()
        return tuple(sorted(found, key=str.casefold))

    def file(self, name: str) -> Path:
        """Where the mapping of this name lies."""
        kept = "".join(c if c in _PLAIN or (ord(c) > 127 and c.isalnum()) else _escaped(c) for c in name.strip())
        return self.folder / f"{kept}{SUFFIX}"

    def load(self, name: str) -> Mapping:
        """Refuses what reading a mapping does."""
        return importing.load_mapping(self.file(name))

    def keep(self, name: str, mapping: Mapping) -> None:
        """Keep it under the name, in place of the one before; refuses FileFault, DiskFull."""
        paths.private_folder(self.folder)
        importing.save_mapping(mapping, self.file(name))

    def forget(self, name: str) -> None:
        """The name is free again."""
        self.file(name).unlink(missing_ok=True)

    def remembered(self, sheet: Sheet) -> Mapping | None:
        """What the columns of such a file meant the last time; None if that is not known or cannot be read."""
        file = self._of_header(sheet)
        try:
            return importing.load_mapping(file) if file.is_file() else None
        except (LedgerError, OSError):
            return None

    def remember(self, sheet: Sheet, mapping: Mapping) -> None:
        """Keep it for the next file with the same header. If that cannot be, nothing is lost but a convenience."""
        try:
            paths.private_folder(self.folder / _HEADERS)
            importing.save_mapping(mapping, self._of_header(sheet))
        except (LedgerError, OSError):
            return

    def _of_header(self, sheet: Sheet) -> Path:
        facts = sheet.facts
        text = "\x1f".join(facts.columns) if facts.header else f"{len(facts.columns)} columns"
        return self.folder / _HEADERS / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}{SUFFIX}"


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
