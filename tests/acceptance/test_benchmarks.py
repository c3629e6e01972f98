"""The benchmarks on a real Asterisk still measure all that they print; how fast, is not asked here."""

import re

import pytest

from core.campaigns.models import DialMode
from tests.fixtures.benchmark import figures_in, printed_by, without_a_number
from tests.load.machines.bench import LISTENERS

WITHIN_SECONDS = 170.0


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("part", "figures"),
    [
        ("joins", {"answer to bridged"}),
        ("pops", {"answer to pop painted", "with questionnaire", "on a busy floor"}),
        ("calls", {"calls a second, SQLite", "calls a second, PostgreSQL"}),
    ],
    ids=["joins", "pops", "calls"],
)
def test_a_part_prints_a_number_for_each_of_its_figures(part: str, figures: set[str]) -> None:
    measured = figures_in(printed_by("tests.load.bench", "--small", part, within_seconds=WITHIN_SECONDS))
    assert set(measured) == figures
    assert without_a_number(measured) == []


@pytest.mark.timeout(180)
def test_a_floor_is_measured_in_each_mode_and_by_its_carrier() -> None:
    size = ("--minutes", "0.1", "--operators", "3", "--leads-per-minute", "150")
    measured = figures_in(printed_by("tests.load.floor.bench", *size, within_seconds=WITHIN_SECONDS))
    of_a_mode = ("abandon rate", "utilisation", "calls per operator hour")
    by_the_carrier = {
        *("most calls in any second", "most calls in any five seconds", "calls to refused numbers"),
        *("calls outside hours", "calls to nobody's number"),
    }
    assert set(measured) == by_the_carrier | {
        f"{mode}: {figure}" for mode in (DialMode.PREDICTIVE, DialMode.PROGRESSIVE) for figure in of_a_mode
    }
    assert without_a_number(measured) == []


@pytest.mark.timeout(180)
def test_every_listener_is_measured_on_people_and_on_machines() -> None:
    size = ("--people", "3", "--machines", "3")
    lines = printed_by("tests.load.machines.bench", *size, within_seconds=WITHIN_SECONDS)
    share = r"\d+\.\d \(\d+\.\d-\d+\.\d\)"
    rows = [
        line for line in lines if re.search(rf"{share} +{share} .*\d\.\d\d s +\d\.\d\d/\d\.\d\d s$", line)
    ]
    assert len(rows) == len(LISTENERS)
    assert len([line for line in lines if re.match(rf"message begun .*: {share} %$", line)]) == 4
    assert any(re.match(r"from the beep's end to the message: p50/99 \d", line) for line in lines)
