"""What a campaign shows to a regulator: every call, every day, every policy, and no formula."""

import csv
import io
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import event, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call, CallKind
from core.calls.reason import DialReason, ReasonKind
from core.calls.state_machine import AnsweredBy, CallOutcome, CallState
from core.campaigns.models import Campaign, PreviewTimeout
from core.law.evidence import EvidencePart, evidence
from core.law.models import DiallingPolicy
from core.law.period import Period
from core.law.policies import PolicyName, PolicyWanted, change_policy
from core.previews.models import Preview, PreviewEnding, SkipReason
from core.trunks.service import remove_trunk
from core.users.models import Role, User
from core.voice_messages.models import VoiceMessage
from tests.factories import a_campaign, a_client, a_lead, a_number, a_policy, a_trunk, a_user
from tests.fakes.clock import T0
from tests.fixtures.api_server import ApiServer

Lines = list[dict[str, str]]


async def add_call(
    session: AsyncSession, campaign: Campaign, ago: timedelta, waited: float | None, **values: Any
) -> UUID:
    """Answered by a person who waited so long for an operator; None: until the end."""
    placed_at = T0 - ago
    answered_at = placed_at + timedelta(seconds=10)
    reason = DialReason(
        kind=ReasonKind.FRESH, mode="progressive", attempt=1, policy_id=campaign.policy_id, policy_revision=1
    )
    filled = {
        "node": "node-1",
        "kind": CallKind.DIALLER,
        "phone_number": a_number(),
        "campaign_id": campaign.id,
        "client_id": values.get("client_id") or (await a_client(session)).id,
        "reason_document": reason.model_dump(mode="json", exclude_none=True),
        "grace_seconds": 2.0,
        "placed_at": placed_at,
        "state": CallState.ENDED,
        "answered_by": AnsweredBy.PERSON,
        "answered_at": answered_at,
        "connected_at": None if waited is None else answered_at + timedelta(seconds=waited),
        "ended_at": answered_at + timedelta(seconds=60),
        "outcome": CallOutcome.ABANDONED if waited is None else CallOutcome.HANDLED,
    }
    call = Call(**(filled | values))
    session.add(call)
    await session.flush()
    return call.id


async def a_campaign_with_a_past(session: AsyncSession, name: str = "Past") -> Campaign:
    """Yesterday one of two abandoned and one late, today none of two; ten machines today."""
    rules = {"abandon_window_days": 30, "machine_false_positive_rate": 0.1}
    campaign = await a_campaign(session, policy=rules, name=name)
    yesterday, today = timedelta(days=1), timedelta(hours=1)
    await add_call(session, campaign, yesterday, None)
    await add_call(session, campaign, yesterday, 0.5)
    await add_call(session, campaign, yesterday, 2.5)
    await add_call(session, campaign, today, 0.1)
    await add_call(session, campaign, today, 1.9)
    machine = {"answered_by": AnsweredBy.MACHINE, "outcome": CallOutcome.MACHINE}
    for _ in range(10):
        await add_call(session, campaign, today, None, **machine)
    await add_call(session, campaign, timedelta(days=5), None)
    return campaign


async def a_message(session: AsyncSession, name: str) -> VoiceMessage:
    message = VoiceMessage(id=uuid4(), name=name, seconds=4.5, added_at=T0)
    session.add(message)
    await session.flush()
    return message


async def add_preview(
    session: AsyncSession,
    campaign: Campaign,
    operator: User,
    ago: timedelta,
    ended_after: float | None = None,
    **values: Any,
) -> None:
    lead, offered_at = await a_lead(session, campaign), T0 - ago
    preview = Preview(
        node="node-1",
        campaign_id=campaign.id,
        lead_id=lead.id,
        client_id=lead.client_id,
        operator_id=operator.id,
        phone_number=lead.phone_number,
        offered_at=offered_at,
        expires_at=offered_at + timedelta(seconds=30),
        on_timeout=PreviewTimeout.SKIP,
        ended_at=None if ended_after is None else offered_at + timedelta(seconds=ended_after),
        **values,
    )
    session.add(preview)
    await session.flush()


