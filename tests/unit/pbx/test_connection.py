"""What panoramisk does on its own and what our connection makes of it, on a real socket."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import TelephonyRefused, TelephonyUnavailable, TelephonyUncertain
from pbx.ami.connection import AmiConnection, AmiLimits, LinkBroken, LinkOpened
from pbx.ami.protocol import LONGEST_MESSAGE, AmiMessage, ByteFramedProtocol
from tests.fakes.asterisk import GREETING, FakeAsterisk, encoded, fake_asterisk

QUICK = AmiLimits(
    answer=2.0,
    login=1.0,
    ping_every=0.05,
    silence=0.3,
    reconnect_first=0.01,
    reconnect_longest=0.05,
    refused_first=0.05,
    refused_longest=0.4,
)


class Story:
    """A connection to the fake exchange, and what came out of it."""

    def __init__(self, connection: AmiConnection[AmiMessage]) -> None:
        self.connection = connection
        self._stream = connection.stream()

    async def next(self) -> AmiMessage | LinkOpened | LinkBroken:
        async with asyncio.timeout(5):
            return await anext(self._stream)

    async def until(self, kind: type) -> None:
        while not isinstance(await self.next(), kind):
            pass


def all_but_broken(event: AmiMessage) -> AmiMessage | None:
    """Makes no news of VarSet, and cannot read a ContactStatus without a number."""
    if event["Event"] == "ContactStatus":
        int(event["Number"])
    return None if event["Event"] == "VarSet" else event


@pytest.fixture
async def asterisk() -> AsyncIterator[FakeAsterisk]:
    async with fake_asterisk() as exchange:
        yield exchange


@asynccontextmanager
async def connected(asterisk: FakeAsterisk, limits: AmiLimits = QUICK) -> AsyncIterator[Story]:
    connection = AmiConnection(
        host="127.0.0.1",
        port=asterisk.port,
        username="zvonar",
        secret="s3cret",
        read=all_but_broken,
        limits=limits,
    )
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(connection.run())
        yield Story(connection)
        running.cancel()


def test_a_dead_line_is_noticed_within_three_seconds() -> None:
    limits = AmiLimits()
    # Something was heard a moment after one look; the silence is noticed by the look after it is too long.
    assert limits.silence + limits.ping_every <= 3.0
    # One pong that comes late is no silence.
    assert limits.silence > 2 * limits.ping_every


async def test_events_arrive_in_order_after_the_link_is_up(asterisk: FakeAsterisk) -> None:
    async with connected(asterisk) as story:
        assert isinstance(await story.next(), LinkOpened)
        await asterisk.play(*({"Event": "Newstate", "Number": str(number)} for number in range(300)))

        told = [await story.next() for _ in range(300)]

    assert [item["Number"] for item in told if isinstance(item, dict)] == [str(n) for n in range(300)]


async def test_what_is_no_news_or_cannot_be_read_is_passed_over(asterisk: FakeAsterisk) -> None:
    async with connected(asterisk) as story:
        await story.until(LinkOpened)
        await asterisk.play(
            {"Event": "VarSet"},
            {"Event": "ContactStatus"},
            {"Event": "ContactStatus", "Number": "none"},
            {"Event": "Newstate", "Number": "1"},
        )

        told = await story.next()

    assert told == {"Event": "Newstate", "Number": "1"}


async def test_an_unanswered_originate_is_not_dialled_again_after_a_reconnect(asterisk: FakeAsterisk) -> None:
    async with connected(asterisk) as story:
        await story.until(LinkOpened)
        sending = asyncio.create_task(
            story.connection.send("Originate", {"Channel": "PJSIP/1@trunk"})
        )  # owner: this test
        await asterisk.next_action("Originate")

        asterisk.cut_the_line()
        await asterisk.next_action("Login")
        await story.until(LinkOpened)
        await asterisk.play({"Event": "FullyBooted", "Privilege": "system,all"})
        await story.until(dict)

        with pytest.raises(TelephonyUncertain, match="the link broke"):
            await sending
        assert asterisk.received.empty()


async def test_a_broken_line_is_told_between_the_messages_of_two_links(asterisk: FakeAsterisk) -> None:
    async with connected(asterisk) as story:
        await story.until(LinkOpened)
        await asterisk.play({"Event": "Hangup", "Number": "before"})
        await story.next()

        asterisk.cut_the_line()

        assert isinstance(await story.next(), LinkBroken)
        assert isinstance(await story.next(), LinkOpened)


async def test_a_dead_line_is_noticed_by_its_silence(asterisk: FakeAsterisk) -> None:
    async with connected(asterisk) as story:
        await story.until(LinkOpened)
        asterisk.answers_pings = False

        await story.until(LinkBroken)

        assert not story.connection.is_up or asterisk.logins > 1


async def test_pings_are_sent_while_nothing_happens(asterisk: FakeAsterisk) -> None:
    async with connected(asterisk) as story, asyncio.timeout(5):
        await story.until(LinkOpened)
        while asterisk.pings < 3:  # noqa: ASYNC110 - the fake counts, it does not tell
            await asyncio.sleep(0)


async def test_an_action_that_is_never_answered_is_uncertain(asterisk: FakeAsterisk) -> None:
    impatient = AmiLimits(answer=0.05, ping_every=0.05, silence=1.0)
    async with connected(asterisk, impatient) as story:
        await story.until(LinkOpened)

        with pytest.raises(TelephonyUncertain, match="no answer"):
            await story.connection.send("Hangup", {"Channel": "x"})


async def test_a_refused_action_says_why(asterisk: FakeAsterisk) -> None:
    async with connected(asterisk) as story:
        await story.until(LinkOpened)
        sending = asyncio.create_task(story.connection.send("Hangup", {"Channel": "x"}))  # owner: this test
        await asterisk.refuse(await asterisk.next_action("Hangup"), "No such channel")

        with pytest.raises(TelephonyRefused, match="No such channel"):
            await sending


async def test_without_a_link_nothing_is_sent() -> None:
    connection = AmiConnection(host="127.0.0.1", port=1, username="u", secret="s", read=dict, limits=QUICK)

    with pytest.raises(TelephonyUnavailable):
        await connection.send("Originate", {"Channel": "PJSIP/1@trunk"})


async def test_a_wrong_password_is_tried_ever_more_slowly(asterisk: FakeAsterisk) -> None:
    asterisk.accepts_login = False
    loop = asyncio.get_running_loop()
    async with connected(asterisk):
        began = loop.time()
        for _ in range(4):
            await asterisk.next_action("Login")
        took = loop.time() - began

    # Pauses of 0.05, 0.1 and 0.2 seconds lie between four logins.
    assert took >= 0.35


async def test_our_password_is_not_told_to_a_stranger(asterisk: FakeAsterisk) -> None:
    asterisk.greeting = b"220 mail.example ESMTP\r\n"
    async with connected(asterisk):
        await asterisk.connections_made(3)

    assert asterisk.received.empty()


async def test_a_message_without_end_is_hung_up_on(asterisk: FakeAsterisk) -> None:
    async with connected(asterisk) as story:
        await story.until(LinkOpened)
        flood = asyncio.create_task(asterisk.play_bytes(b"x" * 20 * LONGEST_MESSAGE))  # owner: this test

        await story.until(LinkBroken)
        with contextlib.suppress(ConnectionError):
            await flood


def test_a_letter_cut_in_two_by_the_network_is_whole() -> None:
    message = encoded({"Event": "Newstate", "CallerIDName": "Анна ☎"})

    async def read_in_two(cut: int) -> list[AmiMessage]:
        told: list[AmiMessage] = []
        protocol = ByteFramedProtocol(on_event=told.append, on_bytes=lambda: None)
        for piece in (GREETING, message[:cut], message[cut:]):
            protocol.data_received(piece)
        return told

    for cut in range(1, len(message)):
        assert [item["CallerIDName"] for item in asyncio.run(read_in_two(cut))] == ["Анна ☎"]


async def test_a_list_is_answered_whole_and_events_between_are_kept(asterisk: FakeAsterisk) -> None:
    async with connected(asterisk) as story:
        await story.until(LinkOpened)
        asking = asyncio.create_task(story.connection.ask_list("CoreShowChannels"))  # owner: this test
        action_id = (await asterisk.next_action("CoreShowChannels"))["ActionID"]
        await asterisk.play(
            {"Response": "Success", "ActionID": action_id, "EventList": "start", "Message": "follows"},
            {"Event": "CoreShowChannel", "ActionID": action_id, "Uniqueid": "1"},
            {"Event": "Hangup", "Uniqueid": "9"},
            {"Event": "CoreShowChannel", "ActionID": action_id, "Uniqueid": "2"},
            {"Event": "CoreShowChannelsComplete", "ActionID": action_id, "ListItems": "2"},
        )

        assert [item["Uniqueid"] for item in await asking] == ["1", "2"]
        between = await story.next()
        assert isinstance(between, dict)
        assert between["Uniqueid"] == "9"


async def test_the_late_answer_to_an_originate_is_an_event(asterisk: FakeAsterisk) -> None:
    async with connected(asterisk) as story:
        await story.until(LinkOpened)
        sending = asyncio.create_task(
            story.connection.send("Originate", {"Channel": "PJSIP/1"})
        )  # owner: this test
        action = await asterisk.next_action("Originate")
        await asterisk.accept(action)
        await sending
        await asterisk.play({"Event": "OriginateResponse", "ActionID": action["ActionID"], "Reason": "5"})

        told = await story.next()
        assert isinstance(told, dict)
        assert told["Reason"] == "5"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("Anna\r\nAction: Command", id="carriage return and line feed"),
        pytest.param("Anna\nAction: Command", id="line feed"),
        pytest.param("Anna\rAction: Command", id="carriage return"),
        pytest.param("Anna\x00", id="nul"),
        pytest.param("Anna\u0085Action: Command", id="next line"),
        pytest.param("Anna\u2028Action: Command", id="line separator"),
        pytest.param("Anna\u2029", id="paragraph separator"),
        pytest.param("Anna\udcff", id="half a surrogate"),
        pytest.param("я" * 600, id="line of more than 1,024 bytes"),
    ],
)
async def test_a_value_that_could_be_an_action_of_its_own_is_refused(
    asterisk: FakeAsterisk, value: str
) -> None:
    async with connected(asterisk) as story:
        await story.until(LinkOpened)
        await asterisk.next_action("Login")

        with pytest.raises(TelephonyRefused):
            await story.connection.send("Originate", {"CallerID": value})

        assert asterisk.received.empty()


async def test_too_many_headers_are_refused(asterisk: FakeAsterisk) -> None:
    async with connected(asterisk) as story:
        await story.until(LinkOpened)

        with pytest.raises(TelephonyRefused, match="lines"):
            await story.connection.send("Originate", {"Variable": [f"A{n}=1" for n in range(200)]})


@given(st.binary(max_size=400))
def test_no_bytes_of_a_peer_break_the_reader(raw: bytes) -> None:
    async def play() -> None:
        async with fake_asterisk() as asterisk, connected(asterisk) as story:
            await story.until(LinkOpened)
            await asterisk.play_bytes(raw + b"\r\n\r\n")
            await asterisk.play({"Event": "Newstate", "Uniqueid": "after"})
            while True:
                item = await story.next()
                if isinstance(item, dict) and item.get("Uniqueid") == "after":
                    return

    asyncio.run(play())
