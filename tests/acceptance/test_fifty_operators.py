"""Fifty operators dialled for predictively through a carrier, who writes down by himself what reaches him."""

import asyncio
from math import floor, log, sqrt
from typing import Final

import pytest

from pbx.installation import AsteriskInstall
from tests.fixtures.sipp import Customers
from tests.load.floor.bench import work
from tests.load.floor.measured import CarrierFindings, Measured
from tests.load.floor.scene import Plan, a_floor
from zvonar.demo.campaign import POLICY

PLAN: Final = Plan(
    operators=50,
    leads=6000,
    customers=Customers(answer=0.30, busy=0.10, fail=0.10, talk_seconds=10.0),
    calls_per_second=15,
    wrap_up_seconds=2.5,
)
MODE_SECONDS: Final = 60.0


@pytest.fixture(scope="module")
def shift(
    asterisk_install: AsteriskInstall, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Measured], CarrierFindings]:
    with a_floor(asterisk_install, tmp_path_factory.mktemp("floor"), PLAN) as (product, carrier):
        results, findings = asyncio.run(work(product, carrier, PLAN, MODE_SECONDS))
    return {period.name: one for period, one in results}, findings


@pytest.mark.timeout(530)
def test_predictive_dialling_keeps_operators_busier_than_progressive(
    shift: tuple[dict[str, Measured], CarrierFindings],
) -> None:
    modes, _ = shift
    assert modes["predictive"].utilisation > modes["progressive"].utilisation


def most_abandoned(answered: int) -> int:
    """So many of so few answers a lawful dialler loses once in ten thousand minutes.

    What the pacing risks in all, call by call, is kept at what is paid in: the limit's share of the answers,
    and the two calls that a day is credited when it begins. What is really lost differs from that by a sum of
    surprises. Two callers may be lost to one operator who stays away: a surprise is two calls at most, the
    variance at most twice what is risked. By Freedman's inequality
    P(lost >= risked + t) <= exp(-t^2 / (2 (variance + 2 t / 3))), solved for t at one in ten thousand.
    """
    risked = POLICY.abandon_limit * answered + 2
    surprises = -log(1e-4)
    return floor(risked + 2 / 3 * surprises + sqrt((2 / 3 * surprises) ** 2 + 2 * surprises * 2 * risked))


@pytest.mark.timeout(530)
def test_predictive_dialling_loses_no_more_than_chance_adds_to_the_limit(
    shift: tuple[dict[str, Measured], CarrierFindings],
) -> None:
    predictive = shift[0]["predictive"]
    assert predictive.answered > 60
    assert predictive.abandoned <= most_abandoned(predictive.answered), predictive


@pytest.mark.timeout(530)
def test_the_carrier_saw_no_call_that_the_rules_forbid(
    shift: tuple[dict[str, Measured], CarrierFindings],
) -> None:
    modes, seen = shift
    assert seen.invites == seen.stored >= sum(one.launched for one in modes.values()) > 300
    # A carrier who is held up for a moment writes down a call late, at the edge of another second.
    assert 1 < seen.most_in_one_second <= PLAN.calls_per_second + 1
    assert seen.most_in_five_seconds <= 5 * PLAN.calls_per_second
    assert (list(seen.refused), list(seen.outside_hours), list(seen.unknown)) == ([], [], [])
