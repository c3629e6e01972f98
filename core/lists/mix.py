"""Whose turn it is: lists of one priority share the calls by weight, lower ones wait. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Share:
    """What a list may claim of its campaign's calls."""

    list_id: UUID
    priority: int
    weight: int


def tiers(shares: Sequence[Share]) -> Iterator[list[Share]]:
    """The lists of each priority, the highest first."""
    ordered = sorted(shares, key=lambda share: (-share.priority, share.list_id))
    for _, tier in groupby(ordered, key=lambda share: share.priority):
        yield list(tier)


class ListMix:
    """Remembers how far each list has come, so that shares hold over many small claims.

    Each lead taken moves its list forward by one over the weight; whoever is furthest behind is
    next. A list that had nothing to give joins again where the others are: what it missed is gone.
    """

    def __init__(self) -> None:
        self._passed: dict[UUID, Fraction] = {}
        self._front = Fraction(0)

    def split(self, shares: Sequence[Share], count: int) -> Mapping[UUID, int]:
        """How many of the next `count` leads each list gives, if each has enough."""
        passed = {share.list_id: self._place_of(share.list_id) for share in shares}
        turns: Counter[UUID] = Counter()
        for _ in range(count if shares else 0):
            due = min(shares, key=lambda share: (passed[share.list_id], -share.weight, share.list_id))
            passed[due.list_id] += Fraction(1, due.weight)
            turns[due.list_id] += 1
        return turns

    def took(self, share: Share, count: int) -> None:
        """`count` leads of the list were really taken."""
        place = self._place_of(share.list_id)
        if count:
            # The front is where the list stood whose turn came last: nobody rejoins behind it.
            self._front = max(self._front, place + Fraction(count - 1, share.weight))
        self._passed[share.list_id] = place + Fraction(count, share.weight)

    def was_dry(self, share: Share) -> None:
        """The list had less than its turn; it claims no arrears later."""
        self._passed.pop(share.list_id, None)

    def _place_of(self, list_id: UUID) -> Fraction:
        return self._passed.get(list_id, self._front)
