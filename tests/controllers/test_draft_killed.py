"""A draft survives a kill at any moment: what was acknowledged is in the book, and nothing is half there (B3, T12).

A process of its own edits drafts, keeps and posts them and says on a pipe what it is about to do and what is done. It
is killed after a random number of lines, while it goes on. WALLETDESK_KILLS asks for more kills than the usual ones.
"""

import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from walletdesk.controllers import assets, books, drafting, drafts, projects, transactions, wallets
from walletdesk.controllers.draft import DraftRow, DraftState, content, read
from walletdesk.controllers.draft_check import check
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import verify_book
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Wallet, issue
from walletdesk.store import transactions as rows
from walletdesk.store.book import Book

KILLS = int(os.environ.get("WALLETDESK_KILLS", "15"))
MOST_LINES = 60
FORMS = 3
ROOT = Path(__file__).parents[2]


# The process that is killed


def work(path: Path, seed: int) -> None:
    """Fill in some forms for ever, keep them after each edit, and now and then post one."""
    dice = random.Random(seed)
    book = books.open(path)
    named = wallets.get_many(book, (1, 2))
    forms = [(drafting.Kept(), DraftState()) for _ in range(FORMS)]
    while True:
        place = dice.randrange(FORMS)
        kept, state = forms[place]
        if kept.draft is not None and dice.random() < 0.2:
            forms[place] = _post(book, kept, state, named)
            continue
        state = _edited(state, dice)
        _say("keeping", kept.draft, content(state))
        drafting.keep(book, "p", kept, state)
        _say("kept", kept.draft, content(state))
        forms[place] = kept, state


def _post(
    book: Book, kept: drafting.Kept, state: DraftState, named: dict[int, Wallet]
) -> tuple[drafting.Kept, DraftState]:
    operations = check(state, named, "p").operations
    _say("posting", kept.draft, state.key.hex())
    done = drafting.post(book, "p", kept, state, operations).value
    _say("posted", done.number, state.key.hex())
    return drafting.Kept(), DraftState()


def _edited(state: DraftState, dice: random.Random) -> DraftState:
    """Other rows, some of them many: a large draft takes several pages of the file."""
    made = tuple(
        DraftRow(n, Kind.TRANSFER, 1, 2, str(dice.randint(1, 9)), "x" * dice.randrange(40), untouched=False)
        for n in range(1, dice.choice((2, 5, 60, 400)))
    )
    return DraftState(made or state.rows, f"draft {dice.random()}", key=state.key)


def _say(what: str, number: int | None, text: str) -> None:
    sys.stdout.write(json.dumps([what, number, text]) + "\n")
    sys.stdout.flush()


# What it has said


@dataclass
class Said:
    """What must be in the book by what the process said; ``doing`` is what it may have done since."""

    kept: dict[int, str] = field(default_factory=dict)
    posted: set[str] = field(default_factory=set)
    doing: tuple[str, int | None, str] | None = None

    def hear(self, line: str) -> None:
        """One line, if it is whole."""
        if not line.endswith("\n"):
            return
        what, number, text = json.loads(line)
        self.doing = (what, number, text) if what in ("keeping", "posting") else None
        if what == "kept":
            self.kept[number] = text
        elif what == "posted":
            self.posted.add(text)
            posted = [draft for draft, kept in self.kept.items() if read(kept).key.hex() == text]
            for draft in posted:
                del self.kept[draft]

    def possible(self) -> list[dict[int | None, str]]:
        """The drafts as they may be: before what it was doing, and after. A new one has no number yet."""
        before: dict[int | None, str] = dict(self.kept)
        if self.doing is None:
            return [before]
        what, number, text = self.doing
        if what == "keeping":
            return [before, before | {number: text}]
        return [before, {draft: kept for draft, kept in before.items() if draft != number}]


def killed(path: Path, seed: int, said: Said) -> None:
    """Run the process, kill it after some lines, and hear it out."""
    lines = random.Random(seed).randrange(1, MOST_LINES)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    call = [sys.executable, __file__, str(path), str(seed)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True, env=env, cwd=ROOT) as process:
        assert process.stdout is not None
        for _ in range(lines):
            said.hear(process.stdout.readline())
        process.kill()
        for line in process.stdout:
            said.hear(line)
    assert process.returncode == -signal.SIGKILL, "it should have gone on until it was killed"


def the_book_is_as_said(path: Path, said: Said) -> None:
    """Open what is left, compare, and go on from what is there."""
    book = books.open(path)
    try:
        assert finish(verify_book(book)).ok
        there = {draft.id: draft.content for draft in drafts.list_all(book, "p")}
        known: dict[int | None, str] = {id_ if id_ in said.kept else None: text for id_, text in there.items()}
        assert known in said.possible(), "each draft is as acknowledged, or as the one that was being written"
        assert all(rows.by_key(book, bytes.fromhex(key)) is not None for key in said.posted)
        if said.doing is not None and said.doing[0] == "posting":
            posted = rows.by_key(book, bytes.fromhex(said.doing[2])) is not None
            assert posted is (said.doing[1] not in there), "posted and thrown away in one stroke"
        count = transactions.page(book, "p").total
        assert count - 1 - len(said.posted) in (0, 1)
        for id_ in there:
            drafts.discard(book, id_)
    finally:
        book.close()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_draft_survives_a_kill_at_any_moment(tmp_path: Path) -> None:
    for seed in range(KILLS):
        path = tmp_path / f"killed-{seed}.walletdesk"
        made = books.create(path, "UTC")
        projects.create(made, "Killed", "p")
        usd = assets.create(made, "p", "US dollar", "USD", 100).value.id
        first = wallets.open_system(made, usd, "From").value.id
        wallets.open_system(made, usd, "To")
        transactions.run(made, "p", [issue(first, 10**15)])
        made.close()
        said = Said()
        killed(path, seed, said)
        the_book_is_as_said(path, said)


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
