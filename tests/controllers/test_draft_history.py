"""Undo within a draft: every state comes back as it was, with the place that the eye is to be led to."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from walletdesk.controllers import draft
from walletdesk.controllers.draft import DraftRow, DraftState
from walletdesk.controllers.draft_history import KEPT, History, Place, difference
from walletdesk.ledger.status import Kind

THREE = DraftState(tuple(DraftRow(n, source=n, target=9, amount=str(n), untouched=False) for n in (1, 2, 3)))

Edit = Callable[[DraftState], DraftState]


class Desk:
    """A draft with its history, as the form keeps them."""

    def __init__(self, state: DraftState = THREE) -> None:
        self.state = state
        self.history = History()

    def do(self, edit: Edit) -> DraftState:
        after = edit(self.state)
        if after != self.state:
            self.history.record(self.state, after)
        self.state = after
        return after

    def step(self, found: DraftState | None) -> Place | None:
        if found is None:
            return None
        place = difference(self.state, found)
        self.state = found
        return place

    def undo(self) -> Place | None:
        return self.step(self.history.back(self.state))

    def redo(self) -> Place | None:
        return self.step(self.history.forth(self.state))


def test_one_is_led_to_what_changed() -> None:
    cases: list[tuple[Edit, Place, Place]] = [
        (lambda s: draft.edit(s, 2, amount="7"), Place(2, "amount"), Place(2, "amount")),
        (lambda s: draft.edit(s, 2, kind=Kind.ISSUE), Place(2, "kind"), Place(2, "kind")),
        (lambda s: draft.edit(s, 3, target=4, memo="x"), Place(3, "target"), Place(3, "target")),
        (lambda s: draft.remove_row(s, 2), Place(2), Place(1)),
        (lambda s: draft.remove_row(s, 1), Place(1), Place(2)),
        (lambda s: draft.duplicate_row(s, 2), Place(2), Place(4)),
        (lambda s: draft.move_row(s, 3, -2), Place(3), Place(3)),
        (lambda s: draft.move_row(s, 1, 2), Place(1), Place(1)),
        (lambda s: draft.reorder(s, [3, 2, 1]), Place(1), Place(3)),
        (lambda s: replace(s, reference="R"), Place(None, "reference"), Place(None, "reference")),
    ]
    for edit, undone, redone in cases:
        desk = Desk()
        after = desk.do(edit)
        assert (desk.undo(), desk.state) == (undone, THREE)
        assert (desk.redo(), desk.state) == (redone, after)


def test_a_field_above_is_one_step_however_many_letters_are_typed() -> None:
    desk = Desk()
    for text in ("R", "Re", "Ren", "Rent"):
        desk.do(lambda s, text=text: replace(s, description=text))  # type: ignore[misc]
    desk.do(lambda s: draft.edit(s, 1, amount="8"))
    desk.do(lambda s: replace(s, description="Rents"))
    assert [desk.undo(), desk.state.description] == [Place(None, "description"), "Rent"]
    assert [desk.undo(), desk.state.row(1).amount] == [Place(1, "amount"), "1"]
    assert [desk.undo(), desk.state.description] == [Place(None, "description"), ""]
    assert desk.undo() is None
    assert [desk.redo(), desk.state.description] == [Place(None, "description"), "Rent"]
    desk.do(lambda s: replace(s, description="Rent 5"))
    assert [desk.undo(), desk.state.description] == [Place(None, "description"), "Rent"]
    for text in ("Rents", "Rent"):
        desk.do(lambda s, text=text: replace(s, description=text))  # type: ignore[misc]
    assert [desk.undo(), desk.state.description] == [Place(None, "description"), ""]


def test_rows_that_nobody_touched_are_no_step() -> None:
    desk = Desk(DraftState())
    desk.do(lambda s: draft.edit(s, 1, amount="5"))
    desk.do(draft.add_row)
    assert len(desk.state.rows) == 2
    desk.undo()
    assert desk.state.empty
    desk.redo()
    assert len(desk.state.rows) == 2
    assert desk.undo() == Place(1, "amount")
    assert desk.undo() is None


def test_a_new_edit_forgets_what_was_undone_and_the_list_ends() -> None:
    desk = Desk()
    for amount in range(KEPT + 5):
        desk.do(lambda s, amount=amount: draft.edit(s, 1, amount=f"{amount}.5"))  # type: ignore[misc]
    desk.undo()
    desk.do(lambda s: draft.edit(s, 2, amount="0"))
    assert desk.redo() is None
    steps = 0
    while desk.undo() is not None:
        steps += 1
    assert steps == KEPT
    assert desk.state.row(1).amount == "4.5"


def touched(state: DraftState) -> DraftState:
    """Without the rows that the program put there."""
    return replace(state, rows=tuple(row for row in state.rows if not row.untouched))


EDITS: list[Callable[[int, str], Edit]] = [
    lambda row, text: lambda s: draft.edit(s, s.rows[row % len(s.rows)].id, amount=text),
    lambda row, text: lambda s: draft.edit(s, s.rows[row % len(s.rows)].id, memo=text),
    lambda row, text: lambda s: draft.remove_row(s, s.rows[row % len(s.rows)].id),
    lambda row, text: lambda s: draft.duplicate_row(s, s.rows[row % len(s.rows)].id),
    lambda row, text: lambda s: draft.move_row(s, s.rows[row % len(s.rows)].id, len(text) - 2),
    lambda row, text: draft.add_row,
    lambda row, text: lambda s: replace(s, description=text),
]


@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 9), st.sampled_from(["", "1", "22", "333"]))))
def test_all_undone_is_the_start_and_all_redone_the_end(
    steps: list[tuple[Callable[[int, str], Edit], int, str]],
) -> None:
    desk = Desk()
    for make, row, text in steps:
        desk.do(make(row, text))
    end, seen = touched(desk.state), 0
    while (place := desk.undo()) is not None:
        seen += 1
        assert place.row is None or desk.state.has(place.row)
    if seen:
        assert touched(desk.state) == touched(THREE)
    while (place := desk.redo()) is not None:
        assert place.row is None or desk.state.has(place.row)
    assert touched(desk.state) == end
