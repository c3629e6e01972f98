"""Campaigns keep the hours and the patience they had when policies come; the built-in policies hold water."""

from datetime import date, datetime, time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy import Connection, select

from core.campaigns.models import Campaign
from core.db import Database
from core.law.models import DiallingPolicy, DiallingPolicyRevision
from core.law.policy import GraceFrom, Policy
from tests.fakes.clock import T0
from zvonar.migration import _config, migrate

BEFORE_POLICIES = "a6f3c9d1e852"
HAD = {
    "usual": (time(9), time(20), 2.0),
    "all day": (time(0), time(0), 2.0),
    "all day too": (time(0), time(0), 2.0),
    "patient": (time(9), time(20), 2.5),
    "overnight": (time(22), time(6, 30), 2.0),
}


async def test_a_campaign_keeps_its_hours_and_its_patience(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), BEFORE_POLICIES))
        await connection.run_sync(_add_campaigns)
    await migrate(database)
    async with database.reading() as session:
        rows = await session.execute(
            select(Campaign.name, DiallingPolicy).join(
                DiallingPolicy, DiallingPolicy.id == Campaign.policy_id
            )
        )
        kept: dict[str, DiallingPolicy] = dict(rows.all())
        revisions = (await session.scalars(select(DiallingPolicyRevision))).all()
        policies = (await session.scalars(select(DiallingPolicy))).all()
    await database.close()

    assert kept.keys() == HAD.keys()
    for name, (opens, closes, grace_seconds) in HAD.items():
        policy = kept[name].policy
        hours = policy.calling_hours.week.sunday
        assert hours is not None
        assert (hours.opens, hours.closes, policy.grace_seconds) == (opens, closes, grace_seconds)
    assert kept["usual"].code == "russia"
    assert kept["all day"].id == kept["all day too"].id
    assert not kept["patient"].is_built_in
    # Whatever was changed of the built-in ones since, every revision of each is kept.
    every = {(one.id, revision) for one in policies for revision in range(1, one.revision + 1)}
    assert {(one.policy_id, one.revision) for one in revisions} == every


def _add_campaigns(connection: Connection) -> None:
    before = sa.MetaData()
    before.reflect(connection, only=["campaign"])
    table = sa.table(
        "campaign",
        sa.column("id", sa.Uuid()),
        sa.column("opens", sa.Time()),
        sa.column("closes", sa.Time()),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("recycling_document", sa.JSON()),
        sa.column("script_document", sa.JSON()),
        sa.column("questionnaire_document", sa.JSON()),
        sa.column("dispositions_document", sa.JSON()),
        *(sa.column(name) for name in ("name", "mode", "is_running", "grace_seconds")),
        *(sa.column(name) for name in ("ring_seconds", "wrap_up_seconds", "max_attempts")),
    )
    for name, (opens, closes, grace_seconds) in HAD.items():
        row: dict[str, Any] = {"id": uuid4(), "name": name, "mode": "progressive", "is_running": False}
        row |= {"opens": opens, "closes": closes, "grace_seconds": grace_seconds, "created_at": T0}
        row |= {"ring_seconds": 25, "wrap_up_seconds": 30, "max_attempts": 5, "recycling_document": {}}
        row |= {"script_document": {}, "questionnaire_document": {}, "dispositions_document": []}
        connection.execute(sa.insert(table), [row])


async def built_in(database: Database) -> dict[str, Policy]:
    async with database.reading() as session:
        rows = await session.scalars(select(DiallingPolicy).where(DiallingPolicy.is_built_in.is_(True)))
        return {row.code: row.policy for row in rows}


async def test_the_built_in_policies_say_what_their_laws_say(database: Database) -> None:
    policies = await built_in(database)

    assert policies.keys() == {"us_tsr", "uk_ofcom", "russia"}
    for policy in policies.values():
        assert policy.abandon_limit == 0.03
        assert policy.grace_seconds == 2.0
        assert policy.ring_seconds(wanted=5) == 15
        assert policy.basis.ru
        assert policy.basis.en
    assert {code: policy.abandon_window_days for code, policy in policies.items()} == {
        "us_tsr": 30,
        "uk_ofcom": 1,
        "russia": 1,
    }
    assert policies["uk_ofcom"].pause_after_abandonment_hours == 72
    assert [code for code, policy in policies.items() if policy.lacks_safe_harbour] == [
        "us_tsr",
        "uk_ofcom",
    ]
    assert "recorded information message" in policies["uk_ofcom"].basis.en


