"""P1, A1 to A3, C1 to C5, W1 to W5: projects, assets, customers and wallets, each refusal at its field."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from walletdesk.controllers import assets, books, customers, drafts, projects, templates, transactions, wallets
from walletdesk.controllers.books import Book
from walletdesk.controllers.customers import CustomerQuery
from walletdesk.controllers.draft import DraftState
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import verify_book
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.ledger.days import Days
from walletdesk.ledger.refusals import (
    AlreadyTaken,
    Ambiguous,
    AssetInUse,
    BalanceNotZero,
    CustomerDeleted,
    CustomerSuspended,
    ForbiddenCharacter,
    LedgerError,
    Missing,
    NamesAlike,
    NotFound,
    OutOfRange,
    PostingRefused,
    ProjectArchived,
    StatusRefused,
    TooLong,
    WalletsNotClosed,
)
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import issue, redeem


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = books.create(tmp_path / "b.walletdesk", "Europe/Berlin")
    yield made
    assert finish(verify_book(made)).ok, "whatever a test does through the controllers leaves a sound book"
    made.close()


@pytest.fixture
def bar(book: Book) -> str:
    return projects.create(book, "Bar").value.id


@pytest.fixture
def euro(book: Book, bar: str) -> str:
    return assets.create(book, bar, "Euro", "EUR", 100).value.id


@pytest.fixture
def ann(book: Book, bar: str) -> int:
    return customers.upsert(book, bar, "ann", "Ann").value.key


# fmt: off
BAD_NAMES = [("", Missing), ("   ", Missing), ("x" * 201, TooLong), ("a\x00b", ForbiddenCharacter),
             ("a\nb", ForbiddenCharacter), ("a\u202eb", ForbiddenCharacter), ("a\ud800b", ForbiddenCharacter)]
# fmt: on


@pytest.mark.parametrize(("name", "refusal"), BAD_NAMES)
def test_every_name_is_refused_at_its_field(
    name: str, refusal: type[LedgerError], book: Book, bar: str, euro: str, ann: int
) -> None:
    wallet = wallets.open(book, ann, euro, "Cash").value.id
    for attempt in (
        lambda: projects.create(book, name),
        lambda: projects.rename(book, bar, name),
        lambda: assets.create(book, bar, name, "X", 1),
        lambda: assets.rename(book, euro, name),
        lambda: wallets.open(book, ann, euro, name),
        lambda: wallets.open_system(book, euro, name),
        lambda: wallets.rename(book, wallet, name),
    ):
        with pytest.raises(refusal) as refused:
            attempt()
        assert refused.value.field == "name"


def test_p1_projects_are_created_renamed_listed_and_got_with_their_assets(book: Book, bar: str, euro: str) -> None:
    made = projects.create(book, " Shop ", id="shop")
    assert (made.value.id, made.value.name) == ("shop", "Shop")
    assert made.changes.projects == {"shop"}
    assert projects.rename(book, "shop", "Ärmel").value.name == "Ärmel"
    assert [project.name for project in projects.list_all(book)] == ["Bar", "Ärmel"]
    project, held = projects.get_with_assets(book, bar)
    assert (project.name, [asset.id for asset in held]) == ("Bar", [euro])
    with pytest.raises(AlreadyTaken):
        projects.create(book, "Other", id="shop")
    with pytest.raises(TooLong):
        projects.create(book, "Other", id="x" * 31)
    with pytest.raises(NotFound):
        projects.get(book, "none")


def test_p1_t10_an_archived_project_is_hidden_and_read_only(book: Book, bar: str, euro: str, ann: int) -> None:
    wallet = wallets.open(book, ann, euro, "Cash").value.id
    draft = drafts.save(book, bar, None, "{}").value
    template = templates.keep(book, bar, "Rent", DraftState()).value.id
    projects.archive(book, bar)
    assert projects.list_all(book) == ()
    assert [project.id for project in projects.list_all(book, archived=True)] == [bar]
    for attempt in (
        lambda: projects.rename(book, bar, "x"),
        lambda: assets.create(book, bar, "x", "X", 1),
        lambda: assets.rename(book, euro, "x"),
        lambda: assets.delete(book, euro),
        lambda: customers.upsert(book, bar, "bob"),
        lambda: customers.suspend(book, ann),
        lambda: customers.delete(book, ann),
        lambda: wallets.open(book, ann, euro, "x"),
        lambda: wallets.rename(book, wallet, "x"),
        lambda: wallets.set_status(book, wallet, Status.CLOSED),
        lambda: transactions.run(book, bar, [issue(wallet, 1)]),
        lambda: drafts.save(book, bar, draft, "{}"),
        lambda: drafts.discard(book, bar, draft),
        lambda: templates.keep(book, bar, "Lease", DraftState()),
        lambda: templates.rename(book, template, "Lease"),
        lambda: templates.delete(book, template),
    ):
        with pytest.raises(ProjectArchived):
            attempt()
    projects.unarchive(book, bar)
    assert transactions.run(book, bar, [issue(wallet, 1)]).value.number == 1


def test_a1_a3_codes_are_unique_in_their_project_ignoring_case(book: Book, bar: str, euro: str) -> None:
    with pytest.raises(AlreadyTaken) as refused:
        assets.create(book, bar, "Other", "eur", 1)
    assert refused.value.field == "code"
    other = projects.create(book, "Shop").value.id
    assert assets.create(book, other, "Euro", "EUR", 100).value.project == other
    assets.create(book, bar, "Größe", "GRÖSSE", 1)
    with pytest.raises(AlreadyTaken):
        assets.create(book, bar, "Größe", "grösse", 1)


@pytest.mark.parametrize("fractions", [0, -1, 10**9 + 1])
def test_a1_fractions_have_bounds(book: Book, bar: str, fractions: int) -> None:
    with pytest.raises(OutOfRange) as refused:
        assets.create(book, bar, "X", "X", fractions)
    assert refused.value.field == "fractions"


@pytest.mark.parametrize(
    ("unit", "part"), [("d", ""), ("", "h"), ("d", "D"), ("1", "h"), ("d", "h 2"), ("/", "h"), ("i", "\u0131")]
)
def test_a5_names_of_unit_and_part_can_be_told_apart(book: Book, bar: str, unit: str, part: str) -> None:
    with pytest.raises(NamesAlike):
        assets.create(book, bar, "Day", "DAY", 24, unit, part)


def test_a2_an_asset_is_deleted_only_while_no_wallet_was_ever_opened_with_it(book: Book, bar: str, euro: str) -> None:
    unused = assets.create(book, bar, "Unused", "U", 1).value.id
    assets.delete(book, unused)
    assert [asset.id for asset in assets.list_all(book, bar)] == [euro]
    wallet = wallets.open_system(book, euro, "Till").value.id
    wallets.set_status(book, wallet, Status.CLOSED)
    with pytest.raises(AssetInUse) as refused:
        assets.delete(book, euro)
    assert refused.value.wallets == 1


def test_c1_create_and_update_are_the_same_upsert(book: Book, bar: str, ann: int) -> None:
    again = customers.upsert(book, bar, "ann", "Ann B.", "two\nlines").value
    assert (again.key, again.name, again.description) == (ann, "Ann B.", "two\nlines")
    with pytest.raises(AlreadyTaken):
        customers.create(book, bar, "ann")
    with pytest.raises(Missing) as refused:
        customers.upsert(book, bar, " ")
    assert refused.value.field == "id"
    other = projects.create(book, "Shop").value.id
    assert customers.upsert(book, other, "ann", "Another").value.key != ann
    assert customers.get(book, bar, "ann").name == "Ann B."


def test_c2_customers_are_searched_filtered_sorted_and_paged(book: Book, bar: str) -> None:
    for number in range(25):
        customers.upsert(
            book, bar, f"c{number:02d}", f"Name {24 - number:02d}" if number % 5 else "", "vip" * (number == 7)
        )
    customers.suspend(book, customers.get(book, bar, "c03").key)
    page = customers.page(book, bar, CustomerQuery(), 2, 10)
    assert (page.total, page.pages, len(page.rows)) == (25, 3, 10)
    every = [c for n in (1, 2, 3) for c in customers.page(book, bar, CustomerQuery(), n, 10).rows]
    assert [(c.name or c.id or "").casefold() for c in every] == sorted(
        (c.name or c.id or "").casefold() for c in every
    )
    assert len({c.key for c in every}) == 25
    assert [c.id for c in customers.page(book, bar, CustomerQuery(suspended=True), 1, 10).rows] == ["c03"]
    assert [c.id for c in customers.page(book, bar, CustomerQuery(text="VIP c07"), 1, 10).rows] == ["c07"]
    backwards = customers.page(book, bar, CustomerQuery(sort="id", descending=True), 1, 2).rows
    assert [c.id for c in backwards] == ["c24", "c23"]
    assert customers.page(book, bar, CustomerQuery(text="%_'\""), 1, 10).rows == ()


def test_c2_who_has_the_very_id_that_is_searched_for_comes_first(book: Book, bar: str) -> None:
    for number in range(1, 31):
        customers.create(book, bar, str(number), "Zoe" if number == 1 else f"Person {number:02d}")
    for sort in ("name", "id", "status", "wallets", "activity"):
        for descending in (False, True):
            found = customers.page(book, bar, CustomerQuery("1", None, sort, descending), 1, 5)
            assert (found.total, found.rows[0].name) == (12, "Zoe"), (sort, descending)


def test_c2_ids_and_names_that_end_in_a_number_are_sorted_by_it(book: Book, bar: str, euro: str) -> None:
    for id_, name in (
        ("1001", ""),
        ("100", ""),
        ("1000", ""),
        ("C-10", "Till 10"),
        ("c-9", "till 9"),
        ("C-2", "Till 2"),
        ("zoe", "Émile"),
    ):
        owner = customers.create(book, bar, id_, name).value
        wallets.open(book, owner.key, euro, "Cash")

    def ids(sort: str, size: int = 100) -> list[str]:
        rows = customers.page(book, bar, CustomerQuery(sort=sort), 1, size).rows
        return [row.id or "" for row in rows]

    numbers = ["100", "1000", "1001"]
    assert ids("id") == [*numbers, "C-2", "c-9", "C-10", "zoe"]
    assert ids("name") == [*numbers, "C-2", "c-9", "C-10", "zoe"]
    assert ids("name", 1000) == ids("name"), "an export reads its rows in another way"
    assert ids("status") == ids("name")
    assert [w.owner_id for w in wallets.page(book, bar, WalletQuery(), 1, 100).rows] == ids("name")


def test_c3_suspending_suspends_every_open_wallet_and_resuming_none(book: Book, euro: str, ann: int) -> None:
    cash, old, own = (wallets.open(book, ann, euro, name).value.id for name in ("Cash", "Old", "Own"))
    wallets.set_status(book, old, Status.CLOSED)
    done = customers.suspend(book, ann)
    assert done.value.suspended
    assert done.changes.wallets == {cash, own}
    assert [w.status for w in wallets.of_customer(book, ann)] == [Status.SUSPENDED, Status.CLOSED, Status.SUSPENDED]
    with pytest.raises(CustomerSuspended):
        wallets.set_status(book, cash, Status.OPEN)
    with pytest.raises(CustomerSuspended):
        wallets.open(book, ann, euro, "New")
    customers.resume(book, ann)
    assert wallets.get(book, cash).status is Status.SUSPENDED
    wallets.set_status(book, cash, Status.OPEN)
    wallets.reactivate_all(book, ann)
    assert [w.status for w in wallets.of_customer(book, ann)] == [Status.OPEN, Status.CLOSED, Status.OPEN]


def test_c4_a_deleted_customer_leaves_a_tombstone_and_no_trace(book: Book, bar: str, euro: str) -> None:
    key = customers.upsert(book, bar, "zaphod-42", "Zaphod Beeblebrox", "two heads").value.key
    customers.upsert(book, bar, "zaphod-42", "Zaphod B.", "two heads, three arms")
    wallet = wallets.open(book, key, euro, "Cash").value.id
    transactions.run(book, bar, [issue(wallet, 5), redeem(wallet, 5)])
    with pytest.raises(WalletsNotClosed) as refused:
        customers.delete(book, key)
    assert refused.value.wallets == ("W-00001",)
    wallets.set_status(book, wallet, Status.CLOSED)
    assert customers.delete(book, key).value.deleted
    assert customers.page(book, bar, CustomerQuery(), 1, 10).total == 0
    past = wallets.get(book, wallet)
    assert (past.owner_id, past.owner_name, past.system, past.entries) == (None, "", False, 2)
    with pytest.raises(CustomerDeleted):
        customers.suspend(book, key)
    with pytest.raises(NotFound):
        customers.get(book, bar, "zaphod-42")
    kept = b"".join(file.read_bytes() for file in book.path.parent.glob("b.walletdesk*"))
    assert not [trace for trace in (b"aphod", b"two heads") if trace in kept]
    assert customers.upsert(book, bar, "zaphod-42", "Somebody else").value.key != key


def test_w1_w2_wallets_are_opened_numbered_and_labelled(book: Book, bar: str, euro: str, ann: int) -> None:
    cash = wallets.open(book, ann, euro, " Cash ", "for\ndrinks").value
    till = wallets.open_system(book, euro, "Till").value
    assert (cash.name, cash.description, cash.label, cash.balance) == ("Cash", "for\ndrinks", "W-00001", 0)
    assert (till.label, till.system) == ("S-00002", True)
    assert [w.id for w in wallets.list_system(book, bar).rows] == [till.id]
    assert wallets.describe(book, cash.id, "").value.description == ""
    assert wallets.rename(book, cash.id, "Purse").value.name == "Purse"
    with pytest.raises(TooLong):
        wallets.describe(book, cash.id, "x" * 2001)
    foreign = assets.create(book, projects.create(book, "Shop").value.id, "Euro", "EUR", 100).value.id
    with pytest.raises(NotFound):
        wallets.open(book, ann, foreign, "Cash")


def test_w2_wallets_are_filtered_sorted_paged_and_totalled(book: Book, bar: str, euro: str, ann: int) -> None:
    day = assets.create(book, bar, "Day", "DAY", 24).value.id
    bob = customers.upsert(book, bar, "bob", "Bob").value.key
    ids = [wallets.open(book, who, what, "Cash").value.id for who in (ann, bob) for what in (euro, day)]
    till = wallets.open_system(book, euro, "Till").value.id
    transactions.run(book, bar, [issue(wallet, 10 * n) for n, wallet in enumerate([*ids, till], 1)])
    wallets.set_status(book, ids[3], Status.SUSPENDED)

    def found(**wanted: object) -> list[int]:
        return [w.id for w in wallets.page(book, bar, WalletQuery(**wanted), 1, 50).rows]  # type: ignore[arg-type]

    assert found() == [till, ids[0], ids[1], ids[2], ids[3]]
    assert found(asset=day) == [ids[1], ids[3]]
    assert found(system=False, status=Status.OPEN) == ids[:3]
    assert found(text="BOB day") == [ids[3]]
    assert found(text="s-00005") == [till]
    assert found(zero=True) == []
    assert found(customer=bob) == ids[2:]
    assert found(sort="balance", descending=True) == [till, ids[2], ids[0], ids[3], ids[1]]
    totals = wallets.totals(book, bar, WalletQuery(system=False))
    assert [(asset.code, total) for asset, total in totals] == [("DAY", 60), ("EUR", 40)]
    assert [w.id for w in wallets.complete(book, bar, "cash", limit=3)] == ids[:3]
    assert [w.id for w in wallets.complete(book, bar, "", asset=day)] == [ids[1], ids[3]]


def test_w5_states_change_only_as_they_may(book: Book, bar: str, euro: str, ann: int) -> None:
    wallet = wallets.open(book, ann, euro, "Cash").value.id
    transactions.run(book, bar, [issue(wallet, 5)])
    with pytest.raises(BalanceNotZero):
        wallets.set_status(book, wallet, Status.CLOSED)
    wallets.set_status(book, wallet, Status.SUSPENDED)
    with pytest.raises(PostingRefused):
        transactions.run(book, bar, [redeem(wallet, 5)])
    wallets.set_status(book, wallet, Status.OPEN)
    transactions.run(book, bar, [redeem(wallet, 5)])
    wallets.set_status(book, wallet, Status.CLOSED)
    for status in (Status.OPEN, Status.SUSPENDED):
        with pytest.raises(StatusRefused):
            wallets.set_status(book, wallet, status)
    assert wallets.set_status(book, wallet, Status.CLOSED).value.status is Status.CLOSED


def test_a_script_names_a_wallet_by_label_customer_or_name(book: Book, bar: str, euro: str, ann: int) -> None:
    cash = wallets.open(book, ann, euro, "Cash").value.id
    till = wallets.open_system(book, euro, "Till").value.id
    for text in ("W-00001", "w-1", "ann", "Cash"):
        assert wallets.by_label(book, None, text).id == cash
    assert wallets.by_label(book, bar, "S-00002").id == till
    for text in ("W-00002", "S-1", "W-9" * 9, "nobody", ""):
        with pytest.raises(NotFound):
            wallets.by_label(book, None, text)
    wallets.open(book, ann, euro, "Second")
    with pytest.raises(Ambiguous) as refused:
        wallets.by_label(book, None, "ann")
    assert len(refused.value.choices) == 2


def test_the_overview_counts_what_there_is(book: Book, bar: str, euro: str, ann: int) -> None:
    wallet = wallets.open(book, ann, euro, "Cash").value.id
    till = wallets.open_system(book, euro, "Till").value.id
    transactions.run(book, bar, [issue(wallet, 30), issue(till, 12)])
    customers.suspend(book, ann)
    seen = projects.overview(book, bar)
    assert (seen.customers, seen.open_wallets, seen.transactions, seen.entries, seen.drafts) == (1, 1, 1, 2, 0)
    assert [(h.customers, h.system) for h in seen.holdings] == [(30, 12)]
    assert (seen.suspended_customers, [held for _, held in seen.suspended_holding]) == (1, [30])
    assert len(seen.months) == 12
    assert [count for _, count in seen.months] == [0] * 11 + [1]


def test_the_months_end_with_the_last_booking_where_nothing_is_recent(book: Book, bar: str, euro: str) -> None:
    till = wallets.open_system(book, euro, "Till").value.id
    long_ago = book.days.start(date(1993, 12, 5))
    transactions.run(book, bar, [issue(till, 5)], booked_at=long_ago)
    months = projects.overview(book, bar).months
    assert (months[0], months[-1]) == ((date(1993, 1, 1), 0), (date(1993, 12, 1), 1))
    transactions.run(book, bar, [issue(till, 5)])
    assert projects.overview(book, bar).months[-1][0].year > 2000


@pytest.mark.parametrize(("day", "months"), [(date.min, (1, 12)), (date(9999, 12, 29), (12, 11))])
def test_the_months_stay_within_the_calendar(tmp_path: Path, day: date, months: tuple[int, int]) -> None:
    book = books.create(tmp_path / "b.walletdesk", "UTC", lambda: Days("UTC").start(day))
    project = projects.create(book, "Bar").value.id
    till = wallets.open_system(book, assets.create(book, project, "Euro", "EUR", 100).value.id, "Till").value.id
    transactions.run(book, project, [issue(till, 5)])
    seen = projects.overview(book, project).months
    assert (seen[0][0].month, seen[-1][0].month) == months
    book.close()


def test_balances_at_the_end_of_the_last_day_are_todays(book: Book, bar: str, euro: str) -> None:
    till = wallets.open_system(book, euro, "Till").value.id
    transactions.run(book, bar, [issue(till, 5)])
    for day in (None, date(9999, 12, 30), date.max):
        assert [held for _, held in wallets.balances(book, bar, day)] == [5]


def test_a_zone_that_does_not_exist_makes_no_book(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        books.create(tmp_path / "x.walletdesk", "Mars/Olympus")
    assert list(tmp_path.iterdir()) == []
