"""Several numbers of one client, tried in order: which is next. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NumberInOrder:
    phone_number: str
    time_zone: str
    """Where it rings."""
    is_barred: bool = False
    """Passed over: wrong or refused, or for another reason not to be tried now."""


@dataclass(frozen=True, slots=True)
class NextNumber:
    phone_number: str
    time_zone: str
    is_fresh: bool
    """Not yet tried in this round; the first number begins a round."""


def next_number(numbers: Sequence[NumberInOrder], tried: str) -> NextNumber | None:
    """The number after `tried`, round and round; None: all are barred.

    `numbers` are in their order; a lead of one number has none here, and tries the same again.
    """
    places = {one.phone_number: place for place, one in enumerate(numbers)}
    here = places.get(tried, -1)
    later = [one for one in numbers[here + 1 :] if not one.is_barred]
    if later:
        return NextNumber(later[0].phone_number, later[0].time_zone, is_fresh=True)
    again = next((one for one in numbers if not one.is_barred), None)
    return NextNumber(again.phone_number, again.time_zone, is_fresh=False) if again else None


def ringing_zones(own_zones: Sequence[str], at_client: str) -> list[str]:
    """Where each of a client's numbers rings: the first where the client is, each other one where it can.

    `own_zones`: of each the one zone that its prefix allows, empty where that is open.
    """
    return [at_client, *(own or at_client for own in own_zones[1:])]


def rows_of_numbers(lead: Mapping[str, Any], zones: Mapping[str, str]) -> list[dict[str, Any]]:
    """What is stored of a new lead's numbers, in their order, each with its zone; of one alone, nothing."""
    if len(zones) < 2:
        return []
    own: dict[str, UUID] = {"lead_id": lead["id"], "campaign_id": lead["campaign_id"]}
    return [
        own | {"rank": rank, "phone_number": number, "time_zone": zone, "is_dead": False}
        for rank, (number, zone) in enumerate(zones.items())
    ]
