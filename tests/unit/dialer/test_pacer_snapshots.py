"""A pacer that was restored from a snapshot goes on exactly as the one it was taken of."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialer.pacing import Floor, PacingPolicy, PredictivePacer
from dialer.snapshots import UnfitSnapshot
from tests.load.pacing.day import Controller, SimulatedDay
from tests.load.pacing.scenario import Absence, Scenario, steps
from tests.unit.dialer.pacing_floors import POLICY, a_floor, a_pacer

News = Callable[[PredictivePacer], object]


def through_json(pacer: PredictivePacer) -> PredictivePacer:
    return PredictivePacer.restored(POLICY, json.loads(json.dumps(pacer.snapshot())))


@st.composite
def some_news(draw: st.DrawFn) -> News:
    now, seconds = 50_000.0 + draw(st.floats(0, 30)), draw(st.floats(0, 200))
    floor = a_floor(
        available=draw(st.integers(0, 8)),
        talking=draw(st.lists(st.floats(0, 300), max_size=12)),
        wrapping_up=draw(st.lists(st.floats(0, 60), max_size=6)),
        leaving=draw(st.integers(0, 3)),
        ringing=draw(st.lists(st.floats(0, 25), max_size=25)),
        waiting=draw(st.lists(st.floats(0, 2), max_size=2)),
        answered=draw(st.sampled_from([0, 300, 10_000])),
        now=now,
    )
    news: list[News] = [
        lambda pacer: pacer.decide(floor),
        lambda pacer: pacer.on_answered(now, min(seconds, 24.0)),
        lambda pacer: pacer.on_unanswered(now, min(seconds, 25.0), "busy"),
        lambda pacer: pacer.on_talk_ended(now, seconds),
        lambda pacer: pacer.on_wrap_up_ended(now, seconds),
    ]
    return draw(st.sampled_from(news))


@given(
    st.one_of(st.builds(PredictivePacer, st.just(POLICY)), st.builds(a_pacer, st.sampled_from([0.15, 0.5]))),
    st.lists(some_news(), max_size=25),
    st.lists(some_news(), min_size=1, max_size=25),
)
@settings(max_examples=60)
def test_restored_and_told_the_same_it_decides_the_same(
    pacer: PredictivePacer, before: list[News], after: list[News]
) -> None:
    for one in before:
        one(pacer)
    restored = through_json(pacer)

    assert [one(restored) for one in after] == [one(pacer) for one in after]
    assert restored.decide(a_floor(available=3)) == pacer.decide(a_floor(available=3))
    assert restored.grounds == pacer.grounds
    assert restored.snapshot() == pacer.snapshot()


class RestoredEveryMinute:
    """Decides with a pacer that knows only what the last one wrote down."""

    def __init__(self) -> None:
        self.pacer = PredictivePacer(POLICY)
        self._decisions = 0

    def decide(self, floor: Floor) -> int:
        self._decisions += 1
        if self._decisions % 120 == 0:
            self.pacer = through_json(self.pacer)
        return self.pacer.decide(floor)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.pacer, name)


def test_a_whole_shift_is_the_same_with_restarts() -> None:
    shift = Scenario(
        "",
        12,
        hours=0.5,
        answer_factor=steps((0.2, 1.8)),
        absences=(Absence(range(4), 900.0, 1200.0),),
    )

    def came_to(controller: Controller) -> tuple[int, int, int, float]:
        day = SimulatedDay(shift, 4).run(controller)
        return day.answered, day.abandoned, day.launched, day.busy_seconds

    assert came_to(RestoredEveryMinute()) == came_to(PredictivePacer(POLICY))


UNFIT: list[tuple[str, Mapping[str, Any]]] = [
    ("nothing", {}),
    ("of another version", {**a_pacer().snapshot(), "version": 99}),
    ("of another ring timeout", PredictivePacer(PacingPolicy(ring_timeout_seconds=40.0)).snapshot()),
    ("with a hole", {**a_pacer().snapshot(), "forecaster": None}),
]


@pytest.mark.parametrize(("what", "snapshot"), UNFIT, ids=lambda one: one if isinstance(one, str) else "")
def test_a_snapshot_that_does_not_fit_is_refused(what: str, snapshot: Mapping[str, Any]) -> None:
    with pytest.raises(UnfitSnapshot):
        PredictivePacer.restored(POLICY, snapshot)


def test_the_grounds_say_what_the_decision_was_made_of() -> None:
    pacer = a_pacer(0.3)
    calls = pacer.decide(a_floor(available=4, wrapping_up=[15.0] * 6, ringing=[3.0] * 4))
    grounds = pacer.grounds

    assert calls > 0
    assert grounds is not None
    assert grounds.risk_of_last is not None
    assert grounds.risk_of_last < grounds.risk_allowed <= grounds.risk_of_next
    assert not grounds.has_seen_too_little
    assert 3 < grounds.outlook.freed <= 6
    assert 0 < grounds.outlook.answers < grounds.answers_due < 4
    assert 0 < grounds.outlook.fresh_answer < grounds.answer_rate
    assert (grounds.outlook.horizon_seconds, grounds.outlook.freed_within_seconds) == (10.0, 12.0)


def test_a_pacer_that_has_seen_nothing_says_so() -> None:
    pacer = PredictivePacer(POLICY)
    pacer.decide(a_floor(available=2, answered=0, now=0.0))
    grounds = pacer.grounds

    assert grounds is not None
    assert grounds.has_seen_too_little
    assert np.isfinite(grounds.risk_of_next)


def test_before_the_first_decision_there_are_no_grounds() -> None:
    assert PredictivePacer(POLICY).grounds is None
