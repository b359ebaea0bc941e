"""Rows from a spreadsheet: what their columns mean, whose wallets are meant, and texts that nobody wrote with care."""

from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletdesk.controllers import assets, books, customers, draft, draft_paste, projects, transactions, wallets
from walletdesk.controllers.draft import DraftRow, DraftState, Typed
from walletdesk.controllers.draft_check import check
from walletdesk.controllers.draft_paste import Pasted, inserted
from walletdesk.controllers.draft_paste_rows import PastedRow, PasteWords, pasted_rows
from walletdesk.controllers.tasks import finish
from walletdesk.ledger.amounts import PLAIN, Notation
from walletdesk.ledger.posting import MAX_OPERATIONS
from walletdesk.ledger.refusals import TooManyOperations
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import Asset, issue
from walletdesk.store.book import Book

T, I, R = Kind.TRANSFER, Kind.ISSUE, Kind.REDEEM  # noqa: E741
GERMAN = Notation(",", ".")
WORDS = PasteWords({"überweisung": T, "ausgabe": I}, {"von": "source", "an": "target", "betrag": "amount"})
PEOPLE = ("Grace Keller", "Grace Fischer", "Aoife Ó Súilleabháin", "李小龍")


def rows(text: str) -> list[tuple[Kind, str, str, str, str]]:
    return [(r.kind, r.source, r.target, r.amount, r.memo) for r in pasted_rows(text, WORDS)]


# What the cells say


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Transfer\tA\tB\t5\tmemo", (T, "A", "B", "5", "memo")),
        ("transfer\tA\tB\t5", (T, "A", "B", "5", "")),
        ("ISSUE\t\tB\t5\tx", (I, "", "B", "5", "x")),
        ("Issue\tB\t5\tx", (I, "", "B", "5", "x")),
        ("Issue\tcreated\tB\t5", (I, "", "B", "5", "")),
        ("Issue\t\t1001\t5", (I, "", "1001", "5", "")),
        ("Issue\t1001\t5", (I, "", "1001", "5", "")),
        ("Redeem\tA\t\t5\tx", (R, "A", "", "5", "x")),
        ("Redeem\tA\t5\t2024 x", (R, "A", "", "5", "2024 x")),
        ("Überweisung\tA\tB\t5,50", (T, "A", "B", "5,50", "")),
        ("A\tB\t5\tmemo", (T, "A", "B", "5", "memo")),
        ("A\tB\t12.50 USD", (T, "A", "B", "12.50 USD", "")),
        ("1001\t1002\t5", (T, "1001", "1002", "5", "")),
        ("B\t5", (I, "", "B", "5", "")),
        ("B\t5\tfor June", (I, "", "B", "5", "for June")),
        ("\tB\t5", (I, "", "B", "5", "")),
        ("A\t\t5", (R, "A", "", "5", "")),
        ("Settlement\tC-1\tmax", (T, "Settlement", "C-1", "max", "")),
        ("A\tB\t", (T, "A", "B", "", "")),
    ],
)
def test_columns_in_the_order_of_the_form(line: str, expected: tuple[Kind, str, str, str, str]) -> None:
    assert rows(line) == [expected]


def test_a_header_names_the_columns_in_any_order_and_language() -> None:
    text = "No.\tAmount\tMemo\tTo\tFrom\r\n1\t5\tx\tB\tA\r\n2\t7\t\tB\t\r\n"
    assert rows(text) == [(T, "A", "B", "5", "x"), (I, "", "B", "7", "")]
    assert rows("Von\tAn\tBetrag:\nA\tB\t1,5") == [(T, "A", "B", "1,5", "")]
    assert rows("Operation\tFrom\tTo\nRedeem\tA\tB") == [(R, "A", "", "", "")]


def test_words_of_a_header_in_a_row_that_moves_something_are_names() -> None:
    assert rows("To\tB\t5") == [(T, "To", "B", "5", "")]
    assert rows("From\tTo\t5\tAmount") == [(T, "From", "To", "5", "Amount")]
    assert rows("Transfer\tA\tB\t\tAmount") == [(T, "A", "B", "", "Amount")]
    assert rows("A\tB\tmax\tMemo") == [(T, "A", "B", "max", "Memo")]


