"""Gives leads their attempts back whose calls a trunk that dials wrong numbers has made in vain."""

import asyncio
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from core.clock import Clock
from core.db import Database
from core.leads.giving_back import give_attempts_back
from dialer.journal import Journal
from dialer.trunks.trunks import Trunks

_LOOK_EVERY_SECONDS: Final = 1.0
_STORED_WITHIN_SECONDS: Final = 10.0

log = structlog.get_logger()


class AttemptsGivenBack:
    """Whatever a crash prevents is an attempt that stays counted."""

    def __init__(self, *, trunks: Trunks, journal: Journal, database: Database, clock: Clock) -> None:
        self._trunks = trunks
        self._journal = journal
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.give_back()
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                log.error("giving_back.database_away", error=str(error))
            await self._clock.sleep(_LOOK_EVERY_SECONDS)

    async def give_back(self) -> None:
        in_vain = frozenset(self._trunks.in_vain)
        if not in_vain:
            return
        # What is taken back must have been counted before.
        async with asyncio.timeout(_STORED_WITHIN_SECONDS):
            await self._journal.stored()
        async with self._database.transaction() as session:
            leads = await give_attempts_back(session, in_vain, self._clock.now())
        self._trunks.in_vain -= in_vain
        log.warning("giving_back.attempts", calls=len(in_vain), leads=leads)
