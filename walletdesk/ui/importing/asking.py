"""What has to be said before the rows can be checked: a problem in words with a way on, or a question with choices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from walletdesk.controllers.importing import Booking, Mapping
from walletdesk.controllers.importing_look import AmountsAmbiguous, DatesAmbiguous, amount_reading, dates_as
from walletdesk.controllers.importing_refusals import DatesNotBookable
from walletdesk.ledger.amounts import Notation, Scale
from walletdesk.ui import fonts
from walletdesk.ui.batch_work import State
from walletdesk.ui.format import notation
from walletdesk.ui.importing.fields import empty
from walletdesk.ui.importing.formats import with_format
from walletdesk.ui.importing.states import Gap
from walletdesk.ui.importing.work import ImportWork
from walletdesk.ui.privacy import is_hidden, veiled
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.chip import ChipKind
from walletdesk.ui.widgets.labels import Elided, IconLabel
from walletdesk.ui.widgets.styling import label
from walletdesk.ui.zoom import own_size, zoom

translate: Final = QCoreApplication.translate
_FIELD_PANELS: Final = {
    "date": "format", "decimal": "format", "encoding": "format", "separator": "format", "booking": "booking",
    "code": "assets", "name": "assets", "fractions": "assets", "part": "assets", "customer": "assets",
    "wallet": "assets", "system": "operations", "kind": "operations",
}  # fmt: skip
_DATES_SHOWN: Final = 3
_LOOKED_AT: Final = 200
_MARKS: Final = (Notation(".", ","), Notation(",", "."))
_SIGNS: Final = {"%d": "day", "%m": "month", "%Y": "year", "%y": "year"}


@dataclass(frozen=True)
class Choice:
    """One answer: what stands on its button, what it would mean, and what it does."""

    text: str
    meaning: str
    take: Callable[[], object]


@dataclass(frozen=True)
class Ask:
    """What is asked or said; `panel` is where it can be mended by hand."""

    text: str
    kind: ChipKind = "info"
    choices: tuple[Choice, ...] = ()
    panel: str | None = None


class Asking(QFrame):
    """The strip between the settings and the rows. Hidden where nothing is to be said."""

    panel_wanted = Signal(str)
    """The panel where it can be mended."""

    def __init__(self, work: ImportWork, parent: QWidget | None = None) -> None:
        """Nothing to say yet."""
        super().__init__(parent)
        self._work = work
        self._asked: tuple[object, ...] = ()
        self.ask: Ask | None = None
        self.choices: list[QPushButton] = []
        zoom().changed.connect(self._align)
        self.setProperty("panel", "notice")
        self._icon = IconLabel("info", "info")
        self._text = label("", "", fonts.sized(13, fonts.MEDIUM), wrap=True)
        self.mend: Final = button(self.tr("Show"))
        self.mend.clicked.connect(self._mend)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._icon)
        top.addWidget(self._text, 1)
        top.addWidget(self.mend)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(11, 8, 12, 8)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(self._rows)
        self.hide()
        work.state_changed.connect(self.show_state)

    def text(self) -> str:
        """What is said."""
        return self._text.text()

    def show_state(self) -> None:
        """Say what stands in the way, if anything does."""
        work = self._work
        asked = (work.state, work.problem, work.gap, work.crashed, id(work.plan), is_hidden())
        if asked == self._asked:
            return
        self._asked = asked
        self.ask = what_to_ask(work)
        self.setVisible(self.ask is not None)
        if self.ask is not None:
            self._show(self.ask)

    def _show(self, ask: Ask) -> None:
        icons = {"err": "circle-alert", "warn": "triangle-alert"}
        self._icon.set_icon(icons.get(ask.kind, "info"), ask.kind)
        self._text.setText(ask.text)
        self.setAccessibleName(ask.text)
        self.mend.setVisible(ask.panel is not None)
        self._show_choices(ask.choices)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, ask.text))

    def _show_choices(self, choices: Sequence[Choice]) -> None:
        empty(self._rows)
        self.choices = []
        for choice in choices:
            made = button(choice.text)
            made.setAccessibleName(f"{choice.text}: {choice.meaning}")
            made.clicked.connect(partial(_call, choice.take))
            own_size(made)
            self.choices.append(made)
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(24, 0, 0, 0)
            row.setSpacing(12)
            row.addWidget(made)
            meaning = Elided(choice.meaning)
            meaning.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            row.addWidget(meaning, 1)
            self._rows.addWidget(holder)
        self._align()

    def _align(self) -> None:
        """All choices are as wide as the widest."""
        width = max((made.sizeHint().width() for made in self.choices), default=0)
        for made in self.choices:
            made.setFixedWidth(width)

    def _mend(self) -> None:
        if self.ask is not None and self.ask.panel is not None:
            self.panel_wanted.emit(self.ask.panel)


def _call(take: Callable[[], object], *_: object) -> None:
    take()


def what_to_ask(work: ImportWork) -> Ask | None:
    """What stands in the way of this import; None where nothing does."""
    if work.crashed:
        return Ask(translate("import", "Something unexpected happened. Nothing was written. Try again."), "err",
                   (_again(work),))  # fmt: skip
    if work.state is State.STOPPED:
        return Ask(translate("import", "The check was stopped."), choices=(_again(work),))
    if work.state is State.CHECKED:
        return _before(work)
    if work.state is not State.OPEN:
        return None
    if work.gap is not None:
        text, panel = _gap(work.gap)
        return Ask(text, "info", panel=panel)
    return _problem(work)


def _again(work: ImportWork) -> Choice:
    return Choice(translate("import", "Check again"), "", work.check_soon)


def _before(work: ImportWork) -> Ask | None:
    plan = work.plan
    if plan is None or plan.imported_before is None:
        return None
    text = translate("import", "This file was imported already, as batch {number}. Reverse that batch first.")
    return Ask(text.format(number=plan.imported_before.number), "warn")


def _gap(gap: Gap) -> tuple[str, str | None]:
    return {
        Gap.WHOSE: (
            translate("import", "Say whose wallet a row means: choose the column of the customer or of the wallet."),
            None,
        ),
        Gap.AMOUNT: (translate("import", "Choose the column of the amounts."), None),
        Gap.KINDS: (translate("import", "Say what the words of the operation column mean."), "operations"),
        Gap.SYSTEM: (translate("import", "Choose the system wallet on the other side of transfers."), "operations"),
        Gap.ASSET: (translate("import", "Say which asset the amounts are in: give it a code, such as USD."), "assets"),
        Gap.PARTS: (
            translate("import", "Say how many smallest parts one unit has: a whole number from 1 to 1,000,000,000."),
            "assets",
        ),
    }[gap]


def _problem(work: ImportWork) -> Ask | None:
    error = work.problem
    if error is None:
        return None
    if isinstance(error, DatesAmbiguous):
        text = translate("import", "“{example}” can be read in several ways. Which one do the dates of this file mean?")
        return Ask(text.format(example=error.example), "warn", _date_choices(work, error))
    if isinstance(error, AmountsAmbiguous):
        text = translate("import", "“{example}” can be read in two ways. Which one do the amounts of this file mean?")
        return Ask(text.format(example=veiled(error.example)), "warn", _amount_choices(work, error.example))
    choices: tuple[Choice, ...] = ()
    if isinstance(error, DatesNotBookable):
        meaning = translate("import", "The file’s dates are kept as value dates.")
        choices = (Choice(translate("import", "Book now instead"), meaning, partial(_book_now, work)),)
    elif error.field is None:
        choices = (_again(work),)
    return Ask(work.sentence(), "err", choices, _FIELD_PANELS.get(error.field or ""))


def _book_now(work: ImportWork) -> None:
    work.change(replace(work.mapping, booking=Booking.NOW))


def _date_choices(work: ImportWork, error: DatesAmbiguous) -> tuple[Choice, ...]:
    """One for each form, with what some dates would mean: only such as the forms read differently."""
    column = work.mapping.columns.date
    assert work.sheet is not None
    assert column is not None
    told = {form: dict(dates_as(work.sheet.facts, column, form, _LOOKED_AT)) for form in error.formats}
    for form, reading in zip(error.formats, error.readings, strict=True):
        told[form] = {error.example: date.fromisoformat(reading)} | told[form]
    texts = [text for text in told[error.formats[0]] if len({told[form].get(text) for form in told}) > 1]
    choices = []
    for form, read in told.items():
        meaning = "; ".join(f"{text} = {_day(read[text])}" for text in texts[:_DATES_SHOWN] if text in read)
        choices.append(Choice(form_name(form), meaning, partial(_format, work, date=form)))
    return tuple(choices)


def _amount_choices(work: ImportWork, example: str) -> tuple[Choice, ...]:
    asset, spec = work.asset(), work.mapping.asset
    fractions = asset.fractions if asset is not None else spec.fractions or 100
    names = (translate("import", "Decimal point"), translate("import", "Decimal comma"))
    choices = []
    for name, marks in zip(names, _MARKS, strict=True):
        parts = amount_reading(example, fractions, marks)
        read = "" if parts is None else f"{veiled(example)} = {veiled(Scale(fractions).format(parts, notation()))}"
        choices.append(Choice(name, read, partial(_format, work, decimal=marks.decimal, group=marks.group)))
    return tuple(choices)


def _format(work: ImportWork, **parts: object) -> None:
    mapping: Mapping = with_format(work.mapping, **parts)
    work.change(mapping)


def form_name(form: str) -> str:
    """The order of day, month and year in a form: "Day, month, year"."""
    words = {
        "day": translate("import", "day"),
        "month": translate("import", "month"),
        "year": translate("import", "year"),
    }
    places = sorted((form.find(sign), word) for sign, word in _SIGNS.items() if sign in form)
    text = ", ".join(words[word] for _, word in places)
    return text[:1].upper() + text[1:] if len(places) == 3 else form


def _day(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMMM yyyy")
