"""Find anything: what comes first, slips of the finger, amounts and numbers, and commands."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletdesk.controllers import assets, customers, finding, projects, transactions, wallets
from walletdesk.controllers.closeness import closeness, holds_nearly, one_slip
from walletdesk.controllers.finding import Found, find
from walletdesk.controllers.tasks import finish
from walletdesk.ledger.amounts import Notation
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Operation, issue, transfer
from walletdesk.store.book import Book, create


@dataclass
class Club:
    """Five people with wallets and some transactions."""

    book: Book
    project: str
    euro: str
    day: str
    wallets: dict[str, int]

    def find(self, text: str, notation: Notation | None = None) -> Found:
        return finish(find(self.book, self.project, text, *([notation] if notation else [])))

    def owners(self, text: str) -> list[str]:
        return [wallet.owner_name or wallet.name for wallet in self.find(text).wallets]

    def people(self, text: str) -> list[str]:
        return [customer.name for customer in self.find(text).customers]

    def numbers(self, text: str, notation: Notation | None = None) -> list[int]:
        return [line.number for line in self.find(text, notation).transactions]

    def post(self, *operations: Operation, description: str = "", reference: str | None = None) -> int:
        return transactions.run(self.book, self.project, operations, description, reference).value.number


@pytest.fixture
def club(tmp_path: Path) -> Iterator[Club]:
    book = create(tmp_path / "club.walletdesk", "UTC")
    project = projects.create(book, "Club").value.id
    euro = assets.create(book, project, "Euro", "EUR", 100).value.id
    day = assets.create(book, project, "Day", "DAY", 24).value.id
    made = Club(book, project, euro, day, {})
    for name in ("Tomas Hartmann", "Idris Hartmann", "Richard Lee", "Hartwig Ott", "Jolanta Reinhart"):
        owner = customers.upsert(book, project, f"c-{name[:2].lower()}", name, f"{name.split()[0]}@example.net").value
        made.wallets[name] = wallets.open(book, owner.key, euro, "Cash").value.id
    made.wallets["Till"] = wallets.open_system(book, euro, "Till").value.id
    made.wallets["Days"] = wallets.open_system(book, day, "Days").value.id
    made.post(issue(made.wallets["Idris Hartmann"], 8632), description="Top-up", reference="INV-2026-001")
    made.post(transfer(made.wallets["Idris Hartmann"], made.wallets["Till"], 432, "two coffees"))
    made.post(issue(made.wallets["Days"], 432), description="Volunteers", reference="vol-7")
    yield made
    book.close()


def test_what_begins_with_the_words_comes_first_then_the_busiest(club: Club) -> None:
    assert club.owners("hart") == ["Hartwig Ott", "Idris Hartmann", "Tomas Hartmann", "Jolanta Reinhart"]
    assert club.people("hart") == ["Hartwig Ott", "Idris Hartmann", "Tomas Hartmann"]
    assert club.owners("cash hartm") == ["Idris Hartmann", "Tomas Hartmann"]
    assert club.owners("w-00003") == ["Richard Lee"]
    assert club.people("tomas@") == ["Tomas Hartmann"]


def test_open_wallets_come_before_suspended_and_closed_ones(club: Club) -> None:
    wallets.set_status(club.book, club.wallets["Idris Hartmann"], Status.SUSPENDED)
    assert club.owners("hartmann") == ["Tomas Hartmann", "Idris Hartmann"]
    wallets.set_status(club.book, club.wallets["Tomas Hartmann"], Status.CLOSED)
    assert club.owners("hartmann") == ["Idris Hartmann", "Tomas Hartmann"]


@pytest.mark.parametrize(
    "typed", ["hartmenn", "hartmnn", "hartmaann", "hartmnan", "ahrtmann", "hartmenn idris", "HARTMEN"]
)
def test_one_slip_is_forgiven_where_nothing_else_is_found(club: Club, typed: str) -> None:
    found = club.find(typed)
    assert found.alike
    assert found.wallets[0].owner_name == "Idris Hartmann"
    assert "Idris Hartmann" in {customer.name for customer in found.customers}


@pytest.mark.parametrize("typed", ["hurtmenn", "zzzz", "h", "", "   ", "hax"])
def test_two_slips_are_not(club: Club, typed: str) -> None:
    found = club.find(typed)
    assert not found.alike or not (found.wallets or found.customers)


def test_nothing_is_guessed_where_the_words_are_found(club: Club) -> None:
    assert not club.find("hart").alike
    assert not club.find("lee").alike


def test_transactions_by_number_reference_amount_and_text(club: Club) -> None:
    assert club.numbers("T-2") == club.numbers("t2") == club.numbers("2")[:1] == [2]
    assert club.numbers("T-99") == []
    assert club.numbers("INV-2026-001") == club.numbers("inv-20") == [1]
    assert club.numbers("VOL-7") == [3]
    assert club.numbers("4.32") == [2]
    assert club.numbers("4,32", Notation(",", ".")) == [2]
    assert club.numbers("86.32 eur") == [1]
    assert club.numbers("18") == [3]
    assert club.numbers("18 day") == [3]
    assert club.numbers("18 eur") == []
    assert club.numbers("coffees two") == [2]
    assert club.numbers("volunteers") == [3]


def test_a_part_called_as_its_assets_code_is_a_part(club: Club) -> None:
    minutes = assets.create(club.book, club.project, "Time", "MIN", 60, "h", "min").value.id
    spent = wallets.open_system(club.book, minutes, "Spent").value.id
    half, hours = club.post(issue(spent, 30)), club.post(issue(spent, 30 * 60))
    assert (club.numbers("30 min"), club.numbers("30min"), club.numbers("30h")) == ([half], [half], [hours])


def test_texts_are_found_newest_first_over_many_slices(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    till = club.wallets["Till"]
    for number in range(4, 40):
        club.post(issue(till, 1), description="Even" if number % 2 == 0 else "Odd")
    monkeypatch.setattr(finding, "_FIRST_SLICE", 3)
    monkeypatch.setattr(finding, "_SLICE", 4)
    assert club.numbers("even") == [38, 36, 34, 32, 30]
    assert club.numbers("vol") == [3]
    steps = list(find(club.book, club.project, "even"))
    assert [line.number for line in steps[-2].found.transactions] == [38, 36, 34]
    assert steps[0].found.transactions == ()


def test_hits_of_wallets_come_with_the_first_step(club: Club) -> None:
    task = find(club.book, club.project, "hart")
    first = next(task)
    assert len(first.found.wallets) == 4
    task.close()


def test_another_project_is_not_looked_into(club: Club) -> None:
    other = projects.create(club.book, "Other").value.id
    for text in ("hart", "hartmenn", "T-1", "4.32", "coffees", "INV-2026-001", "e"):
        assert not finish(find(club.book, other, text))


COMMANDS = ["New transaction", "New book", "Export this list", "Verify the book", "Switch light and dark"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("new", ["New transaction", "New book"]),
        ("book", ["New book", "Verify the book"]),
        ("nt", ["New transaction"]),
        ("verfiy", ["Verify the book"]),
        ("dark switch", ["Switch light and dark"]),
        ("swilida", ["Switch light and dark"]),
        ("port", ["Export this list"]),
        ("", COMMANDS),
        ("quit", []),
    ],
)
def test_commands_by_name(typed: str, expected: list[str]) -> None:
    assert finding.commands(COMMANDS, str, typed) == expected


def test_a_likely_command_holds_the_words() -> None:
    assert finding.is_likely("New transaction", "trans")
    assert finding.is_likely("Switch light and dark", "switch dark light and")
    assert not finding.is_likely("New transaction", "nt")
    assert not finding.is_likely("New transaction", "quit")
    assert closeness("", "anything") == 0


LETTERS = st.text("abcß", min_size=2, max_size=7)


@given(meant=LETTERS, place=st.integers(0, 6), letter=st.sampled_from("abcx"))
def test_one_slip_is_any_one_slip(meant: str, place: int, letter: str) -> None:
    place %= len(meant)
    for typed in (
        meant[:place] + letter + meant[place:],
        meant[:place] + letter + meant[place + 1 :],
        meant[:place] + meant[place + 1 :],
        meant[:place] + meant[place : place + 2][::-1] + meant[place + 2 :],
    ):
        assert one_slip(typed, meant)


@given(typed=LETTERS, meant=LETTERS)
def test_more_than_one_slip_is_too_many(typed: str, meant: str) -> None:
    assert one_slip(typed, meant) == (_distance(typed, meant) <= 1)


def _distance(one: str, other: str) -> int:
    """Slips between two words, counted the slow way."""
    rows = [[i + j if not i or not j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i, a in enumerate(one, 1):
        for j, b in enumerate(other, 1):
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


def test_a_slip_in_the_beginning_of_a_word_is_forgiven_too() -> None:
    assert holds_nearly("hertman", "Idris Hartmann")
    assert not holds_nearly("her", "Idris Hartmann")
