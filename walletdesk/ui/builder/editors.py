"""What opens in a cell of the grid while it is edited."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from walletdesk.controllers.draft import Typed
from walletdesk.ledger.status import Kind
from walletdesk.ledger.text import MEMO_LIMIT
from walletdesk.ledger.values import Wallet
from walletdesk.ui import fonts
from walletdesk.ui.builder.popup import WalletPopup
from walletdesk.ui.cells import kind_word
from walletdesk.ui.widgets.amount_edit import AmountEdit
from walletdesk.ui.widgets.combo import Combo

Answer = Callable[[tuple[Wallet, ...]], object]
Ask = Callable[[str, Answer, "WalletEdit"], object]
"""Asks for the wallets that a text means; the answer comes later, or never if the editor is gone."""

KINDS: Final = (Kind.TRANSFER, Kind.ISSUE, Kind.REDEEM)
LONGEST_AMOUNT: Final = 200


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A text that was committed before its answer came: it is resolved behind the editor's back."""

    text: str


Outcome = Wallet | Typed | Unanswered | None


class WalletEdit(QLineEdit):
    """Search as you type. The popup shows what matches; Down opens it, unfiltered where nothing was typed."""

    picked = Signal()
    """A wallet was clicked in the popup."""

    def __init__(self, name: str, ask: Ask, nothing: str, parent: QWidget) -> None:
        """`nothing` is what the popup says when no wallet matches."""
        super().__init__(parent)
        self._ask = ask
        self._nothing = nothing
        self._initial = ""
        self._asked: str | None = None
        self._hits: tuple[str, tuple[Wallet, ...]] | None = None
        self._clicked: Wallet | None = None
        self.accepting = False
        self.setAccessibleName(name)
        self.setPlaceholderText(self.tr("Name, customer or number"))
        self.setMaxLength(200)
        self.popup = WalletPopup(self)
        self.popup.chosen.connect(self._click)
        self.textEdited.connect(self._typed)

    def begin(self, text: str) -> None:
        """What stands in the cell now."""
        self._initial = text
        self.setText(text)
        self.selectAll()

    def changed(self) -> bool:
        """Whether there is something to commit."""
        return self._clicked is not None or self._taken() is not None or self.text().strip() != self._initial.strip()

    def outcome(self) -> Outcome:
        """What was chosen or typed: one wallet, a text that names none or several, or a text still to be resolved."""
        found = self._clicked or self._taken()
        if found is not None:
            return found
        text = self.text().strip()
        if not text:
            return None
        if self._hits is None or self._hits[0] != text:
            return Unanswered(text)
        return settled(text, self._hits[1])

    def open_list(self) -> None:
        """Show the wallets: those that match what was typed, all where nothing new was."""
        text = self.text().strip()
        self._search("" if text == self._initial.strip() else text)

    def _taken(self) -> Wallet | None:
        """The highlighted wallet, once a person pressed the key that takes it and saw what it takes."""
        seen = self.popup.isVisible() and self._hits is not None and self._hits[0] == self._asked
        return self.popup.highlighted() if self.accepting and seen else None

    def _typed(self, text: str) -> None:
        if text.strip():
            self._search(text.strip())
        else:
            self._asked = None
            self.popup.hide()

    def _search(self, text: str) -> None:
        self._asked = text
        self._ask(text, partial(self._answered, text), self)

    def _answered(self, text: str, wallets: Sequence[Wallet]) -> None:
        if text != self._asked or not self.isVisible():
            return
        self._hits = (text, tuple(wallets))
        self.popup.show_hits(wallets, self._nothing)

    def _click(self, wallet: Wallet) -> None:
        self._clicked = wallet
        self.picked.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        self.popup.hide()
        super().hideEvent(event)


def settled(text: str, wallets: Sequence[Wallet]) -> Wallet | Typed:
    """The one wallet that a text means, or that it means none or several."""
    if len(wallets) == 1:
        return wallets[0]
    return Typed(text, several=bool(wallets))


class KindEdit(Combo):
    """Transfer, Issue or Redeem: their first letters choose, as do the arrow keys."""

    picked = Signal()
    """One was chosen in the open list."""

    def __init__(self, name: str, parent: QWidget) -> None:
        """A closed list."""
        super().__init__(name, parent)
        self.setFont(fonts.sized(fonts.BASE))
        self.set_options([(kind_word(kind), kind) for kind in KINDS])
        self._listed = False
        self.activated.connect(self._tell)

    def begin(self, kind: Kind) -> None:
        """What stands in the cell now."""
        self.set_value(kind)

    def kind(self) -> Kind:
        """What is chosen."""
        chosen = self.value()
        assert isinstance(chosen, Kind)
        return chosen

    def showPopup(self) -> None:
        self._listed = True
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The list has its own keys: what arrives here is typed while it is closed.
        self._listed = False
        super().keyPressEvent(event)

    def _tell(self, _place: int) -> None:
        if self._listed:
            # After the list has closed itself: only then does the focus belong to the editor again.
            QTimer.singleShot(0, self, self.picked.emit)


def amount_edit(name: str, asset: Any, code: str, parent: QWidget) -> AmountEdit:
    """The editor of an amount; the text is kept as it is typed."""
    made = AmountEdit(name, asset, code, parent=parent)
    made.setMaxLength(LONGEST_AMOUNT)
    return made


def memo_edit(name: str, parent: QWidget) -> QLineEdit:
    """The editor of a memo. Longer than the ledger takes, so that what is too long is said, not cut."""
    made = QLineEdit(parent)
    made.setAccessibleName(name)
    made.setMaxLength(4 * MEMO_LIMIT)
    return made
