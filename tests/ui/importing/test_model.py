"""The model of long lists, the names of kept mappings, and the cells of a plan."""

from pathlib import Path

import pytest

from walletdesk.controllers.importing import Mapping
from walletdesk.ui.importing.model import BLOCK, KEPT, SliceModel
from walletdesk.ui.importing.saved import Saved
from walletdesk.ui.tables.columns import Column, Num

COLUMNS = (Column("n", "N", Num, "999"),)


def test_a_million_rows_are_held_in_blocks() -> None:
    asked: list[tuple[int, int]] = []

    def rows(first: int, count: int) -> range:
        asked.append((first, count))
        return range(first, first + count)

    model = SliceModel[int](COLUMNS, lambda row: (Num(str(row)),))
    model.show(1_000_001, rows)
    assert model.rowCount() == 1_000_001
    assert asked == []
    assert model.row_cells(1_000_000)[0].plain == "1000000"
    assert asked == [(1_000_000, 1)], "the last block is short"
    for row in range(0, BLOCK * (KEPT + 5), BLOCK):
        assert model.row_at(row) == row
    assert model.held() == KEPT
    assert model.row_at(-1) is None
    model.clear()
    assert (model.rowCount(), model.held()) == (0, 0)


@pytest.mark.parametrize(
    "name", ["Bank", "../../etc", "a/b\\c:d", ".", "Ünï cöde", "50 %", "con.toml", "\N{BULLET}\t!"]
)
def test_a_mapping_is_found_again_under_any_name(tmp_path: Path, name: str) -> None:
    saved = Saved(tmp_path / "mappings")
    mapping = Mapping(project="P")
    saved.keep(name, mapping)
    assert saved.names() == (name,)
    assert saved.load(name) == mapping
    assert saved.file(name).parent == saved.folder
    saved.forget(name)
    assert saved.names() == ()
