"""The sample book: whole, sound, and the same for the same seed."""

from pathlib import Path

import pytest

from walletdesk.controllers import books, customers, projects, sample, transactions, wallets
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import verify_book
from walletdesk.ledger.refusals import BookExists

NOW = 1_795_000_000_000


def story(path: Path) -> list[tuple[object, ...]]:
    """What a person sees of it: owners, names and balances."""
    book = books.open(path)
    try:
        assert finish(verify_book(book)).ok
        project = next(p for p in projects.list_all(book) if p.wallets)
        people = customers.page(book, project.id, customers.CustomerQuery(), 1, 500)
        assert any(person.suspended for person in people.rows)
        assert transactions.page(book, project.id).total == 301
        return [
            (w.label, w.owner_id, w.owner_name, w.name, w.asset.code, w.status, w.balance)
            for w, _ in wallets.balances(book, project.id)
        ]
    finally:
        book.close()


def test_the_same_seed_tells_the_same_story(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.walletdesk" for name in "ab"]
    for path in paths:
        finish(sample.make(path, lambda: NOW, people=40, postings=300))
    first, second = map(story, paths)
    assert first == second
    assert len({row[4] for row in first}) >= 5


def test_a_cancelled_sample_leaves_nothing(tmp_path: Path) -> None:
    task = sample.make(tmp_path / "s.walletdesk", lambda: NOW, people=40, postings=300)
    next(task)
    next(task)
    task.close()
    assert list(tmp_path.iterdir()) == []


def test_a_sample_replaces_no_file(tmp_path: Path) -> None:
    path = tmp_path / "s.walletdesk"
    path.write_bytes(b"mine")
    with pytest.raises(BookExists):
        finish(sample.make(path))
    assert path.read_bytes() == b"mine"
