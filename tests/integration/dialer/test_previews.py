"""Leads that operators look at before they are dialled, on a fake exchange and real databases."""

from datetime import timedelta
from pkgutil import resolve_name
from typing import Any
from uuid import uuid4

import pytest

from core.bus.events import PreviewOffered
from core.calls.models import CallKind
from core.calls.reason import ReasonKind
from core.calls.state_machine import CallOutcome, CallState
from core.campaigns.models import DialMode, PreviewTimeout
from core.db import Database
from core.denials.log import past_denials
from core.dnc.models import DncSource
from core.dnc.register import Refusal, refuse_numbers
from core.error_codes import ErrorCode
from core.errors import Conflict
from core.floor.figures import PaceReason
from core.operators.state_machine import OperatorState, PauseReason
from core.previews.models import PreviewEnding, SkipReason
from core.voice_messages.models import path_of
from tests.factories import a_lead
from tests.fakes.clock import T0
from tests.integration.dialer.preview_story import a_preview_campaign, ending_of
from tests.integration.dialer.switchboard_story import a_story, told


async def test_a_previewed_call_whose_operator_is_gone_has_the_policys_message(database: Database) -> None:
    message = uuid4()
    _, [anna], _ = await a_preview_campaign(database, policy={"safe_harbour": {"ru": message}})
    async with a_story(database) as story:
        line_id = await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        call_id = await story.switchboard.accept_preview(anna.id, card.preview_id)
        story.telephony.softphone_is_lost(line_id)
        await story.until_operator(anna, OperatorState.PAUSED)
        await story.telephony.answer(call_id)

        assert story.telephony.calls[call_id].message_played
        assert story.telephony.calls[call_id].request.safe_harbour == path_of(message)


