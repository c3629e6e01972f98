"""An operator's own figures of the day: asked for when the live socket tells of what changes them."""

from datetime import timedelta

from core.calls.disposition import Verdict
from core.operators.state_machine import OperatorState, PauseReason
from core.users.models import Role
from tests.factories import a_campaign, a_lead, a_user
from tests.fixtures.api_server import ApiServer


async def test_the_day_counts_a_call_as_soon_as_the_console_hears_of_it(server: ApiServer) -> None:
    story = server.story
    async with story.database.transaction() as session:
        anna, boris = await a_user(session), await a_user(session)
        await a_lead(session, await a_campaign(session, anna))
    async with (
        server.as_user(anna) as client,
        server.as_user(boris) as colleague,
        server.live(await server.token_of(anna)) as console,
    ):
        empty = (await client.get("/operator/today")).json()
        assert (empty["calls_handled"], empty["conversion"], empty["last_calls"]) == (0, None, [])
        await story.goes_on_line(anna, (await console.next("snapshot"))["console_id"])
        call_id = await story.a_call_is_dialled()
        await story.telephony.answer(call_id)
        await story.until_operator(anna, OperatorState.ON_CALL)
        await story.some_seconds_pass(30)
        story.telephony.customer_hangs_up(call_id)

        while (await console.next("call_changed"))["state"] != "ended":
            pass
        ended = (await client.get("/operator/today")).json()
        [call] = ended["last_calls"]
        assert (call["call_id"], call["disposition"]) == (str(call_id), None)
        assert ended["calls_handled"] == 1
        assert 29 < ended["talk_seconds"] == ended["average_talk_seconds"] < 35

        await story.until_operator(anna, OperatorState.WRAP_UP)
        await story.some_seconds_pass(10)
        await story.switchboard.dispose(
            anna.id, call_id, Verdict("callback", "", story.clock.now() + timedelta(days=1))
        )
        await console.next("call_disposed")
        disposed = (await client.get("/operator/today")).json()
        [share] = disposed["dispositions"]
        assert (share["disposition"]["code"], share["disposition"]["tone"], share["calls"]) == (
            "callback",
            "positive",
            1,
        )
        assert disposed["last_calls"][0]["disposition"] == share["disposition"]
        assert (disposed["calls_successful"], disposed["conversion"]) == (1, 1.0)
        assert 9 < disposed["time"]["wrap_up_seconds"] < 15

        await story.switchboard.pause(anna.id, PauseReason.LUNCH)
        await story.switchboard.everything_stored()
        await story.some_seconds_pass(60)
        resting = (await client.get("/operator/today")).json()["time"]
        assert 59 < resting["paused_seconds"] < 65
        assert resting["on_line_seconds"] > 100
        assert (await colleague.get("/operator/today")).json()["calls_handled"] == 0


async def test_the_day_is_for_those_who_telephone(server: ApiServer) -> None:
    async with server.story.database.transaction() as session:
        boss, sales = await a_user(session, Role.SUPERVISOR), await a_user(session, Role.SALES)
    async with server.as_user(boss) as watching, server.as_user(sales) as selling:
        assert (await watching.get("/operator/today")).status_code == 403
        assert (await selling.get("/operator/today")).status_code == 200
