"""Has the pacing know what other switchboards' calls come to: the abandon limit holds for all together."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.exc import SQLAlchemyError

from core.clock import Clock
from core.db import Database
from core.law.tally_of_others import TalliesOfOthers, count_others
from dialer.paces import CampaignPaces

_LOOK_EVERY_SECONDS: Final = 5.0

log = structlog.get_logger()


class OthersCalls:
    def __init__(
        self,
        *,
        node: str,
        paces: CampaignPaces,
        started_at: datetime,
        home_zone: ZoneInfo,
        database: Database,
        clock: Clock,
    ) -> None:
        """`started_at`: when the stored tallies were read that the paces count on from."""
        self._node = node
        self._paces = paces
        self._tallies = TalliesOfOthers(home_zone, started_at)
        self._database = database
        self._clock = clock

    async def look(self) -> None:
        now = self._clock.now()
        async with self._database.reading() as session:
            found = [
                (span, await count_others(session, self._node, span)) for span in self._tallies.to_count(now)
            ]
        self._paces.know_others(self._tallies.counted(found, now))

    async def run(self) -> None:
        """Look every few seconds, until cancelled."""
        while True:
            await self._clock.sleep(_LOOK_EVERY_SECONDS)
            try:
                await self.look()
            except (SQLAlchemyError, OSError) as error:
                # What was known goes on to count; the next look counts what this one missed.
                log.error("others_calls.database_away", error=str(error))
