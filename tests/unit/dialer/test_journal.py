"""The journal writes everything, once, in order, and tells nobody of what is not stored."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import OperationalError

from core.bus.events import LiveEvent, OperatorChanged
from core.bus.port import Bus
from core.calls.ledger import CallChange
from core.calls.state_machine import CallOutcome, CallProgress, Ended, Ringing, advance
from core.db import Database
from core.operators.state_machine import OperatorNow, OperatorState
from core.telephony.port import Telephony
from dialer.journal import Journal
from tests.factories import some_id
from tests.fakes.clock import T0, FakeClock


class Ledger:
    """Stands for the database: remembers which operators and calls were committed, or is away."""

    def __init__(self) -> None:
        self.is_away = False
        self.bug: Exception | None = None
        self.commits: asyncio.Semaphore | None = None
        """Where it is given, a transaction takes one before it ends."""
        self.entered = asyncio.Event()
        self.operators: list[str] = []
        self.call_batches: list[int] = []
        self._pending: list[str] = []

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["Ledger"]:
        self._pending = []
        yield self
        self.entered.set()
        if self.commits is not None:
            await self.commits.acquire()
        if self.is_away:
            raise OperationalError("COMMIT", {}, OSError("gone"))
        self.operators += self._pending

    async def execute(self, statement: Any, rows: list[dict[str, Any]] | dict[str, Any]) -> list[object]:
        if isinstance(rows, dict):
            # No call is open, so nothing further is asked for any.
            self.call_batches.append(len(rows["call_ids"]))
            return []
        if self.bug is not None:
            raise self.bug
        self._pending += [row["state"] for row in rows]
        return []


class Listeners:
    """Stands for the bus and for the exchange: remembers what it was told, and what was stored then."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.told: list[tuple[LiveEvent, int]] = []
        self.confirmed: list[UUID] = []

    def publish(self, event: LiveEvent, *_topics: str) -> None:
        self.told.append((event, len(self.ledger.operators)))

    async def confirm_stored(self, call_ids: list[UUID]) -> None:
        self.confirmed += call_ids


