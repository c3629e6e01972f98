"""The trunks of this switchboard: which of them have room, and whose turn it is."""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import select

from core.calls.state_machine import CallProgress
from core.clock import Clock
from core.db import Database
from core.errors import TelephonyError
from core.lists.mix import ListMix, Share
from core.operators.state_machine import OperatorNow
from core.telephony.port import Telephony, TrunkEndpoint
from core.trunks.connection import TRUNK, exchange_name
from core.trunks.figures import LineLimit, TrunkFigures
from core.trunks.models import Trunk
from core.trunks.sharing import Sharing, TrunkLimits, read_sharing
from dialer.floor import CallFloor, LiveCall
from dialer.trunks.trunk_line import AHEAD_SECONDS, MOST_AT_ONCE, TrunkFacts, TrunkLine

OF_SETTINGS: Final = TrunkFacts(id=None, name="", dial_template=None)
_MEANS_MOST: Final = (LineLimit.CALL_RATE, LineLimit.NO_LINES, LineLimit.TRUNKS_BROKEN)
"""Of several trunks without room, the one that may have some soonest says why there is none."""
_MIX_ID: Final = UUID(int=0)
"""Under which the trunk of the settings takes its turn, always its own."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Room:
    calls: int
    limit: LineLimit
    """What keeps it from being more."""


class Place:
    """A place on a trunk for one call, until the call has passed the gate.

    `taken` once the call is on the floor, `given_back` if none comes of it; then `pass_gate`, and `forget` if
    it is not dialled after all.
    """

    def __init__(self, line: TrunkLine, on_taken: Callable[[], None], on_given_back: Callable[[], None]):
        self._line = line
        self._on_taken = on_taken
        self._on_given_back = on_given_back
        self._is_taken = False
        self._waits = True

    @property
    def trunk(self) -> TrunkFacts:
        return self._line.facts

    @property
    def is_spaced(self) -> bool:
        """Calls on this trunk wait for their turn."""
        return self.trunk.calls_per_second is not None

    def taken(self) -> None:
        """From now on the call itself says which trunk it is on."""
        self._is_taken = True
        self._on_taken()

    def given_back(self) -> None:
        """Nothing, if a call has taken it."""
        if not self._is_taken:
            self.taken()
            self._left()
            self._on_given_back()

    def _left(self) -> None:
        if self._waits:
            self._waits = False
            self._line.waiting -= 1

    async def pass_gate(self, call_id: UUID, send: Callable[[], Awaitable[None]]) -> None:
        """Wait for the call's turn, then `send`; raises `TrunkBroke` if there is none any more."""
        try:
            await self._line.pass_gate(call_id, send)
        finally:
            self._left()

    def forget(self, call_id: UUID) -> None:
        """What became of the call says nothing of the trunk."""
        self._left()
        self._line.forget(call_id)


