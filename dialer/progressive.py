"""Progressive dialling: one call for each operator who is free and has none coming. Pure."""

from collections.abc import Collection, Sequence
from uuid import UUID

from core.operators.state_machine import OperatorState
from dialer.floor import CallFloor, LiveCall


def idle_operators(floor: CallFloor, campaign_id: UUID) -> list[UUID]:
    """The free operators for whom a call of this campaign may be placed now.

    Every call that already rings, whichever campaign it serves, takes one operator off the list: its
    intended one, or any who could answer it. As many ringing calls as possible are provided for.
    """
    free = _free(floor)
    expected = _Expected(floor, free).operators
    return [one for one in free if one not in expected and floor.works_on(one, campaign_id)]


def may_be_reserved(
    floor: CallFloor, operator_id: UUID, promisers: Collection[UUID], predictive: Collection[UUID]
) -> bool:
    """Whether a promised call of this operator may be dialled now, for which the operator is reserved.

    `promisers`, who have promised calls to make, are expected to answer other calls last. Of `predictive`
    campaigns more calls may ring than operators are free: their operators are never without a call coming.
    """
    free = _free(floor, last=promisers)
    if operator_id not in free or any(call.intended_operator_id == operator_id for call in floor.unjoined()):
        return False
    expected = _Expected(floor, free)
    too_many_ring = any(floor.works_on(operator_id, one) for one in expected.hopeless if one in predictive)
    return too_many_ring or operator_id not in expected.operators


def _free(floor: CallFloor, last: Collection[UUID] = ()) -> list[UUID]:
    """Who is available, in the order in which they are expected to answer."""
    waiting = sorted(floor.operators.values(), key=lambda now: (now.operator_id in last, now.since_at))
    return [now.operator_id for now in waiting if now.state is OperatorState.AVAILABLE]


class _Expected:
    """Who is expected to answer which ringing call: a maximum matching, call by call."""

    def __init__(self, floor: CallFloor, free: Sequence[UUID]) -> None:
        self._floor = floor
        self._free = free
        self._call_of: dict[UUID, LiveCall] = {}
        self._operator_of: dict[UUID, UUID] = {}
        # What one call of a campaign cannot find, none after it can.
        self.hopeless: set[UUID | None] = set()
        for call in floor.unjoined():
            if call.campaign_id in self.hopeless and call.intended_operator_id not in free:
                continue
            if not self._finds_operator(call):
                self.hopeless.add(call.campaign_id)

    @property
    def operators(self) -> Collection[UUID]:
        return self._call_of.keys()

    def _finds_operator(self, call: LiveCall) -> bool:
        """Expect somebody for this call, if need be by moving other calls to other operators."""
        asked_by: dict[UUID, LiveCall] = {}
        asking = [call]
        for one in asking:
            for operator_id in self._who_could_answer(one):
                if operator_id in asked_by:
                    continue
                asked_by[operator_id] = one
                if operator_id not in self._call_of:
                    self._move_along(operator_id, asked_by)
                    return True
                asking.append(self._call_of[operator_id])
        return False

    def _move_along(self, operator_id: UUID | None, asked_by: dict[UUID, LiveCall]) -> None:
        while operator_id is not None:
            call = asked_by[operator_id]
            self._call_of[operator_id] = call
            before = self._operator_of.get(call.call_id)
            self._operator_of[call.call_id] = operator_id
            operator_id = before

    def _who_could_answer(self, call: LiveCall) -> list[UUID]:
        intended = [one for one in self._free if one == call.intended_operator_id]
        return intended + [one for one in self._free if self._floor.works_on(one, call.campaign_id)]
