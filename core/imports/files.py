"""A file as lines of cells, whether text or workbook; what could harm the reader is refused before."""

import codecs
import csv
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from core.error_codes import ErrorCode
from core.errors import InvalidInput
from core.imports.encoding import PIECE_BYTES, codec_of, delimiter_of, encoding_of
from core.imports.plan import DELIMITERS, MOST_COLUMNS, FileForm

LARGEST_FILE_BYTES: Final = 50 * 2**20
MOST_LINES: Final = 5_000_000
"""More than a file of that size has of numbers; what is unpacked of a workbook may have more."""
_LARGEST_UNPACKED_BYTES: Final = 400 * 2**20
_MOST_PARTS: Final = 2_000
_LONGEST_CELL: Final = 32_767
_FEWEST_SWALLOWED: Final = 2
# The first line of a file that is meant for one spreadsheet programme says so; a quote may be around it.
_SEPARATOR: Final = re.compile(r'"?sep=(.)"?', re.IGNORECASE | re.DOTALL)
_SIGNS: Final = frozenset("=+-@")
_ZIP: Final = b"PK\x03\x04"
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
# A workbook has no use for them; whoever writes one wants the reader to fetch or to multiply something.
_DECLARATIONS: Final = (b"<!DOCTYPE", b"<!ENTITY")

# Half of a character, which no encoding comes to by itself.
_SPOILED: Final = "\udcff"
_MARKING: Final = "zvonar.marking"
codecs.register_error(_MARKING, lambda error: (_SPOILED, _end_of(error)))


class Line(NamedTuple):
    number: int
    """As an editor or a spreadsheet counts, from 1."""
    cells: Sequence[str]
    spoiled: Sequence[int] = ()
    """The columns with bytes that are none of the encoding; U+FFFD stands for them."""
    unclosed_to: int | None = None
    """The last of the file's lines that a quote which is not closed has made one of; None: that is not so."""


def _end_of(error: UnicodeError) -> int:
    assert isinstance(error, UnicodeDecodeError)
    return error.end


@dataclass(frozen=True, slots=True)
class SpreadFile:
    """A file whose form is known."""

    path: Path
    is_workbook: bool
    encoding: str | None
    """One of `core.imports.plan.ENCODINGS`."""
    codec: str | None
    """Python's name of how to read it."""
    delimiter: str | None
    sheets: Sequence[str]
    sheet: str | None

    def lines(self) -> Iterator[Line]:
        """Every line with something in it.

        Raises:
            InvalidInput: not what it seemed; too many columns or lines.
        """
        lines = self._sheet_lines() if self.is_workbook else self._text_lines()
        for count, line in enumerate(lines):
            if len(line.cells) > MOST_COLUMNS:
                raise InvalidInput.of("file", ErrorCode.TOO_MANY_COLUMNS, line=line.number, max=MOST_COLUMNS)
            if count >= MOST_LINES:
                raise InvalidInput.of("file", ErrorCode.TOO_MANY_LINES, max=MOST_LINES)
            if any(line.cells):
                yield line

    def _text_lines(self) -> Iterator[Line]:
        with self.path.open(encoding=self.codec, errors=_MARKING, newline="") as text:
            delimiter = self.delimiter or ","
            reader = csv.reader(text, delimiter=delimiter)
            number = 1
            widths: Counter[int] = Counter()
            try:
                for cells in reader:
                    if number == 1 and _SEPARATOR.fullmatch(delimiter.join(cells)):
                        number = 2
                        continue
                    line = _marked(number, [_plain(cell.strip()) for cell in cells])
                    if reader.line_num > number and _swallows(cells, delimiter, widths):
                        line = line._replace(unclosed_to=reader.line_num)
                    widths[len(cells)] += 1
                    yield line
                    # A quoted line break makes one entry of several lines; it is known by its first.
                    number = reader.line_num + 1
            except csv.Error as error:
                raise InvalidInput.of(
                    "file", ErrorCode.UNREADABLE_LINE, line=number, detail=str(error)
                ) from error

    def _sheet_lines(self) -> Iterator[Line]:
        try:
            with CalamineWorkbook.from_path(self.path) as workbook:
                sheet = workbook.get_sheet_by_name(str(self.sheet))
                # Empty rows above the table come as such, empty columns before it not at all.
                for number, cells in enumerate(sheet.iter_rows(), start=1):
                    yield Line(number, [_text(cell) for cell in cells])
        except CalamineError as error:
            raise InvalidInput.of("file", ErrorCode.UNREADABLE_WORKBOOK) from error


