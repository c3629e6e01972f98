"""A small floor on a real Asterisk: one receptionist, some softphones, and all the news there is."""

import asyncio
import wave
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

from core.calls.state_machine import Answered, CallEvent, CallProgress, CallState, advance
from core.clock import SystemClock
from core.telephony.port import (
    CallNews,
    DialRequest,
    FinalFacts,
    LineDown,
    LineId,
    LineUp,
    LinkUp,
    TelephonyNews,
)
from pbx.node import AsteriskNode
from pbx.simulated import TEST_CUSTOMERS, Fate, number_with_fate
from pbx.telephony import AsteriskTelephony, ExchangeAddress
from zvonar.demo.softphone import Softphone

PATIENCE_SECONDS = 15.0
_WAV_HEADER_BYTES = 44


class LineUpReceptionist:
    """Gives away free lines, longest idle first; a line is free again when its call has ended."""

    def __init__(self) -> None:
        self.free: list[LineId] = []
        self.reserved: dict[UUID, LineId] = {}
        self.asked: list[UUID] = []
        self.failed: list[LineId] = []
        self.answers = True
        self.newer_line: LineId | None = None
        """Where the operator of a broken talk is to be found now; None: nowhere."""

    async def operator_for(self, call_id: UUID, answered: Answered) -> LineId | None:
        self.asked.append(call_id)
        if not self.answers:
            await asyncio.Event().wait()
        if not self.free:
            return None
        self.reserved[call_id] = self.free.pop(0)
        return self.reserved[call_id]

    async def line_again(self, call_id: UUID) -> LineId | None:
        return self.newer_line

    async def join_failed(self, call_id: UUID, line_id: LineId) -> None:
        self.failed.append(line_id)
        self.reserved.pop(call_id, None)

    def release(self, call_id: UUID) -> None:
        line_id = self.reserved.pop(call_id, None)
        if line_id is not None:
            self.free.append(line_id)


class Floor:
    """What a test sees: calls by id, lines that are up, the news in order."""

    def __init__(self, telephony: AsteriskTelephony, receptionist: LineUpReceptionist, url: str) -> None:
        self.telephony = telephony
        self.receptionist = receptionist
        self.news: list[TelephonyNews] = []
        self.lines_up: set[LineId] = set()
        self.tried: list[UUID] = []
        """All that was to be dialled, also what came to nothing."""
        self.telephones: dict[LineId, Softphone] = {}
        self.tasks: Sequence[asyncio.Task[None]] = ()
        """What keeps us alive; cancelled, we are dead and Asterisk is not."""
        self._url = url
        self._progress: dict[UUID, CallProgress] = {}
        self._changed = asyncio.Condition()
        self._serial = 0

    async def dial(
        self,
        fate: Fate = Fate.PERSON,
        *,
        rings_for: float = 0.1,
        talk_seconds: float = 1.0,
        ring_seconds: int = 2,
        **more: object,
    ) -> UUID:
        """`rings_for` is the customer's patience before the answer, `ring_seconds` ours."""
        self._serial += 1
        number = number_with_fate(
            fate, ring_seconds=rings_for, talk_seconds=talk_seconds, serial=self._serial
        )
        request = DialRequest(uuid4(), number, ring_seconds, **more)  # type: ignore[arg-type]
        self.tried.append(request.call_id)
        self._progress[request.call_id] = CallProgress(request.call_id, SystemClock().now())
        await self.telephony.dial(request)
        return request.call_id

    @asynccontextmanager
    async def operator(self) -> AsyncIterator[LineId]:
        """One operator on line, given calls from now on."""
        credentials = await self.telephony.open_line()
        phone = Softphone(self._url, username=credentials.username, password=credentials.password)
        self.telephones[credentials.line_id] = phone
        async with phone.on_line():
            await self.until(lambda: credentials.line_id in self.lines_up)
            self.receptionist.free.append(credentials.line_id)
            yield credentials.line_id
        if not any(task.cancelled() for task in self.tasks):
            await self.until(lambda: credentials.line_id not in self.lines_up)
            await self.telephony.close_line(credentials.line_id)

    @asynccontextmanager
    async def operators(self, how_many: int) -> AsyncIterator[Sequence[LineId]]:
        async with AsyncExitStack() as lines:
            yield [await lines.enter_async_context(self.operator()) for _ in range(how_many)]

    async def until(self, true: Callable[[], bool]) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), self._changed:
                await self._changed.wait_for(true)
        except TimeoutError:
            calls = [(call.state, call.outcome) for call in self._progress.values()]
            raise AssertionError(
                f"after {PATIENCE_SECONDS:g} s still: {calls=}, lines {self.lines_up}, "
                f"{len(self.links())} links, last news {self.news[-3:]}"
            ) from None

    async def reaches(self, call_id: UUID, state: CallState) -> CallProgress:
        await self.until(lambda: self._progress[call_id].state is state)
        return self._progress[call_id]

    async def ended(self, call_id: UUID) -> CallProgress:
        return await self.reaches(call_id, CallState.ENDED)

    def has_ended(self, call_id: UUID) -> bool:
        return self._progress[call_id].state is CallState.ENDED

    def kept(self, call_id: UUID) -> FinalFacts | None:
        """What the outbox had of a call when the link came up last."""
        return next((facts for facts in self.links()[-1].outbox if facts.call_id == call_id), None)

    def told_of(self, call_id: UUID) -> list[CallEvent]:
        return [news.event for news in self.news if isinstance(news, CallNews) and news.call_id == call_id]

    def links(self) -> list[LinkUp]:
        return [news for news in self.news if isinstance(news, LinkUp)]

    async def follow(self) -> None:
        """Take the news for as long as the floor stands."""
        async for news in self.telephony.news():
            async with self._changed:
                self.news.append(news)
                self._take(news)
                self._changed.notify_all()

    def _take(self, news: TelephonyNews) -> None:
        match news:
            case CallNews(call_id, event) if call_id in self._progress:
                self._progress[call_id] = advance(self._progress[call_id], event)
                if self._progress[call_id].state is CallState.ENDED:
                    self.receptionist.release(call_id)
            case LineUp(line_id):
                self.lines_up.add(line_id)
            case LineDown(line_id):
                self.lines_up.discard(line_id)
            case LinkUp(lines_up=lines_up):
                self.lines_up = set(lines_up)


