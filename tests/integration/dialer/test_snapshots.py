"""The snapshot before and the events after it make the snapshot after, whatever happens on the floor."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.realtime.messages import Snapshot, UserShown
from core.bus.events import AnswerSaved, LiveEvent
from core.bus.port import CLIENTS_TOPIC, FLOOR_TOPIC, BusEvent, EventId, encode, operator_topic
from core.calls.answers import save_answer
from core.calls.disposition import Verdict
from core.calls.state_machine import CallOutcome, CallState
from core.campaigns.models import Campaign, DialMode, PreviewTimeout
from core.db import Database
from core.errors import CallCentreError
from core.leads.recycling import Ending
from core.operators.state_machine import PauseReason
from core.previews.models import SkipReason
from core.telephony.port import LineId
from core.users.models import Role, User
from tests.factories import a_campaign, a_client, a_lead, a_user
from tests.fakes.telephony import FakeCall
from tests.integration.dialer.switchboard_story import Story, a_story
from zvonar.demo.campaign import QUESTIONNAIRE

Json = dict[str, Any]


def apply_event(shown: Json, event: Json) -> Json:
    """What a console shows after an event: `applyEvent` of operator_ui/src/state/live.ts."""
    call = shown["call"]
    match event["type"]:
        case "operator_changed":
            return _with_operator(shown, event["operator"])
        case "screen_pop":
            return shown | {"call": event["call"]}
        case "preview_offered":
            return shown | {"preview": event["preview"]}
        case "call_changed" if call is not None and call["call_id"] == event["call_id"]:
            return shown | {"call": call | {fact: event[fact] for fact in event.keys() & call.keys()}}
        case "answer_saved" if call is not None and call["call_id"] == event["call_id"]:
            answers = {one: value for one, value in call["answers"].items() if one != event["question_id"]}
            if event["value"] is not None:
                answers[event["question_id"]] = event["value"]
            return shown | {"call": call | {"answers": answers}}
        case "call_disposed" if call is not None and call["call_id"] == event["call_id"]:
            return shown | {"call": None}
        case "floor_figures" if shown["floor"] is not None:
            return shown | {"floor": shown["floor"] | {"figures": event["figures"]}}
        case "call_changed" | "answer_saved" | "call_disposed" | "floor_figures" | "contact_changed":
            return shown
        case unknown:
            raise AssertionError(f"a console does not know {unknown}")


def _with_operator(shown: Json, operator: Json) -> Json:
    is_here = operator["state"] != "logged_out"
    after = dict(shown)
    if shown["floor"] is not None:
        others = [one for one in shown["floor"]["operators"] if one["operator_id"] != operator["operator_id"]]
        after["floor"] = shown["floor"] | {"operators": [*others, operator] if is_here else others}
    if operator["operator_id"] == shown["user"]["id"]:
        after["operator"] = operator if is_here else None
        if shown["preview"] is not None and shown["preview"]["preview_id"] != operator["preview_id"]:
            after["preview"] = None
        if operator["call_id"] is None:
            after["call"] = None
        elif shown["call"] is not None and shown["call"]["call_id"] == operator["call_id"]:
            after["call"] = shown["call"] | {"wrap_up_ends_at": operator["wrap_up_ends_at"]}
    return after


def test_the_console_knows_every_kind_of_event() -> None:
    nothing: Json = {"user": {"id": "u"}, "operator": None, "call": None, "preview": None, "floor": None}
    kinds = [kind.__dataclass_fields__["type"].default for kind in LiveEvent.__args__]
    operator = {"operator_id": "other", "state": "available", "call_id": None}

    for kind in kinds:
        apply_event(nothing, {"type": kind, "operator": operator, "call": None, "preview": None})


class Witness:
    """A console that has been watching since some moment."""

    def __init__(self, story: Story, user: User) -> None:
        self._story = story
        self._user = user
        self._is_boss = Role(user.role) is Role.SUPERVISOR
        self._topics = {operator_topic(user.id), CLIENTS_TOPIC} | ({FLOOR_TOPIC} if self._is_boss else set())
        self._since: EventId | None = None
        self._before: Json = {}

    async def looks(self) -> None:
        """Take a snapshot the way the live socket does: the id first, then what is so."""
        self._since = await self._story.bus.last_id()
        self._before = await self.snapshot()

    async def replayed(self) -> Json:
        """What this console shows after all events since it looked."""
        assert self._since is not None
        events: Sequence[BusEvent] | None = await self._story.bus.replay(self._since)
        assert events is not None
        shown = self._before
        for event in events:
            if event.topics & self._topics:
                body = json.loads(event.body)
                shown = apply_event(shown, body)
                assert apply_event(shown, body) == shown, f"{body['type']} counts twice"
        return _comparable(shown)

    async def snapshot(self) -> Json:
        switchboard = self._story.switchboard
        snapshot = Snapshot(
            id="",
            server_at=self._story.clock.now(),
            console_id=self._user.id,
            user=UserShown.of(self._user),
            operator=await switchboard.operator_now(self._user.id),
            call=await switchboard.current_call(self._user.id),
            preview=await switchboard.current_preview(self._user.id),
            floor=await switchboard.floor() if self._is_boss else None,
        )
        return _comparable(json.loads(encode(snapshot)))


def _comparable(shown: Json) -> Json:
    """Without the moment of the snapshot, and with the floor in one order."""
    floor = shown["floor"]
    if floor is not None:
        operators = sorted(floor["operators"], key=lambda one: str(one["operator_id"]))
        floor = floor | {"operators": operators}
    return {part: shown[part] for part in ("user", "operator", "call", "preview")} | {"floor": floor}


def _told_apart(told: Json, shown: Json) -> Json:
    """The facts that differ, each as it is told anew and as it is shown: short enough to be read."""
    parts: Json = {part: (told[part], shown[part]) for part in told if told[part] != shown[part]}
    call, shown_call = parts.get("call", (None, None))
    if call is not None and shown_call is not None:
        parts["call"] = {
            fact: (call[fact], shown_call[fact]) for fact in call if call[fact] != shown_call[fact]
        }
    return parts


class Chance:
    """Lets anything happen on the floor, one thing after the other, as a seed has it."""

    def __init__(
        self,
        story: Story,
        seed: int,
        operators: list[User],
        client: UUID,
        campaign: Campaign,
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._story = story
        self._campaign = campaign
        self._random = Random(seed)
        self._operators = operators
        self._client = client
        self._tasks = tasks
        self._lines: dict[UUID, LineId] = {}

    async def strikes(self) -> None:
        operator = self._random.choice(self._operators)
        happening = self._random.choice(
            [
                *3 * [self._comes_on_line],
                *6 * [self._a_call_goes_on],
                *4 * [self._speaks],
                *3 * [self._gives_a_verdict],
                *4 * [self._decides_on_a_lead],
                self._the_mode_is_switched,
                self._asks_for_a_state,
                self._loses_the_line,
                self._dials,
                self._leaves,
                self._time_passes,
            ]
        )
        # What does not fit the moment is refused, as it is to a user.
        with suppress(CallCentreError):
            await happening(operator)
        await self._story.some_seconds_pass(self._random.choice([0.01, 0.3]))

    async def _comes_on_line(self, operator: User) -> None:
        if operator.id not in self._lines:
            credentials = await self._story.switchboard.open_line(operator.id, uuid4())
            self._lines[operator.id] = credentials.line_id
            if self._random.random() < 0.2:
                return
        self._story.telephony.softphone_registers(self._lines[operator.id])

    async def _loses_the_line(self, operator: User) -> None:
        if operator.id in self._lines:
            self._story.telephony.softphone_is_lost(self._lines[operator.id])

    async def _leaves(self, operator: User) -> None:
        await self._story.switchboard.close_line(operator.id)
        self._lines.pop(operator.id, None)

    async def _asks_for_a_state(self, operator: User) -> None:
        if self._random.random() < 0.6:
            await self._story.switchboard.make_available(operator.id)
        else:
            await self._story.switchboard.pause(operator.id, PauseReason.LUNCH)

    async def _dials(self, operator: User) -> None:
        await self._story.switchboard.place_call(operator.id, self._client, "+79160000000")

    async def _a_call_goes_on(self, _operator: User) -> None:
        telephony = self._story.telephony
        if not telephony.live_calls:
            return
        call: FakeCall = self._random.choice(telephony.live_calls)
        call_id = call.request.call_id
        if call.progress.state in (CallState.ANSWERED, CallState.CONNECTED):
            telephony.customer_hangs_up(call_id)
            return
        what_next: Callable[[], Awaitable[None] | None] = self._random.choice(
            [
                lambda: telephony.ring(call_id),
                *3 * [lambda: self._answers(call_id)],
                lambda: self._answers_and_hangs_up(call_id),
                lambda: telephony.stay_unanswered(call_id, CallOutcome.NO_ANSWER),
            ]
        )
        if (waiting := what_next()) is not None:
            await waiting

    async def _answers(self, call_id: UUID) -> None:
        self._tasks.create_task(self._story.telephony.answer(call_id))

    async def _answers_and_hangs_up(self, call_id: UUID) -> None:
        self._tasks.create_task(self._story.telephony.answer(call_id))
        for _ in range(self._random.randrange(4)):
            await asyncio.sleep(0)
        self._story.telephony.customer_hangs_up(call_id)

    async def _speaks(self, operator: User) -> None:
        now = await self._story.switchboard.operator_now(operator.id)
        if now is None or now.call_id is None:
            return
        if self._random.random() < 0.2:
            await self._story.switchboard.hang_up(operator.id, now.call_id)
            return
        question_id, value = self._random.choice(
            [("has_internet", "yes"), ("satisfaction", 4), ("comment", "да"), ("comment", None)]
        )
        async with self._story.database.transaction() as session:
            stored = await save_answer(
                session,
                self._story.clock,
                call_id=now.call_id,
                operator_id=operator.id,
                question_id=question_id,
                value=value,
            )
        self._story.bus.publish(AnswerSaved(now.call_id, question_id, stored), operator_topic(operator.id))

    async def _gives_a_verdict(self, operator: User) -> None:
        now = await self._story.switchboard.operator_now(operator.id)
        if now is not None and now.call_id is not None:
            code = self._random.choice(["refused", "unreachable", "no_talk"])
            await self._story.switchboard.dispose(operator.id, now.call_id, Verdict(code, "x"))

    async def _decides_on_a_lead(self, operator: User) -> None:
        preview = await self._story.switchboard.current_preview(operator.id)
        if preview is None:
            return
        if self._random.random() < 0.6:
            await self._story.switchboard.accept_preview(operator.id, preview.preview_id)
        else:
            await self._story.switchboard.skip_preview(operator.id, preview.preview_id, SkipReason.OTHER)

    async def _the_mode_is_switched(self, _operator: User) -> None:
        await self._story.campaign_becomes(
            self._campaign,
            mode=self._random.choice(list(DialMode)),
            preview_timeout=self._random.choice(list(PreviewTimeout)),
        )

    async def _time_passes(self, _operator: User) -> None:
        await self._story.some_seconds_pass(self._random.choice([3.0, 40.0]))


@pytest.mark.parametrize("seed", range(5))
async def test_a_console_that_has_watched_shows_what_a_new_one_is_told(database: Database, seed: int) -> None:
    async with database.transaction() as session:
        operators = [await a_user(session), await a_user(session)]
        boss = await a_user(session, Role.SUPERVISOR)
        campaign = await a_campaign(
            session,
            *operators,
            questionnaire_document=QUESTIONNAIRE,
            mode=DialMode.PREVIEW,
            preview_seconds=20,
            wrap_up_seconds=30,
            policy={"grace_seconds": 0.01},
            recycling_document={"rules": [{"after": ending, "wait_seconds": 1} for ending in Ending]},
            max_attempts=99,
        )
        for _ in range(6):
            await a_lead(session, campaign)
        client = await a_client(session, "+79160000000")
    async with a_story(database) as story, asyncio.TaskGroup() as tasks:
        chance = Chance(story, seed, operators, client.id, campaign, tasks)
        witnesses: list[Witness] = []
        for step in range(60):
            if step % 15 == 0:
                for user in (*operators, boss):
                    witness = Witness(story, user)
                    await witness.looks()
                    witnesses.append(witness)
            await chance.strikes()
        await story.campaign_is(campaign, running=False)
        await story.until_quiet()

        for witness in witnesses:
            assert not _told_apart(await witness.snapshot(), await witness.replayed())


async def test_whoever_was_let_in_and_is_not_on_line_yet_is_nowhere_to_be_seen(database: Database) -> None:
    async with database.transaction() as session:
        anna, boss = await a_user(session), await a_user(session, Role.SUPERVISOR)
    async with a_story(database) as story:
        own, floor = Witness(story, anna), Witness(story, boss)
        for witness in (own, floor):
            await witness.looks()
        await story.switchboard.open_line(anna.id, uuid4())
        await story.until_quiet()

        for witness in (own, floor):
            assert await witness.snapshot() == await witness.replayed()


async def test_a_call_that_slips_away_while_its_card_is_read_is_shown_to_nobody(database: Database) -> None:
    async with database.transaction() as session:
        anna = await a_user(session)
        await a_lead(session, await a_campaign(session, anna, policy={"grace_seconds": 0.01}))
    async with a_story(database) as story:
        line_id = await story.goes_on_line(anna)
        console = Witness(story, anna)
        await console.looks()
        call_id = await story.a_call_is_dialled()
        # The line is gone before anybody has heard of it.
        story.telephony.softphone_is_lost(line_id)
        await story.telephony.answer(call_id)
        await story.until_quiet()

        assert await console.snapshot() == await console.replayed()
        assert (await console.snapshot())["call"] is None