async def test_the_built_in_policies_reckon_with_people_among_machines_as_measured(
    database: Database,
) -> None:
    policies = await built_in(database)

    assert {code: (one.grace_from, one.machine_false_positive_rate) for code, one in policies.items()} == {
        "us_tsr": (GraceFrom.GREETING, 0.098),
        "uk_ofcom": (GraceFrom.ANSWER, 0.073),
        "russia": (GraceFrom.ANSWER, 0.073),
    }
    # Of 1000 people and as many machines, 28 people and 357 machines were taken for machines.
    assert policies["uk_ofcom"].people_taken_for_machines(28 + 357) == pytest.approx(28, abs=0.5)
    assert policies["us_tsr"].people_taken_for_machines(98 + 907) == pytest.approx(98, abs=0.5)


async def test_what_ofcoms_policy_said_before_is_kept(database: Database) -> None:
    async with database.reading() as session:
        policy = (
            await session.scalars(select(DiallingPolicy).where(DiallingPolicy.code == "uk_ofcom"))
        ).one()
        revisions = await session.scalars(
            select(DiallingPolicyRevision)
            .where(DiallingPolicyRevision.policy_id == policy.id)
            .order_by(DiallingPolicyRevision.revision)
        )
        said = [Policy.model_validate(one.document) for one in revisions]
    assert [one.safe_harbour_is_due for one in said] == [False, True, True, True]
    nations = ("ENG", "NIR", "SCT", "WLS")
    assert [one.calling_hours.holidays.subdivisions for one in said] == [(), (), (), nations]
    assert policy.revision == 4


@pytest.mark.parametrize(
    ("code", "day", "is_holiday"),
    [
        *(
            pytest.param("uk_ofcom", day, True, id=f"uk_ofcom, {name}")
            for day, name in (
                ("2026-04-06", "Easter Monday"),
                ("2026-08-31", "the August bank holiday"),
                ("2027-03-29", "Easter Monday of the next year"),
                ("2026-11-30", "Saint Andrew's Day"),
                ("2026-08-03", "the August bank holiday of Scotland"),
                ("2026-01-02", "the second of January in Scotland"),
                ("2027-07-12", "the Battle of the Boyne"),
                ("2026-07-13", "the Battle of the Boyne, observed"),
                ("2026-03-17", "Saint Patrick's Day"),
                ("2026-12-25", "Christmas"),
            )
        ),
        ("uk_ofcom", "2026-08-04", False),
        ("us_tsr", "2026-07-04", False),
        ("us_tsr", "2026-04-06", False),
        ("russia", "2026-01-07", True),
        ("russia", "2026-04-06", False),
    ],
)
async def test_the_holidays_of_a_built_in_policy(
    database: Database, code: str, day: str, is_holiday: bool
) -> None:
    policy = (await built_in(database))[code]

    assert policy.calling_hours.holidays.include(date.fromisoformat(day)) is is_holiday


@pytest.mark.parametrize(
    ("code", "zone", "moment", "is_open"),
    [
        ("us_tsr", "America/New_York", "2026-07-04T08:00", True),
        ("us_tsr", "America/New_York", "2026-07-04T07:59", False),
        ("us_tsr", "America/Phoenix", "2026-11-01T20:59", True),
        ("us_tsr", "America/Phoenix", "2026-11-01T21:00", False),
        ("uk_ofcom", "Europe/London", "2026-11-23T08:00", True),
        ("uk_ofcom", "Europe/London", "2026-11-22T08:00", False),
        ("uk_ofcom", "Europe/London", "2026-12-28T08:30", False),
        ("uk_ofcom", "Europe/London", "2026-04-06T08:30", False),
        ("uk_ofcom", "Europe/London", "2026-04-06T09:00", True),
        ("uk_ofcom", "Europe/London", "2026-12-28T09:00", True),
        ("russia", "Asia/Yekaterinburg", "2026-11-23T08:59", False),
        ("russia", "Asia/Yekaterinburg", "2026-11-23T09:00", True),
        ("russia", "Asia/Yekaterinburg", "2026-01-07T20:00", False),
    ],
)
async def test_the_hours_of_a_built_in_policy(
    database: Database, code: str, zone: str, moment: str, is_open: bool
) -> None:
    policy = (await built_in(database))[code]
    now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))

    assert policy.calling_hours.is_open(now, zone) is is_open
