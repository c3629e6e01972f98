"""Several numbers of one client, tried in order: which is next. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NumberInOrder:
    phone_number: str
    is_dead: bool = False
    """Wrong, or refused: not to be tried again for this lead."""


@dataclass(frozen=True, slots=True)
class NextNumber:
    phone_number: str
    is_fresh: bool
    """Not yet tried in this round; the first number begins a round."""


def next_number(numbers: Sequence[NumberInOrder], tried: str) -> NextNumber | None:
    """The number after `tried`, round and round; None: all are dead.

    `numbers` are in their order; a lead of one number has none here, and tries the same again.
    """
    places = {one.phone_number: place for place, one in enumerate(numbers)}
    here = places.get(tried, -1)
    later = [one for one in numbers[here + 1 :] if not one.is_dead]
    if later:
        return NextNumber(later[0].phone_number, is_fresh=True)
    again = next((one for one in numbers if not one.is_dead), None)
    return NextNumber(again.phone_number, is_fresh=False) if again else None
