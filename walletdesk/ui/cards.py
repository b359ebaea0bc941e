"""Cards with a heading."""

from PySide6.QtWidgets import QWidget

from walletdesk.ui.widgets.panels import Card


class TitledCard(Card):
    """A card whose heading is shown once it has its place: a label shown before is a window of its own for a moment."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._title.setText(title)
        self._title.show()
        self.setAccessibleName(title)
