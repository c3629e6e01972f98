"""An exchange that says in one go what a real one says in hours; in a process of its own.

`python -m tests.load.exchange STREAM CHANNELS` prints its port, lets one AMI client log in, tells it of the
channels that are up, says so by a line, and sends the stream when it reads a line. Both files are AMI
messages; `LIST` stands for the id of the action that asks for the channels.
"""

import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from pbx.ami.protocol import END_OF_MESSAGE
from tests.fakes.asterisk import GREETING, encoded

PIECE = 65_536


def serve(stream: bytes, channels: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1], flush=True)
        link, _ = listener.accept()
        with link:
            sending = threading.Lock()
            link.sendall(GREETING)
            threading.Thread(target=_answer, args=(link, sending, channels), daemon=True).start()
            while sys.stdin.readline():
                for piece in pieces(stream):
                    with sending:
                        link.sendall(piece)


def pieces(stream: bytes) -> Iterator[bytes]:
    """Whole messages, so that a ping can be answered in between."""
    start = 0
    while start < len(stream):
        end = stream.find(END_OF_MESSAGE, start + PIECE)
        end = len(stream) if end < 0 else end + len(END_OF_MESSAGE)
        yield stream[start:end]
        start = end


def _answer(link: socket.socket, sending: threading.Lock, channels: bytes) -> None:
    unread = b""
    while received := _received(link):
        *actions, unread = (unread + received).split(END_OF_MESSAGE)
        for action in actions:
            headers = dict(line.split(": ", 1) for line in action.decode().splitlines() if ": " in line)
            with sending:
                link.sendall(_answer_to(headers, channels))
            if headers["Action"] == "DBGetTree":
                print("linked", flush=True)


def _received(link: socket.socket) -> bytes:
    try:
        return link.recv(PIECE)
    except ConnectionResetError:
        return b""


def _answer_to(headers: dict[str, str], channels: bytes) -> bytes:
    action_id = {"ActionID": headers["ActionID"]}
    match headers["Action"]:
        case "CoreShowChannels":
            accepted = {"Response": "Success", **action_id, "EventList": "start", "Message": "Follows"}
            complete = {"Event": "CoreShowChannelsComplete", **action_id, "EventList": "Complete"}
            listed = channels.replace(b"LIST", headers["ActionID"].encode())
            return encoded(accepted) + listed + encoded(complete)
        case "DBGetTree":
            return encoded({"Response": "Error", **action_id, "Message": "Database entry not found"})
        case _:
            return encoded({"Response": "Success", **action_id, "Message": "Fine", "Ping": "Pong"})


if __name__ == "__main__":
    serve(*(Path(name).read_bytes() for name in sys.argv[1:3]))
