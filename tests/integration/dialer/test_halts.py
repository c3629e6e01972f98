"""A campaign that runs places no calls while what its law asks for is missing, says so, and goes on after."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.state_machine import CallOutcome
from core.campaigns.halts import Halt
from core.campaigns.models import Campaign, DialMode
from core.campaigns.settings import set_running
from core.db import Database
from core.error_codes import ErrorCode
from core.errors import Conflict
from core.law.models import DiallingPolicy
from core.leads.bars import BarCode
from core.leads.settling import Attempt, settle_attempts
from core.leads.why import why_lead
from core.operators.state_machine import OperatorState
from core.voice_messages.models import VoiceMessage
from tests.factories import a_campaign, a_lead, a_policy, a_user
from tests.fakes.clock import T0
from tests.integration.dialer.preview_story import a_preview_campaign
from tests.integration.dialer.switchboard_story import Story, a_story

PATIENCE_SECONDS = 20.0

Change = Callable[[AsyncSession, Campaign, DiallingPolicy], Awaitable[None]]


async def _the_message_goes(session: AsyncSession, _campaign: Campaign, _policy: DiallingPolicy) -> None:
    await session.execute(delete(VoiceMessage))


async def _a_language_is_added(session: AsyncSession, _campaign: Campaign, policy: DiallingPolicy) -> None:
    spoken = {**policy.document["safe_harbour"], "en": str(uuid4())}
    policy.document = {**policy.document, "safe_harbour": spoken}


async def _no_message_is_named(_session: AsyncSession, _campaign: Campaign, policy: DiallingPolicy) -> None:
    policy.document = {**policy.document, "safe_harbour": {}}


async def _it_cannot_be_read(_session: AsyncSession, _campaign: Campaign, policy: DiallingPolicy) -> None:
    policy.document = {**policy.document, "abandon_limit": "many"}


async def _it_is_taken_away(_session: AsyncSession, campaign: Campaign, _policy: DiallingPolicy) -> None:
    campaign.policy_id = None


TROUBLES: dict[Change, Halt] = {
    _the_message_goes: Halt.SAFE_HARBOUR_MISSING,
    _a_language_is_added: Halt.SAFE_HARBOUR_MISSING,
    _no_message_is_named: Halt.SAFE_HARBOUR_MISSING,
    _it_cannot_be_read: Halt.POLICY_INVALID,
    _it_is_taken_away: Halt.NO_POLICY,
}


async def a_message(session: AsyncSession, **values: Any) -> VoiceMessage:
    message = VoiceMessage(**({"id": uuid4(), "name": "Sorry", "seconds": 2.0, "added_at": T0} | values))
    session.add(message)
    await session.flush()
    return message


async def a_policy_with_a_message(session: AsyncSession) -> tuple[DiallingPolicy, VoiceMessage]:
    message = await a_message(session)
    return await a_policy(session, safe_harbour_is_due=True, safe_harbour={"ru": message.id}), message


async def until_shown(story: Story, halt: Halt | None) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while [one.halted_by for one in (await story.switchboard.floor()).figures.campaigns] != [halt]:
            await story.some_seconds_pass(0.5)


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_a_running_campaign_stops_placing_and_goes_on_when_it_is_mended(
    database: Database, trouble: Change
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        policy, message = await a_policy_with_a_message(session)
        document, kept = policy.document, message.id
        campaign = await a_campaign(session, anna, policy_id=policy.id)
        lead = await a_lead(session, campaign)
    async with a_story(database) as story:
        await until_shown(story, None)
        async with database.transaction() as session:
            row = await session.get_one(DiallingPolicy, policy.id)
            await trouble(session, await session.get_one(Campaign, campaign.id), row)
        await until_shown(story, TROUBLES[trouble])
        await story.goes_on_line(anna)
        await story.some_seconds_pass()
        assert story.telephony.dialled == []
        async with database.reading() as session:
            [why] = (await why_lead(session, lead.id, T0)).leads
            assert [bar.code for bar in why.bars][:1] == [BarCode(TROUBLES[trouble])]

        async with database.transaction() as session:
            if await session.get(VoiceMessage, kept) is None:
                await a_message(session, id=kept)
            (await session.get_one(DiallingPolicy, policy.id)).document = document
            (await session.get_one(Campaign, campaign.id)).policy_id = policy.id
        await story.a_call_is_dialled()


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_what_is_halted_does_not_start(database: Database, trouble: Change) -> None:
    async with database.transaction() as session:
        boss = await a_user(session)
        policy, _ = await a_policy_with_a_message(session)
        campaign = await a_campaign(session, policy_id=policy.id, is_running=False)
        await trouble(session, campaign, policy)
        with pytest.raises(Conflict) as refused:
            await set_running(session, campaign.id, True, user_id=boss.id, now=T0)
    codes = {Halt.NO_POLICY: ErrorCode.POLICY_MISSING, Halt.POLICY_INVALID: ErrorCode.POLICY_INVALID}
    assert refused.value.code is codes.get(TROUBLES[trouble], ErrorCode.SAFE_HARBOUR_MISSING)


async def test_an_offer_is_taken_back_when_its_campaign_is_halted(database: Database) -> None:
    campaign, [anna], _ = await a_preview_campaign(database)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        offer = await story.is_offered(anna)
        async with database.transaction() as session:
            policy = await session.get_one(DiallingPolicy, campaign.policy_id)
            await _it_cannot_be_read(session, campaign, policy)
        with pytest.raises(Conflict):
            await story.switchboard.accept_preview(anna.id, offer.preview_id)
        await story.until_operator(anna, OperatorState.AVAILABLE)
        await story.some_seconds_pass()

        assert story.telephony.dialled == []


async def test_a_call_is_stored_though_its_policy_cannot_be_read_any_more(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        lead = await a_lead(session, campaign)
        policy = await session.get_one(DiallingPolicy, campaign.policy_id)
        await _it_cannot_be_read(session, campaign, policy)
        await session.flush()
        await settle_attempts(session, [Attempt(lead.id, lead.phone_number, CallOutcome.NO_ANSWER, T0)])
        await session.refresh(lead)
        assert lead.attempts == 1


async def test_one_halted_campaign_does_not_keep_another_from_dialling(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        halted = await a_campaign(session, anna, policy={"safe_harbour_is_due": True})
        other = await a_campaign(session, anna, mode=DialMode.PREDICTIVE)
        await a_lead(session, halted)
        lead = await a_lead(session, other)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        assert (await story.stored_call(call_id)).lead_id == lead.id
