"""I1: later postings leave a seal valid; any change before it, a shorter book and another book do not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.conftest import World, build
from tests.store.test_verify import TAMPERINGS, force
from walletdesk.controllers import sealing
from walletdesk.controllers.sealing import Answer
from walletdesk.controllers.tasks import finish
from walletdesk.ledger.refusals_book import SealMistyped, SealOfNothing
from walletdesk.ledger.values import issue, transfer


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    world = build(tmp_path / "bar.walletdesk")
    yield world
    world.book.close()


def answer(world: World, text: str) -> Answer:
    return finish(sealing.check(world.book, "bar", text))[0].answer


def test_later_postings_leave_a_seal_valid(made: World) -> None:
    seals = [sealing.of(made.book, "bar")]
    for amount in range(1, 4):
        made.post(issue(made.ann, amount))
        seals.append(sealing.of(made.book, "bar"))
    assert len({seal.code for seal in seals}) == 4
    for seal in seals:
        assert answer(made, seal.text) is Answer.HELD
    seen = finish(sealing.check(made.book, "bar", seals[0].text))[0]
    assert sealing.spoken(seen) == "Bar holds what it held at T-4; everything was recomputed and is sound."


def test_a_copy_that_went_another_way_is_not_the_same_history(made: World, tmp_path: Path) -> None:
    other = build(tmp_path / "other.walletdesk")
    made.post(issue(made.ann, 1))
    other.post(issue(made.ann, 1))
    assert answer(other, sealing.of(made.book, "bar").text) is Answer.OTHER
    made.post(transfer(made.ann, made.bob, 1))
    seen = finish(sealing.check(other.book, "bar", sealing.of(made.book, "bar").text))[0]
    assert seen.answer is Answer.SHORTER
    assert "it ends at T-5, and the seal was made at T-6" in sealing.spoken(seen)
    other.book.close()


def test_a_slip_and_an_empty_ledger_are_told(made: World) -> None:
    text = sealing.of(made.book, "bar").text
    with pytest.raises(SealMistyped):
        answer(made, text[:-1] + ("0" if text[-1] != "0" else "1"))
    with pytest.raises(SealOfNothing):
        sealing.of(made.book, "shop")


@pytest.mark.parametrize("what", TAMPERINGS)
def test_no_change_before_a_seal_goes_unseen(made: World, what: str) -> None:
    seal = sealing.of(made.book, "bar")
    made.post(issue(made.ann, 7))
    force(made.path, *TAMPERINGS[what][0])
    assert answer(made, seal.text) is not Answer.HELD
