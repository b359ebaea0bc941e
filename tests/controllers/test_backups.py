"""I4: backups come by themselves when something changed, and a failed one is told and blocks nothing."""

from pathlib import Path
from typing import Any

import pytest

from tests.store.test_quick import damage
from walletdesk.controllers import (
    assets,
    backups,
    books,
    customers,
    projects,
    remains,
    restoring,
    templates,
    verifying,
    wallets,
)
from walletdesk.controllers.backups import Place
from walletdesk.controllers.draft import DraftState
from walletdesk.controllers.tasks import Progress, Task, finish
from walletdesk.ledger.refusals import BookDamaged, LedgerError
from walletdesk.ledger.refusals_book import BackupFolderMissing


@pytest.fixture
def book(tmp_path: Path) -> Any:
    made = books.create(tmp_path / "ledger.walletdesk", "UTC")
    projects.create(made, "Bar", "bar")
    yield made
    made.close()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "notes").mkdir()
    return Place(tmp_path / "backups", notes=tmp_path / "notes")


def test_a_backup_is_made_when_something_changed_and_only_then(book: Any, place: Place) -> None:
    assert backups.standing(book, place).last is None
    first = finish(backups.automatic(book, place)).last
    assert first is not None
    assert finish(backups.automatic(book, place)).last == first
    assets.create(book, "bar", "Euro", "EUR", 100)
    second = finish(backups.automatic(book, place)).last
    assert second not in (None, first)
    assert len(list(place.folder.iterdir())) == 2


def test_another_name_of_a_template_is_a_change(book: Any, place: Place) -> None:
    kept = templates.keep(book, "bar", "A", DraftState()).value.id
    first = finish(backups.automatic(book, place)).last
    assert first is not None
    templates.rename(book, kept, "B")
    assert finish(restoring.difference(book, first.path)).templates == 1
    assert finish(backups.automatic(book, place)).last != first


def test_a_demanded_backup_is_made_though_nothing_changed(book: Any, place: Place) -> None:
    first = finish(backups.make(book, place))
    assert finish(backups.make(book, place)) != first


def test_a_chosen_folder_that_is_gone_is_not_made(book: Any, tmp_path: Path, place: Place) -> None:
    gone = Place(tmp_path / "usb" / "backups", chosen=True, notes=place.notes)
    with pytest.raises(BackupFolderMissing):
        finish(backups.make(book, gone))
    assert not (tmp_path / "usb").exists()
    standing = finish(backups.automatic(book, gone))
    assert standing.last is None
    assert "is not there" in standing.trouble
    assert "is not there" in backups.standing(book, gone).trouble
    finish(backups.make(book, place))
    assert backups.standing(book, place).trouble == ""


