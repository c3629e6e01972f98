"""Campaigns share too few lines in turn, and nobody goes without for ever."""

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.trunks.shares import LineShares
from tests.unit.dialer.floors import a_campaign_id


def rounds(wanted: dict[int, int], room: int, count: int) -> list[Counter[int]]:
    """What each campaign gets in each of so many rounds, if it wants the same in each."""
    shares, ids, got = LineShares(), {number: a_campaign_id(number) for number in wanted}, []
    for _ in range(count):
        shares.begin_round(list(ids.values()))
        left, given_out = room, Counter[int]()
        for number, wants in wanted.items():
            most = shares.share(ids[number], left)
            assert 0 <= most <= left
            calls = min(most, wants)
            left -= calls
            given_out[number] += calls
            shares.settle(ids[number], calls=calls, wanted_more=wants > calls)
        got.append(given_out)
    return got


@pytest.mark.parametrize(
    ("wanted", "room", "after_ten"),
    [
        pytest.param({1: 9}, 2, {1: 20}, id="one alone has all"),
        pytest.param({1: 9, 2: 0}, 2, {1: 20}, id="who wants nothing takes nothing"),
        pytest.param({1: 9, 2: 9}, 4, {1: 21, 2: 19}, id="two share, once the younger is known to be short"),
        pytest.param({1: 9, 2: 9}, 1, {1: 5, 2: 5}, id="a single line goes from one to the other"),
        pytest.param({1: 9, 2: 1}, 4, {1: 35, 2: 5}, id="what one does not use the other has"),
    ],
)
def test_lines_are_shared(wanted: dict[int, int], room: int, after_ten: dict[int, int]) -> None:
    total = sum(rounds(wanted, room, 10), Counter[int]())

    assert {number: total[number] for number in after_ten} == pytest.approx(after_ten, abs=5)
    assert set(+total) == {number for number, wants in wanted.items() if wants}


@given(st.integers(1, 5), st.integers(1, 6))
def test_nobody_goes_without_for_longer_than_a_round_for_each(campaigns: int, room: int) -> None:
    got = rounds(dict.fromkeys(range(campaigns), 10), room, 6 * campaigns)

    for number in range(campaigns):
        served = [place for place, one in enumerate(got) if one[number]]
        gaps = [later - earlier for earlier, later in itertools.pairwise(served)]
        assert served
        assert max(gaps, default=0) <= campaigns + 1
