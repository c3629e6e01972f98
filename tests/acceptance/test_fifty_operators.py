"""Fifty operators dialled for predictively through a carrier, who writes down by himself what reaches him."""

import asyncio
from typing import Final

import pytest

from pbx.installation import AsteriskInstall
from tests.fixtures.sipp import Customers
from tests.load.floor.bench import work
from tests.load.floor.measured import CarrierFindings, Measured
from tests.load.floor.scene import Plan, a_floor

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
