"""AMI events a second: from the socket through our telephony and the switchboard to the stored outcome.

The stream is that of recorded calls, told by many calls at once: of each hundred, so many are answered and
handled, so many are not answered, busy, and so on. Every call is committed and alive in memory before the
stream begins, as it would be. An event is handled when the call's state machine, its operator and the tallies
have had it; the journal writes meanwhile. The end is the moment when each call is stored with its outcome.
"""

import asyncio
import re
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import dropwhile
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID, uuid4

from prometheus_client import REGISTRY
from sqlalchemy import func, insert, select

from core.bus.memory import MemoryBus
from core.calls.models import Call, CallKind
from core.calls.state_machine import CallState
from core.clients.models import Client, ClientKind
from core.clock import SystemClock
from core.db import Base, Database
from core.leads.models import Lead
from core.operators.models import OperatorLine, OperatorStateChange
from core.operators.state_machine import OperatorState
from core.telephony.port import CallNews, LineId
from core.users.models import Role, User
from pbx.ami.protocol import ByteFramedProtocol
from pbx.ami.translate import translate
from pbx.ports import free_tcp_ports
from tests.factories import a_campaign, a_list
from tests.fakes.asterisk import GREETING, encoded
from tests.load.figures import Figure, rate
from tests.replay.tables import CALL, LINE, STREAMS, messages
from zvonar.collector import collect_seldom
from zvonar.migration import migrate
from zvonar.serving import node_switchboard
from zvonar.settings import Settings

CALLS: Final = 4000
ROUNDS: Final = 5
AT_ONCE: Final = 200
GIVE_UP_SECONDS: Final = 40.0
LOOK_EVERY_SECONDS: Final = 0.02
# Of a hundred calls; each is the name of a recording.
MIX: Final = {
    "answered_and_handled": 40,
    "no_answer": 30,
    "busy": 12,
    "no_such_number": 6,
    "nobody_was_free": 4,
    "customer_leaves_before_an_operator_comes": 2,
    "machine_recognised": 6,
}
# What every event of a channel has besides what the recordings keep.
PADDING: Final = {
    "Privilege": "call,all",
    "SystemName": "node-1",
    "ChannelState": "6",
    "CallerIDNum": "<unknown>",
    "CallerIDName": "<unknown>",
    "ConnectedLineNum": "<unknown>",
    "ConnectedLineName": "<unknown>",
    "Language": "ru",
    "AccountCode": "",
    "Context": "customer-answered",
    "Exten": "s",
    "Priority": "15",
}


@dataclass(frozen=True, slots=True)
class ToldCall:
    """A call that the stream tells of, and the operator who will have it."""

    call_id: UUID
    recording: str
    operator_id: UUID
    line_id: LineId

    @property
    def leg(self) -> str:
        return f"PJSIP/{self.line_id}-00000000"


@dataclass(frozen=True, slots=True)
class Told:
    """How long one round took from its first byte."""

    handled_seconds: float
    stored_seconds: float


def measure(calls_told: int = CALLS, rounds: int = ROUNDS) -> list[Figure]:
    random = Random(1)
    calls = [
        ToldCall(uuid4(), recording, uuid4(), LineId(f"line-{serial:012x}"))
        for serial, recording in enumerate(random.choices(list(MIX), list(MIX.values()), k=calls_told))
    ]
    stream = encoded_stream(calls, random)
    events = stream.count(b"Event: ")
    parsed = [asyncio.run(_parse(stream)) for _ in range(rounds)]
    told = [asyncio.run(_store(calls, stream)) for _ in range(rounds)]
    news = parsed[0][1]
    source = f"{events} events of {calls_told} calls as recorded, {news / events:.0%} of them news"
    return [
        Figure(
            "AMI events a second, handled",
            rate([events / one.handled_seconds for one in told]),
            "20,000",
            f"{source}; socket to states and tallies, the journal writing beside, {rounds} rounds",
        ),
        Figure(
            "  until every call is stored",
            rate([events / one.stored_seconds for one in told]),
            "",
            "the same rounds, to the last outcome in SQLite",
        ),
        Figure(
            "  bytes to news alone",
            rate([events / seconds for seconds, _ in parsed]),
            "",
            "the same events, framed, parsed and translated",
        ),
    ]


