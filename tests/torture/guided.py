"""G21, led by what the code does: ``python -m tests.torture.guided [PART] [-runs=N] [-max_total_time=SECONDS]``.

atheris changes an input, sees which lines it reaches, and keeps what reaches new ones. It is no dependency of these
tests: where it is not installed, this says how to get it and ends. Parts: amount, sum, draft, mapping, csv, dates,
paste, seal, text; without one of them each is tried for a minute.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

MISSING: Final = (
    "Not run: atheris is not installed here. Install it beside the tests with\n"
    "    python -m pip install atheris\n"
    "(Linux or macOS; nothing else of WalletDesk needs it), and start this again."
)
_PARTS: Final = ("amount", "sum", "draft", "mapping", "csv", "dates", "paste", "seal", "text")


def parts(atheris: Any) -> dict[str, Callable[[Any], object]]:
    """What is tried, each with bytes that its provider turns into texts and numbers."""
    with atheris.instrument_imports(include=["walletdesk"]):
        from walletdesk.controllers import draft, draft_paste_rows, templates
        from walletdesk.controllers.draft_check import check
        from walletdesk.exchange import csv_sniff, dates, mapping_toml
        from walletdesk.exchange.csv_read import Layout, Reader
        from walletdesk.ledger import sealing, text
        from walletdesk.ledger.amounts import Notation, Scale
        from walletdesk.ledger.arithmetic import calculate

    marks = (Notation(), Notation(".", ","), Notation(",", "."), Notation(",", "\u202f"), Notation(".", ",", (3, 2)))
    scales = (Scale(1), Scale(100), Scale(24), Scale(24, "d", "h"), Scale(10**9))
    file = Path(tempfile.mkdtemp(prefix="walletdesk-")) / "rows.csv"

    def amount(given: Any) -> None:
        scale, notation = given.PickValueInList(list(scales)), given.PickValueInList(list(marks))
        found = scale.parse(given.ConsumeUnicode(120), notation)
        assert scale.parse(scale.format(found, notation), notation) == found

    def total(given: Any) -> None:
        found = calculate(
            given.ConsumeUnicode(200), given.PickValueInList(list(scales)), given.PickValueInList(list(marks))
        )
        assert type(found) is int

    def drafted(given: Any) -> None:
        state = templates.without_occasion(draft.read(given.ConsumeUnicode(4_000)))
        assert draft.read(draft.content(state)) == state
        check(state, {}, "bar")

    def csv(given: Any) -> None:
        file.write_bytes(given.ConsumeBytes(4_000))
        found = csv_sniff.look(file)
        with Reader(file, Layout(found.encoding, found.separator, found.header, len(found.columns))) as reader:
            list(reader)

    return {
        "amount": amount,
        "sum": total,
        "draft": drafted,
        "mapping": lambda given: mapping_toml.parse(given.ConsumeUnicode(4_000)),
        "csv": csv,
        "dates": lambda given: dates.compiled(given.ConsumeUnicode(30)).read(given.ConsumeUnicode(40)),
        "paste": lambda given: list(
            draft_paste_rows.pasted_rows(given.ConsumeUnicode(4_000), draft_paste_rows.PasteWords())
        ),
        "seal": lambda given: sealing.read(given.ConsumeUnicode(60)),
        "text": lambda given: text.clean_paragraphs(given.ConsumeUnicode(400), "memo", 200),
    }


def main(arguments: list[str]) -> int:
    """One part in this process, or each in a process of its own: libFuzzer ends the process that it runs in."""
    try:
        import atheris
    except ImportError:
        print(MISSING)
        return 0
    if not arguments or arguments[0] not in _PARTS:
        options = arguments or ["-max_total_time=60"]
        command = [sys.executable, "-m", "tests.torture.guided"]
        return max(subprocess.run([*command, part, *options], check=False).returncode for part in _PARTS)
    from walletdesk.ledger.refusals import LedgerError

    part = parts(atheris)[arguments[0]]

    def one(data: bytes) -> None:
        try:
            part(atheris.FuzzedDataProvider(data))
        except LedgerError:
            return

    folder = tempfile.mkdtemp(prefix="walletdesk-")
    atheris.Setup([sys.argv[0], f"-artifact_prefix={folder}/", "-max_len=4000", *arguments[1:]], one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
