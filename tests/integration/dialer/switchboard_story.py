"""A switchboard on a fake exchange, told as a story: who comes, what rings, what is stored."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from core.bus.events import LiveEvent
from core.bus.memory import MemoryBus
from core.bus.port import Bus
from core.calls.models import Call
from core.campaigns.models import Campaign
from core.contacts.models import Contact
from core.db import Database
from core.leads.models import Lead
from core.operators.state_machine import OperatorState
from core.previews.card import PreviewCard
from core.telephony.port import LineId
from core.users.models import User
from dialer.running import running_switchboard
from dialer.switchboard import NodeSwitchboard
from tests.fakes.clock import FakeClock
from tests.fakes.telephony import FakeTelephony

PATIENCE_SECONDS = 25.0
QUIET_WITHIN_SECONDS = 40.0
LONGEST_ROUND_SECONDS = 0.5


@dataclass
class Story:
    database: Database
    telephony: FakeTelephony
    clock: FakeClock
    bus: Bus
    switchboard: NodeSwitchboard

    async def goes_on_line(self, operator: User, console_id: str | None = None) -> LineId:
        """With this console, or with one that nobody looks at."""
        console = UUID(console_id) if console_id else uuid4()
        credentials = await self.switchboard.open_line(operator.id, console)
        self.telephony.softphone_registers(credentials.line_id)
        await self.until_operator(operator, OperatorState.AVAILABLE)
        return credentials.line_id

    async def until(self, happened: Callable[[], bool], *, clock_moves: float = 0.01) -> None:
        """Let the loops work, moving the clock a little, until something is so."""
        async with self._with_patience():
            while not happened():
                self.clock.move(clock_moves)
                await asyncio.sleep(0.002)

    async def until_operator(self, operator: User, state: OperatorState) -> None:
        seen: list[OperatorState] = []
        async with self._with_patience(last_seen=seen):
            while seen != [state]:
                now = await self.switchboard.operator_now(operator.id)
                seen[:] = [now.state if now else OperatorState.LOGGED_OUT]
                self.clock.move(0.01)
                await asyncio.sleep(0.002)

    async def campaign_is(self, campaign: Campaign, *, running: bool) -> None:
        await self.campaign_becomes(campaign, is_running=running)

    async def campaign_becomes(self, campaign: Campaign, **settings: Any) -> None:
        async with self.database.transaction() as session:
            stored = await session.get_one(Campaign, campaign.id)
            for name, value in settings.items():
                setattr(stored, name, value)
        await self.switchboard.campaigns_changed()

    async def is_offered(self, operator: User) -> PreviewCard:
        """The lead that the operator is offered, now or soon."""
        async with self._with_patience():
            while (card := await self.switchboard.current_preview(operator.id)) is None:
                self.clock.move(0.01)
                await asyncio.sleep(0.002)
        return card

    async def a_call_is_dialled(self, count: int = 1) -> UUID:
        await self.until(lambda: len(self.telephony.dialled) >= count)
        return self.telephony.dialled[count - 1].call_id

    @asynccontextmanager
    async def _with_patience(
        self, seconds: float = PATIENCE_SECONDS, last_seen: Sequence[object] = ()
    ) -> AsyncIterator[None]:
        """Raises AssertionError with what the story has come to, if the block takes longer."""
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError:
            dialled = [request.phone_number for request in self.telephony.dialled]
            raise AssertionError(
                f"not within {seconds:g} s; last seen {[*last_seen]}, the clock at {self.clock.now()}, "
                f"{self.clock.sleeping} asleep, dialled {dialled}"
            ) from None

    async def some_seconds_pass(self, seconds: float = 2.0) -> None:
        """Time in which every loop makes its rounds to their end, however slow the database is."""
        for _ in range(20):
            sleeping = self.clock.sleeping
            self.clock.move(seconds / 20)
            await self._as_many_sleep_again(sleeping)

    async def _as_many_sleep_again(self, sleeping: int) -> None:
        with suppress(TimeoutError):  # Some have slept for the last time.
            async with asyncio.timeout(LONGEST_ROUND_SECONDS):
                while True:
                    await asyncio.sleep(0.002)
                    if self.clock.sleeping >= sleeping:
                        return

    async def stored_call(self, call_id: UUID) -> Call:
        async with self.database.reading() as session:
            return await session.get_one(Call, call_id)

    async def until_stored(self, call_id: UUID, so: Callable[[Call], bool]) -> Call:
        async with self._with_patience():
            while not so(call := await self.stored_call(call_id)):
                self.clock.move(0.01)
                await asyncio.sleep(0.002)
        return call

    async def contacts(self) -> list[Contact]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(Contact)))

    async def until_quiet(self) -> None:
        """Let everything that is under way come to its end, until no event follows for a while."""
        async with self._with_patience(QUIET_WITHIN_SECONDS):
            seen, quiet = await self.bus.last_id(), 0
            while quiet < 6:
                await self.some_seconds_pass(0.5)
                before, seen = seen, await self.bus.last_id()
                quiet = quiet + 1 if seen == before else 0

    async def until_settled(self, lead_id: UUID) -> Lead:
        """The lead, once no dialler holds it any more."""
        async with self._with_patience():
            while (lead := await self.stored_lead(lead_id)).held_until is not None:
                self.clock.move(0.01)
                await asyncio.sleep(0.002)
        return lead

    async def stored_lead(self, lead_id: UUID) -> Lead:
        async with self.database.reading() as session:
            return await session.get_one(Lead, lead_id)


@asynccontextmanager
async def a_story(
    database: Database,
    telephony: FakeTelephony | None = None,
    clock: FakeClock | None = None,
    bus: Bus | None = None,
    *,
    node: str = "node-1",
) -> AsyncIterator[Story]:
    clock = clock or FakeClock()
    telephony = telephony or FakeTelephony(now=clock.now)
    bus = bus or MemoryBus(clock)
    async with running_switchboard(
        node=node,
        home_region="RU",
        home_zone="Europe/Moscow",
        database=database,
        telephony=telephony,
        bus=bus,
        clock=clock,
    ) as switchboard:
        telephony.receptionist = switchboard.receptionist
        yield Story(database, telephony, clock, bus, switchboard)


async def told(bus: Bus, event_type: type[LiveEvent]) -> list[bytes]:
    """The bodies of all events of a kind so far."""
    name = event_type.__dataclass_fields__["type"].default
    everything = await bus.replay(type(await bus.last_id())((await bus.last_id()).epoch, 0)) or []
    return [event.body for event in everything if f'"type":"{name}"'.encode() in event.body]
