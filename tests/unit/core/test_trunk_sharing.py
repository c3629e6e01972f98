"""Switchboards share a trunk so that its limits hold for all of them together."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.nodes.presence import Company
from core.trunks.sharing import Sharing, TrunkLimits

trunk_ids = st.integers(0, 2**128 - 1).map(lambda number: UUID(int=number))
limits = st.one_of(st.none(), st.integers(1, 40))


def parts(trunk_id: UUID, whole: TrunkLimits, of: int) -> list[TrunkLimits]:
    companies = [Company(place, of, is_known=True) for place in range(of)]
    return [Sharing(company).own_part(trunk_id, whole) for company in companies]


@given(trunk_ids, limits, limits, st.integers(1, 9))
def test_all_parts_are_the_whole_and_none_is_larger_by_two(
    trunk_id: UUID, channels: int | None, rate: int | None, of: int
) -> None:
    usable = [one for one in parts(trunk_id, TrunkLimits(channels, rate), of) if one.channels != 0]
    for limit, shared in (
        (channels, [one.channels for one in usable]),
        (rate, [one.calls_per_second for one in usable]),
    ):
        if limit is None:
            assert set(shared) == {None}
        else:
            counted = [one or 0 for one in shared]
            assert sum(counted) == limit
            assert max(counted) - min(counted) <= 1
            assert min(counted) >= 1


@given(trunk_ids, limits, limits)
def test_whoever_is_alone_has_all(trunk_id: UUID, channels: int | None, rate: int | None) -> None:
    whole = TrunkLimits(channels, rate)
    assert Sharing(Company.alone()).own_part(trunk_id, whole) == whole


@given(trunk_ids, limits, limits, st.integers(1, 2))
def test_whoever_the_others_do_not_reckon_with_has_nothing_of_a_limited_trunk(
    trunk_id: UUID, channels: int | None, rate: int | None, of: int
) -> None:
    part = Sharing(Company(0, of, is_known=False)).own_part(trunk_id, TrunkLimits(channels, rate))
    assert (part.channels == 0) is (channels is not None or rate is not None)


@pytest.mark.parametrize(
    ("of", "free"),
    [(2, {0: 5, 5: 5, 7: 3, 10: 0, 12: 0}), (1, {0: 10, 4: 6, 10: 0})],
    ids=["two", "one left"],
)
def test_calls_of_others_that_go_on_are_waited_for(of: int, free: dict[int, int]) -> None:
    whole, trunk_id = TrunkLimits(10, None), UUID(int=0)
    company = Company(0, of, is_known=True)
    assert free == {
        theirs: Sharing(company, {trunk_id: theirs}).own_part(trunk_id, whole).channels for theirs in free
    }


def test_of_trunks_with_one_channel_each_switchboard_has_some() -> None:
    owners = [
        [one.channels for one in parts(UUID(int=number), TrunkLimits(1, 5), 2)].index(1)
        for number in (4, 5, 6, 7)
    ]
    assert sorted(owners) == [0, 0, 1, 1]
