"""Customers who are not there: what the numbers of the demo and of the tests do when they are dialled.

They live in the dialplan, `asterisk_conf/simulated_customers.conf`, so that everything between us and
a real telephone network is real but the network.
"""

from dataclasses import dataclass
from enum import IntEnum
from math import exp, log
from statistics import NormalDist
from typing import Final

DEMO_CUSTOMERS: Final = "Local/{digits}@demo-customers/n"
"""Dial template: every number is somebody, the dice decide what they do."""
TEST_CUSTOMERS: Final = "Local/{digits}@test-customers/n"
"""Dial template: the number says what it does, see `number_with_fate`."""

_TALK_LENGTHS: Final = 10
# Conversations are many short ones and a few long ones; this spread puts nine in ten of those
# around 45 seconds between 20 and 100.
_TALK_SPREAD: Final = 0.5


class Fate(IntEnum):
    """What a number of `TEST_CUSTOMERS` does."""

    PERSON = 1
    BUSY = 2
    AWAY = 3
    INVALID = 4
    MACHINE = 5
    NETWORK_FULL = 6


@dataclass(frozen=True, slots=True)
class CustomerShares:
    """How the demo's customers behave. Shares are percents of the calls; the rest are people who answer."""

    busy_percent: int = 8
    invalid_percent: int = 4
    no_answer_percent: int = 22
    machine_percent: int = 8
    ring_seconds: tuple[float, float] = (3.0, 15.0)
    mean_talk_seconds: float = 45.0

    def __post_init__(self) -> None:
        shares = (self.busy_percent, self.invalid_percent, self.no_answer_percent, self.machine_percent)
        if any(share < 0 for share in shares) or sum(shares) > 100:
            raise ValueError(f"shares of simulated customers: {shares} is no part of a hundred")

    def globals(self) -> dict[str, str]:
        """The values that the template of the dialplan asks for."""
        bounds = {
            "customers_busy_upto": self.busy_percent,
            "customers_invalid_upto": self.invalid_percent,
            "customers_no_answer_upto": self.no_answer_percent,
            "customers_machine_upto": self.machine_percent,
        }
        upto = 0
        for name, share in bounds.items():
            upto += share
            bounds[name] = upto
        ring_from, ring_to = (round(seconds * 1000) for seconds in self.ring_seconds)
        return {
            **{name: str(bound) for name, bound in bounds.items()},
            "customers_ring_from_ms": str(ring_from),
            "customers_ring_to_ms": str(ring_to),
            "customers_talk_seconds": "-".join(str(seconds) for seconds in self._talk_lengths()),
        }

    def _talk_lengths(self) -> list[int]:
        middle = log(self.mean_talk_seconds) - _TALK_SPREAD**2 / 2
        lengths = NormalDist(middle, _TALK_SPREAD)
        quantiles = [(2 * step + 1) / (2 * _TALK_LENGTHS) for step in range(_TALK_LENGTHS)]
        return [max(1, round(exp(lengths.inv_cdf(quantile)))) for quantile in quantiles]


def number_with_fate(
    fate: Fate, *, ring_seconds: float = 0.1, talk_seconds: float = 1.0, serial: int = 0
) -> str:
    """A number, E.164 with the plus, that does this when it is dialled through `TEST_CUSTOMERS`.

    Rings 0 to 9.9 seconds and talks 0.1 to 99.9; `serial`, below 10,000, makes numbers differ.
    """
    ring, talk = round(ring_seconds * 10), round(talk_seconds * 10)
    if not (0 <= ring <= 99 and 1 <= talk <= 999 and 0 <= serial <= 9999):
        raise ValueError(f"no number rings {ring_seconds} s and talks {talk_seconds} s with serial {serial}")
    return f"+7000{fate:d}{ring:02}{talk:03}{serial:04}"
