"""Handing committed calls over to the exchange: each over its trunk, in its turn, and never twice."""

import asyncio
from collections.abc import Collection, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import structlog

from core.calls.state_machine import HUNG_UP, CallOutcome, Ended
from core.clock import Clock
from core.errors import TelephonyError, TelephonyRefused, TelephonyUnavailable, TelephonyUncertain
from core.leads.bars import LEAVES_WITHIN
from core.telephony.port import DialRequest, MachineDetection, Telephony
from dialer.live_calls import LiveCalls
from dialer.new_calls import NewCall
from dialer.ring_time import RingTime
from dialer.trunks.trunk_line import TrunkBroke
from dialer.trunks.trunks import Place

_HEARD_OF_WITHIN_SECONDS: Final = 15.0
"""After its ringing is over, the exchange has told of every call that it has."""

log = structlog.get_logger()


class _Withdrawn(Exception):
    """The call has ended while it waited for its turn."""


class _Overdue(Exception):
    """The exchange was so slow that the law's hours may be over where the phone would ring."""


_NOT_SENT: Final = (TelephonyRefused, TelephonyUnavailable, TrunkBroke, _Overdue)


@dataclass(frozen=True, slots=True)
class Launch:
    """A committed call, alive on the floor, with its place on a trunk."""

    call: NewCall
    place: Place
    ring_time: RingTime
    detection: MachineDetection | None = None
    safe_harbour: str | None = None

    def is_overdue(self, now: datetime) -> bool:
        """Whether its lead was found so long ago that it would have to be found anew."""
        return self.call.lead_id is not None and now > self.call.placed_at + LEAVES_WITHIN

    @property
    def request(self) -> DialRequest:
        call = self.call
        return DialRequest(
            call_id=call.id,
            phone_number=call.phone_number,
            give_up_after_seconds=self.ring_time.unanswered_seconds,
            dial_template=self.place.trunk.dial_template,
            caller_id=call.caller_id,
            grace_seconds=call.grace_seconds,
            safe_harbour=self.safe_harbour,
            recording=call.recording,
            detection=self.detection,
        )


class CallLauncher:
    def __init__(
        self, *, live_calls: LiveCalls, telephony: Telephony, clock: Clock, tasks: asyncio.TaskGroup
    ) -> None:
        self._live_calls = live_calls
        self._telephony = telephony
        self._clock = clock
        self._tasks = tasks
        self._under_way: set[asyncio.Task[Any]] = set()
        self._unsent: dict[UUID, Launch] = {}

    async def launch_all(self, launches: Sequence[Launch]) -> None:
        """Hand calls over in this order; returns when those are that need not wait for their turn."""
        for launch in launches:
            if launch.place.is_spaced:
                self._launch_soon(launch)
        # What the exchange says to them is known before the next campaign's calls are placed.
        async with asyncio.TaskGroup() as tasks:
            for launch in launches:
                if not launch.place.is_spaced:
                    tasks.create_task(self.launch(launch), name=f"launch {launch.call.id}")

    def _launch_soon(self, launch: Launch) -> None:
        self._unsent[launch.call.id] = launch
        self._begin(self.launch(launch), f"launch {launch.call.id}")

    def _begin(self, work: Coroutine[Any, Any, object], name: str) -> None:
        task = self._tasks.create_task(work, name=name)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def launch(self, launch: Launch) -> bool:
        """Hand the call over in its turn. False: it has ended as not placed, or nobody knows if it was taken.

        Raises nothing: whatever goes wrong with one call is logged, and keeps no other from being dialled.
        """
        call_id = launch.call.id
        self._unsent[call_id] = launch

        async def send() -> None:
            if self._unsent.pop(call_id, None) is None:
                raise _Withdrawn
            if launch.is_overdue(self._clock.now()):
                raise _Overdue("it waited too long for its turn")
            await self._telephony.dial(launch.request)
            if launch.place.is_spaced:
                await self._telephony.until_left(call_id)

        try:
            await launch.place.pass_gate(call_id, send)
        except TelephonyUncertain:
            # Perhaps it rings. The exchange's news, or the next comparison with it, decides.
            log.warning("dialling.uncertain", call_id=str(call_id))
            return False
        except _Withdrawn:
            launch.place.forget(call_id)
            return False
        except _NOT_SENT as error:
            log.warning("dialling.refused", call_id=str(call_id), reason=str(error) or "the trunk broke")
            if isinstance(error, TrunkBroke):
                self.take_back(launch)
            else:
                self._did_not_leave(launch)
            return False
        except Exception:  # edge: whatever is wrong with one call, the others are dialled
            log.exception("dialling.failed", call_id=str(call_id))
            if call_id not in self._unsent:
                # Perhaps it rings, and the link is up: no comparison will come by itself.
                self._begin(self._end_unheard_of(launch), f"doubt {call_id}")
            return False
        finally:
            if call_id in self._unsent:
                # Whoever wanted it is gone, or we are being stopped.
                self.take_back(launch)
        return True

    async def _end_unheard_of(self, launch: Launch) -> None:
        """Give the call up if the exchange tells nothing of it for as long as it could ring."""
        call_id = launch.call.id
        await self._clock.sleep(launch.ring_time.unanswered_seconds + _HEARD_OF_WITHIN_SECONDS)
        if not self._live_calls.is_unheard_of(call_id):
            return
        try:
            await self._telephony.hang_up(call_id)
        except TelephonyError:
            # It may have been told while nobody listened: the next comparison decides.
            return
        if self._live_calls.is_unheard_of(call_id):
            log.warning("dialling.given_up", call_id=str(call_id))
            self._live_calls.hear(call_id, Ended(self._clock.now(), CallOutcome.FAILED))

    def withdraw(self, call_ids: Collection[UUID]) -> None:
        """Send those no more that still wait for their turn: they end as not placed."""
        for call_id in call_ids:
            launch = self._unsent.get(call_id)
            if launch is not None:
                self.take_back(launch)

    async def stop(self) -> None:
        """Send nothing more: what still waits for its turn ends as not placed."""
        under_way = list(self._under_way)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        for launch in list(self._unsent.values()):
            self.take_back(launch)

    def take_back(self, launch: Launch) -> None:
        """It is not to be sent after all: it ends as not placed, through no fault of the exchange's."""
        self._did_not_leave(launch, cause=HUNG_UP)

    def _did_not_leave(self, launch: Launch, *, cause: int | None = None) -> None:
        call_id = launch.call.id
        self._unsent.pop(call_id, None)
        launch.place.forget(call_id)
        self._live_calls.hear(call_id, Ended(self._clock.now(), CallOutcome.NOT_PLACED, cause))
