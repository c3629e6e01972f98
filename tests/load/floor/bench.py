"""`python -m tests.load.floor.bench --minutes 10`: predictive beside progressive on one floor of fifty.

A talk of a minute takes ten seconds here, so that ten minutes of each mode are an hour of traffic. Whatever
was measured is printed: by the database, and by the carrier's own log.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import structlog

from core.campaigns.models import DialMode
from core.clock import SystemClock
from pbx.installation import AsteriskInstall
from tests.fixtures.asterisk_node import INSTALLED
from tests.fixtures.product import Product
from tests.fixtures.sipp import Customers, SippCarrier
from tests.load.figures import Figure, machine, table
from tests.load.floor.measured import CarrierFindings, Measured, Period, judged, measured
from tests.load.floor.scene import Plan, Scene, a_floor, a_shift
from zvonar.demo.campaign import POLICY

ACCELERATION: Final = 6
OPERATORS: Final = 50
# Enough for the floor on average, and not for its bursts: the limit is felt.
CALLS_PER_SECOND: Final = 25
MODES: Final = (DialMode.PREDICTIVE, DialMode.PROGRESSIVE)
# Three leads of ten live where it is too early or too late, and nobody is to run out of them.
LEADS_PER_MINUTE: Final = 2000
CUSTOMERS: Final = Customers(answer=0.30, busy=0.10, fail=0.10, talk_seconds=60.0 / ACCELERATION)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="of each mode, by the wall clock")
    parser.add_argument("--operators", type=int, default=OPERATORS)
    parser.add_argument("--leads-per-minute", type=int, default=LEADS_PER_MINUTE)
    wanted = parser.parse_args(argv)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    print(machine(), flush=True)
    plan = Plan(
        operators=wanted.operators,
        leads=round(wanted.leads_per_minute * max(1.0, wanted.minutes)),
        customers=CUSTOMERS,
        calls_per_second=CALLS_PER_SECOND,
        wrap_up_seconds=15.0 / ACCELERATION,
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        a_floor(AsteriskInstall.described_in(INSTALLED), Path(folder), plan) as (product, carrier),
    ):
        figures, findings = asyncio.run(work(product, carrier, plan, wanted.minutes * 60))
    print(f"\n{table([*_mode_figures(figures), *_carrier_figures(findings)])}")
    return 0


async def work(
    product: Product, carrier: SippCarrier, plan: Plan, mode_seconds: float
) -> tuple[list[tuple[Period, Measured]], CarrierFindings]:
    """One mode after the other, each until its last call is disposed of."""
    results = []
    async with a_shift(product, carrier, plan) as scene:
        for mode in MODES:
            period = await _work_in(scene, mode, mode_seconds)
            results.append((period, await measured(scene, period, POLICY.grace_seconds)))
        return results, await judged(scene, carrier.invites())


async def _work_in(scene: Scene, mode: DialMode, seconds: float) -> Period:
    clock = SystemClock()
    await scene.change(mode=mode)
    began_at = clock.now()
    await scene.start()
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        await asyncio.sleep(min(left, 30.0))
        print(f"{mode}: {await _said(scene)}", flush=True)
    ended_at = clock.now()
    await scene.pause()
    await scene.until_quiet()
    return Period(mode, began_at, ended_at)


async def _said(scene: Scene) -> str:
    figures = (await scene.shown())["figures"]
    calls = ", ".join(f"{count} {state}" for state, count in figures["calls_by_state"].items())
    pace = figures["campaigns"][0]["pace"] or {}
    return f"{calls}; {pace.get('reason')}, abandoned {pace.get('abandoned')} of {pace.get('answered')}"


def _mode_figures(results: list[tuple[Period, Measured]]) -> list[Figure]:
    return [
        figure
        for period, one in results
        for figure in (
            Figure(
                f"{period.name}: abandon rate",
                f"{one.abandon_rate:.2%}",
                "3 %",
                f"{one.abandoned} of {one.answered} answered, {one.launched} launched",
            ),
            Figure(
                f"{period.name}: utilisation",
                f"{one.utilisation:.1%}",
                "",
                f"talk and wrap-up over {one.staffed_hours:.1f} staffed hours; cold start included",
            ),
            Figure(
                f"{period.name}: calls per operator hour",
                f"{one.calls_per_operator_hour / ACCELERATION:.1f}",
                "",
                f"{one.handled} handled; as if talks were not {ACCELERATION} times as short",
            ),
        )
    ]


def _carrier_figures(found: CarrierFindings) -> list[Figure]:
    source = f"SIPp's own log of {found.invites} calls"
    return [
        Figure("most calls in any second", str(found.most_in_one_second), str(CALLS_PER_SECOND), source),
        Figure(
            "most calls in any five seconds",
            str(found.most_in_five_seconds),
            str(5 * CALLS_PER_SECOND),
            source,
        ),
        Figure("calls to refused numbers", str(len(found.refused)), "0", source),
        Figure("calls outside hours", str(len(found.outside_hours)), "0", source),
        Figure("calls to nobody's number", str(len(found.unknown)), "0", source),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