class Writing:
    """A journal that writes, with everything around it."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.listeners = Listeners(self.ledger)
        self.clock = FakeClock()
        self.journal = Journal(
            cast(Database, self.ledger),
            cast(Bus, self.listeners),
            cast(Telephony, self.listeners),
            self.clock,
            ZoneInfo("Europe/Moscow"),
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as tasks:
            loop = tasks.create_task(self.journal.run())
            yield
            loop.cancel()

    @contextmanager
    def database_away(self) -> Iterator[None]:
        self.ledger.is_away = True
        yield
        self.ledger.is_away = False


@pytest.fixture
async def writing() -> Writing:
    return Writing()


async def all_that_can_happen_happens() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


def an_operator(state: OperatorState) -> OperatorNow:
    return OperatorNow(some_id(1), "Anna", state, T0)


def a_call(number: int = 1) -> CallProgress:
    return CallProgress(call_id=some_id(number), placed_at=T0)


CAME, LEFT = an_operator(OperatorState.AVAILABLE), an_operator(OperatorState.PAUSED)
OVER = Ended(T0, CallOutcome.BUSY)


async def test_what_is_recorded_is_stored_and_then_told(writing: Writing) -> None:
    async with writing.running():
        writing.journal.record_operator(CAME)
        writing.journal.publish_when_stored(OperatorChanged(CAME), "floor")
        await writing.journal.stored()

    assert writing.ledger.operators == ["available"]
    assert writing.listeners.told == [(OperatorChanged(CAME), 1)]


async def test_nothing_is_told_while_the_database_is_away(writing: Writing) -> None:
    async with writing.running():
        with writing.database_away():
            writing.journal.record_operator(CAME)
            writing.journal.publish_when_stored(OperatorChanged(CAME), "floor")
            writing.journal.record_call(CallChange(advance(a_call(), OVER)))
            await all_that_can_happen_happens()
            behind = writing.journal.is_behind
            assert behind
            writing.clock.move(30)
            await all_that_can_happen_happens()
            assert (writing.listeners.told, writing.listeners.confirmed) == ([], [])
        writing.clock.move(1)
        await writing.journal.stored()

    assert not writing.journal.is_behind
    assert writing.listeners.told == [(OperatorChanged(CAME), 1)]
    assert writing.listeners.confirmed == [some_id(1)]


async def test_an_outage_keeps_everything_in_its_order(writing: Writing) -> None:
    async with writing.running():
        with writing.database_away():
            for now in (CAME, LEFT, CAME):
                writing.journal.record_operator(now)
                writing.journal.publish_when_stored(OperatorChanged(now), "floor")
                writing.clock.move(1)
                await all_that_can_happen_happens()
        writing.clock.move(1)
        await writing.journal.stored()

    assert writing.ledger.operators == ["available", "paused", "available"]
    assert [event for event, _ in writing.listeners.told] == [
        OperatorChanged(now) for now in (CAME, LEFT, CAME)
    ]


async def test_what_was_told_before_an_outage_is_not_told_again(writing: Writing) -> None:
    async with writing.running():
        writing.journal.publish_when_stored(OperatorChanged(CAME), "floor")
        writing.journal.record_operator(CAME)
        await writing.journal.stored()
        with writing.database_away():
            writing.journal.record_operator(LEFT)
            await all_that_can_happen_happens()
        writing.clock.move(1)
        await writing.journal.stored()

    assert writing.ledger.operators == ["available", "paused"]
    assert len(writing.listeners.told) == 1


async def test_the_newest_change_of_a_call_stands_for_those_before_it(writing: Writing) -> None:
    ringing = advance(a_call(), Ringing(T0))
    async with writing.running():
        with writing.database_away():
            writing.ledger.commits = asyncio.Semaphore(0)
            writing.journal.record_call(CallChange(ringing))
            await writing.ledger.entered.wait()
            # Comes while the older change is under way, and that fails.
            writing.journal.record_call(CallChange(advance(ringing, OVER)))
            writing.ledger.commits.release()
            await all_that_can_happen_happens()
            writing.ledger.commits.release()
        writing.clock.move(1)
        await writing.journal.stored()

    assert writing.listeners.confirmed == [some_id(1)], "the older change came back after the outage"


async def test_a_call_that_goes_on_is_not_confirmed(writing: Writing) -> None:
    async with writing.running():
        writing.journal.record_call(CallChange(advance(a_call(), Ringing(T0))))
        await writing.journal.stored()

    assert writing.listeners.confirmed == []


async def test_many_calls_at_once_go_in_parts(writing: Writing) -> None:
    async with writing.running():
        for number in range(1201):
            writing.journal.record_call(CallChange(advance(a_call(number), OVER)))
        await writing.journal.stored()

    assert writing.ledger.call_batches == [500, 500, 201]
    assert len(set(writing.listeners.confirmed)) == 1201


async def test_changes_of_calls_that_nobody_has_are_written_ten_times_in_a_second(writing: Writing) -> None:
    async with writing.running():
        for number in range(1, 4):
            writing.journal.record_call(CallChange(advance(a_call(number), OVER)))
            await all_that_can_happen_happens()
        assert writing.ledger.call_batches == [1]
        writing.clock.move(0.1)
        await all_that_can_happen_happens()

    assert writing.ledger.call_batches == [1, 2]


@pytest.mark.parametrize(
    "hurry",
    [
        lambda journal: journal.record_operator(LEFT),
        lambda journal: journal.publish_when_stored(OperatorChanged(LEFT), "floor"),
        lambda journal: asyncio.create_task(
            journal.stored()
        ),  # owner: the test's loop, at whose end it is done
    ],
    ids=["an operator's state", "an event to be told", "somebody who waits"],
)
async def test_nobody_waits_for_changes_to_be_gathered(
    writing: Writing, hurry: Callable[[Journal], object]
) -> None:
    async with writing.running():
        writing.journal.record_call(CallChange(advance(a_call(1), OVER)))
        await all_that_can_happen_happens()
        writing.journal.record_call(CallChange(advance(a_call(2), OVER)))
        _task = hurry(writing.journal)
        await all_that_can_happen_happens()

        assert writing.ledger.call_batches == [1, 1]


async def test_whoever_waits_for_the_store_waits_for_what_was_recorded_before(writing: Writing) -> None:
    writing.ledger.commits = asyncio.Semaphore(0)
    async with writing.running(), asyncio.TaskGroup() as tasks:
        writing.journal.record_operator(CAME)
        early = tasks.create_task(writing.journal.stored())
        await writing.ledger.entered.wait()
        # Comes while the first transaction is open, so it goes with the second.
        writing.journal.record_operator(LEFT)
        late = tasks.create_task(writing.journal.stored())
        await all_that_can_happen_happens()
        assert (early.done(), late.done()) == (False, False)
        writing.ledger.commits.release()
        await all_that_can_happen_happens()
        assert (early.done(), late.done()) == (True, False)
        writing.ledger.commits.release()

    assert writing.ledger.operators == ["available", "paused"]


async def test_nothing_to_write_is_nothing_to_wait_for(writing: Writing) -> None:
    await writing.journal.stored()


async def test_an_orderly_end_in_the_middle_of_a_transaction_loses_nothing(writing: Writing) -> None:
    writing.ledger.commits = asyncio.Semaphore(0)
    async with writing.running():
        writing.journal.record_operator(CAME)
        await writing.ledger.entered.wait()
        writing.journal.record_operator(LEFT)
    assert writing.ledger.operators == []
    writing.ledger.commits.release()
    await writing.journal.write_rest()

    assert writing.ledger.operators == ["available", "paused"]


async def test_a_fault_that_is_none_of_the_databases_is_not_hidden(writing: Writing) -> None:
    writing.ledger.bug = LookupError("a bug of ours")
    writing.journal.record_operator(CAME)

    with pytest.raises(LookupError):
        await writing.journal.run()
