"""The bus: ordered events with ids, so that a reader who was away can ask for what it missed.

It carries news, never truth: whatever is lost with it is in the database or in the switchboard.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self
from uuid import UUID

import orjson
from pydantic import BaseModel

from core.bus.events import Published


@dataclass(frozen=True, slots=True)
class EventId:
    """Rises with every event; events of an earlier life of the bus are lower."""

    epoch: int
    number: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.number}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """None if the text was never an id."""
        epoch, dash, number = text.partition("-")
        if not dash or not (
            epoch.isascii() and epoch.isdecimal() and number.isascii() and number.isdecimal()
        ):
            return None
        if len(epoch) > 20 or len(number) > 20:
            return None
        return cls(int(epoch), int(number))

    @property
    def order(self) -> tuple[int, int]:
        return self.epoch, self.number


@dataclass(frozen=True, slots=True)
class BusEvent:
    id: EventId
    topics: frozenset[str]
    body: bytes
    """The event as a JSON object."""

    @property
    def message(self) -> bytes:
        """The body with the id put in front: what goes to every console, made once."""
        return b'{"id":"%s",%s' % (str(self.id).encode(), self.body[1:])


@dataclass(frozen=True, slots=True)
class BusGap:
    """Events may be missing from here on: whoever shows something must ask for all of it anew."""


class Bus(Protocol):
    """Whoever asks it something may be told `BusUnavailable`."""

    def publish(self, event: Published, *topics: str) -> None:
        """Hand an event over. Never waits, never fails."""

    async def last_id(self) -> EventId:
        """The newest event's id: a snapshot read after this call holds at least all up to it."""

    async def replay(self, after: EventId) -> Sequence[BusEvent] | None:
        """Everything after that id, in order; None: too long ago, or of another life."""

    def events(self) -> AsyncIterator[BusEvent | BusGap]:
        """Everything from now on, in order, and a word about it where something may be missing."""


def operator_topic(operator_id: object) -> str:
    return f"operator:{operator_id}"


def line_topic(operator_id: object) -> str:
    """Whose line the operator's is: for the connections to consoles, not for the consoles."""
    return f"line:{operator_id}"


FLOOR_TOPIC = "floor"
CLIENTS_TOPIC = "clients"


def encode(value: Any) -> bytes:
    """JSON of dataclasses, models, moments and identities; the one way events and snapshots are written."""
    return orjson.dumps(value, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, UUID):
        # PostgreSQL's driver has a UUID class of its own.
        return str(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
