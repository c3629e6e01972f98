"""How many calls a campaign may launch, by its mode and by what is known of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.calls.models import CallKind
from core.calls.state_machine import (
    Answered,
    AnsweredBy,
    CallEvent,
    CallOutcome,
    CallState,
    Ended,
    OperatorJoined,
    advance,
)
from core.campaigns.models import DialMode
from core.floor.figures import LostToday, PaceReason
from core.law.tally import AbandonTally, TallyOfDays
from core.operators.state_machine import OperatorState, PauseReason
from dialer.campaign_floor import campaign_floor
from dialer.floor import CallFloor, LiveCall
from dialer.paces import CampaignPaces, PacedCampaign
from dialer.pacing import AVAILABLE, PAUSED, TALKING, WRAP_UP, PacingPolicy
from dialer.snapshots import Snapshot
from tests.factories import some_id
from tests.fakes.clock import T0
from tests.unit.dialer.floors import a_campaign_id, a_floor, a_ringing_call, an_operator

FOUR = ("Anna", "Boris", "Vera", "Gleb")


def a_paced(campaign: int = 1, mode: DialMode = DialMode.PREDICTIVE) -> PacedCampaign:
    return PacedCampaign(a_campaign_id(campaign), mode, PacingPolicy(), window_days=1)


class Told(CampaignPaces):
    """Paces, and the floor that they listen to."""

    def begin(self, call: LiveCall) -> None:
        self._floor.calls[call.call_id] = call
        self.call_placed(call)

    def hear(self, call: LiveCall, event: CallEvent) -> None:
        before, call.progress = call.progress, advance(call.progress, event)
        if call.progress.state is CallState.ENDED:
            self._floor.calls.pop(call.call_id, None)
        self.call_changed(call, before, event.at)

    def snapshot_of(self, campaign: int) -> Snapshot:
        return self._paces[a_campaign_id(campaign)].pacer.snapshot()

    def talk_ended(self, name: str, at: datetime, *, seconds: float) -> None:
        talked = replace(an_operator(name, OperatorState.ON_CALL), since_at=at - timedelta(seconds=seconds))
        self.operator_changed(talked, replace(talked, state=OperatorState.AVAILABLE, since_at=at))


def paces_of(floor: CallFloor, *campaigns: PacedCampaign) -> Told:
    paces = Told(floor, ZoneInfo("Europe/Moscow"))
    paces.begin_round(campaigns, T0)
    return paces


def happened(paces: Told, event: CallEvent, times: int) -> None:
    for number in range(times):
        paces.hear(a_ringing_call(1000 + number), event)


def machines(paces: Told, times: int) -> None:
    for number in range(times):
        call = a_ringing_call(2000 + number)
        paces.hear(call, Answered(T0, AnsweredBy.MACHINE))
        paces.hear(call, Ended(T0))


def unanswered(paces: Told, times: int) -> None:
    happened(paces, Ended(T0 + timedelta(seconds=25), CallOutcome.NO_ANSWER), times)


def seen_enough(paces: Told, campaign: PacedCampaign | None = None) -> datetime:
    """Twelve people have answered and five talks have ended in a minute; returns its end."""
    paces.decide(campaign or a_paced(), now=T0, max_new=0)
    happened(paces, OperatorJoined(T0 + timedelta(seconds=9)), 12)
    minute = T0 + timedelta(seconds=60)
    for _ in range(5):
        paces.talk_ended("Anna", minute, seconds=40)
    return minute


def test_progressive_launches_one_call_for_each_free_operator() -> None:
    paces = paces_of(a_floor(map(an_operator, FOUR)), a_paced(mode=DialMode.PROGRESSIVE))

    decision = paces.decide(a_paced(mode=DialMode.PROGRESSIVE), now=T0, max_new=100)

    assert (decision.calls, decision.reason) == (4, PaceReason.PROGRESSIVE_MODE)


def test_in_preview_nothing_is_launched_and_who_looks_at_a_lead_is_counted() -> None:
    looking = replace(an_operator("Vera", OperatorState.PREVIEW), preview_id=some_id(1))
    ringing = a_ringing_call(operator="Gleb", kind=CallKind.PREVIEW)
    operators = [an_operator("Anna"), an_operator("Boris", OperatorState.PAUSED), looking]
    paces = paces_of(a_floor(operators, [ringing]), a_paced(mode=DialMode.PREVIEW))

    decision = paces.decide(a_paced(mode=DialMode.PREVIEW), now=T0, max_new=100)
    figures = paces.figures(a_campaign_id(1))

    assert (decision.calls, decision.reason) == (0, PaceReason.PREVIEW_MODE)
    assert figures is not None
    assert (figures.available, figures.previewing, figures.paused, figures.ringing) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("kind", "counted"),
    [
        (CallKind.DIALLER, (2, 2, 1)),
        (CallKind.PREVIEW, (2, 2, 1)),
        (CallKind.CALLBACK, (2, 2, 1)),
        (CallKind.CLICK_TO_DIAL, (0, 0, 0)),
    ],
)
def test_whatever_a_campaign_has_dialled_counts_though_an_operator_was_meant_to_wait(
    kind: CallKind, counted: tuple[int, int, int]
) -> None:
    paces = paces_of(a_floor([an_operator("Anna")]), a_paced(mode=DialMode.PREVIEW))
    lost_call, joined = (a_ringing_call(number, kind=kind, operator="Anna") for number in (1, 2))
    for call, event in ((lost_call, Answered(T0)), (joined, OperatorJoined(T0))):
        paces.begin(call)
        paces.hear(call, event)
        paces.hear(call, Ended(T0 + timedelta(seconds=9)))

    tally = paces.tally(a_campaign_id(1)).window(T0, 1)

    assert (tally.launched, tally.answered, tally.abandoned) == counted


@pytest.mark.parametrize("kind", [CallKind.PREVIEW, CallKind.CALLBACK])
def test_the_forecast_learns_nothing_of_calls_that_are_dialled_for_one_operator(kind: CallKind) -> None:
    paces = paces_of(a_floor(map(an_operator, FOUR)), a_paced())
    paces.decide(a_paced(), now=T0, max_new=0)
    learned = paces.snapshot_of(1)
    for number in range(20):
        paces.hear(a_ringing_call(number, kind=kind), OperatorJoined(T0 + timedelta(seconds=9)))

    assert paces.snapshot_of(1) == learned


def test_a_campaign_of_which_little_is_known_goes_progressively() -> None:
    paces = paces_of(a_floor(map(an_operator, FOUR)), a_paced())
    unanswered(paces, 400)

    decision = paces.decide(a_paced(), now=T0, max_new=100)

    assert (decision.calls, decision.reason) == (4, PaceReason.FEW_CALLS_SEEN)
    assert paces.decide(a_paced(), now=seen_enough(paces), max_new=100).reason is PaceReason.PREDICTED


def test_two_operators_are_too_few_to_forecast() -> None:
    paces = paces_of(a_floor(map(an_operator, FOUR[:2])), a_paced())

    decision = paces.decide(a_paced(), now=seen_enough(paces), max_new=100)

    assert (decision.calls, decision.reason) == (2, PaceReason.FEW_OPERATORS)


def test_an_empty_account_leaves_one_call_for_each_operator() -> None:
    paces = paces_of(a_floor(map(an_operator, FOUR)), a_paced())
    now = seen_enough(paces)
    lost(paces, 3)

    decision = paces.decide(a_paced(), now=now, max_new=100)

    assert (decision.calls, decision.reason) == (4, PaceReason.ACCOUNT_EMPTY)


def lost(paces: Told, times: int) -> None:
    for number in range(times):
        call = a_ringing_call(5000 + number)
        paces.hear(call, Answered(T0))
        paces.hear(call, Ended(T0 + timedelta(seconds=3)))


def over_thirty_days(**earlier: int) -> tuple[Told, PacedCampaign]:
    """A campaign whose policy looks at 30 days, of which one has been such."""
    campaign = replace(a_paced(), window_days=30)
    paces = paces_of(a_floor(map(an_operator, FOUR)), campaign)
    week_ago = (T0 - timedelta(days=7)).date()
    before = TallyOfDays(ZoneInfo("Europe/Moscow"), {week_ago: AbandonTally(**earlier)})
    paces.count_on_from({campaign.campaign_id: before})
    return paces, campaign


def test_what_thirty_days_left_over_is_not_spent_on_one() -> None:
    paces, campaign = over_thirty_days(answered=10_000, abandoned=50)
    now = seen_enough(paces)
    lost(paces, 3)

    decision = paces.decide(campaign, now=now, max_new=100)
    figures = paces.figures(campaign.campaign_id)

    assert (decision.calls, decision.reason) == (4, PaceReason.ACCOUNT_EMPTY)
    assert figures is not None
    assert (figures.answered, figures.abandoned, figures.window_days) == (10_015, 53, 30)
    assert figures.abandon_rate == pytest.approx(53 / 10_015)
    assert (figures.today, figures.owed_by_earlier_days) == (LostToday(15, 3, 0.2), 0.0)


def test_what_earlier_days_of_the_window_lost_too_much_is_made_up_for_today() -> None:
    paces, campaign = over_thirty_days(answered=1000, abandoned=40)

    decision = paces.decide(campaign, now=seen_enough(paces), max_new=100)
    figures = paces.figures(campaign.campaign_id)

    assert (decision.calls, decision.reason) == (4, PaceReason.ACCOUNT_EMPTY)
    assert figures is not None
    assert (figures.today.abandoned, figures.owed_by_earlier_days) == (0, 10.0)


def test_at_midnight_the_account_begins_anew() -> None:
    paces, campaign = over_thirty_days(answered=10_000, abandoned=50)
    now = seen_enough(paces)
    lost(paces, 3)
    before = paces.decide(campaign, now=now, max_new=100)

    after = paces.decide(campaign, now=T0 + timedelta(days=1), max_new=100)
    figures = paces.figures(campaign.campaign_id)

    assert (before.reason, after.reason) == (PaceReason.ACCOUNT_EMPTY, PaceReason.FEW_CALLS_SEEN)
    assert figures is not None
    assert (figures.today, figures.abandoned) == (LostToday(0, 0, 0.0), 53)


def test_when_few_people_answer_more_calls_than_operators_are_launched() -> None:
    floor = a_floor(map(an_operator, FOUR))
    paces = paces_of(floor, a_paced())
    for round_number in range(30):
        began = T0 + timedelta(seconds=60 * round_number)
        calls = [a_ringing_call(100 * round_number + number) for number in range(20)]
        for call in calls:
            call.progress = replace(call.progress, placed_at=began)
            paces.begin(call)
        for half_second in range(50):
            paces.decide(a_paced(), now=began + timedelta(seconds=half_second / 2), max_new=100)
        end = began + timedelta(seconds=25)
        for call in calls[1:]:
            paces.hear(call, Ended(end, CallOutcome.NO_ANSWER))
        paces.hear(calls[0], OperatorJoined(end - timedelta(seconds=1)))
        paces.hear(calls[0], Ended(end + timedelta(seconds=20)))
        paces.talk_ended("Anna", end, seconds=20)

    decision = paces.decide(a_paced(), now=T0 + timedelta(minutes=30), max_new=100)

    assert decision.reason is PaceReason.PREDICTED
    assert decision.calls == decision.predicted
    assert decision.calls > len(FOUR)


def test_a_policy_that_allows_no_abandoned_call_never_has_more_calls_than_free_operators() -> None:
    strict = replace(a_paced(), policy=PacingPolicy(abandon_limit=0.0))
    paces = paces_of(a_floor(map(an_operator, FOUR)), strict)
    now = seen_enough(paces, strict)

    decision = paces.decide(strict, now=now, max_new=100)

    assert (decision.calls, decision.predicted) == (4, 4)
    assert decision.reason is PaceReason.NOTHING_MAY_BE_LOST


@pytest.mark.parametrize("mode", list(DialMode))
def test_never_more_calls_than_lines_and_leads_allow(mode: DialMode) -> None:
    paces = paces_of(a_floor(map(an_operator, FOUR)), a_paced(mode=mode))

    assert paces.decide(a_paced(mode=mode), now=seen_enough(paces), max_new=3).calls <= 3


def test_operators_of_two_predictive_campaigns_are_forecast_by_one_of_them_when_few() -> None:
    floor = a_floor(map(an_operator, FOUR), works_on={name: [1, 2] for name in FOUR})
    paces = paces_of(floor, a_paced(1), a_paced(2))

    older = paces.decide(a_paced(1), now=seen_enough(paces), max_new=100)
    younger = paces.decide(a_paced(2), now=T0, max_new=100)
    figures = [paces.figures(a_campaign_id(one)) for one in (1, 2)]

    assert (older.reason, younger.reason) == (PaceReason.PREDICTED, PaceReason.FEW_OPERATORS)
    assert [(one.available, one.counted_elsewhere) for one in figures if one] == [(4, 0), (0, 4)]


def test_who_is_reserved_for_a_promised_call_is_not_counted_on() -> None:
    promised = a_ringing_call(kind=CallKind.CALLBACK, intended="Anna", operator="Anna")
    anna = replace(an_operator("Anna", OperatorState.RESERVED), call_id=promised.call_id)
    answered = a_ringing_call(2, operator="Boris")
    boris = replace(an_operator("Boris", OperatorState.RESERVED), call_id=answered.call_id)
    paces = paces_of(a_floor([anna, boris, an_operator("Vera")], [promised, answered]), a_paced())

    decision = paces.decide(a_paced(), now=T0, max_new=100)
    figures = paces.figures(a_campaign_id(1))

    assert (decision.calls, decision.reason) == (1, PaceReason.FEW_OPERATORS)
    assert figures is not None
    assert (figures.available, figures.talking, figures.paused, figures.ringing) == (1, 2, 0, 2)


def test_the_floor_that_pacing_reads() -> None:
    operators = [
        an_operator("Anna", idle_seconds=5),
        replace(
            an_operator("Boris", OperatorState.ON_CALL, idle_seconds=60), pausing_reason=PauseReason.LUNCH
        ),
        an_operator("Vera", OperatorState.WRAP_UP, idle_seconds=3),
        an_operator("Gleb", OperatorState.PAUSED),
    ]
    ringing, waiting, talking, machine = (a_ringing_call(number) for number in range(1, 5))
    waiting.progress = advance(waiting.progress, Answered(T0 + timedelta(seconds=4)))
    machine.progress = advance(machine.progress, Answered(T0, AnsweredBy.MACHINE))
    talking.progress = advance(talking.progress, OperatorJoined(T0))
    talking.operator_id = some_id(0xA)

    seen = campaign_floor(
        operators,
        [waiting, ringing, talking, machine],
        AbandonTally(launched=9, answered=5, abandoned=1, machines=100).counting(2.0),
        now=T0,
        max_new=7,
        grace_seconds=0.5,
    )

    assert seen.operator_state.tolist() == [AVAILABLE, TALKING, WRAP_UP, PAUSED]
    assert (seen.now - seen.operator_since).tolist() == [5, 60, 3, 0]
    assert seen.operator_leaving.tolist() == [False, True, False, False]
    assert (seen.ringing_since - seen.now).tolist() == [0]
    # Of two seconds it may wait half a one is left when pacing hears of it.
    assert (seen.waiting_since - seen.now).tolist() == [5.5]
    assert (seen.launched, seen.answered, seen.abandoned, seen.max_new) == (9, 7, 3, 7)
    assert talking.progress.state is CallState.CONNECTED


@pytest.mark.parametrize(
    ("machines_found", "reason"),
    [
        pytest.param(0, PaceReason.PREDICTED, id="none"),
        pytest.param(5, PaceReason.PREDICTED, id="0.365 of 12.365: 2.95 %"),
        pytest.param(6, PaceReason.ACCOUNT_EMPTY, id="0.438 of 12.438: 3.5 %"),
        pytest.param(7, PaceReason.ACCOUNT_EMPTY, id="0.511 of 12.511: 4.1 %"),
    ],
)
def test_the_account_is_empty_by_the_rate_itself_though_less_than_half_a_call_was_lost(
    machines_found: int, reason: PaceReason
) -> None:
    campaign = replace(a_paced(), machine_false_positive_rate=0.073)
    paces = paces_of(a_floor([an_operator(name) for name in FOUR]), campaign)
    now = seen_enough(paces, campaign)
    machines(paces, machines_found)

    assert paces.decide(campaign, now=now, max_new=100).reason is reason


def test_people_who_were_taken_for_machines_are_taken_from_the_account() -> None:
    paces = paces_of(a_floor([an_operator(name) for name in FOUR]), a_paced())
    now = seen_enough(paces)
    machines(paces, 50)

    careless = paces.decide(a_paced(), now=now, max_new=100)
    unseen = paces.figures(a_campaign_id(1))
    honest = paces.decide(replace(a_paced(), machine_false_positive_rate=0.04), now=now, max_new=100)
    seen = paces.figures(a_campaign_id(1))

    assert careless.reason is PaceReason.PREDICTED
    assert honest.reason is PaceReason.ACCOUNT_EMPTY
    assert unseen is not None
    assert seen is not None
    assert (unseen.machines, unseen.people_taken_for_machines, unseen.abandon_rate) == (50, 0.0, 0.0)
    assert (seen.machines, seen.people_taken_for_machines) == (50, 2.0)
    assert (seen.answered, seen.abandoned) == (unseen.answered + 2, 2)
    assert seen.abandon_rate == pytest.approx(2 / (unseen.answered + 2))
