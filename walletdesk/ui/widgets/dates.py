"""A day, typed or picked, or none."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QVBoxLayout, QWidget

from walletdesk.ledger.refusals import DateUnreadable
from walletdesk.ui import fonts, icons, theme
from walletdesk.ui.widgets.styling import frame, set_look
from walletdesk.ui.zoom import own_size, px

_FORMS = ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y")


def read_day(text: str) -> date | None:
    """The day that a text means, None if it is empty. Day and month in a doubtful order are not guessed."""
    stripped = text.strip()
    if not stripped:
        return None
    for form in _FORMS if stripped.isascii() else ():
        try:
            return datetime.strptime(stripped, form).date()
        except ValueError:
            continue
    raise DateUnreadable(text)


class DateField(QLineEdit):
    """A day as "2025-11-20". Up and Down go a day, Page Up and Page Down a month; Alt+Down opens the calendar."""

    changed = Signal(object)
    unreadable = Signal(str)

    def __init__(self, name: str, today: date, optional: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._optional = optional
        self._value: date | None = None
        self.setAccessibleName(name)
        self.setPlaceholderText(self.tr("Any day") if optional else self.tr("YYYY-MM-DD"))
        self._more = 0
        own_size(self)
        self.setFont(fonts.tabular(fonts.sized(fonts.BASE)))
        self.setMaxLength(20)
        self._measure()
        self._popup: _CalendarPopup | None = None
        self.textEdited.connect(self._unmark)
        self.returnPressed.connect(self._take)

    def widen(self, more: int) -> None:
        """Leave room for a longer hint."""
        self._more = more
        self._measure()

    def _measure(self) -> None:
        self.setTextMargins(0, 0, px(16), 0)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("2025-12-30") + px(44 + self._more))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._measure()

    def value(self) -> date | None:
        """The day; refuses with DateUnreadable what is typed and is none."""
        return read_day(self.text())

    def set_value(self, day: date | None) -> None:
        """Show a day without telling anybody."""
        self._value = day
        self.setText(day.isoformat() if day else "")
        self._unmark()

    def set_today(self, today: date) -> None:
        """The day where stepping and the calendar begin when the field is empty."""
        self._today = today

    def set_problem(self, text: str | None) -> None:
        """Mark the field, or take the mark away."""
        set_look(self, "bad", "true" if text else "false")
        self.setToolTip(text or "")
        self.setAccessibleDescription(text or "")

    def open_calendar(self) -> None:
        """Let the person pick."""
        if self._popup is None:
            self._popup = _CalendarPopup(self)
            self._popup.picked.connect(self._picked)
        self._popup.open_at(self._safe() or self._today, self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _picked(self, day: date) -> None:
        self._tell(day)
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _unmark(self) -> None:
        self.set_problem(None)

    def _safe(self) -> date | None:
        try:
            return self.value()
        except DateUnreadable:
            return None

    def _tell(self, day: date | None) -> None:
        changed = day != self._value
        self.set_value(day)
        if changed:
            self.changed.emit(day)

    def _take(self) -> None:
        """What is typed becomes the value, or the field says why not."""
        try:
            day = self.value()
        except DateUnreadable:
            self._complain(self.tr("Write the day as 2025-11-30."))
            return
        if day is None and not self._optional:
            self._complain(self.tr("Enter a day, such as 2025-11-30."))
            return
        self._tell(day)

    def _complain(self, sentence: str) -> None:
        self.set_problem(sentence)
        self.unreadable.emit(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_F4 or (alt and key == Qt.Key.Key_Down):
            self.open_calendar()
        elif not alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(timedelta(days=1 if key == Qt.Key.Key_Up else -1))
        elif not alt and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._tell(_month_on(self._safe() or self._today, 1 if key == Qt.Key.Key_PageUp else -1))
        else:
            super().keyPressEvent(event)

    def _step(self, by: timedelta) -> None:
        start = self._safe()
        try:
            self._tell(start + by if start else self._today)
        except OverflowError:
            return

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._take()
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._arrow().contains(event.position().toPoint()):
            self.open_calendar()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._arrow().contains(event.position().toPoint())
        self.setCursor(Qt.CursorShape.ArrowCursor if over else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def _arrow(self) -> QRect:
        return QRect(self.width() - px(26), 0, px(26), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        icons.paint_chevron(self)


def _month_on(day: date, step: int) -> date:
    moved = QDate(day.year, day.month, day.day).addMonths(step)
    return date(moved.year(), moved.month(), moved.day()) if 1 <= moved.year() <= 9999 else day


class _CalendarPopup(QWidget):
    """A month to pick a day from."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        panel = frame("menu", self)
        outer.addWidget(panel)
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(6, 6, 6, 6)
        self._calendar = QCalendarWidget(panel)
        self._calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._calendar.setAccessibleName(self.tr("Calendar"))
        self._calendar.clicked.connect(self._choose)
        self._calendar.activated.connect(self._choose)
        inner.addWidget(self._calendar)
        for name, arrow in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
            turn = self._calendar.findChild(QToolButton, name)
            if isinstance(turn, QToolButton):
                turn.setIcon(icons.icon(arrow))

    def _tint(self) -> None:
        """Qt paints the days of a weekend red, which here would mean that something is wrong with them."""
        now, quiet = theme.tokens(), QTextCharFormat()
        quiet.setForeground(now.color("text2"))
        quiet.setBackground(now.color("raised"))
        self._calendar.setHeaderTextFormat(quiet)
        plain = QTextCharFormat()
        plain.setForeground(now.color("text"))
        for day in Qt.DayOfWeek:
            self._calendar.setWeekdayTextFormat(day, plain)

    def open_at(self, day: date, corner: QPoint) -> None:
        """Show the month of a day below the field."""
        self._tint()
        self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.adjustSize()
        room = self.screen().availableGeometry()
        self.move(
            max(room.left(), min(corner.x(), room.right() - self.width())),
            max(room.top(), min(corner.y(), room.bottom() - self.height())),
        )
        self.show()
        self._calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, day: QDate) -> None:
        self.hide()
        self.picked.emit(date(day.year(), day.month(), day.day()))
