"""Says for this switchboard that it is at work, so that others leave it its part of what is one for all."""

import structlog
from sqlalchemy.exc import SQLAlchemyError

from core.clock import Clock
from core.db import Database
from core.nodes.presence import GONE_AFTER, SAID_EVERY, say_at_work, say_gone

log = structlog.get_logger()


class Presence:
    def __init__(self, *, node: str, database: Database, clock: Clock) -> None:
        self._node = node
        self._database = database
        self._clock = clock
        self._since = self._said_at = clock.now()

    async def say(self) -> None:
        now = self._clock.now()
        if now - self._said_at >= GONE_AFTER:
            # The others have taken it for gone meanwhile.
            self._since = now
        async with self._database.transaction() as session:
            await say_at_work(session, self._node, since=self._since, now=now)
        self._said_at = now

    async def run(self) -> None:
        """Say it again and again, until cancelled."""
        while True:
            await self._clock.sleep(SAID_EVERY.total_seconds())
            try:
                await self.say()
            except (SQLAlchemyError, OSError) as error:
                log.error("presence.database_away", error=str(error))

    async def end(self) -> None:
        """The others need not wait to find that it is gone."""
        try:
            async with self._database.transaction() as session:
                await say_gone(session, self._node)
        except (SQLAlchemyError, OSError) as error:
            log.warning("presence.end_not_said", error=str(error))
