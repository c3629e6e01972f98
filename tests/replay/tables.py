"""AMI streams written as tables that a telephone engineer can read and a bug report can be pasted into.

One row is one message; `s` counts from the first one. `CALL` stands for the call's UUID, `LINE` for the
operator's line, `AT+1.5` for a moment on the same scale.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from core.telephony.port import LineId

STREAMS = Path(__file__).parent / "streams"
CALL = "5d0c7a52-6a3f-4f0e-9d0a-0d6f2a5b7c11"
LINE = LineId("line-0123456789ab")
BEGAN = 1_795_440_000.0
COLUMNS = (
    "Event",
    "Channel",
    "ChannelStateDesc",
    "Uniqueid",
    "Linkedid",
    "DestUniqueid",
    "Cause",
    "Response",
    "Reason",
    "ActionID",
    "UserEvent",
    "At",
    "By",
    "Since",
    "Known",
    "BridgeTechnology",
    "BridgeNumChannels",
    "ContactStatus",
    "AOR",
    "URI",
)


def messages(table: str) -> Iterator[dict[str, str]]:
    """The messages of a table, as AMI would have sent them."""
    header, *rows = [line for line in table.splitlines() if "|" in line]
    names = _cells(header)
    for row in rows:
        cells = dict(zip(names, _cells(row), strict=True))
        seconds = float(cells.pop("s"))
        message = {name: _unfolded(value) for name, value in cells.items() if value}
        yield {**message, "Timestamp": f"{BEGAN + seconds:.6f}"}


def table_of(recorded: Iterable[Mapping[str, str]], call_id: str, line_id: str) -> str:
    """The table of a recorded stream, with what differs from one recording to the next taken out."""
    stream = list(recorded)
    began = float(stream[0]["Timestamp"])
    rows = [["s", *COLUMNS]]
    for message in stream:
        seconds = float(message["Timestamp"]) - began
        cells = [message.get(name, "") for name in COLUMNS]
        for name in ("At", "Since", "Known"):
            if message.get(name):
                cells[COLUMNS.index(name)] = f"AT+{float(message[name]) - began:.3f}"
        folded = [cell.replace(call_id, "CALL").replace(line_id, "LINE") for cell in cells]
        rows.append([f"{seconds:.6f}", *folded])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() + (" |" if line.endswith(" ") else "") for line in lines) + "\n"


def _cells(row: str) -> list[str]:
    cells = [cell.strip() for cell in row.split("|")]
    return [*cells, *[""] * (len(COLUMNS) + 1 - len(cells))][: len(COLUMNS) + 1]


def _unfolded(value: str) -> str:
    if value.startswith("AT+"):
        return f"{BEGAN + float(value.removeprefix('AT+')):.3f}"
    return value.replace("CALL", CALL).replace("LINE", LINE)
