"""The floor board: counts the day, and shows it to supervisors at most a few times a second."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.exc import SQLAlchemyError

from core.bus.events import FloorFiguresChanged
from core.bus.port import FLOOR_TOPIC, Bus
from core.calls.state_machine import CallProgress, CallState
from core.clock import Clock, beginning_of_day
from core.db import Database
from core.floor.figures import (
    CampaignFigures,
    DayCount,
    FloorFigures,
    calls_by_state,
    campaign_figures,
    count_day,
)
from core.floor.pace_history import PaceHistories
from core.law.tally import false_positive_rates
from core.operators.state_machine import OperatorNow
from dialer.floor import CallFloor, LiveCall
from dialer.lead_counts import LeadCounts
from dialer.paces import CampaignPaces
from dialer.stopping import is_dialled_and_up, is_unanswered
from dialer.trunks.trunks import Trunks

_SHOW_EVERY_SECONDS: Final = 0.25
_READ_CAMPAIGNS_EVERY_SECONDS: Final = 5.0

log = structlog.get_logger()


class FloorBoard:
    def __init__(
        self,
        *,
        floor: CallFloor,
        paces: CampaignPaces,
        trunks: Trunks,
        lead_counts: LeadCounts,
        database: Database,
        bus: Bus,
        clock: Clock,
        home_zone: str,
        may_dial: Callable[[], bool],
    ) -> None:
        self._floor = floor
        self._paces = paces
        self._trunks = trunks
        self._lead_counts = lead_counts
        self._database = database
        self._bus = bus
        self._clock = clock
        self._home_zone = ZoneInfo(home_zone)
        self._day_began_at = self._midnight()
        self._may_dial = may_dial
        self._campaigns: list[CampaignFigures] = []
        self._false_positive_rates: dict[UUID, float] = {}
        self._shown: FloorFigures | None = None
        self.day = DayCount()
        self.pace_histories = PaceHistories()

    async def read_day(self) -> None:
        """Count what is stored of today, as after a restart in the middle of a day."""
        self._day_began_at = self._midnight()
        async with self._database.reading() as session:
            self.day = await count_day(session, self._day_began_at)
        await self.read_campaigns()

    async def read_campaigns(self) -> None:
        async with self._database.reading() as session:
            self._campaigns = await campaign_figures(session)
            self._false_positive_rates = await false_positive_rates(session)

    # What the floor tells.

    def call_placed(self, call: LiveCall) -> None:
        self.day.placed()

    def call_changed(self, call: LiveCall, before: CallProgress, at: datetime) -> None:
        if call.progress.state is CallState.ENDED:
            self.day.ended(call.progress)

    def operator_changed(self, before: OperatorNow, now: OperatorNow) -> None:
        """The day's count is one of calls."""

    def figures(self) -> FloorFigures:
        tally = self._paces.counted_today(self._clock.now(), self._false_positive_rates)
        return FloorFigures(
            calls_by_state=calls_by_state(call.progress for call in self._floor.calls.values()),
            today=self.day.today,
            abandon_rate=tally.rate,
            people_taken_for_machines=round(tally.people_taken_for_machines, 1),
            campaigns=self._campaigns_now(),
            trunks=self._trunks.figures(),
            may_dial=self._may_dial(),
        )

    def _campaigns_now(self) -> list[CampaignFigures]:
        up = [call for call in self._floor.calls.values() if is_dialled_and_up(call)]
        calls_up = Counter(call.campaign_id for call in up)
        calls_unanswered = Counter(call.campaign_id for call in up if is_unanswered(call))
        return [
            replace(
                self._with_leads(one),
                calls_up=calls_up[one.id],
                calls_unanswered=calls_unanswered[one.id],
                pace=self._paces.figures(one.id),
            )
            for one in self._campaigns
        ]

    def _with_leads(self, campaign: CampaignFigures) -> CampaignFigures:
        counted = self._lead_counts.of(campaign.id)
        if counted is None:
            return campaign
        leads = counted.leads
        return replace(campaign, leads_open=leads.open, leads_total=leads.total, leads_counted_at=counted.at)

    async def run(self) -> None:
        """Show what changed, until cancelled."""
        since_read = 0.0
        while True:
            try:
                if self._midnight() != self._day_began_at:
                    await self.read_day()
                elif since_read >= _READ_CAMPAIGNS_EVERY_SECONDS:
                    since_read = 0.0
                    await self.read_campaigns()
            except (SQLAlchemyError, OSError) as error:
                log.error("figures.database_away", error=str(error))
            self._show()
            since_read += _SHOW_EVERY_SECONDS
            await self._clock.sleep(_SHOW_EVERY_SECONDS)

    def _show(self) -> None:
        figures = self.figures()
        paces = {one.id: one.pace for one in figures.campaigns if one.pace is not None}
        self.pace_histories.keep(paces, self._clock.now())
        if figures != self._shown:
            self._shown = figures
            self._bus.publish(FloorFiguresChanged(figures), FLOOR_TOPIC)

    def _midnight(self) -> datetime:
        """The beginning of today where the call centre is."""
        return beginning_of_day(self._clock.now(), self._home_zone)
