"""What Verify found broken, in words, the first of it first."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from walletdesk.controllers.verifying import Check, Finding, Verdict
from walletdesk.ui.format import count
from walletdesk.ui.privacy import privacy, veiled
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.panels import Card, Notice
from walletdesk.ui.widgets.styling import label, sub, title
from walletdesk.ui.words import counted, recomputed

SHOWN: Final = 200
_OF_AMOUNTS: Final = frozenset({Check.STATE, Check.OPERATION, Check.ENTRY, Check.BALANCE, Check.SUPPLY})
translate: Final = QCoreApplication.translate


def finding_text(finding: Finding) -> str:
    """One finding as a sentence."""
    expected, found = finding.expected, finding.found
    if finding.check in _OF_AMOUNTS:
        expected, found = veiled(expected), veiled(found)
    text = _sentences()[finding.check].format(place=finding.place, found=found, expected=expected)
    if not expected and not found:
        return text
    if expected and found:
        facts = translate("verdict", "Expected {expected}, found {found}.")
    else:
        facts = translate("verdict", "Expected {expected}.") if expected else "{found}."
    return f"{text} {facts.format(expected=expected, found=found if expected else found[:1].upper() + found[1:])}"


def _sentences() -> dict[Check, str]:
    return {
        Check.FILE: translate("verdict", "{place}: the database file itself is damaged."),
        Check.SCHEMA: translate("verdict", "{place}: a table or one of its guards was changed."),
        Check.LINK: translate("verdict", "{place}: a row refers to one that is not there."),
        Check.LOG: translate("verdict", "{place}: the log of changes was altered."),
        Check.STATE: translate("verdict", "{place}: it is not what the log of changes says."),
        Check.NUMBER: translate("verdict", "{place}: a transaction is missing or out of order."),
        Check.SEAL: translate("verdict", "{place}: the transaction was altered after it was posted."),
        Check.TEXT: translate("verdict", "{place}: a text was altered after the transaction was posted."),
        Check.OPERATION: translate("verdict", "{place}: an operation does not obey the rules."),
        Check.ENTRY: translate("verdict", "{place}: an entry is not what its operation posts."),
        Check.BALANCE: translate("verdict", "{place}: the balance is not the sum of the entries."),
        Check.SUPPLY: translate("verdict", "{place}: what is in circulation is not what was issued and redeemed."),
        Check.REVERSAL: translate(
            "verdict", "{place}: it takes back what was not in the transaction, or for a second time."
        ),
        Check.END: translate("verdict", "{place}: the end of the ledger is not the one that was seen before."),
    }


class VerdictPage(QWidget):
    """A page in the window, not a dialog: it can be read at leisure and copied."""

    closed = Signal()
    again = Signal()
    restore_wanted = Signal()
    export_wanted = Signal()
    seal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._texts: list[str] = []
        self._verdict: Verdict | None = None
        privacy().changed.connect(self._reword)
        self._title = title()
        self._facts = sub()
        self._notice = Notice("", "err")
        self._list = label("", wrap=True)
        self._list.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._card = Card(self.tr("All that was found"))
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(self._title)
        titles.addWidget(self._facts)
        head.addLayout(titles, 1)
        copy = button(self.tr("Copy the list"), "copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText("\n".join(self._texts)))
        again = button(self.tr("Verify again"), "shield-check")
        again.clicked.connect(self.again)
        back = button(self.tr("Back"), "arrow-left")
        back.clicked.connect(self.closed)
        for made in (copy, again, back):
            head.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        body = QWidget()
        body.setProperty("panel", "window")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self._notice)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        for text, icon, told in (
            (self.tr("Restore a backup…"), "history", self.restore_wanted),
            (self.tr("Export everything that can be read…"), "download", self.export_wanted),
            (self.tr("Check a seal…"), "shield-check", self.seal_wanted),
        ):
            way = button(text, icon)
            way.clicked.connect(told)
            ways.addWidget(way)
        ways.addStretch(1)
        column.addLayout(ways)
        self._card.body.addWidget(self._list)
        column.addWidget(self._card)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(self.tr("What was found"))
        scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_verdict(self, verdict: Verdict) -> None:
        """Show what is broken."""
        self._verdict = verdict
        self._texts = [finding_text(finding) for finding in verdict.findings]
        one, many = self.tr("The ledger is not sound: a problem"), self.tr("The ledger is not sound: {count} problems")
        self._title.setText(counted(verdict.broken, one, many))
        if verdict.quick:
            looked = self.tr("Found while the book was opened. Verify looks at everything.")
        else:
            looked = recomputed(verdict.transactions, verdict.entries)
        self._facts.setText(looked)
        first = self._texts[0] if self._texts else ""
        self._notice.set_text(self.tr("The first that is broken: {what}").format(what=first), "err")
        shown = self._texts[:SHOWN]
        rest = verdict.broken - len(shown)
        if rest > 0:
            shown.append(self.tr("… and {count} more.").format(count=count(rest)))
        self._list.setText("\n".join(shown))
        self._card.setVisible(verdict.broken > 1)
        self.setAccessibleName(self._title.text())

    def _reword(self) -> None:
        if self._verdict is not None:
            self.show_verdict(self._verdict)

    def text(self) -> str:
        """Everything it says."""
        return f"{self._title.text()}\n{self._notice.text()}\n{self._list.text()}"
