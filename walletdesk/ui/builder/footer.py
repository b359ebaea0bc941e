"""The bottom of the form: how it stands, and what can be done with it."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from walletdesk.controllers.draft_check import Checked
from walletdesk.ledger.refusals import AlreadyReversed
from walletdesk.ui import fonts
from walletdesk.ui.builder.reversal import reversal_state
from walletdesk.ui.format import count
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import Elided, IconLabel


class Footer(QFrame):
    """State line and buttons."""

    reorder_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing filled in yet."""
        super().__init__(parent)
        self.setProperty("panel", "footer")
        self._icon = IconLabel("circle-dashed", "text2")
        self._text = Elided("", fonts.sized(fonts.BASE, fonts.SEMIBOLD))
        self.reorder: Final = button(self.tr("Reorder"), None, "link")
        self.reorder.clicked.connect(self.reorder_pressed)
        self.discard: Final = button(self.tr("Discard"), "trash-2", "ghost")
        self.close_button: Final = button(self.tr("Close, keep draft"))
        self.post_new: Final = button(self.tr("Post and new"))
        self.post: Final = button(self.tr("Post transaction"), "check", "primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 11)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        row.addWidget(self.reorder)
        row.addStretch(1)
        for made in (self.discard, self.close_button, self.post_new, self.post):
            row.addWidget(made)

    def text(self) -> str:
        """The state line."""
        return self._text.whole()

    def show_checked(self, checked: Checked) -> None:
        """Say how the draft stands; where another order would pass, which."""
        self.reorder.setVisible(checked.order is not None)
        extent = checked.extent
        over = isinstance(checked.heads.get(""), AlreadyReversed)
        self.post.setText(self.tr("Post transaction") if extent is None else self.tr("Reverse transaction"))
        self.post.setVisible(not over)
        self.post_new.setVisible(extent is None)
        icon, role, text = self._state(checked)
        self._icon.set_icon(icon, role)
        self._text.set_text(text)

    def announce(self) -> None:
        """Say the state line to a screen reader: posting was asked for and did not happen."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._text.whole()))

    def set_busy(self, busy: bool) -> None:
        """While it is being posted nothing else can be done with it."""
        for made in (self.reorder, self.discard, self.close_button, self.post_new, self.post):
            made.setEnabled(not busy)

    def _state(self, checked: Checked) -> tuple[str, str, str]:
        if checked.extent is not None and (told := reversal_state(checked, checked.extent)) is not None:
            return told
        if checked.problems:
            return "circle-alert", "err", self._problem_words(checked)
        if checked.missing:
            one = self.tr("1 field left to fill")
            many = self.tr("{n} fields left to fill").format(n=count(checked.missing))
            return "circle-dashed", "text2", one if checked.missing == 1 else many
        operations, wallets = len(checked.operations), len(checked.effects)
        if operations == 1:
            words = self.tr("1 wallet") if wallets == 1 else self.tr("{n} wallets").format(n=wallets)
            return "circle-check", "ok", self.tr("Ready: 1 operation, {wallets}").format(wallets=words)
        text = self.tr("Ready: {operations} operations, {wallets} wallets, applied together or not at all")
        return "circle-check", "ok", text.format(operations=count(operations), wallets=count(wallets))

    def _problem_words(self, checked: Checked) -> str:
        if checked.order is not None:
            return self.tr("This order does not pass, but another one would.")
        if checked.problems == 1:
            return self.tr("1 problem to fix before posting")
        return self.tr("{n} problems to fix before posting").format(n=count(checked.problems))
