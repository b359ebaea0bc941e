"""How the cells of the grid are edited: which editor opens, which keys it knows, and what it hands over."""

from html import escape
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyleOptionViewItem, QToolTip, QWidget

from walletdesk.ledger.values import Wallet
from walletdesk.ui.builder.editors import Ask, KindEdit, Unanswered, WalletEdit, amount_edit, memo_edit
from walletdesk.ui.builder.form import Form
from walletdesk.ui.builder.grid_model import FIELDS, GridModel, GridRow
from walletdesk.ui.cells import wallet_full
from walletdesk.ui.tables.delegate import CellDelegate
from walletdesk.ui.tables.model import Index
from walletdesk.ui.theme import tokens
from walletdesk.ui.widgets.amount_edit import AmountEdit
from walletdesk.ui.zoom import px

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TABS: Final = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_KIND_HEIGHT: Final = 30
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Owner(Protocol):
    """What the delegate asks of the grid whose cells it edits."""

    form: Form

    def sentences(self, place: int) -> list[str]:
        """All that is wrong with a row, else how its share was rounded."""

    def asking(self, row: int, side: str) -> Ask:
        """How a wallet's editor asks for wallets."""

    def nothing_words(self, row: GridRow, side: str) -> str:
        """What the popup says when nothing matches."""

    def cell_name(self, row: GridRow, field: str) -> str:
        """What a screen reader calls an editor."""

    def advance(self) -> None:
        """Take what is in the open editor and open the next one."""

    def remove_current(self) -> None:
        """Without the row that the cursor is in."""


class GridDelegate(CellDelegate):
    """Paints as every table does, and edits."""

    def __init__(self, grid: Owner, view: QAbstractItemView) -> None:
        """For this grid, which is the view too."""
        super().__init__(view)
        self._grid = grid
        self._view = view
        self.editor: QWidget | None = None

    # Painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if self.focused and index == self._view.currentIndex():
            thick = px(1)
            painter.setPen(QPen(tokens().color("focus"), thick))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(option.rect).adjusted(thick / 2, thick / 2, -thick / 2, -thick * 1.5))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        sentences = self._grid.sentences(index.row()) if index.isValid() else []
        if not sentences:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), "<br>".join(map(escape, sentences)), view)
        return True

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        row, field = self._at(index)
        self.editor = self._make(parent, row, field)
        return self.editor

    def _make(self, parent: QWidget, row: GridRow, field: str) -> QWidget:
        name = self._grid.cell_name(row, field)
        if field == "kind":
            kinds = KindEdit(name, parent)
            kinds.picked.connect(self._grid.advance)
            return kinds
        if field == "amount":
            asset = row.check.asset
            return amount_edit(name, asset, asset.code if asset else "", parent)
        if field == "memo":
            return memo_edit(name, parent)
        wallets = WalletEdit(name, self._grid.asking(row.row.id, field), self._grid.nothing_words(row, field), parent)
        wallets.picked.connect(self._grid.advance)
        return wallets

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Asked again whenever the row changes around the editor: what is being typed there stays.
        if editor.property("begun"):
            return
        editor.setProperty("begun", True)
        row, field = self._at(index)
        if isinstance(editor, KindEdit):
            editor.begin(row.row.kind)
        elif isinstance(editor, WalletEdit):
            wallet = row.wallet(field)
            editor.begin(wallet_full(wallet) if wallet else row.typed(field))
        elif isinstance(editor, QLineEdit):
            editor.setText(row.row.amount if field == "amount" else row.row.memo)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        row, field = self._at(index)
        form, id_ = self._grid.form, row.row.id
        if isinstance(editor, KindEdit):
            form.edit_row(id_, kind=editor.kind())
        elif isinstance(editor, WalletEdit):
            self._hand_over(editor, id_, field)
        elif isinstance(editor, AmountEdit):
            form.edit_row(id_, amount=editor.text())
        elif isinstance(editor, QLineEdit):
            form.edit_row(id_, memo=editor.text())

    def _hand_over(self, editor: WalletEdit, row: int, side: str) -> None:
        if not editor.changed():
            return
        outcome = editor.outcome()
        if isinstance(outcome, Wallet):
            self._grid.form.choose(row, side, outcome)
        elif isinstance(outcome, Unanswered):
            self._grid.form.resolve(row, side, outcome.text)
        else:
            self._grid.form.edit_row(row, **{side: outcome})

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        # A drop-down keeps its own height, whatever it is given.
        top = (rect.height() - px(_KIND_HEIGHT)) // 2 if isinstance(editor, KindEdit) else px(4)
        editor.setGeometry(rect.adjusted(px(2), top, -px(2), -top - 1))

    def _at(self, index: Index) -> tuple[GridRow, str]:
        model = index.model()
        assert isinstance(model, GridModel)
        row = model.row_at(index.row())
        assert row is not None
        return row, FIELDS[index.column()]

    # Keys

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(editor, QWidget):
            handled = self._key(editor, event)
            if handled is not None:
                return handled
        if isinstance(event, QFocusEvent) and _went_to_popup(event):
            return False  # its own list took the focus: that ends no editing
        return super().eventFilter(editor, event)

    def _key(self, editor: QWidget, event: QKeyEvent) -> bool | None:
        """Whether the key was taken; None leaves it to Qt."""
        key, modifiers = event.key(), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if control and key == Qt.Key.Key_Delete:
            self._grid.remove_current()
            return True
        if control or modifiers & Qt.KeyboardModifier.AltModifier:
            return None
        if isinstance(editor, WalletEdit) and self._popup_key(editor, Qt.Key(key)):
            return True
        if key in _ENTER:
            back = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            # Qt's own handling of Tab commits, closes and opens the next editor in the right order.
            tab = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
            return super().eventFilter(editor, QKeyEvent(QEvent.Type.KeyPress, tab, Qt.KeyboardModifier.NoModifier))
        return None

    def _popup_key(self, editor: WalletEdit, key: Qt.Key) -> bool:
        shown = editor.popup.isVisible()
        if key in _ENTER or key in _TABS:
            editor.accepting = True
            return False
        if key in _STEPS and shown:
            editor.popup.step(_STEPS[key])
            return True
        if key == Qt.Key.Key_Down:
            editor.open_list()
            return True
        if key == Qt.Key.Key_Escape and shown:
            editor.popup.hide()
            return True
        return False


def _went_to_popup(event: QFocusEvent) -> bool:
    return event.type() is QEvent.Type.FocusOut and event.reason() is Qt.FocusReason.PopupFocusReason
