"""T1 to T12: posting, idempotence, preview, reversal, batches, drafts and what finds them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from walletdesk.controllers import assets, batches, books, customers, drafts, projects, transactions, wallets
from walletdesk.controllers.books import Book
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.transactions import TransactionQuery
from walletdesk.controllers.verifying import verify_book
from walletdesk.ledger.amounts import MAX_AMOUNT
from walletdesk.ledger.refusals import (
    AlreadyReversed,
    DiskFailure,
    InsufficientBalance,
    NoOperations,
    NotFound,
    PostedBefore,
    PostingRefused,
    ProjectArchived,
    ReferenceTaken,
    TooLong,
)
from walletdesk.ledger.refusals_reversal import BatchReversed
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import Operation, Period, issue, redeem, transfer
from walletdesk.store import batches as batch_rows
from walletdesk.store.posting import Poster, Request


@dataclass
class Bar:
    """A project with two wallets and a till."""

    book: Book
    id: str
    ann: int
    bob: int
    till: int

    def run(self, *operations: Operation, **facts: object) -> int:
        return transactions.run(self.book, self.id, operations, **facts).value.number  # type: ignore[arg-type]

    def balances(self) -> list[int]:
        return [wallets.get(self.book, wallet).balance for wallet in (self.ann, self.bob, self.till)]


@pytest.fixture
def bar(tmp_path: Path) -> Iterator[Bar]:
    book = books.create(tmp_path / "b.walletdesk", "UTC")
    project = projects.create(book, "Bar").value.id
    euro = assets.create(book, project, "Euro", "EUR", 100).value.id
    keys = [customers.upsert(book, project, name.lower(), name).value.key for name in ("Ann", "Bob")]
    ids = [wallets.open(book, key, euro, "Cash").value.id for key in keys]
    till = wallets.open_system(book, euro, "Till").value.id
    made = Bar(book, project, *ids, till)
    yield made
    assert finish(verify_book(book)).ok, "whatever a test does through the controllers leaves a sound book"
    book.close()


def test_t1_run_answers_what_it_posted_and_what_it_changed(bar: Bar) -> None:
    done = transactions.run(bar.book, bar.id, [issue(bar.ann, 500), transfer(bar.ann, bar.till, 120)], "Round")
    assert (done.value.number, done.value.description, len(done.value.entries)) == (1, "Round", 3)
    assert done.changes.wallets == {bar.ann, bar.till}
    assert len(done.changes.customers) == 1
    assert bar.balances() == [380, 0, 120]
    assert transactions.get(bar.book, bar.id, 1) == done.value


def test_t2_all_or_nothing(bar: Bar) -> None:
    with pytest.raises(PostingRefused):
        bar.run(issue(bar.ann, 500), redeem(bar.bob, 1))
    with pytest.raises(NoOperations):
        bar.run()
    with pytest.raises(TooLong) as refused:
        bar.run(issue(bar.ann, 5, "x" * 201))
    assert refused.value.field == "memo"
    assert bar.balances() == [0, 0, 0]
    assert transactions.page(bar.book, bar.id).total == 0


def test_t6_the_same_reference_with_the_same_content_answers_what_is_there(bar: Bar) -> None:
    first = bar.run(issue(bar.ann, 5, "m"), reference="R", description="d", value_date=date(2026, 1, 2))
    again = bar.run(issue(bar.ann, 5, " m "), reference=" R ", description="d ", value_date=date(2026, 1, 2))
    assert first == again == 1
    assert bar.balances()[0] == 5
    for facts in ({"description": "other"}, {"description": "d", "value_date": date(2026, 1, 3)}):
        with pytest.raises(ReferenceTaken):
            bar.run(issue(bar.ann, 5, "m"), reference="R", **facts)
    with pytest.raises(ReferenceTaken):
        bar.run(issue(bar.ann, 6, "m"), reference="R", description="d", value_date=date(2026, 1, 2))


def test_t6_a_retry_under_the_same_key_posts_once(bar: Bar) -> None:
    key = b"0123456789abcdef"
    assert [bar.run(issue(bar.ann, 5), key=key) for _ in range(3)] == [1, 1, 1]
    assert bar.balances()[0] == 5


def test_t6_a_key_that_posted_something_else_is_refused(bar: Bar) -> None:
    key = b"0123456789abcdef"
    facts: dict[str, object] = {"description": "d", "reference": "R", "value_date": date(2026, 1, 2)}
    first = bar.run(issue(bar.ann, 5, "m"), **facts, key=key)
    cleaned = facts | {"description": " d ", "reference": " R "}
    assert bar.run(issue(bar.ann, 5, " m"), **cleaned, key=key) == first
    others: tuple[dict[str, object], ...] = ({"description": "e"}, {"reference": None}, {"value_date": None})
    for other in others:
        with pytest.raises(PostedBefore) as refused:
            bar.run(issue(bar.ann, 5, "m"), **facts | other, key=key)
        assert (refused.value.number, refused.value.project) == (first, "")
    with pytest.raises(PostedBefore):
        bar.run(issue(bar.ann, 7, "m"), **facts, key=key)
    with pytest.raises(PostedBefore):
        transactions.reverse(bar.book, bar.id, first, key=key)
    assert bar.balances() == [5, 0, 0]


def test_t6_a_key_of_another_project_is_refused(bar: Bar) -> None:
    """B2."""
    bar.run(issue(bar.ann, 5), key=b"k" * 16)
    other = projects.create(bar.book, "Café", "cafe").value.id
    pounds = assets.create(bar.book, other, "Pound", "GBP", 100).value.id
    box = wallets.open_system(bar.book, pounds, "Box").value.id
    with pytest.raises(PostedBefore) as refused:
        transactions.run(bar.book, other, [issue(box, 5)], key=b"k" * 16)
    assert (refused.value.number, refused.value.project) == (1, "Bar")
    assert wallets.get(bar.book, box).balance == 0


def test_t6_a_commit_that_reports_an_error_but_happened_is_answered(bar: Bar, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = bar.book.unit

    def breaking() -> object:
        class Breaking:
            def __enter__(self) -> None:
                self.inner = unit()
                self.inner.__enter__()

            def __exit__(self, *error: object) -> None:
                self.inner.__exit__(*error)  # type: ignore[arg-type]
                raise DiskFailure("after the commit")

        return Breaking()

    monkeypatch.setattr(bar.book, "unit", breaking)
    assert bar.run(issue(bar.ann, 5), key=b"k" * 16) == 1
    with pytest.raises(DiskFailure):
        bar.run(issue(bar.ann, 5))


def test_t6_a_fault_does_not_answer_with_something_else(bar: Bar, monkeypatch: pytest.MonkeyPatch) -> None:
    bar.run(issue(bar.ann, 5), key=b"k" * 16)

    def failing() -> object:
        raise DiskFailure("before the first look")

    monkeypatch.setattr(bar.book, "unit", failing)
    with pytest.raises(PostedBefore):
        bar.run(issue(bar.ann, 6), key=b"k" * 16)


def test_t9_preview_answers_what_posting_would_do_and_writes_nothing(bar: Bar) -> None:
    bar.run(issue(bar.ann, 100))
    operations = [transfer(bar.ann, bar.bob, 60), redeem(bar.bob, 10)]
    seen = transactions.preview(bar.book, bar.id, operations)
    assert bar.balances() == [100, 0, 0]
    bar.run(*operations)
    assert {w: s.balance for w, s in seen.posting.standings.items()} == dict(
        zip((bar.ann, bar.bob), bar.balances(), strict=False)
    )
    short = transactions.preview(bar.book, bar.id, [transfer(bar.bob, bar.till, 80), transfer(bar.ann, bar.bob, 40)])
    assert [type(problem) for problem in short.posting.problems] == [InsufficientBalance]
    assert short.order == (2, 1)
    assert short.posting.lowest[bar.bob] == (-30, 1)
    projects.archive(bar.book, bar.id)
    with pytest.raises(ProjectArchived):
        transactions.preview(bar.book, bar.id, operations)


def test_t2_a_preview_names_no_order_that_is_refused_itself(bar: Bar) -> None:
    bar.run(issue(bar.ann, MAX_AMOUNT - 50), issue(bar.bob, 50))
    operations = [transfer(bar.bob, bar.till, 60), redeem(bar.ann, 10), issue(bar.bob, 10)]
    assert transactions.preview(bar.book, bar.id, operations).order is None
    operations[1:] = [transfer(bar.ann, bar.bob, 10)]
    assert transactions.preview(bar.book, bar.id, operations).order == (2, 1)


def test_t7_transactions_are_listed_by_period_and_found_by_anything(bar: Bar) -> None:
    numbers = {
        "issue": bar.run(issue(bar.ann, 500, "Überweisung"), reference="R-1", description="Top-up"),
        "transfer": bar.run(transfer(bar.ann, bar.bob, 120), description="Rent"),
        "redeem": bar.run(redeem(bar.bob, 20), description="Paid out"),
    }

    def found(**wanted: object) -> list[int]:
        return list(finish(transactions.find(bar.book, bar.id, TransactionQuery(**wanted))).numbers)  # type: ignore[arg-type]

    bob = wallets.get(bar.book, bar.bob)
    assert found() == [1, 2, 3]
    assert found(text="ÜBERWEISUNG top") == [numbers["issue"]]
    assert found(text="t-2") == [numbers["transfer"]]
    assert found(text="bob rent") == [numbers["transfer"]]
    assert found(wallet=bar.ann) == [1, 2]
    assert found(customer=bob.customer) == [2, 3]
    assert found(kind=Kind.REDEEM) == [3]
    assert found(reference="R-1") == [1]
    assert found(amount=120) == [2]
    assert found(asset=bob.asset.id) == [1, 2, 3]
    assert found(period=Period(None, date(2020, 1, 1))) == []
    hits = finish(transactions.find(bar.book, bar.id, TransactionQuery(wallet=bar.ann)))
    assert [line.number for line in transactions.found_page(bar.book, bar.id, hits, 1, 1).rows] == [2]
    page = transactions.page(bar.book, bar.id, size=2)
    assert ([line.number for line in page.rows], page.total) == ([3, 2], 3)
    line = page.rows[1]
    assert (line.kind, line.amount, line.operations, line.asset.code) == (Kind.TRANSFER, 120, 1, "EUR")
    assert line.source is not None
    assert line.source.owner_name == "Ann"
    assert transactions.page(bar.book, bar.id, Period(None, date(2020, 1, 1))).total == 0
    with pytest.raises(NotFound):
        transactions.get(bar.book, bar.id, 99)


def test_t8_a_reversal_inverts_and_links_both_ways_once(bar: Bar) -> None:
    number = bar.run(issue(bar.ann, 500), transfer(bar.ann, bar.bob, 120), redeem(bar.bob, 20), description="Oops")
    done = transactions.reverse(bar.book, bar.id, number, " wrong customer ")
    assert bar.balances() == [0, 0, 0]
    assert done.value.description == "wrong customer"
    assert [o.kind for o in done.value.operations] == [Kind.ISSUE, Kind.TRANSFER, Kind.REDEEM]
    assert (done.value.reverses, transactions.get(bar.book, bar.id, number).reversed_by) == (1, 2)
    assert len(done.changes.transactions) == 2
    with pytest.raises(AlreadyReversed) as refused:
        transactions.reverse(bar.book, bar.id, number)
    assert refused.value.by == 2


def test_t8_a_reversal_is_refused_with_the_shortfall_when_the_value_has_moved_on(bar: Bar) -> None:
    number = bar.run(issue(bar.ann, 500))
    bar.run(redeem(bar.ann, 480))
    with pytest.raises(PostingRefused) as refused:
        transactions.reverse(bar.book, bar.id, number)
    (problem,) = refused.value.problems
    assert isinstance(problem, InsufficientBalance)
    assert (problem.available, problem.shortfall) == (20, 480)
    assert transactions.get(bar.book, bar.id, number).reversed_by is None


def import_three(bar: Bar) -> int:
    with bar.book.unit():
        batch = batch_rows.add(bar.book, bar.id, "import", "march.csv", "f" * 64)
        poster = Poster(bar.book, bar.id, batch)
        for amount in (100, 200, 300):
            poster.add(Request((issue(bar.ann, amount),)))
        poster.flush()
    return batch


def test_t11_a_batch_is_listed_and_reversed_as_a_whole(bar: Bar) -> None:
    batch = import_three(bar)
    bar.run(issue(bar.bob, 7))
    transactions.reverse(bar.book, bar.id, 2, "one of them")
    found = batches.get(bar.book, batch)
    assert (found.number, found.transactions, found.first, found.last, found.name) == (1, 3, 1, 3, "march.csv")
    done = finish(batches.reverse(bar.book, batch))
    assert (done.value.transactions, done.value.reverses) == (2, 1)
    assert bar.balances() == [0, 7, 0]
    assert [b.number for b in batches.list_all(bar.book, bar.id)] == [2, 1]
    assert batches.get(bar.book, batch).reversed_by == 2
    with pytest.raises(BatchReversed):
        finish(batches.reverse(bar.book, batch))


def test_t11_a_batch_of_which_all_was_reversed_singly_is_reversed_already(bar: Bar) -> None:
    batch = import_three(bar)
    for number in (3, 2, 1):
        transactions.reverse(bar.book, bar.id, number)
    with pytest.raises(BatchReversed) as refused:
        finish(batches.reverse(bar.book, batch))
    assert refused.value.number == 1
    assert len(batches.list_all(bar.book, bar.id)) == 1


def test_t11_a_batch_whose_value_moved_on_is_not_reversed_at_all(bar: Bar) -> None:
    batch = import_three(bar)
    bar.run(redeem(bar.ann, 550))
    with pytest.raises(PostingRefused):
        finish(batches.reverse(bar.book, batch))
    assert bar.balances() == [50, 0, 0]
    assert [b.number for b in batches.list_all(bar.book, bar.id)] == [1]


def test_t11_closing_the_task_early_reverses_nothing(bar: Bar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_SLICE", 1)
    batch = import_three(bar)
    task = batches.reverse(bar.book, batch)
    next(task)
    task.close()
    assert bar.balances() == [600, 0, 0]
    assert batches.get(bar.book, batch).reversed_by is None


def test_t12_drafts_are_kept_changed_and_discarded_without_a_number(bar: Bar) -> None:
    first = drafts.save(bar.book, bar.id, None, '{"rows": []}').value
    assert drafts.save(bar.book, bar.id, first, '{"rows": [1]}').value == first
    assert [d.content for d in drafts.list_all(bar.book, bar.id)] == ['{"rows": [1]}']
    assert transactions.page(bar.book, bar.id).total == 0
    bar.run(issue(bar.ann, 5), draft=first)
    assert drafts.list_all(bar.book, bar.id) == ()
    drafts.discard(bar.book, bar.id, first)
    with pytest.raises(NotFound):
        drafts.get(bar.book, first)
    kept = drafts.save(bar.book, bar.id, first, "{}").value
    assert drafts.get(bar.book, kept).content == "{}"


def test_t12_a_refused_posting_keeps_its_draft(bar: Bar) -> None:
    draft = drafts.save(bar.book, bar.id, None, "{}").value
    with pytest.raises(PostingRefused):
        bar.run(redeem(bar.ann, 5), draft=draft)
    assert drafts.get(bar.book, draft).content == "{}"


def test_t10_a_suspended_and_a_closed_wallet_move_nothing(bar: Bar) -> None:
    wallets.set_status(bar.book, bar.bob, Status.SUSPENDED)
    wallets.set_status(bar.book, bar.till, Status.CLOSED)
    with pytest.raises(PostingRefused) as refused:
        bar.run(issue(bar.bob, 5), issue(bar.till, 5))
    assert [(p.operation, p.field) for p in refused.value.problems] == [(1, "target"), (2, "target")]


def test_r3_balances_at_the_end_of_a_day(bar: Bar) -> None:
    bar.run(issue(bar.ann, 500))
    today = bar.book.days.day(bar.book.clock())
    assert [held for _, held in wallets.balances(bar.book, bar.id)] == [500, 0, 0]
    assert [held for _, held in wallets.balances(bar.book, bar.id, today)] == [500, 0, 0]
    assert [held for _, held in wallets.balances(bar.book, bar.id, date(2020, 1, 1))] == [0, 0, 0]
