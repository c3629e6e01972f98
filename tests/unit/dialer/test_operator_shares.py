"""Which of several running campaigns counts on which operator."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calls.models import CallKind
from core.campaigns.models import DialMode
from core.operators.state_machine import OperatorNow, OperatorState
from dialer.campaign_floor import counted_by
from dialer.floor import CallFloor
from dialer.operator_shares import FEWEST_OPERATORS, Employable, deal_out
from tests.factories import some_id
from tests.fakes.clock import T0
from tests.unit.dialer.floors import NAMES, a_campaign_id, a_floor, a_ringing_call, an_operator

FOUR = ("Anna", "Boris", "Vera", "Gleb")
PREDICTIVE, PROGRESSIVE, PREVIEW = DialMode.PREDICTIVE, DialMode.PROGRESSIVE, DialMode.PREVIEW


def employed(*groups: tuple[int, str], away: int = 0) -> list[Employable]:
    """So many operators of each set of campaigns, which are letters; the first `away` of all are away."""
    campaigns = [letters for count, letters in groups for _ in range(count)]
    return [
        Employable(some_id(number), [campaign(letter) for letter in letters], is_away=number < away)
        for number, letters in enumerate(campaigns)
    ]


def campaign(letter: str) -> UUID:
    return a_campaign_id(ord(letter))


def shares(dealt: Mapping[UUID, UUID], letters: str) -> dict[str, int]:
    counts = Counter(dealt.values())
    return {letter: counts[campaign(letter)] for letter in letters}


@pytest.mark.parametrize(
    ("operators", "expected"),
    [
        pytest.param(employed((4, "AB")), {"A": 4, "B": 0}, id="four for two: the older has them all"),
        pytest.param(employed((5, "AB")), {"A": 5, "B": 0}, id="five for two: two would be too few"),
        pytest.param(employed((6, "AB")), {"A": 3, "B": 3}, id="six for two: evenly"),
        pytest.param(employed((20, "AB")), {"A": 10, "B": 10}, id="twenty for two: evenly"),
        pytest.param(employed((7, "ABC")), {"A": 4, "B": 3, "C": 0}, id="seven for three: one yields"),
        pytest.param(employed((2, "AB")), {"A": 1, "B": 1}, id="two are too few for any"),
        pytest.param(employed((2, "B"), (2, "AB")), {"A": 0, "B": 4}, id="the older cannot be provided for"),
        pytest.param(employed((3, "A"), (3, "AB")), {"A": 3, "B": 3}, id="to each enough"),
        pytest.param(employed((1, "A"), (5, "B")), {"A": 1, "B": 5}, id="nobody to share"),
        pytest.param(
            employed((7, "AB"), away=2), {"A": 7, "B": 0}, id="with two of seven at lunch five are too few"
        ),
        pytest.param(employed((8, "AB"), away=2), {"A": 4, "B": 4}, id="who is away is dealt out too"),
    ],
)
def test_operators_are_dealt_out(operators: list[Employable], expected: dict[str, int]) -> None:
    dealt = deal_out(operators, [campaign(letter) for letter in expected])

    assert shares(dealt, "".join(expected)) == expected


LETTERS = "ABCD"
groups = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.sets(st.sampled_from(LETTERS), min_size=1).map(lambda them: "".join(sorted(them))),
    ),
    max_size=6,
)
ALL = [campaign(letter) for letter in LETTERS]


@given(groups, st.integers(0, 5))
def test_everybody_counts_once_and_where_they_work(them: list[tuple[int, str]], away: int) -> None:
    operators = employed(*them, away=away)

    dealt = deal_out(operators, ALL)

    assert dealt.keys() == {one.operator_id for one in operators}
    assert all(dealt[one.operator_id] in one.campaigns for one in operators)


@given(groups)
def test_the_oldest_campaign_that_has_enough_operators_has_enough_of_the_shares(
    them: list[tuple[int, str]],
) -> None:
    operators = employed(*them)
    could = [one for one in ALL if sum(one in each.campaigns for each in operators) >= FEWEST_OPERATORS]

    counts = Counter(deal_out(operators, ALL).values())

    assert all(counts[one] >= FEWEST_OPERATORS for one in could[:1])


@given(st.integers(0, 40), st.integers(1, 4))
def test_of_one_pool_more_operators_never_leave_fewer_campaigns_that_forecast(
    count: int, campaigns: int
) -> None:
    letters = LETTERS[:campaigns]

    def that_forecast(operators: int) -> int:
        dealt = deal_out(employed((operators, letters)), ALL[:campaigns])
        return sum(share >= FEWEST_OPERATORS for share in shares(dealt, letters).values())

    assert that_forecast(count + 1) >= that_forecast(count)
    assert that_forecast(count) == min(campaigns, count // FEWEST_OPERATORS)


@given(groups, st.randoms(use_true_random=False))
def test_the_order_in_which_they_came_on_line_is_of_no_account(
    them: list[tuple[int, str]], random: Random
) -> None:
    operators = employed(*them)
    shuffled = random.sample(operators, len(operators))

    assert deal_out(shuffled, ALL) == deal_out(operators, ALL)


def counted(
    floor: CallFloor, modes: Sequence[DialMode], without_leads: Sequence[int] = ()
) -> dict[int, list[str]]:
    """By number of the campaign, who is counted by it."""
    ids = {a_campaign_id(number): mode for number, mode in enumerate(modes, 1)}
    counting = counted_by(floor, ids, [a_campaign_id(one) for one in without_leads], now=T0)
    return {
        number: [NAMES[who] for who in sorted(counting) if counting[who] == campaign_id]
        for number, campaign_id in enumerate(ids, 1)
    }


def all_on_both(*changed: OperatorNow) -> CallFloor:
    operators = {name: an_operator(name) for name in FOUR} | {one.name: one for one in changed}
    return a_floor(operators.values(), works_on={name: [1, 2] for name in FOUR})


@pytest.mark.parametrize("other", [PREVIEW, PROGRESSIVE])
def test_a_campaign_that_does_not_forecast_takes_nobody_from_one_that_does(other: DialMode) -> None:
    assert counted(all_on_both(), [other, PREDICTIVE]) == {1: [], 2: list(FOUR)}


def test_who_looks_at_a_lead_is_counted_where_it_was_offered() -> None:
    looking = replace(an_operator("Vera", OperatorState.PREVIEW), preview_id=some_id(1))

    assert counted(all_on_both(looking), [PREVIEW, PREDICTIVE]) == {1: ["Vera"], 2: ["Anna", "Boris", "Gleb"]}


@pytest.mark.parametrize(
    ("of_campaign", "expected"),
    [
        pytest.param(1, {1: ["Vera"], 2: ["Anna", "Boris", "Gleb"]}, id="of the progressive one"),
        pytest.param(2, {1: [], 2: list(FOUR)}, id="of the predictive one"),
        pytest.param(None, {1: [], 2: list(FOUR)}, id="of none"),
    ],
)
def test_who_has_a_call_is_counted_where_it_belongs(
    of_campaign: int | None, expected: dict[int, list[str]]
) -> None:
    call = a_ringing_call(campaign=of_campaign, operator="Vera", kind=CallKind.DIALLER)
    floor = all_on_both(replace(an_operator("Vera", OperatorState.ON_CALL), call_id=call.call_id))
    floor.calls[call.call_id] = call

    assert counted(floor, [PROGRESSIVE, PREDICTIVE]) == expected


@pytest.mark.parametrize("state", [state for state in OperatorState if state is not OperatorState.PREVIEW])
def test_what_operators_do_for_a_moment_moves_nobody(state: OperatorState) -> None:
    busy = an_operator("Anna", state, idle_seconds=200)

    assert counted(all_on_both(busy), [PREDICTIVE] * 2) == counted(all_on_both(), [PREDICTIVE] * 2)


@pytest.mark.parametrize(
    ("paused_seconds", "expected"),
    [
        pytest.param(299, {1: ["Anna", "Boris", "Gleb"], 2: ["Vera"]}, id="back in a moment"),
        pytest.param(300, {1: ["Gleb"], 2: ["Anna", "Boris", "Vera"]}, id="away"),
    ],
)
def test_no_campaign_is_provided_for_by_who_is_long_paused(
    paused_seconds: float, expected: dict[int, list[str]]
) -> None:
    gleb = an_operator("Gleb", OperatorState.PAUSED, idle_seconds=paused_seconds)
    works_on = {"Anna": [1, 2], "Boris": [1, 2], "Vera": [2], "Gleb": [1]}
    floor = a_floor([*map(an_operator, FOUR[:3]), gleb], works_on=works_on)

    assert counted(floor, [PREDICTIVE] * 2) == expected


def test_without_a_predictive_campaign_the_others_are_counted_evenly() -> None:
    assert counted(all_on_both(), [PROGRESSIVE, PREVIEW]) == {1: ["Anna", "Vera"], 2: ["Boris", "Gleb"]}


@pytest.mark.parametrize("modes", [[PREDICTIVE, PREDICTIVE], [PREDICTIVE, PROGRESSIVE]])
def test_a_campaign_without_leads_leaves_its_operators_to_the_others(modes: list[DialMode]) -> None:
    floor = a_floor(map(an_operator, FOUR), works_on={name: [1, 2] for name in FOUR[:3]} | {"Gleb": [1]})

    assert counted(floor, modes, without_leads=[1]) == {1: ["Gleb"], 2: ["Anna", "Boris", "Vera"]}


def test_without_leads_anywhere_they_are_counted_all_the_same() -> None:
    assert sum(map(len, counted(all_on_both(), [PREDICTIVE] * 2, without_leads=[1, 2]).values())) == 4
