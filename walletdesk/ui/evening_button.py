"""The header's word for the time at which the book is shown."""

from datetime import date

from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from walletdesk.ui import fonts, icons


class EveningButton(QPushButton):
    """In the header: tells whether the book is shown as it is now, or the day; a press asks for one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "ghost")
        self.setAutoDefault(False)
        self.setFont(fonts.tabular(fonts.sized(fonts.BASE)))
        self.setIcon(icons.icon("history", "text2"))
        self.setIconSize(icons.BUTTON_SIZE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._wide = True
        self._day: date | None = None
        self._show()

    def set_wide(self, wide: bool) -> None:
        """Show words, or the icon alone."""
        self._wide = wide
        self._show()

    def show_day(self, day: date | None) -> None:
        """The evening that is shown, None for now."""
        self._day = day
        self._show()

    def _show(self) -> None:
        words = self._day.isoformat() if self._day else self.tr("Now")
        self.setText(words if self._wide else "")
        shown = self.tr("The book as of {day}").format(day=self._day.isoformat() if self._day else self.tr("now"))
        self.setAccessibleName(shown)
        self.setToolTip(self.tr("{shown}. Show it as of a past evening (Ctrl+Shift+D)").format(shown=shown))
