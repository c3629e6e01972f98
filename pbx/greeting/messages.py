"""What Asterisk's `AudioSocket()` says: messages of a kind, a length and a body. Pure.

The first names the call; then comes its sound, 8000 samples of signed 16 bits a second, as it is heard.
"""

from collections.abc import Iterator
from enum import IntEnum
from typing import Final
from uuid import UUID

HANG_UP: Final = b"\x00\x00\x00"
"""Said to Asterisk: enough heard, go on in the dialplan."""
SILENT_FRAME: Final = b"\x10" + (320).to_bytes(2, "big") + bytes(320)
"""Said to Asterisk: 20 ms of silence for the far end."""
_HEADER_BYTES: Final = 3
_ID_BYTES: Final = 16
LONGEST_MESSAGE_BYTES: Final = 0xFFFF + _HEADER_BYTES


class Kind(IntEnum):
    HANG_UP = 0x00
    CALL = 0x01
    SOUND = 0x10


class Messages:
    """Cuts a stream into messages, however it is cut into pieces."""

    def __init__(self) -> None:
        self._unread = b""

    def read(self, piece: bytes) -> Iterator[tuple[int, bytes]]:
        """Every message that is complete: its kind and its body."""
        self._unread += piece
        while len(self._unread) >= _HEADER_BYTES:
            ends = _HEADER_BYTES + int.from_bytes(self._unread[1:3], "big")
            if len(self._unread) < ends:
                return
            message, self._unread = self._unread[:ends], self._unread[ends:]
            yield message[0], message[_HEADER_BYTES:]


def call_of(body: bytes) -> UUID:
    """
    Raises:
        ValueError: that is no call's id.
    """
    if len(body) != _ID_BYTES:
        raise ValueError(f"a call's id of {len(body)} bytes")
    return UUID(bytes=body)
