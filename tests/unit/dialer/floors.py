"""Floors for tests: operators by name, campaigns by number, calls that ring."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from core.calls.models import CallKind
from core.calls.state_machine import CallProgress
from core.operators.state_machine import OperatorNow, OperatorState
from dialer.floor import CallFloor, LiveCall
from dialer.ring_time import RingTime
from tests.factories import some_id
from tests.fakes.clock import T0

OPERATORS = {name: some_id(number) for number, name in enumerate(("Anna", "Boris", "Vera", "Gleb"), 0xA)}
RING_TIME = RingTime(longest_seconds=25, minimum_seconds=15)
NAMES = {operator_id: name for name, operator_id in OPERATORS.items()}


def an_operator(
    name: str,
    state: OperatorState = OperatorState.AVAILABLE,
    *,
    idle_seconds: float = 0,
    line_up: bool = True,
) -> OperatorNow:
    return OperatorNow(OPERATORS[name], name, state, T0 - timedelta(seconds=idle_seconds), line_up=line_up)


def a_campaign_id(number: int) -> UUID:
    return some_id(0xCA00 + number)


def a_ringing_call(
    number: int = 1,
    *,
    campaign: int | None = 1,
    intended: str | None = None,
    operator: str | None = None,
    kind: CallKind = CallKind.DIALLER,
    ring_time: RingTime = RING_TIME,
) -> LiveCall:
    return LiveCall(
        progress=CallProgress(call_id=some_id(number), placed_at=T0),
        kind=kind,
        phone_number="+79161234567",
        client_id=some_id(0xC),
        campaign_id=a_campaign_id(campaign) if campaign is not None else None,
        intended_operator_id=OPERATORS[intended] if intended else None,
        operator_id=OPERATORS[operator] if operator else None,
        grace_seconds=2.0,
        wrap_up_seconds=30,
        ring_time=ring_time,
    )


def a_floor(
    operators: Iterable[OperatorNow],
    calls: Iterable[LiveCall] = (),
    *,
    works_on: Mapping[str, Collection[int]] | None = None,
) -> CallFloor:
    """Everybody works on campaign 1 if nothing else is said."""
    present = list(operators)
    campaigns = works_on if works_on is not None else {now.name: [1] for now in present}
    return CallFloor(
        operators={now.operator_id: now for now in present},
        campaigns_of={
            OPERATORS[name]: frozenset(map(a_campaign_id, numbers)) for name, numbers in campaigns.items()
        },
        calls={call.call_id: call for call in calls},
    )


def names(operators: Iterable[UUID]) -> list[str]:
    return [NAMES[one] for one in operators]
