"""Writes what the switchboard knows to the database: all that is due, in one transaction.

The switchboard changes its memory at once and never waits for a disk. The journal follows a few
milliseconds behind, or a tenth of a second where nobody waits: of calls that no operator has, many changes
are then written together. It tells the consoles of a change only when it is stored. While the database is
away the journal keeps everything and tries again; dialling stops meanwhile (`is_behind`).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy.exc import SQLAlchemyError

from core.bus.events import ContactChanged, LiveEvent
from core.bus.port import CLIENTS_TOPIC, Bus
from core.caller_ids.service import give_uses_back
from core.calls.ledger import CallChange, Stored, store_progress
from core.clock import Clock, sleep_unless
from core.db import Database
from core.denials.log import Denial, store_denials
from core.operators.log import store_changes
from core.operators.state_machine import OperatorNow
from core.previews.ending import EndedPreview, store_endings
from core.telephony.port import Telephony

_RETRY_SECONDS: Final = 1.0
_MOST_CALLS_AT_ONCE: Final = 500
# A transaction costs as much as forty of the changes in it.
_GATHER_SECONDS: Final = 0.1

log = structlog.get_logger()
_batches = Histogram("zvonar_journal_batch_calls", "Calls written in one transaction")
_failures = Counter("zvonar_journal_failures", "Transactions of the journal that failed")
_waiting = Gauge("zvonar_journal_waiting", "Changes that are not stored yet")


_Told = tuple[LiveEvent, tuple[str, ...]]
"""An event and the topics that it is published on."""


@dataclass(slots=True)
class _Due:
    """What is to be stored next, and told after that."""

    calls: dict[UUID, CallChange] = field(default_factory=dict)
    """The newest change of each call stands for those before it."""
    operators: list[OperatorNow] = field(default_factory=list)
    previews: list[EndedPreview] = field(default_factory=list)
    denials: list[Denial] = field(default_factory=list)
    events: list[_Told] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return len(self.calls) + len(self.operators) + len(self.previews) + len(self.denials)

    @property
    def has_rows(self) -> bool:
        return self.rows > 0

    def followed_by(self, newer: "_Due") -> "_Due":
        return _Due(
            self.calls | newer.calls,
            self.operators + newer.operators,
            self.previews + newer.previews,
            self.denials + newer.denials,
            self.events + newer.events,
        )


class Journal:
    def __init__(
        self, database: Database, bus: Bus, telephony: Telephony, clock: Clock, home_zone: ZoneInfo
    ) -> None:
        """`home_zone`: where the call centre is, whose days the caller IDs are counted by."""
        self._database = database
        self._bus = bus
        self._telephony = telephony
        self._clock = clock
        self._home_zone = home_zone
        self._due = _Due()
        self._work = asyncio.Event()
        self._somebody_waits = asyncio.Event()
        self._asked = 0
        self._written = 0
        self._progressed = asyncio.Condition()
        self.is_behind = False
        """The last attempt to write failed."""

    def record_call(self, change: CallChange) -> None:
        self._due.calls[change.progress.call_id] = change
        self._ask(in_a_hurry=False)

    def record_operator(self, now: OperatorNow) -> None:
        self._due.operators.append(now)
        self._ask()

    def record_preview(self, ended: EndedPreview) -> None:
        self._due.previews.append(ended)
        self._ask()

    def record_denial(self, denial: Denial) -> None:
        self._due.denials.append(denial)
        self._ask()

    def publish_when_stored(self, event: LiveEvent, *topics: str) -> None:
        self._due.events.append((event, topics))
        self._ask()

    async def stored(self) -> None:
        """Wait until everything recorded so far is in the database."""
        asked = self._asked
        self._somebody_waits.set()
        async with self._progressed:
            await self._progressed.wait_for(lambda: self._written >= asked)

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            await self._work.wait()
            self._work.clear()
            while self._due.has_rows or self._due.events:
                self._somebody_waits.clear()
                await self._write_batch()
                await sleep_unless(self._somebody_waits, self._clock, _GATHER_SECONDS)

    async def write_rest(self) -> None:
        """Write what is left at an orderly end; gives up at the first fault.

        What is lost then is in the exchange's outbox, or seen when it is compared again.
        """
        if not self._due.has_rows:
            return
        try:
            stored, events = await self._take_and_store()
        except (SQLAlchemyError, OSError) as error:
            log.error("journal.rest_not_stored", error=str(error), calls=len(self._due.calls))
            return
        await self._tell(stored, events)

    def _ask(self, *, in_a_hurry: bool = True) -> None:
        self._asked += 1
        self._work.set()
        if in_a_hurry:
            self._somebody_waits.set()

    async def _write_batch(self) -> None:
        asked = self._asked
        _waiting.set(self._due.rows)
        try:
            stored, events = await self._take_and_store()
        except (SQLAlchemyError, OSError) as error:
            self.is_behind = True
            _failures.inc()
            log.error("journal.failed", error=str(error), calls=len(self._due.calls), rows=self._due.rows)
            await self._clock.sleep(_RETRY_SECONDS)
            return
        self.is_behind = False
        await self._tell(stored, events)
        async with self._progressed:
            self._written = asked
            self._progressed.notify_all()

    async def _take_and_store(self) -> tuple[Stored, Sequence[_Told]]:
        """Store all that is due; returns the events that may be told then."""
        due, self._due = self._due, _Due()
        try:
            return await self._store(due), due.events
        except BaseException:
            # Nothing of it is stored, be it for a fault or because we are being stopped; what came meanwhile
            # is newer.
            self._due = due.followed_by(self._due)
            raise

    async def _store(self, due: _Due) -> Stored:
        stored = Stored()
        if not due.has_rows:
            return stored
        calls = list(due.calls.values())
        async with self._database.transaction() as session:
            for start in range(0, len(calls), _MOST_CALLS_AT_ONCE):
                part = await store_progress(session, calls[start : start + _MOST_CALLS_AT_ONCE])
                stored.contacts += part.contacts
                stored.ended += part.ended
                stored.not_placed += part.not_placed
            await store_changes(session, due.operators)
            await store_endings(session, due.previews)
            await store_denials(session, due.denials)
            # Last, and after the leads: whoever takes caller IDs for calls never waits for a lead.
            await give_uses_back(session, stored.not_placed, self._home_zone)
        _batches.observe(len(calls))
        return stored

    async def _tell(self, stored: Stored, events: Sequence[_Told]) -> None:
        for event, topics in events:
            self._bus.publish(event, *topics)
        for client_id, contact_id in stored.contacts:
            self._bus.publish(ContactChanged(client_id, contact_id), CLIENTS_TOPIC)
        if stored.ended:
            await self._telephony.confirm_stored(stored.ended)
