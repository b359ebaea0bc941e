"""CSV: written harmlessly, read back the same, and no file breaks the reader (G15, G21)."""

import contextlib
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletdesk.exchange.csv_read import CELL_LIMIT, Reader, Row
from walletdesk.exchange.csv_sniff import Facts, look
from walletdesk.exchange.csv_write import CsvFile, TextRows, guarded, risky, unguarded
from walletdesk.exchange.refusals import (
    CellTooLong,
    ColumnsDiffer,
    EncodingUnknown,
    EncodingWrong,
    FileEmpty,
    NotText,
    QuoteMisplaced,
    QuotesBroken,
    QuoteUnclosed,
    TooManyColumns,
)
from walletdesk.ledger.refusals import FileFault, LedgerError, OutOfRange

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.text(
    st.sampled_from("'=+-@|%\t\r\n ,;\"09.aé\uff1d"), max_size=8
)


def rows_of(path: Path, facts: Facts | None = None) -> list[Row]:
    with Reader(path, (facts or look(path)).layout) as reader:
        return list(reader)


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    return path


# --- writing ---------------------------------------------------------------------------------------------------------


@given(CELLS)
def test_guarding_is_taken_back_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not risky(guarded(text)) or guarded(text).startswith("'")


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    width = len(rows[0])
    rows = [(row + [""] * width)[:width] for row in rows]
    out = io.StringIO(newline="")
    table = TextRows(out.write, [f"c{n}" for n in range(width)])
    for row in rows:
        table.row(row)
    read = list(csv.reader(io.StringIO(out.getvalue(), newline=""), strict=True))[1:]
    assert [[unguarded(cell) for cell in row] for row in read] == rows


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@x", " =x", "|x", "%x", "\tx", "\rx", "'x", "\uff1dx", "−1"])
def test_what_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["0", "-12.50", "12", "2 5/24", "-2 5/24", "-5/24", "", "x=1", "2025-01-31"])
def test_plain_numbers_and_harmless_texts_are_left_alone(text: str) -> None:
    assert guarded(text) == text


def test_the_file_is_utf8_without_a_mark_and_has_the_line_ends_of_rfc_4180(tmp_path: Path) -> None:
    with CsvFile(tmp_path / "x.csv", ["name", "parts"]) as file:
        file.row(['Müller, "Max"\nBerlin', -5])
    assert (tmp_path / "x.csv").read_bytes() == 'name,parts\r\n"Müller, ""Max""\nBerlin",-5\r\n'.encode()


# --- finding out -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "encoding", "separator", "header", "columns"),
    [
        (b"a,b\r\n1,2\r\n", "utf-8", ",", True, ("a", "b")),
        (b"a;b\n1,5;2\n1,7;3\n", "utf-8", ";", True, ("a", "b")),
        (b"a\tb\n1\t2\n", "utf-8", "\t", True, ("a", "b")),
        (b"a|b\n1|2\n", "utf-8", "|", True, ("a", "b")),
        (b"1;2\n3;4\n", "utf-8", ";", False, ("1", "2")),
        ("a;b\nž;1\n".encode("utf-8-sig"), "utf-8-sig", ";", True, ("a", "b")),
        ("a;b\nž;1\n".encode("utf-16"), "utf-16", ";", True, ("a", "b")),
        ("a;b\nz;1\n".encode("utf-16-le"), "utf-16-le", ";", True, ("a", "b")),
        ("a;b\nz;1\n".encode("utf-16-be"), "utf-16-be", ";", True, ("a", "b")),
        (b"name\nx\n", "utf-8", ",", True, ("name",)),
    ],
)
def test_what_a_file_says_of_itself(
    tmp_path: Path, content: bytes, encoding: str, separator: str, header: bool, columns: tuple[str, ...]
) -> None:
    found = look(written(tmp_path, content))
    assert (found.encoding, found.separator, found.header, found.columns) == (encoding, separator, header, columns)
    assert len(rows_of(found.path, found)) == len(content.decode(encoding).splitlines()) - header


def test_an_old_encoding_is_guessed_and_said_to_be_a_guess(tmp_path: Path) -> None:
    text = "datum;částka;popis\n1.2.2024;1,50;Příliš žluťoučký kůň úpěl\n2.2.2024;2,50;výběr z účtu, děkujeme\n"
    found = look(written(tmp_path, text.encode("cp1250")))
    assert (found.encoding, found.sure, found.columns[1]) == ("cp1250", False, "částka")


def test_all_that_is_found_can_be_said_instead(tmp_path: Path) -> None:
    found = look(written(tmp_path, b"a,b;c\n1,2;\xe9\n"), encoding="latin-1", separator=",", header=False)
    assert (found.columns, found.sure) == (("1", "2"), True)
    assert [row.cells for row in found.rows] == [["a", "b;c"], ["1", "2;é"]]


def test_a_mark_at_the_start_is_none_of_the_first_cell(tmp_path: Path) -> None:
    path = written(tmp_path, b'\xef\xbb\xbf"a;1";b\r\n"x";y\r\n')
    for encoding in ("utf-8", "utf-8-sig"):
        assert [row.cells for row in look(path, encoding, header=False).rows] == [["a;1", "b"], ["x", "y"]]
    path.write_bytes(b'\xef\xbb\xbf"a\nb;c\n')
    assert look(path, "utf-8", ";", header=False).rows[0].cells == ['"a']


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmpty),
        (b" \r\n\n", FileEmpty),
        ("\ufeff".encode(), FileEmpty),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), NotText),
        (b"PK\x03\x04 spreadsheet", NotText),
        (bytes(range(256)) * 40, NotText),
        (b"SQLite format 3\0" + b"\0" * 100, NotText),
        (b"," * 5000, TooManyColumns),
        (b"a,b\n" + b'"x\n' * 3000, QuotesBroken),
    ],
)
def test_files_that_are_no_csv(tmp_path: Path, content: bytes, refusal: type[LedgerError]) -> None:
    with pytest.raises(refusal):
        rows_of(written(tmp_path, content))


