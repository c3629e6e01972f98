"""The rules of this house that no linter knows, checked on every tracked file.

Each rule is a pure function from one `Source` to what is wrong with it. A rule that does not hold
somewhere for a good reason has a named exception here, or asks for a comment that tells the reason.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from scripts.steps import ROOT

PRODUCT = ("core", "pbx", "dialer", "api", "zvonar")
LONGEST = 400
CLOCK = "core/clock.py"
DATABASE = "core/db.py"
# Tables are made and changed before anybody works on them.
COMMITTERS = (DATABASE, "zvonar/migration.py")

_CODE = {".py", ".ts", ".tsx", ".css"}
_EMPTY_NAMES = {"data", "helper", "helpers", "manager", "misc", "status", "util", "utils"}
_EMPTY_CLASS_ENDINGS = ("Helper", "Helpers", "Manager", "Utils")
_WALL_CLOCK = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
}
_STOPWATCH = {"time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.perf_counter_ns"}
_ENDS_A_TRANSACTION = re.compile(r"\.commit$|(?:session|connection|engine)\.begin$")
_SKIPS = {"skip", "skipif", "xfail", "importorskip", "skipTest", "skipIf", "skipUnless", "expectedFailure"}
_UI_SKIPS = re.compile(r"\b(?:it|test|describe)\.(?:skip|only|todo|fails)\b")
# Bracketed letters, so that this file does not break its own rule.
_MACHINE_PATH = re.compile(r"(?<![\w.)}\]-])/(?:wor[k]|roo[t]|hom[e]|Users)/[\w.]")
_REGISTRIES = re.compile(
    r"(?:pypi\.or[g]|pythonhosted\.or[g]|npmjs\.or[g]|npmjs\.co[m]|deb\.debian\.or[g]"
    r"|archive\.ubuntu\.co[m]|security\.debian\.or[g]|snapshot\.debian\.or[g])"
)
_GENERATED = re.compile(r"package-lock\.json$|openapi\.json$|\.gen\.ts$|/client/|^migrations/versions/")


@dataclass(frozen=True)
class Source:
    """A tracked text file, its path relative to the checkout."""

    path: PurePosixPath
    text: str

    @property
    def folder(self) -> str:
        """The top-level folder, which says what rules are for this file."""
        return self.path.parts[0]

    @property
    def is_product(self) -> bool:
        return self.folder in PRODUCT and self.path.suffix == ".py"

    @property
    def is_test(self) -> bool:
        return self.folder == "tests" or ".test." in self.path.name

    @cached_property
    def tree(self) -> ast.AST:
        """The syntax tree; empty for what is no Python."""
        return ast.parse(self.text if self.path.suffix == ".py" else "")

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def says(self, marker: str, node: ast.stmt | ast.expr | ast.excepthandler) -> bool:
        """Whether a comment on the lines of `node` or right before it gives the reason asked for."""
        return any(marker in line for line in self.lines[max(0, node.lineno - 2) : node.end_lineno])

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Every call with the dotted name of what is called; `f().g` becomes `f().g`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node, ast.unparse(node.func)


@dataclass(frozen=True, slots=True)
class Finding:
    path: PurePosixPath
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


Rule = Callable[[Source], Iterator[Finding]]


def names_say_something(source: Source) -> Iterator[Finding]:
    """No module, folder or class of ours is named after nothing in particular."""
    if source.path.suffix not in _CODE:
        return
    for part in (*source.path.parts[:-1], source.path.name.split(".")[0]):
        if part.lower() in _EMPTY_NAMES:
            yield Finding(source.path, 1, f"'{part}' says nothing; name it after what it holds")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and node.name.endswith(_EMPTY_CLASS_ENDINGS):
            yield Finding(source.path, node.lineno, f"class {node.name}: name it after what it does")


def time_comes_from_the_clock(source: Source) -> Iterator[Finding]:
    """Only the clock knows the present moment; stopwatches are for tests and scripts."""
    if str(source.path) == CLOCK:
        return
    for call, name in source.calls():
        called = ".".join(name.split(".")[-2:])
        if called in _WALL_CLOCK or (source.is_product and called in _STOPWATCH):
            yield Finding(source.path, call.lineno, f"{called}(): ask core.clock.Clock")


def unit_tests_wait_for_no_time(source: Source) -> Iterator[Finding]:
    """Time is moved by hand in `tests/unit` and `tests/replay`; `sleep(0)` yields and is fine."""
    tier = source.path.parts[:2]
    # What records a stream for replay does wait for a real exchange.
    if tier not in {("tests", "unit"), ("tests", "replay")} or not source.path.name.startswith("test_"):
        return
    for call, name in source.calls():
        zero = bool(call.args) and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0
        if name in {"asyncio.sleep", "time.sleep", "sleep"} and not zero:
            yield Finding(source.path, call.lineno, "no sleeping: move a FakeClock")


def every_task_has_an_owner(source: Source) -> Iterator[Finding]:
    """Tasks are started in a TaskGroup; `# owner: ...` names who else waits for one."""
    for call, name in source.calls():
        target, _, method = name.rpartition(".")
        loose = method == "ensure_future" or (method == "create_task" and _is_no_group(target))
        if loose and not source.says("# owner: ", call):
            yield Finding(source.path, call.lineno, f"{name}(): use asyncio.TaskGroup, or say `# owner: ...`")


def _is_no_group(target: str) -> bool:
    return target == "asyncio" or target.endswith(("loop", "loop()"))


def only_the_database_commits(source: Source) -> Iterator[Finding]:
    """One request, one tick, one piece of news is one transaction, so only core/db.py ends one."""
    if not source.is_product or str(source.path) in COMMITTERS:
        return
    for call, name in source.calls():
        if _ENDS_A_TRANSACTION.search(name):
            yield Finding(source.path, call.lineno, f"{name}(): only {DATABASE} opens and commits")


def broad_excepts_name_their_edge(source: Source) -> Iterator[Finding]:
    """Catching everything is right at the edge of a process alone: `# edge: ...` names it."""
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.ExceptHandler)
            and _catches_all(node.type)
            and not _raises_again(node)
            and not source.says("# edge: ", node)
        ):
            yield Finding(source.path, node.lineno, "broad except: name the errors, or say `# edge: ...`")
    for call, name in source.calls():
        broad = name.endswith("suppress") and any(map(_catches_all, call.args))
        if broad and not source.says("# edge: ", call):
            yield Finding(source.path, call.lineno, "broad suppress: name the errors, or say `# edge: ...`")


def _catches_all(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    named = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"} for name in named)


def _raises_again(handler: ast.ExceptHandler) -> bool:
    # Tidying up on the way out hides nothing.
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def tests_run(source: Source) -> Iterator[Finding]:
    """A test that is skipped tells nothing; make what it needs part of the set-up."""
    if not source.is_test:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in _SKIPS:
            yield Finding(source.path, node.lineno, f"{node.attr}: every test runs everywhere")
    if source.path.suffix in {".ts", ".tsx"}:
        for number, line in enumerate(source.lines, start=1):
            if found := _UI_SKIPS.search(line):
                yield Finding(source.path, number, f"{found[0]}: every test runs everywhere")


def no_machine_is_named(source: Source) -> Iterator[Finding]:
    """Paths and mirrors belong to the machine that runs this, not to the repository."""
    for number, line in enumerate(source.lines, start=1):
        for pattern in (_MACHINE_PATH, _REGISTRIES):
            if found := pattern.search(line):
                yield Finding(source.path, number, f"'{found[0]}' belongs to a machine, not in here")


def files_stay_readable(source: Source) -> Iterator[Finding]:
    """A long file hides a noun that wants a file of its own."""
    if (
        source.path.suffix in _CODE
        and not _GENERATED.search(str(source.path))
        and len(source.lines) > LONGEST
    ):
        yield Finding(source.path, LONGEST + 1, f"{len(source.lines)} lines: look for the noun hiding in it")


def relationships_load_nothing_by_surprise(source: Source) -> Iterator[Finding]:
    """A lazy load in async code fails far from its cause, so each query says what it loads."""
    if source.folder != "core":
        return
    for call, name in source.calls():
        if name != "relationship":
            continue
        lazy = next((word.value for word in call.keywords if word.arg == "lazy"), None)
        if not (isinstance(lazy, ast.Constant) and lazy.value in {"raise", "raise_on_sql"}):
            yield Finding(source.path, call.lineno, 'relationship(): say lazy="raise"')


RULES: tuple[Rule, ...] = (
    names_say_something,
    time_comes_from_the_clock,
    unit_tests_wait_for_no_time,
    every_task_has_an_owner,
    only_the_database_commits,
    broad_excepts_name_their_edge,
    tests_run,
    no_machine_is_named,
    files_stay_readable,
    relationships_load_nothing_by_surprise,
)


def findings(sources: Iterable[Source], rules: Iterable[Rule] = RULES) -> Iterator[Finding]:
    rules = tuple(rules)
    for source in sources:
        for rule in rules:
            yield from rule(source)


def tracked_sources(root: Path) -> Iterator[Source]:
    """Every text file git tracks or would track."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(listing, cwd=root, capture_output=True, text=True, check=True).stdout
    for name in sorted(set(filter(None, told.split("\0")))):
        path = root / name
        if path.is_file() and b"\0" not in (content := path.read_bytes()):
            yield Source(PurePosixPath(name), content.decode(errors="replace"))


def main() -> int:
    found = list(findings(tracked_sources(ROOT)))
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
