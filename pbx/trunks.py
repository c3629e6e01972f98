"""Trunks, pushed into Asterisk's memory through ARI as softphones' credentials are.

Nothing is written to a file and nothing is reloaded, so nothing survives a restart of Asterisk: after each
AMI login all trunks are pushed again. What is in memory survives every reload.
"""

from collections.abc import Sequence
from typing import Final

from core.telephony.port import TrunkEndpoint
from pbx.ari import AriPush

_ENDPOINT: Final = {
    # No call of the carrier's has a place to go; answers to ours come within our own.
    "context": "nowhere",
    "disallow": "all",
    "direct_media": "no",
    # Whatever stands between us and the carrier: answer where it was asked from.
    "rtp_symmetric": "yes",
    "force_rport": "yes",
    "rewrite_contact": "yes",
    "allow_transfer": "no",
    "allow_subscribe": "no",
    "send_pai": "yes",
}
_REGISTRATION: Final = {
    "retry_interval": "30",
    "forbidden_retry_interval": "300",
    "max_retries": "1000000",
    "expiration": "600",
}
# A registration uses the others, an endpoint its auth and aor.
_ORDER: Final = ("registration", "endpoint", "aor", "auth")


class TrunkPush:
    """What Asterisk has been told of trunks, and telling it more."""

    def __init__(self, ari: AriPush) -> None:
        self._ari = ari
        self._known: dict[str, TrunkEndpoint] = {}
        self._to_push_again: set[str] = set()

    def forget(self) -> None:
        """Asterisk may have been restarted: what it was told may be lost."""
        self._to_push_again |= self._known.keys()

    async def know(self, trunks: Sequence[TrunkEndpoint]) -> None:
        """Let Asterisk know exactly these trunks."""
        wanted = {trunk.name: trunk for trunk in trunks}
        for name in [name for name in self._known if name not in wanted]:
            await self._withdraw(name)
        for name, trunk in wanted.items():
            if self._known.get(name) != trunk or name in self._to_push_again:
                # What the newer one does without must not stay.
                await self._withdraw(name)
                await self._push(trunk)

    async def _push(self, trunk: TrunkEndpoint) -> None:
        name, transport = trunk.name, f"trunk-{trunk.transport}"
        self._known[name] = trunk
        self._to_push_again.add(name)
        endpoint = _ENDPOINT | {"transport": transport, "aors": name, "allow": ",".join(trunk.codecs)}
        if trunk.username:
            endpoint |= {"from_user": trunk.username, "from_domain": trunk.host}
            if trunk.password:
                auth = {"auth_type": "userpass", "username": trunk.username, "password": trunk.password}
                await self._ari.put("auth", name, auth)
                endpoint["outbound_auth"] = name
        contact = f"sip:{_bracketed(trunk.host)}:{trunk.port};transport={trunk.transport}"
        qualify = str(trunk.qualify_seconds)
        await self._ari.put("aor", name, {"contact": contact, "qualify_frequency": qualify})
        await self._ari.put("endpoint", name, endpoint)
        if trunk.registers:
            await self._ari.put("registration", name, _registration(trunk, transport))
        self._to_push_again.discard(name)

    async def _withdraw(self, name: str) -> None:
        for kind in _ORDER:
            await self._ari.remove(kind, name)
        self._known.pop(name, None)
        self._to_push_again.discard(name)


def _registration(trunk: TrunkEndpoint, transport: str) -> dict[str, str]:
    server = f"sip:{_bracketed(trunk.host)}:{trunk.port};transport={trunk.transport}"
    client = f"sip:{trunk.username}@{_bracketed(trunk.host)}:{trunk.port}"
    fields = _REGISTRATION | {
        "transport": transport,
        "server_uri": server,
        "client_uri": client,
        "contact_user": trunk.username,
    }
    return fields | {"outbound_auth": trunk.name} if trunk.password else fields


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
