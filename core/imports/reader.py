"""The process that reads a file: `python -m core.imports.reader`, its task on standard input.

Apart from the product for two reasons. Reading takes seconds of computing, and calls must be joined
within milliseconds meanwhile. And a file may be made to exhaust memory in ways that nobody foresees:
this process has little of it, and only it dies.

It writes one JSON object per line: `preview`, or `batch` after `batch`, and `end` or `faults`.
"""

import resource
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson

from core.error_codes import ErrorCode
from core.errors import FieldFault, InvalidInput
from core.imports.columns import guess_roles, heading_place
from core.imports.files import Line, SpreadFile, open_file
from core.imports.lines import BadLine, GoodLine, LineReader, shown
from core.imports.number_lines import NumberLine, NumberReader
from core.imports.plan import FileForm, ImportPlan, Takes

BATCH_LINES: Final = 500
SAMPLE_LINES: Final = 20
MOST_FAULTS_SHOWN: Final = 100
_MEMORY_BYTES: Final = 2**30
_COMPUTING_SECONDS: Final = 600


_READERS: Final[Mapping[Takes, type[LineReader | NumberReader]]] = {
    Takes.CLIENTS: LineReader,
    Takes.NUMBERS: NumberReader,
}


def main() -> None:
    _limit_ourselves()
    task = orjson.loads(sys.stdin.buffer.read())
    try:
        for message in _messages(task):
            _write(message)
    except InvalidInput as error:
        _write({"faults": [asdict(fault) for fault in error.faults]})
    except MemoryError:
        # As if the system had ended us: the other side knows what that means.
        sys.exit(1)


def _limit_ourselves() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_COMPUTING_SECONDS, _COMPUTING_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _messages(task: dict[str, Any]) -> Iterator[dict[str, Any]]:
    home_region = task["home_region"]
    path = Path(task["path"])
    if "plan" not in task:
        file = open_file(path, FileForm.model_validate(task["form"]))
        said_heading = task["form"].get("has_heading")
        yield {"preview": _preview(file, said_heading, home_region, Takes(task["takes"]))}
        return
    plan = ImportPlan.model_validate(task["plan"])
    file = open_file(path, plan.form)
    reader = _READERS[plan.takes](plan.roles, home_region=home_region)
    lines = file.lines()
    heading = None
    first = [list(line.cells) for line in islice(file.lines(), SAMPLE_LINES + 1)]
    place = heading_place(first, home_region, plan.form.has_heading)
    if place is not None:
        heading = first[place]
        next(islice(lines, place, None), None)
    done = sum(1 for _ in islice(lines, task["done"]))
    while batch := list(islice(lines, BATCH_LINES)):
        done += len(batch)
        yield {"batch": _read(reader, batch), "done": done, "heading": heading}
    yield {"end": done}


def _read(reader: LineReader | NumberReader, batch: list[Line]) -> dict[str, Any]:
    read = [one for line in batch for one in _all_of(reader, line)]
    return {
        "good": [one for one in read if not isinstance(one, BadLine)],
        "bad": [one for one in read if isinstance(one, BadLine)],
    }


def _all_of(reader: LineReader | NumberReader, line: Line) -> Sequence[GoodLine | NumberLine | BadLine]:
    if line.unclosed_to is not None:
        return [BadLine.unclosed(line.number, line.unclosed_to, line.cells)]
    return reader.all_of(line.number, line.cells, line.spoiled)


def _preview(file: SpreadFile, said_heading: bool | None, home_region: str, takes: Takes) -> dict[str, Any]:
    told = _Faults(file.encoding)
    lines = map(told.passing, file.lines())
    rows = [list(line.cells) for line in islice(lines, SAMPLE_LINES + 1)]
    place = heading_place(rows, home_region, said_heading)
    heading = None if place is None else rows[place]
    above = 0 if place is None else place + 1
    samples = rows[above:] if above else rows[:SAMPLE_LINES]
    count = len(rows) - above + sum(1 for _ in lines)
    return {
        "encoding": file.encoding,
        "delimiter": file.delimiter,
        "sheets": list(file.sheets),
        "sheet": file.sheet,
        "has_heading": place is not None,
        "above_heading": [[shown(cell) for cell in row] for row in rows[: max(above - 1, 0)]],
        "heading": heading and [shown(cell) for cell in heading],
        "samples": [[shown(cell) for cell in row] for row in samples],
        "roles": guess_roles(heading, samples, home_region, takes=takes),
        "lines": count,
        "faults": [asdict(fault) for fault in told.first],
        "faults_total": told.total,
    }


class _Faults:
    """What is wrong with lines already as they are read, while they pass."""

    def __init__(self, encoding: str | None) -> None:
        self._encoding = encoding
        self.first: list[FieldFault] = []
        self.total = 0

    def passing(self, line: Line) -> Line:
        if line.unclosed_to is not None:
            self._tell(ErrorCode.UNCLOSED_QUOTE, first=line.number, last=line.unclosed_to)
        elif line.spoiled:
            self._tell(ErrorCode.WRONG_ENCODING, line=line.number, encoding=str(self._encoding))
        return line

    def _tell(self, code: ErrorCode, **parameters: Any) -> None:
        self.total += 1
        if self.total <= MOST_FAULTS_SHOWN:
            self.first.append(FieldFault.of("file", code, **parameters))


def _write(message: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(message) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
