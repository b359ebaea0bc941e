"""How the file is written, and how its rows are booked."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from walletdesk.controllers.importing import SEPARATORS, Booking, Mapping
from walletdesk.controllers.importing_look import usual_dates
from walletdesk.ui.importing.fields import Labelled, NarrowCombo, line
from walletdesk.ui.importing.work import ImportWork
from walletdesk.ui.widgets.styling import sub

translate: Final = QCoreApplication.translate
_SAMPLE_DAY: Final = date(2025, 12, 31)
_ENCODINGS: Final = (
    "utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "iso8859-1", "iso8859-2",
    "iso8859-15", "cp852", "koi8-r", "shift_jis", "gb18030", "big5", "euc_kr",
)  # fmt: skip
_AMOUNTS: Final = (
    (".", ""), (".", ","), (",", ""), (",", "."), (".", " "), (",", " "), (".", "'"), (",", "'"),
)  # fmt: skip


class Typed:
    """A form of dates that is typed."""


TYPED: Final = Typed()


class FormatPanel(QWidget):
    """Separator, encoding, header, dates and amounts: found by themselves, and each can be said."""

    def __init__(self, work: ImportWork, parent: QWidget | None = None) -> None:
        """Shows what the work holds, and changes it."""
        super().__init__(parent)
        self._work = work
        self.separator: Final = NarrowCombo(self.tr("Separator"))
        self.encoding: Final = NarrowCombo(self.tr("Encoding"))
        self.header: Final = NarrowCombo(self.tr("First row"))
        self.dates: Final = NarrowCombo(self.tr("Dates"))
        self.date_form: Final = line("%d.%m.%Y %H:%M", 60)
        self.amounts: Final = NarrowCombo(self.tr("Amounts"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 12)
        row.setSpacing(8)
        self._form = Labelled(self.tr("Form of dates"), self.date_form)
        for name, editor in (
            (self.tr("Separator"), self.separator),
            (self.tr("Encoding"), self.encoding),
            (self.tr("First row"), self.header),
            (self.tr("Amounts"), self.amounts),
            (self.tr("Dates"), self.dates),
        ):
            row.addWidget(Labelled(name, editor), 1)
        row.addWidget(self._form, 1)
        self.separator.changed.connect(partial(self._choose, "separator"))
        self.encoding.changed.connect(partial(self._choose, "encoding"))
        self.header.changed.connect(partial(self._choose, "header"))
        self.dates.changed.connect(self._choose_date)
        self.amounts.changed.connect(self._choose_amounts)
        self.date_form.editingFinished.connect(self._type_date)
        for signal in (work.sheet_changed, work.mapping_changed, work.state_changed):
            signal.connect(self.show_mapping)

    def show_mapping(self) -> None:
        """Show what was found and what was said."""
        sheet, form = self._work.sheet, self._work.mapping.format
        if sheet is None:
            return
        facts = sheet.facts
        separators: list[tuple[str, object]] = [(separator_word(mark), mark) for mark in SEPARATORS]
        if form.separator is not None and form.separator not in SEPARATORS:
            separators.append((form.separator, form.separator))
        self._show(self.separator, separators, form.separator, separator_word(facts.separator))
        encodings: list[tuple[str, object]] = [(encoding_word(name), name) for name in _ENCODINGS]
        if form.encoding is not None and form.encoding not in _ENCODINGS:
            encodings.append((encoding_word(form.encoding), form.encoding))
        self._show(self.encoding, encodings, form.encoding, encoding_word(facts.encoding))
        found = self.tr("Names") if facts.header else self.tr("Data")
        self._show(self.header, [(self.tr("Names"), True), (self.tr("Data"), False)], form.header, found)
        self._show_dates()
        self._show_amounts()

    def _show(self, combo: NarrowCombo, options: list[tuple[str, object]], value: object, found: str) -> None:
        text = self.tr("{found} (found)").format(found=found) if found else self.tr("Found by itself")
        combo.set_options([(text, None), *options], keep=False)
        combo.set_value(value)

    def _show_dates(self) -> None:
        form, plan = self._work.mapping.format.date, self._work.plan
        options: list[tuple[str, object]] = [(_SAMPLE_DAY.strftime(usual), usual) for usual in usual_dates()]
        found = plan.date_format if plan is not None and form is None else None
        self._show(self.dates, [*options, (self.tr("Another form…"), TYPED)], form, date_sample(found) if found else "")
        if form is not None and form not in usual_dates():
            self.dates.set_value(TYPED)
            self.date_form.setText(form)
        self._form.setVisible(self.dates.value() is TYPED)

    def _show_amounts(self) -> None:
        form = self._work.mapping.format
        options: list[tuple[str, object]] = [(amount_sample(*marks), marks) for marks in _AMOUNTS]
        value = None if form.decimal is None and form.group is None else _marks(form.decimal, form.group)
        if value is not None and value not in _AMOUNTS:
            options.append((amount_sample(*value), value))
        self._show(self.amounts, options, value, "")

    def _choose(self, key: str, value: object) -> None:
        self._change(**{key: value})

    def _choose_date(self, value: object) -> None:
        self._form.setVisible(value is TYPED)
        if value is TYPED:
            self.date_form.setFocus()
        else:
            self._change(date=value)

    def _type_date(self) -> None:
        text = self.date_form.text().strip()
        if text and self.dates.value() is TYPED:
            self._change(date=text)

    def _choose_amounts(self, value: object) -> None:
        decimal, group = value if isinstance(value, tuple) else (None, None)
        self._change(decimal=decimal, group=group)

    def _change(self, **parts: object) -> None:
        self._work.change(with_format(self._work.mapping, **parts))


class BookingPanel(QWidget):
    """On the file's own dates, or now."""

    def __init__(self, work: ImportWork, parent: QWidget | None = None) -> None:
        """Shows what the work holds, and changes it."""
        super().__init__(parent)
        self._work = work
        self.booking: Final = NarrowCombo(self.tr("Booking"))
        self.booking.set_options(
            [
                (self.tr("On the file’s dates where that is possible, else now"), None),
                (self.tr("On the file’s dates"), Booking.DATES),
                (self.tr("Now, keeping the file’s dates as value dates"), Booking.NOW),
            ]
        )
        self.reason: Final = sub("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(6)
        column.addWidget(Labelled(self.tr("Rows are booked"), self.booking, 400))
        column.addWidget(self.reason)
        self.booking.changed.connect(self._choose)
        for signal in (work.sheet_changed, work.mapping_changed, work.state_changed):
            signal.connect(self.show_mapping)

    def show_mapping(self) -> None:
        """Show what was chosen, and what follows."""
        self.booking.set_value(self._work.mapping.booking)
        self.reason.setText(self._reason())

    def _reason(self) -> str:
        plan = self._work.plan
        if self._work.mapping.columns.date is None:
            return self.tr("No column of dates is chosen: every row is booked now.")
        if plan is None:
            return self.tr("Bookings go forward only: a date before the project’s last booking cannot be booked.")
        if plan.booking is Booking.DATES:
            return self.tr("The dates of all ready rows can be booked.")
        if plan.obstacle is not None:
            reason = self._work.plan_words(plan.obstacle)
            return self.tr("{reason} All rows are booked now; their dates are kept as value dates.").format(
                reason=reason
            )
        return self.tr("All rows are booked now; their dates are kept as value dates.")

    def _choose(self, value: object) -> None:
        booking = value if isinstance(value, Booking) else None
        self._work.change(replace(self._work.mapping, booking=booking))


def with_format(mapping: Mapping, **parts: object) -> Mapping:
    """The mapping when this is known of how the file is written."""
    return replace(mapping, format=replace(mapping.format, **parts))  # type: ignore[arg-type]


def _marks(decimal: str | None, group: str | None) -> tuple[str, str]:
    return decimal or ("," if group == "." else "."), group or ""


def date_sample(format: str) -> str:
    """The last day of 2025 in this form; a form with words or times stands for itself."""
    return _SAMPLE_DAY.strftime(format) if format in usual_dates() else format


def amount_sample(decimal: str, group: str) -> str:
    """An amount with these marks."""
    return f"1{group}234{decimal}50"


def separator_word(mark: str) -> str:
    """What a separator is called."""
    return {
        ",": translate("import", "comma"),
        ";": translate("import", "semicolon"),
        "\t": translate("import", "tab"),
        "|": translate("import", "vertical line"),
    }.get(mark, mark)


def encoding_word(name: str) -> str:
    """What an encoding is usually called."""
    return {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 with mark", "utf-16": "UTF-16"}.get(name, name)
