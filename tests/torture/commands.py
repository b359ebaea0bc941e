"""What a person would do next, from a seed: each command is done to the book, and by hand to the model."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

from tests.torture.scenes import PROJECT, Command, Model
from walletdesk.controllers import batches, customers, drafting, drafts, importing, transactions, wallets
from walletdesk.controllers.draft import DraftRow, DraftState, content
from walletdesk.controllers.tasks import finish
from walletdesk.exchange.mapping_toml import parse
from walletdesk.ledger.refusals import PostingRefused
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import Operation, issue, redeem, transfer
from walletdesk.store import bulk
from walletdesk.store.book import Book
from walletdesk.store.posting import Request

BULK = 30
FORMS = 3
MOST_WALLETS = 14
MAPPING = parse(
    """
    project = "torture"
    asset = { code = "EUR" }
    columns = { customer = "who", kind = "what", amount = "sum", reference = "no" }
    kinds = { issue = ["in"] }
    create = { customers = true, wallets = true }
    """
)

Maker = Callable[[random.Random, Model, int], Command]


def command(dice: random.Random, model: Model, number: int) -> Command:
    """Anything; number tells it from all others."""
    makers, weights = zip(*_WEIGHTS.items(), strict=True)
    maker: Maker = dice.choices(makers, weights)[0]
    return maker(dice, model, number)


def kind(deed: Command) -> str:
    """What a command is, in a word or two: the maker that made what it runs tells it."""
    return _KINDS[deed[0].__qualname__.partition(".")[0]]


def editing(dice: random.Random, model: Model, number: int) -> Command:
    """What is done in forms: edited, kept, thrown away, posted."""
    place = dice.randrange(FORMS)
    draft, state = model.forms.get(place, (None, DraftState(key=_key(number))))
    if draft is not None and dice.random() < 0.3:
        return _post_form(dice, model, place) if dice.random() < 0.8 else _discard_form(model, place)
    made = [
        DraftRow(n, Kind.TRANSFER, 1, 2, str(dice.randint(1, 9)), "x" * dice.randrange(40), untouched=False)
        for n in range(1, dice.choice((2, 5, 60, 400)))  # a large draft takes several pages of the file
    ]
    edited = DraftState(tuple(made), f"Draft {number}", key=state.key)
    known = draft if draft is not None else 1 + max(model.drafts, default=0)

    def apply(model: Model) -> None:
        model.drafts[known] = content(edited)
        model.forms[place] = known, edited

    return lambda book: drafting.keep(book, PROJECT, drafting.Kept(draft), edited), apply


def _post_form(dice: random.Random, model: Model, place: int) -> Command:
    draft, state = model.forms[place]
    operations = (_operation(dice, model), issue(model.able[0] if model.able else 1, 5))
    after = _after(model, operations)

    def run(book: Book) -> None:
        try:
            drafting.post(book, PROJECT, drafting.Kept(draft), state, operations)
        except PostingRefused:
            assert after is None

    def apply(model: Model) -> None:
        if after is not None:
            model.balances = after
            model.texts.append(state.description)
            del model.drafts[draft or 0], model.forms[place]

    return run, apply


def _discard_form(model: Model, place: int) -> Command:
    draft, state = model.forms[place]

    def apply(model: Model) -> None:
        del model.drafts[draft or 0], model.forms[place]

    return lambda book: drafting.discard(book, PROJECT, drafting.Kept(draft), state), apply


def _key(number: int) -> bytes:
    return number.to_bytes(16, "big")


def _post(dice: random.Random, model: Model, number: int) -> Command:
    operations = tuple(_operation(dice, model) for _ in range(dice.randrange(1, 4)))
    text, key = f"Command {number}", _key(number)
    after = _after(model, operations)

    def run(book: Book) -> None:
        try:
            transactions.run(book, PROJECT, operations, text, key=key)
        except PostingRefused:
            assert after is None

    def apply(model: Model) -> None:
        if after is not None:
            model.balances = after
            model.texts.append(text)
            model.latest = key, operations, text

    return run, apply


def _operation(dice: random.Random, model: Model) -> Operation:
    one, other = dice.sample(model.wallets, 2)
    amount = dice.randrange(1, 3_000)
    kind = dice.random()
    if kind < 0.4:
        return issue(one, amount, f"memo {amount}")
    return redeem(one, amount) if kind < 0.55 else transfer(one, other, amount)


def _after(model: Model, operations: tuple[Operation, ...]) -> dict[int, int] | None:
    """The balances after the operations, None if the ledger must refuse them: the rules once more, by hand."""
    balances = dict(model.balances)
    for operation in operations:
        for wallet, amount in ((operation.source, -operation.amount), (operation.target, operation.amount)):
            if wallet is None:
                continue
            balances[wallet] += amount
            if balances[wallet] < 0 or wallet in model.suspended:
                return None
    return balances


def _again(dice: random.Random, model: Model, number: int) -> Command:
    """The last posting once more under its key, as a double click or a retry does it."""
    if model.latest is None:
        return _post(dice, model, number)
    key, operations, text = model.latest
    return lambda book: transactions.run(book, PROJECT, operations, text, key=key), lambda model: None


def _bulk(dice: random.Random, model: Model, number: int) -> Command:
    able = model.able
    moves = [(dice.choice(able), dice.randrange(1, 99)) for _ in range(BULK)] if able else []
    texts = [f"Bulk {number}.{place}" for place in range(len(moves))]

    def run(book: Book) -> None:
        with book.unit(), bulk.posting(book, PROJECT) as poster:
            for (wallet, amount), text in zip(moves, texts, strict=True):
                poster.add(Request((issue(wallet, amount),), text))

    def apply(model: Model) -> None:
        for wallet, amount in moves:
            model.balances[wallet] += amount
        model.texts += texts

    return run, apply


def _import(dice: random.Random, model: Model, number: int) -> Command:
    """A CSV file with rows for customers that are there, and now and then for a new one."""
    able = model.able
    moves = [(dice.choice(able), dice.randrange(1, 99)) for _ in range(dice.randrange(1, 9))] if able else []
    new, key = 1 + len(model.wallets), 1 + len(model.people) + len(model.forgotten)
    if new <= MOST_WALLETS and (not moves or dice.random() < 0.3):
        moves.append((new, dice.randrange(1, 99)))
    if not moves:
        return _post(dice, model, number)
    lines = [f"c{w},in,{amount / 100:.2f},{number}.{n}" for n, (w, amount) in enumerate(moves)]
    text = "\n".join(["who,what,sum,no", *lines, ""])

    def run(book: Book) -> None:
        path = Path(book.path).parents[1] / "rows.csv"
        path.write_text(text, encoding="utf-8")
        plan = finish(importing.check(book, path, MAPPING))
        assert len(plan.ready) == len(moves), [str(row.reason) for row in plan.refused]
        finish(importing.write(book, plan))

    def apply(model: Model) -> None:
        for wallet, amount in moves:
            if wallet not in model.balances:
                model.wallets.append(wallet)
                model.people[key] = f"c{wallet}"
                model.balances[wallet], model.names[wallet] = 0, "Euro"
            model.balances[wallet] += amount
        model.texts += [""] * len(moves)
        model.batches_made += 1
        model.batches[model.batches_made] = moves

    return run, apply


def _reverse(dice: random.Random, model: Model, number: int) -> Command:
    """A whole import taken back, where every wallet still has what it got."""
    if not model.batches:
        return _import(dice, model, number)
    batch = dice.choice(list(model.batches))
    moves, reason = model.batches[batch], f"Back {number}"
    after = _after(model, tuple(redeem(wallet, amount) for wallet, amount in reversed(moves)))

    def run(book: Book) -> None:
        try:
            finish(batches.reverse(book, batch, reason))
        except PostingRefused:
            assert after is None

    def apply(model: Model) -> None:
        if after is not None:
            model.balances = after
            model.texts += [reason] * len(moves)
            model.batches_made += 1
            del model.batches[batch]

    return run, apply


def _meet(dice: random.Random, model: Model, number: int) -> Command:
    """A customer who has no wallet."""
    key, id_ = 1 + len(model.people) + len(model.forgotten), f"zebra{number}z"
    return (
        lambda book: customers.upsert(book, PROJECT, id_, f"Name of {id_}", f"Lives at {id_}"),
        lambda model: model.people.update({key: id_}),
    )


def _forget(dice: random.Random, model: Model, number: int) -> Command:
    """A customer who is forgotten without a trace."""
    guests = [key for key, id_ in model.people.items() if id_.startswith("zebra")]
    if not guests:
        return _meet(dice, model, number)
    key = dice.choice(guests)
    return lambda book: customers.delete(book, key), lambda model: model.forgotten.append(model.people.pop(key))


def _rename(dice: random.Random, model: Model, number: int) -> Command:
    wallet, name = dice.choice(model.wallets), f"Name {number}"
    return lambda book: wallets.rename(book, wallet, name), lambda model: model.names.update({wallet: name})


def _suspend(dice: random.Random, model: Model, number: int) -> Command:
    wallet = dice.choice(model.wallets)
    if wallet in model.suspended:
        return lambda book: wallets.set_status(book, wallet, Status.OPEN), lambda model: model.suspended.discard(wallet)
    return lambda book: wallets.set_status(book, wallet, Status.SUSPENDED), lambda model: model.suspended.add(wallet)


def _draft(dice: random.Random, model: Model, number: int) -> Command:
    text = json.dumps({"version": 1, "description": f"Draft {number}"})
    known = dice.choice([None, *model.drafts]) if model.drafts else None
    draft = known if known is not None else 1 + max(model.drafts, default=0)
    return lambda book: drafts.save(book, PROJECT, known, text), lambda model: model.drafts.update({draft: text})


_WEIGHTS: dict[Maker, int] = {
    _post: 40,
    _again: 6,
    _bulk: 8,
    _import: 10,
    _reverse: 8,
    _meet: 4,
    _forget: 5,
    _rename: 6,
    _suspend: 6,
    _draft: 7,
}

_KINDS = {
    "_post": "posting",
    "_again": "posting again",
    "_bulk": "posting in bulk",
    "_import": "importing",
    "_reverse": "reversing",
    "_meet": "changing names",
    "_forget": "forgetting",
    "_rename": "changing names",
    "_suspend": "changing names",
    "_draft": "keeping a draft",
}
