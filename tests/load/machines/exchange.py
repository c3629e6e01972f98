"""Plays clips to Asterisk as the early sound of calls, where whoever is measured judges them in real time."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from core.calls.state_machine import AnsweredBy
from core.clock import SystemClock
from pbx.greeting.judge import JudgeSettings
from pbx.greeting.server import GreetingServer
from pbx.installation import AsteriskInstall
from pbx.node import AsteriskNode, NodeAddress
from pbx.ports import free_tcp_ports
from tests.fixtures.asterisk_node import INSTALLED
from tests.load.machines.corpus import Clip

_AT_ONCE: Final = 60
_PER_SECOND: Final = 25.0
_EXTENSION_DIGITS: Final = 12
_LISTENERS: Final = """
[play-clip]
exten = _X.,1,Playback({clips}/${{EXTEN}})
 same = n,Wait(5)
"""
_LISTENER: Final = """
[{name}]
exten = _X.,1,Answer()
 same = n,Set(BEGAN=${{STRFTIME(,UTC,%s.%6q)}})
 same = n,{listen}
 same = n,Set(ENDED=${{STRFTIME(,UTC,%s.%6q)}})
 same = n,Set(TOLD=By: ${{AMDSTATUS}},Began: ${{BEGAN}},Ended: ${{ENDED}})
 same = n,UserEvent(Judged,Listener: {name},Clip: ${{EXTEN}},${{TOLD}})
"""


@dataclass(frozen=True, slots=True)
class Amd:
    """Asterisk's own detector with these arguments."""

    initial_silence: int = 2500
    greeting: int = 1500
    after_greeting_silence: int = 800
    total_analysis_time: int = 5000
    min_word_length: int = 100
    between_words_silence: int = 50
    maximum_number_of_words: int = 2
    silence_threshold: int = 256
    """The defaults are Asterisk's; times in milliseconds."""

    @property
    def application(self) -> str:
        words = (
            self.initial_silence, self.greeting, self.after_greeting_silence,
            self.total_analysis_time, self.min_word_length, self.between_words_silence,
            self.maximum_number_of_words, self.silence_threshold,
        )  # fmt: skip
        return f"AMD({','.join(map(str, words))})"


Listener = Amd | JudgeSettings


@dataclass(frozen=True, slots=True)
class Heard:
    """What one listener made of one clip."""

    by: AnsweredBy
    seconds: float
    """From the answer to the decision, by Asterisk's clock."""


async def judged(clips: Sequence[Clip], listeners: Mapping[str, Listener]) -> Mapping[str, Sequence[Heard]]:
    """What every listener says of every clip, in the clips' order."""
    with tempfile.TemporaryDirectory() as folder:
        return await _Measuring(Path(folder), clips, listeners).measure()


class _Measuring:
    def __init__(self, folder: Path, clips: Sequence[Clip], listeners: Mapping[str, Listener]) -> None:
        self._clips = clips
        self._listeners = listeners
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._heard: dict[tuple[str, int], Heard] = {}
        [port] = free_tcp_ports(1)
        self._server = GreetingServer(SystemClock(), port=port)
        sounds = folder / "clips"
        sounds.mkdir()
        for number, clip in enumerate(clips):
            (sounds / f"{_extension(number)}.sln").write_bytes(clip.pcm)
        self._node = AsteriskNode.prepare(
            AsteriskInstall.described_in(INSTALLED), folder / "node", recordings_dir=folder / "recordings"
        )
        dialplan = _LISTENERS.format(clips=sounds)
        for name, listener in listeners.items():
            own = f"TryExec(AudioSocket({_call_id(name, '${EXTEN}', listeners)},127.0.0.1:{port}))"
            dialplan += _LISTENER.format(
                name=name, listen=listener.application if isinstance(listener, Amd) else own
            )
        extensions = self._node.etc_dir / "extensions.conf"
        extensions.write_text(extensions.read_text() + dialplan)

    async def measure(self) -> Mapping[str, Sequence[Heard]]:
        await self._node.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                serving = tasks.create_task(self._server.run())
                async with _ami(self._node.address) as (reader, writer):
                    listening = tasks.create_task(self._listen(reader))
                    for name in self._listeners:
                        await self._play_all(name, writer)
                    listening.cancel()
                serving.cancel()
        finally:
            await self._node.stop()
        places = range(len(self._clips))
        return {name: [self._heard[name, place] for place in places] for name in self._listeners}

    async def _play_all(self, name: str, writer: asyncio.StreamWriter) -> None:
        listener = self._listeners[name]
        for number in range(len(self._clips)):
            await self._room.acquire()
            if isinstance(listener, JudgeSettings):
                self._server.expect(UUID(_call_id(name, _extension(number), self._listeners)), listener)
            headers = {
                "Action": "Originate",
                "Channel": f"Local/{_extension(number)}@{name}/n",
                "Context": "play-clip",
                "Exten": _extension(number),
                "Priority": "1",
                "Async": "true",
            }
            lines = "".join(f"{header}: {value}\r\n" for header, value in headers.items())
            writer.write(f"{lines}\r\nAction: Ping\r\n\r\n".encode())
            await writer.drain()
            await asyncio.sleep(1 / _PER_SECOND)
        async with asyncio.timeout(60):
            while any((name, place) not in self._heard for place in range(len(self._clips))):
                writer.write(b"Action: Ping\r\n\r\n")
                await asyncio.sleep(0.2)

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while True:
            block = (await reader.readuntil(b"\r\n\r\n")).decode()
            event = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if event.get("UserEvent") == "Judged":
                self._take(event)

    def _take(self, event: Mapping[str, str]) -> None:
        name, number = event["Listener"], int(event["Clip"])
        if isinstance(self._listeners[name], Amd):
            # What Asterisk is not sure of is treated as a person, as the product would.
            by = AnsweredBy.MACHINE if event["By"] == "MACHINE" else AnsweredBy.PERSON
        else:
            told = self._server.judgement(UUID(_call_id(name, event["Clip"], self._listeners)))
            by = told.by if told else AnsweredBy.PERSON
        self._heard[name, number] = Heard(by, float(event["Ended"]) - float(event["Began"]))
        self._room.release()


def _extension(number: int) -> str:
    return f"{number:0{_EXTENSION_DIGITS}}"


def _call_id(name: str, extension: str, listeners: Mapping[str, Listener]) -> str:
    return f"00000000-0000-4000-8{list(listeners).index(name):03}-{extension}"


@asynccontextmanager
async def _ami(address: NodeAddress) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection(address.host, address.ami_port)
    await reader.readuntil(b"\r\n")
    login = f"Action: Login\r\nUsername: {address.ami_username}\r\nSecret: {address.ami_secret}\r\n\r\n"
    writer.write(login.encode())
    try:
        yield reader, writer
    finally:
        writer.close()
        await writer.wait_closed()
