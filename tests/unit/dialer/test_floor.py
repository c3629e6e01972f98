"""Who gets the next customer, and whose wrap-up is over."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.operators.state_machine import OperatorState
from core.telephony.port import LineId
from tests.fakes.clock import T0
from tests.unit.dialer.floors import OPERATORS, a_campaign_id, a_floor, a_ringing_call, an_operator


@given(st.permutations(list(enumerate(OPERATORS))))
def test_who_has_waited_longest_gets_the_customer(arrivals: list[tuple[int, str]]) -> None:
    floor = a_floor(an_operator(name, idle_seconds=seconds) for seconds, name in arrivals)
    operator = floor.choose_operator(a_ringing_call())

    assert operator is not None
    assert operator.name == "Gleb"
    assert [now.name for now in floor.available(a_campaign_id(1))] == ["Gleb", "Vera", "Boris", "Anna"]


@pytest.mark.parametrize("state", sorted(set(OperatorState) - {OperatorState.AVAILABLE}))
def test_nobody_who_is_not_available_is_chosen(state: OperatorState) -> None:
    floor = a_floor([an_operator("Anna", state)])

    assert floor.choose_operator(a_ringing_call()) is None
    assert floor.choose_operator(a_ringing_call(intended="Anna")) is None


def test_a_colleague_of_another_campaign_is_not_chosen() -> None:
    assert a_floor([an_operator("Anna")], works_on={"Anna": [2]}).choose_operator(a_ringing_call()) is None


def test_a_callback_goes_to_who_promised_it_however_long_others_have_waited() -> None:
    floor = a_floor([an_operator("Anna", idle_seconds=99), an_operator("Boris")])
    operator = floor.choose_operator(a_ringing_call(intended="Boris"))

    assert operator is not None
    assert operator.name == "Boris"


def test_a_callback_whose_operator_is_away_goes_to_a_colleague() -> None:
    floor = a_floor([an_operator("Anna"), an_operator("Boris", OperatorState.PAUSED)])
    operator = floor.choose_operator(a_ringing_call(intended="Boris"))

    assert operator is not None
    assert operator.name == "Anna"


def test_a_call_without_campaign_waits_for_nobody_but_its_own_operator() -> None:
    floor = a_floor([an_operator("Anna")])

    assert floor.choose_operator(a_ringing_call(campaign=None)) is None
    assert floor.choose_operator(a_ringing_call(campaign=None, intended="Anna")) is not None


def test_an_operator_without_campaigns_works_on_none() -> None:
    floor = a_floor([an_operator("Anna")], works_on={})

    assert not floor.works_on(OPERATORS["Anna"], a_campaign_id(1))
    assert not floor.works_on(OPERATORS["Anna"], None)


@pytest.mark.parametrize(("seconds", "overdue"), [(-1, True), (0, True), (1, False)])
def test_a_wrap_up_is_over_from_its_last_moment_on(seconds: float, overdue: bool) -> None:
    anna = replace(
        an_operator("Anna", OperatorState.WRAP_UP), wrap_up_ends_at=T0 + timedelta(seconds=seconds)
    )
    floor = a_floor([anna, an_operator("Boris")])

    assert floor.overdue_wrap_ups(T0) == ([anna.operator_id] if overdue else [])


def test_a_line_is_found_by_its_operator() -> None:
    floor = a_floor([an_operator("Anna")])
    floor.lines = {LineId("line-1"): OPERATORS["Boris"], LineId("line-2"): OPERATORS["Anna"]}

    assert floor.line_of(OPERATORS["Anna"]) == "line-2"
    assert floor.line_of(OPERATORS["Vera"]) is None
