"""Progressive dialling never promises one operator to two customers."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calls.models import CallKind
from core.operators.state_machine import OperatorState
from dialer.floor import CallFloor, LiveCall
from dialer.progressive import idle_operators, may_be_reserved
from tests.unit.dialer.floors import (
    OPERATORS,
    a_campaign_id,
    a_floor,
    a_ringing_call,
    an_operator,
    names,
)

CAMPAIGNS = (1, 2, 3)


def idle(floor: CallFloor, campaign: int = 1) -> list[str]:
    return names(idle_operators(floor, a_campaign_id(campaign)))


def test_two_free_operators_and_one_call_ringing_leave_room_for_one_call() -> None:
    floor = a_floor([an_operator("Anna", idle_seconds=9), an_operator("Boris")], [a_ringing_call()])

    assert idle(floor) == ["Boris"], "the call will be answered by who has waited longest"


def test_the_longest_idle_comes_first() -> None:
    waits = {"Anna": 5, "Boris": 9, "Vera": 1}

    assert idle(a_floor(an_operator(name, idle_seconds=one) for name, one in waits.items())) == [
        "Boris",
        "Anna",
        "Vera",
    ]


def test_nobody_but_the_available_gets_a_call() -> None:
    others = set(OperatorState) - {OperatorState.AVAILABLE}
    for state in others:
        assert idle(a_floor([an_operator("Anna", state)])) == [], state


def test_a_promised_callback_takes_the_operator_who_promised_it() -> None:
    calls = [a_ringing_call(intended="Boris")]

    assert idle(a_floor([an_operator("Anna", idle_seconds=9), an_operator("Boris")], calls)) == ["Anna"]


def test_a_callback_whose_operator_is_busy_takes_another() -> None:
    anna, boris = an_operator("Anna"), an_operator("Boris", OperatorState.ON_CALL)

    assert idle(a_floor([anna, boris], [a_ringing_call(intended="Boris")])) == []


def test_a_joined_call_and_a_colleagues_own_call_take_nobody() -> None:
    calls = [
        a_ringing_call(1, operator="Boris"),
        a_ringing_call(2, campaign=None, operator="Boris", kind=CallKind.CLICK_TO_DIAL),
    ]

    assert idle(a_floor([an_operator("Anna")], calls)) == ["Anna"]


def test_a_call_of_one_campaign_takes_an_operator_from_the_other() -> None:
    floor = a_floor([an_operator("Anna")], [a_ringing_call(campaign=2)], works_on={"Anna": [1, 2]})

    assert idle(floor, 1) == idle(floor, 2) == []


def test_a_call_that_only_one_operator_can_answer_is_provided_for() -> None:
    floor = a_floor(
        [an_operator("Anna", idle_seconds=9), an_operator("Boris")],
        [a_ringing_call(1, campaign=1), a_ringing_call(2, campaign=2)],
        works_on={"Anna": [1, 2], "Boris": [1]},
    )

    assert idle(floor, 1) == [], "Boris answers campaign 1, since only Anna can answer campaign 2"


PREDICTIVE, PROGRESSIVE = {a_campaign_id(1)}, set[UUID]()


@pytest.mark.parametrize(
    ("operators", "calls", "predictive", "reserved"),
    [
        pytest.param(["Anna"], [], PROGRESSIVE, True, id="no call comes"),
        pytest.param(["Anna"], [a_ringing_call()], PROGRESSIVE, False, id="the only one for a call"),
        pytest.param(["Anna"], [a_ringing_call()], PREDICTIVE, False, id="one for each call"),
        pytest.param(["Anna", "Boris"], [a_ringing_call()], PROGRESSIVE, True, id="a colleague answers"),
        pytest.param(["Anna"], [a_ringing_call(1), a_ringing_call(2)], PREDICTIVE, True, id="never without"),
        pytest.param(
            ["Anna"], [a_ringing_call(1), a_ringing_call(2)], PROGRESSIVE, False, id="a colleague has left"
        ),
        pytest.param(
            ["Anna"],
            [a_ringing_call(1), a_ringing_call(2, intended="Anna")],
            PREDICTIVE,
            False,
            id="one is meant for her",
        ),
        pytest.param(["Boris"], [], PREDICTIVE, False, id="not there"),
    ],
)
def test_who_may_be_reserved_for_a_promised_call(
    operators: list[str], calls: list[LiveCall], predictive: set[UUID], reserved: bool
) -> None:
    floor = a_floor(
        [an_operator(name, idle_seconds=9 - place) for place, name in enumerate(operators)], calls
    )

    assert may_be_reserved(floor, OPERATORS["Anna"], [OPERATORS["Anna"]], predictive) is reserved


def test_a_promised_call_takes_a_colleague_only_when_its_operator_is_gone() -> None:
    promised = a_ringing_call(kind=CallKind.CALLBACK, intended="Anna", operator="Anna")
    waits = replace(an_operator("Anna", OperatorState.RESERVED), call_id=promised.call_id)

    assert idle(a_floor([waits, an_operator("Boris")], [promised])) == ["Boris"]
    assert idle(a_floor([an_operator("Anna", OperatorState.PAUSED), an_operator("Boris")], [promised])) == []


@st.composite
def any_floor(draw: st.DrawFn) -> CallFloor:
    states = st.sampled_from([OperatorState.AVAILABLE, OperatorState.AVAILABLE, OperatorState.WRAP_UP])
    operators = [an_operator(name, draw(states), idle_seconds=draw(st.integers(0, 3))) for name in OPERATORS]
    works_on = {name: draw(st.frozensets(st.sampled_from(CAMPAIGNS))) for name in OPERATORS}
    someone = st.sampled_from([None, None, *OPERATORS])
    calls = [
        a_ringing_call(number, campaign=draw(st.sampled_from(CAMPAIGNS)), intended=draw(someone))
        for number in range(draw(st.integers(0, 4)))
    ]
    return a_floor(operators, calls, works_on=works_on)


def served_at_most(floor: CallFloor, calls: Sequence[LiveCall]) -> int:
    """How many of the calls can be answered at once, found by trying everything."""

    def best(rest: Sequence[LiveCall], free: frozenset[str]) -> int:
        if not rest or not free:
            return 0
        call, *others = rest
        takers = [
            name
            for name in free
            if OPERATORS[name] == call.intended_operator_id
            or floor.works_on(OPERATORS[name], call.campaign_id)
        ]
        return max([best(others, free), *(1 + best(others, free - {name}) for name in takers)])

    free = frozenset(now.name for now in floor.operators.values() if now.state is OperatorState.AVAILABLE)
    return best(calls, free)


@given(any_floor(), st.sampled_from(CAMPAIGNS))
def test_every_call_that_is_placed_finds_an_operator_of_its_own(floor: CallFloor, campaign: int) -> None:
    ringing = list(floor.unjoined())
    placed = [a_ringing_call(100 + number, campaign=campaign) for number in range(len(idle(floor, campaign)))]

    assert served_at_most(floor, ringing + placed) == served_at_most(floor, ringing) + len(placed)


@given(any_floor(), st.sampled_from(CAMPAIGNS))
def test_only_free_operators_of_the_campaign_are_idle_each_once(floor: CallFloor, campaign: int) -> None:
    found = idle_operators(floor, a_campaign_id(campaign))

    assert len(set(found)) == len(found)
    assert set(found) <= {now.operator_id for now in floor.available(a_campaign_id(campaign))}


@given(any_floor())
def test_on_one_campaign_calls_and_idle_operators_add_up_to_the_free(floor: CallFloor) -> None:
    everybody = dict.fromkeys(floor.operators, frozenset({a_campaign_id(1)}))
    floor.campaigns_of = everybody
    floor.calls = {one.call_id: one for one in floor.unjoined() if one.campaign_id == a_campaign_id(1)}
    free = len(floor.available(a_campaign_id(1)))

    assert len(idle(floor)) == max(0, free - len(floor.calls))


@given(any_floor(), st.sampled_from(CAMPAIGNS))
def test_when_all_that_may_be_placed_is_placed_no_campaign_places_more(
    floor: CallFloor, campaign: int
) -> None:
    for number in range(len(idle(floor, campaign))):
        call = a_ringing_call(100 + number, campaign=campaign)
        floor.calls[call.call_id] = call

    assert idle(floor, campaign) == []
