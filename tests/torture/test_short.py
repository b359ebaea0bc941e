"""B3, G1 to G3: what was acknowledged survives kills, power cuts and faults; short forms of the torture programs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture import power, shim

ROOT = Path(__file__).parents[2]
needs_shim = pytest.mark.skipif(bool(shim.missing()), reason=shim.missing() or "the library can be used")


def test_g1_kills_lose_nothing() -> None:
    command = [sys.executable, "-m", "tests.torture.crash", "60", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert ast.literal_eval(done.stdout)["acknowledged"] > 100


@needs_shim
def test_g2_power_cuts_lose_nothing() -> None:
    assert power.run(150, 1)["acknowledged"] > 20


@needs_shim
def test_g3_faults_lose_nothing() -> None:
    found = ast.literal_eval(shim.run("tests.torture.faults", "120", "1"))
    assert found["faults that came"] > 20
