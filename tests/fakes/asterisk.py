"""A telephone exchange for tests: a TCP server that speaks just enough AMI.

It plays what a test tells it to play, so a test needs no Asterisk, and the real panoramisk is on the
other end of a real socket.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

AmiHeaders = dict[str, str]

GREETING = b"Asterisk Call Manager/9.0.0\r\n"


class FakeAsterisk:
    def __init__(self) -> None:
        self.port = 0
        self.received: asyncio.Queue[AmiHeaders] = asyncio.Queue()
        """Every action but pings, logins too."""
        self.connections = 0
        self.logins = 0
        self.pings = 0
        self.accepts_login = True
        self.answers_pings = True
        self.greeting = GREETING
        self._writer: asyncio.StreamWriter | None = None

    async def play(self, *messages: AmiHeaders) -> None:
        """Send messages to whoever is logged in."""
        await self.play_bytes(b"".join(map(encoded, messages)))

    async def play_bytes(self, raw: bytes) -> None:
        """Send exactly this, as one piece if the kernel is willing."""
        assert self._writer is not None, "nobody is connected"
        self._writer.write(raw)
        await self._writer.drain()

    async def next_action(self, name: str) -> AmiHeaders:
        """Wait for the next action of that name; others are passed over."""
        while (action := await self.received.get())["Action"] != name:
            pass
        return action

    async def connections_made(self, how_many: int) -> None:
        while self.connections < how_many:  # noqa: ASYNC110 - a test's patience is limited anyway
            await asyncio.sleep(0)

    async def accept(self, action: AmiHeaders) -> None:
        await self.play({"Response": "Success", "ActionID": action["ActionID"], "Message": "Fine"})

    async def refuse(self, action: AmiHeaders, message: str) -> None:
        await self.play({"Response": "Error", "ActionID": action["ActionID"], "Message": message})

    def cut_the_line(self) -> None:
        if self._writer is not None:
            self._writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self.connections += 1
        writer.write(self.greeting)
        try:
            while block := await _read_block(reader):
                await self._take(dict(line.split(": ", 1) for line in block.splitlines() if ": " in line))
        finally:
            writer.close()

    async def _take(self, action: AmiHeaders) -> None:
        match action["Action"]:
            case "Ping":
                self.pings += 1
                if self.answers_pings:
                    await self.play({"Response": "Success", "ActionID": action["ActionID"], "Ping": "Pong"})
            case "Login":
                self.logins += 1
                self.received.put_nowait(action)
                if self.accepts_login:
                    await self.accept(action)
                else:
                    await self.refuse(action, "Authentication failed")
                    self.cut_the_line()
            case _:
                self.received.put_nowait(action)


def encoded(message: AmiHeaders) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in message.items())
    return f"{lines}\r\n".encode()


async def _read_block(reader: asyncio.StreamReader) -> str:
    try:
        return (await reader.readuntil(b"\r\n\r\n")).decode()
    except (asyncio.IncompleteReadError, ConnectionError):
        return ""


@asynccontextmanager
async def fake_asterisk() -> AsyncIterator[FakeAsterisk]:
    asterisk = FakeAsterisk()
    server = await asyncio.start_server(asterisk._serve, "127.0.0.1", 0)
    asterisk.port = server.sockets[0].getsockname()[1]
    try:
        yield asterisk
    finally:
        server.close()
        asterisk.cut_the_line()
        await asyncio.sleep(0)
