"""G22: a draft is kept while somebody types on and on, not only once they pause."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.builder.scene import Scene
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
