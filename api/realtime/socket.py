"""The console's one websocket: a snapshot, or the events it missed, then everything that happens."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from pydantic import ValidationError

from api.context import ApiContext, api_context, logged_in_user
from api.realtime.hub import Subscription
from api.realtime.messages import MessageRefused, Ping, Pong, Resumed, Snapshot, UserShown
from api.session_watch import until_role_changes
from api.socket_limit import TooManySockets
from core.bus.port import (
    CLIENTS_TOPIC,
    FLOOR_TOPIC,
    BusEvent,
    EventId,
    encode,
    line_topic,
    operator_topic,
)
from core.errors import CallCentreError, NotLoggedIn
from core.users.models import Role, User

router = APIRouter()

CLOSE_START_OVER: Final = 4000
CLOSE_LOGGED_OUT: Final = 4001
CLOSE_TAKEN_OVER: Final = 4009
CLOSE_TRY_LATER: Final = 1013

_SEND_WITHIN_SECONDS: Final = 20.0
_WATCHES_FLOOR: Final = frozenset({Role.SUPERVISOR, Role.ADMIN})


@router.websocket("/live")
async def live(
    socket: WebSocket,
    after: str | None = Query(default=None, max_length=64),
    console_id: UUID | None = Query(default=None),
) -> None:
    """`console_id`: who was here before and comes back; a console that is new has none yet."""
    context = api_context(socket)
    await socket.accept()
    try:
        user = await logged_in_user(socket, context)
    except NotLoggedIn:
        await socket.close(CLOSE_LOGGED_OUT)
        return
    try:
        with context.consoles.place(user.id):
            await _converse(socket, context, user, after, console_id)
    except TooManySockets:
        await socket.close(CLOSE_TRY_LATER)


async def _converse(
    socket: WebSocket, context: ApiContext, user: User, after: str | None, console_id: UUID | None
) -> None:
    # Subscribe first, read second: an event between the two is then delivered twice at worst,
    # which a console survives, and never lost, which it would not.
    with context.hub.subscribe(*_topics_of(user)) as subscription:
        conversation = _Conversation(socket, context, user, subscription, console_id or uuid4())
        await conversation.run(after, is_back=console_id is not None)


def _topics_of(user: User) -> Sequence[str]:
    topics = [operator_topic(user.id), line_topic(user.id), CLIENTS_TOPIC]
    if Role(user.role) in _WATCHES_FLOOR:
        topics.append(FLOOR_TOPIC)
    return topics


class _Over(Exception):
    """The conversation is to end with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Conversation:
    """One connection: three tasks, of which the first to end ends the others."""

    def __init__(
        self,
        socket: WebSocket,
        context: ApiContext,
        user: User,
        subscription: Subscription,
        console_id: UUID,
    ) -> None:
        self._socket = socket
        self._context = context
        self._user = user
        self._subscription = subscription
        self._console_id = console_id
        self._sending = asyncio.Lock()

    async def run(self, after: str | None, *, is_back: bool) -> None:
        try:
            sent_up_to = await self._greet(after, is_back=is_back)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._send_events(sent_up_to))
                tasks.create_task(self._answer())
                tasks.create_task(self._watch_session())
        except* _Over as over:
            await self._close(_close_code(over))
        except* CallCentreError:
            await self._close(CLOSE_TRY_LATER)
        except* (WebSocketDisconnect, TimeoutError, RuntimeError):
            # Gone, or too slow to take one message: there is nobody left to tell.
            pass

    async def _greet(self, after: str | None, *, is_back: bool) -> EventId:
        """Say where the console stands; returns the id up to which it needs no event."""
        missed = await self._missed(after)
        if missed is not None and after is not None:
            await self._send(encode(Resumed(after, self._context.clock.now())))
            for event in missed:
                await self._pass_on(event)
            known = EventId.parse(after)
            assert known is not None
            return missed[-1].id if missed else known
        last_id = await self._context.bus.last_id()
        if is_back:
            # A new console may take the line in its turn; of one that was away it may have been taken.
            await self._end_if_taken_over()
        await self._send(encode(await self._snapshot(last_id)))
        return last_id

    async def _missed(self, after: str | None) -> Sequence[BusEvent] | None:
        known = EventId.parse(after) if after else None
        if known is None:
            return None
        events = await self._context.bus.replay(known)
        if events is None:
            return None
        topics = frozenset(_topics_of(self._user))
        return [event for event in events if event.topics & topics]

    async def _snapshot(self, last_id: EventId) -> Snapshot:
        switchboard = self._context.switchboard
        watches = Role(self._user.role) in _WATCHES_FLOOR
        return Snapshot(
            id=str(last_id),
            server_at=self._context.clock.now(),
            console_id=self._console_id,
            user=UserShown.of(self._user),
            operator=await switchboard.operator_now(self._user.id),
            call=await switchboard.current_call(self._user.id),
            preview=await switchboard.current_preview(self._user.id),
            floor=await switchboard.floor() if watches else None,
        )

    async def _send_events(self, sent_up_to: EventId) -> None:
        async for event in self._subscription.events():
            if event.id.order > sent_up_to.order:
                await self._pass_on(event)
        raise _Over(CLOSE_START_OVER)

    async def _pass_on(self, event: BusEvent) -> None:
        if line_topic(self._user.id) in event.topics:
            await self._end_if_taken_over()
        else:
            await self._send(event.message)

    async def _end_if_taken_over(self) -> None:
        """One operator, one console: the one whose softphone was let in last.

        Asked and not read from the event, which may be old news, or the news of this very console.
        """
        holder = await self._context.switchboard.console_of(self._user.id)
        if holder not in (None, self._console_id):
            raise _Over(CLOSE_TAKEN_OVER)

    async def _answer(self) -> None:
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code") or 1000)
            await self._send(encode(_reply(message)))

    async def _watch_session(self) -> None:
        """Whoever has another role starts over: what is shown depends on it."""
        try:
            await until_role_changes(self._socket, self._context, self._user)
        except NotLoggedIn:
            raise _Over(CLOSE_LOGGED_OUT) from None
        raise _Over(CLOSE_START_OVER)

    async def _close(self, code: int) -> None:
        try:
            await self._socket.close(code)
        except (WebSocketDisconnect, RuntimeError):
            # The console was quicker.
            return

    async def _send(self, message: bytes) -> None:
        async with self._sending, asyncio.timeout(_SEND_WITHIN_SECONDS):
            await self._socket.send_text(message.decode())


def _close_code(over: ExceptionGroup[_Over]) -> int:
    first = over.exceptions[0]
    return first.code if isinstance(first, _Over) else CLOSE_START_OVER


def _reply(message: Mapping[str, Any]) -> Pong | MessageRefused:
    text = message.get("text")
    if text is None:
        return MessageRefused("messages are texts, not bytes")
    try:
        Ping.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        return MessageRefused(f"{'.'.join(map(str, first['loc'])) or 'message'}: {first['msg']}")
    return Pong()
