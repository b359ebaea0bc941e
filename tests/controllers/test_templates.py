"""Templates: any transaction or draft kept under a name (issue 3, item 2)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from walletdesk.controllers import assets, books, draft, drafting, drafts, projects, templates, transactions, wallets
from walletdesk.controllers.changes import Changes
from walletdesk.controllers.draft import DraftRow, DraftState, Typed
from walletdesk.controllers.draft_check import check
from walletdesk.ledger.amounts import Notation
from walletdesk.ledger.refusals import (
    AlreadyTaken,
    LedgerError,
    Missing,
    NotFound,
    ProjectArchived,
    TooLong,
    WalletNotOpen,
)
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import issue, transfer

PLAIN = Notation()


@pytest.fixture
def book(tmp_path: Path) -> Iterator[books.Book]:
    made = books.create(tmp_path / "a.walletdesk", "UTC")
    projects.create(made, "P", "p")
    projects.create(made, "Q", "q")
    usd = assets.create(made, "p", "Dollar", "USD", 100).value
    for name in ("Cash", "Bank"):
        wallets.open_system(made, usd.id, name)
    yield made
    made.close()


@pytest.fixture
def ids(book: books.Book) -> list[int]:
    return sorted(found.id for found in wallets.list_system(book, "p").rows)


def split(ids: list[int]) -> DraftState:
    rows = [
        DraftRow(n, Kind.TRANSFER, *ids, amount, untouched=False) for n, amount in enumerate(("30%", "2.50", "rest"), 1)
    ]
    state = DraftState(tuple(rows), "Split", "INV-7", date(2026, 1, 1), total="99.99")
    return draft.add_row(state)


def names(book: books.Book, project: str = "p") -> list[str]:
    return [found.name for found in templates.list_all(book, project)]


def test_what_a_form_holds_is_kept_without_its_occasion(book: books.Book, ids: list[int]) -> None:
    state = split(ids)
    done = templates.keep(book, "p", " Split of sales ", state)
    assert (done.value.name, done.value.description, done.value.operations) == ("Split of sales", "Split", 3)
    assert done.changes == Changes("p", templates=frozenset([done.value.id]))
    again, found = templates.opened(book, done.value.id, PLAIN)
    assert (again.reference, again.value_date, again.total, again.rows) == ("", None, "99.99", state.rows[:3])
    assert again.key != state.key
    assert [row.amount for row in check(again, found, "p").rows] == [3000, 250, 6749]


def test_a_name_is_replaced_only_when_that_is_asked_for(book: books.Book, ids: list[int]) -> None:
    first = templates.keep(book, "p", "A", split(ids)).value
    with pytest.raises(AlreadyTaken) as refused:
        templates.keep(book, "p", "A", DraftState(description="other"))
    assert refused.value.field == "name"
    second = templates.keep(book, "p", "A", DraftState(description="other"), replacing=True).value
    assert (second.id, second.description) == (first.id, "other")
    assert templates.keep(book, "p", "B", DraftState(), replacing=True).value.name == "B"


def test_templates_belong_to_their_project(book: books.Book) -> None:
    for name in ("b", "A", "c"):
        templates.keep(book, "p", name, DraftState())
    templates.keep(book, "q", "A", DraftState())
    assert (names(book), names(book, "q")) == (["A", "b", "c"], ["A"])


def test_a_transaction_or_a_draft_becomes_a_template(book: books.Book, ids: list[int]) -> None:
    operations = [issue(ids[0], 1000, "in"), transfer(*ids, 400)]
    transactions.run(book, "p", operations, "Start", "R-1", date(2026, 1, 1))
    kept = templates.keep_transaction(book, "p", "Again", 1).value
    state, found = templates.opened(book, kept.id, PLAIN)
    assert check(state, found, "p").operations == tuple(operations)
    assert (state.description, state.reference, state.value_date) == ("Start", "", None)
    number = drafts.save(book, "p", None, draft.content(split(ids))).value
    kept = templates.keep_draft(book, "p", "Half done", number).value
    assert kept.operations == 3
    with pytest.raises(AlreadyTaken):
        templates.keep_draft(book, "p", "Again", number)


def test_a_template_made_of_a_reversal_reverses_nothing(book: books.Book, ids: list[int]) -> None:
    transactions.run(book, "p", [issue(ids[0], 1000), transfer(*ids, 400)])
    (state, _), _ = drafting.reversal_of(book, "p", 1, PLAIN)
    assert state.undone is not None
    kept = templates.keep(book, "p", "A", state).value
    again, _ = templates.opened(book, kept.id, PLAIN)
    assert (again.undone, len(again.rows)) == (None, 2)


def test_renamed_and_deleted(book: books.Book) -> None:
    one = templates.keep(book, "p", "One", DraftState()).value
    templates.keep(book, "p", "Two", DraftState())
    assert templates.rename(book, one.id, " Three ").value.name == "Three"
    assert templates.rename(book, one.id, "Three").value.name == "Three"
    with pytest.raises(AlreadyTaken):
        templates.rename(book, one.id, "Two")
    assert templates.delete(book, one.id).changes.templates == {one.id}
    templates.delete(book, one.id)
    assert names(book) == ["Two"]
    for gone in (lambda: templates.rename(book, one.id, "x"), lambda: templates.opened(book, one.id, PLAIN)):
        with pytest.raises(NotFound):
            gone()


@pytest.mark.parametrize(("name", "refusal"), [("  ", Missing), ("x" * 201, TooLong)])
def test_names_are_checked(name: str, refusal: type[LedgerError], book: books.Book) -> None:
    with pytest.raises(refusal) as refused:
        templates.keep(book, "p", name, DraftState())
    assert refused.value.field == "name"


def test_nothing_is_kept_in_an_archived_project(book: books.Book) -> None:
    projects.archive(book, "p")
    with pytest.raises(ProjectArchived):
        templates.keep(book, "p", "A", DraftState())


def test_what_names_closed_wallets_is_applied_with_its_problems(book: books.Book, ids: list[int]) -> None:
    state = split(ids)
    state = replace(state, rows=(*state.rows[:3], DraftRow(9, Kind.REDEEM, Typed("gone"), None, "1", untouched=False)))
    kept = templates.keep(book, "p", "A", state).value
    wallets.set_status(book, ids[1], Status.CLOSED)
    again, found = templates.opened(book, kept.id, PLAIN)
    assert [(row.source, row.target, row.amount) for row in again.rows] == [
        (row.source, row.target, row.amount) for row in state.rows
    ]
    looked = check(again, found, "p")
    assert any(isinstance(problem.error, WalletNotOpen) for problem in looked.rows[0].problems)


def test_a_template_is_no_part_of_the_ledger(book: books.Book, ids: list[int]) -> None:
    templates.keep(book, "p", "A", split(ids))
    assert drafts.list_all(book, "p") == ()
    assert drafting.listed(book, "p") == ()