def test_quotes_breaks_and_blank_lines_as_spreadsheets_write_them() -> None:
    text = '\r\nA\t"B ""the"" C"\t5\t"two\r\nlines\tand a tab"\r\n\t\t\t\r\n   \nC\tD\t1\r'
    assert rows(text) == [(T, "A", 'B "the" C', "5", "two lines and a tab"), (T, "C", "D", "1", "")]


def test_nothing_is_nothing() -> None:
    assert rows("") == []
    assert rows("\n\t\n \r\n") == []


def test_hostile_texts_stay_texts() -> None:
    long = "x" * 10_000_000
    (found,) = rows(f"A\0B\t{long}\t=SUM(A1:A9)\t=cmd|' /C calc'!A0\ud800")
    assert found[1] == "A\ufffdB"
    assert len(found[2]) < 5_000
    assert found[3] == "=SUM(A1:A9)"
    assert found[4].endswith("\ufffd")
    assert len(rows('"' * 100_001)) <= 1
    assert len(rows("\t" * 1_000_000 + "A")) <= 1


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for row in pasted_rows(text, WORDS):
        assert isinstance(row, PastedRow)
        assert not (row.kind is I and row.source)
        assert not (row.kind is R and row.target)


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=20)


@given(st.lists(st.tuples(CELL, CELL, st.integers(1, 10**9), CELL), min_size=1, max_size=20))
def test_what_is_written_with_quotes_comes_back(given: list[tuple[str, str, int, str]]) -> None:
    """Whatever stands in the cells, a transfer copied as a spreadsheet copies it is the same transfer."""

    def quoted(cell: str) -> str:
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'

    text = "\r\n".join("\t".join(["Transfer", quoted(a), quoted(b), str(n), quoted(m)]) for a, b, n, m in given)
    shown = [
        (T, *(part.replace("\uffff", "\ufffd").replace("\ufffe", "\ufffd") for part in (a, b, str(n), m)))
        for a, b, n, m in given
    ]
    assert rows(text) == shown


# Whose wallets


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = books.create(tmp_path / "paste.walletdesk", "UTC")
    projects.create(made, "Paste", "p")
    usd = assets.create(made, "p", "US dollar", "USD", 100).value.id
    day = assets.create(made, "p", "Day", "DAY", 24).value.id
    wallets.open_system(made, usd, "Settlement")
    wallets.open_system(made, day, "Pool")
    for number, name in enumerate(PEOPLE):
        owner = customers.upsert(made, "p", f"C-{number}", name).value.key
        wallets.open(made, owner, usd, "Cash")
        wallets.open(made, owner, day, "Hours")
    transactions.run(made, "p", [issue(1, 100_000)])
    yield made
    made.close()


def pasted(book: Book, text: str, notation: Notation = PLAIN, room: int = MAX_OPERATIONS) -> Pasted:
    return finish(draft_paste.read(book, "p", text, WORDS, notation, room))


def test_wallets_by_number_customer_name_and_asset(book: Book) -> None:
    text = "S-00001\tw-00003\t1\nsettlement\tC-1\t2\nSettlement\tgrace keller\t3\nPool\tKeller Grace\t2 5/24\n"
    found = pasted(book, text + "Settlement\tGrace Keller, Cash\t4\nSettlement\tGrace Keller USD\t5")
    sides = [(row.source, row.target, row.amount) for row in found.rows]
    assert sides == [(1, 3, "1"), (1, 5, "2"), (1, 3, "3"), (2, 4, "2 5/24"), (1, 3, "4"), (1, 3, "5")]
    assert set(found.wallets) == {1, 2, 3, 4, 5}


def test_letters_of_any_script(book: Book) -> None:
    found = pasted(book, "Settlement\tAOIFE Ó SÚILLEABHÁIN\t1\nSettlement\t李小龍\t2")
    assert [row.target for row in found.rows] == [7, 9]


def test_what_is_not_found_stays_as_it_was_written(book: Book) -> None:
    first, second, third = pasted(book, "Grace\tNobody\t5\nSettlement\tGrace\t1\nDays\tC-1\t2").rows
    assert (first.source, first.target) == (Typed("Grace", several=True), Typed("Nobody"))
    assert second.target == Typed("Grace", several=True)
    assert third.source == Typed("Days")
    long = pasted(book, f"{'y' * 300}\tC-1\t2").rows[0].source
    assert isinstance(long, Typed)
    assert len(long.text) == 200


