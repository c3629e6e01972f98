"""As much of SIP as a simulated operator's telephone needs.

Messages, digest log-in, an offer of sound, and the sign of life that goes where the sound would go.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import md5
from re import findall, search
from struct import pack
from typing import Final

_LINE_END: Final = "\r\n"
VERSION: Final = "SIP/2.0"
_STUN_MAGIC: Final = 0x2112A442
_STUN_BINDING_INDICATION: Final = 0x0011


@dataclass(frozen=True, slots=True)
class SipMessage:
    """A request or a response. Header names are as we write them; reading is case-insensitive."""

    start: str
    headers: Sequence[tuple[str, str]]
    body: str = field(default="", repr=False)

    @property
    def status(self) -> int | None:
        """The status code of a response; None: it is a request."""
        return int(self.start.split(" ")[1]) if self.start.startswith(VERSION) else None

    @property
    def method(self) -> str:
        """Of a request itself, of a response the one it answers."""
        return self.start.split(" ")[0] if self.status is None else self.header("CSeq").split()[1]

    def header(self, name: str) -> str:
        """The first header of that name; "" if there is none."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def encoded(self) -> str:
        lines = [self.start, *(f"{name}: {value}" for name, value in self.headers)]
        lines += [f"Content-Length: {len(self.body.encode())}", "", self.body]
        return _LINE_END.join(lines)

    @classmethod
    def decoded(cls, text: str) -> "SipMessage":
        head, _, body = text.partition(_LINE_END * 2)
        start, *lines = head.split(_LINE_END)
        headers = [
            (name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines)
        ]
        return cls(start, headers, body)

    def answer(self, status: int, reason: str, *more: tuple[str, str], body: str = "") -> "SipMessage":
        """The response to this request."""
        copied = ("Via", "From", "To", "Call-ID", "CSeq", "Record-Route")
        kept = [(name, value) for name in copied for value in self.all(name)]
        return SipMessage(f"{VERSION} {status} {reason}", [*kept, *more], body)


def digest(challenge: str, *, method: str, uri: str, username: str, password: str) -> str:
    """The `Authorization` that answers a `WWW-Authenticate` of the Digest scheme with MD5."""
    asked = {
        name: quoted or plain for name, quoted, plain in findall(r'(\w+)=(?:"([^"]*)"|([\w-]+))', challenge)
    }
    realm, nonce = asked["realm"], asked["nonce"]
    client_nonce = secrets.token_hex(8)
    login = _md5(f"{username}:{realm}:{password}")
    request = _md5(f"{method}:{uri}")
    response = _md5(f"{login}:{nonce}:00000001:{client_nonce}:auth:{request}")
    parts = {
        "username": username,
        "realm": realm,
        "nonce": nonce,
        "uri": uri,
        "response": response,
        "cnonce": client_nonce,
        "opaque": asked.get("opaque", ""),
    }
    quoted_parts = ", ".join(f'{name}="{value}"' for name, value in parts.items())
    return f"Digest {quoted_parts}, algorithm=MD5, qop=auth, nc=00000001"


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def silent_audio(setup: str) -> str:
    """A description of sound as a browser gives it, from somebody who will send none.

    `setup` is the part in the DTLS handshake: `actpass` offers, `passive` answers.
    """
    fingerprint = ":".join(f"{byte:02X}" for byte in secrets.token_bytes(32))
    lines = [
        "v=0",
        "o=- 1 1 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 0",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        f"a=ice-ufrag:{secrets.token_hex(4)}",
        f"a=ice-pwd:{secrets.token_hex(16)}",
        f"a=fingerprint:sha-256 {fingerprint}",
        f"a=setup:{setup}",
        "a=mid:0",
        "a=sendrecv",
        "a=rtcp-mux",
        "a=rtpmap:111 opus/48000/2",
        "a=rtpmap:0 PCMU/8000",
        "",
    ]
    return _LINE_END.join(lines)


def sound_address(description: str) -> tuple[str, int] | None:
    """Host and port where the sender of a description waits for sound; None: it wants none."""
    host = search(r"(?m)^c=IN IP4 ([0-9.]+)", description)
    port = search(r"(?m)^m=audio ([1-9][0-9]{0,4}) ", description)
    return (host[1], int(port[1])) if host and port else None


def sign_of_life() -> bytes:
    """A STUN binding indication (RFC 8489), with which ICE keeps a silent stream alive (RFC 8445, 11)."""
    return pack("!HHI12s", _STUN_BINDING_INDICATION, 0, _STUN_MAGIC, secrets.token_bytes(12))
