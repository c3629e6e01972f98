"""Switchboards share a trunk so that its limits hold for all of them together."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from core.nodes.presence import Company
from core.trunks.sharing import Sharing, TrunkLimits

trunk_ids = st.integers(0, 2**128 - 1).map(lambda number: UUID(int=number))
limits = st.one_of(st.none(), st.integers(1, 200))


def parts(trunk_id: UUID, whole: TrunkLimits, of: int) -> list[TrunkLimits]:
    others = [f"node-{number}" for number in range(1, of)]
    companies = [Company(place, of, others, is_known=True) for place in range(of)]
    return [Sharing(company).own_part(trunk_id, whole) for company in companies]


@given(trunk_ids, st.integers(1, 200), st.integers(1, 9))
def test_all_parts_are_the_whole_and_none_is_larger_by_two(trunk_id: UUID, limit: int, of: int) -> None:
    channels = [one.channels or 0 for one in parts(trunk_id, TrunkLimits(limit, None), of)]
    rates = [
        0 if one.channels == 0 else one.calls_per_second or 0
        for one in parts(trunk_id, TrunkLimits(None, limit), of)
    ]
    for shared in (channels, rates):
        assert sum(shared) == limit
        assert max(shared) - min(shared) <= 1


@given(trunk_ids, limits, limits)
def test_whoever_is_alone_has_all(trunk_id: UUID, channels: int | None, rate: int | None) -> None:
    whole = TrunkLimits(channels, rate)
    assert Sharing(Company.alone()).own_part(trunk_id, whole) == whole


@given(trunk_ids, st.integers(2, 9))
def test_what_has_no_limit_is_not_shared_out(trunk_id: UUID, of: int) -> None:
    whole = TrunkLimits(None, None)
    assert parts(trunk_id, whole, of) == [whole] * of


@given(trunk_ids, limits, limits)
def test_whoever_the_others_do_not_reckon_with_yet_has_nothing_of_a_limited_trunk(
    trunk_id: UUID, channels: int | None, rate: int | None
) -> None:
    new = Company(place=1, of=2, others=["node-1"], is_known=False)
    part = Sharing(new).own_part(trunk_id, TrunkLimits(channels, rate))
    assert (part.channels == 0) is (channels is not None or rate is not None)


def test_calls_that_others_have_beyond_their_part_are_waited_for() -> None:
    whole, trunk_id = TrunkLimits(10, None), UUID(int=0)
    company = Company(place=0, of=2, others=["node-2"], is_known=True)
    free = {
        theirs: Sharing(company, {trunk_id: theirs}).own_part(trunk_id, whole).channels
        for theirs in (0, 5, 7, 10, 12)
    }
    assert free == {0: 5, 5: 5, 7: 3, 10: 0, 12: 0}


def test_of_trunks_with_one_channel_each_switchboard_has_some() -> None:
    whole = TrunkLimits(1, None)
    owners = [[one.channels for one in parts(UUID(int=number), whole, 2)].index(1) for number in (4, 5, 6, 7)]
    assert sorted(owners) == [0, 0, 1, 1]
