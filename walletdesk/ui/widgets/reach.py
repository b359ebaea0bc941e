"""Keeps all of a page within reach where there is too little room for it."""

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QScrollArea, QWidget


class Reach(QScrollArea):
    """Shows its content as large as itself, but never smaller than it can be: then there are scroll bars."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        # Qt gives content and viewport the palette's window colour; the window's own is to be seen.
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def follow(self, view: QAbstractItemView, index: QModelIndex, *_: object) -> None:
        """Keep this cell of a view within the content in sight."""
        content = self.widget()
        if content is not None:
            cell = view.visualRect(index)
            middle = view.viewport().mapTo(content, cell.center())
            self.ensureVisible(middle.x(), middle.y(), cell.width() // 2, cell.height() // 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)
