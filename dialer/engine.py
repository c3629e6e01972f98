"""The dialling loop: look at the floor, decide, dial, sleep, again."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from core.caller_ids.service import CallerIdRoom
from core.campaigns.halts import Halt, running_campaigns
from core.campaigns.models import Campaign, DialMode
from core.clock import Clock, sleep_unless
from core.db import Database
from core.law.models import DiallingPolicy
from core.leads.shortage import LeadShortage
from core.trunks.figures import LineLimit
from dialer.detection import grace_left
from dialer.exchange_room import ExchangeRoom
from dialer.floor import CallFloor
from dialer.journal import Journal
from dialer.lead_shortages import LeadShortages
from dialer.paces import CampaignPaces, PacedCampaign
from dialer.pacing import PacingPolicy
from dialer.placing import CallPlacer
from dialer.previews import OpenPreviews
from dialer.progressive import idle_operators
from dialer.promises import PromisedCalls
from dialer.ring_time import RingTime
from dialer.trunks.shares import LineShares
from dialer.trunks.trunks import Trunks

TICK_SECONDS: Final = 0.5
_OUTAGE_PAUSE_SECONDS: Final = 2.0

log = structlog.get_logger()


class DialingEngine:
    """Runs until cancelled; owns no state that a restart would lose."""

    def __init__(
        self,
        *,
        floor: CallFloor,
        paces: CampaignPaces,
        room: ExchangeRoom,
        trunks: Trunks,
        placer: CallPlacer,
        previews: OpenPreviews,
        shortages: LeadShortages,
        journal: Journal,
        database: Database,
        clock: Clock,
    ) -> None:
        self._floor = floor
        self._paces = paces
        self._room = room
        self._trunks = trunks
        self._shares = LineShares()
        self._shortages = shortages
        self._placer = placer
        self._promises = PromisedCalls(floor=floor, placer=placer, database=database, clock=clock)
        self._previews = previews
        self._journal = journal
        self._database = database
        self._clock = clock
        self._somebody_is_free = asyncio.Event()
        self._halted: Mapping[UUID, Halt] = {}
        self.may_dial = False
        """The exchange is heard, and what it knows has been compared with what we know."""

    def wake(self) -> None:
        """An operator may have become free: do not wait for the next tick."""
        self._somebody_is_free.set()

    async def run(self) -> None:
        while True:
            try:
                await self.tick()
            except (SQLAlchemyError, OSError) as error:
                # No dialling without the database: a call that is not committed must not ring.
                log.error("engine.database_away", error=str(error))
                await self._clock.sleep(_OUTAGE_PAUSE_SECONDS)
            await self._pause()

    async def tick(self) -> int:
        """Place the calls that are due now and return how many were placed."""
        if self._journal.is_behind:
            return 0
        running = await self._running()
        self._previews.keep_only(
            [campaign.id for campaign, _ in running if campaign.mode == DialMode.PREVIEW]
        )
        if not self.may_dial:
            return 0
        self._paces.begin_round([_paced(campaign, policy) for campaign, policy in running], self._clock.now())
        self._shares.begin_round([campaign.id for campaign, _ in running])
        # Whoever becomes free in the middle of a round is left to the next one, and so to the first campaign.
        free = self._floor.free_operators()
        # One after the other: operators for whom one campaign has no lead are there for the next.
        predictive = {campaign.id for campaign, _ in running if campaign.mode == DialMode.PREDICTIVE}
        return sum([await self._dial(campaign, policy, free, predictive) for campaign, policy in running])

    async def _dial(
        self,
        campaign: Campaign,
        policy: DiallingPolicy,
        free: Collection[UUID],
        predictive: Collection[UUID],
    ) -> int:
        """Promised callbacks first, then as many leads as the campaign's pace allows.

        In preview nothing is dialled here: operators who were `free` when the round began are offered leads,
        their own callbacks first.
        """
        if not self._room.has_room(self._clock.now()):
            return 0
        caller_ids = await self._placer.caller_id_room(campaign.id)
        placed = 0
        if campaign.mode == DialMode.PREVIEW:
            self._paces.decide(_paced(campaign, policy), now=self._clock.now(), max_new=0)
            if not caller_ids.calls:
                # Nobody looks at a lead that cannot be dialled.
                self._paces.dialled(campaign.id, 0, caller_ids.limit, None)
                return placed
            await self._previews.offer(campaign, policy, free)
            # Leads were offered: whoever is free all the same got none.
            if any(one in free for one in idle_operators(self._floor, campaign.id)):
                self._came_short(campaign, policy, 0)
            else:
                self._paces.dialled(campaign.id, 0, None, None)
            return placed
        placed += await self._promises.dial_due(campaign, policy, predictive)
        # Looked at anew: a call that is not known to have been placed may ring all the same.
        idle = len(idle_operators(self._floor, campaign.id))
        lines, limit = self._lines(campaign, replace(caller_ids, calls=caller_ids.calls - placed))
        decision = self._paces.decide(_paced(campaign, policy), now=self._clock.now(), max_new=lines)
        launched = 0
        if decision.calls:
            launched = await self._placer.dial_leads(campaign, policy, limit=decision.calls)
        wanted_more = decision.is_cut_at(lines, idle=idle)
        # Without room left, another campaign or a click took the lines meanwhile.
        if launched < decision.calls and self._trunks.room().calls:
            self._came_short(campaign, policy, launched)
            wanted_more = False
        else:
            if decision.calls:
                self._shortages.had_enough(campaign.id)
            if not wanted_more and self._shortages.is_short(campaign.id):
                self._show_short(campaign.id, launched, self._shortages.of(campaign.id))
            else:
                self._paces.dialled(campaign.id, launched, limit if wanted_more else None, None)
        self._shares.settle(campaign.id, calls=launched, wanted_more=wanted_more)
        return placed + launched

    def _came_short(self, campaign: Campaign, policy: DiallingPolicy, launched: int) -> None:
        """There are operators and lines, and no lead that may be called: show why, once that is counted."""
        self._show_short(campaign.id, launched, self._shortages.came_short(campaign, policy))

    def _show_short(self, campaign_id: UUID, launched: int, shortage: LeadShortage | None) -> None:
        self._paces.dialled(campaign_id, launched, LineLimit.NO_LEADS, shortage)

    def _lines(self, campaign: Campaign, caller_ids: CallerIdRoom) -> tuple[int, LineLimit]:
        """For how many calls of this campaign there are lines now, and what keeps it from more."""
        room = self._trunks.room()
        lines = self._shares.share(campaign.id, room.calls)
        return min((lines, room.limit), (caller_ids.calls, caller_ids.limit), key=lambda one: one[0])

    async def _running(self) -> Sequence[tuple[Campaign, DiallingPolicy]]:
        """Running campaigns that nothing halts, and what each keeps to."""
        async with self._database.reading() as session:
            running = await running_campaigns(session)
        if running.halted != self._halted:
            self._halted = running.halted
            log.warning("engine.halted", campaigns={str(one): str(by) for one, by in self._halted.items()})
        return running.dialling

    async def _pause(self) -> None:
        """Until the next tick, or until somebody may be free."""
        await sleep_unless(self._somebody_is_free, self._clock, TICK_SECONDS)
        self._somebody_is_free.clear()


def _paced(campaign: Campaign, in_force: DiallingPolicy) -> PacedCampaign:
    policy = in_force.policy
    return PacedCampaign(
        campaign.id,
        DialMode(campaign.mode),
        PacingPolicy(
            abandon_limit=policy.abandon_limit,
            grace_seconds=grace_left(campaign, policy),
            ring_timeout_seconds=float(RingTime.of(campaign, policy).unheard_seconds),
        ),
        policy.abandon_window_days,
        policy.machine_false_positive_rate,
    )
