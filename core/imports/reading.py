"""Reading a file in a process of its own, from this side."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from core.error_codes import ErrorCode, Parameters
from core.errors import FieldFault, InvalidInput
from core.imports.plan import ColumnRole, FileForm, ImportPlan, Takes

_LONGEST_MESSAGE_BYTES: Final = 64 * 2**20
_PREVIEW_SECONDS: Final = 30.0
# A workbook is unpacked and parsed as a whole before its first line comes.
_SILENCE_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class FileFault:
    code: ErrorCode
    parameters: Parameters
    """Among them the line."""
    reason: str
    """In English, for whoever has no text of their own for the code."""

    @classmethod
    def of(cls, fault: FieldFault) -> "FileFault":
        return cls(fault.code, fault.parameters, fault.code.in_english(fault.parameters))


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a file and what was made of it."""

    encoding: str | None
    delimiter: str | None
    sheets: Sequence[str]
    sheet: str | None
    has_heading: bool
    above_heading: Sequence[Sequence[str]]
    """Lines such as a title, which are not imported."""
    heading: Sequence[str] | None
    samples: Sequence[Sequence[str]]
    roles: Sequence[ColumnRole | None]
    """Guessed, for each column."""
    lines: int
    """That have something in them, without the heading and what is above it."""
    faults: Sequence[FileFault]
    """What is wrong with lines as they were read, the first hundred of `faults_total`; they are refused."""
    faults_total: int


@dataclass(frozen=True, slots=True)
class Batch:
    good: Sequence[dict[str, Any]]
    """`core.imports.lines.GoodLine` as mappings, or `core.imports.number_lines.NumberLine`."""
    bad: Sequence[dict[str, Any]]
    done: int
    """Lines read so far, with those of earlier batches."""
    heading: Sequence[str] | None
    """Of the file; None: it has none."""


@dataclass(frozen=True, slots=True)
class FileReader:
    home_region: str
    """ISO 3166 code of the country in whose national notation numbers are written."""

    async def preview(self, path: Path, form: FileForm, takes: Takes = Takes.CLIENTS) -> Preview:
        """
        Raises:
            InvalidInput: the file cannot be read, or is not safe to.
        """
        try:
            async with asyncio.timeout(_PREVIEW_SECONDS):
                async for message in self._messages(path, {"form": form.model_dump(), "takes": takes}):
                    found = message["preview"]
                    roles = [role and ColumnRole(role) for role in found.pop("roles")]
                    faults = [FileFault.of(_fault(fault)) for fault in found.pop("faults")]
                    return Preview(roles=roles, faults=faults, **found)
        except TimeoutError as error:
            raise InvalidInput.of("file", ErrorCode.UNREADABLE_FILE) from error
        raise InvalidInput.of("file", ErrorCode.UNREADABLE_FILE)

    async def batches(self, path: Path, plan: ImportPlan, *, done: int) -> AsyncGenerator[Batch]:
        """The lines after the first `done`.

        Raises:
            InvalidInput: the file cannot be read, or is not safe to.
        """
        task = {"plan": plan.model_dump(mode="json"), "done": done}
        async for message in self._messages(path, task):
            if "end" in message:
                return
            batch = message["batch"]
            yield Batch(batch["good"], batch["bad"], message["done"], message["heading"])
        # It ended without saying so: out of memory or of time, at a file that asked for too much.
        raise InvalidInput.of("file", ErrorCode.UNREADABLE_FILE)

    async def first_lines(self, path: Path, plan: ImportPlan) -> Batch:
        """The first batch of a file, or as much as there is.

        Raises:
            InvalidInput: the file cannot be read, or is not safe to.
        """
        try:
            async with (
                asyncio.timeout(_PREVIEW_SECONDS),
                aclosing(self.batches(path, plan, done=0)) as batches,
            ):
                async for batch in batches:
                    return batch
        except TimeoutError as error:
            raise InvalidInput.of("file", ErrorCode.UNREADABLE_FILE) from error
        return Batch(good=[], bad=[], done=0, heading=None)

    async def _messages(self, path: Path, task: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        home = {"path": str(path), "home_region": self.home_region}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "core.imports.reader",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LONGEST_MESSAGE_BYTES,
            # One thread is enough, and each more reserves memory that the reader may not have.
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(orjson.dumps(home | task))
            process.stdin.close()
            while True:
                async with asyncio.timeout(_SILENCE_SECONDS):
                    line = await process.stdout.readline()
                if not line:
                    return
                message = orjson.loads(line)
                if "faults" in message:
                    raise InvalidInput(*map(_fault, message["faults"]))
                yield message
        except (TimeoutError, BrokenPipeError, ConnectionResetError) as error:
            raise InvalidInput.of("file", ErrorCode.UNREADABLE_FILE) from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _fault(fault: dict[str, Any]) -> FieldFault:
    return FieldFault(fault["field"], ErrorCode.of_code(fault["code"]), fault["parameters"])
