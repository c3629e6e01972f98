"""A campaign's clients see numbers of its pool, and no number makes more calls than it may."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.caller_ids.models import CallerId
from core.caller_ids.rotation import UNCAPPED, Today
from core.caller_ids.service import (
    CallerIdWanted,
    add_caller_id,
    caller_id_room,
    caller_ids_of,
    locked_pool,
)
from core.calls.models import Call, CallKind
from core.calls.state_machine import CallOutcome
from core.campaigns.models import Campaign, DialMode
from core.db import Database
from core.error_codes import ErrorCode
from core.errors import Conflict, TelephonyRefused, TelephonyUnavailable
from core.leads.models import Lead
from core.leads.why import why_number
from core.operators.state_machine import OperatorState
from core.trunks.figures import LineLimit
from core.users.models import Role
from tests.factories import a_caller_id, a_campaign, a_client, a_lead, a_number, a_user
from tests.fakes.clock import T0
from tests.integration.dialer.switchboard_story import Story, a_story
from tests.integration.dialer.test_trunks import until_limited

CLICKED = ("+79160000001", "+79160000002", "+79160000003")
MOSCOW, TVER, ANY = "+74951234567", "+74822123456", "+78001234567"


async def test_a_client_sees_a_number_of_its_region_and_the_call_keeps_it(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, caller_id="+74950000000")
        await a_caller_id(session, campaign, phone_number=MOSCOW, region="Москва", used=7, used_on=T0.date())
        await a_caller_id(session, campaign, phone_number=ANY)
        client = await a_client(session, "+79160000001", region="москва")
        await a_lead(session, campaign, client, phone_number="+79160000001")
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        call_id = await story.a_call_is_dialled()
        assert story.telephony.dialled[0].caller_id == MOSCOW
        assert (await story.stored_call(call_id)).caller_id == MOSCOW
        async with database.reading() as session:
            why = await why_number(session, "+79160000001", story.clock.now())
        assert [call.caller_id for call in why.calls] == [MOSCOW]


async def test_a_client_without_a_region_sees_a_number_of_its_own_numbers_region(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_caller_id(
            session, campaign, phone_number=TVER, region="Тверская обл.", used=7, used_on=T0.date()
        )
        await a_caller_id(session, campaign, phone_number=ANY)
        client = await a_client(session, "+74822000001", region="")
        await a_lead(session, campaign, client, phone_number="+74822000001")
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await story.a_call_is_dialled()
        assert story.telephony.dialled[0].caller_id == TVER


async def test_without_a_pool_the_campaigns_own_number_is_shown(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, caller_id=ANY)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await story.a_call_is_dialled()
        assert story.telephony.dialled[0].caller_id == ANY


@pytest.mark.parametrize("mode", list(DialMode))
async def test_a_pool_that_is_switched_off_altogether_calls_nobody(
    database: Database, mode: DialMode
) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, caller_id=ANY, mode=mode)
        await a_caller_id(session, campaign, phone_number=MOSCOW, is_active=False)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        await until_limited(story, campaign, LineLimit.CALLER_IDS_OFF)
        assert story.telephony.asked_to_dial == []
        assert await story.switchboard.current_preview(anna.id) is None


@asynccontextmanager
async def a_seller_on_line(
    database: Database, *pool: dict[str, Any], works_there: bool = True
) -> AsyncIterator[tuple[Story, Callable[[str], Awaitable[UUID]]]]:
    """Anna on line, and her clicks on the three numbers of one client, leads of a campaign with this pool."""
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, *([anna] if works_there else []), name="Spring", caller_id=ANY)
        for one in pool:
            await a_caller_id(session, campaign, **one)
        client = await a_client(session, *CLICKED, region="Тверь")
        for number in CLICKED:
            await a_lead(session, campaign, client, phone_number=number, due_at=T0 + timedelta(days=1))
    async with a_story(database) as story:
        await story.goes_on_line(anna)

        async def clicks(number: str) -> UUID:
            await story.until_operator(anna, OperatorState.AVAILABLE)
            return await story.switchboard.place_call(anna.id, client.id, number)

        yield story, clicks


@pytest.mark.parametrize(
    ("pool", "works_there", "shown"),
    [
        ([{"phone_number": MOSCOW}, {"phone_number": TVER, "region": "Тверь", "used": 7}], True, TVER),
        ([], True, ANY),
        ([{"phone_number": MOSCOW}], False, None),
    ],
    ids=["of the pool", "the campaign's own", "of no campaign"],
)
async def test_a_clicked_call_shows_what_its_campaign_shows(
    database: Database, pool: list[dict[str, Any]], works_there: bool, shown: str | None
) -> None:
    async with a_seller_on_line(database, *pool, works_there=works_there) as (story, clicks):
        call_id = await clicks(CLICKED[0])
        assert story.telephony.dialled[0].caller_id == shown
        assert (await story.stored_call(call_id)).caller_id == shown


async def test_clicked_calls_wear_out_a_pool_and_then_are_refused(database: Database) -> None:
    async with a_seller_on_line(database, {"phone_number": MOSCOW, "daily_cap": 2}) as (story, clicks):
        for number in CLICKED[:2]:
            call_id = await clicks(number)
            story.telephony.stay_unanswered(call_id)
            await story.until_stored(call_id, lambda call: call.ended_at is not None)
        with pytest.raises(Conflict) as refused:
            await clicks(CLICKED[2])
        assert refused.value.code is ErrorCode.NO_CALLER_ID_LEFT
        assert refused.value.parameters == {"campaign": "Spring"}
        async with database.reading() as session:
            assert await session.scalar(select(CallerId.used)) == 2
            held = await session.scalars(select(Lead.held_until).where(Lead.phone_number == CLICKED[2]))
        assert held.one() is None


async def test_a_clicked_call_that_was_not_placed_wears_out_no_caller_id(database: Database) -> None:
    async with a_seller_on_line(database, {"phone_number": MOSCOW, "daily_cap": 1}) as (story, clicks):
        story.telephony.dial_error = TelephonyRefused("no such trunk")
        with pytest.raises(TelephonyUnavailable):
            await clicks(CLICKED[0])
        [call_id] = story.telephony.asked_to_dial
        await story.until_stored(call_id, lambda call: call.outcome is not None)
        async with database.reading() as session:
            assert await session.scalar(select(CallerId.used)) == 0


async def test_an_offer_stands_while_the_campaign_has_no_caller_id_left(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna, mode=DialMode.PREVIEW)
        number = await a_caller_id(session, campaign, phone_number=MOSCOW)
        await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(anna)
        card = await story.is_offered(anna)
        async with database.transaction() as session:
            await session.execute(update(CallerId).where(CallerId.id == number.id).values(is_active=False))
        with pytest.raises(Conflict) as refused:
            await story.switchboard.accept_preview(anna.id, card.preview_id)
        assert refused.value.code is ErrorCode.NO_CALLER_ID_LEFT
        again = await story.switchboard.current_preview(anna.id)
        assert again is not None
        assert again.preview_id == card.preview_id


YESTERDAY = T0 - timedelta(days=1)


async def placed_call(
    session: AsyncSession, campaign: Campaign, caller_id: str, at: datetime, outcome: str | None = None
) -> None:
    client = await a_client(session)
    session.add(
        Call(
            node="here",
            kind=CallKind.DIALLER,
            phone_number=a_number(),
            campaign_id=campaign.id,
            client_id=client.id,
            caller_id=caller_id,
            placed_at=at,
            ended_at=at if outcome else None,
            outcome=outcome,
        )
    )


@pytest.mark.parametrize(
    ("calls", "cap", "rest_hours", "used_today", "left", "rests_until"),
    [
        pytest.param([], 3, 12, 0, 3, None, id="never called with"),
        pytest.param([(T0, None), (T0, "no_answer")], 3, 12, 2, 1, None, id="twice today"),
        pytest.param([(T0, "not_placed"), (T0, "busy")], 3, 12, 1, 2, None, id="what was not placed"),
        pytest.param([(T0, None)] * 3, 3, 12, 3, 0, T0 + timedelta(hours=12), id="worn out today"),
        pytest.param([(T0, None)] * 3, None, 12, 3, UNCAPPED, None, id="without a cap"),
        pytest.param([(YESTERDAY, None)] * 3, 3, 12, 0, 3, None, id="worn out, and rested"),
        pytest.param(
            [(YESTERDAY, None)] * 3, 3, 48, 0, 0, YESTERDAY + timedelta(hours=48), id="rests since yesterday"
        ),
        pytest.param([(YESTERDAY, None), (T0, None)], 2, 48, 1, 1, None, id="each day by itself"),
    ],
)
async def test_a_number_that_is_entered_again_has_the_calls_left_that_it_had(
    database: Database,
    calls: list[tuple[datetime, str | None]],
    cap: int | None,
    rest_hours: int,
    used_today: int,
    left: int,
    rests_until: datetime | None,
) -> None:
    now = T0 + timedelta(minutes=1)
    zone = ZoneInfo("Europe/Moscow")
    today = Today(now, now.astimezone(zone).date())
    wanted = CallerIdWanted(phone_number=MOSCOW, daily_cap=cap, rest_hours=rest_hours)
    async with database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign, other = await a_campaign(session), await a_campaign(session)
        for placed_at, outcome in calls:
            await placed_call(session, campaign, MOSCOW, placed_at, outcome)
        await placed_call(session, campaign, TVER, T0)
        await placed_call(session, other, MOSCOW, T0)

    async with database.transaction() as session:
        await add_caller_id(
            session, campaign.id, wanted, home_region="RU", home_zone=zone, user_id=boss.id, now=now
        )
        [shown] = await caller_ids_of(session, campaign.id, today)
        room = await caller_id_room(session, campaign.id, today)

    assert (shown.used_today, shown.rests_until, room.calls) == (used_today, rests_until, left)


async def test_caps_hold_over_a_restart_and_a_worn_out_pool_stops_the_campaign(database: Database) -> None:
    async with database.transaction() as session:
        staff = [await a_user(session) for _ in range(6)]
        campaign = await a_campaign(session, *staff)
        await a_caller_id(session, campaign, phone_number=MOSCOW, daily_cap=2, rest_hours=48)
        await a_caller_id(session, campaign, phone_number=TVER, daily_cap=3)
        for _ in range(12):
            await a_lead(session, campaign)
    async with a_story(database) as story:
        await story.goes_on_line(staff[0])
        story.telephony.stay_unanswered(await story.a_call_is_dialled())
        await story.a_call_is_dialled(2)
        telephony, clock = story.telephony, story.clock
    telephony.link_breaks()
    telephony.link_returns()
    async with a_story(database, telephony, clock) as story:
        for one in staff[1:]:
            await story.goes_on_line(one)
        await story.a_call_is_dialled(5)
        await until_limited(story, campaign, LineLimit.CALLER_IDS)
        assert Counter(one.caller_id for one in telephony.dialled) == {MOSCOW: 2, TVER: 3}


async def test_an_exchange_that_refuses_calls_wears_out_no_caller_id(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        number = await a_caller_id(session, campaign, phone_number=MOSCOW, daily_cap=3, rest_hours=12)
        for _ in range(3):
            await a_lead(session, campaign)
    async with a_story(database) as story:
        story.telephony.dial_error = TelephonyRefused("no such trunk")
        await story.goes_on_line(anna)
        await story.until(lambda: len(story.telephony.asked_to_dial) == 3)
        for call_id in story.telephony.asked_to_dial:
            call = await story.until_stored(call_id, lambda call: call.ended_at is not None)
            assert (call.outcome, call.caller_id) == (CallOutcome.NOT_PLACED, MOSCOW)

        async with database.reading() as session:
            stored = await session.get_one(CallerId, number.id)
        assert (stored.used, stored.rests_until) == (0, None)


@pytest.mark.parametrize("takers", [8])
async def test_two_who_take_at_once_do_not_share_the_last_call(database: Database, takers: int) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session)
        await a_caller_id(session, campaign, daily_cap=5)
    today = Today(T0, date(2026, 3, 2))

    async def take() -> str | None:
        async with database.transaction() as session:
            pool = await locked_pool(session, campaign.id, today)
            await asyncio.sleep(0.005)
            return pool.take("", ANY)

    taken = await asyncio.gather(*(take() for _ in range(takers)))

    assert sum(number is not None for number in taken) == 5
    async with database.reading() as session:
        assert await session.scalar(select(CallerId.used)) == 5
        assert await session.scalar(select(Call.id)) is None
