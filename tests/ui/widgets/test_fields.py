"""Fields and dialogs: what is refused is told where it was typed, and nothing typed is lost."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from walletdesk.ledger.amounts import Notation, Scale
from walletdesk.ledger.refusals import AlreadyTaken, AmountNotWhole, AmountUnreadable, LedgerError, Missing
from walletdesk.ui.forms.base import ConfirmDialog, FormDialog
from walletdesk.ui.widgets.amount_edit import AmountEdit
from walletdesk.ui.widgets.combo import Combo
from walletdesk.ui.widgets.dates import DateField
from walletdesk.ui.widgets.field import Field
from walletdesk.ui.widgets.panels import Notice
from walletdesk.ui.widgets.segmented import SegmentedControl


def _words(error: LedgerError) -> str:
    return f"Refused: {type(error).__name__}"


def _amount(qtbot: QtBot, fractions: int, text: str, marks: Notation | None = None) -> AmountEdit:
    made = AmountEdit("Amount", Scale(fractions), "USD", marks=lambda: marks or Notation(".", ","))
    qtbot.addWidget(made)
    QTest.keyClicks(made, text)
    return made


@pytest.mark.parametrize(
    ("fractions", "text", "parts"),
    [
        (100, "24.50", 2450),
        (100, "1,234.56", 123456),
        (24, "2 5/24", 53),
        (1, "92,233,720,368,547,758", 92233720368547758),
    ],
)
def test_an_amount_is_read_in_its_asset(qtbot: QtBot, fractions: int, text: str, parts: int) -> None:
    made = _amount(qtbot, fractions, text)
    assert made.amount() == parts
    assert made.problem() is None


def test_the_marks_of_the_locale_count(qtbot: QtBot) -> None:
    assert _amount(qtbot, 100, "1.234,56", Notation(",", ".")).amount() == 123456
    with pytest.raises(AmountUnreadable):
        _amount(qtbot, 100, "1.234,56").amount()


def test_what_is_no_amount_stays_as_typed(qtbot: QtBot) -> None:
    made = _amount(qtbot, 100, "0.005")
    assert isinstance(made.problem(), AmountNotWhole)
    with pytest.raises(AmountNotWhole):
        made.amount()
    assert made.text() == "0.005"
    made.set_asset(Scale(1000), "BTC")
    assert (made.text(), made.amount(), made.accessibleDescription()) == ("0.005", 5, "BTC")


def test_an_empty_amount_is_missing_but_no_mistake_yet(qtbot: QtBot) -> None:
    made = _amount(qtbot, 100, "")
    assert made.problem() is None
    with pytest.raises(Missing):
        made.amount()


def test_the_code_of_the_asset_stands_beside_the_amount(qtbot: QtBot) -> None:
    made = _amount(qtbot, 100, "24.50")
    shown = made.grab().toImage()
    made.set_asset(Scale(100), "")
    assert made.grab().toImage() != shown


def test_a_hint_gives_way_to_the_problem(qtbot: QtBot) -> None:
    made = Field("&Code", QLineEdit(), "Up to 16 characters")
    qtbot.addWidget(made)
    assert (made.name(), made.editor.accessibleDescription()) == ("Code", "Up to 16 characters")
    made.set_problem("Too long.")
    assert made.editor.accessibleDescription() == "Too long."


def test_a_problem_appears_at_the_field_and_goes_when_it_is_mended(qtbot: QtBot) -> None:
    editor = QLineEdit()
    made = Field("&Code", editor, "Up to 16 characters")
    qtbot.addWidget(made)
    made.show()
    height = made.height()
    assert (editor.accessibleName(), editor.accessibleDescription()) == ("Code", "Up to 16 characters")
    made.set_problem("Another asset has this code.")
    assert made.problem() == editor.accessibleDescription() == "Another asset has this code."
    assert editor.property("bad") == "true"
    QApplication.processEvents()
    assert made.height() == height
    QTest.keyClicks(editor, "X")
    assert made.problem() is None
    assert (editor.property("bad"), editor.accessibleDescription()) == ("false", "Up to 16 characters")


def test_every_kind_of_editor_takes_its_problem_away(qtbot: QtBot) -> None:
    combo, text = Combo("Asset"), QPlainTextEdit()
    combo.set_options([("USD", 1), ("PTS", 2)])
    for editor, key in ((combo, Qt.Key.Key_Down), (text, Qt.Key.Key_A)):
        made = Field("Name", editor)
        qtbot.addWidget(made)
        made.set_problem("No.")
        QTest.keyClick(editor, key)
        assert made.problem() is None


def test_a_day_that_cannot_be_read_is_told_in_its_field(qtbot: QtBot) -> None:
    editor = DateField("Value date", date(2025, 11, 20))
    made = Field("Value date", editor)
    qtbot.addWidget(made)
    QTest.keyClicks(editor, "soon")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert made.problem() == "Write the day as 2025-11-30."
    editor.selectAll()
    QTest.keyClicks(editor, "2025-11-30")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert made.problem() is None
    assert editor.property("bad") == "false"


def test_the_keyboard_comes_to_the_chosen_segment_of_a_field(qtbot: QtBot) -> None:
    control = SegmentedControl("Kind")
    control.set_options([("Customer", 1), ("System", 2)])
    control.set_value(2)
    made = Field("Kind", control)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.focus()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "System"


def _form(qtbot: QtBot) -> tuple[FormDialog, list[object]]:
    made, told = FormDialog("New asset", "Create asset", _words), []
    made.add_field("name", Field("&Name", QLineEdit()))
    made.add_field("code", Field("&Code", QLineEdit()))
    made.submitted.connect(lambda: told.append(True))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made, told


def test_enter_asks_for_the_command_and_escape_cancels(qtbot: QtBot) -> None:
    made, told = _form(qtbot)
    assert QApplication.focusWidget() is made.field("name").editor
    QTest.keyClick(made.field("code").editor, Qt.Key.Key_Return)
    assert told == [True]
    assert made.isVisible()
    QTest.keyClick(made, Qt.Key.Key_Escape)
    assert made.result() == QDialog.DialogCode.Rejected
    assert not made.isVisible()


def test_control_and_enter_ask_from_a_text_of_many_lines_too(qtbot: QtBot) -> None:
    made, told = _form(qtbot)
    notes = QPlainTextEdit()
    made.add_field("description", Field("Description", notes))
    QTest.keyClick(notes, Qt.Key.Key_Return)
    assert told == []
    QTest.keyClick(notes, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told == [True]


def test_a_refusal_lands_at_its_field(qtbot: QtBot) -> None:
    made, _told = _form(qtbot)
    made.set_busy(True)
    made.show_refusal(AlreadyTaken("asset", "code", "PTS"))
    assert made.field("code").problem() == "Refused: AlreadyTaken"
    assert made.field("name").problem() is None
    assert QApplication.focusWidget() is made.field("code").editor
    assert made.notice.isHidden()
    assert not made.is_busy()


def test_a_refusal_without_a_field_stands_above_all_and_goes_with_the_next_try(qtbot: QtBot) -> None:
    made, _told = _form(qtbot)
    made.show_refusal(Missing("somewhere else"))
    assert made.notice.isVisible()
    assert made.notice.text() == "Refused: Missing"
    made.primary.click()
    assert made.notice.isHidden()


def test_a_long_refusal_makes_the_dialog_grow(qtbot: QtBot) -> None:
    made, _told = _form(qtbot)
    before = made.height()
    made.field("code").set_problem("word " * 60)
    qtbot.waitUntil(lambda: made.height() > before)
    below = [found for found in made.field("code").findChildren(QLabel) if found.text().startswith("word")]
    assert below[0].geometry().top() > made.field("code").editor.geometry().bottom()


def test_while_its_command_runs_the_form_waits(qtbot: QtBot) -> None:
    made, told = _form(qtbot)
    made.set_busy(True)
    made.primary.click()
    made.reject()
    made.close()
    assert (told, made.isVisible(), made.field("name").isEnabled()) == ([], True, False)
    made.set_busy(False)
    made.close()
    assert not made.isVisible()


def test_the_safe_verb_stands_left_of_the_primary(qtbot: QtBot) -> None:
    made, _told = _form(qtbot)
    assert (made.safe.text(), made.primary.text()) == ("Cancel", "Create asset")
    assert made.safe.x() < made.primary.x()


def _confirm(qtbot: QtBot, name: str = "") -> tuple[ConfirmDialog, list[object]]:
    made, told = ConfirmDialog("Close this wallet?", "Nothing moves again.", "Close wallet", "Keep open", name), []
    made.submitted.connect(lambda: told.append(True))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made, told


def test_enter_takes_the_safe_verb(qtbot: QtBot) -> None:
    made, told = _confirm(qtbot)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert (told, made.result()) == ([], QDialog.DialogCode.Rejected)


def test_the_other_verb_does_it(qtbot: QtBot) -> None:
    made, told = _confirm(qtbot)
    made.primary.click()
    assert (told, made.result()) == ([True], QDialog.DialogCode.Accepted)


def test_a_name_must_be_typed_as_it_is(qtbot: QtBot) -> None:
    made, told = _confirm(qtbot, "Keller & Co")
    made.primary.click()
    assert (told, made.isVisible()) == ([], True)
    field = made.findChild(Field)
    assert isinstance(field, Field)
    assert field.problem()
    QTest.keyClicks(field.editor, "Keller & Co")
    made.primary.click()
    assert told == [True]


def test_every_control_of_a_form_has_a_name(qtbot: QtBot) -> None:
    made, _told = _form(qtbot)
    shown = [found for found in made.findChildren(QWidget) if found.isVisibleTo(made)]
    controls = [found for found in shown if found.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(controls) >= 4
    for found in controls:
        text = getattr(found, "text", str)() if not isinstance(found, QLineEdit | Notice) else ""
        assert found.accessibleName() or text, found
