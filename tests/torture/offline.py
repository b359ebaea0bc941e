"""G19: the tests where there is no network at all, not even to this machine: each file passes as it does elsewhere."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from typing import Final

from tests.torture.harness import Lost
from tests.torture.play import ROOT, environment

_ALONE: Final = ("unshare", "--map-root-user", "--net")
_NO_LINE: Final = "import socket; assert [name for _, name in socket.if_nameindex()] == ['lo']"
_AT_ONCE: Final = 8


def missing() -> str:
    """Why it cannot be tried here, empty where it can."""
    if shutil.which(_ALONE[0]) is None:
        return "there is no unshare"
    done = subprocess.run([*_ALONE, sys.executable, "-c", _NO_LINE], capture_output=True, text=True, check=False)
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


def files() -> list[str]:
    """Every file of tests but the long ones beside this."""
    every = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(path.relative_to(ROOT)) for path in every if path.parent.name != "torture"]


def run(count: int, seed: int) -> dict[str, int]:
    """So many files of tests, all of them at most."""
    why = missing()
    if why:
        return {f"tests, not allowed here: {why}": 0}
    chosen = random.Random(seed).sample(files(), min(count, len(files())))
    counted = {"files": len(chosen), "tests passed": 0, "skipped": 0, "failed": 0}
    for at in range(0, len(chosen), _AT_ONCE):
        part = chosen[at : at + _AT_ONCE]
        command = [*_ALONE, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *part]
        screenless = {**environment(), "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(command, cwd=ROOT, env=screenless, capture_output=True, text=True, check=False)
        last = (done.stdout.strip().splitlines() or [""])[-1]
        if done.returncode:
            failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
            raise Lost(seed, f"without a network: {' '.join(failed) or last}")
        for kind in ("passed", "skipped"):
            found = re.search(rf"(\d+) {kind}", last)
            counted["tests passed" if kind == "passed" else kind] += int(found[1]) if found else 0
        print({**counted, "files": at + len(part)}, flush=True)
    return counted