def encoded_stream(calls: Sequence[ToldCall], random: Random) -> bytes:
    """What Asterisk would send of all these calls, some of them always going on at once."""
    recordings = {name: _recording(name) for name in MIX}
    coming = [(one, iter(recordings[one.recording])) for one in calls]
    going_on = [coming.pop() for _ in range(min(AT_ONCE, len(coming)))]
    stream = []
    while going_on:
        place = random.randrange(len(going_on))
        call, rest = going_on[place]
        event = next(rest, None)
        if event is not None:
            told = event.replace(CALL.encode(), str(call.call_id).encode())
            stream.append(told.replace(LINE.encode(), call.line_id.encode()))
        elif coming:
            going_on[place] = coming.pop()
        else:
            going_on.pop(place)
    return b"".join(stream)


def _recording(name: str) -> list[bytes]:
    """The events of one recorded call, without the coming and going of the operator's telephone."""
    # Each operator has one leg for all their calls.
    table = re.sub(r"LINE-[0-9a-f]{8}", "LINE-00000000", (STREAMS / f"{name}.txt").read_text())
    told = [encoded({**PADDING, **message}) for message in messages(table)]
    of_call = dropwhile(lambda event: CALL.encode() not in event, told)
    leg_goes = re.compile(rf"Event: (Hangup|ContactStatus)\r\n.*{LINE}".encode(), re.DOTALL)
    return [event for event in of_call if not leg_goes.search(event)]


async def _parse(stream: bytes) -> tuple[float, int]:
    """Seconds from bytes to news, and how many of the events were news."""
    queue: asyncio.Queue[object] = asyncio.Queue()
    protocol = ByteFramedProtocol(on_event=queue.put_nowait, on_bytes=lambda: None)
    protocol.data_received(GREETING)
    news = 0
    began = time.perf_counter()
    for start in range(0, len(stream), 65_536):
        protocol.data_received(stream[start : start + 65_536])
        while not queue.empty():
            message = await queue.get()
            assert isinstance(message, dict)
            news += isinstance(translate(message), CallNews)
    return time.perf_counter() - began, news


async def _store(calls: Sequence[ToldCall], stream: bytes) -> Told:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "stream").write_bytes(stream)
        (folder / "channels").write_bytes(_channels(calls))
        url = f"sqlite+aiosqlite:///{folder / 'zvonar.db'}"
        database = Database(url)
        await migrate(database)
        await _commit(database, calls)
        clock = SystemClock()
        async with _exchange(folder) as (process, port):
            agi_port, sound_port = free_tcp_ports(2)
            settings = Settings(
                var_dir=folder, database_url=url, ami_port=port, agi_port=agi_port, sound_port=sound_port
            )
            async with node_switchboard(settings, database, MemoryBus(clock), clock):
                async with asyncio.timeout(GIVE_UP_SECONDS):
                    assert await _line(process) == "linked"
                    collect_seldom()
                    ended_before = _ended_calls()
                    began = time.perf_counter()
                    _tell(process)
                    while _ended_calls() < ended_before + len(calls):  # noqa: ASYNC110 - a metric tells nobody
                        await asyncio.sleep(LOOK_EVERY_SECONDS)
                    handled_seconds = time.perf_counter() - began
                    while await _unstored(database):  # noqa: ASYNC110 - a database tells nobody
                        await asyncio.sleep(LOOK_EVERY_SECONDS)
                stored_seconds = time.perf_counter() - began
        await database.close()
    return Told(handled_seconds, stored_seconds)


