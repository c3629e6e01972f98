"""Whose turn among a campaign's caller IDs: the client's region first, then the least used. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

from core.caller_ids.models import CallerId
from core.phone_numbers import country_of
from core.regions.names import region_of, region_of_number

UNCAPPED: Final = 1_000_000
"""More calls than anybody makes in a day."""
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Today:
    now: datetime
    day: date
    """That of the call centre."""


def used_today(number: CallerId, today: Today) -> int:
    return number.used if number.used_on == today.day else 0


def calls_left(number: CallerId, today: Today) -> int:
    """How many calls may still be made with it today."""
    if not number.is_active or (number.rests_until is not None and number.rests_until > today.now):
        return 0
    return UNCAPPED if number.daily_cap is None else max(0, number.daily_cap - used_today(number, today))


def regions_of(written: str, phone_number: str) -> Sequence[str]:
    """Where a client is at home, the surest first: by what is written of the region, else by the number."""
    if known := region_of(written, country_of(phone_number)):
        return (known,)
    return [one for one in (_folded(written), region_of_number(phone_number)) if one]


def choose(pool: Sequence[CallerId], regions: Sequence[str], today: Today) -> CallerId | None:
    """The number for a client of the first of these regions that has one; None: all have had enough."""
    usable = [number for number in pool if calls_left(number, today)]
    by_region = ([number for number in usable if _region(number) == wanted] for wanted in regions)
    local = next(filter(None, by_region), None)
    return min(
        local or usable,
        key=lambda one: (used_today(one, today), one.last_used_at or _NEVER, one.phone_number),
        default=None,
    )


def use(number: CallerId, today: Today) -> None:
    """Count one call; with the last one allowed, the number goes to rest."""
    number.used = used_today(number, today) + 1
    number.used_on, number.last_used_at = today.day, today.now
    rest(number)


def rest(number: CallerId) -> None:
    """It rests from its last call on if that was the last one its cap allows, and else not at all."""
    is_worn_out = number.daily_cap is not None and number.used >= number.daily_cap
    if is_worn_out and number.last_used_at is not None:
        number.rests_until = number.last_used_at + timedelta(hours=number.rest_hours)
    else:
        number.rests_until = None


def give_back(number: CallerId, day: date) -> None:
    """Take one call of that day off the count again, and lift the rest that this call brought about.

    What was counted on another day than the number's last one is forgotten already. A number whose cap is
    reached all the same, as when it was lowered meanwhile, rests on.
    """
    if number.used_on != day or not number.used:
        return
    number.used -= 1
    if number.daily_cap is None or number.used < number.daily_cap:
        number.rests_until = None


def _region(number: CallerId) -> str:
    return _meant(number.region, number.phone_number)


@lru_cache(maxsize=10_000)
def _meant(region: str, phone_number: str) -> str:
    # Stored before regions were looked up, or of a country of which none is known: as it is written.
    return region_of(region, country_of(phone_number)) or _folded(region)


def _folded(region: str) -> str:
    return " ".join(region.casefold().replace("ё", "е").split())
