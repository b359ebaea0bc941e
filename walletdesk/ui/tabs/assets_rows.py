"""The list of assets: its columns, its cells, its pages, and what the panel says of one."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers import assets
from walletdesk.ledger.values import Asset, Page
from walletdesk.ui import cells
from walletdesk.ui.format import count, notation
from walletdesk.ui.inspector import Deed, Portrait, PortraitRow, Section
from walletdesk.ui.tables.columns import ROW_SMALL, Cells, Column, Money, Num, Text
from walletdesk.ui.tables.spec import ListQuery, ListSpec, Nothing
from walletdesk.ui.tabs.overview_cards import Held
from walletdesk.ui.words import counted

translate: Final = QCoreApplication.translate
SHOW, RENAME, DELETE = "show", "rename", "delete"

_SORTS: Final[dict[str, Callable[[Held], Any]]] = {
    "name": lambda held: (held.asset.name.casefold(), held.asset.id),
    "code": lambda held: held.asset.code.casefold(),
    "part": lambda held: (held.asset.fractions, held.asset.name.casefold()),
    "supply": lambda held: (Fraction(held.asset.supply, held.asset.fractions), held.asset.name.casefold()),
    "wallets": lambda held: (held.asset.wallets, held.asset.name.casefold()),
    "delete": lambda held: (held.asset.wallets > 0, held.asset.name.casefold()),
}


def spec() -> ListSpec[Held]:
    """The list of assets."""
    return ListSpec(
        key="assets",
        name=translate("assets", "Assets"),
        columns=(
            Column("name", translate("assets", "Asset"), Text, "Volunteer days", stretch=1, sortable=True),
            Column("code", translate("assets", "Code"), Text, "XAU-OZ", sortable=True),
            Column("part", translate("assets", "Smallest part"), Text, "1/100,000,000", sortable=True),
            Column("supply", translate("assets", "In circulation"), Money, "8,888,888,888.88", sortable=True),
            Column("wallets", translate("assets", "Wallets"), Num, "25,028", sortable=True),
            Column("delete", translate("assets", "Can delete"), Text, "Yes, unused", sortable=True),
        ),
        cells=_cells,
        identity=lambda held: held.asset.id,
        load=load,
        kinds=("assets", "wallets", "transactions"),
        nothing=Nothing(
            "coins",
            translate("assets", "No assets yet"),
            translate("assets", "An asset is what you count: money, points, hours, bottles."),
            translate("assets", "New asset"),
        ),
        search=translate("assets", "Search name or code…"),
        sort="name",
        row_height=ROW_SMALL,
    )


def load(book: Any, query: ListQuery) -> Page[Held]:
    """A page of assets; a project has few, so they are sorted and searched here. Runs on the lane."""
    words = query.text.casefold().split()
    found = [
        held
        for held in assets.holdings(book, query.project)
        if all(word in f"{held.asset.name} {held.asset.code}".casefold() for word in words)
    ]
    found.sort(key=_SORTS.get(query.sort, _SORTS["name"]), reverse=query.descending)
    first = (query.number - 1) * query.size
    return Page(tuple(found[first : first + query.size]), len(found), query.number, query.size)


def part_text(asset: Asset) -> str:
    """How small the smallest part is: "1/24 (h)", "0.01", "whole only"."""
    if asset.fractions == 1:
        return translate("assets", "whole only")
    if asset.scale.decimals is not None:
        return asset.format(1, notation())
    text = f"1/{count(asset.fractions)}"
    return f"{text} ({asset.part})" if asset.part else text


def scale_text(asset: Asset) -> str:
    """What one unit is made of: "1 d = 24 h", "1 USD = 100 parts"."""
    unit = asset.unit or asset.code
    if asset.fractions == 1:
        return translate("assets", "Counted in whole {unit}").format(unit=unit)
    part = asset.part or translate("assets", "parts")
    return f"1 {unit} = {count(asset.fractions)} {part}"


def _cells(held: Held) -> Cells:
    asset = held.asset
    unused = translate("assets", "Yes, unused")
    return (
        Text(asset.name, bold=True),
        Text(asset.code),
        Text(part_text(asset), muted=True),
        cells.money(asset, asset.supply, bold=True),
        Num(count(asset.wallets)),
        Text(translate("assets", "No, in use") if asset.wallets else unused, muted=True),
    )


def portrait(held: Held, fixed: str) -> Portrait:
    """What the panel says of an asset; `fixed` is why nothing can be changed, empty where it can."""
    asset = held.asset
    sections = (
        Section(
            translate("assets", "Who holds it"),
            (
                PortraitRow(translate("assets", "Customers"), "", cells.amount_text(asset, held.customers)),
                PortraitRow(translate("assets", "System wallets"), "", cells.amount_text(asset, held.system)),
            ),
        ),
    )
    return Portrait(
        asset.name,
        lines=(f"{asset.code}{cells.DOT}{scale_text(asset)}",),
        hero=cells.money(asset, asset.supply, code=True),
        deeds=(
            Deed(SHOW, translate("assets", "Show wallets"), "wallet", bool(asset.wallets)),
            Deed(RENAME, translate("assets", "Rename…"), "pencil", not fixed),
        ),
        more=(Deed(DELETE, translate("assets", "Delete…"), "trash-2", not fixed and not asset.wallets, danger=True),),
        reason=_reason(asset, fixed),
        sections=sections,
    )


def _reason(asset: Asset, fixed: str) -> str:
    if fixed:
        return fixed
    if asset.wallets:
        wallets = counted(
            asset.wallets, translate("assets", "a wallet was"), translate("assets", "{count} wallets were")
        )
        return translate("assets", "It cannot be deleted: {wallets} opened with it.").format(wallets=wallets)
    return translate("assets", "No wallet was ever opened with it, so it can be deleted.")
