"""How many calls each campaign may launch now, by its mode, and why so many.

Every predictive campaign has a pacer that listens to the floor all the time, also while another rule decides,
so that it knows its campaign when it is asked.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from core.calls.models import CallKind
from core.calls.state_machine import AnsweredBy, CallOutcome, CallProgress, CallState
from core.campaigns.models import DialMode
from core.floor.figures import PaceFigures, PaceReason
from core.law.tally import AbandonTally, TallyOfDays
from core.operators.state_machine import OperatorNow, OperatorState
from dialer.campaign_floor import campaign_floor, forecast_for
from dialer.floor import CallFloor, LiveCall
from dialer.pacing import AVAILABLE, PAUSED, TALKING, WRAP_UP, Floor, PacingPolicy, PredictivePacer
from dialer.progressive import idle_operators

FEWEST_OPERATORS: Final = 3
FEWEST_RESOLVED_CALLS: Final = 40
"""Calls whose end a pacer has seen before it is trusted with more than one call for each operator."""


@dataclass(frozen=True, slots=True)
class PaceDecision:
    calls: int
    reason: PaceReason
    predicted: int
    """What the pacer would launch, whether it is followed or not."""


@dataclass(frozen=True, slots=True)
class PacedCampaign:
    """A running campaign, as pacing sees it."""

    campaign_id: UUID
    mode: DialMode
    policy: PacingPolicy
    window_days: int
    """Over which the abandon limit must hold."""


class CampaignPace:
    """The pacer of one campaign and what it has seen."""

    def __init__(self, policy: PacingPolicy) -> None:
        self.policy = policy
        self.pacer = PredictivePacer(policy)
        self.resolved_calls = 0

    def call_changed(self, before: CallProgress, now: CallProgress, at: datetime) -> None:
        if before.state in {CallState.ORIGINATING, CallState.RINGING} and now.state is not before.state:
            self._resolved(now, at)
        if now.state is CallState.ENDED and now.connected_at is None and now.counts_as_answered:
            waited_seconds = (at - (now.answered_at or at)).total_seconds()
            self.pacer.on_abandoned(at.timestamp(), max(0.0, waited_seconds))

    def operator_changed(self, before: OperatorNow, now: OperatorNow) -> None:
        if now.state is before.state:
            return
        seconds = max(0.0, (now.since_at - before.since_at).total_seconds())
        if before.state is OperatorState.ON_CALL:
            self.pacer.on_talk_ended(now.since_at.timestamp(), seconds)
        if before.state is OperatorState.WRAP_UP:
            self.pacer.on_wrap_up_ended(now.since_at.timestamp(), seconds)

    def _resolved(self, call: CallProgress, at: datetime) -> None:
        if call.state is CallState.RINGING or call.outcome is CallOutcome.NOT_PLACED:
            return
        self.resolved_calls += 1
        now, ring_seconds = at.timestamp(), max(0.0, (at - call.placed_at).total_seconds())
        if call.answered_by is AnsweredBy.PERSON:
            self.pacer.on_answered(now, ring_seconds)
        else:
            outcome = "machine" if call.answered_by is AnsweredBy.MACHINE else str(call.outcome or "failed")
            self.pacer.on_unanswered(now, ring_seconds, outcome)


class CampaignPaces:
    """Listens to the floor and answers for every running campaign. Decides nothing about leads or lines."""

    def __init__(self, floor: CallFloor, zone: ZoneInfo) -> None:
        """`zone`: where the call centre is, whose days are counted."""
        self._floor = floor
        self._zone = zone
        self._paces: dict[UUID, CampaignPace] = {}
        self._tallies: dict[UUID, TallyOfDays] = {}
        self._running: list[PacedCampaign] = []
        self._figures: dict[UUID, PaceFigures] = {}

    def set_running(self, running: Sequence[PacedCampaign]) -> None:
        """The running campaigns, in the order in which they dial."""
        self._running = list(running)
        for one in running:
            pace = self._paces.get(one.campaign_id)
            if pace is None or pace.policy != one.policy:
                self._paces[one.campaign_id] = CampaignPace(one.policy)
        ids = {one.campaign_id for one in running}
        self._figures = {campaign_id: one for campaign_id, one in self._figures.items() if campaign_id in ids}

    def count_on_from(self, tallies: Mapping[UUID, TallyOfDays]) -> None:
        """Go on from what is stored; before any call is placed or heard of."""
        self._tallies |= tallies

    def tally(self, campaign_id: UUID) -> TallyOfDays:
        return self._tallies.setdefault(campaign_id, TallyOfDays(self._zone))

    def figures(self, campaign_id: UUID) -> PaceFigures | None:
        """Of the last decision; None: the campaign does not run."""
        return self._figures.get(campaign_id)

    def decide(self, campaign: PacedCampaign, *, now: datetime, max_new: int) -> PaceDecision:
        """Calls of this campaign to launch now; asked about twice a second, whatever the mode."""
        idle = len(idle_operators(self._floor, campaign.campaign_id))
        staff = self._forecast(campaign.campaign_id)
        pace = self._paces[campaign.campaign_id]
        tally = self.tally(campaign.campaign_id).window(now, campaign.window_days)
        floor = campaign_floor(staff, self._calls_of(campaign.campaign_id), tally, now=now, max_new=max_new)
        predicted = pace.pacer.decide(floor)
        certain = min(idle, max_new)
        reason = _reason(campaign, len(_staffed(staff)), pace.resolved_calls, tally)
        calls = max(certain, predicted) if reason is PaceReason.PREDICTED else certain
        self._figures[campaign.campaign_id] = _figures(reason, floor, tally, campaign.policy)
        return PaceDecision(calls, reason, predicted)

    # What the floor tells.

    def call_placed(self, call: LiveCall) -> None:
        if call.kind is CallKind.DIALLER and call.campaign_id is not None:
            self.tally(call.campaign_id).placed(call.progress)

    def call_changed(self, call: LiveCall, before: CallProgress, at: datetime) -> None:
        if call.kind is not CallKind.DIALLER or call.campaign_id is None:
            return
        self.tally(call.campaign_id).changed(before, call.progress, call.grace_seconds)
        pace = self._paces.get(call.campaign_id)
        if pace is not None:
            pace.call_changed(before, call.progress, at)

    def operator_changed(self, before: OperatorNow, now: OperatorNow) -> None:
        # Talk and wrap-up tell of a campaign what its forecast needs, whoever's call it was.
        for one in self._running:
            if self._floor.works_on(now.operator_id, one.campaign_id):
                self._paces[one.campaign_id].operator_changed(before, now)

    def _forecast(self, campaign_id: UUID) -> list[OperatorNow]:
        return forecast_for(self._floor, [one.campaign_id for one in self._running]).get(campaign_id, [])

    def _calls_of(self, campaign_id: UUID) -> list[LiveCall]:
        return [call for call in self._floor.calls.values() if call.campaign_id == campaign_id]


def _staffed(operators: Iterable[OperatorNow]) -> list[OperatorNow]:
    away = (OperatorState.PAUSED, OperatorState.LOGGED_OUT)
    return [one for one in operators if one.state not in away]


def _reason(campaign: PacedCampaign, operators: int, resolved_calls: int, tally: AbandonTally) -> PaceReason:
    if campaign.mode is DialMode.PROGRESSIVE:
        return PaceReason.PROGRESSIVE_MODE
    if operators < FEWEST_OPERATORS:
        return PaceReason.FEW_OPERATORS
    if resolved_calls < FEWEST_RESOLVED_CALLS:
        return PaceReason.FEW_CALLS_SEEN
    if tally.abandoned and tally.rate >= campaign.policy.abandon_limit:
        return PaceReason.ACCOUNT_EMPTY
    return PaceReason.PREDICTED


def _figures(reason: PaceReason, floor: Floor, tally: AbandonTally, policy: PacingPolicy) -> PaceFigures:
    states = Counter(floor.operator_state.tolist())
    return PaceFigures(
        reason=reason,
        available=states[AVAILABLE],
        talking=states[TALKING],
        wrapping_up=states[WRAP_UP],
        paused=states[PAUSED],
        ringing=len(floor.ringing_since),
        waiting=len(floor.waiting_since),
        answered=tally.answered,
        abandoned=tally.abandoned,
        abandon_rate=tally.rate,
        abandon_limit=policy.abandon_limit,
    )
