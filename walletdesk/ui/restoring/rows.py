"""What a backup would change, as lines of text and as rows of a table."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers.restoring import Changed, Content, Difference, Stretch, What
from walletdesk.ledger.values import transaction_label
from walletdesk.ui.cells import money, signed_money
from walletdesk.ui.format import count, date_text
from walletdesk.ui.shell import Shell
from walletdesk.ui.tables.columns import Cell, Cells, Column, Ghost, Money, Text, TwoLine
from walletdesk.ui.words import counted

translate: Final = QCoreApplication.translate
_NONE: Final = Ghost()


def columns() -> tuple[Column, ...]:
    """Of the table of all that would change."""
    return (
        Column("which", translate("restore", "Of"), TwoLine, "Bartholomew", stretch=3),
        Column("what", translate("restore", "What"), Text, "Description"),
        Column("now", translate("restore", "Now"), Money, "99,999.99 USD", stretch=1),
        Column("after", translate("restore", "After restoring"), Money, "99,999.99 USD", stretch=1),
        Column("change", translate("restore", "Change"), Money, "+99,999.99"),
    )


def cells(one: Changed) -> Cells:
    """The cells of one row."""
    which = TwoLine(one.title, " · ".join(part for part in (one.sub, one.project) if part and part != one.title))
    what = Text(_what(one), muted=True)
    if one.asset is None:
        now, after = (Text(text) if text else _NONE for text in (_state(one.old), _state(one.new)))
        return which, what, now, after, _NONE
    amounts: list[Cell] = [
        money(one.asset, parts, code=True) if parts is not None else _NONE for parts in (one.before, one.after)
    ]
    change: Cell = _NONE
    if one.before is not None and one.after is not None:
        change = signed_money(one.asset, one.after - one.before)
    return which, what, *amounts, change


def _what(one: Changed) -> str:
    return {
        What.LOST: translate("restore", "Vanishes"),
        What.BACK: translate("restore", "Comes back"),
        What.BALANCE: translate("restore", "Balance"),
        What.NAME: translate("restore", "Name"),
        What.DESCRIPTION: translate("restore", "Description"),
        What.STATUS: translate("restore", "Status"),
    }[one.what]


def _state(text: str) -> str:
    """A status in the words of the window; any other text as it is."""
    return {
        "open": translate("restore", "Open"),
        "suspended": translate("restore", "Suspended"),
        "closed": translate("restore", "Closed"),
        "active": translate("restore", "Active"),
        "archived": translate("restore", "Archived"),
    }.get(text, text)


def lines(found: Difference, shell: Shell) -> list[str]:
    """What would change in a few sentences, the gravest first."""
    told = [_stretch(one, shell, translate("restore", "would vanish")) for one in found.lost]
    told += [_stretch(one, shell, translate("restore", "would come back")) for one in found.back]
    told += [text for what in (What.LOST, What.BACK) if (text := _things(found, what))]
    balances = found.count("wallet", What.BALANCE)
    if balances:
        one, many = (
            translate("restore", "1 balance would change."),
            translate("restore", "{count} balances would change."),
        )
        told.append(counted(balances, one, many))
    facts = sum(1 for one in found.changed if one.what in (What.NAME, What.DESCRIPTION, What.STATUS))
    if facts:
        one = translate("restore", "1 name, description or status would change.")
        many = translate("restore", "{count} names, descriptions and statuses would change.")
        told.append(counted(facts, one, many))
    if found.drafts:
        one, many = translate("restore", "1 draft would change."), translate("restore", "{count} drafts would change.")
        told.append(counted(found.drafts, one, many))
    if found.templates:
        one = translate("restore", "1 template would change.")
        told.append(counted(found.templates, one, translate("restore", "{count} templates would change.")))
    return told or [translate("restore", "Nothing would change: the book is what this backup holds.")]


def _stretch(stretch: Stretch, shell: Shell, verb: str) -> str:
    first, last = transaction_label(stretch.first), transaction_label(stretch.last)
    since, until = (date_text(at, shell.zone) for at in (stretch.first_at, stretch.last_at))
    if stretch.count == 1:
        text = translate("restore", "{project}: {first}, posted {since}, {verb}.")
        return text.format(project=stretch.project, first=first, since=since, verb=verb)
    text = translate("restore", "{project}: {count} transactions {verb}, {first} to {last}, posted {since} to {until}.")
    return text.format(
        project=stretch.project, count=count(stretch.count), verb=verb, first=first, last=last, since=since, until=until
    )


def _things(found: Difference, what: What) -> str:
    kinds = {
        "project": (translate("restore", "1 project"), translate("restore", "{count} projects")),
        "asset": (translate("restore", "1 asset"), translate("restore", "{count} assets")),
        "customer": (translate("restore", "1 customer"), translate("restore", "{count} customers")),
        "wallet": (translate("restore", "1 wallet"), translate("restore", "{count} wallets")),
    }
    parts = [counted(n, *kinds[kind]) for kind in kinds if (n := found.count(kind, what))]
    if not parts:
        return ""
    lost = what is What.LOST
    text = translate("restore", "{things} would vanish.") if lost else translate("restore", "{things} would come back.")
    return text.format(things=", ".join(parts))


def content_lines(content: Content) -> list[str]:
    """What a backup holds, where there is nothing to compare it with."""
    reached = translate("restore", "{project} reaches {last}.")
    empty = translate("restore", "{project} has no transactions.")
    return [
        reached.format(project=name, last=transaction_label(last)) if last else empty.format(project=name)
        for name, last in content.projects
    ]
