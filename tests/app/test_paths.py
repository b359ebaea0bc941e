"""Files lie in the person's own folders, and only they can read them."""

import stat
from pathlib import Path

from walletdesk import paths


def test_every_folder_is_made_for_its_owner_alone() -> None:
    for folder in (paths.data_folder(), paths.settings_file().parent, paths.state_folder(), paths.log_folder()):
        assert folder.is_dir()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_parents_are_private_too(tmp_path: Path) -> None:
    paths.private_folder(tmp_path / "a" / "b")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700


def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert paths.private_folder(tmp_path) == tmp_path
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_names(own_folders: Path) -> None:
    assert paths.default_book().name == "ledger.walletdesk"
    assert paths.default_book().is_relative_to(own_folders)
    assert paths.log_file().parent == paths.log_folder()


def test_resources_are_found() -> None:
    assert (paths.resources() / "walletdesk.svg").is_file()
    assert sorted(file.name for file in (paths.resources() / "fonts").glob("*.otf")) == [
        "WalletDeskSans-Bold.otf",
        "WalletDeskSans-Medium.otf",
        "WalletDeskSans-Regular.otf",
        "WalletDeskSans-SemiBold.otf",
    ]


def test_licences_lie_beside_what_they_cover() -> None:
    assert "SIL OPEN FONT LICENSE" in (paths.resources() / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "ISC License" in (paths.resources() / "icons" / "LICENSE").read_text(encoding="utf-8")