def _channels(calls: Sequence[ToldCall]) -> bytes:
    """What is up when the stream begins: each operator's waiting leg, each customer's channel."""
    common = {"Event": "CoreShowChannel", "ActionID": "LIST"}
    return b"".join(
        encoded({**common, "Channel": one.leg, "ChannelStateDesc": "Up", "Uniqueid": f"node-1-{number}.1"})
        + encoded(
            {
                **common,
                "Channel": f"Local/7@test-customers-{number:08x};1",
                "ChannelStateDesc": "Down",
                "Uniqueid": str(one.call_id),
            }
        )
        for number, one in enumerate(calls)
    )


@asynccontextmanager
async def _exchange(folder: Path) -> AsyncIterator[tuple[Process, int]]:
    files = (str(folder / "stream"), str(folder / "channels"))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.load.exchange", *files, stdin=PIPE, stdout=PIPE
    )
    try:
        yield process, int(await _line(process))
    finally:
        process.kill()
        await process.wait()


async def _line(process: Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().strip()


def _tell(process: Process) -> None:
    assert process.stdin is not None
    process.stdin.write(b"begin\n")


def _ended_calls() -> float:
    """By the switchboard's own metric: the last thing that an event comes to."""
    metric = REGISTRY.restricted_registry(["zvonar_trunk_calls_ended_total"])
    return sum(sample.value for family in metric.collect() for sample in family.samples)


async def _unstored(database: Database) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).where(Call.ended_at.is_(None))) or 0


async def _commit(database: Database, calls: Sequence[ToldCall]) -> None:
    """All calls as they are when they are being dialled, each with an operator who is reserved for it."""
    now = SystemClock().now()
    async with database.transaction() as session:
        campaign = await a_campaign(session, is_running=False, created_at=now)
        lead_list = await a_list(session, campaign)
        for table, rows in _rows(calls, campaign.id, lead_list.id, now).items():
            await session.execute(insert(table), rows)


def _rows(
    calls: Sequence[ToldCall], campaign_id: UUID, list_id: UUID, now: datetime
) -> dict[type[Base], list[dict[str, Any]]]:
    rows: dict[type[Base], list[dict[str, Any]]] = {
        table: [] for table in (User, OperatorLine, Client, Lead, Call, OperatorStateChange)
    }
    for number, one in enumerate(calls):
        client_id, lead_id, phone_number = uuid4(), uuid4(), f"+7916{number:07}"
        name = f"Operator {number}"
        operator = {"operator_id": one.operator_id}
        rows[User].append(
            {
                "id": one.operator_id,
                "login": name,
                "name": name,
                "role": Role.OPERATOR,
                "password_hash": "-",
            }
        )
        rows[OperatorLine].append({**operator, "line_id": one.line_id, "opened_at": now})
        rows[OperatorStateChange].append(
            {**operator, "state": OperatorState.RESERVED, "call_id": one.call_id, "since_at": now}
        )
        rows[Client].append(
            {
                "id": client_id,
                "name": phone_number,
                "sort_name": phone_number,
                "search_text": phone_number,
                "kind": ClientKind.HOUSEHOLD,
                "time_zone": "Europe/Moscow",
                "created_at": now,
            }
        )
        rows[Lead].append(
            {
                "id": lead_id,
                "campaign_id": campaign_id,
                "list_id": list_id,
                "client_id": client_id,
                "phone_number": phone_number,
                "time_zone": "Europe/Moscow",
                "attempts": 0,
                "next_attempt_at": now,
                "held_until": now + timedelta(hours=2),
            }
        )
        rows[Call].append(
            {
                "id": one.call_id,
                "node": "node-1",
                "kind": CallKind.DIALLER,
                "phone_number": phone_number,
                "campaign_id": campaign_id,
                "lead_id": lead_id,
                "client_id": client_id,
                "operator_id": one.operator_id,
                "placed_at": now,
                "state": CallState.ORIGINATING,
                "note": "",
            }
        )
    return rows
