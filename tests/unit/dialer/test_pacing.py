"""What must hold of every decision of the pacer, whatever the floor looks like."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.pacing import AVAILABLE, PAUSED, Floor, PacingPolicy, PredictivePacer
from tests.unit.dialer.pacing_floors import POLICY, a_floor, a_pacer, with_one_more_available

AGES = st.one_of(st.floats(0, 300), st.sampled_from([0.0, 1e-9, 1e6, 1e12]))
RINGING = st.lists(st.one_of(st.floats(0, 25), st.just(1e9)), max_size=40)


@st.composite
def any_floor(draw: st.DrawFn) -> Floor:
    answered = draw(st.sampled_from([0, 5, 500, 100_000]))
    return a_floor(
        available=draw(st.integers(0, 20)),
        talking=draw(st.lists(AGES, max_size=30)),
        wrapping_up=draw(st.lists(AGES, max_size=15)),
        paused=draw(st.integers(0, 5)),
        leaving=draw(st.sampled_from([0, 0, 3, 70])),
        ringing=draw(RINGING),
        waiting=draw(st.lists(st.floats(0, 3), max_size=4)),
        answered=answered,
        abandoned=draw(st.integers(0, answered // 20)),
        max_new=draw(st.sampled_from([-1, 0, 1, 7, 1000])),
    )


def any_pacer() -> st.SearchStrategy[PredictivePacer]:
    fresh = st.builds(PredictivePacer, st.just(POLICY))
    return st.one_of(fresh, st.builds(a_pacer, st.sampled_from([0.0, 0.15, 0.5, 1.0])))


def decided(floor: Floor, answer_rate: float = 0.3) -> int:
    """Each decision by a pacer of its own: deciding is also learning."""
    return a_pacer(answer_rate).decide(floor)


@given(any_pacer(), any_floor())
def test_never_negative_and_never_more_than_is_allowed(pacer: PredictivePacer, floor: Floor) -> None:
    assert 0 <= pacer.decide(floor) <= max(0, floor.max_new)


@given(any_pacer(), any_floor())
def test_nobody_staffed_means_no_calls(pacer: PredictivePacer, floor: Floor) -> None:
    nobody = replace(floor, operator_state=np.full(len(floor.operator_state), PAUSED, np.int8))

    assert pacer.decide(nobody) == 0


@given(any_floor())
def test_one_more_idle_operator_never_means_fewer_calls(floor: Floor) -> None:
    assert decided(with_one_more_available(floor)) >= decided(floor)


@given(any_pacer(), any_floor())
def test_never_fewer_than_one_call_for_each_free_operator(pacer: PredictivePacer, floor: Floor) -> None:
    free = np.count_nonzero((floor.operator_state == AVAILABLE) & ~floor.operator_leaving)
    certain = int(free) - len(floor.waiting_since) - len(floor.ringing_since)

    assert pacer.decide(floor) >= min(certain, floor.max_new)


@given(any_floor())
def test_the_same_news_give_the_same_decision(floor: Floor) -> None:
    assert decided(floor) == decided(floor)


def test_a_floor_without_operators_or_calls_is_no_trouble() -> None:
    assert PredictivePacer(POLICY).decide(a_floor()) == 0


def test_news_that_cannot_be_true_leave_the_pacer_sound() -> None:
    pacer = a_pacer()
    for now, seconds in ((60_000.0, -5.0), (60_001.0, 1e12), (0.0, 0.0)):
        pacer.on_answered(now, seconds)
        pacer.on_unanswered(now, seconds, "busy")
        pacer.on_talk_ended(now, seconds)
        pacer.on_wrap_up_ended(now, seconds)
    floor = a_floor(available=5, talking=[np.nan], ringing=[np.nan])

    assert 4 <= pacer.decide(floor) <= 20
    assert 4 <= pacer.decide(replace(floor, now=floor.now - 3600)) <= 20


def test_the_first_calls_of_a_day_are_progressive() -> None:
    start = a_floor(available=20, answered=0, now=0.0)

    assert PredictivePacer(POLICY).decide(start) == 20


def test_a_free_operator_is_worth_more_than_one_call_when_one_in_three_answers() -> None:
    assert decided(a_floor(available=5)) > 5


@pytest.mark.parametrize(
    ("floor", "because"),
    [
        (a_floor(available=5, abandoned=400), "the account is far overdrawn"),
        (a_floor(available=5, waiting=[0.5] * 4, abandoned=400), "those who wait take the operators"),
    ],
)
def test_only_certain_calls_are_launched_when(floor: Floor, because: str) -> None:
    free = int(np.count_nonzero(floor.operator_state == AVAILABLE))

    assert decided(floor) == free - len(floor.waiting_since), because


def test_whoever_will_soon_be_free_is_dialled_for_now() -> None:
    soon, later = a_floor(wrapping_up=[20.0] * 8), a_floor(talking=[1.0] * 8)

    assert decided(soon) > decided(later) == 0


def test_whoever_leaves_after_this_call_is_not_dialled_for() -> None:
    assert decided(a_floor(wrapping_up=[20.0] * 8, leaving=8)) == 0


def test_the_more_people_answer_the_fewer_calls_are_launched() -> None:
    floor = a_floor(available=4, wrapping_up=[15.0] * 6)

    assert decided(floor, 0.15) > decided(floor, 0.3) > decided(floor, 0.6)


def test_the_more_is_left_on_the_account_the_more_calls_are_launched() -> None:
    tight, ample = (a_floor(available=4, abandoned=one) for one in (298, 280))

    assert decided(ample) > decided(tight)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("ring_timeout_seconds", value) for value in (0.0, -1.0, float("nan"), float("inf"))),
        *(("grace_seconds", value) for value in (-0.1, float("nan"), float("inf"))),
        *(("abandon_limit", value) for value in (-0.1, 1.1, float("nan"))),
    ],
)
def test_a_policy_by_which_nothing_could_be_foreseen_is_refused(field: str, value: float) -> None:
    with pytest.raises(ValueError, match=field):
        PacingPolicy(**{field: value})


@pytest.mark.parametrize(
    ("field", "value"),
    [("ring_timeout_seconds", 0.01), ("grace_seconds", 0.0), ("abandon_limit", 0.0), ("abandon_limit", 1.0)],
)
def test_a_policy_at_the_edge_of_what_can_be_is_paced_by(field: str, value: float) -> None:
    pacer = PredictivePacer(replace(POLICY, **{field: value}))
    floor = a_floor(available=3, talking=[10.0, 40.0], ringing=[0.0, 0.005])

    # One for each operator who is free and has no call coming, at the least.
    assert all(pacer.decide(replace(floor, now=floor.now + step)) >= 1 for step in range(3))
