"""The benchmarks that need no Asterisk still measure all that they print; how fast, is not asked here."""

import re

import pytest

from tests.fixtures.benchmark import figures_in, printed_by, without_a_number
from tests.load.pacing.controllers import CONTROLLERS
from tests.load.pacing.scenario import disturbances, goals, ranges

# The machine may be busy: some of it takes forty seconds on one that is not.
WITHIN_SECONDS = 230.0
pytestmark = pytest.mark.timeout(240)


@pytest.mark.parametrize(
    ("part", "figures"),
    [
        ("events", {"AMI events a second, handled", "until every call is stored", "bytes to news alone"}),
        (
            "claims",
            {
                *("claim, SQLite", "the same without marks, SQLite", "refusing 40 numbers, SQLite"),
                *("claim, PostgreSQL", "the same without marks, PostgreSQL"),
                "refusing 40 numbers, PostgreSQL",
            },
        ),
        (
            "imports",
            {
                f"{figure}, {kind}"
                for kind in ("SQLite", "PostgreSQL")
                for figure in (
                    *("upload and preview", "import", "undo"),
                    "another writer's longest wait meanwhile",
                )
            },
        ),
        (
            "refusals",
            {
                f"{figure}, {kind}"
                for kind in ("SQLite", "PostgreSQL")
                for figure in (
                    *("entering refused numbers", "the same file again"),
                    "another writer's longest wait meanwhile",
                )
            },
        ),
    ],
    ids=["events", "claims", "imports", "refusals"],
)
def test_a_part_prints_a_number_for_each_of_its_figures(part: str, figures: set[str]) -> None:
    measured = figures_in(printed_by("tests.load.bench", "--small", part, within_seconds=WITHIN_SECONDS))
    assert set(measured) == figures
    assert without_a_number(measured) == []


def test_simulated_days_print_a_number_for_each_day_and_controller() -> None:
    # What the best rule would reach is a computation without days (`tests/unit/dialer/test_optimum.py`).
    parts = ("--parts", "goals", "ranges", "disturbances")
    days = ("--days", "1", "--hours", "0.02", "--operators", "6", *parts)
    lines = printed_by("tests.load.pacing.bench", *days, within_seconds=WITHIN_SECONDS)
    rows = [line for line in lines if re.search(r" (\d\.\d{4}) +\d+\.\d\d +\d+\.\d\d", line)]
    assert len(rows) == len(goals()) * len(CONTROLLERS) + 2 * len(ranges()) + 2 * len(disturbances(6))
    assert any(re.search(r"decide with \d+ operators: p50 \d", line) for line in lines)
