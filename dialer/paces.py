"""How many calls each campaign may launch now, by its mode, and why so many.

Every predictive campaign has a pacer that listens to the floor all the time, also while another rule decides,
so that it knows its campaign when it is asked.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from core.calls.models import CallKind
from core.calls.state_machine import CallProgress, CallState
from core.campaigns.models import DialMode
from core.floor.figures import FulfilledForecast, LostToday, PaceFigures, PaceForecast
from core.law.binding import WindowAndToday
from core.law.counted_calls import COUNTED_KINDS
from core.law.tally import AbandonTally, CountedTally, TallyOfDays
from core.leads.shortage import LeadShortage
from core.operators.state_machine import OperatorNow, OperatorState
from core.trunks.figures import LineLimit
from dialer.campaign_floor import campaign_floor, counted_by
from dialer.campaign_pace import CampaignPace, ChunkListener
from dialer.floor import CallFloor, LiveCall
from dialer.forecast_check import Foretold
from dialer.pace import PaceDecision, PaceInputs
from dialer.pacing import AVAILABLE, PAUSED, TALKING, WRAP_UP, PacingPolicy
from dialer.pacing_log import moment_of
from dialer.pacing_replay import LearnedBefore
from dialer.progressive import idle_operators


@dataclass(frozen=True, slots=True)
class PacedCampaign:
    """A running campaign, as pacing sees it."""

    campaign_id: UUID
    mode: DialMode
    policy: PacingPolicy
    window_days: int
    """Over which the abandon limit must hold."""
    machine_false_positive_rate: float = 0.0
    """The share of calls that ended as a machine's to be counted as people who were abandoned."""


