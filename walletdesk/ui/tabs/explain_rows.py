"""The rows of an explained balance: each way with its sum, under it who or what it was with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers.explaining import Explained
from walletdesk.ledger.explaining import Cause, Flow, Others, Party, Share, Way
from walletdesk.ledger.values import Asset
from walletdesk.ui import cells
from walletdesk.ui.format import count
from walletdesk.ui.tables.columns import Cells, Column, Ghost, IconText, Money, Num, Text

translate: Final = QCoreApplication.translate

ICONS: Final = {
    Way.ISSUED: "circle-plus",
    Way.RECEIVED: "arrow-down",
    Way.REDEEMED: "circle-minus",
    Way.SENT: "arrow-up",
}


@dataclass(frozen=True, slots=True)
class ExplainRow:
    """One row: its entries are what `cause` stands for. `whole` is the way's sum; a way itself has neither name."""

    cause: Cause
    share: Share
    whole: int
    name: str = ""
    sub: str = ""

    @property
    def heads(self) -> bool:
        """Whether it is a way, over its parties."""
        return self.cause.party is None and not self.cause.without


def way_word(way: Way) -> str:
    """What happened, in one word."""
    return {
        Way.ISSUED: translate("explain", "Issued"),
        Way.RECEIVED: translate("explain", "Received"),
        Way.REDEEMED: translate("explain", "Redeemed"),
        Way.SENT: translate("explain", "Sent"),
    }[way]


def cause_words(row: ExplainRow) -> str:
    """What a row stands for, in a few words: "Till, received"."""
    word = way_word(row.cause.way)
    return word if row.heads else f"{row.name}, {word.lower()}"


def rows_of(found: Explained) -> tuple[ExplainRow, ...]:
    """All rows in their order."""
    return tuple(row for flow in found.explanation.flows for row in _flow_rows(found, flow))


def _flow_rows(found: Explained, flow: Flow) -> Iterator[ExplainRow]:
    whole = flow.share.parts
    yield ExplainRow(Cause(flow.way), flow.share, whole)
    for party, share in flow.lines:
        name, sub = _names(found, party)
        yield ExplainRow(Cause(flow.way, party), share, whole, name, sub)
    if flow.others is not None:
        named = tuple(party for party, _ in flow.lines)
        yield ExplainRow(Cause(flow.way, without=named), flow.others.share, whole, _others(flow.others))


def _names(found: Explained, party: Party) -> tuple[str, str]:
    if party.wallet is None:
        return " ".join(party.text.split()) or translate("explain", "Without a description"), ""
    other = found.others[party.wallet]
    return cells.wallet_title(other), cells.wallet_sub(other)


def _others(others: Others) -> str:
    if others.parties is None:
        return translate("explain", "All others")
    if others.parties == 1:
        return translate("explain", "1 other")
    return translate("explain", "{n} others").format(n=count(others.parties))


def columns() -> tuple[Column, ...]:
    """What is told of each."""
    return (
        Column("way", translate("explain", "What"), IconText, "Redeemed XX"),
        Column("who", translate("explain", "Who or what for"), Text, "Anne-Marie van der Linden · Cash", stretch=1),
        Column("entries", translate("explain", "Entries"), Num, "1,000,000"),
        Column("share", translate("explain", "Share"), Num, "100.0 %"),
        Column("amount", translate("explain", "Amount"), Money, "+8,888,888,888.88"),
    )


def maker(asset: Callable[[], Asset]) -> Callable[[ExplainRow], Cells]:
    """Makes the cells of a row; a way's are bold."""

    def cells_of(row: ExplainRow) -> Cells:
        amount = cells.signed_money(asset(), row.cause.way.sign * row.share.parts, bold=row.heads)
        who = Text(row.name, sub=row.sub)
        return (
            IconText(ICONS[row.cause.way], way_word(row.cause.way)) if row.heads else Ghost(),
            Text(translate("explain", "All"), bold=True) if row.heads else who,
            Num(count(row.share.entries), bold=row.heads, muted=not row.heads),
            Num("" if row.heads else percent(row.share.parts, row.whole)),
            amount,
        )

    return cells_of


def percent(part: int, whole: int) -> str:
    """A share in tenths of a percent, rounded down, without a float: "62.5 %"."""
    tenths = 1_000 * part // whole if whole else 0
    return f"{tenths // 10}.{tenths % 10}\N{NO-BREAK SPACE}%" if tenths else "<\N{NO-BREAK SPACE}0.1\N{NO-BREAK SPACE}%"
