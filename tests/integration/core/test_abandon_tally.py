"""What is stored of a campaign's calls counts as it did while they went on."""

from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call, CallKind
from core.calls.state_machine import AnsweredBy, CallOutcome, CallState
from core.campaigns.models import Campaign
from core.clients.models import Client
from core.db import Database
from core.law.tally import AbandonTally, stored_tallies
from tests.factories import a_campaign, a_client, a_number
from tests.fakes.clock import T0

ANSWERED: Final = {"answered_by": AnsweredBy.PERSON, "answered_at": T0 + timedelta(seconds=5)}
ENDED: Final = {"state": CallState.ENDED, "ended_at": T0 + timedelta(seconds=60)}


async def placed(session: AsyncSession, campaign: Campaign, client: Client, **values: Any) -> None:
    session.add(
        Call(
            **{
                "node": "node-1",
                "kind": CallKind.DIALLER,
                "phone_number": a_number(),
                "client_id": client.id,
                "campaign_id": campaign.id,
                "placed_at": T0,
                "grace_seconds": 2.0,
                **values,
            }
        )
    )
    await session.flush()


async def test_the_stored_calls_of_a_window_are_counted_by_each_calls_own_grace_time(
    database: Database,
) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        client = await a_client(session)
        for values in (
            {"state": CallState.RINGING},
            {**ENDED, "outcome": CallOutcome.NO_ANSWER},
            {**ANSWERED, "state": CallState.ANSWERED},
            {**ANSWERED, **ENDED, "outcome": CallOutcome.ABANDONED},
            {**ANSWERED, **ENDED, "connected_at": T0 + timedelta(seconds=7)},
            {**ANSWERED, **ENDED, "connected_at": T0 + timedelta(seconds=7.5)},
            {**ANSWERED, **ENDED, "connected_at": T0 + timedelta(seconds=7.5), "grace_seconds": 3.0},
            {**ANSWERED, **ENDED, "answered_by": AnsweredBy.MACHINE, "outcome": CallOutcome.MACHINE},
            {
                **ANSWERED,
                **ENDED,
                "grace_began_at": T0 + timedelta(seconds=6),
                "connected_at": T0 + timedelta(seconds=7.5),
            },
            {**ANSWERED, **ENDED, "kind": CallKind.CLICK_TO_DIAL},
            {**ANSWERED, **ENDED, "kind": CallKind.PREVIEW, "connected_at": T0 + timedelta(seconds=5)},
            {**ANSWERED, **ENDED, "kind": CallKind.PREVIEW, "outcome": CallOutcome.ABANDONED},
            {**ANSWERED, **ENDED, "kind": CallKind.CALLBACK, "outcome": CallOutcome.ABANDONED},
            {**ENDED, "kind": CallKind.CALLBACK, "outcome": CallOutcome.NO_ANSWER},
            {**ANSWERED, **ENDED, "placed_at": T0 - timedelta(days=1)},
        ):
            await placed(session, campaign, client, **values)

        counted = await stored_tallies(session, T0, ZoneInfo("Europe/Moscow"))

    tally = counted[campaign.id]
    assert tally.window(T0, days=1) == AbandonTally(launched=13, answered=9, abandoned=4, machines=1)
    assert tally.window(T0, days=2) == AbandonTally(launched=14, answered=10, abandoned=5, machines=1)
