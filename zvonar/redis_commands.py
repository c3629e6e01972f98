"""How an `api` process asks the `switchboard` process: a command on one Redis stream, its answer on another.

A command has a deadline and is not carried out after it; what was asked while no switchboard
listened is never carried out. So a click that seemed to fail does not ring a telephone minutes later.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar, get_type_hints
from uuid import UUID, uuid4

import orjson
import structlog
from pydantic import TypeAdapter
from redis.asyncio import Redis
from redis.exceptions import RedisError

import core.errors as errors
from core.bus.port import encode
from core.calls.card import CallCard
from core.calls.disposition import Verdict
from core.clock import Clock
from core.error_codes import ErrorCode
from core.errors import CallCentreError, FieldFault, TelephonyUnavailable, TelephonyUncertain
from core.floor.figures import FloorSnapshot
from core.floor.pace_history import PaceMoment
from core.operators.state_machine import OperatorNow, PauseReason
from core.previews.card import PreviewCard
from core.previews.models import SkipReason
from core.switchboard.port import Switchboard
from core.telephony.port import LineCredentials
from zvonar.redis_stream import BEGINNING, StreamReader

ANSWER_WITHIN_SECONDS: Final = 15.0

_KEPT: Final = 1000
_METHODS: Final = frozenset(name for name in vars(Switchboard) if not name.startswith("_"))

_NOTHING: Final = TypeAdapter[None](None)
_LINE: Final = TypeAdapter[LineCredentials](LineCredentials)
_OPERATOR: Final = TypeAdapter[OperatorNow](OperatorNow)
_OPERATOR_IF_ANY: Final = TypeAdapter[OperatorNow | None](OperatorNow | None)
_CALL_ID: Final = TypeAdapter[UUID](UUID)
_CONSOLE_IF_ANY: Final = TypeAdapter[UUID | None](UUID | None)
_CARD_IF_ANY: Final = TypeAdapter[CallCard | None](CallCard | None)
_PREVIEW_IF_ANY: Final = TypeAdapter[PreviewCard | None](PreviewCard | None)
_FLOOR: Final = TypeAdapter[FloorSnapshot](FloorSnapshot)
_PACE_HISTORY: Final = TypeAdapter[Sequence[PaceMoment]](Sequence[PaceMoment])

T = TypeVar("T")

log = structlog.get_logger()


def _commands(node: str) -> str:
    return f"zvonar:commands:{node}"


def _answers(caller: str) -> str:
    return f"zvonar:answers:{caller}"


async def serve_commands(redis: Redis, switchboard: Switchboard, node: str, clock: Clock) -> None:
    """Carry out what is asked of this node, each command in a task of its own, until cancelled."""
    async with asyncio.TaskGroup() as tasks:
        async for fields in _fields_of(StreamReader(redis, _commands(node), clock)):
            tasks.create_task(_carry_out(redis, switchboard, fields, clock))


async def _carry_out(
    redis: Redis, switchboard: Switchboard, fields: Mapping[bytes, bytes], clock: Clock
) -> None:
    if float(fields[b"deadline"]) < clock.now().timestamp():
        log.warning("command.too_late", method=fields[b"method"].decode())
        return
    answer: dict[Any, Any] = {"id": fields[b"id"]}
    try:
        answer["result"] = encode(await _call(switchboard, fields))
    except CallCentreError as error:
        answer["error"] = _written(error)
    except Exception as error:  # edge: a fault in one command must not end the switchboard
        log.exception("command.failed", method=fields[b"method"].decode())
        answer["error"] = _written(TelephonyUncertain(f"{type(error).__name__} in the switchboard"))
    stream = _answers(fields[b"caller"].decode())
    try:
        await redis.xadd(stream, answer, maxlen=_KEPT, approximate=True)
        await redis.expire(stream, int(ANSWER_WITHIN_SECONDS) * 4)
    except (RedisError, OSError) as error:
        log.warning("command.not_answered", error=str(error))


async def _call(switchboard: Switchboard, fields: Mapping[bytes, bytes]) -> Any:
    name = fields[b"method"].decode()
    if name not in _METHODS:
        raise TelephonyUnavailable(f"the switchboard has no command {name}")
    hints = get_type_hints(getattr(Switchboard, name))
    arguments = {
        key: TypeAdapter(hints[key]).validate_python(value)
        for key, value in orjson.loads(fields[b"arguments"]).items()
    }
    return await getattr(switchboard, name)(**arguments)


class RemoteSwitchboard:
    """Implements `core.switchboard.port.Switchboard` over Redis; made by `open_remote_switchboard`."""

    def __init__(self, redis: Redis, node: str, clock: Clock) -> None:
        self._redis = redis
        self._node = node
        self._clock = clock
        self._caller = uuid4().hex
        self._waiting: dict[bytes, asyncio.Future[Mapping[bytes, bytes]]] = {}

    async def open_line(self, operator_id: UUID, console_id: UUID) -> LineCredentials:
        return await self._ask(_LINE, "open_line", operator_id=operator_id, console_id=console_id)

    async def console_of(self, operator_id: UUID) -> UUID | None:
        return await self._ask(_CONSOLE_IF_ANY, "console_of", operator_id=operator_id)

    async def close_line(self, operator_id: UUID) -> None:
        await self._ask(_NOTHING, "close_line", operator_id=operator_id)

    async def make_available(self, operator_id: UUID) -> OperatorNow:
        return await self._ask(_OPERATOR, "make_available", operator_id=operator_id)

    async def pause(self, operator_id: UUID, reason: PauseReason) -> OperatorNow:
        return await self._ask(_OPERATOR, "pause", operator_id=operator_id, reason=reason)

    async def place_call(
        self, operator_id: UUID, client_id: UUID, phone_number: str, despite_bars: bool = False
    ) -> UUID:
        return await self._ask(
            _CALL_ID,
            "place_call",
            operator_id=operator_id,
            client_id=client_id,
            phone_number=phone_number,
            despite_bars=despite_bars,
        )

    async def accept_preview(self, operator_id: UUID, preview_id: UUID) -> UUID:
        return await self._ask(_CALL_ID, "accept_preview", operator_id=operator_id, preview_id=preview_id)

    async def skip_preview(self, operator_id: UUID, preview_id: UUID, reason: SkipReason) -> OperatorNow:
        return await self._ask(
            _OPERATOR, "skip_preview", operator_id=operator_id, preview_id=preview_id, reason=reason
        )

    async def hang_up(self, operator_id: UUID, call_id: UUID) -> None:
        await self._ask(_NOTHING, "hang_up", operator_id=operator_id, call_id=call_id)

    async def dispose(self, operator_id: UUID, call_id: UUID, verdict: Verdict) -> None:
        await self._ask(_NOTHING, "dispose", operator_id=operator_id, call_id=call_id, verdict=verdict)

    async def everything_stored(self) -> None:
        await self._ask(_NOTHING, "everything_stored")

    async def campaigns_changed(self) -> None:
        await self._ask(_NOTHING, "campaigns_changed")

    async def stop_campaign(self, campaign_id: UUID) -> None:
        await self._ask(_NOTHING, "stop_campaign", campaign_id=campaign_id)

    async def operator_now(self, operator_id: UUID) -> OperatorNow | None:
        return await self._ask(_OPERATOR_IF_ANY, "operator_now", operator_id=operator_id)

    async def current_call(self, operator_id: UUID) -> CallCard | None:
        return await self._ask(_CARD_IF_ANY, "current_call", operator_id=operator_id)

    async def current_preview(self, operator_id: UUID) -> PreviewCard | None:
        return await self._ask(_PREVIEW_IF_ANY, "current_preview", operator_id=operator_id)

    async def floor(self) -> FloorSnapshot:
        return await self._ask(_FLOOR, "floor")

    async def pace_history(self, campaign_id: UUID) -> Sequence[PaceMoment]:
        return await self._ask(_PACE_HISTORY, "pace_history", campaign_id=campaign_id)

    async def listen(self) -> None:
        """Take answers in until cancelled."""
        # From the very beginning: nobody else is answered on this stream.
        answers = StreamReader(self._redis, _answers(self._caller), self._clock, seen=BEGINNING)
        async for fields in _fields_of(answers):
            waiting = self._waiting.get(fields[b"id"])
            if waiting is not None and not waiting.done():
                waiting.set_result(fields)

    async def _ask(self, returned: TypeAdapter[T], method: str, **arguments: Any) -> T:
        command_id = uuid4().hex.encode()
        answered: asyncio.Future[Mapping[bytes, bytes]] = asyncio.get_running_loop().create_future()
        self._waiting[command_id] = answered
        command: dict[Any, Any] = {
            "id": command_id,
            "caller": self._caller,
            "method": method,
            "deadline": str(self._clock.now().timestamp() + ANSWER_WITHIN_SECONDS),
            "arguments": encode(arguments),
        }
        try:
            await self._redis.xadd(_commands(self._node), command, maxlen=_KEPT, approximate=True)
            async with asyncio.timeout(ANSWER_WITHIN_SECONDS):
                fields = await answered
        except TimeoutError:
            raise TelephonyUncertain("the switchboard does not answer") from None
        except (RedisError, OSError) as error:
            raise TelephonyUnavailable(f"the switchboard cannot be reached: {error}") from error
        finally:
            del self._waiting[command_id]
        if b"error" in fields:
            raise _read(fields[b"error"])
        return returned.validate_json(fields[b"result"])


@asynccontextmanager
async def open_remote_switchboard(url: str, node: str, clock: Clock) -> AsyncIterator[RemoteSwitchboard]:
    redis: Redis = Redis.from_url(url, socket_connect_timeout=2)
    remote = RemoteSwitchboard(redis, node, clock)
    async with redis, asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(remote.listen(), name="answers")
        try:
            yield remote
        finally:
            listening.cancel()


async def _fields_of(reader: StreamReader) -> AsyncIterator[Mapping[bytes, bytes]]:
    async for batch in reader.batches():
        # What was missed is not made up for: whoever asked it has been told that nobody answered.
        for _, fields in batch or ():
            yield fields


def _written(error: CallCentreError) -> bytes:
    written = {"kind": type(error).__name__, "message": str(error), "attributes": vars(error)}
    return orjson.dumps(written, default=str)


def _read(body: bytes) -> CallCentreError:
    """The error as it was raised; of a kind that this version does not know, only its text."""
    written = orjson.loads(body)
    kind = getattr(errors, written["kind"], CallCentreError)
    error: CallCentreError = kind.__new__(kind, written["message"])
    attributes = written["attributes"]
    attributes["code"] = ErrorCode.of_code(attributes["code"])
    if "faults" in attributes:
        attributes["faults"] = tuple(
            FieldFault(fault["field"], ErrorCode.of_code(fault["code"]), fault["parameters"])
            for fault in attributes["faults"]
        )
    vars(error).update(attributes)
    return error
