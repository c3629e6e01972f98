"""A line of which only the numbers count: each is taken or refused by itself. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.imports.lines import BadLine, numbers_written
from core.imports.plan import ColumnRole

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

        A spoiled number has a sign in it that no number has. An extension is passed over: whoever may not
        be called at one may not be called at the number in front of it, which is what would ring.
        """
        numbers: dict[str, None] = {}
        refused: list[BadLine] = []
        cells_of_numbers = (cells[column] for column in self._columns if column < len(cells))
        for one in numbers_written(cells_of_numbers, self._home_region):
            if one.fault is None:
                numbers[one.number] = None
            else:
                refused.append(BadLine.of(line, one.fault, one.text, cells))
        good = [NumberLine(line, list(numbers))] if numbers else []
        return [*good, *refused[:_MOST_REFUSED]]
