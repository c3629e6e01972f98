"""Rows for tests: what matters to the test is said, the rest is filled in."""

from collections.abc import Sequence
from datetime import datetime, time
from itertools import count
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.caller_ids.models import CallerId
from core.campaigns.models import Campaign, CampaignOperator
from core.clients.models import Client, ClientKind, ClientNumber
from core.clients.search import search_text, sort_key
from core.dnc.marks import mark_leads
from core.floor.figures import LostToday, PaceFigures, PaceReason
from core.law.hours import CallingHours, DayHours, WeekHours
from core.law.models import DiallingPolicy, DiallingPolicyRevision
from core.law.policy import Policy
from core.leads.models import Lead, LeadNumber
from core.leads.numbers import rows_of_numbers
from core.lists.models import LeadList
from core.trunks.models import Trunk
from core.users.models import Role, User
from tests.fakes.clock import T0

# Far from the numbers that tests name themselves.
_serial_numbers = count(5_000_000)

EASY_POLICY: Final = Policy(
    abandon_limit=0.03,
    abandon_window_days=1,
    grace_seconds=2.0,
    minimum_ring_seconds=0,
    calling_hours=CallingHours(week=WeekHours.daily(DayHours(opens=time(0), closes=time(0)))),
    attempts_per_day=None,
    attempts_per_week=None,
    pause_after_abandonment_hours=0,
    machine_false_positive_rate=0.0,
)


async def a_user(session: AsyncSession, role: Role = Role.OPERATOR, **values: Any) -> User:
    login = values.pop("login", f"user-{uuid4().hex[:8]}")
    user = User(
        id=values.pop("id", None) or uuid4(),
        login=login,
        name=login.title(),
        role=role,
        password_hash=values.pop("password_hash", "-"),
        **values,
    )
    session.add(user)
    await session.flush()
    return user


async def a_policy(session: AsyncSession, **rules: Any) -> DiallingPolicy:
    """Lets everything be, but for these rules."""
    document = EASY_POLICY.model_copy(update=rules).model_dump(mode="json")
    code = f"policy_{uuid4().hex[:8]}"
    row = DiallingPolicy(id=uuid4(), code=code, name_ru=code, name_en=code, document=document)
    session.add(row)
    await session.flush()
    session.add(DiallingPolicyRevision(policy_id=row.id, revision=1, document=document, made_at=T0))
    await session.flush()
    return row


async def a_campaign(
    session: AsyncSession, *operators: User, policy: dict[str, Any] | None = None, **values: Any
) -> Campaign:
    """Running, open all day, with these operators; `policy` is what its policy says otherwise."""
    filled = {
        "id": uuid4(),
        "name": f"Campaign {uuid4().hex[:8]}",
        "is_running": True,
        "created_at": T0,
    }
    if "policy_id" not in values:
        filled["policy_id"] = (await a_policy(session, **(policy or {}))).id
    campaign = Campaign(**(filled | values))
    session.add(campaign)
    await session.flush()
    for operator in operators:
        session.add(CampaignOperator(campaign_id=campaign.id, operator_id=operator.id))
    await session.flush()
    return campaign


async def a_client(session: AsyncSession, *numbers: str, name: str = "Ромашка", **values: Any) -> Client:
    numbers = numbers or (a_number(),)
    client = Client(
        id=values.pop("id", None) or uuid4(),
        name=name,
        sort_name=sort_key(name),
        search_text=search_text(name=name, region="", persons=(), numbers=numbers),
        kind=ClientKind.COMPANY,
        time_zone=values.pop("time_zone", "Europe/Moscow"),
        created_at=T0,
        **values,
    )
    session.add(client)
    await session.flush()
    for rank, number in enumerate(numbers):
        session.add(ClientNumber(client_id=client.id, e164=number, rank=rank))
    await session.flush()
    return client


async def a_list(session: AsyncSession, campaign: Campaign, **values: Any) -> LeadList:
    """A further list of the campaign."""
    filled = {"name": f"List {uuid4().hex[:8]}", "created_at": T0, "source": "manual"}
    lead_list = LeadList(id=uuid4(), campaign_id=campaign.id, **(filled | values))
    session.add(lead_list)
    await session.flush()
    return lead_list


async def a_lead(
    session: AsyncSession,
    campaign: Campaign,
    client: Client | None = None,
    *,
    phone_number: str | None = None,
    due_at: datetime | None = T0,
    in_list: LeadList | None = None,
    more_numbers: Sequence[str] = (),
    more_zones: Sequence[str] = (),
    **values: Any,
) -> Lead:
    """On the campaign's first list, or the one that is given; further numbers ring where the first does,
    if no zones are given for them."""
    number = phone_number or a_number()
    client = client or await a_client(session, number, *more_numbers)
    if in_list is None:
        first = select(LeadList).where(LeadList.campaign_id == campaign.id).limit(1)
        in_list = await session.scalar(first) or await a_list(session, campaign)
    zone = values.pop("time_zone", "Europe/Moscow")
    lead = Lead(
        id=uuid4(),
        campaign_id=campaign.id,
        list_id=in_list.id,
        client_id=client.id,
        phone_number=number,
        time_zone=zone,
        has_several_zones=len({zone, *more_zones}) > 1,
        next_attempt_at=due_at,
        callback_at=values.pop("callback_at", due_at if values.get("callback_operator_id") else None),
        **values,
    )
    session.add(lead)
    await session.flush()
    further = zip(more_numbers, more_zones or [zone] * len(more_numbers), strict=True)
    zones = {number: zone, **dict(further)}
    session.add_all(LeadNumber(**row) for row in rows_of_numbers(vars(lead), zones))
    await session.flush()
    await mark_leads(session, [lead.id])
    return lead


async def a_trunk(session: AsyncSession, **values: Any) -> Trunk:
    """Active and without limits; the exchange knows it by its own configuration."""
    filled = {"name": f"Trunk {uuid4().hex[:8]}", "dial_template": "PJSIP/{digits}@carrier", "created_at": T0}
    trunk = Trunk(id=values.pop("id", None) or uuid4(), **(filled | values))
    session.add(trunk)
    await session.flush()
    return trunk


async def a_caller_id(session: AsyncSession, campaign: Campaign, **values: Any) -> CallerId:
    filled = {"phone_number": a_number(), "created_at": T0}
    caller_id = CallerId(id=uuid4(), campaign_id=campaign.id, **(filled | values))
    session.add(caller_id)
    await session.flush()
    return caller_id


def a_number() -> str:
    return f"+7916{next(_serial_numbers):07}"


def some_id(number: int) -> UUID:
    return UUID(int=number)


def a_pace(**values: Any) -> PaceFigures:
    """A decision of a campaign to whom nothing has happened yet, but for `values`."""
    nothing: dict[str, Any] = {
        "reason": PaceReason.PREDICTED,
        "available": 0,
        "previewing": 0,
        "talking": 0,
        "wrapping_up": 0,
        "paused": 0,
        "ringing": 0,
        "waiting": 0,
        "answered": 0,
        "abandoned": 0,
        "machines": 0,
        "people_taken_for_machines": 0.0,
        "abandon_rate": 0.0,
        "abandon_limit": 0.03,
        "window_days": 1,
        "today": LostToday(0, 0, 0.0),
        "owed_by_earlier_days": 0.0,
    }
    return PaceFigures(**{**nothing, **values})
