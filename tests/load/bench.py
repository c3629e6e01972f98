"""`python -m tests.load.bench [--small] [PART ...]`: measures all parts, or those, and prints one table.

Bounded in count and in time; whole, it takes less than four minutes. Everything runs on this machine's
loopback and ends with it. `--small` shows that each part runs; its figures say nothing.
"""

import sys
import time
from collections.abc import Callable, Mapping
from typing import Final

import structlog

from tests.load import calls, claims, events, imports, joins, pops, refusals
from tests.load.figures import Figure, machine, table

PARTS: Final[Mapping[str, Callable[..., list[Figure]]]] = {
    "joins": joins.measure,
    "pops": pops.measure,
    "calls": calls.measure,
    "events": events.measure,
    "claims": claims.measure,
    "imports": imports.measure,
    "refusals": refusals.measure,
}

# What each part is told to be small; the usual sizes are its own.
SMALL: Final[Mapping[str, Mapping[str, int]]] = {
    "joins": {"operators": 2, "calls": 4, "warm_up": 1, "leads": 60},
    "pops": {"operators": 1, "pops": 2, "warm_up": 1, "leads": 60},
    "calls": {"calls": 6, "warm_up": 3, "rounds": 1},
    "events": {"calls_told": 40, "rounds": 1},
    "claims": {"leads": 400, "refused": 40, "claims": 10},
    "imports": {"lines": 300},
    "refusals": {"numbers": 600, "leads": 200},
}

# Take minutes on their own: `make bench-import`, `python -m tests.load.bench claims refusals`.
USUAL: Final = tuple(name for name in PARTS if name not in ("claims", "imports", "refusals"))


def main(arguments: list[str]) -> int:
    is_small = "--small" in arguments
    wanted = [name for name in arguments if name != "--small"]
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"no part is called {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    print(machine(), flush=True)
    figures: list[Figure] = []
    for name in wanted or USUAL:
        began = time.monotonic()
        figures += PARTS[name](**(SMALL[name] if is_small else {}))
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    print(f"\n{table(figures)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
