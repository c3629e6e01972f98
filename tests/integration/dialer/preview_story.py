"""A campaign whose leads are looked at before they are dialled, and what became of an offer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from core.campaigns.models import Campaign, DialMode
from core.db import Database
from core.leads.models import Lead
from core.previews.models import Preview
from core.users.models import User
from tests.factories import a_campaign, a_lead, a_user
from tests.fakes.clock import T0
from tests.integration.dialer.switchboard_story import Story


async def a_preview_campaign(
    database: Database, leads: int = 1, operators: int = 1, **settings: Any
) -> tuple[Campaign, list[User], list[Lead]]:
    async with database.transaction() as session:
        staff = [await a_user(session) for _ in range(operators)]
        campaign = await a_campaign(session, *staff, mode=DialMode.PREVIEW, **settings)
        due = [T0 - timedelta(seconds=leads - place) for place in range(leads)]
        return campaign, staff, [await a_lead(session, campaign, due_at=at) for at in due]


async def ending_of(story: Story, preview_id: UUID) -> tuple[str | None, str | None]:
    await story.switchboard.everything_stored()
    async with story.database.reading() as session:
        preview = await session.get_one(Preview, preview_id)
    return preview.ending, preview.skip_reason
