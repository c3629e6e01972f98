"""Free ports of this machine, below those that the kernel hands out by itself."""

import socket
from collections.abc import Sequence
from random import SystemRandom
from typing import Final

LOOPBACK: Final = "127.0.0.1"
PORTS: Final = range(10_000, 32_000)
"""Above the services everybody knows; the kernel's own range begins at 32768."""
_TRIES: Final = 500


def free_tcp_ports(how_many: int, *, among: Sequence[int] = PORTS) -> list[int]:
    """Different ports on loopback that nobody listens on at this moment."""
    dice = SystemRandom()
    found: set[int] = set()
    for _ in range(_TRIES):
        if len(found) == how_many:
            return list(found)
        port = dice.choice(among)
        if is_free(port):
            found.add(port)
    raise OSError("no free port below 32768")


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def rtp_block(size: int) -> tuple[int, int]:
    """First and last port of a block for sound.

    Only its place is chosen: Asterisk itself passes over a port in use. Two nodes of one machine
    that overlap cost each other nothing but a second look.
    """
    blocks = range(PORTS.start, PORTS.stop - size, size)
    first = SystemRandom().choice(blocks)
    return first, first + size - 1
