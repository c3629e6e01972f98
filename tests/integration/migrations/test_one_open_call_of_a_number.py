"""Of several open calls of a number one stays open, so that the index can come."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from alembic import command
from sqlalchemy import Connection, column, insert, select, table

from core.calls.models import Call, CallKind
from core.calls.state_machine import AnsweredBy, CallOutcome, CallState
from core.clients.models import Client
from core.db import Database
from tests.factories import a_client, some_id
from tests.fakes.clock import T0
from zvonar.migration import _config, migrate

BEFORE_THE_INDEX = "c4d8f1b27a95"
ONE, OTHER = "+79160000001", "+79160000002"
SOON, LATER = T0 + timedelta(seconds=5), T0 + timedelta(seconds=9)
RINGS: dict[str, Any] = {"state": CallState.RINGING, "ringing_at": SOON}
ANSWERED = RINGS | {"state": CallState.ANSWERED, "answered_at": LATER, "answered_by": AnsweredBy.PERSON}


async def test_the_call_that_has_come_furthest_stays_open(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), BEFORE_THE_INDEX))
    async with database.transaction() as session:
        client = await a_client(session, ONE, OTHER)
        connection = await session.connection()
        await connection.run_sync(_add_calls, client)
    await migrate(database)
    async with database.reading() as session:
        rows = await session.execute(select(Call.id, Call.state, Call.outcome, Call.ended_at))
        kept = {call_id.int: tuple(rest) for call_id, *rest in rows}
    await database.close()

    assert kept == {
        1: (CallState.ENDED, CallOutcome.FAILED, T0),
        2: (CallState.ENDED, CallOutcome.ABANDONED, LATER),
        3: (CallState.ANSWERED, None, None),
        4: (CallState.ENDED, CallOutcome.FAILED, SOON + timedelta(minutes=1)),
        5: (CallState.ENDED, CallOutcome.HANDLED, LATER),
        6: (CallState.ORIGINATING, None, None),
        7: (CallState.ENDED, CallOutcome.FAILED, T0),
    }


def _add_calls(connection: Connection, client: Client) -> None:
    minutes_later = {"placed_at": T0 + timedelta(minutes=1)}
    ended = {"state": CallState.ENDED, "outcome": CallOutcome.HANDLED, "ended_at": LATER}
    for place, values in enumerate(
        (
            {},
            ANSWERED,
            ANSWERED | {"placed_at": T0 + timedelta(seconds=1)},
            RINGS | minutes_later | {"ringing_at": SOON + timedelta(minutes=1)},
            ended,
            {"phone_number": OTHER} | minutes_later,
            {"phone_number": OTHER},
        ),
        start=1,
    ):
        row = _row(some_id(place), client.id) | values
        # Only what the table had then; the model knows of columns that came later.
        then = table("call", *(column(name, Call.__table__.c[name].type) for name in row))
        connection.execute(insert(then), [row])


def _row(call_id: UUID, client_id: UUID) -> dict[str, Any]:
    return {
        "id": call_id,
        "node": "node-1",
        "kind": CallKind.DIALLER,
        "phone_number": ONE,
        "client_id": client_id,
        "placed_at": T0,
        "state": CallState.ORIGINATING,
        "note": "",
        "grace_seconds": 2.0,
        "callback_is_shared": False,
    }
