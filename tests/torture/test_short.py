"""B3, G1 to G22: what was acknowledged survives kills, power cuts and faults; the programs in their shortest form."""

import signal

import pytest

from tests.torture import harness, play, shim
from tests.torture.runs import Played
from tests.torture.trials import TRIALS, Program

PROGRAMS = [
    pytest.param(program, id=f"{t.name}-{program.what}") for t in TRIALS for program in t.programs if program.ci
]


def test_the_table_is_whole() -> None:
    assert [trial.name for trial in TRIALS] == [f"G{number}" for number in range(1, 23)]
    assert all(callable(play.function(program.what)) for trial in TRIALS for program in trial.programs)


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_shortest_form(program: Program) -> None:
    if program.shimmed and shim.missing():
        pytest.skip(shim.missing())
    found = play.found(program, program.ci, 1)
    assert found.get("lost", 0) == 0


def test_what_was_reached_is_told_as_it_is() -> None:
    run = Played(TRIALS[0], Program("crash", 1, 1, 20_000), 20_000, 1)
    assert run.said() == "not run"
    run.begin, run.last, run.stopped = 1.0, "{'kills': 3990, 'lost': 0}", True
    assert run.said() == "3,990 of 20,000 kills, 0 lost"
    assert not run.ended
    run.last, run.status, run.stopped = "BROKEN it is gone; again: ...", 1, False
    assert run.broken
    assert run.said() == "BROKEN it is gone; again: ..."


def test_rounds_end_where_somebody_wishes_it() -> None:
    def play(seed: int) -> dict[str, int]:
        if seed == 12:
            harness.stop_soon(0, None)
        return {"things": 1}

    before = signal.getsignal(signal.SIGINT)
    try:
        with pytest.raises(harness.Stopped) as stopped:
            harness.rounds(1_000, 10, play)
    finally:
        harness.go_on()
        signal.signal(signal.SIGINT, before)
    assert stopped.value.found == {"things": 3}