@pytest.mark.parametrize("encoding", ["no-such", "base64", "undefined", "a\0b", "rot13"])
def test_encodings_that_are_none(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(EncodingUnknown):
        look(written(tmp_path, b"a,b\n1,2\n"), encoding=encoding)


def test_a_wrong_encoding_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(EncodingWrong) as caught:
        look(written(tmp_path, b"a,b\n1,2\n\xff,2\n"), encoding="utf-8")
    assert caught.value.line == 3


@pytest.mark.parametrize("separator", ["", ";;", '"', "\n"])
def test_separators_that_are_none(tmp_path: Path, separator: str) -> None:
    with pytest.raises(OutOfRange):
        look(written(tmp_path, b"a,b\n1,2\n"), separator=separator)


@pytest.mark.parametrize("name", ["missing.csv", ".", "a\0b"])
def test_files_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileFault):
        look(tmp_path / name)


@pytest.mark.parametrize(
    ("content", "problem", "line", "good"),
    [
        (b"a,b\n1,2\n3\n4,5\n", ColumnsDiffer, 3, [["1", "2"], ["4", "5"]]),
        (b"a,b\n1,2\n3,4,5\n4,5\n", ColumnsDiffer, 3, [["1", "2"], ["4", "5"]]),
        (b'a,b\n1,2\n3,"x"y\n4,5\n', QuoteMisplaced, 3, [["1", "2"], ["4", "5"]]),
        (b'a,b\n1,2\n3,"x\n4,5\n', QuoteUnclosed, 3, [["1", "2"], ["4", "5"]]),
        (b'a,b\n1,2\n3,"x\n4,"y"\n', QuoteUnclosed, 3, [["1", "2"], ["4", "y"]]),
        (b'a,b\n1,2\n4,5\n3,"x', QuoteUnclosed, 4, [["1", "2"], ["4", "5"]]),
        (b"a,b\n1," + b"x" * (CELL_LIMIT + 1) + b"\n4,5\n", CellTooLong, 2, [["4", "5"]]),
        (b"a,b\n1,2\n1," + b"x" * 10_000_000 + b"\n4,5\n", CellTooLong, 3, [["1", "2"], ["4", "5"]]),
        (b"a,b\n1,2\n" + b"x," * 5_000_000 + b"\n4,5\n", CellTooLong, 3, [["1", "2"], ["4", "5"]]),
    ],
)
def test_one_bad_row_among_good_ones(
    tmp_path: Path, content: bytes, problem: type[LedgerError], line: int, good: list[list[str]]
) -> None:
    rows = rows_of(written(tmp_path, content))
    (bad,) = [row for row in rows if row.problem]
    assert (type(bad.problem), bad.line) == (problem, line)
    assert [row.cells for row in rows if not row.problem] == good


def test_line_numbers_count_lines_within_cells_and_empty_ones(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, b'a,b\n1,"x\ny"\n\n2,z\r3,w\r\n'))
    assert [(row.line, row.cells[0]) for row in rows] == [(2, "1"), (5, "2"), (6, "3")]


def test_a_nul_reaches_whoever_judges_the_cell(tmp_path: Path) -> None:
    (row,) = rows_of(written(tmp_path, b"a,b\n1,x\0y and more text so that this is no binary file\n"))
    assert row.cells[1].startswith("x\0y")


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    path.write_bytes(content)
    with contextlib.suppress(LedgerError):
        rows_of(path)
    assert path.read_bytes() == content


@given(st.text(st.sampled_from("a1,;\"\n\r\t|' =\0"), max_size=200))
def test_no_text_crashes_the_reader(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    path.write_bytes(content.encode())
    try:
        rows = rows_of(path)
    except LedgerError:
        return
    lines = [row.line for row in rows]
    assert lines == sorted(set(lines))


cells = st.one_of(
    st.integers(),
    st.sampled_from(["", "a", "=1", "'", "-2.50", "-x", " =1", "\t", "@b", "\u0663"]),
    st.text(max_size=4),
)


@given(st.lists(st.lists(cells, max_size=4), max_size=6), st.booleans())
def test_many_rows_at_once_are_guarded_as_each_cell_by_itself(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[int | str]], even: bool
) -> None:
    width = min(map(len, rows), default=0)
    rows = [row[:width] for row in rows] if even else rows
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    with CsvFile(path, None) as file:
        file.rows(rows)
    expected = io.StringIO(newline="")
    csv.writer(expected).writerows([guarded(c) if isinstance(c, str) else c for c in row] for row in rows)
    assert path.read_bytes() == expected.getvalue().encode("utf-8", "replace")


@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=6), st.sets(st.integers(0, 2)))
def test_columns_that_need_a_guard_are_guarded_and_no_others(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[int | str]], texts: set[int]
) -> None:
    expected = io.StringIO(newline="")
    csv.writer(expected).writerows(
        [guarded(c) if at in texts and isinstance(c, str) else c for at, c in enumerate(row)] for row in rows
    )
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    with CsvFile(path, None) as file:
        file.own_rows([[*row] for row in rows], sorted(texts))
    assert path.read_bytes() == expected.getvalue().encode("utf-8", "replace")
