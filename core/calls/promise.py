"""For when a callback may be promised in a call: what is refused, and what calling hours say of the rest."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call
from core.campaigns.models import Campaign
from core.clients.models import Client
from core.error_codes import ErrorCode
from core.errors import InvalidInput
from core.law.models import DiallingPolicy
from core.law.promise import PromiseHours, promise_hours
from core.leads.models import Lead

# A promise for a later year is a slip of the finger, and some moments no database can store.
FURTHEST_CALLBACK: Final = timedelta(days=731)
_FIELD: Final = "callback_at"


async def hours_of_promise(
    session: AsyncSession, call: Call, callback_at: datetime, now: datetime
) -> PromiseHours | None:
    """None: no hours hold, since no campaign, no policy, or none that can be read is there to make the call.

    Raises:
        InvalidInput: the moment is over, or too far ahead.
    """
    ahead = callback_at - now
    if ahead <= timedelta(0):
        raise InvalidInput.of(_FIELD, ErrorCode.NOT_IN_FUTURE)
    if ahead > FURTHEST_CALLBACK:
        raise InvalidInput.of(_FIELD, ErrorCode.CALLBACK_TOO_FAR, max_days=FURTHEST_CALLBACK.days)
    in_force = await session.scalar(
        select(DiallingPolicy)
        .join(Campaign, Campaign.policy_id == DiallingPolicy.id)
        .where(Campaign.id == call.campaign_id)
    )
    policy = in_force.readable if in_force is not None else None
    if policy is None:
        return None
    return promise_hours(policy.calling_hours, await _zone_of(session, call), callback_at, now=now)


async def kept_at(session: AsyncSession, call: Call, callback_at: datetime, now: datetime) -> datetime:
    """When the promised call is made: outside calling hours, when they begin.

    It is its operator's own to make from then on, for as long as their campaign lets them.

    Raises:
        InvalidInput: it is not to come, too far ahead, or could never be kept.
    """
    hours = await hours_of_promise(session, call, callback_at, now)
    if hours is None:
        return callback_at
    if hours.kept_at is None:
        raise InvalidInput.of(_FIELD, ErrorCode.NO_CALLING_HOURS)
    return hours.kept_at


async def _zone_of(session: AsyncSession, call: Call) -> str:
    """Where the phone rings that the promised call is made to."""
    of_lead = await session.scalar(select(Lead.time_zone).where(Lead.id == call.lead_id))
    if of_lead is not None:
        return of_lead
    return (await session.execute(select(Client.time_zone).where(Client.id == call.client_id))).scalar_one()
