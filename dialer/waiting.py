"""Customers who have answered and for whom no operator was free: first come, first served."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from core.operators.state_machine import OperatorNow
from dialer.floor import LiveCall


@dataclass(slots=True, eq=False)
class _Waiter:
    call: LiveCall
    freed: "asyncio.Future[OperatorNow | None]"


class WaitingRoom:
    def __init__(self) -> None:
        self._waiters: list[_Waiter] = []

    async def wait(self, call: LiveCall, seconds: float) -> OperatorNow | None:
        """The operator who became free for this call; None after so many seconds or when it ended."""
        if seconds <= 0:
            return None
        waiter = _Waiter(call, asyncio.get_running_loop().create_future())
        self._waiters.append(waiter)
        try:
            async with asyncio.timeout(seconds):
                return await waiter.freed
        except TimeoutError:
            # An operator may have been reserved in the very moment the time ran out.
            served = waiter.freed.done() and not waiter.freed.cancelled()
            return waiter.freed.result() if served else None
        finally:
            self._waiters.remove(waiter)

    def serve(self, choose: Callable[[LiveCall], OperatorNow | None]) -> None:
        """Give operators to waiting calls, the oldest first. `choose` must reserve whom it returns."""
        for waiter in self._waiters:
            if waiter.freed.done():
                continue
            operator = choose(waiter.call)
            if operator is not None:
                waiter.freed.set_result(operator)

    def leave(self, call_id: UUID) -> None:
        """The customer is gone."""
        for waiter in self._waiters:
            if waiter.call.call_id == call_id and not waiter.freed.done():
                waiter.freed.set_result(None)
