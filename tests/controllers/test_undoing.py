"""I3 and the rules of names and states: what is not the ledger is taken back and made again, and never overwrites."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from walletdesk.controllers import (
    assets,
    books,
    customers,
    drafting,
    drafts,
    many,
    projects,
    templates,
    transactions,
    undoing,
    verifying,
    wallets,
)
from walletdesk.controllers.books import Book
from walletdesk.controllers.changes import Done
from walletdesk.controllers.draft import DraftRow, DraftState, content
from walletdesk.controllers.edits import Act, Edit
from walletdesk.controllers.many import Action, Recipe, Who
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.undo_refusals import ChangedSince, GoneSince, WalletsOpenSince
from walletdesk.controllers.words import sentence
from walletdesk.ledger.refusals import (
    AlreadyTaken,
    CustomerDeleted,
    CustomerSuspended,
    LedgerError,
    ProjectArchived,
    StatusRefused,
)
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import issue
from walletdesk.store import events

STATE = {
    "project": "SELECT id, name, archived FROM project ORDER BY id",
    "asset": "SELECT id, name FROM asset ORDER BY id",
    "customer": "SELECT key, name, description, suspended FROM customer ORDER BY key",
    "wallet": "SELECT id, name, description, status FROM wallet ORDER BY id",
    "template": "SELECT id, name, content FROM template ORDER BY id",
    "draft": "SELECT content FROM draft ORDER BY content",
}


@dataclass
class Shop:
    """A project with two customers of two wallets each, and a till."""

    book: Book
    project: str
    euro: str
    people: list[int]
    held: list[int]

    def state(self) -> dict[str, list[Any]]:
        """Names, descriptions, states and drafts."""
        return {name: self.book.rows(sql) for name, sql in STATE.items()}

    def undo(self, done: Done[Any] | Edit) -> Edit:
        """Undo, and answer how that is undone."""
        found = done if isinstance(done, Edit) else done.edit
        assert found is not None
        return undoing.undo(self.book, found).value

    def refused(self, done: Done[Any], kind: type[LedgerError]) -> LedgerError:
        """Undoing is refused like this, in words, and changes nothing."""
        before, log = self.state(), events.head(self.book)
        with pytest.raises(kind) as caught:
            self.undo(done)
        assert (self.state(), events.head(self.book)) == (before, log)
        assert len(sentence(caught.value)) > 20
        return caught.value

    def statuses(self, customer: int) -> list[Status]:
        return [wallet.status for wallet in wallets.of_customer(self.book, customer)]

    def verify(self) -> None:
        assert finish(verifying.verify_book(self.book)).ok


def make(path: Path) -> Shop:
    book = books.create(path, "UTC")
    project = projects.create(book, "Shop").value.id
    euro = assets.create(book, project, "Euro", "EUR", 100).value.id
    people = [customers.create(book, project, name.lower(), name).value.key for name in ("Ann", "Bob")]
    held = [wallets.open(book, who, euro, name).value.id for who in people for name in ("Cash", "Savings")]
    held.append(wallets.open_system(book, euro, "Till").value.id)
    return Shop(book, project, euro, people, held)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make(tmp_path / "b.walletdesk")
    yield made
    made.verify()
    made.book.close()


Commands = dict[str, Callable[[Shop], Done[Any]]]
ONE_OF_EACH: Commands = {
    "project renamed": lambda s: projects.rename(s.book, s.project, "Store"),
    "project archived": lambda s: projects.archive(s.book, s.project),
    "asset renamed": lambda s: assets.rename(s.book, s.euro, "Money"),
    "customer renamed": lambda s: customers.upsert(s.book, s.project, "ann", "Anna"),
    "customer described": lambda s: customers.upsert(s.book, s.project, "ann", "Ann", "Comes on\nFridays"),
    "customer changed": lambda s: customers.upsert(s.book, s.project, "ann", "Anna", "x"),
    "customer suspended": lambda s: customers.suspend(s.book, s.people[0]),
    "wallet renamed": lambda s: wallets.rename(s.book, s.held[0], "Purse"),
    "wallet described": lambda s: wallets.describe(s.book, s.held[4], "By the door"),
    "wallet suspended": lambda s: wallets.set_status(s.book, s.held[0], Status.SUSPENDED),
    "many suspended": lambda s: run(s, Action.SUSPEND),
}


def run(shop: Shop, action: Action) -> Done[Any]:
    plan = finish(many.check(shop.book, shop.project, Who(shop.euro), Recipe(action)))
    return finish(many.write(shop.book, plan))


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_each_command_is_undone_and_made_again_and_stands_in_the_log(name: str, shop: Shop) -> None:
    """I3, C3, W3, W5, P1, A2."""
    start = shop.state()
    done = ONE_OF_EACH[name](shop)
    end = shop.state()
    assert end != start
    for _ in range(2):
        logged = events.head(shop.book)[0]
        redo = shop.undo(done)
        assert shop.state() == start
        assert events.head(shop.book)[0] > logged
        assert shop.undo(redo) == done.edit
        assert shop.state() == end


def test_what_changes_nothing_or_is_final_is_no_edit(shop: Shop) -> None:
    for done in (
        projects.rename(shop.book, shop.project, "Shop"),
        projects.unarchive(shop.book, shop.project),
        assets.rename(shop.book, shop.euro, "Euro"),
        customers.upsert(shop.book, shop.project, "ann", "Ann"),
        customers.upsert(shop.book, shop.project, "new", "New"),
        customers.resume(shop.book, shop.people[0]),
        wallets.rename(shop.book, shop.held[0], "Cash"),
        wallets.set_status(shop.book, shop.held[0], Status.OPEN),
        wallets.reactivate_all(shop.book, shop.people[0]),
        drafts.discard(shop.book, shop.project, 7),
        transactions.run(shop.book, shop.project, [issue(shop.held[4], 5)]),
        wallets.set_status(shop.book, shop.held[0], Status.CLOSED),
        run(shop, Action.CLOSE),
        customers.delete(shop.book, shop.people[1]),
    ):
        assert done.edit is None


def test_undoing_a_suspension_leaves_the_wallets_exactly_as_they_were(shop: Shop) -> None:
    """C3."""
    ann = shop.people[0]
    wallets.set_status(shop.book, shop.held[0], Status.SUSPENDED)
    done = customers.suspend(shop.book, ann)
    assert shop.statuses(ann) == [Status.SUSPENDED, Status.SUSPENDED]
    shop.undo(done)
    assert shop.statuses(ann) == [Status.SUSPENDED, Status.OPEN]
    assert not customers.by_key(shop.book, ann).suspended


def test_undo_tells_what_it_touched(shop: Shop) -> None:
    changes = undoing.undo(shop.book, customers.suspend(shop.book, shop.people[0]).edit).changes  # type: ignore[arg-type]
    assert changes.customers == {shop.people[0]}
    assert changes.wallets == set(shop.held[:2])
    assert changes.assets == {shop.euro}


def test_undo_never_overwrites_what_was_done_meanwhile(shop: Shop) -> None:
    ann, cash = shop.people[0], shop.held[0]
    renamed = wallets.rename(shop.book, cash, "Purse")
    wallets.rename(shop.book, cash, "Wallet")
    refusal = shop.refused(renamed, ChangedSince)
    assert sentence(refusal) == "Nothing was undone: the name of “Ann, Wallet” was changed again meanwhile."
    suspended = customers.suspend(shop.book, ann)
    customers.resume(shop.book, ann)
    shop.refused(suspended, ChangedSince)
    resumed = customers.suspend(shop.book, ann), customers.resume(shop.book, ann)
    wallets.open(shop.book, ann, shop.euro, "New")
    refusal = shop.refused(resumed[1], WalletsOpenSince)
    assert "W-00006" in sentence(refusal)
    project = projects.rename(shop.book, shop.project, "Store")
    projects.rename(shop.book, shop.project, "Shop")
    shop.refused(project, ChangedSince)


def test_undo_refuses_what_no_longer_fits(shop: Shop) -> None:
    ann, bob = shop.people
    alone = wallets.set_status(shop.book, shop.held[0], Status.SUSPENDED)
    customers.suspend(shop.book, ann)
    shop.refused(alone, CustomerSuspended)
    renamed = customers.upsert(shop.book, shop.project, "bob", "Robert")
    suspended = customers.suspend(shop.book, bob)
    wallets.set_status(shop.book, shop.held[2], Status.CLOSED)
    assert "closed for good" in sentence(shop.refused(suspended, StatusRefused))
    wallets.set_status(shop.book, shop.held[3], Status.CLOSED)
    customers.delete(shop.book, bob)
    shop.refused(renamed, CustomerDeleted)
    point = assets.create(shop.book, shop.project, "Point", "PTS", 1).value.id
    points = assets.rename(shop.book, point, "Points")
    assets.delete(shop.book, point)
    shop.refused(points, GoneSince)
    archived = wallets.rename(shop.book, shop.held[0], "Purse"), projects.archive(shop.book, shop.project)
    shop.refused(archived[0], ProjectArchived)
    shop.undo(archived[1])
    shop.undo(archived[0])


def test_a_discarded_draft_comes_back_with_the_same_content(shop: Shop) -> None:
    """T12."""
    state = DraftState((DraftRow(1, source=shop.held[4], amount="3*4", untouched=False),), "Rent", "R-1")
    number = drafts.save(shop.book, shop.project, None, content(state)).value
    done = drafts.discard(shop.book, shop.project, number)
    assert done.edit is not None
    assert (done.edit.act, done.edit.name) == (Act.DISCARD, "Rent")
    redo = shop.undo(done)
    assert drafting.reopened(shop.book, shop.project, number, state.notation)[0] == state
    shop.undo(redo)
    assert drafts.list_all(shop.book, shop.project) == ()
    other = drafts.save(shop.book, shop.project, None, content(state)).value
    assert other == number, "the number was taken meanwhile"
    again = shop.undo(done)
    assert len(drafts.list_all(shop.book, shop.project)) == 2
    shop.undo(again)
    assert [draft.id for draft in drafts.list_all(shop.book, shop.project)] == [other]


def test_a_draft_is_discarded_as_the_form_holds_it(shop: Shop) -> None:
    state = DraftState((DraftRow(1, source=shop.held[4], amount="5", untouched=False),), "First")
    kept = drafting.Kept()
    drafting.keep(shop.book, shop.project, kept, state)
    later = DraftState(state.rows, "Second", key=state.key)
    done = drafting.discard(shop.book, shop.project, kept, later)
    assert (kept.draft, drafts.list_all(shop.book, shop.project)) == (None, ())
    shop.undo(done)
    never = drafting.discard(shop.book, shop.project, drafting.Kept(), state)
    shop.undo(never)
    assert sorted(d.content for d in drafts.list_all(shop.book, shop.project)) == sorted(map(content, (state, later)))
    assert drafting.discard(shop.book, shop.project, drafting.Kept(), DraftState()).edit is None


def test_discarding_again_refuses_a_draft_that_was_written_on(shop: Shop) -> None:
    state = DraftState(description="A")
    number = drafts.save(shop.book, shop.project, None, content(state)).value
    redo = shop.undo(drafts.discard(shop.book, shop.project, number))
    drafts.save(shop.book, shop.project, number, content(replace(state, description="B")))
    with pytest.raises(ChangedSince):
        shop.undo(redo)
    drafts.discard(shop.book, shop.project, number)
    with pytest.raises(GoneSince):
        shop.undo(redo)


def test_templates_are_taken_back_too(shop: Shop) -> None:
    kept = templates.keep(shop.book, shop.project, "Rent", DraftState(description="A"))
    assert kept.edit is None
    number = kept.value.id
    commands: list[Callable[[], Done[Any]]] = [
        lambda: templates.keep(shop.book, shop.project, "Rent", DraftState(description="B"), replacing=True),
        lambda: templates.rename(shop.book, number, "Lease"),
        lambda: templates.delete(shop.book, number),
    ]
    for command in commands:
        start = shop.state()
        done = command()
        end = shop.state()
        redo = shop.undo(done)
        assert shop.state() == start
        assert shop.undo(redo) == done.edit
        assert shop.state() == end


def test_a_template_comes_back_only_where_its_name_is_free(shop: Shop) -> None:
    kept = templates.keep(shop.book, shop.project, "Rent", DraftState(description="A")).value
    renamed = templates.rename(shop.book, kept.id, "Lease")
    deleted = templates.delete(shop.book, kept.id)
    shop.refused(renamed, GoneSince)
    other = templates.keep(shop.book, shop.project, "Lease", DraftState(description="B")).value
    assert other.id == kept.id
    shop.refused(deleted, AlreadyTaken)
    templates.rename(shop.book, other.id, "Other")
    redo = shop.undo(deleted)
    assert [found.name for found in templates.list_all(shop.book, shop.project)] == ["Lease", "Other"]
    shop.undo(redo)
    assert [found.id for found in templates.list_all(shop.book, shop.project)] == [other.id]


# Any sequence


def _text(shop: Shop, which: int, text: str) -> list[Callable[[], Done[Any]]]:
    book = shop.book
    who = ("ann", "bob")[which % 2]
    wallet = shop.held[which % len(shop.held)]
    return [
        lambda: projects.rename(book, shop.project, text),
        lambda: assets.rename(book, shop.euro, text),
        lambda: customers.upsert(book, shop.project, who, text, text[::-1]),
        lambda: wallets.rename(book, wallet, text),
        lambda: wallets.describe(book, wallet, text),
        lambda: _discard(shop, text),
    ]


def _discard(shop: Shop, text: str) -> Done[Any]:
    kept = drafts.save(shop.book, shop.project, None, content(DraftState(description=text, key=bytes(16))))
    return drafts.discard(shop.book, shop.project, kept.value)


def _state(shop: Shop, which: int) -> list[Callable[[], Done[Any]]]:
    book = shop.book
    who = shop.people[which % 2]
    wallet = shop.held[which % len(shop.held)]
    return [
        lambda: projects.archive(book, shop.project),
        lambda: projects.unarchive(book, shop.project),
        lambda: customers.suspend(book, who),
        lambda: customers.resume(book, who),
        lambda: wallets.set_status(book, wallet, Status.SUSPENDED),
        lambda: wallets.set_status(book, wallet, Status.OPEN),
        lambda: wallets.reactivate_all(book, who),
        lambda: run(shop, Action.SUSPEND),
        lambda: run(shop, Action.REACTIVATE),
    ]


STEPS = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 9), st.sampled_from(["A", "B", "Zoë"])), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_undoing_all_gives_the_start_and_redoing_all_the_end(
    steps: list[tuple[int, int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """I3: for any sequence of commands that can be undone; Verify passes after each stretch."""
    shop = make(tmp_path_factory.mktemp("any") / "b.walletdesk")
    start, made = shop.state(), []
    for deed, which, text in steps:
        try:
            done = [*_text(shop, which, text), *_state(shop, which)][deed]()
        except LedgerError:
            continue
        made += [done.edit] if done.edit is not None else []
    end = shop.state()
    shop.verify()
    redo = [shop.undo(edit) for edit in reversed(made)]
    discarded = sorted(str(step.was) for edit in made for step in edit.steps if step.kind == "draft")
    assert shop.state() == start | {"draft": [(text,) for text in discarded]}
    shop.verify()
    for edit in reversed(redo):
        shop.undo(edit)
    assert shop.state() == end
    shop.verify()
    shop.book.close()
