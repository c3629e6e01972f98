"""Promised calls: each is dialled for the operator who promised it, as an accepted preview is.

The operator is reserved for it before it rings, so nobody else who answers is given that operator, pacing
counts on one operator less. The law counts it as any other call. Nothing that rings already is left
without its operator for that, as long as there is one operator for each call: a promise waits until a
colleague, or nobody, is expected to answer in its operator's stead. Where more calls ring than operators
are free, as predictive dialling means it, that would be for ever: there the operator is reserved at once,
and the pacing, which sees it at its next look, makes good for it.
"""

from collections.abc import Collection
from uuid import UUID

from core.campaigns.models import Campaign
from core.clock import Clock
from core.db import Database
from core.law.models import DiallingPolicy
from core.leads.hopper import due_callback_operators
from dialer.floor import CallFloor
from dialer.placing import CallPlacer
from dialer.progressive import may_be_reserved


class PromisedCalls:
    def __init__(self, *, floor: CallFloor, placer: CallPlacer, database: Database, clock: Clock) -> None:
        self._floor = floor
        self._placer = placer
        self._database = database
        self._clock = clock

    async def dial_due(
        self, campaign: Campaign, in_force: DiallingPolicy, predictive: Collection[UUID]
    ) -> int:
        """Dial what free operators of the campaign promised and is due; returns how many calls that made.

        `predictive`: the running campaigns that let more calls ring than operators are free.
        """
        free = [now.operator_id for now in self._floor.available(campaign.id)]
        if not free:
            return 0
        async with self._database.reading() as session:
            due = await due_callback_operators(session, campaign.id, free, self._clock.now())
        placed = 0
        for operator_id in (one for one in free if one in due):
            # Looked at anew for each: others may have answered meanwhile.
            if may_be_reserved(self._floor, operator_id, due, predictive):
                placed += await self._placer.dial_promised(campaign, in_force, operator_id)
        return placed
