"""The dialler keeps to the policy of each campaign, and tells with each call why it was dialled."""

from uuid import uuid4

import pytest

from core.calls.machines import MachineAction
from core.calls.reason import ReasonKind
from core.calls.state_machine import AnsweredBy, CallOutcome
from core.db import Database
from core.law.models import DiallingPolicy
from core.law.policy import GraceFrom
from core.telephony.port import MachineDetection
from core.voice_messages.models import path_of
from dialer.ring_time import SET_UP_SECONDS
from tests.factories import a_campaign, a_client, a_lead, a_number, a_policy, a_user
from tests.fakes.clock import T0
from tests.integration.dialer.switchboard_story import a_story


async def test_a_campaign_without_a_policy_is_not_dialled(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        await a_lead(session, await a_campaign(session, anna, policy_id=None))
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await story.some_seconds_pass()

        assert story.telephony.dialled == []


async def test_the_policys_patience_goes_before_the_campaigns_ring_time(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        rules = {"minimum_ring_seconds": 15, "grace_seconds": 1.5}
        await a_lead(session, await a_campaign(session, anna, policy=rules, ring_seconds=5))
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        request = story.telephony.dialled[0]

        assert (request.give_up_after_seconds, request.grace_seconds) == (15 + SET_UP_SECONDS + 15, 1.5)
        assert (await story.stored_call(call_id)).grace_seconds == 1.5


async def test_a_changed_policy_holds_from_the_next_claim_on(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        policy = await a_policy(session)
        campaign = await a_campaign(session, anna, policy_id=policy.id)
        closed = {**policy.document, "calling_hours": {**policy.document["calling_hours"]}}
        closed["calling_hours"]["week"] = dict.fromkeys(policy.document["calling_hours"]["week"])
        opened, policy.document = policy.document, closed
        await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await story.some_seconds_pass()
        assert story.telephony.dialled == []
        async with database.transaction() as session:
            (await session.get_one(DiallingPolicy, policy.id)).document = opened
        await story.a_call_is_dialled()


async def test_a_call_keeps_why_it_was_dialled(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign, attempts=2, last_outcome="busy")
        await a_lead(session, campaign, callback_operator_id=anna.id, callback_at=T0)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        first = (await story.stored_call(await story.a_call_is_dialled())).reason
        story.telephony.stay_unanswered(story.telephony.dialled[0].call_id)
        second = (await story.stored_call(await story.a_call_is_dialled(2))).reason

    assert first is not None
    assert second is not None
    assert (first.kind, first.operator_id, first.attempt) == (ReasonKind.CALLBACK, anna.id, 1)
    assert (second.kind, second.attempt, second.attempts_allowed) == (ReasonKind.RETRY, 3, 5)
    assert (second.after, second.mode) == ("busy", "progressive")
    assert (second.policy_id, second.policy_revision) == (campaign.policy_id, 1)


async def test_greetings_are_listened_to_but_for_promised_calls(database: Database) -> None:
    rules = {"machine_false_positive_rate": 0.02, "grace_from": GraceFrom.GREETING}
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, policy=rules, machine_action=MachineAction.HANG_UP)
        await a_lead(session, campaign, callback_operator_id=anna.id, callback_at=T0)
        lead = await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        story.telephony.stay_unanswered(await story.a_call_is_dialled())
        call_id = await story.a_call_is_dialled(2)
        promised, other = story.telephony.dialled[:2]

        assert promised.detection is None
        assert other.detection == MachineDetection(MachineAction.HANG_UP, grace_from_greeting=True)

        story.telephony.hang_up_machine(call_id)
        call = await story.until_stored(call_id, lambda call: call.ended_at is not None)
        settled = await story.until_settled(lead.id)

    assert (call.answered_by, call.outcome) == (AnsweredBy.MACHINE, CallOutcome.MACHINE)
    assert settled.next_attempt_at is not None
    assert settled.endings == {"machine": 1}


@pytest.mark.parametrize(
    ("language", "spoken", "heard"),
    [("ru", "ru en", "ru"), ("en", "ru en", "en"), ("en", "ru", "ru"), ("ru", "", None)],
)
async def test_an_abandoned_person_hears_the_policys_message_in_their_language(
    database: Database, language: str, spoken: str, heard: str | None
) -> None:
    messages = {one: uuid4() for one in spoken.split()}
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, policy={"safe_harbour": messages})
        number = a_number()
        client = await a_client(session, number, language=language)
        await a_lead(session, campaign, client, phone_number=number)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await story.a_call_is_dialled()
        wanted = path_of(messages[heard]) if heard else None
        assert story.telephony.dialled[0].safe_harbour == wanted
