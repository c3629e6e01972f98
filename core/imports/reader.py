"""The process that reads a file: `python -m core.imports.reader`, its task on standard input.

Apart from the product for two reasons. Reading takes seconds of computing, and calls must be joined
within milliseconds meanwhile. And a file may be made to exhaust memory in ways that nobody foresees:
this process has little of it, and only it dies.

It writes one JSON object per line: `preview`, or `batch` after `batch`, and `end` or `faults`.
"""

import resource
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson

from core.errors import InvalidInput
from core.imports.columns import guess_roles, has_heading
from core.imports.files import Line, SpreadFile, open_file
from core.imports.lines import BadLine, LineReader, shown
from core.imports.number_lines import NumberReader
from core.imports.plan import FileForm, ImportPlan, Takes

BATCH_LINES: Final = 500
SAMPLE_LINES: Final = 20
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
        yield {"preview": _preview(file, task["form"].get("has_heading"), home_region)}
        return
    plan = ImportPlan.model_validate(task["plan"])
    file = open_file(path, plan.form)
    reader = _READERS[plan.takes](plan.roles, home_region=home_region)
    lines = file.lines()
    heading = None
    if _begins_with_heading(file, plan.form.has_heading, home_region):
        _, heading = next(lines, (1, ()))
    done = sum(1 for _ in islice(lines, task["done"]))
    while batch := list(islice(lines, BATCH_LINES)):
        done += len(batch)
        yield {"batch": _read(reader, batch), "done": done, "heading": heading}
    yield {"end": done}


def _read(reader: LineReader | NumberReader, batch: list[Line]) -> dict[str, Any]:
    read = [one for number, cells in batch for one in reader.all_of(number, cells)]
    return {
        "good": [one for one in read if not isinstance(one, BadLine)],
        "bad": [one for one in read if isinstance(one, BadLine)],
    }


def _preview(file: SpreadFile, said_heading: bool | None, home_region: str) -> dict[str, Any]:
    lines = file.lines()
    rows = [list(cells) for _, cells in islice(lines, SAMPLE_LINES + 1)]
    headed = has_heading(rows, home_region) if said_heading is None else said_heading
    heading, samples = (rows[0], rows[1:]) if headed and rows else (None, rows[:SAMPLE_LINES])
    return {
        "encoding": file.encoding,
        "delimiter": file.delimiter,
        "sheets": list(file.sheets),
        "sheet": file.sheet,
        "has_heading": headed,
        "heading": heading and [shown(cell) for cell in heading],
        "samples": [[shown(cell) for cell in row] for row in samples],
        "roles": guess_roles(heading, samples, home_region),
        "lines": len(rows) - headed + sum(1 for _ in lines),
    }


def _begins_with_heading(file: SpreadFile, said: bool | None, home_region: str) -> bool:
    if said is not None:
        return said
    return has_heading([list(cells) for _, cells in islice(file.lines(), 2)], home_region)


def _write(message: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(message) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
