"""A campaign's caller IDs: entering, changing, removing, and taking them for calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Select, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.trail import Change, record
from core.caller_ids.models import CallerId
from core.caller_ids.past_use import count_past_use
from core.caller_ids.rotation import (
    UNCAPPED,
    Today,
    calls_left,
    choose,
    give_back,
    regions_of,
    rest,
    use,
    used_today,
)
from core.campaigns.models import Campaign
from core.error_codes import ErrorCode
from core.errors import InvalidInput, NotFound
from core.phone_numbers import country_of, e164
from core.regions.names import known_regions, region_of
from core.texts import is_printed
from core.trunks.figures import LineLimit

AUDITED_AS: Final = "caller_id"
_MOST_CALLS: Final = 100_000
_LONGEST_REST_HOURS: Final = 24 * 31


class CallerIdChange(BaseModel):
    """What may be changed of a caller ID; what is not named stays. Another number is another caller ID."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    """Whose clients see it first, in any writing of its name; empty: no region's."""
    daily_cap: Annotated[int, Field(strict=True, ge=1, le=_MOST_CALLS)] | None = None
    rest_hours: Annotated[int, Field(strict=True, ge=0, le=_LONGEST_REST_HOURS)] = 0
    is_active: Annotated[bool, Field(strict=True)] = True


class CallerIdWanted(CallerIdChange):
    phone_number: Annotated[str, StringConstraints(max_length=40)]
    """In any notation."""


@dataclass(frozen=True, slots=True)
class CallerIdShown:
    id: UUID
    phone_number: str
    region: str
    daily_cap: int | None
    rest_hours: int
    is_active: bool
    used_today: int
    rests_until: datetime | None
    """None: it does not rest."""


@dataclass(frozen=True, slots=True)
class CallerIdRoom:
    """What a campaign's caller IDs allow."""

    calls: int
    """Today; `UNCAPPED` where the campaign has none."""
    limit: LineLimit
    """Why it is not more."""


@dataclass(frozen=True, slots=True)
class CallerIdUse:
    """One call that was counted, with the number it showed."""

    campaign_id: UUID
    phone_number: str
    at: datetime
    """The moment it was counted, which says for what day."""


class Pool:
    """The caller IDs of one campaign, locked until the transaction ends: nobody else takes of them."""

    def __init__(self, numbers: Sequence[CallerId], today: Today) -> None:
        self._numbers = numbers
        self._today = today

    @property
    def is_used(self) -> bool:
        """A campaign without any shows one number for all, or the trunk's; with all off it calls nobody."""
        return bool(self._numbers)

    @property
    def room(self) -> CallerIdRoom:
        if not self.is_used:
            return CallerIdRoom(UNCAPPED, LineLimit.CALLER_IDS)
        is_on = any(number.is_active for number in self._numbers)
        return CallerIdRoom(self.calls_left, LineLimit.CALLER_IDS if is_on else LineLimit.CALLER_IDS_OFF)

    @property
    def calls_left(self) -> int:
        return sum(calls_left(number, self._today) for number in self._numbers)

    def take(self, region: str, phone_number: str) -> str | None:
        """The number that a client is called with, counted; None: there is none left.

        `region`: as it is written with the client; `phone_number`: which is called.
        """
        number = choose(self._numbers, regions_of(region, phone_number), self._today)
        if number is None:
            return None
        use(number, self._today)
        return number.phone_number

    def give_back(self, phone_number: str | None) -> None:
        """What `take` gave for a call that is not placed after all; another pool's number is passed over."""
        for number in self._numbers:
            if number.phone_number == phone_number:
                give_back(number, self._today.day)


async def locked_pool(session: AsyncSession, campaign_id: UUID, today: Today) -> Pool:
    rows = await session.scalars(_of(campaign_id).with_for_update())
    return Pool(rows.all(), today)


async def give_uses_back(session: AsyncSession, uses: Sequence[CallerIdUse], home_zone: ZoneInfo) -> None:
    """Of calls that were not placed: nobody saw the number. A number that is no more is passed over."""
    if not uses:
        return
    shown = {(one.campaign_id, one.phone_number) for one in uses}
    rows = await session.scalars(
        select(CallerId)
        .where(tuple_(CallerId.campaign_id, CallerId.phone_number).in_(shown))
        .order_by(CallerId.id)
        .with_for_update()
    )
    numbers = {(row.campaign_id, row.phone_number): row for row in rows}
    for one in uses:
        number = numbers.get((one.campaign_id, one.phone_number))
        if number is not None:
            give_back(number, one.at.astimezone(home_zone).date())


async def caller_id_room(session: AsyncSession, campaign_id: UUID, today: Today) -> CallerIdRoom:
    rows = await session.scalars(_of(campaign_id))
    return Pool(rows.all(), today).room


