"""One thing done for many: what is chosen, what is told before, what is written, and what a change of mind costs."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from walletdesk.controllers import assets, batches, books, customers, many, projects, transactions, verifying, wallets
from walletdesk.controllers.books import Book
from walletdesk.controllers.many import Action, Measure, Plan, Recipe, Rule, Who
from walletdesk.controllers.many_refusals import (
    NamedBefore,
    NothingToMove,
    NothingToRun,
    NotOfAsset,
    NoWalletOf,
    RunOutdated,
    SystemWalletNamed,
)
from walletdesk.controllers.many_who import pieces
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.controllers.words import book_context, sentence
from walletdesk.exchange.refusals import FileSpared
from walletdesk.ledger.refusals import (
    Ambiguous,
    BalanceNotZero,
    CustomerSuspended,
    InsufficientBalance,
    LedgerError,
    Missing,
    NotFound,
    ProjectArchived,
    StatusRefused,
    TooLong,
    WalletNotOpen,
)
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import issue, redeem
from walletdesk.store import customers as customer_rows
from walletdesk.store import events
from walletdesk.store import wallets as wallet_rows
from walletdesk.store.posting import Poster, Request


@dataclass
class Club:
    """A project with four customers: ann and bob with a wallet of euros, bob also of points, cid with two, dan none."""

    book: Book
    id: str
    euro: str
    points: str
    till: int
    keys: dict[str, int]
    wallets: dict[str, int]

    def plan(self, who: Who, recipe: Recipe) -> Plan:
        return finish(many.check(self.book, self.id, who, recipe))

    def list(self, text: str, recipe: Recipe | None = None, asset: str | None = "") -> Plan:
        return self.plan(Who(self.euro if asset == "" else asset, listed=text), recipe or give(5))

    def run(self, plan: Plan, text: str = "Bonus") -> object:
        return finish(many.write(self.book, plan, text)).value

    def balance(self, name: str) -> int:
        return wallets.get(self.book, self.wallets[name]).balance

    def verify(self) -> None:
        assert finish(verifying.verify_book(self.book)).ok


def give(amount: int) -> Recipe:
    return Recipe(Action.ISSUE, Rule(Measure.FIXED, amount))


def share(action: Action, percent: int | Fraction) -> Recipe:
    return Recipe(action, Rule(Measure.SHARE, percent=Fraction(percent)))


def reasons(plan: Plan) -> list[tuple[str, type[LedgerError]]]:
    return [(row.given or (row.wallet.name if row.wallet else ""), type(row.refusal)) for row in plan.refused]


@pytest.fixture
def club(tmp_path: Path) -> Iterator[Club]:
    book = books.create(tmp_path / "b.walletdesk", "UTC")
    project = projects.create(book, "Club").value.id
    euro = assets.create(book, project, "Euro", "EUR", 100).value.id
    points = assets.create(book, project, "Points", "PTS", 1).value.id
    till = wallets.open_system(book, euro, "Till").value.id
    names = ("ann", "bob", "cid", "dan")
    keys = {name: customers.create(book, project, name, name.title()).value.key for name in names}
    opened = [("ann", "ann", euro), ("bob", "bob", euro), ("bob points", "bob", points)]
    opened += [("cid one", "cid", euro), ("cid two", "cid", euro)]
    ids = {name: wallets.open(book, keys[owner], asset, name).value.id for name, owner, asset in opened}
    transactions.run(book, project, [issue(ids["ann"], 1000), issue(ids["bob"], 333), issue(ids["bob points"], 7)])
    made = Club(book, project, euro, points, till, keys, ids)
    yield made
    made.verify()
    book.close()


def test_a_filter_takes_customers_wallets_alone(club: Club) -> None:
    plan = club.plan(Who(club.euro), give(5))
    assert [row.wallet.name for row in plan.rows if row.wallet] == ["ann", "bob", "cid one", "cid two"]
    assert [(row.before, row.change, row.after) for row in plan.rows][:2] == [(1000, 5, 1005), (333, 5, 338)]
    assert plan.refused == []
    (total,) = plan.totals.values()
    assert (total.wallets, total.into, total.out) == (4, 20, 0)
    assert (total.supply_before, total.supply_after) == (1333, 1353)
    assert len(club.plan(Who(club.euro, text="cid"), give(5)).rows) == 2
    assert len(club.plan(Who(club.euro, zero=False), give(5)).rows) == 2
    assert len(club.plan(Who(club.euro, status=Status.CLOSED), give(5)).rows) == 0
    assert len(club.plan(Who(), give(5)).rows) == 5


def test_a_check_writes_nothing_and_a_run_is_one_batch_with_one_transaction_for_each(club: Club) -> None:
    before = club.book.rows("SELECT count(*) FROM txn"), events.head(club.book)
    plan = club.plan(Who(club.euro), share(Action.REDEEM, Fraction(5, 2)))
    assert (club.book.rows("SELECT count(*) FROM txn"), events.head(club.book)) == before
    assert [row.change for row in plan.ready] == [-25, -8]
    done = finish(many.write(club.book, plan, "  Fee of May "))
    batch = done.value
    assert batch is not None
    assert (batch.kind, batch.name, batch.transactions, batch.number) == ("run", "Fee of May", 2, 1)
    assert done.changes.everything
    posted = [transactions.get(club.book, club.id, number) for number in (2, 3)]
    assert [(found.description, len(found.operations), found.batch) for found in posted] == [
        ("Fee of May", 1, batch.id)
    ] * 2
    assert (club.balance("ann"), club.balance("bob")) == (975, 325)
    undone = finish(batches.reverse(club.book, batch.id)).value
    assert (undone.transactions, undone.reverses) == (2, 1)
    assert (club.balance("ann"), club.balance("bob")) == (1000, 333)


def test_what_comes_to_nothing_is_refused_with_its_reason(club: Club) -> None:
    transactions.run(club.book, club.id, [issue(club.wallets["cid one"], 3)])
    plan = club.plan(Who(club.euro), share(Action.REDEEM, 10))
    assert reasons(plan) == [("cid one", NothingToMove), ("cid two", NothingToMove)]
    context = book_context(club.book, club.id)
    assert [sentence(row.refusal, context) for row in plan.refused if row.refusal] == [
        "The share of 0.03 EUR is less than the smallest part.",
        "The wallet is empty.",
    ]


def test_the_system_wallet_of_transfers_runs_short_in_the_order_of_the_rows(club: Club) -> None:
    transactions.run(club.book, club.id, [issue(club.till, 1200)])
    recipe = Recipe(Action.RECEIVE, Rule(Measure.FIXED, 500), club.till)
    plan = club.plan(Who(club.euro), recipe)
    assert len(plan.ready) == 2
    assert [row.refusal.wallet for row in plan.refused if isinstance(row.refusal, InsufficientBalance)] == [
        club.till,
        club.till,
    ]
    assert plan.system is not None
    assert (plan.system.balance, plan.system_after) == (1200, 200)
    (total,) = plan.totals.values()
    assert (total.into, total.supply_before, total.supply_after) == (1000, 2533, 2533)
    club.run(plan)
    assert wallets.get(club.book, club.till).balance == 200
    back = club.plan(Who(club.euro, zero=False), Recipe(Action.SEND, Rule(Measure.CAPPED, 600), club.till))
    assert [row.change for row in back.ready] == [-600, -600]
    club.run(back)
    assert (club.balance("ann"), club.balance("bob")) == (900, 233)


def test_a_list_means_customers_and_labels_and_loses_nothing(club: Club) -> None:
    for text in ("bob\nann", " bob ; ann", "bob,ann\r\n", "bob\tann", "bob ann"):
        assert [row.given for row in club.list(text).ready] == ["bob", "ann"], text
    plan = club.list("ann\nW-00002\nW-00004 w-00003\nS-00001\nW-99999\ncid\ndan\nnobody at all\nann")
    assert [row.given for row in plan.ready] == ["ann", "w-00003"]
    assert reasons(plan) == [
        ("W-00002", NamedBefore),
        ("W-00004", NotOfAsset),
        ("S-00001", SystemWalletNamed),
        ("W-99999", NotFound),
        ("cid", Ambiguous),
        ("dan", NoWalletOf),
        ("nobody at all", NotFound),
        ("ann", NamedBefore),
    ]
    context = book_context(club.book, club.id)
    assert all(sentence(row.refusal, context) for row in plan.refused if row.refusal)
    assert len(plan.rows) == 10


def test_labels_are_looked_up_many_at_once(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    rows = club.book.rows

    def counting(sql: str, *given: Any) -> Any:
        asked.append(sql)
        return rows(sql, *given)

    with club.book.unit():
        wallet_rows.add_many(club.book, club.id, club.euro, [(club.keys["dan"], "Cash", "")] * 1_000)
    monkeypatch.setattr(club.book, "rows", counting)
    plan = club.list("\n".join(f"W-{number:05d}" for number in range(7, 1_007)))
    assert len(plan.ready) == 1_000
    assert len(asked) < 25


def test_an_id_that_looks_like_a_label_is_ambiguous(club: Club) -> None:
    key = customers.create(club.book, club.id, "W-00002").value.key
    wallets.open(club.book, key, club.euro, "Odd")
    assert reasons(club.list("W-00002")) == [("W-00002", Ambiguous)]


def test_with_all_assets_an_id_stands_for_each_of_the_wallets(club: Club) -> None:
    plan = club.list("bob\ncid\ndan", share(Action.ISSUE, 100), asset=None)
    assert [row.wallet.name for row in plan.ready if row.wallet] == ["bob", "bob points"]
    assert reasons(plan) == [("cid", NothingToMove), ("cid", NothingToMove), ("dan", NoWalletOf)]
    assert {total.asset.code: total.into for total in plan.totals.values()} == {"EUR": 333, "PTS": 7}


def test_a_list_tells_why_a_suspended_or_closed_wallet_is_refused(club: Club) -> None:
    customers.suspend(club.book, club.keys["ann"])
    for name in ("cid one", "cid two"):
        wallets.set_status(club.book, club.wallets[name], Status.CLOSED)
    plan = club.list("ann\ncid\n\u202e\n" + "x" * 300)
    assert [str(row.refusal).partition("(")[0] for row in plan.refused] == [
        "WalletNotOpen", "WalletNotOpen", "ForbiddenCharacter", "TooLong",
    ]  # fmt: skip


def test_pieces_part_at_blanks_only_what_is_known() -> None:
    known: Callable[[str], bool] = {"ann", "bob", "Mary Ann", "a,b"}.__contains__
    assert pieces("ann bob\nMary Ann\nann x\na,b\n\n, ;ann;", known) == [
        "ann", "bob", "Mary Ann", "ann x", "a,b", "ann",
    ]  # fmt: skip


def test_suspend_reactivate_and_close_are_logged_and_no_batch(club: Club) -> None:
    before, _ = events.head(club.book)
    assert club.run(club.plan(Who(status=Status.OPEN), Recipe(Action.SUSPEND))) is None
    assert events.head(club.book)[0] == before + 5
    again = club.plan(Who(), Recipe(Action.SUSPEND))
    assert Counter(kind for _, kind in reasons(again)) == {StatusRefused: 5}
    customers.suspend(club.book, club.keys["bob"])
    plan = club.plan(Who(), Recipe(Action.REACTIVATE))
    assert reasons(plan) == [("bob", CustomerSuspended), ("bob points", CustomerSuspended)]
    club.run(plan)
    closing = club.plan(Who(), Recipe(Action.CLOSE))
    assert Counter(kind for _, kind in reasons(closing)) == {BalanceNotZero: 3}
    assert sum(total.wallets for total in closing.totals.values()) == 2
    club.run(closing)
    assert wallets.get(club.book, club.wallets["cid one"]).status is Status.CLOSED
    assert batches.list_all(club.book, club.id) == ()


@pytest.mark.parametrize("change", ["posted", "status", "renamed"])
def test_a_book_that_changed_meanwhile_is_left_as_it_is(club: Club, change: str) -> None:
    plans = [club.plan(Who(club.euro), give(5)), club.plan(Who(club.euro), Recipe(Action.SUSPEND))]
    if change == "posted":
        transactions.run(club.book, club.id, [redeem(club.wallets["ann"], 1)])
    elif change == "status":
        wallets.set_status(club.book, club.wallets["bob"], Status.SUSPENDED)
    else:
        wallets.rename(club.book, club.wallets["bob"], "Other")
    for plan in plans:
        before = club.book.rows("SELECT count(*), (SELECT count(*) FROM event) FROM txn")
        with pytest.raises(RunOutdated):
            club.run(plan)
        assert club.book.rows("SELECT count(*), (SELECT count(*) FROM event) FROM txn") == before


def test_the_same_plan_is_written_once(club: Club) -> None:
    plan = club.plan(Who(club.euro), give(5))
    club.run(plan)
    with pytest.raises(RunOutdated):
        club.run(plan)


def test_cancelling_leaves_nothing(club: Club) -> None:
    before = club.book.rows("SELECT count(*), (SELECT count(*) FROM batch) FROM txn"), events.head(club.book)
    for recipe in (give(5), Recipe(Action.SUSPEND)):
        task = many.write(club.book, club.plan(Who(club.euro), recipe), "x")
        assert next(task).done == 0
        assert next(task).done == 4
        task.close()
        after = club.book.rows("SELECT count(*), (SELECT count(*) FROM batch) FROM txn"), events.head(club.book)
        assert after == before


def test_what_cannot_be_run_at_all(club: Club) -> None:
    with pytest.raises(NothingToRun):
        club.run(club.list("nobody"))
    plan = club.plan(Who(club.euro), give(5))
    for text, refusal in ((" ", Missing), ("x" * 301, TooLong)):
        with pytest.raises(refusal):
            club.run(plan, text)
    with pytest.raises(NotFound):
        club.plan(Who(), Recipe(Action.SEND, Rule(Measure.FIXED, 1), 999))
    projects.archive(club.book, club.id)
    with pytest.raises(ProjectArchived):
        club.plan(Who(), give(5))
    with pytest.raises(ProjectArchived):
        club.run(plan)


def test_refused_rows_are_kept_with_their_reasons(club: Club, tmp_path: Path) -> None:
    customers.upsert(club.book, club.id, "bob", "=HYPER()")
    plan = club.list("nobody\nbob\n@x", Recipe(Action.REDEEM, Rule(Measure.FIXED, 334)))
    context = book_context(club.book, club.id)
    path = tmp_path / "refused.csv"
    assert finish(many.refused_csv(plan, path, lambda refusal: sentence(refusal, context))) == 3
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    assert rows[0] == ["given", "customer", "name", "wallet", "asset", "balance", "reason"]
    assert rows[1][0] == "nobody"
    assert rows[2][:6] == ["bob", "bob", "'=HYPER()", "W-00003", "EUR", "3.33"]
    assert "0.01 EUR short" in rows[2][6]
    assert rows[3][0] == "'@x"
    with pytest.raises(FileSpared):
        finish(many.refused_csv(plan, club.book.path, str))


def five_thousand(book: Book) -> tuple[str, str]:
    """5,000 customers with 10.00 each, but 20 suspended, 10 closed and 7 with too little; answers project and asset."""
    project = projects.create(book, "Large").value.id
    euro = assets.create(book, project, "Euro", "EUR", 100).value.id
    with book.unit():
        people = [(f"c{n:04}", f"Customer {n}", "") for n in range(5000)]
        keys = customer_rows.add_many(book, project, people)
        ids = wallet_rows.add_many(book, project, euro, [(key, "Cash", "") for key in keys])
        poster = Poster(book, project)
        for place, id_ in enumerate(ids[10:]):
            poster.add(Request((issue(id_, 100 if place < 7 else 1000 + place),)))
        poster.flush()
        found = wallet_rows.get_many(book, [*ids[:10], *ids[100:120]])
        wallet_rows.set_status(book, [(found[id_], Status.CLOSED) for id_ in ids[:10]])
        wallet_rows.set_status(book, [(found[id_], Status.SUSPENDED) for id_ in ids[100:120]])
    return project, euro


def refusals(plan: Plan) -> Counter[object]:
    return Counter(
        row.refusal.status if isinstance(row.refusal, WalletNotOpen) else type(row.refusal) for row in plan.refused
    )


EXPLAINED = {Status.CLOSED: 10, Status.SUSPENDED: 20, InsufficientBalance: 7}


def test_five_thousand_customers_with_37_refusals(tmp_path: Path) -> None:
    book = books.create(tmp_path / "large.walletdesk", "UTC")
    project, euro = five_thousand(book)
    before = dict(book.rows("SELECT id, balance FROM wallet"))
    recipe = Recipe(Action.REDEEM, Rule(Measure.FIXED, 500))
    listed = finish(many.check(book, project, Who(euro, listed="\n".join(f"c{n:04}" for n in range(5000))), recipe))
    plan = finish(many.check(book, project, Who(euro), recipe))
    for found in (listed, plan):
        assert (len(found.ready), len(found.refused), refusals(found)) == (4963, 37, EXPLAINED)
    assert [row.after for row in listed.rows] == [row.after for row in plan.rows]
    batch = finish(many.write(book, plan, "Fee")).value
    assert batch is not None
    assert (batch.transactions, batch.first, batch.last) == (4963, 4991, 9953)
    assert finish(verifying.verify_book(book)).ok
    after = dict(book.rows("SELECT id, balance FROM wallet"))
    foretold = {row.wallet.id: row.after for row in plan.ready if row.wallet}
    assert after == before | foretold
    assert [parts for _, parts in wallets.totals(book, project, WalletQuery())] == [sum(before.values()) - 4963 * 500]
    finish(batches.reverse(book, batch.id))
    assert dict(book.rows("SELECT id, balance FROM wallet")) == before
    assert finish(verifying.verify_book(book)).ok
    book.close()