async def lines_of(server: ApiServer, boss: Any, campaign: Campaign, part: str) -> Lines:
    async with server.as_user(boss) as client:
        period = {"from": "2026-03-01", "to": "2026-03-02"}
        answer = await client.get(f"/campaigns/{campaign.id}/evidence/{part}.csv", params=period)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def test_every_call_of_the_period_is_told_with_its_wait(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign_with_a_past(session)
        await add_call(session, await a_campaign(session), timedelta(hours=1), 0.1)

    calls = await lines_of(server, boss, campaign, "calls")

    assert len(calls) == 15
    told = [
        (call["waited_seconds"], call["connected_within_grace"], call["abandoned"])
        for call in calls
        if call["answered_by"] == "person"
    ]
    assert sorted(told) == [
        ("0.1", "1", "0"),
        ("0.5", "1", "0"),
        ("1.9", "1", "0"),
        ("2.5", "0", "1"),
        ("60.0", "0", "1"),
    ]
    assert {call["reason"] for call in calls} == {"fresh"}
    assert all(call["phone_number"].startswith("'+7") for call in calls)


async def test_a_call_is_told_with_its_kind_its_trunk_and_the_number_shown(
    server: ApiServer,
) -> None:
    async with server.story.database.transaction() as session:
        boss, campaign = await a_user(session, Role.SUPERVISOR), await a_campaign(session)
        trunk, gone = await a_trunk(session, name="North"), await a_trunk(session, name="South")
        shown = {"trunk_id": trunk.id, "caller_id": "+74951234567"}
        await add_call(session, campaign, timedelta(hours=3), 0.1, kind=CallKind.CALLBACK, **shown)
        await add_call(session, campaign, timedelta(hours=2), 0.1, kind=CallKind.PREVIEW, trunk_id=gone.id)
        await add_call(session, campaign, timedelta(hours=1), 0.1)
        await remove_trunk(session, gone.id, user_id=boss.id, now=T0)

    calls = await lines_of(server, boss, campaign, "calls")

    assert [(call["kind"], call["trunk"], call["caller_id"]) for call in calls] == [
        ("callback", "North", "'+74951234567"),
        ("preview", "South", ""),
        ("dialler", "", ""),
    ]
    assert [call["trunk_id"] for call in calls] == [str(trunk.id), str(gone.id), ""]


async def test_a_clicked_call_is_told_with_the_bars_that_its_operator_overruled(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(session)
        policy = await session.get_one(DiallingPolicy, campaign.policy_id)
        reason = DialReason(
            kind=ReasonKind.CLICK_TO_DIAL,
            policy_id=policy.id,
            policy_revision=1,
            overruled=("attempts_of_day", "outside_hours"),
        )
        kept = {"kind": CallKind.CLICK_TO_DIAL, "reason_document": reason.model_dump(mode="json")}
        await add_call(session, campaign, timedelta(hours=1), 0.1, **kept)
        await add_call(session, campaign, timedelta(hours=2), 0.1)

    told = await lines_of(server, boss, campaign, "calls")

    assert [(one["policy"], one["policy_revision"], one["overruled"]) for one in told] == [
        (policy.code, "1", ""),
        (policy.code, "1", "attempts_of_day outside_hours"),
    ]


async def test_an_abandoned_call_is_told_with_the_message_of_its_policys_revision(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        russian, english = await a_message(session, "Извинение"), await a_message(session, "Apology")
        campaign = await a_campaign(session, policy={"safe_harbour": {"ru": russian.id, "en": english.id}})
        reader = await a_client(session, language="en")
        hour = timedelta(hours=1)
        await add_call(session, campaign, 5 * hour, None)
        await add_call(session, campaign, 4 * hour, None, client_id=reader.id)
        await add_call(session, campaign, 3 * hour, None, kind=CallKind.PREVIEW)
        await add_call(session, campaign, 2 * hour, 2.5)
        await add_call(session, campaign, hour, 0.1)
        # What the policy says later changes nothing of what was played.
        policy = await session.get_one(DiallingPolicy, campaign.policy_id)
        wanted = PolicyWanted(
            name=PolicyName(ru="Своя", en="Own"), policy=policy.policy.model_copy(update={"safe_harbour": {}})
        )
        await change_policy(session, policy.id, wanted, user_id=boss.id, now=T0)

    calls = await lines_of(server, boss, campaign, "calls")

    assert [(call["safe_harbour"], call["safe_harbour_message"]) for call in calls] == [
        ("message", "Извинение"),
        ("message", "Apology"),
        ("message", "Извинение"),
        ("", ""),
        ("", ""),
    ]
    assert calls[1]["safe_harbour_message_id"] == str(english.id)
    # Sixty seconds in all, two of them the grace time.
    assert [call["stayed_after_grace_seconds"] for call in calls] == ["58.0", "58.0", "58.0", "", ""]
    assert calls[0]["safe_harbour_message_seconds"] == "4.5"


async def test_offers_are_told_with_who_decided_what(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss, anna = await a_user(session, Role.SUPERVISOR), await a_user(session, login="anna")
        campaign, other = await a_campaign(session), await a_campaign(session)
        call_id = await add_call(session, campaign, timedelta(hours=2), 0.1, kind=CallKind.PREVIEW)
        accepted = {"ending": PreviewEnding.ACCEPTED, "call_id": call_id}
        await add_preview(session, campaign, anna, timedelta(hours=2), 12.0, **accepted)
        skipped = {"ending": PreviewEnding.SKIPPED, "skip_reason": SkipReason.TALKED_LATELY}
        await add_preview(session, campaign, anna, timedelta(hours=1), 3.5, **skipped)
        await add_preview(session, campaign, anna, timedelta())
        await add_preview(session, campaign, anna, timedelta(days=5))
        await add_preview(session, other, anna, timedelta(hours=1))

    offers = await lines_of(server, boss, campaign, "previews")

    told = [(one["ending"], one["skip_reason"], one["decided_seconds"], one["call_id"]) for one in offers]
    assert told == [
        ("accepted", "", "12.0", str(call_id)),
        ("skipped", "talked_lately", "3.5", ""),
        ("", "", "", ""),
    ]
    assert {one["operator"] for one in offers} == {"Anna"}


async def test_days_and_windows_add_up_and_people_taken_for_machines_count(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign_with_a_past(session)

    yesterday, today = await lines_of(server, boss, campaign, "days")

    assert (yesterday["day"], yesterday["placed"], yesterday["answered"]) == ("2026-03-01", "3", "3")
    assert (yesterday["abandoned"], yesterday["abandon_rate"]) == ("2", "0.666667")
    # The call of five days ago is in the window.
    assert (yesterday["window_answered"], yesterday["window_abandoned"]) == ("4", "3")
    # One of ten machines was a person: one of three answered, and lost.
    assert (today["people_taken_for_machines"], today["abandon_rate"]) == ("1.0", "0.333333")
    assert today["window_abandon_rate"] == "0.571429"
    assert today["is_within_limit"] == "0"


async def test_the_days_count_every_kind_of_call_as_the_calls_do(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss, campaign = await a_user(session, Role.SUPERVISOR), await a_campaign(session)
        for kind in (CallKind.DIALLER, CallKind.PREVIEW, CallKind.CALLBACK):
            for waited in (None, 0.1):
                await add_call(session, campaign, timedelta(hours=1), waited, kind=kind)
        clicked = CallKind.CLICK_TO_DIAL
        await add_call(session, campaign, timedelta(hours=1), 0.1, kind=clicked, grace_seconds=0.0)

    calls = await lines_of(server, boss, campaign, "calls")
    _, today = await lines_of(server, boss, campaign, "days")

    assert (today["placed"], today["answered"], today["abandoned"]) == ("6", "6", "3")
    assert len(calls) == 7
    assert sum(call["abandoned"] == "1" for call in calls) == 3
    assert sum(call["connected_within_grace"] != "" for call in calls) == 6


async def test_the_policies_of_the_period_are_told_in_full(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign_with_a_past(session)

    [policy] = await lines_of(server, boss, campaign, "policies")

    assert (policy["revision"], policy["calls"], policy["is_in_force_now"]) == ("1", "15", "1")
    assert '"grace_seconds":2.0' in policy["document"]


async def test_more_calls_than_one_batch_come_once_each(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign, client = await a_campaign(session), await a_client(session)
        await add_call(session, campaign, timedelta(), 0.1, client_id=client.id)
        one = (await session.scalars(select(Call))).one()
        row = {column.key: getattr(one, column.key) for column in Call.__mapper__.column_attrs}
        rows = [
            row | {"id": uuid4(), "placed_at": T0 - timedelta(seconds=number // 3)} for number in range(1004)
        ]
        await session.execute(insert(Call), rows)

    calls = await lines_of(server, boss, campaign, "calls")

    assert len({call["call_id"] for call in calls}) == len(calls) == 1005


async def test_a_period_that_makes_no_sense_is_refused(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss, anna = await a_user(session, Role.SUPERVISOR), await a_user(session)
        campaign = await a_campaign(session)
    address = f"/campaigns/{campaign.id}/evidence/days.csv"
    async with server.as_user(boss) as client:
        for first, last, code in (
            ("2026-03-02", "2026-03-01", "before_beginning"),
            ("2025-01-01", "2026-01-02", "period_too_long"),
        ):
            [fault] = (await client.get(address, params={"from": first, "to": last})).json()["errors"]
            assert (fault["field"], fault["code"]) == ("to", code)
            assert fault["parameters"] == ({"max_days": 365} if code == "period_too_long" else {})
        longest = await client.get(address, params={"from": "2025-01-01", "to": "2026-01-01"})
        assert longest.status_code == 200
        period = {"from": "2026-03-01", "to": "2026-03-02"}
        unknown = f"/campaigns/{UUID(int=5)}/evidence/days.csv"
        assert (await client.get(unknown, params=period)).status_code == 404
    async with server.as_user(anna) as client:
        assert (await client.get(address, params=period)).status_code == 403


async def test_a_day_is_judged_by_the_policy_of_that_day(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(
            session, policy={"abandon_limit": 0.03, "machine_false_positive_rate": 0.1}
        )
        for waited in (None, *[0.1] * 9):
            await add_call(session, campaign, timedelta(days=1), waited)
        policy = await session.get_one(DiallingPolicy, campaign.policy_id)
        later = policy.policy.model_copy(update={"abandon_limit": 0.5, "machine_false_positive_rate": 0.0})
        wanted = PolicyWanted(name=PolicyName(ru="Своя", en="Own"), policy=later)
        await change_policy(session, policy.id, wanted, user_id=boss.id, now=T0 - timedelta(hours=2))
        reason = DialReason(kind=ReasonKind.FRESH, policy_id=policy.id, policy_revision=2)
        under_it = {"reason_document": reason.model_dump(mode="json", exclude_none=True)}
        for waited in (None, 0.1, 0.1):
            await add_call(session, campaign, timedelta(hours=1), waited, **under_it)

    yesterday, today = await lines_of(server, boss, campaign, "days")

    told = [(day["abandon_rate"], day["abandon_limit"], day["is_within_limit"]) for day in (yesterday, today)]
    assert told == [("0.1", "0.03", "0"), ("0.333333", "0.5", "1")]
    assert [(day["policy"], day["policy_revision"]) for day in (yesterday, today)] == [
        (policy.code, "1"),
        (policy.code, "2"),
    ]


async def test_a_day_of_two_revisions_is_judged_by_the_stricter(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign, other = await a_campaign(session, policy={"abandon_limit": 0.5}), await a_policy(session)
        await add_call(session, campaign, timedelta(hours=1), None)
        reason = DialReason(kind=ReasonKind.FRESH, policy_id=other.id, policy_revision=1)
        under_it = {"reason_document": reason.model_dump(mode="json", exclude_none=True)}
        await add_call(session, campaign, timedelta(hours=1), 0.1, **under_it)

    _, today = await lines_of(server, boss, campaign, "days")

    assert (today["answered"], today["abandoned"], today["abandon_rate"]) == ("2", "1", "0.5")
    assert (today["policy"], today["abandon_limit"], today["is_within_limit"]) == (other.code, "0.03", "0")


async def test_a_year_is_counted_by_a_few_statements(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        campaign = await a_campaign_with_a_past(session)
    asked: list[str] = []

    def remember(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    period = Period(T0.date() - timedelta(days=365), T0.date(), "Europe/Moscow")
    engine = server.story.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", remember)
    file = "".join(
        [piece async for piece in evidence(server.story.database, campaign.id, EvidencePart.DAYS, period)]
    )
    event.remove(engine, "before_cursor_execute", remember)

    assert len([one for one in asked if "SELECT" in one]) == 3
    days = list(csv.DictReader(io.StringIO(file.removeprefix("\ufeff"), newline="")))
    assert len(days) == 366
    assert sum(int(day["placed"]) for day in days) == 16
    # Before the policy there was nothing to judge by.
    assert days[0]["policy"] == ""
