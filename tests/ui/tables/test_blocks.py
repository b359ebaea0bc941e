"""The model of an endless list: what it asks for, keeps and shows."""

from collections.abc import Sequence

from pytestqt.qtbot import QtBot

from tests.ui.tables.drawing import COLUMNS, Row, Steps, cells, draw
from walletdesk.ui.tables.blocks import AT_ONCE, BLOCK, KEPT, BlockModel, Reply


class Source:
    """A list of rows that answers when the test says so."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.asked: list[tuple[int, int]] = []
        self.waiting: list[tuple[int, int, Reply[Row]]] = []
        self.word = "row"

    def fetch(self, offset: int, count: int, reply: Reply[Row]) -> None:
        self.asked.append((offset, count))
        self.waiting.append((offset, count, reply))

    def rows(self, offset: int, count: int) -> Sequence[Row]:
        return [(number, f"{self.word} {number}", str(number)) for number in range(offset, offset + count)]

    def answer(self) -> None:
        while self.waiting:
            offset, count, reply = self.waiting.pop(0)
            reply(self.rows(offset, count))

    def fail(self) -> None:
        self.waiting.pop(0)[2](None)


def endless(total: int) -> tuple[BlockModel[Row], Source]:
    source = Source(total)
    model = BlockModel(COLUMNS, cells, source.fetch)
    model.show(total)
    return model, source


def name(model: BlockModel[Row], row: int) -> str:
    return model.cell(row, 0).plain


def test_rows_are_empty_until_they_arrive(qtbot: QtBot) -> None:
    model, source = endless(3)
    assert model.rowCount() == 3
    assert draw(model) == [" | "] * 3
    assert model.row_at(0) is None
    assert source.asked == [(0, 3)]
    seen = Steps(model)
    source.answer()
    assert seen.seen == ["~0..2"]
    assert draw(model) == ["row 0 | 0 USD", "row 1 | 1 USD", "row 2 | 2 USD"]
    assert model.row_at(3) is None


def test_each_block_is_asked_for_once(qtbot: QtBot) -> None:
    model, source = endless(1000)
    for row in range(500, 700):
        name(model, row)
    assert source.asked == [(400, BLOCK), (600, BLOCK)]
    source.answer()
    for row in range(500, 700):
        assert name(model, row) == f"row {row}"
    assert len(source.asked) == 2


def test_the_last_block_is_as_long_as_what_is_left(qtbot: QtBot) -> None:
    model, source = endless(450)
    name(model, 449)
    assert source.asked == [(400, 50)]


def test_never_more_than_sixty_four_blocks_are_kept(qtbot: QtBot) -> None:
    model, source = endless(1_000_000)
    most = 0
    for row in range(0, 200 * BLOCK, BLOCK):
        name(model, row)
        source.answer()
        most = max(most, model.held())
    assert most == KEPT
    assert name(model, 199 * BLOCK) == f"row {199 * BLOCK}"
    assert name(model, 0) == ""


def test_the_oldest_seen_block_goes_first(qtbot: QtBot) -> None:
    model, source = endless(1_000_000)
    for number in range(KEPT):
        name(model, number * BLOCK)
        source.answer()
    name(model, 0)
    name(model, KEPT * BLOCK)
    source.answer()
    assert name(model, 0) == "row 0"
    assert name(model, BLOCK) == ""


def test_a_fast_scroll_asks_for_where_it_ends(qtbot: QtBot) -> None:
    model, source = endless(1_000_000)
    for number in range(100):
        name(model, number * BLOCK)
    assert len(source.asked) == AT_ONCE
    source.answer()
    assert source.asked[AT_ONCE] == (99 * BLOCK, BLOCK)
    assert len(source.asked) < 10


def test_a_failed_question_is_asked_again_when_painted_again(qtbot: QtBot) -> None:
    model, source = endless(100)
    name(model, 0)
    source.fail()
    name(model, 0)
    assert source.asked == [(0, 100), (0, 100)]
    source.answer()
    assert name(model, 0) == "row 0"


def test_a_page_is_a_window_of_the_same_blocks(qtbot: QtBot) -> None:
    model, source = endless(1000)
    model.turn(100, 100)
    assert model.rowCount() == 100
    name(model, 0)
    source.answer()
    assert name(model, 0) == "row 100"
    assert name(model, 99) == "row 199"
    model.turn(0, 100)
    assert name(model, 99) == "row 99"
    assert len(source.asked) == 1
    model.turn(950, 100)
    assert model.rowCount() == 50


def test_a_page_hears_only_of_its_own_rows(qtbot: QtBot) -> None:
    model, source = endless(1000)
    model.turn(150, 100)
    name(model, 0)
    name(model, 99)
    seen = Steps(model)
    source.answer()
    assert sorted(seen.seen) == ["~0..49", "~50..99"]


def test_old_rows_stay_in_sight_while_they_are_asked_for_again(qtbot: QtBot) -> None:
    model, source = endless(100)
    name(model, 0)
    source.answer()
    source.word = "new"
    model.refresh(101)
    assert model.rowCount() == 101
    assert name(model, 0) == "row 0"
    assert source.asked[1:] == [(0, 101)]
    source.answer()
    assert name(model, 0) == "new 0"


def test_answers_to_an_old_question_are_dropped(qtbot: QtBot) -> None:
    model, source = endless(100)
    name(model, 0)
    model.show(50)
    source.answer()
    assert model.held() == 0
    assert name(model, 0) == ""


def test_a_row_that_is_not_there_is_named_by_its_place(qtbot: QtBot) -> None:
    model, source = endless(1000)
    assert model.row_name(299) == "300"
    name(model, 299)
    source.answer()
    assert model.row_name(299) == "row 299"