class CampaignPaces:
    """Listens to the floor and answers for every running campaign. Decides nothing about leads or lines."""

    def __init__(self, floor: CallFloor, zone: ZoneInfo, log: ChunkListener = lambda _: None) -> None:
        """`zone`: where the call centre is, whose days are counted. `log` is given the pacing log."""
        self._floor = floor
        self._zone = zone
        self._log = log
        self._learned: dict[UUID, LearnedBefore] = {}
        self._paces: dict[UUID, CampaignPace] = {}
        self._tallies: dict[UUID, TallyOfDays] = {}
        self._others: Mapping[UUID, TallyOfDays] = {}
        self._running: list[PacedCampaign] = []
        self._counted_by: Mapping[UUID, UUID] = {}
        self._figures: dict[UUID, PaceFigures] = {}

    def begin_round(self, running: Sequence[PacedCampaign], now: datetime) -> None:
        """Deal the operators out among the running campaigns, which are in the order in which they dial."""
        self._running = list(running)
        for one in running:
            pace = self._paces.get(one.campaign_id)
            if pace is None or pace.policy != one.policy:
                self._paces[one.campaign_id] = self._new_pace(one, pace)
        ids = {one.campaign_id for one in running}
        for campaign_id, pace in self._paces.items():
            if campaign_id not in ids:
                pace.close_chunk()
        self._figures = {campaign_id: one for campaign_id, one in self._figures.items() if campaign_id in ids}
        modes = {one.campaign_id: one.mode for one in running}
        without_leads = {one for one in ids if self._lacks_leads(one)}
        self._counted_by = counted_by(self._floor, modes, without_leads, now=now)

    def _new_pace(self, campaign: PacedCampaign, before: CampaignPace | None) -> CampaignPace:
        pace = CampaignPace(campaign.campaign_id, campaign.policy, self._log)
        learned = self._learned.pop(campaign.campaign_id, None)
        if before is not None:
            pace.succeed(before)
        elif learned is not None:
            pace.learn_from(learned.pacer, learned.decided_at)
        return pace

    def count_on_from(
        self, tallies: Mapping[UUID, TallyOfDays], learned: Mapping[UUID, LearnedBefore] | None = None
    ) -> None:
        """Go on from what is stored; before any call is placed or heard of."""
        self._tallies |= tallies
        self._learned |= learned or {}

    def know_others(self, tallies: Mapping[UUID, TallyOfDays]) -> None:
        """What the calls of other switchboards have come to, besides what was counted on from."""
        self._others = tallies

    def close_chunks(self) -> None:
        """Hand over what is not in the pacing log yet: nothing more will be decided."""
        for pace in self._paces.values():
            pace.close_chunk()

    def tally(self, campaign_id: UUID) -> TallyOfDays:
        tally = self._tallies.get(campaign_id)
        if tally is None:
            tally = self._tallies[campaign_id] = TallyOfDays(self._zone)
        return tally

    def counted_today(self, now: datetime, false_positive_rates: Mapping[UUID, float]) -> CountedTally:
        """What came of today's calls of all campaigns, those that rest too; the rates are the policies'."""
        return CountedTally.together(
            self._window(campaign_id, now, 1).counting_mistakes(false_positive_rates.get(campaign_id, 0.0))
            for campaign_id in self._tallies.keys() | self._others.keys()
        )

    def _counted(self, campaign: PacedCampaign, now: datetime) -> WindowAndToday:
        window, today = (
            self._window(campaign.campaign_id, now, days).counting_mistakes(
                campaign.machine_false_positive_rate
            )
            for days in (campaign.window_days, 1)
        )
        return WindowAndToday(window, today)

    def _window(self, campaign_id: UUID, now: datetime, days: int) -> AbandonTally:
        """All switchboards' calls: the law counts by campaign."""
        window = self.tally(campaign_id).window(now, days)
        others = self._others.get(campaign_id)
        if others is not None:
            window.add(others.window(now, days))
        return window

    def figures(self, campaign_id: UUID) -> PaceFigures | None:
        """Of the last decision; None: the campaign does not run."""
        return self._figures.get(campaign_id)

    def decide(self, campaign: PacedCampaign, *, now: datetime, max_new: int) -> PaceDecision:
        """Calls of this campaign to launch now; asked about twice a second, whatever the mode."""
        idle = len(idle_operators(self._floor, campaign.campaign_id))
        staff = self._staff(campaign.campaign_id)
        awaiting = {one.operator_id for one in staff if self._floor.awaits_answer(one)}
        pace = self._paces[campaign.campaign_id]
        counted = self._counted(campaign, now)
        binding = counted.binding(campaign.policy.abandon_limit)
        floor = campaign_floor(
            staff,
            self._calls_of(campaign.campaign_id),
            binding,
            now=now,
            max_new=max_new,
            grace_seconds=campaign.policy.grace_seconds,
            awaiting=awaiting,
        )
        inputs = PaceInputs(floor, campaign.mode, idle, binding.rate, campaign.policy.abandon_limit)
        decision = pace.decide(inputs)
        figures = _figures(decision, campaign, inputs, counted, pace)
        figures = replace(figures, counted_elsewhere=self._elsewhere(campaign.campaign_id))
        figures = _with_calls_for_one(figures, staff, awaiting, self._calls_of(campaign.campaign_id))
        before = self._figures.get(campaign.campaign_id)
        if before is not None:
            # Until it is known what comes of this decision.
            figures = replace(figures, limited_by=before.limited_by, lead_shortage=before.lead_shortage)
        self._figures[campaign.campaign_id] = figures
        return decision

    def dialled(
        self, campaign_id: UUID, calls: int, limit: LineLimit | None, shortage: LeadShortage | None
    ) -> None:
        """Log what came of the campaign's last decision, and show what kept it from launching more."""
        self._paces[campaign_id].launched(calls, limit)
        figures = self._figures.get(campaign_id)
        if figures is not None:
            self._figures[campaign_id] = replace(figures, limited_by=limit, lead_shortage=shortage)

    # What the floor tells.

    def call_placed(self, call: LiveCall) -> None:
        if call.kind in COUNTED_KINDS and call.campaign_id is not None:
            self.tally(call.campaign_id).placed(call.progress)

    def call_changed(self, call: LiveCall, before: CallProgress, at: datetime) -> None:
        if call.kind not in COUNTED_KINDS or call.campaign_id is None:
            return
        self.tally(call.campaign_id).changed(before, call.progress, call.grace_seconds)
        pace = self._paces.get(call.campaign_id)
        # What is dialled for one operator tells nothing of those that are dialled for whoever is free.
        if pace is not None and call.kind is CallKind.DIALLER:
            pace.call_changed(before, call.progress, at)

    def operator_changed(self, before: OperatorNow, now: OperatorNow) -> None:
        # Talk and wrap-up tell of a campaign what its forecast needs, whoever's call it was.
        for one in self._running:
            if self._floor.works_on(now.operator_id, one.campaign_id):
                self._paces[one.campaign_id].operator_changed(before, now)

    def _staff(self, campaign_id: UUID) -> list[OperatorNow]:
        """Whom the campaign counts on; who came since the round began is counted from the next one on."""
        operators = self._floor.operators.values()
        return [one for one in operators if self._counted_by.get(one.operator_id) == campaign_id]

    def _elsewhere(self, campaign_id: UUID) -> int:
        return sum(
            counting != campaign_id and self._floor.works_on(operator_id, campaign_id)
            for operator_id, counting in self._counted_by.items()
            if operator_id in self._floor.operators
        )

    def _lacks_leads(self, campaign_id: UUID) -> bool:
        figures = self._figures.get(campaign_id)
        return figures is not None and figures.limited_by is LineLimit.NO_LEADS

    def _calls_of(self, campaign_id: UUID) -> list[LiveCall]:
        return [call for call in self._floor.calls.values() if call.campaign_id == campaign_id]


