"""The call floor in memory: who is here, what each does, and which calls are alive.

Nothing here waits and nothing here is stored; the switchboard changes it, in one task, and writes
every change to the journal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from core.calls.models import Call, CallKind
from core.calls.state_machine import AnsweredBy, CallProgress
from core.operators.state_machine import OperatorNow, OperatorState
from core.telephony.port import LineId
from dialer.new_calls import NewCall
from dialer.ring_time import RingTime


@dataclass(slots=True)
class LiveCall:
    """A call that has not ended, and what is needed to join and to account for it."""

    progress: CallProgress
    kind: CallKind
    phone_number: str
    client_id: UUID
    campaign_id: UUID | None
    intended_operator_id: UUID | None
    operator_id: UUID | None
    grace_seconds: float
    wrap_up_seconds: int
    ring_time: RingTime
    trunk_id: UUID | None = None
    """None: the one trunk of the settings."""

    @property
    def call_id(self) -> UUID:
        return self.progress.call_id

    @classmethod
    def of(cls, call: Call | NewCall, *, wrap_up_seconds: int, ring_time: RingTime) -> "LiveCall":
        return cls(
            progress=call.progress,
            kind=CallKind(call.kind),
            phone_number=call.phone_number,
            client_id=call.client_id,
            campaign_id=call.campaign_id,
            intended_operator_id=call.intended_operator_id,
            operator_id=call.operator_id,
            grace_seconds=call.grace_seconds,
            wrap_up_seconds=wrap_up_seconds,
            ring_time=ring_time,
            trunk_id=call.trunk_id,
        )


class FloorListener(Protocol):
    """Is told of every change on the floor, after it was made; must not wait and must not raise."""

    def call_placed(self, call: LiveCall) -> None: ...

    def call_changed(self, call: LiveCall, before: CallProgress, at: datetime) -> None: ...

    def operator_changed(self, before: OperatorNow, now: OperatorNow) -> None: ...


@dataclass(slots=True)
class CallFloor:
    operators: dict[UUID, OperatorNow] = field(default_factory=dict)
    """Everybody who is logged in to the telephone."""
    lines: dict[LineId, UUID] = field(default_factory=dict)
    console_of: dict[UUID, UUID] = field(default_factory=dict)
    """The console whose softphone has the operator's line, as far as it is known."""
    campaigns_of: dict[UUID, frozenset[UUID]] = field(default_factory=dict)
    """The campaigns each operator works on; none for sales staff."""
    calls: dict[UUID, LiveCall] = field(default_factory=dict)
    stopped_at: dict[UUID, datetime] = field(default_factory=dict)
    """When each campaign was stopped last: what was placed for it by then need not be answered."""

    def line_of(self, operator_id: UUID) -> LineId | None:
        return next((line for line, owner in self.lines.items() if owner == operator_id), None)

    def works_on(self, operator_id: UUID, campaign_id: UUID | None) -> bool:
        return campaign_id in self.campaigns_of.get(operator_id, frozenset())

    def free_operators(self) -> frozenset[UUID]:
        """Whatever they work on."""
        free = (now for now in self.operators.values() if now.state is OperatorState.AVAILABLE)
        return frozenset(now.operator_id for now in free)

    def available(self, campaign_id: UUID) -> list[OperatorNow]:
        """Who could take a call of this campaign this moment, the longest idle first."""
        return sorted(
            (
                now
                for now in self.operators.values()
                if now.state is OperatorState.AVAILABLE and self.works_on(now.operator_id, campaign_id)
            ),
            key=lambda now: now.since_at,
        )

    def choose_operator(self, call: LiveCall) -> OperatorNow | None:
        """Who takes this call: the one it was promised to if free, else whoever has waited longest."""
        if call.intended_operator_id is not None:
            intended = self.operators.get(call.intended_operator_id)
            if intended is not None and intended.state is OperatorState.AVAILABLE:
                return intended
        if call.campaign_id is None:
            return None
        return next(iter(self.available(call.campaign_id)), None)

    def is_awaited(self, call: LiveCall) -> bool:
        """Whether its operator is reserved for it, or has it."""
        operator = self.operators.get(call.operator_id) if call.operator_id else None
        return operator is not None and operator.call_id == call.call_id

    def awaits_answer(self, operator: OperatorNow) -> bool:
        """Whether the operator is reserved for a call that is dialled for them, and not answered yet."""
        call = self.calls.get(operator.call_id) if operator.call_id else None
        is_dialled_for_them = call is None or call.kind is not CallKind.DIALLER
        return operator.state is OperatorState.RESERVED and is_dialled_for_them

    def unjoined(self) -> Iterator[LiveCall]:
        """Calls that ring, or were answered, and for which any operator of the campaign will do.

        A promised call is one of them when the operator who was reserved for it is gone.
        """
        return (
            call
            for call in self.calls.values()
            if (
                (call.kind is CallKind.DIALLER and call.operator_id is None)
                or (call.kind is CallKind.CALLBACK and not self.is_awaited(call))
            )
            # Nobody is kept free for a machine.
            and call.progress.answered_by is not AnsweredBy.MACHINE
        )

    def overdue_wrap_ups(self, at: datetime) -> list[UUID]:
        return [
            now.operator_id
            for now in self.operators.values()
            if now.wrap_up_ends_at is not None
            and now.state is OperatorState.WRAP_UP
            and now.wrap_up_ends_at <= at
        ]
