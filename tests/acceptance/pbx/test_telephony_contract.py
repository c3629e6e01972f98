"""The promises of the port, kept by the fake exchange and by the real one alike."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol
from uuid import UUID, uuid4

import pytest

from core.calls.state_machine import (
    Answered,
    CallOutcome,
    Ended,
    OperatorJoined,
    Ringing,
)
from core.clock import SystemClock
from core.telephony.port import (
    CallNews,
    DialRequest,
    LineCredentials,
    LineDown,
    LineId,
    LineUp,
    LinkUp,
    Telephony,
    TelephonyNews,
)
from pbx.node import AsteriskNode
from pbx.simulated import TEST_CUSTOMERS, Fate, number_with_fate
from pbx.telephony import AsteriskTelephony
from tests.acceptance.pbx.floor import LineUpReceptionist, address_of
from tests.fakes.telephony import FakeTelephony
from zvonar.demo.softphone import Softphone

LIMIT_SECONDS = 15.0


class World(Protocol):
    """An exchange and what goes on around it."""

    @property
    def telephony(self) -> Telephony: ...

    @property
    def receptionist(self) -> LineUpReceptionist: ...

    async def softphone_comes(self, credentials: LineCredentials) -> None: ...

    async def softphone_goes(self, line_id: LineId) -> None: ...

    async def happens(self, request: DialRequest, fate: Fate) -> None:
        """Let the dialled number do what it is made for."""

    async def rings(self, request: DialRequest) -> None:
        """Let the dialled number ring, and nobody answer."""

    async def customer_hangs_up(self, call_id: UUID) -> None: ...


class FakeWorld:
    def __init__(self) -> None:
        self.receptionist = LineUpReceptionist()
        self.telephony = FakeTelephony(self.receptionist)

    async def softphone_comes(self, credentials: LineCredentials) -> None:
        self.telephony.softphone_registers(credentials.line_id)

    async def softphone_goes(self, line_id: LineId) -> None:
        self.telephony.softphone_is_lost(line_id)

    async def happens(self, request: DialRequest, fate: Fate) -> None:
        unanswered = {
            Fate.BUSY: CallOutcome.BUSY,
            Fate.AWAY: CallOutcome.NO_ANSWER,
            Fate.INVALID: CallOutcome.FAILED,
        }
        if fate is not Fate.INVALID:
            self.telephony.ring(request.call_id)
        if fate is Fate.PERSON:
            await self.telephony.answer(request.call_id)
        else:
            self.telephony.stay_unanswered(request.call_id, unanswered[fate])

    async def rings(self, request: DialRequest) -> None:
        self.telephony.ring(request.call_id)

    async def customer_hangs_up(self, call_id: UUID) -> None:
        self.telephony.customer_hangs_up(call_id)


class RealWorld:
    def __init__(self, node: AsteriskNode, tasks: asyncio.TaskGroup) -> None:
        self.receptionist = LineUpReceptionist()
        self.telephony = AsteriskTelephony(
            address_of(node), self.receptionist, SystemClock(), dial_template=TEST_CUSTOMERS
        )
        self._url = node.address.sip_websocket_url
        self._tasks = tasks
        self._gone: dict[LineId, asyncio.Event] = {}

    async def softphone_comes(self, credentials: LineCredentials) -> None:
        gone = self._gone[credentials.line_id] = asyncio.Event()
        phone = Softphone(self._url, username=credentials.username, password=credentials.password)

        async def live() -> None:
            async with phone.on_line():
                await gone.wait()

        self._tasks.create_task(live())

    async def softphone_goes(self, line_id: LineId) -> None:
        self._gone[line_id].set()

    async def happens(self, request: DialRequest, fate: Fate) -> None:
        """Its number says it all."""

    async def rings(self, request: DialRequest) -> None:
        """Its number says it all."""

    async def customer_hangs_up(self, call_id: UUID) -> None:
        """Its number says when."""

    def all_go(self) -> None:
        for gone in self._gone.values():
            gone.set()


class Witness:
    """Hears all the news, once, in order."""

    def __init__(self, telephony: Telephony) -> None:
        self._news = telephony.news()
        self.heard: list[TelephonyNews] = []

    async def until(self, kind: type, call_id: UUID | None = None) -> TelephonyNews:
        """The next news of that kind; for call news, the next event of that kind of that call."""
        async with asyncio.timeout(LIMIT_SECONDS):
            while True:
                news = await anext(self._news)
                self.heard.append(news)
                if isinstance(news, kind):
                    return news
                if isinstance(news, CallNews) and isinstance(news.event, kind) and news.call_id == call_id:
                    return news

    def kinds(self, call_id: UUID) -> list[type]:
        return [
            type(news.event) for news in self.heard if isinstance(news, CallNews) and news.call_id == call_id
        ]


@asynccontextmanager
async def fake_world(_node: AsteriskNode) -> AsyncIterator[World]:
    yield FakeWorld()


@asynccontextmanager
async def real_world(node: AsteriskNode) -> AsyncIterator[World]:
    async with asyncio.TaskGroup() as tasks:
        world = RealWorld(node, tasks)
        running = tasks.create_task(world.telephony.run())
        yield world
        world.all_go()
        running.cancel()


@pytest.fixture(params=[fake_world, real_world], ids=["fake", "real"])
async def world(request: pytest.FixtureRequest, asterisk_node: AsteriskNode) -> AsyncIterator[World]:
    async with request.param(asterisk_node) as made:
        yield made


def request_to(fate: Fate, **more: float) -> DialRequest:
    number = number_with_fate(fate, **{"ring_seconds": 0.2, "talk_seconds": 0.7, **more})  # type: ignore[arg-type]
    # Longer than a busy machine takes to let a customer ring and answer.
    return DialRequest(call_id=uuid4(), phone_number=number, give_up_after_seconds=2)


async def on_line(world: World, witness: Witness) -> LineId:
    credentials = await world.telephony.open_line()
    await world.softphone_comes(credentials)
    up = await witness.until(LineUp)
    assert isinstance(up, LineUp)
    assert up.line_id == credentials.line_id
    world.receptionist.free.append(up.line_id)
    return up.line_id


async def test_the_first_news_is_the_link(world: World) -> None:
    witness = Witness(world.telephony)

    await witness.until(LinkUp)

    assert len(witness.heard) == 1


async def test_a_handled_call_is_told_step_by_step_and_kept_until_stored(world: World) -> None:
    witness = Witness(world.telephony)
    await witness.until(LinkUp)
    line_id = await on_line(world, witness)
    request = request_to(Fate.PERSON)

    await world.telephony.dial(request)
    await world.happens(request, Fate.PERSON)
    await witness.until(OperatorJoined, request.call_id)
    await world.customer_hangs_up(request.call_id)
    await witness.until(Ended, request.call_id)

    assert witness.kinds(request.call_id) == [Ringing, Answered, OperatorJoined, Ended]
    assert world.receptionist.reserved[request.call_id] == line_id
    await world.telephony.confirm_stored([request.call_id])
    await world.telephony.confirm_stored([request.call_id])


@pytest.mark.parametrize("fate", [Fate.PERSON, Fate.BUSY])
async def test_an_accepted_call_is_known_to_have_left(world: World, fate: Fate) -> None:
    witness = Witness(world.telephony)
    await witness.until(LinkUp)
    request = request_to(fate)

    await world.telephony.dial(request)
    async with asyncio.timeout(1.5):
        await world.telephony.until_left(request.call_id)
        # Also of one that nobody knows, or that has left before.
        await world.telephony.until_left(request.call_id)
        await world.telephony.until_left(uuid4())


@pytest.mark.parametrize(
    ("fate", "outcome", "cause"),
    [
        pytest.param(Fate.BUSY, CallOutcome.BUSY, 17, id="busy"),
        pytest.param(Fate.AWAY, CallOutcome.NO_ANSWER, 19, id="no answer"),
        pytest.param(Fate.INVALID, CallOutcome.FAILED, 1, id="no such number"),
    ],
)
async def test_an_unanswered_call_says_why(
    world: World, fate: Fate, outcome: CallOutcome, cause: int
) -> None:
    witness = Witness(world.telephony)
    await witness.until(LinkUp)
    request = request_to(fate)

    await world.telephony.dial(request)
    await world.happens(request, fate)
    news = await witness.until(Ended, request.call_id)

    assert isinstance(news, CallNews)
    assert isinstance(news.event, Ended)
    assert (news.event.unanswered_as, news.event.cause) == (outcome, cause)


async def test_nobody_is_free_so_the_call_ends_unjoined(world: World) -> None:
    witness = Witness(world.telephony)
    await witness.until(LinkUp)
    request = request_to(Fate.PERSON, talk_seconds=20)

    await world.telephony.dial(request)
    await world.happens(request, Fate.PERSON)
    await witness.until(Ended, request.call_id)

    assert witness.kinds(request.call_id) == [Ringing, Answered, Ended]
    assert world.receptionist.asked == [request.call_id]


async def test_a_call_is_hung_up_from_our_side_and_twice_is_no_error(world: World) -> None:
    witness = Witness(world.telephony)
    await witness.until(LinkUp)
    line_id = await on_line(world, witness)
    request = request_to(Fate.PERSON, talk_seconds=20)
    await world.telephony.dial(request)
    await world.happens(request, Fate.PERSON)
    await witness.until(OperatorJoined, request.call_id)

    await world.telephony.hang_up(request.call_id)
    await witness.until(Ended, request.call_id)
    await world.telephony.hang_up(request.call_id)

    await world.telephony.close_line(line_id)
    down = await witness.until(LineDown)
    assert isinstance(down, LineDown)
    assert down.line_id == line_id


async def test_a_call_that_is_given_up_while_it_rings_ends_as_not_answered(world: World) -> None:
    witness = Witness(world.telephony)
    await witness.until(LinkUp)
    number = number_with_fate(Fate.AWAY)
    request = DialRequest(call_id=uuid4(), phone_number=number, give_up_after_seconds=60)
    await world.telephony.dial(request)
    await world.rings(request)
    await witness.until(Ringing, request.call_id)

    await world.telephony.give_up(request.call_id)
    news = await witness.until(Ended, request.call_id)
    await world.telephony.give_up(request.call_id)

    assert isinstance(news, CallNews)
    assert isinstance(news.event, Ended)
    assert (news.event.unanswered_as, news.event.cause) == (CallOutcome.NO_ANSWER, 19)


async def test_a_line_goes_down_with_its_softphone_and_may_be_closed_twice(world: World) -> None:
    witness = Witness(world.telephony)
    await witness.until(LinkUp)
    line_id = await on_line(world, witness)

    await world.softphone_goes(line_id)
    await witness.until(LineDown)

    await world.telephony.close_line(line_id)
    await world.telephony.close_line(line_id)


async def test_a_line_that_is_gone_is_reported_to_the_receptionist(world: World) -> None:
    witness = Witness(world.telephony)
    await witness.until(LinkUp)
    line_id = await on_line(world, witness)
    await world.softphone_goes(line_id)
    await witness.until(LineDown)
    request = request_to(Fate.PERSON, talk_seconds=20)

    await world.telephony.dial(request)
    await world.happens(request, Fate.PERSON)
    await witness.until(Ended, request.call_id)

    assert world.receptionist.failed == [line_id]


async def test_every_line_has_credentials_of_its_own(world: World) -> None:
    witness = Witness(world.telephony)
    await witness.until(LinkUp)
    lines = [await world.telephony.open_line() for _ in range(5)]

    assert len({line.line_id for line in lines}) == 5
    assert len({line.password for line in lines}) == 5
    for line in lines:
        await world.telephony.close_line(line.line_id)
