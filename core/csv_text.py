"""Lines of CSV that a spreadsheet can open without doing what a cell says."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""At the very beginning, or else a spreadsheet takes UTF-8 for something else."""
# The signs of full width too: some spreadsheets take them for the narrow ones.
_BEGIN_A_FORMULA: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Numbers, moments (UTC, ISO 8601), texts; None is an empty cell, a truth is 1 or 0.

    A text that a spreadsheet would take for a formula begins with an apostrophe, telephone numbers too.
    """
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.startswith(_BEGIN_A_FORMULA) else text
