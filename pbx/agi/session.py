"""One AGI session: pyst2's commands, over a socket that may be slow, broken or malicious.

pyst2's `AGI` installs a signal handler, which only the main thread may do, formats all it hears for
stderr, and reads lines without end. So it is built here without its own constructor, over a reader
with limits.
"""

import re
import select
import socket
from datetime import timedelta
from typing import Final

from asterisk.agi import AGI

from core.clock import Clock

LONGEST_LINE: Final = 2048
MOST_BYTES: Final = 256 * 1024
SESSION_SECONDS: Final = 30.0
# A quotation mark or a line break in an argument would be a command of its own.
_UNSAFE: Final = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029]')


class SessionBroken(Exception):
    """The other side is gone, too slow, or is no Asterisk."""


class AgiSession(AGI):  # type: ignore[misc]  # pyst2 has no types
    """pyst2's `AGI` on a connected socket whose time-out is set. All in one thread."""

    def __init__(self, connection: socket.socket, clock: Clock) -> None:
        self.stdin = _LimitedLines(connection, clock)
        self.stdout = _Written(connection)
        self.stderr = _Nowhere()
        self.env: dict[str, str] = {}
        self._got_sighup = False
        self._get_agi_env()
        if "agi_uniqueid" not in self.env:
            raise SessionBroken("no AGI environment")

    @property
    def question(self) -> str:
        """What is asked: the path of the address in the dialplan."""
        return self.env.get("agi_network_script", "")

    @property
    def channel_id(self) -> str:
        return self.env["agi_uniqueid"]

    def argument(self, number: int) -> str:
        """The dialplan's argument, counted from 1; "" if there is none."""
        return self.env.get(f"agi_arg_{number}", "")

    @property
    def is_over(self) -> bool:
        """Asterisk has hung up on us; between a question and its answer it says nothing else."""
        return self.stdin.has_something()

    def _get_agi_env(self) -> None:
        while line := self.stdin.readline().decode("utf-8", "replace").rstrip("\r\n"):
            name, _, value = line.partition(":")
            self.env[name.strip()] = value.strip()

    def _quote(self, string: object) -> str:
        text = str(string)
        if _UNSAFE.search(text):
            raise ValueError(f"{text!r} cannot stand in an AGI command")
        return f'"{text}"'


class _LimitedLines:
    """Just enough of a file for pyst2 to read lines from."""

    def __init__(self, connection: socket.socket, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self._ends_at = clock.now() + timedelta(seconds=SESSION_SECONDS)
        self._unread = b""
        self._bytes_left = MOST_BYTES

    def readline(self) -> bytes:
        while b"\n" not in self._unread:
            self._receive()
        line, _, self._unread = self._unread.partition(b"\n")
        if line == b"HANGUP":
            raise SessionBroken("the customer hung up")
        return line + b"\n"

    def has_something(self) -> bool:
        """Whether a line or the end of the session waits to be read."""
        readable, _, _ = select.select([self._connection], [], [], 0)
        return bool(self._unread or readable)

    def _receive(self) -> None:
        if len(self._unread) > LONGEST_LINE or self._bytes_left <= 0:
            raise SessionBroken("no end of it")
        if self._clock.now() > self._ends_at:
            raise SessionBroken("too slow")
        received = self._connection.recv(LONGEST_LINE)
        if not received:
            raise SessionBroken("hung up")
        self._bytes_left -= len(received)
        self._unread += received


class _Written:
    """Just enough of a file for pyst2 to write commands to."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def write(self, text: str) -> None:
        self._connection.sendall(text.encode())

    def flush(self) -> None:
        """Everything is written at once."""


class _Nowhere:
    def write(self, text: str) -> None:
        """pyst2 comments on all it does."""
