"""A call centre that has worked without lists keeps all it has when lists come."""

from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import command
from sqlalchemy import Connection, inspect
from sqlalchemy.types import TypeEngine

from core.db import Database
from core.schema import metadata
from tests.fakes.clock import T0
from zvonar.migration import _config, migrate

BEFORE_LISTS = "4c1f0a6f2d5e"
# Columns of then that the code no longer knows.
_GONE: dict[str, TypeEngine[Any]] = {"opens": sa.Time(), "closes": sa.Time(), "grace_seconds": sa.Double()}


async def test_leads_and_calls_of_before_come_along(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), BEFORE_LISTS))
        lead_id = await connection.run_sync(_fill)
    await migrate(database)
    async with database.engine.connect() as connection:
        old = (
            await connection.execute(
                sa.text(
                    "SELECT lead.phone_number, lead_list.name, lead.callback_at IS NOT NULL AS promised,"
                    " call.lead_id IS NOT NULL AS known, campaign.recycling_document AS rules"
                    " FROM lead JOIN lead_list ON lead_list.id = lead.list_id"
                    " JOIN call ON call.lead_id = lead.id JOIN campaign ON campaign.id = lead.campaign_id"
                )
            )
        ).one()
        indexes = await connection.run_sync(lambda sync: _partial(sync))
    await database.close()
    assert lead_id is not None
    assert (old.phone_number, old.name, bool(old.promised), bool(old.known)) == (
        "+79161234567",
        "Old",
        True,
        True,
    )
    assert '"after": "busy", "wait_seconds": 61' in str(old.rules).replace("'", '"')
    assert indexes >= {"ix_lead_promised", "ix_lead_callback"}


def _partial(connection: Connection) -> set[str]:
    return {
        str(index["name"])
        for index in inspect(connection).get_indexes("lead")
        if any(name.endswith("_where") for name in index.get("dialect_options", {}))
    }


def _fill(connection: Connection) -> Any:
    """A campaign with one promised lead and one call, as they were before."""
    before = sa.MetaData()
    before.reflect(connection)
    user, campaign, client, lead, call = (uuid4() for _ in range(5))
    plain = {"created_at": T0}
    rows: dict[str, dict[str, Any]] = {
        "user_account": {"id": user, "login": "anna", "name": "Anna", "role": "operator"}
        | {"password_hash": "-", "language": "ru", "is_active": True},
        "campaign": plain
        | {"id": campaign, "name": "Old", "mode": "progressive", "is_running": False}
        | {"opens": T0.time(), "closes": T0.time(), "ring_seconds": 25, "wrap_up_seconds": 30}
        | {"grace_seconds": 2.0, "max_attempts": 5, "busy_retry_seconds": 61, "retry_seconds": 3600}
        | {"script_document": {}, "questionnaire_document": {}, "dispositions_document": []},
        "client": plain
        | {"id": client, "name": "A", "sort_name": "a", "search_text": "a", "kind": "company"}
        | {"region": "", "time_zone": "Europe/Moscow", "language": "ru", "note": ""},
        "lead": {"id": lead, "campaign_id": campaign, "client_id": client, "phone_number": "+79161234567"}
        | {"time_zone": "Europe/Moscow", "attempts": 1, "next_attempt_at": T0, "callback_operator_id": user},
        "call": {"id": call, "node": "n", "kind": "dialler", "phone_number": "+79161234567"}
        | {"campaign_id": campaign, "client_id": client, "lead_id": lead, "placed_at": T0, "state": "ended"}
        | {"note": ""},
    }
    for name, row in rows.items():
        # The code's types write what the driver of either database takes.
        types = _GONE | {column.name: column.type for column in metadata.tables[name].columns}
        table = sa.table(name, *(sa.column(key, types.get(key, sa.Integer())) for key in row))
        connection.execute(sa.insert(table), [row])
    return lead