def address_of(node: AsteriskNode, *, ami_port: int | None = None) -> ExchangeAddress:
    """`ami_port`: of something that stands between us and Asterisk."""
    facts = node.address
    return ExchangeAddress(
        ami_host=facts.host,
        ami_port=ami_port or facts.ami_port,
        ami_username=facts.ami_username,
        ami_secret=facts.ami_secret,
        ari_url=facts.ari_url,
        ari_username=facts.ari_username,
        ari_secret=facts.ari_secret,
        agi_host=facts.host,
        agi_port=facts.agi_port,
        sound_port=facts.sound_port,
    )


async def until_closed(*recordings: Path) -> None:
    """Wait until Asterisk has closed them, which may be after their call has ended."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not all(_is_closed(one) for one in recordings):  # noqa: ASYNC110 - Asterisk tells nobody
                await asyncio.sleep(0.02)
    except TimeoutError:
        sizes = {one.name: one.stat().st_size if one.exists() else None for one in recordings}
        raise AssertionError(f"not closed within {PATIENCE_SECONDS:g} s; bytes written: {sizes}") from None


def _is_closed(recording: Path) -> bool:
    """The header says how long the sound is only when the file is complete."""
    try:
        with wave.open(str(recording)) as sound:
            sound_bytes: int = sound.getnframes() * sound.getsampwidth()
    except (FileNotFoundError, EOFError, wave.Error):
        return False
    return 0 < sound_bytes == recording.stat().st_size - _WAV_HEADER_BYTES


@asynccontextmanager
async def floor_of(
    node: AsteriskNode, *, ami_port: int | None = None, dial_template: str = TEST_CUSTOMERS
) -> AsyncIterator[Floor]:
    """Connected, with the first snapshot taken."""
    receptionist = LineUpReceptionist()
    telephony = AsteriskTelephony(
        address_of(node, ami_port=ami_port), receptionist, SystemClock(), dial_template=dial_template
    )
    floor = Floor(telephony, receptionist, node.address.sip_websocket_url)
    async with asyncio.TaskGroup() as tasks:
        floor.tasks = [tasks.create_task(telephony.run()), tasks.create_task(floor.follow())]
        try:
            await floor.until(lambda: bool(floor.links()))
            yield floor
        finally:
            for task in floor.tasks:
                task.cancel()
