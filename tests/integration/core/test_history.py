"""A client's history: what it says of the operator's verdict."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.state_machine import CallOutcome
from core.campaigns.dispositions import DispositionShown
from core.contacts.history import contact_page
from core.contacts.models import Contact, ContactKind, Direction
from core.db import Database
from core.questionnaires.document import Text
from tests.factories import a_campaign, a_client, a_user
from tests.fakes.clock import T0

TASTED = {
    "code": "tasted",
    "label": {"ru": "Попробовали", "en": "Tasted"},
    "tone": "positive",
    "effect": "close",
    "key": "1",
}


async def a_contact(session: AsyncSession, **values: Any) -> UUID:
    client = await a_client(session)
    contact = Contact(
        id=uuid4(),
        kind=ContactKind.CALL,
        direction=Direction.OUTBOUND,
        client_id=client.id,
        started_at=T0,
        ended_at=T0 + timedelta(minutes=1),
        outcome=CallOutcome.HANDLED,
        **values,
    )
    session.add(contact)
    return client.id


@pytest.mark.parametrize(
    ("in_campaign", "code", "shown"),
    [
        (True, "tasted", DispositionShown("tasted", Text(ru="Попробовали", en="Tasted"), "positive")),
        (True, "smelled", DispositionShown("smelled", Text(ru="smelled", en="smelled"), "neutral")),
        (False, "talked", DispositionShown("talked", Text(ru="Поговорили", en="Talked"), "positive")),
        (
            False,
            "wrong_number",
            DispositionShown("wrong_number", Text(ru="Неверный номер", en="Wrong number"), "negative"),
        ),
        (True, None, None),
    ],
    ids=["the campaign's own", "no longer offered", "without campaign", "a bad one", "none yet"],
)
async def test_a_contact_shows_the_verdict_as_its_campaign_knows_it(
    database: Database, in_campaign: bool, code: str | None, shown: DispositionShown | None
) -> None:
    async with database.transaction() as session:
        campaign = await a_campaign(session, dispositions_document=[TASTED])
        campaign_id = campaign.id if in_campaign else None
        client_id = await a_contact(session, campaign_id=campaign_id, disposition=code)
    async with database.reading() as session:
        reader = await a_user(session)
        [contact] = (await contact_page(session, client_id, reader=reader)).items

    assert contact.disposition == shown