class Trunks:
    """Listens to the floor. One for all campaigns and whoever else dials."""

    def __init__(
        self, *, node: str, floor: CallFloor, database: Database, telephony: Telephony, clock: Clock
    ) -> None:
        self._node = node
        self._floor = floor
        self._database = database
        self._telephony = telephony
        self._clock = clock
        self._lines: dict[UUID | None, TrunkLine] = {}
        self._mix = ListMix()
        self._reserved: Counter[UUID | None] = Counter()
        """Places that no call of the floor has taken yet."""
        self._told: Sequence[TrunkEndpoint] | None = None
        self.in_vain: set[UUID] = set()
        """Ended calls whose attempts their leads are to be given back; whoever does it takes them away."""

    async def read(self) -> None:
        """Keep to what is set now; the exchange is told of what is new."""
        async with self._database.reading() as session:
            rows = (await session.scalars(select(Trunk).order_by(Trunk.created_at, Trunk.id))).all()
            sharing = await read_sharing(session, self._node, self._clock.now())
        active = [_facts(row, sharing) for row in rows if row.is_active]
        if not rows:
            active = [OF_SETTINGS]
        for facts in active:
            line = self._lines.get(facts.id)
            if line is None:
                self._lines[facts.id] = TrunkLine(facts, self._clock)
            elif line.facts != facts:
                line.change(facts)
        ids = {facts.id for facts in active}
        self._lines = {trunk_id: line for trunk_id, line in self._lines.items() if trunk_id in ids}

    async def tell_exchange(self) -> None:
        """Have the exchange know the trunks that it is to know, if it does not yet."""
        endpoints = [line.facts.endpoint for line in self._lines.values() if line.facts.endpoint]
        if endpoints == self._told:
            return
        try:
            await self._telephony.know_trunks(endpoints)
        except TelephonyError as error:
            log.warning("trunks.exchange_not_told", reason=str(error))
            return
        self._told = endpoints
        for line in self._lines.values():
            line.is_known = line.is_known or line.facts.endpoint in endpoints

    async def link_opened(self) -> None:
        """The exchange may have forgotten all, and what was handed over before may still be on its way."""
        self._told = None
        for line in self._lines.values():
            line.is_known = line.facts.endpoint is None
            line.begin_anew()
        await self.tell_exchange()

    def room(self) -> Room:
        """For how many more calls there is room now on all trunks together."""
        on_floor = self._on_floor()
        rooms = [line.room(self._live(line, on_floor)) for line in self._lines.values()]
        if not rooms:
            return Room(0, LineLimit.NO_TRUNK)
        calls = min(sum(room for room, _ in rooms), MOST_AT_ONCE)
        limits = {limit for room, limit in rooms if room or not calls}
        return Room(calls, next(limit for limit in _MEANS_MOST if limit in limits))

    def reserve(self, count: int, within_seconds: float = AHEAD_SECONDS) -> list[Place]:
        """Places for up to so many calls, by the weights of the trunks that have room so soon."""
        places: list[Place] = []
        on_floor = self._on_floor()
        while len(places) < count and (place := self._reserve_one(within_seconds, on_floor)) is not None:
            places.append(place)
        return places

    def reserve_elsewhere(self, trunk_id: UUID | None) -> Place | None:
        """A place on any other trunk than that one."""
        return self._reserve_one(AHEAD_SECONDS, self._on_floor(), avoided={trunk_id})

    def call_placed(self, call: LiveCall) -> None:
        """It was reserved for."""

    def call_changed(self, call: LiveCall, before: CallProgress, at: object) -> None:
        line = self._lines.get(call.trunk_id)
        if line is not None:
            self.in_vain.update(line.call_changed(call.progress))

    def operator_changed(self, before: OperatorNow, now: OperatorNow) -> None:
        """Trunks carry calls."""

    def figures(self) -> list[TrunkFigures]:
        shown = []
        on_floor = self._on_floor()
        for line in self._lines.values():
            facts, live = line.facts, self._live(line, on_floor)
            line.meter(live)
            shown.append(
                TrunkFigures(
                    id=facts.id,
                    name=facts.name,
                    state=line.state,
                    calls=live,
                    channel_limit=facts.channel_limit,
                    calls_last_second=line.calls_last_second,
                    calls_per_second=facts.calls_per_second,
                    probed_at=line.probed_at,
                    fault=line.fault,
                )
            )
        return shown

    def _reserve_one(
        self,
        within_seconds: float,
        on_floor: Mapping[UUID | None, int],
        avoided: Collection[UUID | None] = frozenset(),
    ) -> Place | None:
        shares = []
        for line in self._lines.values():
            if line.facts.id in avoided:
                continue
            share = Share(line.facts.id or _MIX_ID, 0, line.facts.weight)
            if line.room(self._live(line, on_floor), within_seconds)[0]:
                shares.append(share)
            else:
                self._mix.was_dry(share)
        for trunk_id in self._mix.split(shares, 1):
            [share] = (one for one in shares if one.list_id == trunk_id)
            self._mix.took(share, 1)
            line = self._lines[None if trunk_id == _MIX_ID else trunk_id]
            line.waiting += 1
            self._reserved[line.facts.id] += 1
            free = partial(self._reserved.subtract, [line.facts.id])
            return Place(line, free, partial(self._mix.took, share, -1))
        return None

    def _on_floor(self) -> Counter[UUID | None]:
        """Calls of the floor by trunk: counted once for all places that are reserved together."""
        return Counter(call.trunk_id for call in self._floor.calls.values())

    def _live(self, line: TrunkLine, on_floor: Mapping[UUID | None, int]) -> int:
        return on_floor.get(line.facts.id, 0) + self._reserved[line.facts.id]


def _facts(row: Trunk, sharing: Sharing) -> TrunkFacts:
    connection, name = row.connection, exchange_name(row.id)
    endpoint = None
    if connection is not None:
        endpoint = TrunkEndpoint(
            name=name,
            host=connection.host,
            port=connection.port,
            transport=connection.transport,
            codecs=connection.codecs,
            username=connection.username,
            password=row.password or "",
            registers=connection.registers,
            qualify_seconds=connection.qualify_seconds,
        )
    own = sharing.own_part(row.id, TrunkLimits(row.channel_limit, row.calls_per_second))
    return TrunkFacts(
        id=row.id,
        name=row.name,
        dial_template=row.dial_template.replace(TRUNK, name),
        weight=row.weight,
        channel_limit=own.channels,
        calls_per_second=own.calls_per_second,
        endpoint=endpoint,
    )
