"""What its calls say of a number's use: for one that comes into a pool and has been called with before."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.caller_ids.models import CallerId
from core.caller_ids.rotation import rest
from core.calls.models import Call
from core.calls.state_machine import CallOutcome


async def count_past_use(session: AsyncSession, number: CallerId, home_zone: ZoneInfo, now: datetime) -> None:
    """Count the campaign's calls with it on the last day that matters to its cap or its rest.

    Whoever removes a number and enters it anew has the same calls left as before.
    """
    shown = (
        Call.campaign_id == number.campaign_id,
        Call.caller_id == number.phone_number,
        # Of a call that was not placed nobody saw the number: it was given back.
        or_(Call.outcome.is_(None), Call.outcome != CallOutcome.NOT_PLACED),
    )
    since = _began(now.astimezone(home_zone).date(), home_zone) - timedelta(hours=number.rest_hours)
    newest = await session.scalar(select(func.max(Call.placed_at)).where(*shown, Call.placed_at >= since))
    if newest is None:
        return
    day = newest.astimezone(home_zone).date()
    of_day = select(func.count()).where(*shown, Call.placed_at >= _began(day, home_zone))
    number.used = await session.scalar(of_day) or 0
    number.used_on, number.last_used_at = day, newest
    rest(number)


def _began(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
