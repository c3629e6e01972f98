"""Refused lines given back as a file that can be corrected and imported again as it is. Pure."""

import json
from collections.abc import Sequence
from typing import Any, Final

from core.csv_text import BYTE_ORDER_MARK, csv_text
from core.error_codes import ErrorCode
from core.imports.models import RejectedLine
from core.imports.reasons import reason_in
from core.texts import is_storable
from core.users.models import Language

# Named alike in every language, so that a programme finds them and none is taken for a column of the list.
_ADDED: Final = ("line", "field", "reason", "code", "parameters")


def kept(cell: str) -> str:
    """A cell as it is kept for its owner: whole, but for what no database stores."""
    return cell if is_storable(cell) else "".join(sign if is_storable(sign) else "\ufffd" for sign in cell)


def rejected_file(heading: Sequence[str] | None, lines: Sequence[RejectedLine], language: Language) -> bytes:
    """The file's own columns, with its heading if it had one, and behind them why each line was refused.

    The reason is in the reader's language; a programme goes by the code and its parameters.
    A file without a heading gets none: its first line must not be taken for one.
    """
    width = max([len(one.cells) for one in lines] + [len(heading or ())], default=0)
    rows: list[list[Any]] = [_filled(one.cells, width) + _told(one, language) for one in lines]
    if heading is not None:
        rows.insert(0, _filled(heading, width) + list(_ADDED))
    return (BYTE_ORDER_MARK + csv_text(rows)).encode()


def _filled(cells: Sequence[str], width: int) -> list[Any]:
    return [*cells, *[""] * (width - len(cells))]


def _told(one: RejectedLine, language: Language) -> list[Any]:
    code = ErrorCode.of_code(one.code)
    parameters = json.dumps(one.parameters, ensure_ascii=False) if one.parameters else ""
    return [one.line, one.field, reason_in(language, code, one.parameters), one.code, parameters]
