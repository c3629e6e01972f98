"""A line of which only the numbers count: each is taken or refused by itself. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.errors import InvalidInput
from core.imports.lines import BadLine, numbers_written
from core.imports.plan import ColumnRole
from core.phone_numbers import e164

# Of one line: whatever was put into a cell, the report stays one that can be read.
_MOST_REFUSED: Final = 10


@dataclass(frozen=True, slots=True)
class NumberLine:
    line: int
    phone_numbers: Sequence[str]


class NumberReader:
    """Reads lines some of whose columns are numbers."""

    def __init__(self, roles: Sequence[ColumnRole | None], *, home_region: str) -> None:
        self._columns = [column for column, role in enumerate(roles) if role is ColumnRole.PHONE_NUMBER]
        self._home_region = home_region

    def all_of(
        self, line: int, cells: Sequence[str], _spoiled: Sequence[int] = ()
    ) -> Sequence[NumberLine | BadLine]:
        """The numbers that are right, if there are any, and one refusal for each that is not.

        A spoiled number has a sign in it that no number has.
        """
        numbers: dict[str, None] = {}
        refused: list[BadLine] = []
        for written in numbers_written(cells[column] for column in self._columns if column < len(cells)):
            try:
                numbers[e164(written, region=self._home_region)] = None
            except InvalidInput as error:
                refused.append(BadLine.of(line, error.faults[0], written, cells))
        good = [NumberLine(line, list(numbers))] if numbers else []
        return [*good, *refused[:_MOST_REFUSED]]
