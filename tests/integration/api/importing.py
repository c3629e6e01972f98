"""Importing a list as a supervisor does it: the steps that stories of imports are made of."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from sqlalchemy import func, select

from core.campaigns.models import Campaign
from core.db import Database
from core.users.models import Role
from tests.factories import a_campaign, a_user
from tests.fixtures.api_server import ApiServer
from zvonar.jobs import job_runner
from zvonar.settings import Settings

LIST = """Имя;Телефон;Телефон 2;Контактное лицо;E-mail
Ёлка;8 916 123-45-67;8 495 123-45-67;Иван;a@b.ru
Пётр;9167654321;;;
Без номера;;;;
"""


@asynccontextmanager
async def a_supervisor(server: ApiServer) -> AsyncIterator[tuple[httpx.AsyncClient, Campaign]]:
    async with server.story.database.transaction() as session:
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(session, is_running=False)
    async with server.as_user(boss) as client:
        # A reader of files is a process, and takes its time to begin on a busy machine.
        client.timeout = httpx.Timeout(30)
        yield client, campaign


async def uploaded(client: httpx.AsyncClient, campaign: Campaign, content: bytes) -> dict[str, Any]:
    answer = await client.post(
        f"/campaigns/{campaign.id}/imports", params={"file_name": "list.csv"}, content=content
    )
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def started(
    client: httpx.AsyncClient, campaign: Campaign, upload: dict[str, Any], **wanted: Any
) -> httpx.Response:
    body = {"roles": upload["preview"]["roles"]} | wanted
    return await client.post(f"/campaigns/{campaign.id}/imports/{upload['id']}/start", json=body)


async def worked(server: ApiServer) -> bool:
    return await job_runner(Settings(), server.story.database, server.story.clock).run_next()


async def imported(
    server: ApiServer, client: httpx.AsyncClient, campaign: Campaign, content: bytes, **wanted: Any
) -> dict[str, Any]:
    upload = await uploaded(client, campaign, content)
    answer = await started(client, campaign, upload, **wanted)
    assert answer.status_code == 202, answer.text
    assert await worked(server)
    progress: dict[str, Any] = (await client.get(f"/campaigns/{campaign.id}/imports/{upload['id']}")).json()
    return progress


async def rows(database: Database, *tables: Any) -> list[int]:
    async with database.reading() as session:
        return [await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