@pytest.mark.parametrize("meanwhile", ["dialer.placing.commit_calls", "dialer.live_calls.LiveCalls.pop"])
async def test_an_operator_who_goes_before_the_call_is_handed_over_costs_no_attempt(
    database: Database, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    _, [anna], [lead] = await a_preview_campaign(database)
    async with a_story(database) as story:
        line_id = await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        done = resolve_name(meanwhile)

        async def done_and_anna_is_gone(*arguments: Any) -> Any:
            result = await done(*arguments)
            story.telephony.softphone_is_lost(line_id)
            await story.until_operator(anna, OperatorState.PAUSED)
            return result

        monkeypatch.setattr(meanwhile, done_and_anna_is_gone)
        with pytest.raises(Conflict) as refused:
            await story.switchboard.accept_preview(anna.id, card.preview_id)
        settled = await story.until_settled(lead.id)

        assert refused.value.code is ErrorCode.NOT_ON_LINE
        assert story.telephony.dialled == []
        assert (settled.attempts, settled.not_placed) == (0, 1)
        assert settled.next_attempt_at is not None


async def test_what_is_dialled_by_itself_and_barred_is_no_denial_of_the_operators(database: Database) -> None:
    _, [anna], [lead] = await a_preview_campaign(
        database, preview_timeout=PreviewTimeout.DIAL, preview_seconds=20
    )
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        async with database.transaction() as session:
            await refuse_numbers(session, [lead.phone_number], Refusal(DncSource.HAND, T0, None, None))
        story.clock.move(21.0)
        await story.until_operator(anna, OperatorState.AVAILABLE)

        assert await ending_of(story, card.preview_id) == (PreviewEnding.BARRED, None)
        async with database.reading() as session:
            assert await past_denials(session, [lead.phone_number], limit=9) == []


async def test_an_accepted_lead_is_dialled_and_joined_to_whoever_accepted_it(database: Database) -> None:
    campaign, [anna, boris], [lead] = await a_preview_campaign(database, operators=2, wrap_up_seconds=45)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        now = await story.switchboard.operator_now(anna.id)
        # Idle for longer than the one who accepts, and still not the one who is joined.
        await story.goes_on_line(boris)
        assert story.telephony.dialled == []
        call_id = await story.switchboard.accept_preview(anna.id, card.preview_id)
        reserved = await story.switchboard.operator_now(anna.id)
        story.telephony.ring(call_id)
        await story.telephony.answer(call_id)
        await story.until_operator(anna, OperatorState.ON_CALL)
        story.telephony.customer_hangs_up(call_id)
        await story.until_operator(anna, OperatorState.WRAP_UP)

        assert (card.phone_number, card.attempts, card.promised_at) == (lead.phone_number, 0, None)
        assert card.campaign.id == campaign.id
        assert now is not None
        assert now.client is not None
        assert (now.preview_id, now.client.name) == (card.preview_id, card.client.name)
        assert reserved is not None
        assert (reserved.state, reserved.call_id) == (OperatorState.RESERVED, call_id)
        call = await story.until_stored(call_id, lambda call: call.state == CallState.ENDED)
        assert (call.kind, call.outcome, call.operator_id) == (CallKind.PREVIEW, CallOutcome.HANDLED, anna.id)
        assert call.reason is not None
        assert (call.reason.kind, call.reason.operator_id) == (ReasonKind.PREVIEW, anna.id)
        assert (call.reason.mode, call.reason.attempt) == ("preview", 1)
        settled = await story.until_settled(lead.id)
        assert (settled.attempts, settled.next_attempt_at) == (1, None)
        assert await ending_of(story, card.preview_id) == (PreviewEnding.ACCEPTED, None)
        # A person answered and an operator was joined: the law counts it as any other call.
        await story.some_seconds_pass()
        tally = (await story.switchboard.floor()).figures
        assert tally.campaigns[0].pace is not None
        assert tally.campaigns[0].pace.reason is PaceReason.PREVIEW_MODE
        assert (tally.campaigns[0].pace.answered, tally.abandon_rate) == (1, 0.0)
        assert tally.today.handled == 1


async def test_each_operator_is_offered_another_lead_the_longest_due_first(database: Database) -> None:
    _, staff, leads = await a_preview_campaign(database, leads=3, operators=2)
    async with a_story(database) as story:
        credentials = [await story.switchboard.open_line(one.id, uuid4()) for one in staff]
        for one in credentials:
            story.telephony.softphone_registers(one.line_id)
        offered = [(await story.is_offered(one)).phone_number for one in staff]

        assert sorted(offered) == sorted(lead.phone_number for lead in leads[:2])


@pytest.mark.parametrize("reason", list(SkipReason))
async def test_a_skipped_lead_comes_again_by_the_campaigns_rule(
    database: Database, reason: SkipReason
) -> None:
    rules = {"rules": [{"after": "skipped", "wait_seconds": 600, "times": 1}]}
    _, [anna], [lead] = await a_preview_campaign(database, recycling_document=rules)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        first = await story.is_offered(anna)
        before = story.clock.now()
        freed = await story.switchboard.skip_preview(anna.id, first.preview_id, reason)
        again = await story.until_settled(lead.id)

        assert (freed.state, freed.preview_id, freed.client) == (OperatorState.AVAILABLE, None, None)
        assert again.next_attempt_at is not None
        assert again.next_attempt_at >= before + timedelta(seconds=600)
        assert (again.attempts, again.endings) == (0, {"skipped": 1})
        assert await ending_of(story, first.preview_id) == (PreviewEnding.SKIPPED, reason)
        story.clock.move(700)
        second = await story.is_offered(anna)
        await story.switchboard.skip_preview(anna.id, second.preview_id, reason)
        closed = await story.until_settled(lead.id)
        assert closed.next_attempt_at is None
        assert (closed.closed_because, closed.closed_detail) == ("skipped", reason)
        assert story.telephony.dialled == []


@pytest.mark.parametrize(
    ("on_timeout", "ending", "state", "is_put_off"),
    [
        (PreviewTimeout.SKIP, PreviewEnding.PUT_OFF, OperatorState.AVAILABLE, True),
        (PreviewTimeout.PAUSE, PreviewEnding.MISSED, OperatorState.PAUSED, False),
    ],
)
async def test_what_happens_to_a_lead_that_nobody_decides_on_in_time(
    database: Database,
    on_timeout: PreviewTimeout,
    ending: PreviewEnding,
    state: OperatorState,
    is_put_off: bool,
) -> None:
    _, [anna], [lead] = await a_preview_campaign(database, preview_seconds=20, preview_timeout=on_timeout)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        assert card.expires_at - card.offered_at == timedelta(seconds=20)
        story.clock.move(19)
        assert (await story.is_offered(anna)).preview_id == card.preview_id
        story.clock.move(1)
        await story.until_operator(anna, state)
        settled = await story.until_settled(lead.id)

        now = await story.switchboard.operator_now(anna.id)
        assert now is not None
        assert (now.reason, now.preview_id) == (PauseReason.PREVIEW_MISSED if not is_put_off else None, None)
        assert settled.next_attempt_at is not None
        assert (settled.next_attempt_at > story.clock.now()) is is_put_off
        assert (await ending_of(story, card.preview_id))[0] == ending


async def test_a_lead_may_be_dialled_by_itself_when_the_time_is_over(database: Database) -> None:
    _, [anna], _ = await a_preview_campaign(database, preview_seconds=20, preview_timeout=PreviewTimeout.DIAL)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        story.clock.move(20)
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        await story.until_operator(anna, OperatorState.ON_CALL)

        assert await ending_of(story, card.preview_id) == (PreviewEnding.DIALLED, None)


async def test_nothing_is_dialled_for_an_operator_whose_telephone_is_gone(database: Database) -> None:
    _, [anna], [lead] = await a_preview_campaign(
        database, preview_seconds=20, preview_timeout=PreviewTimeout.DIAL
    )
    async with a_story(database) as story:
        line_id = await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        story.telephony.softphone_is_lost(line_id)
        await story.some_seconds_pass()
        with pytest.raises(Conflict, match="softphone is not on line"):
            await story.switchboard.accept_preview(anna.id, card.preview_id)
        story.clock.move(20)
        await story.until_operator(anna, OperatorState.PAUSED)
        await story.until_settled(lead.id)

        assert story.telephony.dialled == []
        assert (await ending_of(story, card.preview_id))[0] == PreviewEnding.WITHDRAWN


async def test_a_reloaded_page_has_the_lead_again_with_the_time_that_is_left(database: Database) -> None:
    _, [anna], _ = await a_preview_campaign(database, preview_seconds=30)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        story.clock.move(5)
        credentials = await story.switchboard.open_line(anna.id, uuid4())
        assert await story.switchboard.current_preview(anna.id) == card
        story.telephony.softphone_registers(credentials.line_id)
        await story.some_seconds_pass()
        await story.switchboard.accept_preview(anna.id, card.preview_id)

        assert len(await told(story.bus, PreviewOffered)) == 1
        assert len(story.telephony.dialled) == 1


@pytest.mark.parametrize("leaves", ["pauses", "logs out"])
async def test_the_lead_of_an_operator_who_leaves_goes_to_a_colleague_at_once(
    database: Database, leaves: str
) -> None:
    _, [anna, boris], [lead] = await a_preview_campaign(database, operators=2)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        await story.goes_on_line(boris)
        if leaves == "pauses":
            await story.switchboard.pause(anna.id, PauseReason.LUNCH)
        else:
            await story.switchboard.close_line(anna.id)
        left_at = story.clock.now()
        again = await story.is_offered(boris)

        assert again.phone_number == lead.phone_number
        assert again.offered_at - left_at < timedelta(seconds=30), "only when the first one's time was over"
        assert await ending_of(story, card.preview_id) == (PreviewEnding.WITHDRAWN, None)
        assert await story.switchboard.current_preview(anna.id) is None


@pytest.mark.parametrize("becomes", [{"mode": mode} for mode in DialMode if mode is not DialMode.PREVIEW])
async def test_another_mode_takes_open_offers_back_and_dials_by_itself(
    database: Database, becomes: dict[str, Any]
) -> None:
    campaign, [anna], [lead] = await a_preview_campaign(database)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        switched_at = story.clock.now()
        await story.campaign_becomes(campaign, **becomes)
        # No faster than the clock on the wall: what is measured has a busy database in it.
        await story.until(lambda: len(story.telephony.dialled) == 1, clock_moves=0.002)

        assert story.clock.now() - switched_at < timedelta(seconds=2)
        assert story.telephony.dialled[0].phone_number == lead.phone_number
        assert await ending_of(story, card.preview_id) == (PreviewEnding.WITHDRAWN, None)
        with pytest.raises(Conflict, match="not offered to you"):
            await story.switchboard.accept_preview(anna.id, card.preview_id)


async def test_a_campaign_that_is_paused_takes_its_offers_back(database: Database) -> None:
    campaign, [anna], [lead] = await a_preview_campaign(database)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await story.is_offered(anna)
        await story.campaign_is(campaign, running=False)
        await story.until_operator(anna, OperatorState.AVAILABLE)
        assert (await story.until_settled(lead.id)).next_attempt_at == lead.next_attempt_at

        await story.campaign_becomes(campaign, is_running=True, mode=DialMode.PROGRESSIVE)
        await story.a_call_is_dialled()
        await story.campaign_becomes(campaign, mode=DialMode.PREVIEW)
        await story.some_seconds_pass()
        assert await story.switchboard.current_preview(anna.id) is None, "offered beside a ringing call"


async def test_an_operators_own_callback_is_offered_first_and_to_nobody_else(database: Database) -> None:
    campaign, [anna, boris], [lead] = await a_preview_campaign(database, operators=2)
    async with database.transaction() as session:
        promised = await a_lead(session, campaign, due_at=T0, callback_operator_id=anna.id)
    async with a_story(database) as story:
        await story.goes_on_line(boris)
        assert (await story.is_offered(boris)).phone_number == lead.phone_number
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        call_id = await story.switchboard.accept_preview(anna.id, card.preview_id)

        assert (card.phone_number, card.promised_at) == (promised.phone_number, T0)
        assert (await story.stored_call(call_id)).phone_number == promised.phone_number
