"""What the import window asks of a file: its columns, words, dates and amounts."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from walletdesk.controllers import importing, importing_look
from walletdesk.controllers.importing import Becomes, Columns, Kinds, Mapping
from walletdesk.controllers.importing_look import Word, Words
from walletdesk.controllers.tasks import finish
from walletdesk.ledger.amounts import Notation
from walletdesk.store import book as store


@pytest.fixture
def book(tmp_path: Path) -> Iterator[store.Book]:
    with closing(store.create(tmp_path / "b.walletdesk", "UTC")) as made:
        yield made


def facts(tmp_path: Path, text: str, header: bool | None = None) -> importing_look.Facts:
    path = tmp_path / "f.csv"
    path.write_text(text, encoding="utf-8")
    return finish(importing.inspect(path, header=header)).facts


def test_columns_go_by_their_names_where_these_are_their_own(tmp_path: Path) -> None:
    found = facts(tmp_path, "a,B,b,,c\nx,y,z,1,2\n")
    assert importing_look.column_values(found) == ("a", 2, 3, 4, "c")
    assert importing_look.column_values(facts(tmp_path, "a,b\nx,y\n", header=False)) == (1, 2)


def test_a_mapping_is_settled_on_the_columns_of_a_file(tmp_path: Path) -> None:
    found = facts(tmp_path, "day,who,sum\nx,y,z\n")
    wanted = Mapping(columns=Columns(date="DAY", customer=2, amount="sum", memo="text"))
    settled, missing = importing_look.settled(wanted, found)
    assert settled.columns == Columns(date="day", customer="who", amount="sum")
    assert [getattr(refusal, "column", None) for refusal in missing] == ["text"]


def test_words_are_counted_over_the_whole_file(book: store.Book, tmp_path: Path) -> None:
    rows = "in\n" * 1500 + "Out \n" * 3 + "out\n" + ",,\n" + "IN\n"
    found = facts(tmp_path, "kind\n" + rows)
    assert finish(importing_look.words(book, found, "kind")) == Words((Word("in", 1501), Word("Out", 4)))
    many = facts(tmp_path, "kind\n" + "".join(f"w{n}\n" for n in range(100)))
    assert finish(importing_look.words(book, many, "kind")) == Words(more=True)


def test_a_word_becomes_something_else() -> None:
    kinds = Kinds(issue=("in", "Credit"), redeem=("out",))
    assert importing_look.with_word(kinds, "CREDIT", Becomes.OUT) == Kinds(("in",), ("out",), (), ("CREDIT",))
    assert importing_look.with_word(kinds, "in", None) == Kinds(("Credit",), ("out",))
    guessed = importing_look.with_guesses(Kinds(redeem=("in",)), ["in", "Out", "odd"])
    assert guessed == Kinds((), ("in", "Out")), "what was said stays"


def test_dates_and_amounts_are_shown_as_a_form_reads_them(tmp_path: Path) -> None:
    found = facts(tmp_path, "d,a\n03/04/2025,1\n03/04/2025,2\nnever,3\n05/06/2025,4\n07/08/2025,5\n08/08/2025,6\n")
    read = importing_look.dates_as(found, "d", "%d/%m/%Y")
    assert read[:2] == (("03/04/2025", date(2025, 4, 3)), ("05/06/2025", date(2025, 6, 5)))
    assert len(read) == 3
    assert "%d.%m.%Y" in importing_look.usual_dates()
    assert importing_look.amount_reading("1,234", 100, Notation(".", ",")) == 123_400
    assert importing_look.amount_reading("1,234", 100, Notation(",", ".")) is None
