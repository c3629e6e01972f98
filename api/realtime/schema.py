"""The live websocket's messages as JSON schemas, so that the console's types are generated from them."""

from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from api.realtime.messages import MessageRefused, Pong, Resumed, Snapshot
from core.bus.events import LiveEvent

ServerMessage = Annotated[Snapshot | Resumed | Pong | MessageRefused | LiveEvent, Field(discriminator="type")]


def live_message_schemas() -> dict[str, Any]:
    """Named schemas; `ServerMessage` is the union. Events carry an `id` besides what is said here."""
    union = TypeAdapter[Any](ServerMessage).json_schema(
        ref_template="#/components/schemas/{model}", mode="serialization"
    )
    named: dict[str, Any] = union.pop("$defs")
    for message in named.values():
        # Everything is always written, also what has a default.
        if "properties" in message:
            message["required"] = list(message["properties"])
    return named | {"ServerMessage": union}