def test_a_folder_that_cannot_be_made_is_told(book: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(LedgerError):
        finish(backups.make(book, Place(tmp_path / "file" / "backups")))


def test_a_book_that_is_only_read_needs_no_backup_by_itself(book: Any, place: Place) -> None:
    book.close()
    reading = books.open(book.path, writable=False)
    assert finish(backups.automatic(reading, place)).last is None
    assert finish(backups.make(reading, place)).path.exists()
    reading.close()


def test_what_changes_much_has_a_backup_before_it(book: Any, place: Place) -> None:
    seen: list[int] = []

    def much(book: Any, count: int) -> Task[int]:
        seen.append(len(list(place.folder.iterdir())))
        yield Progress(1, 1)
        return count

    assert finish(backups.before(book, place, much, 7)) == 7
    assert seen == [1]


def test_notes_that_cannot_be_read_are_none(book: Any, place: Place) -> None:
    assert place.notes is not None
    (place.notes / f"{book.id}.backup.json").write_text("{", encoding="utf-8")
    assert backups.standing(book, place).trouble == ""


def test_rows_of_a_damaged_page_are_damage_and_no_mistake_of_ours(book: Any, place: Place) -> None:
    euro = assets.create(book, "bar", "Euro", "EUR", 100).value
    for name in ("Till", "Safe"):
        wallets.open_system(book, euro.id, name)
    kept = finish(backups.make(book, place)).path
    page = book.value("SELECT rootpage FROM sqlite_schema WHERE name = 'wallet'")
    book.close()
    damage(book.path, page)
    reading = books.open(book.path, writable=False)
    with pytest.raises(BookDamaged):
        finish(restoring.difference(reading, kept))
    reading.close()


def test_a_restored_book_that_fails_at_once_is_let_go(book: Any, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = finish(backups.make(book, place)).path
    book.close()
    opened: list[books.Book] = []

    def failing(book: books.Book, _memory: Path) -> None:
        opened.append(book)
        raise BookDamaged(str(book.path))

    monkeypatch.setattr(verifying, "remember_ends", failing)
    with pytest.raises(BookDamaged):
        restoring.reopen(finish(restoring.prepare(book.path, kept)), memory=place.notes)
    with pytest.raises(Exception, match=r"not open|closed"):
        opened[0].rows("SELECT 1")


def test_c4_backups_that_hold_a_deleted_customer_are_found_and_go_after_a_new_one(book: Any, place: Place) -> None:
    before = finish(backups.make(book, place))
    ann, bob = (customers.create(book, "bar", id_, name).value for id_, name in (("ann", "Ann"), ("bob", "Bob")))
    both = finish(backups.make(book, place))
    assert finish(remains.holding(book, place)) == ()
    customers.delete(book, ann.key)
    customers.create(book, "bar", "ann", "Another Ann")
    after = finish(backups.make(book, place))
    assert finish(remains.holding(book, place)) == (both,)
    customers.delete(book, bob.key)
    held = finish(remains.holding(book, place))
    assert {one.path for one in held} == {both.path, after.path}
    made = finish(remains.remove(book, place, [one.path for one in held]))
    assert set(place.folder.iterdir()) == {before.path, made.path}
    assert finish(remains.holding(book, place)) == ()


def test_c4_earlier_files_beside_the_book_and_what_cannot_be_read_are_told_of_too(book: Any, place: Place) -> None:
    ann = customers.create(book, "bar", "ann", "Ann").value
    kept = finish(backups.make(book, place))
    aside = book.path.with_name("ledger.before-restore.walletdesk")
    aside.write_bytes(kept.path.read_bytes())
    stranger = book.path.with_name("ledger.v1.walletdesk")
    books.create(stranger, "UTC").close()
    spoilt = kept.path.with_name(kept.path.name.replace("Z.", "Z.").replace(kept.path.name[-24:-20], "0001"))
    spoilt.write_bytes(b"nothing")
    customers.delete(book, ann.key)
    assert {one.path for one in finish(remains.holding(book, place))} == {kept.path, aside, spoilt}


@pytest.mark.parametrize("name", ["ledger.walletdesk", "ledger", "y" * 195 + ".walletdesk"])
def test_c4_whatever_lies_beside_the_book_is_looked_at_however_the_book_is_named(
    tmp_path: Path, place: Place, name: str
) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.walletdesk"
    link.symlink_to(tmp_path / "real" / name)
    books.create(tmp_path / "real" / name, "UTC").close()
    made = books.open(link)
    projects.create(made, "Bar", "bar")
    ann = customers.create(made, "bar", "ann", "Ann").value
    kept = finish(backups.make(made, place)).path
    made.close()
    restored = finish(restoring.prepare(link, kept))
    made = restoring.reopen(restored)
    assert restored.kept is not None
    journal = restored.kept.with_name(restored.kept.name + "-journal")
    journal.write_bytes(b"Ann")
    half = finish(restoring.prepare(link, kept)).fresh
    customers.delete(made, ann.key)
    held = {one.path for one in finish(remains.holding(made, place))}
    assert held == {kept, restored.kept, journal, half}
    made.close()


def test_c4_without_a_new_backup_none_is_deleted(book: Any, tmp_path: Path, place: Place) -> None:
    kept = finish(backups.make(book, place))
    with pytest.raises(BackupFolderMissing):
        finish(remains.remove(book, Place(tmp_path / "gone", chosen=True), [kept.path]))
    assert kept.path.exists()