def open_file(path: Path, form: FileForm) -> SpreadFile:
    """Find out what the form leaves open.

    Raises:
        InvalidInput: neither text nor a workbook, a workbook that is not safe to unpack, no such sheet.
    """
    with path.open("rb") as content:
        sample = content.read(PIECE_BYTES)
    if sample.startswith(_OLD_WORKBOOK):
        raise InvalidInput.of("file", ErrorCode.UNSUPPORTED_FILE)
    if sample.startswith(_ZIP):
        return _open_workbook(path, form)
    encoding = form.encoding or encoding_of(_pieces(path))
    codec = codec_of(encoding, sample)
    text = sample.decode(codec, "replace")
    if "\0" in text:
        raise InvalidInput.of("file", ErrorCode.UNSUPPORTED_FILE)
    delimiter = form.delimiter or _delimiter_said(text) or delimiter_of(text)
    return SpreadFile(path, False, encoding, codec, delimiter, (), None)


def _delimiter_said(text: str) -> str | None:
    first, *_ = text.removeprefix("\ufeff").splitlines() or [""]
    said = _SEPARATOR.fullmatch(first)
    return said[1] if said and said[1] in DELIMITERS else None


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as content:
        while piece := content.read(PIECE_BYTES):
            yield piece


def _marked(number: int, cells: list[str]) -> Line:
    if not any(_SPOILED in cell for cell in cells):
        return Line(number, cells)
    spoiled = [column for column, cell in enumerate(cells) if _SPOILED in cell]
    return Line(number, [cell.replace(_SPOILED, "\ufffd") for cell in cells], spoiled)


def _swallows(cells: Sequence[str], delimiter: str, widths: Counter[int]) -> bool:
    """Whether a quoted cell has further lines of the table in it, of which so many are so wide.

    A line break within quotes is nothing unusual; two lines behind it that are as wide as the table are.
    """
    width = max(widths, key=lambda columns: (columns > 1, widths[columns], columns), default=0)
    swallowed: Counter[int] = Counter()
    for cell in cells:
        _first, *further = cell.splitlines() or [""]
        swallowed.update(line.count(delimiter) + 1 for line in further)
    if width > 1:
        return swallowed[width] >= _FEWEST_SWALLOWED
    return any(columns > 1 and count >= _FEWEST_SWALLOWED for columns, count in swallowed.items())


def _open_workbook(path: Path, form: FileForm) -> SpreadFile:
    _check_safe_to_unpack(path)
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            sheets = list(workbook.sheet_names)
    except CalamineError as error:
        raise InvalidInput.of("file", ErrorCode.UNREADABLE_WORKBOOK) from error
    if not sheets:
        raise InvalidInput.of("file", ErrorCode.UNREADABLE_WORKBOOK)
    sheet = form.sheet if form.sheet is not None else sheets[0]
    if sheet not in sheets:
        raise InvalidInput.of("sheet", ErrorCode.UNKNOWN_CHOICE, choices=", ".join(sheets))
    return SpreadFile(path, True, None, None, None, sheets, sheet)


def _check_safe_to_unpack(path: Path) -> None:
    """Unpack by hand once, counting: what an archive says of its own sizes may be a lie."""
    left = _LARGEST_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > left:
                raise InvalidInput.of("file", ErrorCode.UNSAFE_WORKBOOK)
            for part in parts:
                with archive.open(part) as content:
                    first = True
                    while piece := content.read(2**20):
                        left -= len(piece)
                        head = piece[:4096].upper() if first else b""
                        first = False
                        if left < 0 or any(word in head for word in _DECLARATIONS):
                            raise InvalidInput.of("file", ErrorCode.UNSAFE_WORKBOOK)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise InvalidInput.of("file", ErrorCode.UNREADABLE_WORKBOOK) from error


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from computing `+7 916 ...`."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _SIGNS else cell


def _text(cell: Any) -> str:
    """A cell as its owner sees it: a telephone number typed as a number has no `.0`."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell)[:_LONGEST_CELL].strip()
