"""panoramisk's protocol, reading bytes instead of pieces of text.

panoramisk 1.4 decodes each TCP segment by itself, which loses letters cut in two, and buffers without
limit. Here a message is cut out of the bytes first and decoded whole; what never ends is hung up on.
Responses go panoramisk's way, to the action that waits for them; events are handed on at once as plain
dictionaries, because building panoramisk's own message for each costs more than all we do with it.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

from panoramisk.ami_protocol import AMIProtocol
from panoramisk.message import Message

AmiMessage = Mapping[str, str]

END_OF_MESSAGE: Final = b"\r\n\r\n"
# Asterisk's longest messages, a list of channel variables, have some kilobytes.
LONGEST_MESSAGE: Final = 256 * 1024
_GREETING: Final = b"Asterisk Call Manager/"


class ByteFramedProtocol(AMIProtocol):  # type: ignore[misc]  # panoramisk has no types
    """Calls `on_event` for each event that answers no action, `on_bytes` at every sign of life."""

    def __init__(self, on_event: Callable[[AmiMessage], None], on_bytes: Callable[[], None]) -> None:
        self.greeted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when Asterisk has said who it is; fails with ConnectionResetError."""
        self.broken = asyncio.Event()
        self.responses: dict[str, Any] = {}
        self._on_event = on_event
        self._on_bytes = on_bytes
        self._unread = b""

    def data_received(self, chunk: bytes) -> None:
        self._on_bytes()
        *blocks, self._unread = (self._unread + chunk).split(END_OF_MESSAGE)
        if not self.greeted.done() and not self._greet(blocks[0] if blocks else self._unread):
            return
        for block in blocks:
            self._handle(block)
        if len(self._unread) > LONGEST_MESSAGE:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is kept for a later link: whoever waits for an answer learns that none will come."""
        self.closed = True
        self.broken.set()
        unanswered = [action.future for action in self.responses.values()]
        self.responses.clear()
        for future in [self.greeted, *unanswered]:
            if not future.done():
                future.set_exception(ConnectionResetError("the link broke"))

    def forget(self, action_id: str) -> None:
        """No answer is waited for any more."""
        self.responses.pop(action_id, None)

    def close(self) -> None:
        """At once, whatever is still to be written: the line may be dead at the other end.

        panoramisk's own keeps unanswered actions for the next link; ours has none to keep.
        """
        if not self.broken.is_set() and hasattr(self, "transport"):
            self.transport.abort()

    def _greet(self, said: bytes) -> bool:
        if said.startswith(_GREETING):
            self.greeted.set_result(None)
            return True
        if not _GREETING.startswith(said):
            self.transport.abort()
        return False

    def _handle(self, block: bytes) -> None:
        headers = parsed(block)
        action_id = headers.get("ActionID")
        if action_id is not None and action_id in self.responses:
            self.handle_message(Message(headers))
        elif "Event" in headers:
            self._on_event(headers)

    def handle_message(self, message: Any) -> None:
        """As panoramisk does it, but for events, which never come this way unless they answer."""
        action = self.responses[message.action_id]
        if action.add_message(message):
            self.forget(action.action_id)


def parsed(block: bytes) -> dict[str, str]:
    """One message. Of a header that comes twice the last counts; bytes that are no UTF-8 are replaced."""
    text = block.decode("utf-8", "replace")
    headers = {}
    for line in text.split("\r\n"):
        name, colon, value = line.partition(": ")
        if colon:
            headers[name] = value
    return headers
