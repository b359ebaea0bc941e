"""B5: a folder that another program synchronises, and a disk over the network, are known by what they are."""

from pathlib import Path

import pytest

from walletdesk.controllers.places import Risk, risk

MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/home /home/ann/share nfs4 rw 0 0
//server/x /mnt/with\\040space cifs rw 0 0
tmpfs /home/ann/share/local tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/home/ann/ledger.walletdesk", None),
        ("/home/ann/Dropbox/ledger.walletdesk", Risk.SYNCHRONISED),
        ("/home/ann/OneDrive - Company Ltd/books/ledger.walletdesk", Risk.SYNCHRONISED),
        ("/home/ann/Nextcloud/a/b/ledger.walletdesk", Risk.SYNCHRONISED),
        ("/home/ann/notes about dropbox/ledger.walletdesk", None),
        ("/home/ann/Dropbox.walletdesk", None),
        ("/home/ann/share/ledger.walletdesk", Risk.NETWORK),
        ("/home/ann/sharedfolder/ledger.walletdesk", None),
        ("/home/ann/share/local/ledger.walletdesk", None),
        ("/mnt/with space/ledger.walletdesk", Risk.NETWORK),
    ],
)
def test_places(tmp_path: Path, path: str, expected: Risk | None) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS, encoding="utf-8")
    assert risk(Path(path), mounts) is expected


def test_where_the_system_does_not_tell_nothing_is_said(tmp_path: Path) -> None:
    assert risk(Path("/home/ann/ledger.walletdesk"), tmp_path / "missing") is None
