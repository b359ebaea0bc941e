"""What a file says of itself: encoding, separator, header, and how sure that is."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import os
import re
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

from walletdesk.exchange.csv_read import CELL_LIMIT, SEPARATORS, Layout, Reader, Row, open_file, text_codec
from walletdesk.exchange.files import file_refusal
from walletdesk.exchange.refusals import EncodingWrong, FileEmpty, NotText, TooManyColumns
from walletdesk.ledger.refusals import OutOfRange

_CHUNK: Final = 1 << 20
_HEAD: Final = 1 << 16
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC: Final = (b"PK\x03\x04", b"\x89PNG", b"%PDF", b"SQLite format 3", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"GIF8",
                 b"\xff\xd8\xff", b"\x7fELF")  # fmt: skip
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
_FIGURES: Final = re.compile(r"[-+]?[0-9][-0-9.,:/' TZ+]*")
_SAMPLE_ROWS: Final = 200
_MOST_COLUMNS: Final = 1000
_NAME_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found. ``sure`` is False where the encoding is a guess; ``lines`` counts line ends.

    ``columns`` are the header's names, or "1", "2" ... where there is none; ``rows`` are the first ones.
    """

    path: Path
    size: int
    fingerprint: str
    encoding: str
    sure: bool
    separator: str
    header: bool
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    lines: int

    @property
    def layout(self) -> Layout:
        """How to read the rows."""
        return Layout(self.encoding, self.separator, self.header, len(self.columns))


def look(path: Path, encoding: str | None = None, separator: str | None = None, header: bool | None = None) -> Facts:
    """As ``looking``, in one go."""
    steps = looking(path, encoding, separator, header)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            facts: Facts = end.value
            return facts


def looking(
    path: Path, encoding: str | None = None, separator: str | None = None, header: bool | None = None
) -> Generator[tuple[int, int], None, Facts]:
    """Find what is not given; tells (bytes looked at, bytes) on its way.

    Refuses FileFault, FileEmpty, NotText, EncodingUnknown, EncodingWrong, TooManyColumns, and (OutOfRange) a separator
    of more than one character.
    """
    if separator is not None and (len(separator) != 1 or separator in '"\r\n\0'):
        raise OutOfRange("separator", 1, 1)
    bytes_ = _Bytes(path)
    yield from bytes_.read()
    if not bytes_.size or not bytes_.head.strip():
        raise FileEmpty(str(path))
    if bytes_.head.startswith(_MAGIC):
        raise NotText(str(path))
    name, sure = (text_codec(encoding), True) if encoding else bytes_.encoding()
    try:
        sample = _sample(path, bytes_.head, name)
    except EncodingWrong:
        if encoding:
            raise
        raise NotText(str(path)) from None
    if not sample.strip():
        raise FileEmpty(str(path))
    if len(_CONTROLS.findall(sample)) * 50 > len(sample):
        raise NotText(str(path))
    mark = separator or _separator(sample)
    with Reader(path, Layout(name, mark, header=False)) as reader:
        rows = tuple(islice(reader, _SAMPLE_ROWS))
    if not rows:
        raise FileEmpty(str(path))
    titled = _has_header(rows) if header is None else header
    if len(rows[0].cells) > _MOST_COLUMNS:
        raise TooManyColumns(str(path), len(rows[0].cells), _MOST_COLUMNS)
    width = len(rows[0].cells) if titled else Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    names = (
        tuple(cell.strip()[:_NAME_LIMIT] for cell in rows[0].cells)
        if titled
        else tuple(str(n + 1) for n in range(width))
    )
    with Reader(path, Layout(name, mark, titled, width)) as reader:
        first = tuple(islice(reader, _SAMPLE_ROWS))
    return Facts(path, bytes_.size, bytes_.fingerprint, name, sure, mark, titled, names, first, bytes_.lines)


class _Bytes:
    """One pass over all bytes of a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = self.lines = 0
        self.head = b""
        self.doubtful = b""
        self._utf8 = True
        self.fingerprint = ""

    def read(self) -> Iterator[tuple[int, int]]:
        """Go through the file."""
        path = self.path
        digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
        with open_file(path) as file:
            try:
                total = os.fstat(file.fileno()).st_size
                while chunk := file.read(_CHUNK):
                    self.head = self.head or chunk[:_HEAD]
                    digest.update(chunk)
                    self.lines += chunk.count(b"\n")
                    self.size += len(chunk)
                    self._decode(decoder, chunk)
                    yield self.size, max(self.size, total)
            except OSError as error:
                raise file_refusal(path, error) from error
        self._decode(decoder, b"", last=True)
        self.fingerprint = digest.hexdigest()

    def _decode(self, decoder: codecs.IncrementalDecoder, chunk: bytes, last: bool = False) -> None:
        if self._utf8:
            try:
                decoder.decode(chunk, last)
            except UnicodeDecodeError as error:
                self._utf8 = False
                self.doubtful = chunk[max(0, error.start - _HEAD // 2) :][:_HEAD]

    def encoding(self) -> tuple[str, bool]:
        """The encoding, and whether it is sure."""
        for mark, name in _MARKS:
            if self.head.startswith(mark):
                return name, True
        even, odd = self.head[::2].count(0), self.head[1::2].count(0)
        if max(even, odd) * 5 > len(self.head):  # four letters of ten are ASCII: UTF-16 without its mark
            return ("utf-16-be" if even > odd else "utf-16-le"), False
        if self._utf8:
            return "utf-8", True
        best = from_bytes(self.head + self.doubtful, cp_exclusion=["utf_7", "utf_16", "utf_32"]).best()
        return (text_codec(best.encoding) if best else "cp1252"), False


def _sample(path: Path, head: bytes, encoding: str) -> str:
    """The beginning as text."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(head).removeprefix("\ufeff")
    except UnicodeError as error:
        raise EncodingWrong(str(path), encoding, head[: getattr(error, "start", 0)].count(b"\n") + 1) from error


def _separator(sample: str) -> str:
    """The sign that cuts most rows into the same number of cells; the library's guess decides between equals."""
    lines = sample.splitlines(keepends=True)[:_SAMPLE_ROWS]
    try:
        clipped = "\n".join(line.rstrip("\r\n")[:200] for line in lines[:20])  # its patterns are slow on long texts
        guess = csv.Sniffer().sniff(clipped, "".join(SEPARATORS)).delimiter
    except csv.Error:
        guess = ""
    scores = {mark: (*_evenness(lines, mark), mark == guess) for mark in SEPARATORS}
    return max(SEPARATORS, key=lambda mark: scores[mark])


def _evenness(lines: list[str], mark: str) -> tuple[float, int]:
    """The share of rows that have the most common number of cells, and that number; nothing for a single column."""
    csv.field_size_limit(CELL_LIMIT)
    reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=mark)
    counts = Counter(len(cells) for cells in reader if cells)
    if not counts:
        return 0.0, 0
    width, often = max(counts.items(), key=lambda item: (item[1], item[0]))
    return (often / counts.total(), width) if width > 1 else (0.0, 0)


def _has_header(rows: tuple[Row, ...]) -> bool:
    """True unless a cell of the first row is a figure or a date."""
    return not any(_FIGURES.fullmatch(cell.strip()) for cell in rows[0].cells)
