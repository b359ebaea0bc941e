"""G4: a file that lost its name is written no more: what was acknowledged would be lost with it (B3)."""

from pathlib import Path

import pytest

from tests.store.conftest import World, build
from walletdesk.controllers import customers
from walletdesk.ledger.refusals_book import BookMoved
from walletdesk.ledger.values import issue
from walletdesk.store.book import open_book


@pytest.fixture
def made(tmp_path: Path) -> World:
    return build(tmp_path / "bar.walletdesk")


def refused(world: World) -> None:
    with pytest.raises(BookMoved):
        world.post(issue(world.ann, 1))
    with pytest.raises(BookMoved):
        customers.delete(world.book, 1)


def test_a_file_moved_away_and_back_again(made: World) -> None:
    away = made.path.with_name("away")
    made.path.rename(away)
    refused(made)
    away.rename(made.path)
    assert made.post(issue(made.ann, 1)).number == 5
    made.book.close()


def test_a_deleted_file_is_written_no_more(made: World) -> None:
    made.path.unlink()
    refused(made)
    made.book.close()
    assert list(made.path.parent.iterdir()) in ([], [Path(f"{made.path}-journal")])


def test_a_replaced_file_and_its_journal_stay_as_they_are(made: World, tmp_path: Path) -> None:
    other = build(tmp_path / "other.walletdesk")
    other.post(issue(other.ann, 7))
    other.book.close()
    other.path.replace(made.path)
    before = made.path.read_bytes()
    journal = Path(f"{made.path}-journal")
    journal.write_bytes(b"of the file that came")
    refused(made)
    made.book.close()
    assert made.path.read_bytes() == before
    assert journal.read_bytes() == b"of the file that came"
    journal.unlink()
    again = open_book(made.path)
    assert again.value("SELECT count(*) FROM txn") == 5
    again.close()


def test_a_link_may_lead_to_the_book(made: World) -> None:
    link = made.path.with_name("link.walletdesk")
    link.symlink_to(made.path)
    made.book.close()
    book = open_book(link)
    with book.unit():
        pass
    book.close()
