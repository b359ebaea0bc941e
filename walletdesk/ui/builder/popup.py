"""The list of wallets under the cell in which one is being typed."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Wallet
from walletdesk.ui.cells import amount_text, money, status_cell, wallet_sub, wallet_title
from walletdesk.ui.tables.delegate import Brush
from walletdesk.ui.tables.ink import inks
from walletdesk.ui.theme import tokens
from walletdesk.ui.widgets.chip import chip_width, paint_chip
from walletdesk.ui.zoom import px

ROW: Final = 43
WIDTH: Final = 366
_SIDE: Final = 12
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_SELECTED: Final = QStyle.StateFlag.State_Selected.value
_HOVERED: Final = QStyle.StateFlag.State_MouseOver.value
Index = QModelIndex | QPersistentModelIndex


class Hits(QAbstractListModel):
    """Wallets to choose from, or the one line that says that there are none."""

    def __init__(self, parent: QWidget) -> None:
        """Nothing yet."""
        super().__init__(parent)
        self.wallets: tuple[Wallet, ...] = ()
        self.nothing = ""

    def show(self, wallets: Sequence[Wallet], nothing: str) -> None:
        """Offer these; `nothing` is said if there are none."""
        self.beginResetModel()
        self.wallets, self.nothing = tuple(wallets), nothing
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.wallets) or 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) if self.wallets else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if int(role) != _DISPLAY or not index.isValid():
            return None
        if not self.wallets:
            return self.nothing
        wallet = self.wallets[index.row()]
        words = [wallet_title(wallet), wallet_sub(wallet), amount_text(wallet.asset, wallet.balance, code=True)]
        if wallet.status is not Status.OPEN:
            words.append(status_cell(wallet.status).text)
        return ", ".join(words)


class HitDelegate(QStyledItemDelegate):
    """Two lines: whose wallet and its balance, what it is called and its asset."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(WIDTH), px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, Hits)
        now, rect = tokens(), option.rect
        selected = bool(option.state.value & _SELECTED)
        if selected:
            painter.fillRect(rect, now.color("sel"))
        elif option.state.value & _HOVERED and model.wallets:
            painter.fillRect(rect, now.color("hover"))
        brush = Brush(painter, now, selected)
        brush.left, brush.right = rect.left() + px(_SIDE), rect.right() + 1 - px(_SIDE)
        brush.middle = rect.top() + rect.height() // 2
        if not model.wallets:
            brush.text(inks().body, model.nothing, "text2")
            return
        self._paint_wallet(brush, model.wallets[index.row()])

    def _paint_wallet(self, brush: Brush, wallet: Wallet) -> None:
        top, bottom, right = brush.middle - px(9), brush.middle + px(8), brush.right
        amount = money(wallet.asset, wallet.balance)
        brush.middle = top
        start = brush.text_right(inks().tiny, amount.sub, "text2") if amount.sub else brush.right
        start = brush.text_right(inks().body, amount.text, "text", start)
        brush.middle = bottom
        below = brush.text_right(inks().small, wallet.asset.code, "text2")
        if wallet.status is not Status.OPEN:
            chip = status_cell(wallet.status)
            width = chip_width(chip.text)
            area = QRect(int(below) - px(8) - width, bottom - px(20) // 2, width, px(20))
            paint_chip(brush.painter, area, chip.kind, chip.text, chip.icon)
            below = area.left()
        brush.right = int(start) - px(_SIDE)
        brush.text(inks().body, wallet_title(wallet), "text", middle=top)
        brush.right = int(below) - px(_SIDE)
        brush.text(inks().small, wallet_sub(wallet), "text2", middle=bottom)
        brush.right = right


class WalletPopup(QListView):
    """Stands under its editor and never takes the focus: what is typed goes on to the editor."""

    chosen = Signal(object)
    """The Wallet that was clicked."""

    def __init__(self, editor: QWidget) -> None:
        """A popup of this editor, not in sight yet."""
        super().__init__(editor)
        self.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("panel", "menu")
        self.setAccessibleName(self.tr("Wallets that match"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._editor = editor
        self._hits = Hits(self)
        self.setModel(self._hits)
        self.setItemDelegate(HitDelegate(self))
        self.clicked.connect(self._click)

    def show_hits(self, wallets: Sequence[Wallet], nothing: str) -> None:
        """Offer these wallets. The first is highlighted if it is open: what is closed is never chosen by itself."""
        self._hits.show(wallets, nothing)
        if wallets and wallets[0].status is Status.OPEN:
            self.setCurrentIndex(self._hits.index(0, 0))
        self._place()
        self.show()

    def highlighted(self) -> Wallet | None:
        """The wallet that Enter takes."""
        index = self.currentIndex()
        return self._hits.wallets[index.row()] if index.isValid() and self._hits.wallets else None

    def step(self, by: int) -> None:
        """Highlight another one; from the last on to the first."""
        count = len(self._hits.wallets)
        if count:
            now = self.currentIndex()
            row = (now.row() + by) % count if now.isValid() else 0 if by > 0 else count - 1
            self.setCurrentIndex(self._hits.index(row, 0))

    def _click(self, index: QModelIndex) -> None:
        if self._hits.wallets:
            self.chosen.emit(self._hits.wallets[index.row()])

    def _place(self) -> None:
        """Under the editor, or above it where there is more room; never over it: what does not fit is scrolled to."""
        room, frame = self._editor.screen().availableGeometry(), 2 * self.frameWidth()
        corner = self._editor.mapToGlobal(QPoint(0, 0))
        top, bottom = corner.y() - 2, corner.y() + self._editor.height() + 2
        above, below = top - room.top(), room.bottom() - bottom
        count = self._hits.rowCount()
        down = below >= count * px(ROW) + frame or below >= above
        fitting = max(1, ((below if down else above) - frame) // px(ROW))
        size = QSize(max(px(WIDTH), self._editor.width()), min(count, fitting) * px(ROW) + frame)
        x = max(room.left(), min(corner.x(), room.right() - size.width()))
        self.setGeometry(QRect(QPoint(x, bottom if down else top - size.height()), size))
