"""Refused numbers from a file: one on each line, or one column of a table; bad lines are named."""

import asyncio
import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from core.audit.trail import record
from core.db import Database
from core.dnc.register import AUDITED_AS, Refusal, refuse_numbers
from core.error_codes import ErrorCode, Parameters
from core.errors import FieldFault, InvalidInput
from core.phone_numbers import e164

LARGEST_FILE_BYTES: Final = 64 * 2**20
MOST_REJECTED_SHOWN: Final = 1000
_LONGEST_VALUE_SHOWN: Final = 80
# Few enough that nobody waits long for SQLite's one lock.
_STORED_AT_ONCE: Final = 5000
# A country and a network: "+7916".
_SIGNS_IN_COMMON: Final = 5

_HEADINGS: Final = frozenset({"phone_number", "phone", "number", "телефон", "номер", "номер телефона"})


@dataclass(frozen=True, slots=True)
class RejectedNumber:
    line: int
    """As an editor counts."""
    value: str
    code: ErrorCode
    parameters: Parameters
    reason: str
    """In English, for whoever has no text of their own for the code."""

    @classmethod
    def of(cls, line: int, value: str, fault: FieldFault) -> "RejectedNumber":
        return cls(line, _short(value), fault.code, fault.parameters, fault.reason)


@dataclass(frozen=True, slots=True)
class DncImport:
    added: int
    known: int
    """Were on the list already, or stand in the file twice."""
    rejected_total: int
    rejected: Sequence[RejectedNumber]
    """The first thousand."""


class _File:
    """What is read of a file so far."""

    def __init__(self) -> None:
        # In parts, since to sort a million strings, or to let go of them, is one step for which
        # everybody else in the process would wait.
        self._numbers: defaultdict[str, set[str]] = defaultdict(set)
        self.good_lines = 0
        self.rejected: list[RejectedNumber] = []

    def read(self, content: bytes, home_region: str) -> None:
        for line, value in _lines(_text(content)):
            try:
                number = e164(value, region=home_region)
            except InvalidInput as error:
                self.rejected.append(RejectedNumber.of(line, value, error.faults[0]))
                continue
            self.good_lines += 1
            self._numbers[number[:_SIGNS_IN_COMMON]].add(number)

    def batches(self) -> Iterator[Sequence[str]]:
        """The numbers in E.164, each once, in order: neighbours in an index are quickly stored together."""
        for beginning in sorted(self._numbers):
            numbers = sorted(self._numbers.pop(beginning))
            for start in range(0, len(numbers), _STORED_AT_ONCE):
                yield numbers[start : start + _STORED_AT_ONCE]


async def import_numbers(
    database: Database, content: bytes, refusal: Refusal, *, home_region: str, user_id: UUID
) -> DncImport:
    """Enter every number of the file, some thousands at a time: no call has to wait for a million.

    What is entered stays if the rest fails; the same file once more completes it.

    Raises:
        InvalidInput: the file is no text.
    """
    # Aside, because reading a million lines takes seconds.
    file = _File()
    await asyncio.to_thread(file.read, content, home_region)
    added = 0
    for numbers in file.batches():
        async with database.transaction() as session:
            added += await refuse_numbers(session, numbers, refusal)
    async with database.transaction() as session:
        record(
            session,
            user_id=user_id,
            entity=AUDITED_AS,
            entity_id="file",
            name=refusal.reason,
            campaign_id=refusal.campaign_id,
            change={"imported": (None, added)},
            now=refusal.added_at,
        )
    return DncImport(added, file.good_lines - added, len(file.rejected), file.rejected[:MOST_REJECTED_SHOWN])


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Numbers read alike in every old encoding of one byte; only a heading needs the right one.
        text = content.decode("cp1251", errors="replace")
    if "\0" in text:
        raise InvalidInput.of("file", ErrorCode.NOT_TEXT)
    return text


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line's number, and what should be a telephone number there."""
    first_line = text.partition("\n")[0]
    delimiter = max(";,\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    column, line = 0, 1
    try:
        for values in reader:
            named = _heading(values) if line == 1 else None
            if named is not None:
                column = named
            elif any(value.strip() for value in values):
                yield line, values[column].strip() if column < len(values) else ""
            # A quoted line break makes one entry of several lines; it is known by its first.
            line = reader.line_num + 1
    except csv.Error as error:
        raise InvalidInput.of(
            "file", ErrorCode.UNREADABLE_LINE, line=reader.line_num, detail=str(error)
        ) from error


def _heading(values: Sequence[str]) -> int | None:
    """The place of the column with the numbers, if this is a line of headings."""
    titles = (value.strip().casefold() for value in values)
    return next((place for place, title in enumerate(titles) if title in _HEADINGS), None)


def _short(value: str) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in value[:_LONGEST_VALUE_SHOWN])
