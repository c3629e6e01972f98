"""Offers that meet with trouble: changed rules, an exchange or a server that is away, calls that fail."""

from datetime import timedelta
from typing import Any

import pytest

from core.db import Database
from core.dnc.models import DncSource
from core.dnc.register import Refusal, refuse_numbers
from core.errors import Conflict, TelephonyRefused, TelephonyUnavailable
from core.leads.models import Lead
from core.lists.models import LeadList
from core.operators.state_machine import OperatorState
from core.previews.models import Preview, PreviewEnding, SkipReason
from dialer.previews import OpenPreviews
from tests.factories import a_campaign, a_client, a_lead, a_trunk, a_user
from tests.fakes.clock import T0
from tests.integration.dialer.preview_story import a_preview_campaign, ending_of
from tests.integration.dialer.switchboard_story import a_story


async def test_a_number_that_was_refused_meanwhile_is_not_dialled(database: Database) -> None:
    _, [anna], [lead] = await a_preview_campaign(database)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        async with database.transaction() as session:
            await refuse_numbers(session, [lead.phone_number], Refusal(DncSource.HAND, T0, None))
        with pytest.raises(Conflict, match="refused_by_all") as refused:
            await story.switchboard.accept_preview(anna.id, card.preview_id)
        await story.until_operator(anna, OperatorState.AVAILABLE)
        await story.until_settled(lead.id)

        assert refused.value.parameters == {"bar": "refused_by_all"}
        assert await ending_of(story, card.preview_id) == (PreviewEnding.BARRED, None)
        await story.some_seconds_pass()
        assert story.telephony.dialled == []
        assert await story.switchboard.current_preview(anna.id) is None


async def test_a_lead_whose_list_was_switched_off_meanwhile_is_not_dialled(
    database: Database,
) -> None:
    _, [anna], [lead] = await a_preview_campaign(database)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        async with database.transaction() as session:
            (await session.get_one(LeadList, lead.list_id)).is_active = False
        with pytest.raises(Conflict, match="list_off"):
            await story.switchboard.accept_preview(anna.id, card.preview_id)

        assert story.telephony.dialled == []


async def test_accepting_twice_dials_once_and_nobody_elses_offer_is_accepted(database: Database) -> None:
    _, [anna, boris], _ = await a_preview_campaign(database, operators=2)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        await story.goes_on_line(boris)
        with pytest.raises(Conflict, match="not offered to you"):
            await story.switchboard.accept_preview(boris.id, card.preview_id)
        await story.switchboard.accept_preview(anna.id, card.preview_id)
        with pytest.raises(Conflict, match="not offered to you"):
            await story.switchboard.accept_preview(anna.id, card.preview_id)
        with pytest.raises(Conflict, match="not offered to you"):
            await story.switchboard.skip_preview(anna.id, card.preview_id, SkipReason.OTHER)

        assert len(story.telephony.dialled) == 1


async def test_a_call_that_reaches_nobody_frees_the_operator_and_is_an_attempt(database: Database) -> None:
    _, [anna], [lead] = await a_preview_campaign(database)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        call_id = await story.switchboard.accept_preview(anna.id, card.preview_id)
        story.telephony.stay_unanswered(call_id)
        await story.until_operator(anna, OperatorState.AVAILABLE)
        settled = await story.until_settled(lead.id)

        assert (settled.attempts, settled.endings) == (1, {"no_answer": 1})


async def test_an_exchange_that_refuses_the_call_frees_the_operator(database: Database) -> None:
    _, [anna], [lead] = await a_preview_campaign(database)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        story.telephony.dial_error = TelephonyRefused("no trunk")
        with pytest.raises(TelephonyUnavailable):
            await story.switchboard.accept_preview(anna.id, card.preview_id)
        await story.until_operator(anna, OperatorState.AVAILABLE)

        settled = await story.until_settled(lead.id)
        assert (settled.attempts, settled.endings) == (0, {})


async def test_while_the_exchange_is_away_the_offer_stands_and_waits(database: Database) -> None:
    _, [anna], _ = await a_preview_campaign(database)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        story.telephony.link_breaks()
        await story.some_seconds_pass()
        with pytest.raises(TelephonyUnavailable):
            await story.switchboard.accept_preview(anna.id, card.preview_id)
        story.telephony.link_returns()
        await story.some_seconds_pass()
        await story.switchboard.accept_preview(anna.id, card.preview_id)

        assert len(story.telephony.dialled) == 1


