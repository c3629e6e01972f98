"""Simulated operators: they log in, look at leads, take calls, fill in the questionnaire and dispose.

Each uses what a browser uses and nothing else: the REST interface, the live websocket and SIP
through `/sip`. So the demo is a load test of the real doors.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from random import Random
from typing import Any, Final

import httpx
import structlog
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from core.conditions.evaluate import holds
from core.conditions.tree import Condition
from core.errors import TelephonyError
from core.previews.models import SkipReason
from zvonar.demo.fill import DemoLogin
from zvonar.demo.softphone import Softphone

_PREFIX: Final = "/api/v1"
_AGAIN_SECONDS: Final = 3.0
_START_APART_SECONDS: Final = 0.3
_REQUEST_SECONDS: Final = 20.0
_ACCEPTED: Final = 0.85
"""The share of offered leads that they have dialled."""

log = structlog.get_logger()


@asynccontextmanager
async def simulated_operators(
    address: str, logins: Sequence[DemoLogin], *, patience_seconds: float = 3.0
) -> AsyncIterator[None]:
    """All of them at work, until the block is left. `address` is the server's, `http://host:port`.

    `patience_seconds` is the mean time for one answer, and for the wrap-up.
    """
    async with asyncio.TaskGroup() as tasks:
        working = [
            tasks.create_task(
                SimulatedOperator(address, login, seed=number, patience_seconds=patience_seconds).work(
                    number * _START_APART_SECONDS
                ),
                name=login.login,
            )
            for number, login in enumerate(logins)
        ]
        try:
            yield
        finally:
            for task in working:
                task.cancel()


class SimulatedOperator:
    """One operator; survives a server that goes away and comes back."""

    def __init__(self, address: str, login: DemoLogin, *, seed: int, patience_seconds: float) -> None:
        self._address = address
        self._login = login
        self._random = Random(seed)
        self._patience_seconds = patience_seconds
        """Mean time for one answer, and for the wrap-up."""
        self._http = httpx.AsyncClient(base_url=address + _PREFIX, timeout=_REQUEST_SECONDS, trust_env=False)
        self._card: dict[str, Any] = {}
        self._asking: asyncio.Task[None] | None = None

    async def work(self, start_after_seconds: float = 0.0) -> None:
        """Work until cancelled."""
        await asyncio.sleep(start_after_seconds)
        try:
            while True:
                try:
                    await self._shift()
                except* (httpx.HTTPError, OSError, WebSocketException, TelephonyError) as errors:
                    reasons = [str(error) or type(error).__name__ for error in _leaves(errors)]
                    log.warning("simulated_operator.again", login=self._login.login, reasons=reasons)
                await asyncio.sleep(_AGAIN_SECONDS)
        finally:
            await self._http.aclose()

    async def _shift(self) -> None:
        """One log-in: ends when the live websocket or the telephone is lost."""
        await self._post("/session", {"login": self._login.login, "password": self._login.password})
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._http.cookies.items())}
        sockets = self._address.replace("http", "ws", 1)
        async with connect(
            f"{sockets}{_PREFIX}/live", additional_headers=cookie, proxy=None, max_size=2**20
        ) as live:
            # The first message says whether a call of an earlier log-in still waits for its verdict.
            snapshot = json.loads(await live.recv())
            await self._hear(snapshot)
            line = await self._post("/operator/line", {"console_id": snapshot["console_id"]})
            softphone = Softphone(
                f"{sockets}{line['websocket_path']}",
                username=line["username"],
                password=line["password"],
                extension=line["extension"],
                headers=cookie,
            )
            async with softphone.on_line(), asyncio.TaskGroup() as tasks:
                listening = tasks.create_task(self._listen(live))
                if snapshot["preview"] is not None:
                    tasks.create_task(self._decide(snapshot["preview"]["preview_id"]))
                ended = tasks.create_task(softphone.ended())
                await asyncio.wait((listening, ended), return_when=asyncio.FIRST_COMPLETED)
                listening.cancel()
                ended.cancel()
                self._stop_asking()

    async def _listen(self, live: Any) -> None:
        async with asyncio.TaskGroup() as tasks:
            async for message in live:
                await self._hear(json.loads(message), tasks)

    async def _hear(self, event: dict[str, Any], tasks: asyncio.TaskGroup | None = None) -> None:
        match event:
            case {"type": "screen_pop", "call": card}:
                self._card = card
                if card["state"] == "connected" and tasks is not None:
                    self._begin_asking(tasks)
            case {"type": "preview_offered", "preview": {"preview_id": preview_id}} if tasks is not None:
                tasks.create_task(self._decide(preview_id))
            case {"type": "call_changed", "state": "connected", "call_id": call_id}:
                # If the screen pop is still on its way, it will say that the call is connected.
                if self._card.get("call_id") == call_id and tasks is not None:
                    self._begin_asking(tasks)
            case {"type": "call_changed", "state": "ended", "connected_at": str(), "call_id": call_id}:
                self._stop_asking()
                if tasks is not None:
                    tasks.create_task(self._wrap_up(call_id))
            case {"type": "snapshot", "call": {"state": "ended", "call_id": call_id}}:
                await self._wrap_up(call_id)
            case {"type": "operator_changed", "operator": {"state": "paused", "reason": "wrap_up_overrun"}}:
                log.warning("simulated_operator.too_slow", login=self._login.login)

    async def _decide(self, preview_id: str) -> None:
        """Look at an offered lead for a while, then have it dialled or skip it."""
        await asyncio.sleep(self._random.expovariate(1 / self._patience_seconds))
        if self._random.random() < _ACCEPTED:
            decision, body = "accept", {"preview_id": preview_id}
        else:
            reason = self._random.choice(list(SkipReason))
            decision, body = "skip", {"preview_id": preview_id, "reason": reason}
        response = await self._http.post(f"/operator/preview/{decision}", json=body)
        # Taken back meanwhile, or by now it may not be called.
        if response.status_code != httpx.codes.CONFLICT:
            response.raise_for_status()

    def _begin_asking(self, tasks: asyncio.TaskGroup) -> None:
        self._stop_asking()
        self._asking = tasks.create_task(self._ask(self._card))

    def _stop_asking(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    async def _ask(self, card: dict[str, Any]) -> None:
        """Go through the questionnaire as the customer's patience allows."""
        given: dict[str, Any] = {}
        for question in card["campaign"]["questionnaire"]["questions"]:
            shown_if = question.get("shown_if")
            if shown_if and not holds(Condition.model_validate(shown_if), given):
                continue
            await asyncio.sleep(self._random.expovariate(1 / self._patience_seconds))
            given[question["id"]] = self._answer(question)
            response = await self._http.put(
                f"/calls/{card['call_id']}/answers/{question['id']}", json={"value": given[question["id"]]}
            )
            # A conflict: the customer hung up and the call is disposed of already.
            if response.status_code != httpx.codes.CONFLICT:
                response.raise_for_status()

    def _answer(self, question: dict[str, Any]) -> Any:
        options = [option["id"] for option in question["options"]]
        match question["kind"]:
            case "single":
                return self._random.choice(options)
            case "multiple":
                return self._random.sample(options, self._random.randint(1, len(options)))
            case "scale":
                return self._random.randint(question["scale"]["min"], question["scale"]["max"])
            case "number":
                return self._random.randrange(500, 5000, 100)
            case "date":
                return f"2027-{self._random.randint(1, 12):02}-{self._random.randint(1, 28):02}"
            case _:
                return self._random.choice(("Просит счёт на почту", "Позвонить утром", "Без пожеланий"))

    async def _wrap_up(self, call_id: str) -> None:
        await asyncio.sleep(self._random.expovariate(1 / self._patience_seconds))
        verdict = self._random.choice(("sale", "refused", "refused", "unreachable", "answering_machine"))
        response = await self._dispose(call_id, verdict)
        if response.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            # A sale needs every answer, and the customer hung up before the last one.
            response = await self._dispose(call_id, "refused")
        response.raise_for_status()

    async def _dispose(self, call_id: str, verdict: str) -> httpx.Response:
        body = {"disposition": verdict, "note": ""}
        return await self._http.put(f"/calls/{call_id}/disposition", json=body)

    async def _post(self, path: str, body: Any) -> Any:
        response = await self._http.post(path, json=body)
        response.raise_for_status()
        return response.json()


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
