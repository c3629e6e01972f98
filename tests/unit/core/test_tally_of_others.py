"""What other switchboards' calls come to is counted once, however often it is looked up."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.law.tally import SETTLED_AFTER, AbandonTally
from core.law.tally_of_others import Span, TalliesOfOthers, spans
from tests.factories import some_id
from tests.fakes.clock import T0

MOSCOW = ZoneInfo("Europe/Moscow")
CAMPAIGN = some_id(1)
MIDNIGHT = T0.replace(hour=21)
SECONDS = st.integers(0, 7200)


def among(calls: Iterable[datetime], span: Span) -> Mapping[UUID, AbandonTally]:
    count = sum(span.begins <= at and (span.ends is None or at < span.ends) for at in calls)
    return {CAMPAIGN: AbandonTally(launched=count)} if count else {}


@given(st.lists(SECONDS), st.lists(SECONDS, min_size=1))
def test_every_call_is_counted_once_on_its_day(placed: list[int], looked: list[int]) -> None:
    began = MIDNIGHT - timedelta(hours=1)
    others = TalliesOfOthers(MOSCOW, began)
    calls = [began + timedelta(seconds=one) for one in placed]
    for seconds in sorted(looked):
        now = began + timedelta(seconds=seconds)
        so_far = [at for at in calls if at <= now]
        found = [(span, among(so_far, span)) for span in others.to_count(now)]
        together = others.counted(found, now)

    days = together[CAMPAIGN].days if CAMPAIGN in together else {}
    launched = [sum(at < MIDNIGHT for at in so_far), sum(at >= MIDNIGHT for at in so_far)]
    dates = [(MIDNIGHT + timedelta(hours=hours)).astimezone(MOSCOW).date() for hours in (-1, 1)]
    assert [days[day].launched if day in days else 0 for day in dates] == launched


def test_a_call_may_change_until_it_has_settled() -> None:
    others = TalliesOfOthers(MOSCOW, T0)
    ringing, lost = AbandonTally(launched=1), AbandonTally(launched=1, answered=1, abandoned=1)
    for tally in (ringing, lost):
        [*_, last] = others.to_count(T0)
        together = others.counted([(last, {CAMPAIGN: tally})], T0)

    assert together[CAMPAIGN].window(T0, 1) == lost


def test_where_nobody_else_calls_a_look_reads_one_minute() -> None:
    others = TalliesOfOthers(MOSCOW, T0)
    for seconds in range(0, 30, 5):
        now = T0 + timedelta(seconds=seconds)
        others.counted([(span, {}) for span in others.to_count(now)], now)

    [span] = others.to_count(now + timedelta(seconds=5))
    assert now + timedelta(seconds=5) - span.begins == timedelta(seconds=65)


def test_what_has_settled_is_told_from_what_has_not() -> None:
    now = MIDNIGHT + timedelta(minutes=3)
    since = now - 2 * SETTLED_AFTER

    cut = [(span.begins, span.ends, span.has_settled) for span in spans(since, now, MOSCOW)]

    settled_until = now - SETTLED_AFTER
    assert cut == [
        (since, settled_until, True),
        (settled_until, MIDNIGHT, False),
        (MIDNIGHT, None, False),
    ]