def _with_calls_for_one(
    figures: PaceFigures, staff: Iterable[OperatorNow], awaiting: Collection[UUID], calls: Iterable[LiveCall]
) -> PaceFigures:
    """What pacing itself does not look at: who decides on a lead, and calls that one operator awaits."""
    previewing = sum(one.state is OperatorState.PREVIEW for one in staff)
    ringing = sum(
        call.kind in (CallKind.PREVIEW, CallKind.CALLBACK)
        and call.progress.state in (CallState.ORIGINATING, CallState.RINGING)
        for call in calls
    )
    return replace(
        figures,
        previewing=previewing,
        talking=figures.talking + len(awaiting),
        paused=figures.paused - previewing - len(awaiting),
        ringing=figures.ringing + ringing,
    )


def _figures(
    decision: PaceDecision,
    campaign: PacedCampaign,
    inputs: PaceInputs,
    counted: WindowAndToday,
    pace: CampaignPace,
) -> PaceFigures:
    floor, window, today = inputs.floor, counted.window, counted.today
    states = Counter(floor.operator_state.tolist())
    return PaceFigures(
        reason=decision.reason,
        available=states[AVAILABLE],
        previewing=0,
        talking=states[TALKING],
        wrapping_up=states[WRAP_UP],
        paused=states[PAUSED],
        ringing=len(floor.ringing_since),
        waiting=len(floor.waiting_since),
        answered=round(window.answered),
        abandoned=round(window.abandoned),
        machines=window.machines,
        people_taken_for_machines=round(window.people_taken_for_machines, 1),
        abandon_rate=window.rate,
        abandon_limit=inputs.abandon_limit,
        window_days=campaign.window_days,
        today=LostToday(round(today.answered), round(today.abandoned), today.rate),
        owed_by_earlier_days=round(counted.owed(inputs.abandon_limit), 1),
        forecast=_forecast(pace),
    )


def _forecast(pace: CampaignPace) -> PaceForecast | None:
    """At most one in a second: these figures are shown to people."""
    newest = pace.check.newest
    if newest is None:
        return None
    return PaceForecast(
        horizon_seconds=newest.outlook.horizon_seconds,
        freed_within_seconds=newest.outlook.freed_within_seconds,
        freed=round(newest.outlook.freed, 1),
        answers=round(newest.answers, 1),
        balance=round(newest.balance, 1),
        reserve=round(newest.reserve, 1),
        fulfilled=_fulfilled(pace.check.due),
    )


def _fulfilled(due: Foretold | None) -> FulfilledForecast | None:
    if due is None:
        return None
    return FulfilledForecast(
        made_at=moment_of(due.at),
        freed=round(due.outlook.freed, 1),
        freed_came=due.freed_came,
        answers=round(due.answers, 1),
        answers_came=due.answers_came,
    )
