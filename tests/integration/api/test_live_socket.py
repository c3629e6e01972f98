"""The live websocket: snapshot first, nothing lost, nothing breaks it."""

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from core.calls.disposition import Verdict
from core.calls.state_machine import CallState
from core.operators.state_machine import OperatorState, PauseReason
from core.users.models import Role
from tests.factories import a_campaign, a_lead, a_user
from tests.fixtures.api_server import ApiServer


async def test_a_console_gets_a_snapshot_and_then_what_happens(server: ApiServer) -> None:
    story = server.story
    async with story.database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign)
    async with server.live(await server.token_of(anna)) as console:
        snapshot = await console.next()
        assert (snapshot["type"], snapshot["operator"], snapshot["call"]) == ("snapshot", None, None)
        await story.goes_on_line(anna, snapshot["console_id"])
        call_id = await story.a_call_is_dialled()
        story.telephony.ring(call_id)
        await story.some_seconds_pass(5)
        await story.telephony.answer(call_id)
        pop = await console.next("screen_pop")
        assert pop["call"]["call_id"] == str(call_id)
        assert pop["call"]["campaign"]["dispositions"]
        connected = await console.next("call_changed")
        while connected["state"] != "connected":
            connected = await console.next("call_changed")
        story.telephony.customer_hangs_up(call_id)
        ended = await console.next("call_changed")
        assert (ended["state"], ended["outcome"]) == ("ended", "handled")
        assert ended["wrap_up_ends_at"] is not None
        await story.switchboard.dispose(anna.id, call_id, Verdict("refused"))
        assert (await console.next("call_disposed"))["disposition"] == "refused"


async def test_a_console_that_was_away_gets_what_it_missed_and_no_more(server: ApiServer) -> None:
    story = server.story
    async with story.database.transaction() as session:
        anna = await a_user(session)
    token = await server.token_of(anna)
    async with server.live(token) as console:
        snapshot = await console.next("snapshot")
        await story.goes_on_line(anna, snapshot["console_id"])
        seen = await console.next("operator_changed")
        while seen["operator"]["state"] != "available":
            seen = await console.next("operator_changed")
    await story.switchboard.pause(anna.id, PauseReason.LUNCH)
    async with server.live(token, after=seen["id"]) as console:
        assert (await console.next())["type"] == "resumed"
        missed = await console.next()
        assert missed["operator"]["state"] == "paused"
        await story.switchboard.make_available(anna.id)
        assert (await console.next())["operator"]["state"] == "available"


@pytest.mark.parametrize("after", ["1-1", "nonsense", "9999999999999-5"])
async def test_an_id_that_is_not_remembered_gets_a_fresh_snapshot(server: ApiServer, after: str) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
    async with server.live(await server.token_of(anna), after=after) as console:
        assert (await console.next())["type"] == "snapshot"


async def test_a_reloaded_console_shows_the_same_call(server: ApiServer) -> None:
    story = server.story
    async with story.database.transaction() as session:
        anna = await a_user(session)
        campaign = await a_campaign(session, anna)
        await a_lead(session, campaign)
    await story.goes_on_line(anna)
    call_id = await story.a_call_is_dialled()
    await story.telephony.answer(call_id)
    await story.until_operator(anna, OperatorState.ON_CALL)
    async with server.live(await server.token_of(anna)) as console:
        snapshot = await console.next("snapshot")
        assert snapshot["call"]["call_id"] == str(call_id)
        assert snapshot["call"]["state"] == "connected"
    story.telephony.customer_hangs_up(call_id)
    await story.until_stored(call_id, lambda call: call.state == CallState.ENDED)
    async with server.live(await server.token_of(anna)) as console:
        snapshot = await console.next("snapshot")
        assert snapshot["call"]["state"] == "ended"
        assert snapshot["call"]["wrap_up_ends_at"] == snapshot["operator"]["wrap_up_ends_at"]


@pytest.mark.parametrize(
    "message",
    ["", "{", "[]", "null", '{"type": "dance"}', '{"type": 1}', '{"kind": "ping"}', "[" * 5000, "\x00"],
    ids=["empty", "cut off", "list", "null", "unknown", "number", "no type", "deep", "control"],
)
async def test_a_malformed_message_gets_an_error_and_the_connection_lives(
    server: ApiServer, message: str
) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
    async with server.live(await server.token_of(anna)) as console:
        await console.next("snapshot")
        await console.socket.send(message)
        assert (await console.next("error"))["detail"]
        await console.socket.send(b"\xff\xfe")
        assert (await console.next("error"))["detail"]
        await console.socket.send('{"type": "ping"}')
        assert (await console.next())["type"] == "pong"


async def test_a_stranger_is_sent_away(server: ApiServer) -> None:
    async with server.live("no such token") as console:
        with pytest.raises(ConnectionClosed) as closed:
            await console.next()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4001


async def test_a_foreign_page_cannot_open_the_socket(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        anna = await a_user(session)
    token = await server.token_of(anna)
    with pytest.raises(InvalidStatus):
        async with server.live(token, Origin="https://evil.example"):
            pass


async def test_logging_out_ends_the_connection(server: ApiServer) -> None:
    story = server.story
    async with story.database.transaction() as session:
        anna = await a_user(session)
    token = await server.token_of(anna)
    async with server.live(token) as console, server.as_user(None) as client:
        await console.next("snapshot")
        client.cookies.set("zvonar_session", token)
        assert (await client.delete("/session")).status_code == 204
        await story.some_seconds_pass(20)
        with pytest.raises(ConnectionClosed) as closed:
            await console.next("no such message")
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4001


async def test_an_operator_hears_nothing_of_a_colleague(server: ApiServer) -> None:
    story = server.story
    async with story.database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        boss = await a_user(session, Role.SUPERVISOR)
    async with (
        server.live(await server.token_of(anna)) as annas,
        server.live(await server.token_of(boss)) as boss_console,
    ):
        await annas.next("snapshot")
        await boss_console.next("snapshot")
        await story.goes_on_line(boris)
        seen = await boss_console.next("operator_changed")
        assert seen["operator"]["operator_id"] == str(boris.id)
        await annas.socket.send('{"type": "ping"}')
        assert (await annas.next())["type"] == "pong"
