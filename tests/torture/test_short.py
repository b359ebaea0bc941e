"""B3, G1 to G22: what was acknowledged survives kills, power cuts and faults; the programs in their shortest form."""

import pytest

from tests.torture import play, shim
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
