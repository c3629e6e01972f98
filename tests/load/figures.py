"""What a measurement comes to, and how it is shown beside its goal."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    measured: str
    goal: str
    source: str
    """Whose clock, how many, under which load."""


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def delay(name: str, seconds: Sequence[float], goal: str, source: str) -> Figure:
    """Median and p99 of some delays, in milliseconds."""
    if not seconds:
        return Figure(name, "nothing measured", goal, source)
    p50, p99 = (percentile(seconds, share) * 1000 for share in (0.5, 0.99))
    return Figure(name, f"p50 {p50:.1f} ms, p99 {p99:.1f} ms", goal, f"{len(seconds)} calls; {source}")


def rate(values: Sequence[float]) -> str:
    """The median of several rounds, with the worst and the best."""
    return f"{median(values):,.0f} ({min(values):,.0f}-{max(values):,.0f})"


def machine() -> str:
    load = os.getloadavg()[0]
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{os.cpu_count()} cores, load {load:.1f} from whatever else runs, Python {python}"


def table(figures: Sequence[Figure]) -> str:
    heading = Figure("Figure", "Measured", "Goal", "Where it comes from")
    rows = [(one.name, one.measured, one.goal, one.source) for one in (heading, *figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])
        for row in rows
    )