def test_the_one_open_wallet_goes_before_closed_ones(book: Book) -> None:
    spare = wallets.open(book, wallets.get(book, 3).customer or 0, wallets.get(book, 3).asset.id, "Cash").value.id
    assert pasted(book, "Settlement\tGrace Keller\t1").rows[0].target == Typed("Grace Keller", several=True)
    wallets.set_status(book, 3, Status.CLOSED)
    assert pasted(book, "Settlement\tGrace Keller\t1").rows[0].target == spare


def test_a_name_is_known_by_accents_apart_from_their_letters(book: Book) -> None:
    name = normalize("NFD", "Aoife Ó Súilleabháin")
    assert pasted(book, f"Settlement\t{name}\t1").rows == pasted(book, f"Settlement\t{PEOPLE[2]}\t1").rows


def test_amounts_in_the_readers_notation_or_plain(book: Book) -> None:
    text = "\n".join(f"Settlement\tC-1\t{amount}" for amount in ("1.234,50", "12.50", "7 USD", "max", "30%", "x"))
    found = pasted(book, text, GERMAN)
    assert [row.amount for row in found.rows] == ["1.234,50", "12,50", "7", "max", "30%", "x"]


@pytest.mark.parametrize(
    ("code", "unit", "part", "text", "expected"),
    [
        ("MIN", "h", "min", "30min", "30min"),
        ("MIN", "h", "min", "2 MIN", "2 MIN"),
        ("H", "d", "h", "5h", "5h"),
        ("H", "d", "h", "2d 5h", "2d 5h"),
        ("D", "d", "h", "5d", "5d"),
        ("H", "", "", "5h", "5"),
        ("MIN", "h", "m", "30min", "30"),
    ],
)
def test_a_part_called_as_the_assets_code_stays_with_its_amount(
    code: str, unit: str, part: str, text: str, expected: str
) -> None:
    assert draft_paste.amount_text(text, Asset("x", "p", "Time", code, 60, unit, part), PLAIN) == expected


def test_pasted_rows_replace_a_form_that_nobody_touched_and_else_follow_the_current_row(book: Book) -> None:
    found = pasted(book, "Settlement\tC-1\t1\nSettlement\tC-2\t2")
    fresh = inserted(DraftState(), found, 1)
    assert [row.amount for row in fresh.rows] == ["1", "2"]
    assert len({row.id for row in fresh.rows}) == 2
    assert check(fresh, found.wallets, "p").ready
    more = inserted(fresh, found, fresh.rows[0].id)
    assert [row.amount for row in more.rows] == ["1", "1", "2", "2"]
    assert len({row.id for row in more.rows}) == 4
    assert inserted(fresh, Pasted((), {}), None) is fresh


def test_what_was_pasted_can_be_kept(book: Book) -> None:
    found = pasted(book, "A\0\ud800\t\u202e\t5\tx\0\nSettlement\tC-1\t1")
    state = inserted(DraftState(), found, None)
    assert draft.read(draft.content(state)).rows == tuple(
        DraftRow(n, r.kind, r.source, r.target, r.amount, r.memo, r.untouched) for n, r in enumerate(state.rows, 1)
    )
    assert draft.content(state).encode()


def test_more_than_a_transaction_takes_is_refused(book: Book) -> None:
    with pytest.raises(TooManyOperations) as refused:
        pasted(book, "Settlement\tC-1\t1\n" * 10_001)
    assert (refused.value.count, refused.value.limit) == (10_001, 10_000)
    with pytest.raises(TooManyOperations):
        pasted(book, "Settlement\tC-1\t1\n" * 3, room=2)
    assert len(pasted(book, "Settlement\tC-1\t1\n" * 3, room=3).rows) == 3


def test_each_text_is_looked_up_once(book: Book) -> None:
    text = "".join(f"Settlement\tC-{n % 4}\t{n + 1}\tRow {n}\n" for n in range(2_000))
    found = pasted(book, text)
    assert sum(isinstance(row.target, int) for row in found.rows) == 2_000
