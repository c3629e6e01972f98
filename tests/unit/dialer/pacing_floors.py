"""Floors as the pacer sees them, and a day to warm it up on."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cache

import numpy as np

from dialer.pacing import AVAILABLE, PAUSED, TALKING, WRAP_UP, Floor, PacingPolicy, PredictivePacer

POLICY = PacingPolicy()


def a_floor(
    *,
    available: int = 0,
    talking: Sequence[float] = (),
    wrapping_up: Sequence[float] = (),
    paused: int = 0,
    leaving: int = 0,
    ringing: Sequence[float] = (),
    waiting: Sequence[float] = (),
    answered: int = 10_000,
    abandoned: int = 0,
    max_new: int = 1000,
    now: float = 50_000.0,
) -> Floor:
    """Busy operators, ringing and waiting calls by how long they have been so. The first `leaving` leave."""
    states = [AVAILABLE] * available + [TALKING] * len(talking) + [WRAP_UP] * len(wrapping_up)
    ages = [30.0] * available + [*talking, *wrapping_up]
    return Floor(
        now=now,
        operator_state=np.array(states + [PAUSED] * paused, dtype=np.int8),
        operator_since=now - np.array(ages + [60.0] * paused, dtype=float),
        operator_leaving=np.arange(len(states) + paused) < leaving,
        ringing_since=now - np.array(sorted(ringing, reverse=True), dtype=float),
        waiting_since=now - np.array(sorted(waiting, reverse=True), dtype=float),
        answered=answered,
        abandoned=abandoned,
        launched=3 * answered,
        max_new=max_new,
    )


def a_pacer(answer_rate: float = 0.3) -> PredictivePacer:
    """A pacer of one's own that has seen half an hour of such calls, and talk of 40 to 80 s."""
    return deepcopy(_trained(answer_rate))


@cache
def _trained(answer_rate: float) -> PredictivePacer:
    pacer = PredictivePacer(POLICY)
    pacer.decide(a_floor(available=1, now=0.0, answered=0))
    now = 0.0
    for number in range(60):
        now += 30.0
        pacer.decide(a_floor(talking=[30.0] * 10, ringing=[float(number % 20)], now=now))
        if (number * answer_rate) % 1 < answer_rate:
            pacer.on_answered(now, 4.0 + number % 9)
        else:
            pacer.on_unanswered(now, 25.0, "no_answer")
        pacer.on_talk_ended(now, 40.0 + number % 40)
        pacer.on_wrap_up_ended(now, 8.0 + number % 15)
    return pacer


def with_one_more_available(floor: Floor) -> Floor:
    return replace(
        floor,
        operator_state=np.append(floor.operator_state, np.int8(AVAILABLE)),
        operator_since=np.append(floor.operator_since, floor.now - 1),
        operator_leaving=np.append(floor.operator_leaving, False),
    )
