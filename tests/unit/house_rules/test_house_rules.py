"""Each house rule shown on a sample that breaks it and on one that does not."""

from pathlib import PurePosixPath

import pytest

from scripts import house_rules as rules
from scripts.house_rules import Rule, Source

# Put together here, because the rules read this file too.
MACHINE_PATH = "/ro" + "ot/checkout"
REGISTRY = "https://py" + "pi.org/simple"

BROKEN: list[tuple[Rule, str, str]] = [
    (rules.names_say_something, "core/calls/utils.py", ""),
    (rules.names_say_something, "core/helpers/card.py", ""),
    (rules.names_say_something, "operator_ui/src/status.tsx", ""),
    (rules.names_say_something, "core/calls/desk.py", "class CallManager: ..."),
    (rules.time_comes_from_the_clock, "dialer/engine.py", "at = datetime.now(UTC)"),
    (rules.time_comes_from_the_clock, "dialer/engine.py", "at = datetime.datetime.utcnow()"),
    (rules.time_comes_from_the_clock, "tests/unit/test_x.py", "at = time.time()"),
    (rules.time_comes_from_the_clock, "core/calls/card.py", "today = date.today()"),
    (rules.time_comes_from_the_clock, "core/calls/card.py", "at = time.monotonic()"),
    (rules.unit_tests_wait_for_no_time, "tests/unit/test_x.py", "await asyncio.sleep(0.1)"),
    (rules.unit_tests_wait_for_no_time, "tests/replay/test_x.py", "time.sleep(PAUSE)"),
    (rules.every_task_has_an_owner, "api/hub.py", "asyncio.create_task(serve())"),
    (rules.every_task_has_an_owner, "api/hub.py", "asyncio.ensure_future(serve())"),
    (rules.every_task_has_an_owner, "api/hub.py", "asyncio.get_running_loop().create_task(serve())"),
    (rules.every_task_has_an_owner, "api/hub.py", "self._loop.create_task(serve())"),
    (rules.only_the_database_commits, "core/calls/ledger.py", "await session.commit()"),
    (rules.only_the_database_commits, "api/routes/calls.py", "session.begin()"),
    (rules.broad_excepts_name_their_edge, "pbx/link.py", "try: go()\nexcept Exception: pass"),
    (rules.broad_excepts_name_their_edge, "pbx/link.py", "try: go()\nexcept: pass"),
    (rules.broad_excepts_name_their_edge, "pbx/link.py", "try: go()\nexcept (OSError, BaseException): pass"),
    (rules.broad_excepts_name_their_edge, "pbx/link.py", "with contextlib.suppress(Exception): go()"),
    (rules.tests_run, "tests/unit/test_x.py", "@pytest.mark.skipif(True)\ndef test(): ..."),
    (rules.tests_run, "tests/unit/test_x.py", "def test():\n    pytest.skip('later')"),
    (rules.tests_run, "operator_ui/src/timer.test.ts", "it.skip('counts', () => {})"),
    (rules.no_machine_is_named, "docs/howto.md", f"cd {MACHINE_PATH}"),
    (rules.no_machine_is_named, "requirements.txt", f"--index-url {REGISTRY}"),
    (rules.files_stay_readable, "core/calls/card.py", "pass\n" * 401),
    (rules.relationships_load_nothing_by_surprise, "core/x/models.py", "persons = relationship()"),
    (rules.relationships_load_nothing_by_surprise, "core/x/models.py", "p = relationship(lazy='select')"),
]

KEPT: list[tuple[Rule, str, str]] = [
    (rules.names_say_something, "core/calls/state_machine.py", "class CallState: ..."),
    (rules.names_say_something, "asterisk_conf/manager.conf", ""),
    (rules.time_comes_from_the_clock, "core/clock.py", "at = datetime.now(UTC)"),
    (rules.time_comes_from_the_clock, "dialer/engine.py", "at = self._clock.now()"),
    (rules.time_comes_from_the_clock, "tests/load/bench.py", "at = time.monotonic()"),
    (rules.unit_tests_wait_for_no_time, "tests/unit/test_x.py", "await asyncio.sleep(0)"),
    (rules.unit_tests_wait_for_no_time, "tests/replay/record.py", "await asyncio.sleep(0.1)"),
    (rules.unit_tests_wait_for_no_time, "tests/acceptance/test_x.py", "await asyncio.sleep(0.1)"),
    (rules.every_task_has_an_owner, "api/hub.py", "group.create_task(serve())"),
    (rules.every_task_has_an_owner, "api/hub.py", "t = asyncio.create_task(x())  # owner: the hub's close()"),
    (rules.every_task_has_an_owner, "api/hub.py", "# owner: close()\nt = asyncio.create_task(\n    x()\n)"),
    (rules.only_the_database_commits, "core/db.py", "await session.commit()"),
    (rules.only_the_database_commits, "dialer/placing.py", "self._live_calls.begin(call_id)"),
    (rules.only_the_database_commits, "api/routes/calls.py", "async with db.transaction(): ..."),
    (rules.broad_excepts_name_their_edge, "pbx/link.py", "try: go()\nexcept OSError: pass"),
    (
        rules.broad_excepts_name_their_edge,
        "pbx/link.py",
        "try: go()\nexcept Exception:\n    # edge: one caller's session must not end the server\n    pass",
    ),
    (
        rules.broad_excepts_name_their_edge,
        "pbx/link.py",
        "try: go()\nexcept BaseException:\n    undo()\n    raise",
    ),
    (rules.tests_run, "tests/unit/test_x.py", "@pytest.mark.parametrize('n', [1])\ndef test(n): ..."),
    (rules.no_machine_is_named, "docs/howto.md", f"open https://example.org{MACHINE_PATH} and var/zvonar.db"),
    (rules.files_stay_readable, "core/calls/card.py", "pass\n" * 400),
    (rules.files_stay_readable, "operator_ui/src/client/types.ts", "// generated\n" * 900),
    (rules.relationships_load_nothing_by_surprise, "core/x/models.py", "p = relationship(lazy='raise')"),
]


def _broken_rules(path: str, text: str) -> set[str]:
    source = Source(PurePosixPath(path), text)
    return {rule.__name__ for rule in rules.RULES if list(rule(source))}


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_a_bad_sample_breaks_its_rule_and_no_other(rule: Rule, path: str, text: str) -> None:
    assert _broken_rules(path, text) == {rule.__name__}


@pytest.mark.parametrize(("rule", "path", "text"), KEPT)
def test_a_good_sample_breaks_no_rule(rule: Rule, path: str, text: str) -> None:
    assert _broken_rules(path, text) == set()


def test_every_rule_has_a_bad_and_a_good_sample() -> None:
    names = {rule.__name__ for rule in rules.RULES}
    assert {rule.__name__ for rule, _, _ in BROKEN} == names
    assert {rule.__name__ for rule, _, _ in KEPT} == names


def test_a_finding_reads_as_an_editor_wants_it() -> None:
    source = Source(PurePosixPath("api/hub.py"), "import asyncio\nasyncio.create_task(serve())\n")
    assert [str(finding) for finding in rules.findings([source])] == [
        "api/hub.py:2: asyncio.create_task(): use asyncio.TaskGroup, or say `# owner: ...`"
    ]
