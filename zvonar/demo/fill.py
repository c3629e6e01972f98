"""Fills an empty database with the demo call centre; a filled one is left as it is."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.machines import MachineAction
from core.calls.models import Call, CallKind
from core.calls.state_machine import AnsweredBy, CallOutcome, CallState
from core.campaigns.models import Campaign, CampaignOperator
from core.clients.models import Client, ClientEmail, ClientNumber, Person
from core.clients.search import search_text, sort_key
from core.contacts.models import Contact, ContactKind, Direction
from core.law.models import DiallingPolicy, DiallingPolicyRevision
from core.leads.models import Lead
from core.lists.models import LeadList
from core.lists.service import add_list
from core.users.models import Language, Role, User
from core.users.passwords import hash_password
from zvonar.demo.campaign import POLICY, QUESTIONNAIRE, SCRIPT
from zvonar.demo.people import DemoClient, demo_clients

CAMPAIGN_NAME: Final = "Demo"
LIST_NAME: Final = "Demo"
CLIENTS: Final = 2000
SIMULATED_LOGIN: Final = "simulated"

_USERS: Final = (
    ("operator", "Анна Петрова", Role.OPERATOR),
    ("supervisor", "Виктор Смирнов", Role.SUPERVISOR),
    ("sales", "Елена Орлова", Role.SALES),
    ("admin", "Ольга Соколова", Role.ADMIN),
)


@dataclass(frozen=True, slots=True)
class DemoLogin:
    login: str
    password: str
    role: Role


async def fill(
    session: AsyncSession,
    now: datetime,
    *,
    clients: int = CLIENTS,
    machine_action: MachineAction = MachineAction.OFF,
) -> None:
    """Add the demo campaign and its clients; nothing if the campaign is there."""
    if await session.scalar(select(Campaign.id).where(Campaign.name == CAMPAIGN_NAME)):
        return
    campaign = Campaign(
        id=uuid4(),
        name=CAMPAIGN_NAME,
        is_running=True,
        policy_id=await _add_policy(session, now),
        ring_seconds=25,
        wrap_up_seconds=30,
        machine_action=machine_action,
        script_document=SCRIPT,
        questionnaire_document=QUESTIONNAIRE,
        created_at=now,
    )
    session.add(campaign)
    await session.flush()
    lead_list = await add_list(session, campaign.id, LIST_NAME, now=now)
    await _add_clients(session, lead_list, list(demo_clients(clients)), now)


async def _add_policy(session: AsyncSession, now: datetime) -> UUID:
    document = POLICY.model_dump(mode="json")
    policy = DiallingPolicy(
        id=uuid4(), code="demo", name_ru="Демонстрация", name_en="Demonstration", document=document
    )
    session.add(policy)
    await session.flush()
    session.add(DiallingPolicyRevision(policy_id=policy.id, revision=1, document=document, made_at=now))
    return policy.id


async def renew_logins(session: AsyncSession, simulated_operators: int) -> Sequence[DemoLogin]:
    """Make the demo's users, or give those who are there new random passwords.

    The first four are for people, the rest for simulated operators.
    """
    campaign_id = await session.scalar(select(Campaign.id).where(Campaign.name == CAMPAIGN_NAME))
    wanted = list(_USERS) + [
        (f"{SIMULATED_LOGIN}{number}", f"Оператор {number}", Role.OPERATOR)
        for number in range(1, simulated_operators + 1)
    ]
    logins = []
    for login, name, role in wanted:
        password = secrets.token_urlsafe(9)
        user = await session.scalar(select(User).where(User.login == login))
        if user is None:
            user = User(
                id=uuid4(), login=login, name=name, role=role, language=Language.RUSSIAN, password_hash=""
            )
            session.add(user)
            await session.flush()
            if role is Role.OPERATOR and campaign_id is not None:
                session.add(CampaignOperator(campaign_id=campaign_id, operator_id=user.id))
        user.password_hash = hash_password(password)
        logins.append(DemoLogin(login, password, role))
    return logins


async def _add_clients(
    session: AsyncSession, lead_list: LeadList, clients: Sequence[DemoClient], now: datetime
) -> None:
    identified = [(uuid4(), client) for client in clients]
    tables: tuple[tuple[Any, Iterable[dict[str, Any]]], ...] = (
        (Client, (_client_row(client_id, client, now) for client_id, client in identified)),
        (
            Person,
            (
                {
                    "id": uuid4(),
                    "client_id": client_id,
                    "name": one.name,
                    "position": one.position,
                    "rank": rank,
                }
                for client_id, client in identified
                for rank, one in enumerate(client.persons)
            ),
        ),
        (
            ClientNumber,
            (
                {"id": uuid4(), "client_id": client_id, "e164": number, "label": "", "rank": rank}
                for client_id, client in identified
                for rank, number in enumerate(client.numbers)
            ),
        ),
        (
            ClientEmail,
            (
                {"id": uuid4(), "client_id": client_id, "address": client.email, "label": ""}
                for client_id, client in identified
            ),
        ),
        (Lead, (_lead_row(client_id, client, lead_list, now) for client_id, client in identified)),
    )
    for table, rows in tables:
        await session.execute(insert(table), list(rows))
    history = [
        row
        for client_id, client in identified
        for row in _history_rows(client_id, client, lead_list.campaign_id, now)
    ]
    await session.execute(insert(Call), [call for call, _ in history])
    await session.execute(insert(Contact), [contact for _, contact in history])


def _client_row(client_id: UUID, client: DemoClient, now: datetime) -> dict[str, Any]:
    return {
        "id": client_id,
        "name": client.name,
        "sort_name": sort_key(client.name),
        "search_text": search_text(
            name=client.name,
            region=client.region,
            persons=[person.name for person in client.persons],
            numbers=client.numbers,
        ),
        "kind": client.kind,
        "region": client.region,
        "time_zone": client.time_zone,
        "language": client.language,
        "note": client.note,
        "created_at": now,
    }


def _lead_row(client_id: UUID, client: DemoClient, lead_list: LeadList, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "campaign_id": lead_list.campaign_id,
        "list_id": lead_list.id,
        "client_id": client_id,
        "phone_number": client.numbers[0],
        "time_zone": client.time_zone,
        "attempts": 0,
        "next_attempt_at": now,
    }


def _history_rows(
    client_id: UUID, client: DemoClient, campaign_id: UUID, now: datetime
) -> Iterable[tuple[dict[str, Any], dict[str, Any]]]:
    for past in client.contacts:
        call_id = uuid4()
        placed_at = now - past.before
        connected_at = placed_at + timedelta(seconds=8)
        ended_at = connected_at + timedelta(seconds=past.talk_seconds)
        call = {
            "id": call_id,
            "node": "demo",
            "kind": CallKind.DIALLER,
            "phone_number": client.numbers[0],
            "campaign_id": campaign_id,
            "client_id": client_id,
            "placed_at": placed_at,
            "state": CallState.ENDED,
            "answered_by": AnsweredBy.PERSON,
            "answered_at": connected_at,
            "connected_at": connected_at,
            "ended_at": ended_at,
            "outcome": CallOutcome.HANDLED,
            "disposition": past.disposition,
            "note": past.note,
            "disposed_at": ended_at,
        }
        contact = {
            "id": call_id,
            "kind": ContactKind.CALL,
            "direction": Direction.OUTBOUND,
            "client_id": client_id,
            "campaign_id": campaign_id,
            "call_id": call_id,
            "phone_number": client.numbers[0],
            "started_at": placed_at,
            "ended_at": ended_at,
            "outcome": CallOutcome.HANDLED,
            "disposition": past.disposition,
            "note": past.note,
        }
        yield call, contact
