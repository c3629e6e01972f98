"""The switchboard put together from its parts, and running."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

from core.bus.port import Bus
from core.clock import Clock
from core.db import Database
from core.law.tally import stored_tallies
from core.telephony.port import (
    Telephony,
)
from dialer.desk import OperatorDesk
from dialer.engine import DialingEngine
from dialer.exchange_room import ExchangeRoom
from dialer.figures import FloorBoard
from dialer.floor import CallFloor, FloorListener
from dialer.giving_back import AttemptsGivenBack
from dialer.journal import Journal
from dialer.launching import CallLauncher
from dialer.lead_counts import LeadCounts
from dialer.lead_shortages import LeadShortages
from dialer.live_calls import LiveCalls
from dialer.others_calls import OthersCalls
from dialer.paces import CampaignPaces
from dialer.pacing_replay import learned_before
from dialer.pacing_writer import PacingLogWriter
from dialer.placing import CallPlacer
from dialer.presence import Presence
from dialer.previews import OpenPreviews
from dialer.recovery import Recovery
from dialer.ring_watch import RingWatch
from dialer.switchboard import NodeSwitchboard, Parts
from dialer.trunks.trunks import Trunks


@asynccontextmanager
async def running_switchboard(
    *,
    node: str,
    home_region: str,
    home_zone: str,
    database: Database,
    telephony: Telephony,
    bus: Bus,
    clock: Clock,
) -> AsyncIterator[NodeSwitchboard]:
    """A switchboard that listens, dials and writes until the block is left.

    The caller connects the exchange to `receptionist`. What an earlier life left in the database
    is in memory before this yields, so the first comparison with the exchange finds it.
    """
    floor = CallFloor()
    async with asyncio.TaskGroup() as tasks:
        journal = Journal(database, bus, telephony, clock, ZoneInfo(home_zone))
        pacing_log = PacingLogWriter(database, node, clock)
        paces = CampaignPaces(floor, ZoneInfo(home_zone), pacing_log.put)
        presence = Presence(node=node, database=database, clock=clock)
        await presence.say()
        trunks = Trunks(node=node, floor=floor, database=database, telephony=telephony, clock=clock)
        await trunks.read()
        lead_counts = LeadCounts(database, clock)
        board = FloorBoard(
            floor=floor,
            paces=paces,
            trunks=trunks,
            lead_counts=lead_counts,
            database=database,
            bus=bus,
            clock=clock,
            home_zone=home_zone,
            may_dial=lambda: engine.may_dial,
        )
        await board.read_day()
        room = ExchangeRoom()
        listeners: list[FloorListener] = [board, paces, room, trunks]

        def became_available() -> None:
            live_calls.serve_waiting()
            engine.wake()

        desk = OperatorDesk(
            floor=floor,
            journal=journal,
            bus=bus,
            database=database,
            telephony=telephony,
            clock=clock,
            listeners=listeners,
            became_available=became_available,
        )
        live_calls = LiveCalls(
            floor=floor,
            desk=desk,
            journal=journal,
            bus=bus,
            database=database,
            clock=clock,
            listeners=listeners,
            tasks=tasks,
        )
        launcher = CallLauncher(live_calls=live_calls, telephony=telephony, clock=clock, tasks=tasks)
        ring_watch = RingWatch(floor=floor, launcher=launcher, telephony=telephony, clock=clock)
        given_back = AttemptsGivenBack(trunks=trunks, journal=journal, database=database, clock=clock)
        placer = CallPlacer(
            node=node,
            home_region=home_region,
            home_zone=home_zone,
            floor=floor,
            desk=desk,
            live_calls=live_calls,
            trunks=trunks,
            launcher=launcher,
            journal=journal,
            database=database,
            clock=clock,
        )
        previews = OpenPreviews(
            node=node,
            floor=floor,
            desk=desk,
            placer=placer,
            journal=journal,
            bus=bus,
            database=database,
            clock=clock,
            tasks=tasks,
            may_dial=lambda: engine.may_dial,
        )
        listeners.append(previews)
        shortages = LeadShortages(database, clock)
        engine = DialingEngine(
            floor=floor,
            paces=paces,
            room=room,
            trunks=trunks,
            placer=placer,
            previews=previews,
            shortages=shortages,
            journal=journal,
            database=database,
            clock=clock,
        )
        recovery = Recovery(
            node=node,
            floor=floor,
            desk=desk,
            live_calls=live_calls,
            database=database,
            telephony=telephony,
            clock=clock,
            tasks=tasks,
        )
        parts = Parts(
            floor,
            journal,
            desk,
            live_calls,
            placer,
            previews,
            trunks,
            launcher,
            ring_watch,
            engine,
            recovery,
            board,
        )
        switchboard = NodeSwitchboard(parts, database=database, telephony=telephony, bus=bus, clock=clock)
        started_at = clock.now()
        async with database.reading() as session:
            tallies = await stored_tallies(session, started_at, ZoneInfo(home_zone), node=node)
        paces.count_on_from(tallies, await learned_before(database, node, clock.now()))
        others_calls = OthersCalls(
            node=node,
            paces=paces,
            started_at=started_at,
            home_zone=ZoneInfo(home_zone),
            database=database,
            clock=clock,
        )
        await others_calls.look()
        await recovery.read_database()
        await previews.read_database()
        loops = [
            tasks.create_task(loop, name=name)
            for name, loop in {
                "journal": journal.run(),
                "news": switchboard.listen(),
                "dialling": engine.run(),
                "sweep": switchboard.sweep(),
                "ringing calls": ring_watch.run(),
                "attempts given back": given_back.run(),
                "settings": switchboard.know_settings(),
                "figures": board.run(),
                "lead counts": lead_counts.run(),
                "lead shortages": shortages.run(),
                "pacing log": pacing_log.run(),
                "others' calls": others_calls.run(),
                "presence": presence.run(),
            }.items()
        ]
        try:
            yield switchboard
        finally:
            engine.may_dial = False
            for loop_task in loops:
                loop_task.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
            live_calls.stop()
            await launcher.stop()
            await journal.write_rest()
            paces.close_chunks()
            await pacing_log.write_rest()
            await presence.end()
