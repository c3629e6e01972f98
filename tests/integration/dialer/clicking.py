"""An operator who clicks a client's number."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from core.calls.disposition import Verdict
from core.calls.models import Call, CallKind
from core.calls.state_machine import CallOutcome, CallState
from core.clients.models import Client
from core.db import Database
from core.law.hours import CallingHours, DayHours, WeekHours
from core.leads.models import Lead
from core.operators.state_machine import OperatorState
from core.users.models import Role, User
from tests.factories import a_campaign, a_client, a_lead, a_user
from tests.fakes.clock import T0
from tests.integration.dialer.switchboard_story import Story, a_story

NUMBER, OTHER_NUMBER = "+79161234567", "+74951234567"
CLOSED = CallingHours(week=WeekHours.daily(DayHours(opens=time(2), closes=time(3))))
"""Calling hours that are over at the time of the stories."""
NEXT_WEEK = T0 + timedelta(days=7)


@asynccontextmanager
async def a_clicker(
    database: Database, *, in_campaign: bool, policy: dict[str, Any] | None = None, **lead: Any
) -> AsyncIterator["Clicking"]:
    """Boris, on line, and a client with one lead, whose campaign's operators he is among or is not."""
    async with database.transaction() as session:
        boris = await a_user(session, Role.OPERATOR if in_campaign else Role.SALES)
        staff = [boris] if in_campaign else []
        campaign = await a_campaign(session, *staff, policy=policy, wrap_up_seconds=45)
        client = await a_client(session, NUMBER, OTHER_NUMBER)
        filled: dict[str, Any] = {"phone_number": NUMBER, "due_at": NEXT_WEEK} | lead
        stored = await a_lead(session, campaign, client, **filled)
    async with a_story(database) as story:
        await story.goes_on_line(boris)
        yield Clicking(story, boris, client, stored)


class Clicking:
    def __init__(self, story: Story, boris: User, client: Client, lead: Lead) -> None:
        self.story, self.boris, self.client, self.lead = story, boris, client, lead

    async def clicks(self, number: str = NUMBER, *, despite_bars: bool = False) -> UUID:
        return await self.story.switchboard.place_call(
            self.boris.id, self.client.id, number, despite_bars=despite_bars
        )

    async def has_been_called(self, outcome: CallOutcome, number: str = NUMBER) -> None:
        """An hour ago, by whomever."""
        async with self.story.database.transaction() as session:
            at = T0 - timedelta(hours=1)
            call = Call(
                node="node-1",
                kind=CallKind.DIALLER,
                phone_number=number,
                client_id=self.client.id,
                placed_at=at,
                ended_at=at,
                state=CallState.ENDED,
                outcome=outcome,
            )
            session.add(call)

    async def talks(self, number: str = NUMBER) -> UUID:
        call_id = await self.clicks(number)
        await self.story.telephony.answer(call_id)
        await self.story.until_operator(self.boris, OperatorState.ON_CALL)
        await self.story.switchboard.hang_up(self.boris.id, call_id)
        await self.story.until_operator(self.boris, OperatorState.WRAP_UP)
        await self.story.switchboard.everything_stored()
        return call_id

    async def says(self, call_id: UUID, disposition: str, callback_at: datetime | None = None) -> None:
        verdict = Verdict(disposition, "", callback_at)
        await self.story.switchboard.dispose(self.boris.id, call_id, verdict)

    async def lead_now(self) -> Lead:
        return await self.story.stored_lead(self.lead.id)
