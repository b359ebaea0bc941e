"""G22: a draft is kept while somebody types on and on, not only once they pause."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.builder.scene import Scene, checks
from walletdesk.controllers import drafting, drafts, projects
from walletdesk.controllers.draft import Typed
from walletdesk.ui.builder import form as forms


class Alarm:
    """A timer that goes off when the test says so."""

    def __init__(self) -> None:
        self.begun = 0
        self.active = False

    def isActive(self) -> bool:
        return self.active

    def start(self) -> None:
        self.begun += 1
        self.active = True

    def stop(self) -> None:
        self.active = False


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(qtbot, tmp_path)
    yield made
    made.close()


def test_g22_edits_that_follow_each_other_do_not_put_the_saving_off(scene: Scene) -> None:
    form = scene.open().form
    alarm = Alarm()
    form._timer = alarm  # type: ignore[assignment]
    for text in ("R", "Re", "Ren", "Rent"):
        form.take(replace(form.state, description=text), form.wallets)
    assert (alarm.begun, alarm.active) == (1, True)
    form.save()
    form.take(replace(form.state, description="Rent."), form.wallets)
    assert (alarm.begun, alarm.active) == (2, True)
    form.save()
    assert forms.SAVE_MS <= 2_000


def test_what_could_not_be_kept_is_kept_on_closing(scene: Scene) -> None:
    """T12: also where nothing was typed since."""
    window = scene.open()
    scene.ask(projects.archive, "p")
    window.heads.description.setFocus()
    scene.type("Rent")
    window.form.save()
    scene.settle()
    assert "archived" in window.error_bar.text()
    assert window.heads.description.hasFocus(), "whoever is typing goes on"
    scene.ask(projects.unarchive, "p")
    window.close()
    scene.settle()
    (kept,) = scene.ask(drafts.list_all, "p")
    assert '"Rent"' in kept.content


def test_what_met_a_bug_on_its_way_is_kept_on_closing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    window = scene.open()
    with monkeypatch.context() as patch, scene.qtbot.captureExceptions() as met:
        patch.setattr(drafting, "keep", lambda *_: 1 // 0)
        window.form.edit_heads(description="Rent")
        window.form.save()
        scene.settle()
    assert [kind for kind, *_ in met] == [ZeroDivisionError]
    window.close()
    scene.settle()
    assert len(scene.ask(drafts.list_all, "p")) == 1


def test_a_wallet_that_was_typed_just_before_closing_is_kept_as_it_was_typed(scene: Scene) -> None:
    """T12."""
    window = scene.open()
    scene.type("mateo")
    QTest.mouseClick(window.footer.close_button, Qt.MouseButton.LeftButton)
    scene.settle()
    (kept,) = scene.ask(drafts.list_all, "p")
    again = scene.open(draft=kept.id)
    assert again.form.state.rows[0].source == Typed("mateo")
    assert checks(again) == ["No wallet “mateo”"]
