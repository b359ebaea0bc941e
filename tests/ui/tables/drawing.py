"""Models drawn as text, so that a test shows what a person would see."""

from typing import Any

from walletdesk.ui.tables.columns import Column, Money, Text
from walletdesk.ui.tables.model import RowsModel, TableModel

Row = tuple[int, str, str]
COLUMNS = (
    Column("name", "Name", Text, "A name", stretch=1, sortable=True),
    Column("balance", "Balance", Money, "1,000.00", sortable=True, code_sample="USD"),
)


def cells(row: Row) -> tuple[Text, Money]:
    """A name and an amount."""
    return Text(row[1]), Money(row[2], code="USD")


def rows_model(*rows: Row) -> RowsModel[Row]:
    """A page of such rows."""
    model = RowsModel(COLUMNS, cells, lambda row: row[0])
    model.set_rows(rows)
    return model


def draw(model: TableModel[Any]) -> list[str]:
    """Each row as its cells read, with a bar between."""
    columns = range(model.columnCount())
    return [
        " | ".join(str(model.data(model.index(row, column))) for column in columns) for row in range(model.rowCount())
    ]


class Steps:
    """What a model tells its views, in order."""

    def __init__(self, model: TableModel[Any]) -> None:
        self.seen: list[str] = []
        model.modelReset.connect(lambda: self.seen.append("reset"))
        model.rowsInserted.connect(lambda _p, first, last: self.seen.append(f"+{first}..{last}"))
        model.rowsRemoved.connect(lambda _p, first, last: self.seen.append(f"-{first}..{last}"))
        model.dataChanged.connect(lambda first, last, _r: self.seen.append(f"~{first.row()}..{last.row()}"))
