"""The brain of the form for a transaction: edits, checks by the rules of posting, and what the book keeps of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletdesk.controllers import assets, books, draft, drafting, drafts, projects, transactions, wallets
from walletdesk.controllers.draft import DraftRow, DraftState, Typed
from walletdesk.controllers.draft_check import Checked, RowState, check, landed
from walletdesk.ledger.amounts import Notation
from walletdesk.ledger.posting import post
from walletdesk.ledger.refusals import (
    Ambiguous,
    AmountNotPositive,
    AmountNotWhole,
    AmountUnreadable,
    AssetDiffers,
    ForbiddenCharacter,
    InsufficientBalance,
    LedgerError,
    NotFound,
    PostingRefused,
    ReferenceTaken,
    SameWallet,
    TooLong,
    WalletMissing,
    WalletNotOpen,
)
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import Asset, Operation, Wallet, issue, redeem, transfer

USD = Asset("usd", "p", "Dollar", "USD", 100, supply=150_000)
DAY = Asset("day", "p", "Day", "DAY", 24, supply=100)


def wallet(id_: int, balance: int, asset: Asset = USD, status: Status = Status.OPEN, project: str = "p") -> Wallet:
    return Wallet(id_, project, id_, asset, None, None, "", f"wallet {id_}", "", status, balance, 1)


CASH, BANK, TILL = 1, 2, 3
POOL, OLD, HELD, FOREIGN = 4, 5, 6, 7
WALLETS = {
    w.id: w
    for w in (
        wallet(CASH, 100_000),
        wallet(BANK, 50_000),
        wallet(TILL, 0),
        wallet(POOL, 100, DAY),
        wallet(OLD, 0, status=Status.CLOSED),
        wallet(HELD, 10, status=Status.SUSPENDED),
        wallet(FOREIGN, 10, project="q"),
    )
}


def drafted(*rows: tuple[Kind, draft.Side, draft.Side, str]) -> DraftState:
    return DraftState(tuple(DraftRow(n, *row, untouched=False) for n, row in enumerate(rows, 1)))


def checked(*rows: tuple[Kind, draft.Side, draft.Side, str]) -> Checked:
    return check(drafted(*rows), WALLETS, "p")


def told(found: Checked) -> list[list[tuple[str, type[LedgerError]]]]:
    return [[(problem.field, type(problem.error)) for problem in row.problems] for row in found.rows]


T, I, R = Kind.TRANSFER, Kind.ISSUE, Kind.REDEEM  # noqa: E741


# Edits


def test_a_fresh_draft_is_empty_and_incomplete() -> None:
    state = DraftState()
    found = check(state, {}, "p")
    assert state.empty
    assert found.rows[0].missing == ("source", "target", "amount")
    assert (found.rows[0].state, found.problems, found.ready) == (RowState.INCOMPLETE, 0, False)


def test_every_draft_has_a_key_of_its_own_that_edits_keep() -> None:
    state = DraftState()
    assert len(state.key) == 16
    assert DraftState().key != state.key
    assert draft.edit(state, 1, amount="5").key == state.key


def test_a_new_row_inherits_operation_and_where_it_comes_from() -> None:
    state = draft.add_row(drafted((R, CASH, TILL, "1")))
    assert state.rows[1] == DraftRow(2, R, CASH)
    assert draft.add_row(draft.edit(state, 2, amount="5"), I).rows[2] == DraftRow(3, I)


def test_a_last_row_that_nobody_touched_becomes_what_is_asked_for() -> None:
    assert draft.add_row(DraftState(), I).rows == (DraftRow(1, I),)
    state = draft.add_row(draft.add_row(drafted((R, CASH, TILL, "1"))), T)
    assert state.rows[1:] == (DraftRow(2, T, CASH),)


def test_rows_that_nobody_touched_are_left_out() -> None:
    state = draft.add_row(drafted((T, CASH, BANK, "1")))
    found = check(state, WALLETS, "p")
    assert [row.state for row in found.rows] == [RowState.OK, RowState.LEFT_OUT]
    assert found.ready
    assert found.operations == (transfer(CASH, BANK, 100),)
    touched = check(draft.edit(state, 2, memo="x"), WALLETS, "p")
    assert touched.rows[1].missing == ("target", "amount")


def test_an_edit_that_changes_nothing_touches_nothing() -> None:
    state = DraftState()
    assert draft.edit(state, 1, amount="") is state


def test_a_side_comes_back_with_the_kind_that_has_it() -> None:
    state = draft.edit(drafted((T, CASH, BANK, "1")), 1, kind=I)
    assert state.rows[0].side("source") is None
    assert draft.edit(state, 1, kind=T).rows[0].source == CASH


def test_rows_move_double_and_go() -> None:
    state = drafted((T, CASH, BANK, "1"), (I, None, TILL, "2"), (R, BANK, None, "3"))
    assert [row.id for row in draft.move_row(state, 3, -1).rows] == [1, 3, 2]
    assert draft.move_row(state, 1, -1) == state
    assert [(row.id, row.amount) for row in draft.duplicate_row(state, 2).rows] == [
        (1, "1"),
        (2, "2"),
        (4, "2"),
        (3, "3"),
    ]
    assert [row.id for row in draft.remove_row(state, 2).rows] == [1, 3]
    assert [row.id for row in draft.reorder(state, (3, 1)).rows] == [3, 1, 2]


def test_the_last_row_is_replaced_by_a_fresh_one() -> None:
    state = draft.remove_row(drafted((T, CASH, BANK, "1")), 1)
    assert [(row.blank, row.untouched) for row in state.rows] == [(True, True)]


def test_a_prefilled_wallet_alone_is_not_worth_keeping() -> None:
    state = DraftState((DraftRow(1, source=CASH),))
    assert state.empty
    assert not draft.edit(state, 1, amount="1").empty
    assert not replace(state, reference="R").empty


# What is thought of it


def test_complete_rows_are_right() -> None:
    found = checked((T, CASH, BANK, "12.50"), (I, None, POOL, "2 5/24"), (R, BANK, None, "1,000"))
    assert told(found) == [[], [], [("amount", AmountUnreadable)]]
    found = checked((T, CASH, BANK, "12.50"), (I, None, POOL, "2 5/24"), (R, BANK, None, "100"))
    assert found.ready
    assert found.operations == (transfer(CASH, BANK, 1250), issue(POOL, 53), redeem(BANK, 10_000))
    assert [(asset.code, parts) for asset, parts in found.circulation] == [("DAY", 53), ("USD", -10_000)]


def test_balances_now_after_and_at_their_lowest() -> None:
    found = checked((T, CASH, TILL, "1500"), (T, BANK, CASH, "500"), (T, TILL, CASH, "100"))
    effects = {e.wallet.id: (e.change, e.after, e.lowest, e.lowest_row, e.dips) for e in found.effects}
    assert effects == {
        CASH: (-90_000, 10_000, -50_000, 1, True),
        TILL: (140_000, 140_000, 0, 0, False),
        BANK: (-50_000, 0, 0, 2, False),
    }
    assert told(found) == [[("amount", InsufficientBalance)], [], []]


def test_an_order_that_would_pass_is_told() -> None:
    state = drafted((T, CASH, TILL, "1500"), (T, BANK, CASH, "500"))
    found = check(state, WALLETS, "p")
    assert found.order == (2, 1)
    assert check(draft.reorder(state, found.order), WALLETS, "p").ready


def test_places_of_operations_skip_incomplete_rows() -> None:
    found = checked((T, CASH, None, "1"), (T, TILL, CASH, "1"))
    assert found.rows[0].missing == ("target",)
    assert told(found) == [[], [("amount", InsufficientBalance)]]
    problem = found.rows[1].problems[0].error
    assert isinstance(problem, InsufficientBalance)
    assert problem.operation == 2
    assert found.first_bad() == (1, "amount")


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        ((T, CASH, CASH, ""), [("target", SameWallet)]),
        ((T, CASH, POOL, ""), [("target", AssetDiffers)]),
        ((T, CASH, OLD, ""), [("target", WalletNotOpen)]),
        ((T, HELD, None, ""), [("source", WalletNotOpen)]),
        ((T, None, OLD, ""), [("target", WalletNotOpen)]),
        ((T, CASH, FOREIGN, "1"), [("target", WalletMissing)]),
        ((T, CASH, 99, "1"), [("target", WalletMissing)]),
        ((T, Typed("grace"), BANK, "1"), [("source", NotFound)]),
        ((T, Typed("g", several=True), BANK, "1"), [("source", Ambiguous)]),
        ((T, CASH, BANK, "0"), [("amount", AmountNotPositive)]),
        ((T, CASH, BANK, "-1"), [("amount", AmountNotPositive)]),
        ((T, CASH, BANK, "0.005"), [("amount", AmountNotWhole)]),
        ((T, CASH, BANK, "1e309"), [("amount", AmountUnreadable)]),
        ((T, CASH, BANK, "NaN"), [("amount", AmountUnreadable)]),
        ((T, CASH, OLD, "NaN"), [("target", WalletNotOpen), ("amount", AmountUnreadable)]),
    ],
)
def test_problems_belong_to_a_field(row: tuple[Kind, draft.Side, draft.Side, str], problems: object) -> None:
    found = checked(row)
    assert told(found) == [problems]
    assert found.rows[0].state is RowState.WRONG
    assert not found.ready


def test_texts_are_checked_too() -> None:
    state = drafted((T, CASH, BANK, "1"))
    state = draft.edit(state, 1, memo="x" * 201)
    state = replace(state, description="a\u202eb", reference="r" * 101)
    found = check(state, WALLETS, "p")
    assert told(found) == [[("memo", TooLong)]]
    assert {name: type(error) for name, error in found.heads.items()} == {
        "description": ForbiddenCharacter,
        "reference": TooLong,
    }
    assert found.problems == 3


@pytest.mark.parametrize(("text", "parts"), [("24.50*2%", 49), ("=(3+4)/2", 350), ("10-9.99", 1)])
def test_amounts_are_worked_out_and_their_text_is_kept(text: str, parts: int) -> None:
    state = drafted((T, CASH, BANK, text))
    found = check(state, WALLETS, "p")
    assert (found.operations[0].amount, state.rows[0].amount) == (parts, text)


def test_what_works_out_to_no_whole_part_is_refused() -> None:
    assert told(checked((T, CASH, BANK, "10/3"))) == [[("amount", AmountNotWhole)]]


def test_gaps_are_counted_and_found() -> None:
    found = checked((T, CASH, BANK, "1"), (I, None, None, ""))
    assert (found.missing, found.problems, found.first_bad()) == (2, 0, (1, "target"))


def test_a_refusal_lands_at_the_rows_that_caused_it() -> None:
    found = checked((T, CASH, None, ""), (T, CASH, BANK, "1"))
    refused = PostingRefused((InsufficientBalance(1, CASH, 0, 100),))
    assert told(landed(found, refused)) == [[], [("amount", InsufficientBalance)]]
    twice = landed(landed(found, refused), refused)
    assert told(twice) == [[], [("amount", InsufficientBalance)]]
    taken = ReferenceTaken("R", 1)
    assert landed(found, taken).heads == {"reference": taken}
    general = NotFound("project", "p")
    assert landed(found, general).heads == {"": general}


SIDES = st.sampled_from([None, CASH, BANK, TILL, POOL, OLD, HELD])
AMOUNTS = st.sampled_from(
    [
        "",
        "0",
        "1",
        "250.00",
        "500",
        "1000.5",
        "0.001",
        "x",
        "1/24",
        "30%",
        "33.33%",
        "2%",
        "rest",
        "max",
        "max/2",
        "max-1",
    ]
)
ROWS = st.tuples(st.sampled_from(Kind), SIDES, SIDES, AMOUNTS)
TOTALS = st.sampled_from(["", "99.99", "100", "0.01", "0", "x"])


@given(st.lists(ROWS, min_size=1, max_size=6), TOTALS)
def test_the_preview_is_what_posting_does(rows: list[tuple[Kind, draft.Side, draft.Side, str]], total: str) -> None:
    found = check(replace(drafted(*rows), total=total), WALLETS, "p")
    known = {
        w.id: transactions.Standing(w.project, w.asset.id, w.status, w.balance, w.entries) for w in WALLETS.values()
    }
    supplies = {"usd": USD.supply, "day": DAY.supply}
    if found.ready:
        assert len(found.operations) == len(rows)
        outcome = post(found.operations, known, supplies, "p")
        assert {e.wallet.id: e.after for e in found.effects} == {i: s.balance for i, s in outcome.standings.items()}
        assert all(e.lowest >= 0 for e in found.effects)
        assert {a.id: a.supply + parts for a, parts in found.circulation}.items() <= outcome.supplies.items()
    elif not found.missing and len(found.operations) == len(rows):
        with pytest.raises(PostingRefused) as refused:
            post(found.operations, known, supplies, "p")
        real = sorted((p.operation, type(p).__name__) for p in refused.value.problems)
        shown = sorted((n, type(p.error).__name__) for n, row in enumerate(found.rows, 1) for p in row.problems)
        assert set(shown) == set(real)


# As text


TEXTS = st.text(max_size=20)


@given(
    st.lists(
        st.builds(
            DraftRow,
            id=st.just(1),
            kind=st.sampled_from(Kind),
            source=st.one_of(st.none(), st.integers(1, 2**63 - 1), st.builds(Typed, TEXTS, st.booleans())),
            target=st.one_of(st.none(), st.integers(1, 2**63 - 1)),
            amount=TEXTS,
            memo=TEXTS,
            untouched=st.booleans(),
        ),
        min_size=1,
        max_size=4,
    ),
    TEXTS,
    st.one_of(st.none(), st.dates()),
)
def test_a_draft_comes_back_as_it_was(rows: list[DraftRow], text: str, day: date | None) -> None:
    numbered = tuple(replace(row, id=n) for n, row in enumerate(rows, 1))
    state = DraftState(numbered, text, text, day, Notation(",", ".", (3, 2)))
    assert draft.read(draft.content(state)) == state


@pytest.mark.parametrize("text", ["", "[]", "nonsense", '{"rows": [1, {"kind": "x", "source": true}], "key": "zz"}'])
def test_what_cannot_be_read_is_left_empty(text: str) -> None:
    state = draft.read(text)
    assert all(row.blank for row in state.rows)
    assert len(state.key) == 16


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"rows":' * 100_000,
        '{"reverses": 9999999999999999999999, "rows": [{"source": 9999999999999999999999, "target": -1}]}',
        '{"notation": [".", ",", 3, -1]}',
        '{"notation": [".", ",", 3, 99999999999]}',
        '{"notation": [".", ".", 3, 3]}',
        '{"notation": ["", "5", 3, 3]}',
    ],
)
def test_what_could_harm_is_left_out(text: str) -> None:
    state = draft.read(text)
    assert (state.undone, state.notation) == (None, Notation())
    assert not state.wallets


def test_half_a_character_in_a_draft_is_a_question_mark() -> None:
    assert draft.read('{"description": "a\\ud800b"}').description == "a?b"


def test_amounts_keep_their_meaning_in_another_language() -> None:
    state = replace(drafted((T, CASH, BANK, "1,234.50"), (T, CASH, BANK, "x")), notation=Notation(".", ","))
    german = draft.in_notation(state, WALLETS, Notation(",", "."))
    assert [row.amount for row in german.rows] == ["1.234,50", "x"]
    assert check(german, WALLETS, "p").rows[0].amount == 123_450


# In the book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[books.Book]:
    made = books.create(tmp_path / "a.walletdesk", "UTC")
    projects.create(made, "P", "p")
    usd = assets.create(made, "p", "Dollar", "USD", 100).value
    for name in ("Cash", "Bank"):
        wallets.open_system(made, usd.id, name)
    yield made
    made.close()


def test_a_draft_is_kept_posted_and_gone(book: books.Book) -> None:
    cash, bank = (found.id for found in wallets.list_system(book, "p").rows)
    kept = drafting.Kept()
    state = drafted((I, None, cash, "10"), (T, cash, bank, "4"))
    state = replace(state, reference=" R-1 ", description="Start")
    drafting.keep(book, "p", kept, state)
    drafting.keep(book, "p", kept, replace(state, description="Begin"))
    (listed,) = drafting.listed(book, "p")
    assert (listed.id, listed.state.description, set(listed.wallets)) == (kept.draft, "Begin", {cash, bank})
    reopened, found = drafting.reopened(book, "p", listed.id, Notation())
    ready = check(reopened, found, "p")
    assert ready.ready
    done = drafting.post(book, "p", kept, state, ready.operations)
    assert (done.value.reference, done.value.operations) == ("R-1", ready.operations)
    assert drafts.list_all(book, "p") == ()
    again = drafting.post(book, "p", kept, state, ready.operations)
    assert again.value.number == done.value.number


def test_an_empty_draft_is_not_kept(book: books.Book) -> None:
    kept = drafting.Kept()
    assert not drafting.keep(book, "p", kept, DraftState()).changes
    state = DraftState(description="x")
    drafting.keep(book, "p", kept, state)
    assert len(drafts.list_all(book, "p")) == 1
    assert drafting.keep(book, "p", kept, replace(state, description="")).changes.drafts
    assert drafts.list_all(book, "p") == ()
    assert not drafting.forget(book, "p", kept, state.key).changes


def test_a_number_that_was_given_again_is_another_drafts(book: books.Book) -> None:
    """T12: neither saving, nor discarding, nor posting touches what somebody else wrote under it."""
    (cash, _) = (found.id for found in wallets.list_system(book, "p").rows)
    first, second = drafting.Kept(), drafting.Kept()
    state, other = replace(drafted((I, None, cash, "10")), description="Mine"), DraftState(description="Other")
    drafting.keep(book, "p", first, state)
    drafts.discard(book, "p", first.draft or 0)
    drafting.keep(book, "p", second, other)
    assert first.draft == second.draft
    stale = drafting.Kept(first.draft)
    drafting.keep(book, "p", first, state)
    assert [kept.state.description for kept in drafting.listed(book, "p")] == ["Mine", "Other"]
    assert first.draft != second.draft
    drafts.discard(book, "p", second.draft or 0, state.key)
    drafting.discard(book, "p", stale, state)
    drafting.post(book, "p", drafting.Kept(second.draft), state, [issue(cash, 1000)])
    assert second.draft in [kept.id for kept in drafts.list_all(book, "p")]


def test_a_draft_of_another_project_is_left_alone(book: books.Book) -> None:
    """B2."""
    projects.create(book, "Second", "q")
    number = drafts.save(book, "q", None, "{}").value
    assert drafts.save(book, "p", number, '{"rows": []}').value != number
    drafts.discard(book, "p", number)
    transactions.run(book, "p", [issue(wallets.list_system(book, "p").rows[0].id, 5)], draft=number)
    assert [(kept.id, kept.content) for kept in drafts.list_all(book, "q")] == [(number, "{}")]


def test_operations_are_prefilled_and_undone_as_a_draft(book: books.Book) -> None:
    cash, bank = (found.id for found in wallets.list_system(book, "p").rows)
    operations: list[Operation] = [issue(cash, 1000, "in"), transfer(cash, bank, 400)]
    done = transactions.run(book, "p", operations)
    state, found = drafting.prefilled(book, DraftState(description="Again"), operations, Notation())
    assert state.description == "Again"
    assert check(state, found, "p").operations == tuple(operations)
    (state, found), _ = drafting.reversal_of(book, "p", done.value.number, Notation())
    assert check(state, found, "p").operations == (transfer(bank, cash, 400), redeem(cash, 1000, "in"))
