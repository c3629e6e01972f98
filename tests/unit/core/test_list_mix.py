"""Which list gives the next lead: by priority, then by weight."""

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lists.mix import ListMix, Share, tiers


def a_share(number: int, *, weight: int = 1, priority: int = 0) -> Share:
    return Share(UUID(int=number), priority, weight)


def shares(*weights: int) -> list[Share]:
    return [a_share(number, weight=weight) for number, weight in enumerate(weights, start=1)]


def claimed(mix: ListMix, lists: list[Share], count: int) -> Counter[int]:
    """What each list gives if it always has enough, by its number."""
    turns = mix.split(lists, count)
    for share in lists:
        mix.took(share, turns.get(share.list_id, 0))
    return Counter({share.list_id.int: turns.get(share.list_id, 0) for share in lists})


@pytest.mark.parametrize(
    ("weights", "count", "given_by_each"),
    [
        ((1,), 5, (5,)),
        ((1, 1), 4, (2, 2)),
        ((3, 1), 8, (6, 2)),
        ((3, 1), 1, (1, 0)),
        ((70, 20, 10), 10, (7, 2, 1)),
        ((1, 1), 0, (0, 0)),
        ((), 3, ()),
    ],
)
def test_lists_give_by_weight(weights: tuple[int, ...], count: int, given_by_each: tuple[int, ...]) -> None:
    found = claimed(ListMix(), shares(*weights), count)

    assert tuple(found[number] for number in range(1, len(weights) + 1)) == given_by_each


def test_higher_priorities_come_first_and_equals_together() -> None:
    low, high, other_high = a_share(1), a_share(2, priority=5), a_share(3, priority=5)

    assert list(tiers([low, high, other_high])) == [[high, other_high], [low]]


@given(
    st.lists(st.integers(1, 20), min_size=1, max_size=6),
    st.lists(st.integers(0, 7), min_size=1, max_size=60),
)
def test_shares_hold_however_small_the_claims(weights: list[int], claims: list[int]) -> None:
    mix, lists = ListMix(), shares(*weights)
    given_so_far: Counter[int] = Counter()
    for count in claims:
        given_so_far += claimed(mix, lists, count)

    total = sum(claims)
    assert given_so_far.total() == total
    for share in lists:
        due = total * share.weight / sum(weights)
        # Whoever is next may have had its turn already, never more than one round of the others.
        assert abs(given_so_far[share.list_id.int] - due) <= len(weights)


def test_a_list_that_had_nothing_claims_no_arrears() -> None:
    mix, (old, new) = ListMix(), shares(1, 1)
    for _ in range(100):
        mix.took(old, 1)
        mix.was_dry(new)

    assert claimed(mix, [old, new], 10) == {1: 5, 2: 5}


def test_a_list_that_joins_late_shares_from_then_on() -> None:
    mix, (old, new) = ListMix(), shares(1, 1)
    claimed(mix, [old], 1000)

    found = claimed(mix, [old, new], 10)
    assert abs(found[1] - found[2]) <= 2
