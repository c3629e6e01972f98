"""A bare AMI loop: places calls and counts them off, and does nothing else with them.

What the product's rate of calls is held against: the same numbers in the same Asterisk, through one plain
socket, as fast as Asterisk takes them, with as many open at once.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from uuid import uuid4

from pbx.node import NodeAddress
from pbx.simulated import TEST_CUSTOMERS


class BareAmi:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, most_open: int) -> None:
        self._reader = reader
        self._writer = writer
        self._room = asyncio.Semaphore(most_open)
        self._open: set[str] = set()
        self._all_ended = asyncio.Event()
        self._listed: asyncio.Queue[int] = asyncio.Queue()

    async def place(self, numbers: Sequence[str]) -> None:
        """Place one call to each number; return when Asterisk has told the end of every one."""
        self._all_ended.clear()
        for number in numbers:
            await self._room.acquire()
            call_id = str(uuid4())
            self._open.add(call_id)
            self._send(
                {
                    "Action": "Originate",
                    "ActionID": call_id,
                    "ChannelId": call_id,
                    "Channel": TEST_CUSTOMERS.replace("{digits}", number.removeprefix("+")),
                    "Context": "safe-harbour",
                    "Exten": "s",
                    "Priority": "1",
                    "Timeout": "25000",
                    "Async": "true",
                }
            )
            await self._writer.drain()
        while self._open:
            self._all_ended.clear()
            await self._all_ended.wait()

    async def outbox_entries(self) -> int:
        """How many ended calls Asterisk still keeps for our server."""
        self._send({"Action": "DBGetTree", "Family": "zvonar-outbox", "ActionID": "outbox"})
        return await self._listed.get()

    async def listen(self) -> None:
        """Count calls off as they end, until cancelled."""
        while True:
            block = (await self._reader.readuntil(b"\r\n\r\n")).decode()
            self._take(dict(line.split(": ", 1) for line in block.splitlines() if ": " in line))

    def log_in(self, address: NodeAddress, *, hears_events: bool) -> None:
        self._send(
            {
                "Action": "Login",
                "Username": address.ami_username,
                "Secret": address.ami_secret,
                "Events": "on" if hears_events else "off",
            }
        )

    def _take(self, message: Mapping[str, str]) -> None:
        match message:
            case {"Event": "OriginateResponse", "Response": "Failure", "ActionID": call_id}:
                self._end(call_id)
            case {"Event": "Hangup", "ChannelStateDesc": "Up", "Uniqueid": call_id}:
                self._end(call_id)
            case {"Event": "DBGetTreeComplete", "ListItems": count}:
                self._listed.put_nowait(int(count))
            case {"Response": "Error", "ActionID": "outbox"}:
                # The family is not there: nothing was ever kept, or all is deleted.
                self._listed.put_nowait(0)

    def _end(self, call_id: str) -> None:
        if call_id in self._open:
            self._open.remove(call_id)
            self._room.release()
            if not self._open:
                self._all_ended.set()

    def _send(self, headers: Mapping[str, str]) -> None:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._writer.write(f"{lines}\r\n".encode())


@asynccontextmanager
async def bare_ami(
    address: NodeAddress, *, most_open: int, hears_events: bool = True
) -> AsyncIterator[BareAmi]:
    """Logged in; whoever only asks is told of no events."""
    reader, writer = await asyncio.open_connection(address.host, address.ami_port)
    await reader.readuntil(b"\r\n")
    bare = BareAmi(reader, writer, most_open)
    bare.log_in(address, hears_events=hears_events)
    async with asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(bare.listen())
        try:
            yield bare
        finally:
            listening.cancel()
            writer.close()
            await writer.wait_closed()
