"""R3: a balance explained from the book, each line opening the entries that it stands for."""

import csv
import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from walletdesk.controllers import assets, customers, entries, explaining, projects, transactions, wallets
from walletdesk.controllers.tasks import finish
from walletdesk.ledger.explaining import Cause, Party, Share, Way
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import ALWAYS, Period, issue, redeem, transfer
from walletdesk.store.book import Book, create

DAY = 86_400_000
START = 1_767_225_600_000  # 2026-01-01, UTC


class Clock:
    """Stands until it is moved."""

    at = START

    def __call__(self) -> int:
        return self.at


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = create(tmp_path / "book.walletdesk", "UTC", Clock())
    yield made
    made.close()


def begin(book: Book) -> tuple[str, list[int]]:
    project = projects.create(book, "Club").value.id
    asset = assets.create(book, project, "Euro", "EUR", 100).value.id
    key = customers.upsert(book, project, "ann", "Ann").value.key
    opened = [wallets.open(book, key, asset, "Cash").value.id]
    opened += [wallets.open_system(book, asset, name).value.id for name in ("Till", "Pool", "Fees")]
    return project, opened


def causes(found: explaining.Explained) -> list[tuple[Cause, Share]]:
    """Of every line, what it stands for."""
    every = []
    for flow in found.explanation.flows:
        named = tuple(party for party, _ in flow.lines)
        every += [(Cause(flow.way, party), share) for party, share in flow.lines]
        if flow.others is not None:
            every.append((Cause(flow.way, without=named), flow.others.share))
        every.append((Cause(flow.way), flow.share))
    return every


@settings(max_examples=25, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**6), st.integers(-1, 12), st.integers(-1, 12), st.integers(0, 3))
def test_every_line_opens_entries_that_make_its_sum(seed: int, first: int, last: int, lines: int) -> None:
    """For random ledgers and periods: lines add up to closing minus opening, and each is what its entries are."""
    dice = random.Random(seed)
    with TemporaryDirectory() as folder:
        clock = Clock()
        book = create(Path(folder) / "book.walletdesk", "UTC", clock)
        project, ids = begin(book)
        for _ in range(40):
            clock.at += dice.randrange(DAY // 2)
            one, other = dice.sample(ids, 2)
            amount, said = dice.randrange(1, 500), dice.choice(("", "salary", "fee"))
            move = dice.choice((issue(one, amount + 300, "memo"), redeem(one, amount), transfer(one, other, amount)))
            with suppress(LedgerError):
                transactions.run(book, project, [move], said)
        start = date(2026, 1, 1)
        period = Period(
            start + timedelta(days=first) if first >= 0 else None,
            start + timedelta(days=max(first, last)) if last >= 0 else None,
        )
        for wallet in ids:
            found = finish(explaining.explain(book, wallet, period, lines))
            summary = finish(entries.summary(book, wallet, period))
            told = found.explanation
            assert told.adds_up
            assert (told.opening, told.closing, found.entries) == (summary.opening, summary.closing, summary.entries)
            for cause, share in causes(found):
                seqs = finish(entries.find(book, wallet, period, cause=cause))
                assert Share(len(seqs.seqs), seqs.received + seqs.sent) == share
                assert (seqs.received > 0) == (cause.way.sign > 0)
        book.close()


def test_who_and_what(book: Book, tmp_path: Path) -> None:
    project, (cash, till, pool, _) = begin(book)
    transactions.run(book, project, [issue(cash, 5000)], "Salary")
    transactions.run(book, project, [issue(cash, 2500)], "Salary")
    transactions.run(book, project, [issue(cash, 10, "found in the street")])
    transactions.run(book, project, [transfer(cash, till, 1200)], "Lunch")
    transactions.run(book, project, [transfer(cash, pool, 300), transfer(till, cash, 50)])
    transactions.run(book, project, [redeem(cash, 60)], "Fee")
    found = finish(explaining.explain(book, cash))
    told = found.explanation
    assert {flow.way: flow.lines for flow in told.flows} == {
        Way.ISSUED: ((Party(text="Salary"), Share(2, 7500)), (Party(text="found in the street"), Share(1, 10))),
        Way.RECEIVED: ((Party(wallet=till), Share(1, 50)),),
        Way.REDEEMED: ((Party(text="Fee"), Share(1, 60)),),
        Way.SENT: ((Party(wallet=till), Share(1, 1200)), (Party(wallet=pool), Share(1, 300))),
    }
    assert (told.opening, told.closing, found.others[till].name) == (0, 6000, "Till")
    both = finish(entries.find(book, cash, ALWAYS, "found", None, Cause(Way.ISSUED)))
    assert list(both.seqs) == [3]
    path = tmp_path / "why.csv"
    assert finish(explaining.export(book, cash, ALWAYS, path)) == 8
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(r["what"], r["amount"], r["counterpart"], r["name"]) for r in rows] == [
        ("opening", "0.00", "", ""),
        ("issued", "75.00", "", "Salary"),
        ("issued", "0.10", "", "found in the street"),
        ("received", "0.50", "S-00002", "Till"),
        ("redeemed", "-0.60", "", "Fee"),
        ("sent", "-12.00", "S-00002", "Till"),
        ("sent", "-3.00", "S-00003", "Pool"),
        ("closing", "60.00", "", ""),
    ]
    assert sum(int(r["parts"]) for r in rows[:-1]) == int(rows[-1]["parts"])


def test_a_file_has_amounts_without_names_of_units(book: Book, tmp_path: Path) -> None:
    project = projects.create(book, "Volunteers").value.id
    day = assets.create(book, project, "Day", "DAY", 24, "d", "h").value.id
    pool, other = (wallets.open_system(book, day, name).value.id for name in ("Pool", "Other"))
    transactions.run(book, project, [issue(pool, 53), transfer(pool, other, 29)])
    path = tmp_path / "why.csv"
    finish(explaining.export(book, pool, ALWAYS, path))
    with path.open(newline="", encoding="utf-8") as file:
        assert [row["amount"] for row in csv.DictReader(file)] == ["0", "2 5/24", "-1 5/24", "1"]