async def test_while_no_trunk_has_a_line_the_offer_stands_and_the_operator_may_try_again(
    database: Database,
) -> None:
    _, [anna], [lead] = await a_preview_campaign(database)
    async with database.transaction() as session:
        await a_trunk(session, channel_limit=1)
        boris, client = await a_user(session), await a_client(session, "+79160000001")
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        await story.goes_on_line(boris)
        busy = await story.switchboard.place_call(boris.id, client.id, "+79160000001")
        with pytest.raises(Conflict, match="no trunk has a line"):
            await story.switchboard.accept_preview(anna.id, card.preview_id)
        assert await story.switchboard.current_preview(anna.id) == card
        story.telephony.stay_unanswered(busy)
        await story.until_operator(boris, OperatorState.AVAILABLE)
        call_id = await story.switchboard.accept_preview(anna.id, card.preview_id)

        assert (await story.stored_call(call_id)).phone_number == lead.phone_number


@pytest.mark.parametrize(("away_seconds", "is_left"), [(10, True), (31, False)])
async def test_a_restarted_server_shows_the_offer_again_as_long_as_there_is_time(
    database: Database, away_seconds: int, is_left: bool
) -> None:
    _, [anna], [lead] = await a_preview_campaign(database, preview_seconds=30)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        await story.switchboard.everything_stored()
        telephony, clock = story.telephony, story.clock
    telephony.link_breaks()
    clock.move(away_seconds)
    telephony.link_returns()

    async with a_story(database, telephony, clock) as story:
        again = await story.is_offered(anna)
        assert (again == card) is is_left
        assert again.phone_number == lead.phone_number
        await story.some_seconds_pass()
        await story.switchboard.accept_preview(anna.id, again.preview_id)
        assert len(telephony.dialled) == 1
        if not is_left:
            assert await ending_of(story, card.preview_id) == (PreviewEnding.WITHDRAWN, None)


async def test_a_server_that_dies_between_two_stores_leaves_no_operator_and_no_lead_behind(
    database: Database,
) -> None:
    _, [anna], [lead] = await a_preview_campaign(database)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        await story.switchboard.everything_stored()
        telephony, clock = story.telephony, story.clock
    async with database.transaction() as session:
        # As if the offer had ended in the last moment, and the operator's change was lost.
        (await session.get_one(Preview, card.preview_id)).ended_at = clock.now()
        (await session.get_one(Lead, lead.id)).held_until = None
    telephony.link_breaks()
    telephony.link_returns()

    async with a_story(database, telephony, clock) as story:
        again = await story.is_offered(anna)
        assert again.preview_id != card.preview_id


async def test_a_call_that_was_accepted_in_the_last_moment_finds_its_operator(database: Database) -> None:
    _, [anna], _ = await a_preview_campaign(database)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        await story.switchboard.everything_stored()
        call_id = await story.switchboard.accept_preview(anna.id, card.preview_id)
        telephony, clock = story.telephony, story.clock
    telephony.link_breaks()
    telephony.link_returns()

    async with a_story(database, telephony, clock) as story:
        await story.until_operator(anna, OperatorState.RESERVED)
        await telephony.answer(call_id)
        await story.until_operator(anna, OperatorState.ON_CALL)
        assert len(telephony.dialled) == 1


async def test_whoever_becomes_free_in_the_middle_of_a_round_is_left_to_the_first_campaign(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, [anna], _ = await a_preview_campaign(database)
    async with database.transaction() as session:
        older = await a_campaign(session, anna, created_at=T0 - timedelta(days=1))
        await a_lead(session, older)
    async with a_story(database) as story:
        offer = OpenPreviews.offer

        async def offer_late(*arguments: Any) -> int:
            # The older campaign's turn in this round is over.
            if await story.switchboard.operator_now(anna.id) is None:
                await story.goes_on_line(anna)
            return await offer(*arguments)

        monkeypatch.setattr(OpenPreviews, "offer", offer_late)
        await story.a_call_is_dialled()

        assert await story.switchboard.current_preview(anna.id) is None


async def test_nobody_is_offered_what_another_campaign_needs_them_for(database: Database) -> None:
    _, [anna], _ = await a_preview_campaign(database)
    async with database.transaction() as session:
        older = await a_campaign(session, anna, created_at=T0 - timedelta(days=1))
        await a_lead(session, older)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await story.a_call_is_dialled()
        await story.some_seconds_pass()

        assert await story.switchboard.current_preview(anna.id) is None
