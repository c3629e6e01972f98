"""What operators did is stored as it came, and a busy second is one statement."""

from datetime import timedelta
from operator import attrgetter
from typing import Any
from uuid import uuid4

from sqlalchemy import event, select

from core.db import Database
from core.operators.log import last_known, store_changes
from core.operators.models import OperatorStateChange
from core.operators.state_machine import OperatorNow, OperatorState, PauseReason
from tests.factories import a_user
from tests.fakes.clock import T0


async def test_changes_of_different_kinds_are_stored_in_order_by_one_statement(database: Database) -> None:
    async with database.transaction() as session:
        operator = await a_user(session)
    changes = [
        OperatorNow(operator.id, "", OperatorState.AVAILABLE, T0),
        OperatorNow(operator.id, "", OperatorState.RESERVED, T0, call_id=uuid4()),
        OperatorNow(operator.id, "", OperatorState.ON_CALL, T0, pausing_reason=PauseReason.BREAK),
        OperatorNow(operator.id, "", OperatorState.WRAP_UP, T0, wrap_up_ends_at=T0 + timedelta(seconds=30)),
        OperatorNow(operator.id, "", OperatorState.PAUSED, T0, reason=PauseReason.LUNCH),
    ]
    asked: list[str] = []

    def remember(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.extend([statement] if statement.startswith("INSERT") else [])

    event.listen(database.engine.sync_engine, "before_cursor_execute", remember)
    async with database.transaction() as session:
        await store_changes(session, changes)
    assert len(asked) == 1
    async with database.reading() as session:
        stored = (await session.scalars(select(OperatorStateChange).order_by(OperatorStateChange.id))).all()
    kept = attrgetter("state", "reason", "call_id", "wrap_up_ends_at", "pausing_reason")
    assert [kept(one) for one in stored] == [kept(one) for one in changes]


async def test_what_an_operator_was_doing_is_read_back_as_it_was(database: Database) -> None:
    async with database.transaction() as session:
        operator = await a_user(session)
        now = OperatorNow(
            operator_id=operator.id,
            name=operator.name,
            state=OperatorState.WRAP_UP,
            since_at=T0,
            call_id=uuid4(),
            wrap_up_ends_at=T0 + timedelta(seconds=30),
            pausing_reason=PauseReason.LUNCH,
        )
        await store_changes(session, [OperatorNow(operator.id, "", OperatorState.AVAILABLE, T0), now])
    async with database.reading() as session:
        assert await last_known(session) == [now]
