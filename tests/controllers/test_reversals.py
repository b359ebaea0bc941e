"""T8: reversals, whole and in part, their links wherever they are told, and drafts of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from walletdesk.controllers import (
    assets,
    batches,
    books,
    draft,
    draft_reversal,
    drafting,
    drafts,
    entries,
    exporting_rows,
    finding,
    projects,
    transactions,
    wallets,
    words_context,
)
from walletdesk.controllers.books import Book
from walletdesk.controllers.draft import DraftState
from walletdesk.controllers.draft_check import Extent, check
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.transactions import TransactionQuery
from walletdesk.controllers.verifying import verify_book
from walletdesk.controllers.words import sentence
from walletdesk.controllers.words_reversal import described, reversed_words, reverses_words
from walletdesk.ledger.amounts import PLAIN, Notation
from walletdesk.ledger.refusals import AlreadyReversed, NoOperations, NotFound, PostingRefused, ReferenceTaken
from walletdesk.ledger.values import Operation, Transaction, Wallet, issue, redeem, transfer
from walletdesk.store import batches as batch_rows
from walletdesk.store.posting import Poster, Request


@dataclass
class Till:
    """A till with 100.00 and a purse with nothing."""

    book: Book
    till: int
    purse: int

    def run(self, *operations: Operation, **facts: object) -> int:
        return transactions.run(self.book, "p", operations, **facts).value.number  # type: ignore[arg-type]

    def reverse(self, number: int, *operations: Operation, **facts: object) -> Transaction:
        wanted = operations or None
        return transactions.reverse(self.book, "p", number, operations=wanted, **facts).value  # type: ignore[arg-type]

    def get(self, number: int) -> Transaction:
        return transactions.get(self.book, "p", number)

    def balances(self) -> tuple[int, int]:
        return wallets.get(self.book, self.till).balance, wallets.get(self.book, self.purse).balance

    def gift(self) -> int:
        """30.00 and 20.00 from the till to the purse."""
        return self.run(transfer(self.till, self.purse, 3_000), transfer(self.till, self.purse, 2_000), reference="G")

    def opened(self, number: int) -> tuple[DraftState, dict[int, Wallet]]:
        return drafting.reversal_of(self.book, "p", number, PLAIN)[0]


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    book = books.create(tmp_path / "b.walletdesk", "UTC")
    projects.create(book, "P", "p")
    euro = assets.create(book, "p", "Euro", "EUR", 100).value.id
    made = Till(book, *(wallets.open_system(book, euro, name).value.id for name in ("Till", "Purse")))
    made.run(issue(made.till, 10_000))
    yield made
    assert finish(verify_book(book)).ok, "whatever a test does through the controllers leaves a sound book"
    book.close()


def links(found: Transaction) -> tuple[object, ...]:
    return found.reverses, found.reverses_part, found.reversed_by, found.reversed_in_part


# Posting


def test_t8_in_part_at_most_once_and_linked_both_ways(till: Till) -> None:
    gift = till.gift()
    done = till.reverse(gift, transfer(till.purse, till.till, 1_500), reason=" wrong purse ")
    assert till.balances() == (6_500, 3_500)
    assert (done.description, links(done)) == ("wrong purse", (2, True, None, False))
    assert links(till.get(gift)) == (None, False, 3, True)
    with pytest.raises(AlreadyReversed) as refused:
        till.reverse(gift, transfer(till.purse, till.till, 1_500))
    assert refused.value.by == 3
    again = till.reverse(3)
    assert links(again) == (3, False, None, False)
    assert links(till.get(3)) == (2, True, 4, False)
    assert till.balances() == (5_000, 5_000)


def test_t8_less_of_every_operation_is_a_part_too(till: Till) -> None:
    gift = till.gift()
    back = (transfer(till.purse, till.till, 2_000), transfer(till.purse, till.till, 2_999))
    assert till.reverse(gift, *back).reverses_part
    other = till.run(transfer(till.till, till.purse, 5))
    assert not till.reverse(other, transfer(till.purse, till.till, 5, "another memo")).reverses_part


def test_t8_what_is_no_part_of_it_is_refused_and_nothing_written(till: Till) -> None:
    gift = till.gift()
    for wrong in (transfer(till.purse, till.till, 3_001), transfer(till.till, till.purse, 1), redeem(till.purse, 1)):
        with pytest.raises(PostingRefused):
            till.reverse(gift, wrong)
    with pytest.raises(NoOperations):
        transactions.reverse(till.book, "p", gift, operations=())
    with pytest.raises(NotFound):
        till.reverse(99)
    assert links(till.get(gift)) == (None, False, None, False)
    assert till.balances() == (5_000, 5_000)


def test_t8_t6_the_same_reversal_again_is_the_one_already_there(till: Till) -> None:
    gift, key = till.gift(), b"k" * 16
    back = transfer(till.purse, till.till, 1_000)
    first = till.reverse(gift, back, reason="r", reference="C-1", value_date=date(2026, 1, 2), key=key)
    assert till.reverse(gift, back, reason="r", reference="C-1", value_date=date(2026, 1, 2), key=key) == first
    assert till.reverse(gift, back, reason="r", reference="C-1", value_date=date(2026, 1, 2)) == first
    with pytest.raises(ReferenceTaken):
        till.run(back, description="r", reference="C-1", value_date=date(2026, 1, 2))
    with pytest.raises(ReferenceTaken):
        till.reverse(1, reason="r", reference="G")
    assert transactions.page(till.book, "p").total == 3


def test_t11_a_batch_leaves_what_was_taken_back_in_part(till: Till) -> None:
    with till.book.unit():
        batch = batch_rows.add(till.book, "p", "import", "march.csv", "f" * 64)
        poster = Poster(till.book, "p", batch)
        for amount in (100, 200):
            poster.add(Request((issue(till.purse, amount),)))
        poster.flush()
    till.reverse(3, redeem(till.purse, 50))
    done = finish(batches.reverse(till.book, batch, "bad file"))
    assert done.value.transactions == 1
    assert till.balances() == (10_000, 150)
    assert (till.get(5).description, till.get(5).reverses) == ("bad file", 2)


# Where the link is told


def test_t8_the_link_is_told_in_lists_and_exports(till: Till) -> None:
    gift = till.gift()
    till.reverse(gift, transfer(till.purse, till.till, 1_500))
    found = transactions.lines(till.book, "p", 1, 3)
    assert [(line.reverses, line.reverses_part, line.reversed_by, line.reversed_in_part) for line in found] == [
        (None, False, None, False),
        (None, False, 3, True),
        (2, True, None, False),
    ]
    ledger = entries.lines(till.book, till.purse, 1, 3)
    assert [(line.number, line.reverses, line.reverses_part) for line in ledger] == [
        (2, None, False),
        (2, None, False),
        (3, 2, True),
    ]
    names = ("reverses", "reversed_by", "reverses_part", "reversed_in_part")
    at = [exporting_rows.TRANSACTIONS.index(name) for name in names]
    rows = [row for _, _, some in exporting_rows.transactions_of(till.book, "p") for row in some]
    assert [[row[place] for place in at] for row in rows] == [
        ["", "", "", ""],
        ["", 3, "", "yes"],
        ["", 3, "", "yes"],
        [2, "", "yes", ""],
    ]
    wallet = wallets.get(till.book, till.purse)
    last = [row for some in exporting_rows.ledger_of(till.book, wallet) for row in some][-1]
    assert last[-2:] == [2, "yes"]


def test_reversals_are_found_by_what_they_reverse(till: Till) -> None:
    gift = till.gift()
    till.reverse(gift, reason="wrong purse")

    def found(text: str) -> list[int]:
        return list(finish(transactions.find(till.book, "p", TransactionQuery(text=text))).numbers)

    assert found("t-2") == [2, 3]
    assert found("Reverses") == [3]
    assert found("reverses t-2 purse") == [3]
    assert [line.number for line in finish(finding.find(till.book, "p", "reverses wrong")).transactions] == [3]
    assert found("part") == []
    for text, seqs in (("reverses", [3, 4]), ("t-2", [1, 2, 3, 4]), ("nothing", [])):
        assert list(finish(entries.find(till.book, till.purse, text=text)).seqs) == seqs


def test_reversals_are_found_by_the_words_that_they_are_shown_with_in_any_language(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    gift = till.gift()
    till.reverse(gift, transfer(till.purse, till.till, 1_500))
    german = {"Reverses {label}": "Storno von {label}", "Reverses part of {label}": "{label}: teilweise 'zurück'"}
    monkeypatch.setattr(words_context.hook, "translate", lambda template: german.get(template, template))

    def found(text: str) -> list[int]:
        return list(finish(transactions.find(till.book, "p", TransactionQuery(text=text))).numbers)

    assert found("t-2: TEILWEISE 'zurück'") == [3]
    assert found("reverses") == found("storno") == []
    assert [line.number for line in finish(finding.find(till.book, "p", "teilweise")).transactions] == [3]
    assert list(finish(entries.find(till.book, till.purse, text="teilweise")).seqs) == [3]


def test_the_words_come_from_the_link_and_old_texts_stay() -> None:
    assert reverses_words(12, part=False) == "Reverses T-12"
    assert reverses_words(12, part=True) == "Reverses part of T-12"
    assert reversed_words(14, part=False) == "Reversed by T-14"
    assert reversed_words(14, part=True) == "Reversed in part by T-14"
    assert described("two\nlines", None) == "two lines"
    assert described("", 12) == "Reverses T-12"
    assert described("wrong day", 12, part=True) == "Reverses part of T-12: wrong day"
    assert described("Reverses T-12: wrong day", 12) == "Reverses T-12: wrong day"


# Drafts


def taking(state: DraftState, named: dict[int, Wallet]) -> DraftState:
    return draft_reversal.take_what_is_there(state, check(state, named, "p"), named)


def test_t8_a_draft_of_a_reversal_is_checked_as_it_will_be_posted(till: Till) -> None:
    state, named = till.opened(till.gift())
    assert [row.amount for row in state.rows] == ["20.00", "30.00"]
    whole = check(state, named, "p")
    euro = named[till.till].asset
    assert whole.ready
    assert whole.extent == Extent(2, True, ((euro, 5_000, 5_000),))
    part = check(draft.edit(state, 2, amount="12.50"), named, "p")
    assert part.ready
    assert part.extent == Extent(2, False, ((euro, 3_250, 5_000),))
    more = check(draft.edit(state, 2, amount="30.01"), named, "p")
    problem = more.rows[1].problems[0]
    assert problem.field == "amount"
    assert sentence(problem.error).startswith("Only 3000")
    other = check(draft.edit(state, 1, source=till.till, target=till.purse), named, "p")
    assert [p.field for p in other.rows[0].problems] == ["kind"]
    done = drafting.post(till.book, "p", drafting.Kept(), replace(state, description="why"), part.operations)
    assert (done.value.reverses, done.value.description) == (2, "why")
    assert len(done.changes.transactions) == 2


def test_t8_what_is_still_there_is_taken_back(till: Till) -> None:
    gift = till.gift()
    till.run(redeem(till.purse, 2_500))
    state, named = till.opened(gift)
    assert [draft_reversal.is_short(row) for row in check(state, named, "p").rows] == [False, True]
    left = taking(state, named)
    assert [row.amount for row in left.rows] == ["20.00", "5.00"]
    checked = check(left, named, "p")
    assert checked.ready
    assert taking(left, named) == left
    assert [row.amount for row in draft_reversal.all_again(left, named).rows] == ["20.00", "30.00"]
    till.reverse(gift, *checked.operations)
    assert till.balances()[1] == 0


def test_t8_rows_with_nothing_left_go_but_never_the_last(till: Till) -> None:
    gift = till.gift()
    till.run(redeem(till.purse, 3_500))
    state, named = till.opened(gift)
    assert [row.amount for row in taking(state, named).rows] == ["15.00"]
    till.run(redeem(till.purse, 1_500))
    state, named = till.opened(gift)
    assert taking(state, named) == state
    assert len(draft_reversal.without(draft_reversal.without(state, 1), 2).rows) == 1


def test_a_reversal_through_a_wallet_in_the_middle_is_taken_back_in_its_order(till: Till) -> None:
    number = till.run(transfer(till.till, till.purse, 1_000), redeem(till.purse, 1_000))
    state, named = till.opened(number)
    checked = check(state, named, "p")
    assert checked.ready
    assert checked.order is None
    assert taking(state, named) == state


def test_t12_a_draft_of_a_reversal_is_kept_and_found_again(till: Till) -> None:
    gift = till.gift()
    state, _ = till.opened(gift)
    state = draft.remove_row(replace(state, description="half"), 1)
    kept = drafting.Kept()
    drafting.keep(till.book, "p", kept, state)
    (listed,) = drafting.listed(till.book, "p")
    assert listed.state.undone is not None
    assert listed.state.undone.number == gift
    (again, named), number = drafting.reversal_of(till.book, "p", gift, Notation(",", "."))
    assert (number, again.description, [row.amount for row in again.rows]) == (kept.draft, "half", ["30,00"])
    assert again.undone == state.undone
    assert check(again, named, "p").extent == Extent(2, False, ((named[till.till].asset, 3_000, 5_000),))


def test_a_draft_of_what_was_reversed_meanwhile_says_so(till: Till) -> None:
    gift = till.gift()
    kept = drafting.Kept()
    drafting.keep(till.book, "p", kept, till.opened(gift)[0])
    till.reverse(gift)
    assert kept.draft is not None
    state, named = drafting.reopened(till.book, "p", kept.draft, PLAIN)
    checked = check(state, named, "p")
    assert not checked.ready
    assert sentence(checked.heads[""]) == "T-2 was reversed already, by T-3."
    with pytest.raises(AlreadyReversed):
        drafting.post(till.book, "p", kept, state, checked.operations)
    assert len(drafts.list_all(till.book, "p")) == 1
    with pytest.raises(AlreadyReversed):
        till.opened(gift)
