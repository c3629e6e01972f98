"""The operator's day as it is read from the database: only today, only this operator."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call, CallKind
from core.calls.state_machine import CallOutcome, CallState
from core.db import Database
from core.operators.log import store_changes
from core.operators.state_machine import OperatorNow, OperatorState, PauseReason
from core.operators.today import OperatorToday, operator_today
from tests.factories import a_campaign, a_client, a_user
from tests.fakes.clock import T0

MIDNIGHT, NOW = T0, T0 + timedelta(hours=10)


def at(hours: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hours)


def a_call(client_id: UUID, operator_id: UUID | None, hours: float, **values: Any) -> Call:
    """Handled, and two minutes long."""
    filled: dict[str, Any] = {
        "campaign_id": None,
        "outcome": CallOutcome.HANDLED,
        "connected_at": at(hours),
        "ended_at": at(hours) + timedelta(minutes=2),
        "state": CallState.ENDED,
    }
    return Call(
        id=uuid4(),
        node="node-1",
        kind=CallKind.DIALLER,
        phone_number="+79161234567",
        client_id=client_id,
        operator_id=operator_id,
        placed_at=at(hours),
        note="",
        **(filled | values),
    )


async def read(database: Database, operator_id: UUID) -> OperatorToday:
    async with database.reading() as session:
        return await operator_today(session, operator_id, began_at=MIDNIGHT, now=NOW)


async def test_the_calls_of_today_that_this_operator_handled_are_counted(database: Database) -> None:
    async with database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        campaign = await a_campaign(session, anna)
        client = await a_client(session, name="Ромашка")
        sale, old_code, own = (
            a_call(client.id, anna.id, 1, campaign_id=campaign.id, disposition="sale"),
            a_call(client.id, anna.id, 2, campaign_id=campaign.id, disposition="dropped_from_the_list"),
            a_call(client.id, anna.id, 3, disposition="talked"),
        )
        session.add_all(
            [
                sale,
                old_code,
                own,
                a_call(client.id, anna.id, -0.01, disposition="sale"),
                a_call(client.id, boris.id, 4, disposition="sale"),
                a_call(client.id, None, 4, outcome=CallOutcome.ABANDONED, connected_at=None),
                a_call(client.id, anna.id, 4, outcome=CallOutcome.NO_ANSWER, connected_at=None),
                a_call(client.id, anna.id, 5, outcome=None, ended_at=None, state=CallState.CONNECTED),
            ]
        )
    today = await read(database, anna.id)
    assert (today.calls_handled, today.calls_successful, today.talk_seconds) == (3, 2, 360)
    assert {
        one.disposition.code: (one.disposition.tone, one.disposition.label.en) for one in today.dispositions
    } == {
        "sale": ("positive", "Sale"),
        "talked": ("positive", "Talked"),
        "dropped_from_the_list": ("neutral", "dropped_from_the_list"),
    }
    assert [one.call_id for one in today.last_calls] == [own.id, old_code.id, sale.id]
    assert {(one.client_id, one.client_name) for one in today.last_calls} == {(client.id, "Ромашка")}


async def test_the_time_begins_with_what_the_operator_was_doing_at_midnight(database: Database) -> None:
    async with database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        await _lives(session, anna.id, (-9, OperatorState.AVAILABLE), (-2, OperatorState.ON_CALL))
        await _lives(session, boris.id, (0, OperatorState.AVAILABLE))
        await _lives(
            session,
            anna.id,
            (1, OperatorState.WRAP_UP),
            (2, OperatorState.PAUSED),
            (4, OperatorState.AVAILABLE),
            (4, OperatorState.LOGGED_OUT),
        )
    time = (await read(database, anna.id)).time
    assert (time.on_line_seconds, time.wrap_up_seconds, time.paused_seconds, time.available_seconds) == (
        4 * 3600,
        3600,
        2 * 3600,
        0,
    )


async def test_who_has_never_worked_has_an_empty_day(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
    today = await read(database, anna.id)
    assert (today.calls_handled, today.dispositions, today.last_calls) == (0, [], [])
    assert today.time.on_line_seconds == 0


async def _lives(session: AsyncSession, operator_id: UUID, *states: tuple[float, OperatorState]) -> None:
    changes = [
        OperatorNow(
            operator_id,
            "",
            state,
            at(hours),
            reason=PauseReason.LUNCH if state is OperatorState.PAUSED else None,
        )
        for hours, state in states
    ]
    await store_changes(session, changes)
