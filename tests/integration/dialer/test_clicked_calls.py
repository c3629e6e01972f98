"""What a click-to-dial and its verdict do to the client's leads and number."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from core.calls.card import call_card
from core.calls.models import CallKind
from core.calls.reason import DialReason, ReasonKind
from core.calls.state_machine import CallOutcome
from core.campaigns.models import Campaign
from core.contacts.history import contact_page
from core.db import Database
from core.dnc.clauses import is_refused
from core.dnc.models import DncSource
from core.dnc.register import Refusal, refuse_numbers
from core.error_codes import ErrorCode
from core.errors import Conflict
from core.law.hours import CallingHours, DayHours, WeekHours
from core.law.models import DiallingPolicy
from core.leads.clicked import LEFT_ALONE_FOR
from core.leads.closing import ClosedBecause
from core.leads.why import why_number
from core.operators.state_machine import OperatorState
from tests.factories import a_campaign, a_client, a_lead
from tests.fakes.clock import T0
from tests.integration.dialer.clicking import CLOSED, NEXT_WEEK, NUMBER, OTHER_NUMBER, a_clicker

ONCE_A_DAY = {"attempts_per_day": 1, "attempts_per_week": 5}
FAR = T0 + timedelta(days=20)


async def test_an_operators_click_serves_the_lead_and_its_verdict_settles_it(database: Database) -> None:
    async with a_clicker(database, in_campaign=True) as clicking:
        call_id = await clicking.clicks()
        held = await clicking.lead_now()
        assert held.held_until is not None, "the dialler may ring another number meanwhile"
        await clicking.story.telephony.answer(call_id)
        await clicking.story.until_operator(clicking.boris, OperatorState.ON_CALL)
        await clicking.story.switchboard.hang_up(clicking.boris.id, call_id)
        await clicking.story.until_operator(clicking.boris, OperatorState.WRAP_UP)
        now = await clicking.story.switchboard.operator_now(clicking.boris.id)
        assert now is not None
        assert now.wrap_up_ends_at is not None
        assert round((now.wrap_up_ends_at - now.since_at).total_seconds()) == 45
        await clicking.says(call_id, "refused")

        call = await clicking.story.stored_call(call_id)
        assert (call.kind, call.lead_id, call.campaign_id) == (
            CallKind.CLICK_TO_DIAL,
            clicking.lead.id,
            clicking.lead.campaign_id,
        )
        async with database.reading() as session:
            assert (await call_card(session, call_id)).campaign.id == clicking.lead.campaign_id
        lead = await clicking.lead_now()
        assert (lead.attempts, lead.last_disposition, lead.held_until) == (1, "refused", None)
        assert (lead.next_attempt_at, lead.closed_because) == (None, ClosedBecause.VERDICT)


async def test_a_callback_promised_in_a_clicked_call_is_dialled_for_whoever_promised_it(
    database: Database,
) -> None:
    async with a_clicker(database, in_campaign=True) as clicking:
        call_id = await clicking.talks()
        later = clicking.story.clock.now() + timedelta(hours=1)
        await clicking.says(call_id, "callback", later)
        lead = await clicking.lead_now()
        assert (lead.callback_at, lead.callback_operator_id) == (later, clicking.boris.id)

        clicking.story.clock.move(3601)
        promised = await clicking.story.a_call_is_dialled(2)
        assert (await clicking.story.stored_call(promised)).kind == CallKind.CALLBACK


@pytest.mark.parametrize("outcome", [CallOutcome.NO_ANSWER, CallOutcome.BUSY, CallOutcome.NOT_PLACED])
async def test_a_click_before_the_promised_time_leaves_the_promise_as_it_is(
    database: Database, outcome: CallOutcome
) -> None:
    # The last attempt that the campaign allows; and hours begin two hours after the promised time.
    promised_at = NEXT_WEEK - timedelta(hours=2)
    promise: dict[str, Any] = {"callback_at": promised_at, "attempts": 4}
    async with a_clicker(database, in_campaign=True, **promise) as clicking:
        call_id = await clicking.clicks()
        clicking.story.telephony.stay_unanswered(call_id, outcome)
        await clicking.story.until_settled(clicking.lead.id)

        lead = await clicking.lead_now()
        assert (lead.callback_at, lead.next_attempt_at) == (promised_at, NEXT_WEEK)


async def test_a_click_that_nobody_answers_is_an_attempt_of_the_lead(database: Database) -> None:
    async with a_clicker(database, in_campaign=True, due_at=T0) as clicking:
        # The dialler has it already, or the click does: the number rings once.
        call_id = await clicking.story.a_call_is_dialled()
        clicking.story.telephony.stay_unanswered(call_id, CallOutcome.NO_ANSWER)
        await clicking.story.until_settled(clicking.lead.id)
        await clicking.story.until_operator(clicking.boris, OperatorState.AVAILABLE)
        second = await clicking.clicks()
        clicking.story.telephony.stay_unanswered(second, CallOutcome.NO_ANSWER)
        await clicking.story.until_settled(clicking.lead.id)

        lead = await clicking.lead_now()
        ended_at = (await clicking.story.stored_call(second)).ended_at
        assert ended_at is not None
        assert (lead.attempts, lead.next_attempt_at) == (2, ended_at + timedelta(hours=4))


@pytest.mark.parametrize(
    ("in_campaign", "lead", "refuses", "rings"),
    [
        (True, {}, "its campaign", False),
        (True, {"due_at": None}, "its campaign", False),
        (True, {"phone_number": OTHER_NUMBER}, "its campaign", False),
        (True, {}, "another campaign", True),
        (False, {}, "its campaign", True),
        (False, {}, "everybody", False),
    ],
)
async def test_a_number_that_refused_the_campaign_of_its_operator_does_not_ring_by_a_click(
    database: Database, in_campaign: bool, lead: dict[str, Any], refuses: str, rings: bool
) -> None:
    async with a_clicker(database, in_campaign=in_campaign, **lead) as clicking:
        async with database.transaction() as session:
            another = await a_campaign(session)
            of = {"its campaign": clicking.lead.campaign_id, "another campaign": another.id}
            await refuse_numbers(session, [NUMBER], Refusal(DncSource.HAND, T0, None, of.get(refuses)))
        if rings:
            await clicking.clicks()
        else:
            with pytest.raises(Conflict) as caught:
                await clicking.clicks()
            assert caught.value.code is ErrorCode.NUMBER_REFUSED
        assert len(clicking.story.telephony.dialled) == (1 if rings else 0)


async def test_a_click_serves_the_campaign_that_was_not_refused(database: Database) -> None:
    async with a_clicker(database, in_campaign=True) as clicking:
        async with database.transaction() as session:
            another = await a_campaign(session, clicking.boris)
            await a_lead(session, another, clicking.client, phone_number=NUMBER, due_at=FAR)
            refusal = Refusal(DncSource.HAND, T0, None, clicking.lead.campaign_id)
            await refuse_numbers(session, [NUMBER], refusal)
        call = await clicking.story.stored_call(await clicking.clicks())
        assert call.campaign_id == another.id


@pytest.mark.parametrize(
    ("policy", "called", "bars"),
    [
        ({"calling_hours": CLOSED}, None, ["outside_hours"]),
        (ONCE_A_DAY, CallOutcome.NO_ANSWER, ["attempts_of_day"]),
        (
            {"calling_hours": CLOSED, "attempts_per_day": 1, "attempts_per_week": 1},
            CallOutcome.BUSY,
            ["attempts_of_day", "attempts_of_week", "outside_hours"],
        ),
        (ONCE_A_DAY, None, []),
        # What it asks for is an operator who waits: here one does.
        ({"pause_after_abandonment_hours": 72}, CallOutcome.ABANDONED, []),
    ],
)
async def test_a_click_against_the_policy_rings_only_for_who_says_so_and_the_call_keeps_it(
    database: Database, policy: dict[str, Any], called: CallOutcome | None, bars: list[str]
) -> None:
    async with a_clicker(database, in_campaign=True, policy=policy) as clicking:
        if called is not None:
            await clicking.has_been_called(called)
        if bars:
            with pytest.raises(Conflict) as caught:
                await clicking.clicks()
            assert caught.value.code is ErrorCode.CALL_BARRED
            assert caught.value.parameters == {"bars": ", ".join(bars)}
            assert clicking.story.telephony.dialled == []
            assert (await clicking.lead_now()).held_until is None
        call = await clicking.story.stored_call(await clicking.clicks(despite_bars=bool(bars)))

        async with database.reading() as session:
            campaign = await session.get_one(Campaign, clicking.lead.campaign_id)
            in_force = await session.get_one(DiallingPolicy, campaign.policy_id)
            [why, *_] = (await why_number(session, NUMBER, clicking.story.clock.now())).calls
        assert call.reason == DialReason(
            kind=ReasonKind.CLICK_TO_DIAL,
            operator_id=clicking.boris.id,
            policy_id=campaign.policy_id,
            policy_revision=1,
            overruled=tuple(bars) or None,
        )
        assert why.reason == call.reason
        assert why.reason_policy is not None
        assert why.reason_policy.en == in_force.name_en


@pytest.mark.parametrize(
    ("in_campaign", "lead", "number"),
    [
        (True, {"more_numbers": [OTHER_NUMBER]}, OTHER_NUMBER),
        (True, {"held_until": FAR}, NUMBER),
        (False, {}, NUMBER),
        (False, {"due_at": None}, NUMBER),
        (False, {}, OTHER_NUMBER),
    ],
    ids=["a further number", "in another's hand", "a salesperson", "closed", "another number of the client"],
)
@pytest.mark.parametrize(
    ("policy", "bar"), [({"calling_hours": CLOSED}, "outside_hours"), (ONCE_A_DAY, "attempts_of_day")]
)
async def test_a_click_is_judged_by_the_policy_that_the_clients_lead_is_dialled_under(
    database: Database, in_campaign: bool, lead: dict[str, Any], number: str, policy: dict[str, Any], bar: str
) -> None:
    async with a_clicker(database, in_campaign=in_campaign, policy=policy, **lead) as clicking:
        await clicking.has_been_called(CallOutcome.NO_ANSWER, number)
        with pytest.raises(Conflict) as caught:
            await clicking.clicks(number)
        assert caught.value.parameters == {"bars": bar}
        reason = (await clicking.story.stored_call(await clicking.clicks(number, despite_bars=True))).reason
        assert reason is not None
        assert reason.overruled == (bar,)


async def test_hours_are_asked_where_the_clicked_number_rings(database: Database) -> None:
    # One o'clock in Moscow, where the client is; eight in the evening in Vladivostok.
    hours = CallingHours(week=WeekHours.daily(DayHours(opens=time(19), closes=time(21))))
    zones: dict[str, Any] = {"more_numbers": [OTHER_NUMBER], "more_zones": ["Asia/Vladivostok"]}
    async with a_clicker(database, in_campaign=True, policy={"calling_hours": hours}, **zones) as clicking:
        call = await clicking.story.stored_call(await clicking.clicks(OTHER_NUMBER))
        assert call.reason is not None
        assert call.reason.overruled is None


async def test_nobody_overrules_a_refusal(database: Database) -> None:
    async with a_clicker(database, in_campaign=True, policy={"calling_hours": CLOSED}) as clicking:
        refusal = Refusal(DncSource.HAND, T0, None, clicking.lead.campaign_id)
        async with database.transaction() as session:
            await refuse_numbers(session, [NUMBER], refusal)
        with pytest.raises(Conflict) as caught:
            await clicking.clicks(despite_bars=True)
        assert caught.value.code is ErrorCode.NUMBER_REFUSED


async def test_of_a_client_without_a_lead_there_is_no_policy_to_go_by(database: Database) -> None:
    async with a_clicker(database, in_campaign=True, policy={"calling_hours": CLOSED}) as clicking:
        async with database.transaction() as session:
            stranger = await a_client(session, "+79160000009")
        placed = clicking.story.switchboard.place_call(clicking.boris.id, stranger.id, "+79160000009")
        reason = (await clicking.story.stored_call(await placed)).reason
        assert reason == DialReason(kind=ReasonKind.CLICK_TO_DIAL, operator_id=clicking.boris.id)


async def test_a_lead_that_somebody_else_has_in_hand_is_left_to_them(database: Database) -> None:
    async with a_clicker(database, in_campaign=True, held_until=FAR) as clicking:
        call_id = await clicking.talks()

        assert (await clicking.story.stored_call(call_id)).lead_id is None
        assert (await clicking.lead_now()).held_until == FAR


@pytest.mark.parametrize(
    ("planned_at", "is_promised", "is_postponed"),
    [(T0 + timedelta(minutes=5), False, True), (T0 + timedelta(minutes=5), True, False), (FAR, False, False)],
)
async def test_the_dialler_leaves_a_client_alone_after_a_salespersons_talk(
    database: Database, planned_at: datetime, is_promised: bool, is_postponed: bool
) -> None:
    promise: dict[str, Any] = {"callback_at": planned_at} if is_promised else {}
    async with a_clicker(database, in_campaign=False, due_at=planned_at, **promise) as clicking:
        call_id = await clicking.talks(OTHER_NUMBER)
        await clicking.says(call_id, "talked")

        call, lead = await clicking.story.stored_call(call_id), await clicking.lead_now()
        assert call.ended_at is not None
        assert lead.next_attempt_at == (call.ended_at + LEFT_ALONE_FOR if is_postponed else planned_at)
        assert (lead.attempts, lead.last_disposition) == (0, None)


async def test_a_salespersons_do_not_call_refuses_the_number_for_everybody(database: Database) -> None:
    async with a_clicker(database, in_campaign=False) as clicking:
        await clicking.says(await clicking.talks(), "do_not_call")

        async with database.reading() as session:
            assert await is_refused(session, NUMBER)
        assert (await clicking.lead_now()).is_refused


@pytest.mark.parametrize(
    ("lead", "next_number"),
    [
        ({}, None),
        ({"more_numbers": [OTHER_NUMBER]}, OTHER_NUMBER),
        ({"phone_number": OTHER_NUMBER, "more_numbers": [NUMBER]}, OTHER_NUMBER),
        ({"callback_at": NEXT_WEEK}, None),
    ],
)
async def test_a_salespersons_wrong_number_is_tried_by_no_campaign_again(
    database: Database, lead: dict[str, Any], next_number: str | None
) -> None:
    async with a_clicker(database, in_campaign=False, **lead) as clicking:
        await clicking.says(await clicking.talks(), "wrong_number")

        stored = await clicking.lead_now()
        if next_number is None:
            assert (stored.next_attempt_at, stored.callback_at) == (None, None)
            assert stored.closed_because == ClosedBecause.WRONG_NUMBER
        else:
            assert stored.next_attempt_at is not None
            assert stored.phone_number == next_number


async def test_a_salespersons_promise_stands_in_the_clients_history(database: Database) -> None:
    async with a_clicker(database, in_campaign=False) as clicking:
        await clicking.says(await clicking.talks(), "callback", FAR)

        async with database.reading() as session:
            page = await contact_page(session, clicking.client.id, reader=clicking.boris)
        [contact] = page.items
        assert contact.callback_at == FAR
