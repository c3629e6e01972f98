"""Fetches what an operator will see of a call, while it rings and before anybody waits for it."""

import asyncio
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from core.calls.card import CallCard, call_cards
from core.clock import Clock, sleep_unless
from core.db import Database

# From one reading to the next. A card among fifty costs a tenth of one that is read alone. Hardly anybody
# answers so soon, and for whoever does the card is read at once; many a busy number has ended by then.
_GATHER_SECONDS: Final = 0.25
# So few that an answered call's card is not kept waiting by those before it.
_MOST_AT_ONCE: Final = 50

log = structlog.get_logger()


class CardReader:
    """Reads each card once: the first at once, and those that are asked for soon after it together."""

    def __init__(self, database: Database, clock: Clock, tasks: asyncio.TaskGroup) -> None:
        self._database = database
        self._clock = clock
        self._tasks = tasks
        self._cards: dict[UUID, asyncio.Future[CallCard | None]] = {}
        self._asked: dict[UUID, asyncio.Future[CallCard | None]] = {}
        self._reading: asyncio.Task[None] | None = None
        self._somebody_waits = asyncio.Event()
        self._may_gather = True

    async def read(self, call_id: UUID) -> CallCard | None:
        """None: it could not be read, and asking again tries again."""
        card = self.ask(call_id)
        if call_id in self._asked:
            self._somebody_waits.set()
        # Others may wait for the same card.
        return await asyncio.shield(card)

    def ask(self, call_id: UUID) -> "asyncio.Future[CallCard | None]":
        """Have the card read soon; not to be cancelled by whoever awaits it."""
        card = self._cards.get(call_id)
        if card is None or (card.done() and self.known(call_id) is None):
            card = self._cards[call_id] = asyncio.get_running_loop().create_future()
            self._asked[call_id] = card
            if self._reading is None or self._reading.done():
                self._reading = self._tasks.create_task(self._read_all_asked(), name="cards")
        return card

    def known(self, call_id: UUID) -> CallCard | None:
        """The card, if it has been read by now."""
        card = self._cards.get(call_id)
        return card.result() if card is not None and card.done() and not card.cancelled() else None

    def forget(self, call_id: UUID) -> None:
        """The call has ended: its card is not read any more, unless somebody asks again."""
        self._cards.pop(call_id, None)
        unread = self._asked.pop(call_id, None)
        if unread is not None:
            unread.set_result(None)

    def gather_no_more(self) -> None:
        """The switchboard ends, and waits for whoever still works: read what is asked for without a pause."""
        self._may_gather = False
        self._somebody_waits.set()

    async def _read_all_asked(self) -> None:
        while self._asked:
            if len(self._asked) <= _MOST_AT_ONCE:
                self._somebody_waits.clear()
            cards = dict(islice(self._asked.items(), _MOST_AT_ONCE))
            for call_id in cards:
                del self._asked[call_id]
            found = await self._found(list(cards))
            for call_id, card in cards.items():
                card.set_result(found.get(call_id))
            if self._may_gather and len(self._asked) < _MOST_AT_ONCE:
                await sleep_unless(self._somebody_waits, self._clock, _GATHER_SECONDS)

    async def _found(self, call_ids: Sequence[UUID]) -> Mapping[UUID, CallCard]:
        if not call_ids:
            return {}
        try:
            async with self._database.reading() as session:
                return await call_cards(session, call_ids)
        except (SQLAlchemyError, OSError) as error:
            log.error("cards.not_read", error=str(error), calls=len(call_ids))
            return {}
