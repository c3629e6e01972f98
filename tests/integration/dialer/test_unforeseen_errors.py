"""An error that nobody foresaw costs one call at most, and no call is left without an end."""

from dataclasses import dataclass

import pytest
from structlog.testing import capture_logs

from core.calls.state_machine import CallOutcome
from core.db import Database
from core.errors import TelephonyUnavailable
from core.law.models import DiallingPolicy
from core.operators.state_machine import OperatorState
from core.telephony.port import DialRequest
from tests.factories import a_campaign, a_client, a_lead, a_number, a_trunk, a_user
from tests.fakes.clock import FakeClock
from tests.fakes.telephony import FakeTelephony
from tests.integration.dialer.switchboard_story import a_story

BAD = "+79160000001"


@dataclass(slots=True)
class Stumbling(FakeTelephony):
    """An exchange with a fault that shows at one number."""

    async def dial(self, request: DialRequest) -> None:
        if request.phone_number == BAD:
            self.asked_to_dial.append(request.call_id)
            raise ZeroDivisionError
        await FakeTelephony.dial(self, request)


@pytest.mark.parametrize("calls_per_second", [None, 50])
async def test_the_other_calls_of_a_round_are_dialled_and_the_one_is_given_up(
    database: Database, calls_per_second: int | None
) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        await a_trunk(session, calls_per_second=calls_per_second)
        numbers = [a_number(), BAD, a_number()]
        leads = [await a_lead(session, campaign, phone_number=number) for number in numbers]
        in_force = await session.get_one(DiallingPolicy, campaign.policy_id)
    clock = FakeClock()
    exchange = Stumbling(now=clock.now)
    async with a_story(database, exchange, clock) as story:
        await story.some_seconds_pass()
        with capture_logs() as logs:
            assert await story.switchboard.placer.dial_leads(campaign, in_force, limit=3) == 3
            await story.until(lambda: len(exchange.dialled) == 2 and bool(exchange.asked_to_dial))
            await story.some_seconds_pass()

        assert {one.phone_number for one in exchange.dialled} == {numbers[0], numbers[2]}
        assert [one["event"] for one in logs if one["log_level"] == "error"] == ["dialling.failed"]

        # Perhaps it rings after all: it is not dialled again before that is out of the question.
        [bad] = [one for one in exchange.asked_to_dial if one not in exchange.calls]
        assert (await story.stored_call(bad)).ended_at is None
        await story.some_seconds_pass(60.0)
        call = await story.until_stored(bad, lambda call: call.ended_at is not None)
        assert call.outcome == CallOutcome.FAILED
        assert (await story.until_settled(leads[1].id)).attempts == 1


async def test_the_dialler_goes_on_after_an_unforeseen_error(database: Database) -> None:
    async with database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        campaign = await a_campaign(session, anna, boris)
        for _ in range(2):
            await a_lead(session, campaign)
    async with a_story(database) as story:
        story.telephony.dial_error = ZeroDivisionError()
        await story.goes_on_line(anna)
        await story.until(lambda: len(story.telephony.asked_to_dial) == 1)
        story.telephony.dial_error = None
        await story.goes_on_line(boris)
        await story.a_call_is_dialled()


async def test_a_click_that_meets_an_unforeseen_error_frees_its_operator(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        client = await a_client(session, BAD)
    clock = FakeClock()
    async with a_story(database, Stumbling(now=clock.now), clock) as story:
        await story.goes_on_line(anna)
        with pytest.raises(TelephonyUnavailable):
            await story.switchboard.place_call(anna.id, client.id, BAD)
        await story.some_seconds_pass(60.0)
        await story.until_operator(anna, OperatorState.AVAILABLE)
