"""On floors for which the best rule can be computed, the pacing rule does as well as that one."""

from itertools import pairwise

import numpy as np
import pytest

from tests.load.pacing.optimum import (
    Chain,
    MemorylessFloor,
    best_levels,
    compare,
    progressive_levels,
    rule_levels,
    steady,
)


@pytest.mark.parametrize("operators", [5, 10])
def test_no_rule_keeps_operators_busier_at_the_same_limit(operators: int) -> None:
    busy = compare(operators)

    assert busy.ours == pytest.approx(busy.best, abs=0.001)
    assert busy.best > busy.progressive + 0.05


def test_a_rule_that_always_keeps_as_many_ringing_is_far_from_the_best() -> None:
    """So the comparison can tell rules apart."""
    chain = Chain(MemorylessFloor(20))
    foreseeing = steady(chain, rule_levels(chain, 0.01))
    blind = steady(chain, np.full_like(progressive_levels(chain), 10))

    assert foreseeing.abandon_rate < blind.abandon_rate
    assert foreseeing.utilisation > blind.utilisation + 0.1


def test_progressive_dialling_loses_nobody_and_is_busy_as_arithmetic_says() -> None:
    """75 s of work, and 50.7 s until the next answer: three in ten calls of 15.2 s are answered."""
    chain = Chain(MemorylessFloor(5))
    day = steady(chain, progressive_levels(chain))

    assert day.abandon_rate == 0
    assert day.utilisation == pytest.approx(75 / (75 + 15.2 / 0.3), abs=1e-4)


def test_the_dearer_a_lost_call_the_fewer_ring() -> None:
    chain = Chain(MemorylessFloor(10))
    levels = [best_levels(chain, price) for price in (40.0, 80.0, 160.0)]

    assert all((more >= fewer).all() for more, fewer in pairwise(levels))
