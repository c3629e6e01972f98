"""`make bench-pacing`: simulated days under several controllers, as one table.

    python -m tests.load.pacing.bench [--days 5] [--seed 100] [--operators 50] [--hours 8] [--parts goals]

Whole, with the default number of days, it takes less than ten minutes on two cores.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean, median, stdev
from typing import Final

from dialer.pacing import PacingPolicy, PredictivePacer
from tests.load.figures import machine, percentile
from tests.load.pacing import optimum
from tests.load.pacing.controllers import CONTROLLERS
from tests.load.pacing.day import SimulatedDay
from tests.load.pacing.scenario import Scenario, disturbances, goals, ranges

GOALS: Final = {5: 0.74, 10: 0.82, 20: 0.88, 50: 0.945, 100: 0.965, 200: 0.985}
_TWO_SIDED_95: Final = {1: 12.7, 2: 4.30, 3: 3.18, 4: 2.78, 5: 2.57, 6: 2.45, 7: 2.36, 8: 2.31, 9: 2.26}
"""Student's t by degrees of freedom; 2 beyond."""


@dataclass(frozen=True, slots=True)
class Job:
    part: str
    scenario: Scenario
    controller: str
    seeds: range


@dataclass(frozen=True, slots=True)
class Row:
    job: Job
    utilisation: Sequence[float]
    abandon_rate: Sequence[float]
    """One per day, both."""


def jobs(parts: Sequence[str], days: int, seed: int, operators: int, hours: float | None) -> Iterator[Job]:
    scenarios = {"goals": goals(), "ranges": ranges(), "disturbances": disturbances(operators)}
    compared = {"goals": list(CONTROLLERS)}
    for part in parts:
        for scenario in scenarios.get(part, []):
            day = scenario if hours is None else replace(scenario, hours=hours)
            for controller in compared.get(part, ["progressive", "predictive"]):
                yield Job(part, day, controller, range(seed, seed + days))


def simulate(job: Job) -> Row:
    policy = PacingPolicy()
    days = []
    for seed in job.seeds:
        floor = SimulatedDay(job.scenario, seed, policy)
        days.append(floor.run(CONTROLLERS[job.controller](policy, floor)))
    return Row(job, [one.utilisation for one in days], [one.abandon_rate for one in days])


def with_interval(values: Sequence[float], scale: float, digits: int) -> str:
    """Mean and half the width of its 95 % confidence interval."""
    mean = f"{fmean(values) * scale:.{digits}f}"
    if len(values) < 2:
        return mean
    half = _TWO_SIDED_95.get(len(values) - 1, 2.0) * stdev(values) / sqrt(len(values))
    return f"{mean} ± {half * scale:.{digits}f}"


def table(rows: Iterable[Row]) -> Iterator[str]:
    line = "{:42} {:12} {:>15} {:>15} {:>10} {:>6}"
    yield line.format("day", "controller", "utilisation", "abandoned, %", "worst day", "goal")
    for row in rows:
        is_goal = row.job.part == "goals" and row.job.controller == "predictive"
        yield line.format(
            row.job.scenario.name,
            row.job.controller,
            with_interval(row.utilisation, 1, 4),
            with_interval(row.abandon_rate, 100, 2),
            f"{max(row.abandon_rate) * 100:.2f}",
            GOALS[row.job.scenario.operators] if is_goal else "",
        )


def decide_time(operators: int = 500) -> str:
    """How much of a processor's time one decision takes."""
    floor = SimulatedDay(Scenario("", operators, hours=0.25), 0)
    took = floor.run(PredictivePacer(PacingPolicy())).decide_seconds
    p50, p99 = median(took) * 1000, percentile(took, 0.99) * 1000
    return f"decide with {operators} operators: p50 {p50:.2f} ms, p99 {p99:.2f} ms (goal: under 2 ms)"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--days", type=int, default=2, help="simulated per scenario and controller")
    parser.add_argument("--seed", type=int, default=0, help="of the first day")
    parser.add_argument("--operators", type=int, default=20, help="on the disturbed days")
    parser.add_argument("--hours", type=float, help="of each day, instead of the scenario's")
    parser.add_argument("--processes", type=int, default=2)
    parts = ["goals", "ranges", "disturbances", "optimum"]
    parser.add_argument("--parts", nargs="+", choices=parts, default=parts)
    asked = parser.parse_args(arguments)
    print(machine())
    print(decide_time(), flush=True)
    wanted = jobs(asked.parts, asked.days, asked.seed, asked.operators, asked.hours)
    began = time.monotonic()
    with ProcessPoolExecutor(asked.processes) as pool:
        for line in table(pool.map(simulate, wanted)):
            print(line, flush=True)
    if "optimum" in asked.parts:
        for line in optimum.table():
            print(line, flush=True)
    print(f"{asked.days} days each, in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
