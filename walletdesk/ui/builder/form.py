"""Between the draft and the book: edits, wallets, saving and posting. It has no widget.

The draft is looked at after each edit on the wallets at hand; these are read again when the book changed.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from walletdesk.controllers import draft, draft_reversal, drafting, wallets
from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.draft import DraftState, Typed, Undone
from walletdesk.controllers.draft_check import Checked, Problem, RowCheck, check, landed
from walletdesk.controllers.draft_history import History, Place, difference
from walletdesk.controllers.words import Context, sentence
from walletdesk.controllers.words_shares import share_sentence
from walletdesk.ledger.refusals import LedgerError, PostedBefore
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Asset, Transaction, Wallet
from walletdesk.ui import format
from walletdesk.ui.builder.editors import Answer, settled
from walletdesk.ui.builder.phrases import unclear_words
from walletdesk.ui.shell import REWORDED, Shell

SAVE_MS: Final = 600
HITS: Final = 8
_KINDS: Final = ("wallets", "customers", "assets", "transactions")


class Form(QObject):
    """One transaction in the making, of one project."""

    changed = Signal()
    """The draft, its wallets or what is thought of them."""
    busy_changed = Signal(object)
    posted = Signal(object)
    """The Transaction that was posted; the form is empty by then, but for the value date."""
    refused = Signal(str)
    """The sentence of a refusal, once it stands where it belongs."""
    unkept = Signal(str)
    """Why the draft could not be kept."""
    broke = Signal(object)
    """Posting or saving met what nobody foresaw: the exception."""

    def __init__(self, shell: Shell, project: str, parent: QObject | None = None) -> None:
        """A form with nothing in it."""
        super().__init__(parent)
        self._shell = shell
        self.project: Final = project
        self.wallets: dict[int, Wallet] = {}
        self.state = DraftState(notation=format.notation())
        self.checked: Checked = check(self.state, {}, project)
        self.busy = False
        self._kept = drafting.Kept()
        self._history = History()
        self._edited = False
        self._unresolved: list[tuple[int, str, str]] = []
        """Row, side and text of wallets that are being looked up."""
        self._when_resolved: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._timer.timeout.connect(self.save)
        shell.session.changed.connect(self._book_changed)

    def load(self, opened: drafting.Opened, kept: int | None = None) -> None:
        """Show this instead; ``kept`` is the number of the draft in the book that it comes from."""
        self.state, self.wallets = opened
        self._kept, self._edited, self._history = drafting.Kept(kept), False, History()
        self.look()

    # Edits

    def edit_row(self, row: int, **changes: Any) -> None:
        """Other contents of a row; one that is gone by now is no matter."""
        if self.state.has(row):
            self._take(draft.edit(self.state, row, **changes))

    def edit_heads(self, **changes: Any) -> None:
        """Another description, reference or value date."""
        self._take(replace(self.state, **changes))

    def choose(self, row: int, side: str, wallet: Wallet) -> None:
        """This wallet on that side."""
        self.wallets[wallet.id] = wallet
        self.edit_row(row, **{side: wallet.id})

    def add_row(self, kind: Kind | None = None) -> int:
        """A row at the end; answers its id."""
        self._take(draft.add_row(self.state, kind))
        return self.state.rows[-1].id

    def remove_row(self, row: int) -> None:
        """Without it; a reversal keeps its last row, and takes something back."""
        remove = draft.remove_row if self.state.undone is None else draft_reversal.without
        self._take(remove(self.state, row))

    def move_row(self, row: int, step: int) -> None:
        """Further down or up."""
        self._take(draft.move_row(self.state, row, step))

    def duplicate_row(self, row: int) -> int:
        """Once more below; answers the copy's id."""
        self._take(draft.duplicate_row(self.state, row))
        return self.state.rows[self.state.index(row) + 1].id

    def all_again(self) -> None:
        """A reversal takes all of it back again."""
        self._take(draft_reversal.all_again(self.state, self.wallets))

    def editable(self) -> tuple[str, ...] | None:
        """The fields of the rows that can be edited: those of their operations (None), or what a reversal leaves."""
        undone = self.state.undone
        if undone is None:
            return None
        return ("amount", "memo") if undone.by is None else ()

    def reorder(self) -> None:
        """Into the order that would pass."""
        if self.checked.order:
            self._take(draft.reorder(self.state, self.checked.order))

    def take(self, state: DraftState, named: dict[int, Wallet]) -> None:
        """Another draft, with the wallets that it names: a fix, or rows that were pasted."""
        self.wallets = named
        self._take(state)

    def _take(self, state: DraftState) -> None:
        if state == self.state:
            return
        self._history.record(self.state, state)
        self._show_edited(state)

    def _show_edited(self, state: DraftState) -> None:
        self.state = state
        self._edited = True
        if not self._timer.isActive():  # beginning anew at each edit would keep nothing while somebody types on
            self._timer.start()
        self.look()

    def undo(self) -> Place | None:
        """Take the last edit back; answers where that was, None if there is none."""
        return self._go_to(self._history.back(self.state))

    def redo(self) -> Place | None:
        """Make again what was taken back last; answers where that was."""
        return self._go_to(self._history.forth(self.state))

    def _go_to(self, state: DraftState | None) -> Place | None:
        if state is None:
            return None
        # Whether it was reversed or posted meanwhile is no edit.
        state = replace(state, undone=self.state.undone, key=self.state.key)
        place = difference(self.state, state)
        self._show_edited(state)
        self._book_changed(Changes(everything=True))  # its wallets may have moved on while it did not name them
        return place

    def look(self) -> None:
        """Check it anew: what was refused before may pass by now."""
        self.checked = check(self.state, self.wallets, self.project)
        self.changed.emit()

    # Wallets

    def complete(self, row: int, side: str, text: str, answer: Answer, owner: QObject) -> None:
        """Ask for the wallets that a text means, of the asset that the row moves already."""
        self._shell.session.run(
            wallets.complete,
            self.project,
            text,
            self.wanted_asset(row, side),
            HITS,
            done=answer,
            key=f"builder/{id(self)}/complete",
            owner=owner,
        )

    def wanted_asset(self, row: int, side: str) -> str | None:
        """The asset that this side must have: the other side's."""
        found = draft.asset_of(self.state.row(row), self.wallets, side) if self.state.has(row) else None
        return found.id if found else None

    def resolve(self, row: int, side: str, text: str) -> None:
        """Find out which wallet was meant by one who typed on without waiting for the list."""
        asked = row, side, text
        self._unresolved.append(asked)
        self._shell.session.run(
            wallets.complete,
            self.project,
            text,
            self.wanted_asset(row, side),
            2,
            done=partial(self._resolved, asked),
            failed=partial(self._unresolvable, asked),
            crashed=partial(self._unresolvable, asked),
            owner=self,
        )

    def _resolved(self, asked: tuple[int, str, str], found: Sequence[Wallet]) -> None:
        self._unresolved.remove(asked)
        row, side, text = asked
        meant = settled(text, found)
        if isinstance(meant, Wallet):
            self.choose(row, side, meant)
        else:
            self.edit_row(row, **{side: meant})
        self._go_on()

    def _unresolvable(self, asked: tuple[int, str, str], error: BaseException) -> None:
        self._unresolved.remove(asked)
        self._when_resolved = None
        if isinstance(error, LedgerError):
            self._land(error)

    def _go_on(self) -> None:
        then = self._when_resolved
        if then is not None and not self._unresolved:
            self._when_resolved = None
            then()

    def when_resolved(self, then: Callable[[], object]) -> None:
        """Do this once every wallet that was typed is known: now, or in a moment."""
        self._when_resolved = then
        self._go_on()

    def _book_changed(self, changes: Changes) -> None:
        if changes is REWORDED:
            self.look()
            return
        if changes.touches(*_KINDS) and self.state.wallets:
            named = tuple(self.state.wallets)
            key = f"builder/{id(self)}/wallets"
            self._shell.session.run(wallets.get_many, named, done=self._refreshed, key=key, owner=self)

        if changes.touches("transactions") and self.state.undone is not None:
            number, key = self.state.undone.number, f"builder/{id(self)}/undone"
            self._shell.session.run(drafting.undone, self.project, number, done=self._undone, key=key, owner=self)

    def _undone(self, undone: Undone) -> None:
        """It may have been taken back meanwhile."""
        now = self.state.undone
        if now is not None and now.number == undone.number and now != undone and not self.busy:
            self.state = replace(self.state, undone=undone)
            self.look()

    def _refreshed(self, found: dict[int, Wallet]) -> None:
        # A wallet that was chosen meanwhile is not among them.
        now = {**self.wallets, **found}
        if now != self.wallets:
            self.wallets = now
            self.look()

    # Words

    def context(self) -> Context:
        """How facts become text here."""
        assets = {wallet.asset.id: wallet.asset for wallet in self.wallets.values()}
        return replace(self._shell.context(self.wallets), asset=assets.get)

    def sentence(self, error: LedgerError) -> str:
        """A refusal in words."""
        return sentence(error, self.context())

    def sentences(self, problems: Sequence[Problem]) -> list[str]:
        """All that is wrong with a row, in whole sentences."""
        return [unclear_words(problem) or self.sentence(problem.error) for problem in problems]

    def shares(self, *rows: RowCheck, rounded: bool = False) -> list[str]:
        """How the shares among these rows come to their parts; only where something was rounded, if that is asked."""
        context = self.context()
        return [
            share_sentence(row.share, row.asset, context)
            for row in rows
            if row.share and row.asset and not (rounded and row.share.exact == row.share.parts)
        ]

    def assets(self) -> dict[str, Asset]:
        """The assets of the wallets at hand."""
        return {wallet.asset.id: wallet.asset for wallet in self.wallets.values()}

    # Keeping

    def save(self, leaving: bool = False) -> None:
        """Keep the draft now, if a person changed something; ``leaving`` when the form closes.

        One that is being posted is kept behind that, where it was refused.
        """
        self._timer.stop()
        if not (leaving if self.busy else self._edited or self._unresolved):
            return
        self._edited = False
        self._shell.session.run(
            drafting.keep,
            self.project,
            self._kept,
            self._as_typed(),
            failed=self._not_saved(leaving),
            crashed=self._still_edited,
            present=True,
        )

    def discard(self) -> None:
        """Throw the draft away; the main window offers to undo that."""
        self._timer.stop()
        self._edited = False
        shell, text = self._shell, self.tr("The draft was discarded.")

        def told(done: Done[None]) -> None:
            if done.edit is not None:
                shell.toast(text, shell.undos.way_back(done))

        given = self.project, self._kept, self._as_typed()
        shell.session.run(drafting.discard, *given, done=told, failed=self._not_saved(True), present=True)

    def _as_typed(self) -> DraftState:
        """The draft with the text of every wallet that is still being looked up."""
        state = self.state
        for row, side, text in self._unresolved:
            if state.has(row):
                state = draft.edit(state, row, **{side: Typed(text)})
        return state

    def _not_saved(self, leaving: bool) -> Callable[[LedgerError], None]:
        """Says in the form why its draft could not be kept, and in the main window once the form is closed."""
        shell = self._shell

        def say(error: LedgerError) -> None:
            if isValid(self) and not leaving:
                self._still_edited()
                self.unkept.emit(self.sentence(error))
            else:
                shell.toast(shell.words(error))

        return say

    def _still_edited(self, *_: object) -> None:
        """What could not be kept is to be kept with the next edit, or when the form closes."""
        self._edited = True

    # Posting

    def post(self) -> None:
        """Post what is ready; the answer comes as ``posted`` or lands at the rows."""
        assert self.checked.ready
        self._timer.stop()
        self.set_busy(True)
        self._shell.session.run(
            drafting.post,
            self.project,
            self._kept,
            self.state,
            self.checked.operations,
            done=self._done,
            failed=self._land,
            crashed=self._crashed,
            owner=self,
        )

    def _done(self, done: Done[Transaction]) -> None:
        self.set_busy(False)
        # One who goes on with the next slip of paper goes on with its day.
        self.load((DraftState(value_date=self.state.value_date, notation=format.notation()), {}))
        self.posted.emit(done.value)

    def _land(self, error: LedgerError) -> None:
        self.set_busy(False)
        if isinstance(error, PostedBefore):  # now that it is told, posting again makes another transaction
            self.state, self._edited = replace(self.state, key=draft.new_key()), True
        self._timer.start()
        before = self.checked
        self.checked = landed(before, error)
        self.changed.emit()
        self.refused.emit(self.sentence(error) if "" in self.checked.heads else "")
        # What was refused may lie in balances that moved on meanwhile: look again with the present ones.
        self._book_changed(Changes(everything=True))

    def _crashed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._timer.start()
        self.broke.emit(error)

    def set_busy(self, busy: bool) -> None:
        """While it is posted, or rows are on their way into it, nothing else can be done with it."""
        self.busy = busy
        self.busy_changed.emit(busy)
