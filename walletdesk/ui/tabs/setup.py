"""An empty project: four steps to a working ledger, done in any order that is possible."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from walletdesk.ui import fonts
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import Elided, IconLabel
from walletdesk.ui.widgets.styling import label, set_look, sub
from walletdesk.ui.zoom import px

translate: Final = QCoreApplication.translate
_WIDTH: Final = 560
_CARD: Final = 58
ASSET, CUSTOMER, WALLET, POST = "asset", "customer", "wallet", "post"


@dataclass(frozen=True, slots=True)
class Steps:
    """What there is already."""

    assets: int = 0
    customers: int = 0
    wallets: int = 0
    transactions: int = 0

    def done(self, key: str) -> bool:
        """Whether the step was taken."""
        counts = {ASSET: self.assets, CUSTOMER: self.customers, WALLET: self.wallets, POST: self.transactions}
        return bool(counts[key])

    def possible(self, key: str) -> bool:
        """Whether the step can be taken: a wallet needs an asset, a transaction a wallet."""
        return {WALLET: bool(self.assets), POST: bool(self.wallets)}.get(key, True)


class StepCard(QFrame):
    """One step: what it is, whether it is done, and its button."""

    pressed = Signal()

    def __init__(self, number: int, icon: str, title: str, sentence: str, verb: str) -> None:
        super().__init__()
        self._icon = icon
        self._plain = f"{number}. {title}"
        self.setProperty("panel", "card")
        self.setFixedHeight(_CARD)
        self._picture = IconLabel(icon, "accent", 22)
        self._title = label(self._plain, "", fonts.sized(fonts.BASE, fonts.SEMIBOLD))
        self.button: QPushButton = button(verb)
        self.button.setFixedWidth(112)
        self.button.setAccessibleName(title)
        self.button.clicked.connect(self.pressed)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self._title)
        texts.addWidget(sub(sentence))
        row = QHBoxLayout(self)
        row.setContentsMargins(19, 8, 14, 8)
        row.setSpacing(13)
        row.addWidget(self._picture)
        row.addLayout(texts, 1)
        row.addWidget(self.button)

    def show_state(self, done: bool, possible: bool, next_: bool) -> None:
        """Tick what is done, grey what cannot be done yet, and fill the button of what comes next."""
        if done:
            self._picture.set_icon("circle-check", "pos")
        else:
            self._picture.set_icon(self._icon, "accent" if possible else "text3")
        set_look(self._title, "role", "" if possible else "sub")
        self.button.setEnabled(possible)
        set_look(self.button, "kind", "primary" if next_ else "secondary")
        self.button.setFont(fonts.sized(fonts.BASE, fonts.SEMIBOLD if next_ else fonts.MEDIUM))
        self.setAccessibleName(translate("setup", "{step} (done)").format(step=self._plain) if done else self._plain)


class SetupPage(QScrollArea):
    """Says with `wanted` which step is to be taken; no wizard, nothing blocks the way."""

    wanted = Signal(str)
    sample_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what it holds takes the keyboard, and scrolls into sight
        self._title = Elided("", fonts.sized(20, fonts.SEMIBOLD), "title")
        self.cards = {
            ASSET: StepCard(
                1,
                "coins",
                self.tr("Create an asset"),
                self.tr("What you count: US dollars, points, hours…"),
                self.tr("Create asset"),
            ),
            CUSTOMER: StepCard(
                2, "users", self.tr("Add a customer"), self.tr("Someone whose wallets you keep"), self.tr("Add")
            ),
            WALLET: StepCard(
                3,
                "wallet",
                self.tr("Open a wallet"),
                self.tr("Holds one asset; system wallets belong to you"),
                self.tr("Open"),
            ),
            POST: StepCard(
                4,
                "arrow-right-left",
                self.tr("Post the first transaction"),
                self.tr("Issue value, then move it"),
                self.tr("Post"),
            ),
        }
        for key, card in self.cards.items():
            card.pressed.connect(partial(self.wanted.emit, key))
        self.sample = button(self.tr("Load the sample project"), "sparkles", "ghost")
        self.sample.clicked.connect(self.sample_wanted)
        self.csv = button(self.tr("Import from CSV…"), "upload", "ghost")
        self.csv.clicked.connect(self.import_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(self._title)
        note = label(self.tr("Four steps to a working ledger. You can leave and come back at any time."), "sub")
        column.addWidget(note)
        column.addSpacing(2)
        for card in self.cards.values():
            column.addWidget(card)
        links = QHBoxLayout()
        links.setSpacing(8)
        links.addWidget(self.sample)
        links.addWidget(self.csv)
        links.addStretch(1)
        column.addLayout(links)
        holder = QWidget()
        holder.setFixedWidth(_WIDTH)
        holder.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        body = QWidget()
        body.setProperty("panel", "window")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(body)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.addStretch(1)
        outer.addWidget(holder, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)
        self.setWidget(body)

    def show_steps(self, name: str, steps: Steps) -> None:
        """Show how far this project is."""
        self._title.set_text(self.tr("Set up {name}").format(name=name))
        following = next((key for key in self.cards if not steps.done(key) and steps.possible(key)), None)
        for key, card in self.cards.items():
            card.show_state(steps.done(key), steps.possible(key), key == following)

    def focus_next(self) -> None:
        """Bring the keyboard to the step that comes next."""
        for card in self.cards.values():
            if card.button.property("kind") == "primary":
                card.button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def minimumSizeHint(self) -> QSize:
        return QSize(px(_WIDTH // 2), 120)