def _of(campaign_id: UUID) -> Select[CallerId]:
    # In one order, so that nobody waits for somebody who waits for him.
    return select(CallerId).where(CallerId.campaign_id == campaign_id).order_by(CallerId.id)


async def caller_ids_of(session: AsyncSession, campaign_id: UUID, today: Today) -> Sequence[CallerIdShown]:
    """
    Raises:
        NotFound: there is no such campaign.
    """
    await _campaign(session, campaign_id)
    rows = await session.scalars(
        select(CallerId)
        .where(CallerId.campaign_id == campaign_id)
        .order_by(CallerId.region, CallerId.phone_number)
    )
    return [_shown(row, today) for row in rows]


async def one_caller_id(
    session: AsyncSession, campaign_id: UUID, caller_id: UUID, today: Today
) -> CallerIdShown:
    """
    Raises:
        NotFound: this campaign has no such number.
    """
    return _shown(await _stored(session, campaign_id, caller_id), today)


async def add_caller_id(
    session: AsyncSession,
    campaign_id: UUID,
    wanted: CallerIdWanted,
    *,
    home_region: str,
    home_zone: ZoneInfo,
    user_id: UUID,
    now: datetime,
) -> UUID:
    """With the use that its calls have made of it, if it was there before.

    Raises:
        NotFound: there is no such campaign.
        InvalidInput: no telephone number, or one that is there already, or no region of its country.
    """
    await _campaign(session, campaign_id)
    phone_number = e164(wanted.phone_number, region=home_region)
    row = CallerId(id=uuid4(), campaign_id=campaign_id, phone_number=phone_number, used=0, created_at=now)
    change = {"phone_number": (None, phone_number), **_set(row, wanted.model_dump(exclude={"phone_number"}))}
    await count_past_use(session, row, home_zone, now)
    session.add(row)
    await _store(session)
    _record(session, row, change, user_id, now)
    return row.id


async def change_caller_id(
    session: AsyncSession,
    campaign_id: UUID,
    caller_id: UUID,
    wanted: CallerIdChange,
    *,
    user_id: UUID,
    now: datetime,
) -> None:
    """What it has been used today stays counted; it rests if the cap that is wanted has been reached.

    Raises:
        NotFound: this campaign has no such number.
        InvalidInput: the region is more than a line of print, or none of the number's country.
    """
    row = await _stored(session, campaign_id, caller_id)
    change = _set(row, wanted.model_dump(exclude_unset=True))
    rest(row)
    _record(session, row, change, user_id, now)


async def remove_caller_id(
    session: AsyncSession, campaign_id: UUID, caller_id: UUID, *, user_id: UUID, now: datetime
) -> None:
    """
    Raises:
        NotFound: this campaign has no such number.
    """
    row = await _stored(session, campaign_id, caller_id)
    _record(session, row, {"phone_number": (row.phone_number, None)}, user_id, now)
    await session.delete(row)


def _set(row: CallerId, given: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    if not is_printed(given.get("region", "")):
        raise InvalidInput.of("region", ErrorCode.CONTROL_CHARACTERS)
    change = {}
    if "region" in given:
        given = {**given, "region": _known_region(given["region"], row)}
    for field, value in given.items():
        change[field] = (getattr(row, field), value)
        setattr(row, field, value)
    return change


def _known_region(written: str, row: CallerId) -> str:
    """By its one name; what stands there already stays."""
    country = country_of(row.phone_number)
    if not written or written == row.region or not known_regions(country):
        return written
    region = region_of(written, country)
    if not region:
        raise InvalidInput.of("region", ErrorCode.UNKNOWN_REGION)
    return region


async def _store(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        raise InvalidInput.of("phone_number", ErrorCode.ALREADY_IN_POOL) from error


async def _campaign(session: AsyncSession, campaign_id: UUID) -> None:
    if await session.get(Campaign, campaign_id) is None:
        raise NotFound("campaign", campaign_id)


async def _stored(session: AsyncSession, campaign_id: UUID, caller_id: UUID) -> CallerId:
    row = await session.get(CallerId, caller_id, with_for_update=True)
    if row is None or row.campaign_id != campaign_id:
        raise NotFound("caller_id", caller_id)
    return row


def _shown(row: CallerId, today: Today) -> CallerIdShown:
    rests = row.rests_until is not None and row.rests_until > today.now
    return CallerIdShown(
        id=row.id,
        phone_number=row.phone_number,
        region=row.region,
        daily_cap=row.daily_cap,
        rest_hours=row.rest_hours,
        is_active=row.is_active,
        used_today=used_today(row, today),
        rests_until=row.rests_until if rests else None,
    )


def _record(session: AsyncSession, row: CallerId, change: Change, user_id: UUID, now: datetime) -> None:
    record(
        session,
        user_id=user_id,
        entity=AUDITED_AS,
        entity_id=row.id,
        name=row.phone_number,
        campaign_id=row.campaign_id,
        change=change,
        now=now,
    )
