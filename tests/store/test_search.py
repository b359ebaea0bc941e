"""What is found by typing is what is there: the index against a naive filter, its upkeep, and what Verify says."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walletdesk.controllers import assets as asset_commands
from walletdesk.controllers import customers as customer_commands
from walletdesk.controllers import entries, finding, importing, projects, transactions, wallets
from walletdesk.controllers.customers import CustomerQuery
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.transactions import TransactionQuery
from walletdesk.controllers.verifying import verify_book
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.ledger.findings import Check
from walletdesk.ledger.refusals import ForbiddenCharacter
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Customer, Wallet, issue, wallet_label
from walletdesk.store import customers, search
from walletdesk.store.book import Book, create, open_book

ALPHABET = "abAB12 -'\"*ßẞſΣσςİıÅåÅé́ñ漢字🐟"
TEXTS = st.text(ALPHABET, max_size=12)
TYPED = st.text(ALPHABET + "\t%_(){}:^", max_size=8)


def holds(text: str, *columns: str) -> bool:
    """The naive filter: every word stands within one of the columns."""
    words = normalize("NFC", text).casefold().split()[:8]
    return all(any(word in column.casefold() for column in columns) for word in words)


def wallet_holds(text: str, w: Wallet) -> bool:
    return holds(text, w.name, w.owner_name, w.owner_id or "", w.asset.code, wallet_label(w.number, w.system))


def customer_holds(text: str, c: Customer) -> bool:
    return holds(text, c.name, c.id or "", c.description)


def found_wallets(book: Book, project: str, text: str) -> set[int]:
    return {wallet.id for wallet in wallets.page(book, project, WalletQuery(text=text), 1, 500).rows}


def found_customers(book: Book, project: str, text: str) -> set[int]:
    return {customer.key for customer in customer_commands.page(book, project, CustomerQuery(text=text), 1, 500).rows}


@settings(max_examples=60)
@given(people=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6), typed=st.lists(TYPED, max_size=8))
def test_what_is_found_is_what_a_naive_filter_finds(
    people: list[tuple[str, str, str]], typed: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    book = create(tmp_path_factory.mktemp("search") / "b.walletdesk", "UTC")
    project = projects.create(book, "Bar").value.id
    asset = asset_commands.create(book, project, "Euro", "Eß1", 100).value.id
    for place, (name, description, wallet) in enumerate(people):
        owner = customer_commands.upsert(book, project, f"{description.strip()[:6]}{place}", name, description).value
        wallets.open(book, owner.key, asset, wallet.strip() or "x")
        wallets.open_system(book, asset, name.strip() or "y")
    pieces = [text[start : start + 4] for person in people for text in person for start in (0, 1, 3)]
    every = wallets.page(book, project, WalletQuery(), 1, 500).rows
    everybody = customer_commands.page(book, project, CustomerQuery(), 1, 500).rows
    for text in [*typed, *pieces, *(f"{a} {b}" for a, b in zip(pieces, typed, strict=False)), "W-00002", "s-0", "ESS"]:
        assert found_wallets(book, project, text) == {w.id for w in every if wallet_holds(text, w)}, text
        assert found_customers(book, project, text) == {c.key for c in everybody if customer_holds(text, c)}, text
        total = wallets.page(book, project, WalletQuery(text=text), 1, 1).total
        assert total == sum(wallet_holds(text, w) for w in every)
    assert finish(verify_book(book)).ok
    book.close()


def test_completion_offers_what_is_open_then_system_then_the_busiest(world: Any) -> None:
    found = wallets.complete(world.book, "bar", "cash")
    assert [wallet.id for wallet in found] == [world.ann, world.bob]
    wallets.set_status(world.book, world.ann, Status.SUSPENDED)
    assert [wallet.id for wallet in wallets.complete(world.book, "bar", "cash")] == [world.bob, world.ann]
    assert wallets.complete(world.book, "bar", "eur")[0].id == world.till
    assert [wallet.id for wallet in wallets.complete(world.book, "bar", "ng cas e")] == [world.ann]
    assert wallets.complete(world.book, "bar", "cash", "bar-day") == ()


def test_the_index_follows_names(world: Any) -> None:
    book = world.book
    customer_commands.upsert(book, "bar", "ann", "Grace Keller", "moved")
    assert found_wallets(book, "bar", "ångström") == set()
    assert found_wallets(book, "bar", "keller") == {world.ann, world.closed, world.days}
    assert found_customers(book, "bar", "KELLER moved") == {1}
    assert found_customers(book, "bar", "cider") == set()
    wallets.rename(book, world.till, "Strongbox")
    assert found_wallets(book, "bar", "till") == set()
    assert found_wallets(book, "bar", "ongb") == {world.till}
    asset_commands.rename(book, "bar-eur", "Euros")
    assert found_wallets(book, "bar", "eur") == {world.ann, world.bob, world.till, world.closed}
    assert finish(verify_book(book)).ok


def test_a_change_that_is_rolled_back_leaves_the_index_as_it_was(world: Any) -> None:
    def fail() -> None:
        with world.book.unit():
            customers.update(world.book, customers.by_key(world.book, 1), "Zacharias", "")
            raise ZeroDivisionError

    before = world.dump()
    with pytest.raises(ZeroDivisionError):
        fail()
    assert world.dump() == before
    assert found_wallets(world.book, "bar", "zacharias") == set()
    assert finish(verify_book(world.book)).ok


def test_c4_not_even_a_piece_of_a_deleted_customer_stays_in_the_index(tmp_path: Path) -> None:
    book = create(tmp_path / "b.walletdesk", "UTC")
    project = projects.create(book, "Bar").value.id
    asset = asset_commands.create(book, project, "Euro", "EUR", 100).value.id
    for name in ("Ann", "Жа𐍈на Ωμ🂡γα", "Bob"):
        key = customer_commands.upsert(book, project, f"id-{name}", name, f"{name} was here").value.key
        wallets.open(book, key, asset, "Cash")
    letters = {letter: letter.encode() for letter in "𐍈🂡"}  # of four bytes, which no hash holds by chance
    assert all(any(code in blob for blob in blobs(book)) for code in letters.values()), "nothing to forget"
    wallets.set_status(book, 2, Status.CLOSED)
    customer_commands.delete(book, 2)
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("b.walletdesk*"))
    for code in letters.values():
        assert not any(code in blob for blob in blobs(book))
        assert code not in kept
    assert found_wallets(book, project, "cash") == {1, 2, 3}
    assert found_customers(book, project, "was here") == {1, 3}
    assert finish(verify_book(book)).ok
    book.close()


def blobs(book: Book) -> list[bytes]:
    """The pages of both indexes."""
    return [
        bytes(block)
        for index in (search.WALLETS, search.CUSTOMERS)
        for (block,) in book.rows(f"SELECT block FROM {index.table}_data")
    ]


STALE = {
    "a text changed": "UPDATE wallet_text SET text = 'x' WHERE wallet = 1",
    "a text gone": "DELETE FROM customer_text WHERE customer = 1",
    "a text too many": "INSERT INTO customer_text VALUES (77, 'x')",
    "an entry gone": "INSERT INTO wallet_search (wallet_search, rowid, text) SELECT 'delete', wallet, text "
    "FROM wallet_text WHERE wallet = 2",
    "an entry too many": "INSERT INTO wallet_search (rowid, text) VALUES (77, 'abcdef')",
    "an empty index": "INSERT INTO customer_search (customer_search) VALUES ('delete-all')",
}


@pytest.mark.parametrize("name", STALE)
def test_i2_a_stale_index_shows(name: str, world: Any) -> None:
    raw = sqlite3.connect(world.path)
    raw.execute(STALE[name])
    raw.commit()
    raw.close()
    findings = finish(verify_book(world.book)).findings
    assert {finding.check for finding in findings} <= {Check.STATE, Check.LINK}
    assert any(finding.place.startswith("search") for finding in findings), findings


def test_a_book_that_is_only_read_is_verified_too(world: Any) -> None:
    world.book.close()
    reading = open_book(world.path, writable=False)
    assert finish(verify_book(reading)).ok
    assert found_wallets(reading, "bar", "till") == {world.till}
    reading.close()


def test_words_are_asked_for_as_they_were_typed(world: Any) -> None:
    nasty = ('"', '""', "a*b", "AND", "NOT cash", "cash OR till", "text:cash", "^cash", "nul\0nul", "(((", "*" * 500)
    for text in nasty:
        assert found_wallets(world.book, "bar", text) == set(), text


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_typed_apart_from_their_letters_find_what_is_kept(form: Any, tmp_path: Path) -> None:
    book = create(tmp_path / "b.walletdesk", "UTC")
    project = projects.create(book, "Caf\u00e9").value.id
    asset = asset_commands.create(book, project, "Euro", "EUR", 100).value.id
    owner = customer_commands.upsert(book, project, "caf\u00e9-1", "Ren\u00e9e").value
    wallet = wallets.open(book, owner.key, asset, "Caf\u00e9").value.id
    operation = replace(issue(wallet, 5), memo="Ren\u00e9e")
    transactions.run(book, project, [operation], reference="Caf\u00e9 1")
    name, place = normalize(form, "ren\u00e9e"), normalize(form, "Caf\u00e9")
    assert found_customers(book, project, name) == {owner.key}
    assert found_wallets(book, project, place) == {wallet}
    assert [w.id for w in wallets.complete(book, project, place)] == [wallet]
    assert [line.number for line in finish(finding.find(book, project, f"{place} 1")).transactions] == [1]
    for query in (TransactionQuery(text=name), TransactionQuery(reference=f"{place} 1")):
        assert list(finish(transactions.find(book, project, query)).numbers) == [1]
    assert list(finish(entries.find(book, wallet, text=name)).seqs) == [1]
    assert customer_commands.get(book, project, normalize(form, "caf\u00e9-1")).key == owner.key
    assert wallets.by_label(book, project, place).id == wallet
    assert [p.id for p in importing.projects_named(book, place)] == [project]
    book.close()


def test_a_project_finds_its_own(world: Any, raw: Callable[..., object]) -> None:
    assert found_wallets(world.book, "shop", "cash") == {world.foreign}
    assert found_customers(world.book, "shop", "ann") == {3}


def test_half_a_character_is_refused_as_one_and_nothing_breaks(world: Any) -> None:
    with pytest.raises(ForbiddenCharacter):
        wallets.page(world.book, "bar", WalletQuery(text="an\ud800"), 1, 50)
    assert wallets.page(world.book, "bar", WalletQuery(text="ann"), 1, 50).total == 3
