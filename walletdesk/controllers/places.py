"""Where a book lies: folders that other machines change, and file systems whose locks cannot be trusted (B5)."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path
from typing import Final

MOUNTS: Final = Path("/proc/mounts")
_SYNCHRONISED: Final = (
    "dropbox", "onedrive", "google drive", "googledrive", "my drive", "nextcloud", "owncloud", "icloud drive",
    "mobile documents", "syncthing", "seafile", "pcloud", "pclouddrive", "mega", "megasync", "box sync",
)  # fmt: skip
_NETWORK: Final = frozenset(
    "9p afpfs afs ceph cifs davfs fuse.davfs2 fuse.gvfsd-fuse fuse.rclone fuse.sshfs glusterfs ncpfs nfs nfs4 smb3 "
    "smbfs".split()
)


class Risk(Enum):
    """What may happen to a book where it lies."""

    SYNCHRONISED = auto()
    """A program copies the file between machines and may put another one in its place."""
    NETWORK = auto()
    """Two machines may write at once, because locks do not always reach over the network."""


def risk(path: Path, mounts: Path = MOUNTS) -> Risk | None:
    """The risk of this place, None if there is none that is known."""
    where = path.absolute()
    names = [name.casefold() for name in where.parent.parts]
    if any(name == known or name.startswith(f"{known} ") for name in names for known in _SYNCHRONISED):
        return Risk.SYNCHRONISED
    return Risk.NETWORK if _file_system(where, mounts) in _NETWORK else None


def _file_system(path: Path, mounts: Path) -> str:
    """The kind of the file system that the path lies on, empty where the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    found = (0, "")
    for line in lines:
        fields = line.split(" ")
        if len(fields) > 2:
            at = Path(fields[1].replace("\\040", " "))
            if path.is_relative_to(at):
                found = max(found, (len(at.parts), fields[2]))
    return found[1]
