"""Of every campaign that dials a moment is kept each five seconds, for a quarter of an hour."""

from datetime import timedelta
from uuid import UUID, uuid4

from core.floor.pace_history import KEPT_EVERY, KEPT_FOR, PaceHistories
from tests.factories import a_pace
from tests.fakes.clock import T0

SPRING, AUTUMN = uuid4(), uuid4()


def kept(histories: PaceHistories, campaign_id: UUID = SPRING) -> list[int]:
    return [one.pace.talking for one in histories.of(campaign_id)]


def test_of_many_moments_in_five_seconds_the_first_is_kept() -> None:
    histories = PaceHistories()
    for quarter_second in range(41):
        at = T0 + timedelta(seconds=quarter_second / 4)
        histories.keep({SPRING: a_pace(talking=quarter_second)}, at)
    assert kept(histories) == [0, 20, 40]


def test_what_is_older_than_a_quarter_of_an_hour_goes() -> None:
    histories = PaceHistories()
    moments = KEPT_FOR // KEPT_EVERY
    for number in range(2 * moments):
        histories.keep({SPRING: a_pace(talking=number)}, T0 + number * KEPT_EVERY)
    assert kept(histories) == list(range(moments, 2 * moments))


def test_a_campaign_that_rests_keeps_its_moments_until_they_are_too_old() -> None:
    histories = PaceHistories()
    histories.keep({SPRING: a_pace(talking=1), AUTUMN: a_pace(talking=2)}, T0)
    histories.keep({AUTUMN: a_pace(talking=3)}, T0 + KEPT_FOR - KEPT_EVERY)
    assert (kept(histories), kept(histories, AUTUMN)) == ([1], [2, 3])
    histories.keep({}, T0 + KEPT_FOR)
    assert (kept(histories), kept(histories, AUTUMN)) == ([], [3])
