"""Steps of the set-up: one printed line each, done once, begun again after an interruption.

A step leaves a stamp under `var/stamps` holding a digest of what it was made from; it runs when the
stamp is missing or differs. The stamp is written last, so a step cut short is simply done again.
"""

import hashlib
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
STAMPS = VAR / "stamps"
LOGS = VAR / "logs"

_TAIL_LINES = 30


class StepFailed(Exception):
    """A step could not be done; the text says what a person can do about it."""


def digest(paths: Iterable[Path], *extra: str) -> str:
    """A digest of the files' names and contents and of `extra`, the same on every machine."""
    summed = hashlib.sha256()
    for path in sorted(paths):
        summed.update(str(path.relative_to(ROOT)).encode())
        summed.update(path.read_bytes())
    for word in extra:
        summed.update(b"\0" + word.encode())
    return summed.hexdigest()


def step(name: str, made_from: str, work: Callable[[], str | None], *, present: bool = True) -> bool:
    """Do `work` unless its stamp says it was done for `made_from`; return whether it ran.

    `present`: whether what the step makes is there; if not, the step runs in spite of its stamp.
    `work` may return a few words to be shown.
    """
    stamp = STAMPS / name.replace(" ", "-")
    if present and stamp.exists() and stamp.read_text() == made_from:
        return False
    print(f"  {name} ...", end="", flush=True)
    stamp.unlink(missing_ok=True)
    started = time.monotonic()
    try:
        note = work()
    except (StepFailed, OSError):
        print(" failed", flush=True)
        raise
    STAMPS.mkdir(parents=True, exist_ok=True)
    replace_text(stamp, made_from)
    seconds = time.monotonic() - started
    print(f" {note + ', ' if note else ''}{seconds:.1f} s", flush=True)
    return True


def replace_text(path: Path, text: str) -> None:
    """Write a file in one motion: readers see the old text or the new, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text)
    draft.replace(path)


def run(
    argv: Sequence[str | Path],
    *,
    log: str,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run a command quietly, its output kept in `var/logs`.

    Raises:
        StepFailed: it exited with an error; the text ends with its last lines.
    """
    words = [str(word) for word in argv]
    LOGS.mkdir(parents=True, exist_ok=True)
    log_path = LOGS / f"{log}.log"
    with log_path.open("w") as output:
        output.write(f"$ {shlex.join(words)}\n")
        output.flush()
        finished = subprocess.run(
            words,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if finished.returncode != 0:
        tail = log_path.read_text(errors="replace").splitlines()[-_TAIL_LINES:]
        shown = "\n".join(f"    {line}" for line in tail)
        raise StepFailed(f"{shown}\n  {words[0]} exited {finished.returncode}; all of it: {log_path}")


def main(work: Callable[[], None]) -> None:
    """Run a script's work; a failure is told in words, not in a traceback."""
    try:
        work()
    except (StepFailed, OSError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\ninterrupted; the same command goes on where it stopped", file=sys.stderr)
        sys.exit(130)
