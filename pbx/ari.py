"""Softphones' credentials, pushed into Asterisk's memory through ARI and taken back at log-out.

Nothing is written to a file and nothing is reloaded: a line may register as soon as `push` returns, and
no longer than until `withdraw`, or until Asterisk restarts.
"""

import secrets
from typing import Final
from urllib.parse import quote

import httpx

from core.errors import TelephonyRefused, TelephonyUnavailable, TelephonyUncertain
from core.telephony.port import LineCredentials, LineId

SILENT_LEG_SECONDS: Final = 20
"""A softphone from which nothing comes for so long is gone, and Asterisk ends its leg."""
_LIMIT_SECONDS: Final = 5.0
_NOT_FOUND: Final = 404
_SECRET_BYTES: Final = 16
_LINE_BYTES: Final = 6

_ENDPOINT: Final = {
    "context": "operator-line",
    "webrtc": "yes",
    "dtls_auto_generate_cert": "yes",
    "disallow": "all",
    "allow": "opus,ulaw",
    # The one thing a softphone may do is call `online`: a stolen one must not become a way out.
    "allow_transfer": "no",
    "allow_subscribe": "no",
    # Asks a leg that lives for hours whether somebody is still there.
    "timers": "always",
    "timers_sess_expires": "90",
    "timers_min_se": "90",
    # Knows it sooner, and also while our server is dead. Every packet on the sound's way counts, so it ends
    # nobody who is silent: a browser's ICE asks every few seconds, muted or without a microphone.
    "rtp_timeout": str(SILENT_LEG_SECONDS),
    "rtp_timeout_hold": str(SILENT_LEG_SECONDS),
}


class AriPush:
    """One client; `close` it."""

    def __init__(self, url: str, username: str, secret: str) -> None:
        self._http = httpx.AsyncClient(
            base_url=f"{url}/ari/asterisk/config/dynamic/res_pjsip",
            auth=(username, secret),
            timeout=_LIMIT_SECONDS,
            # Asterisk is beside us; a proxy of the environment must not see the secrets.
            trust_env=False,
        )

    async def push(self) -> LineCredentials:
        """Make a new line known to Asterisk."""
        line_id = LineId(f"line-{secrets.token_hex(_LINE_BYTES)}")
        password = secrets.token_hex(_SECRET_BYTES)
        auth = {"auth_type": "userpass", "username": line_id, "password": password}
        await self.put("auth", line_id, auth)
        await self.put("aor", line_id, {"max_contacts": "1", "remove_existing": "yes"})
        await self.put("endpoint", line_id, {**_ENDPOINT, "auth": line_id, "aors": line_id})
        return LineCredentials(line_id=line_id, username=line_id, password=password)

    async def withdraw(self, line_id: LineId) -> None:
        """Let this line register no more; no error if it is unknown."""
        for kind in ("endpoint", "auth", "aor"):
            await self.remove(kind, line_id)

    async def close(self) -> None:
        await self._http.aclose()

    async def put(self, kind: str, name: str, fields: dict[str, str]) -> None:
        """Let Asterisk know one object of PJSIP, or what is new about it."""
        pairs = [{"attribute": attribute, "value": value} for attribute, value in fields.items()]
        await self._request("PUT", f"/{kind}/{quote(name, safe='')}", {"fields": pairs})

    async def remove(self, kind: str, name: str) -> None:
        """Let Asterisk forget an object; no error if it is unknown."""
        await self._request("DELETE", f"/{kind}/{quote(name, safe='')}", may_be_missing=True)

    async def _request(
        self, method: str, path: str, body: object = None, *, may_be_missing: bool = False
    ) -> None:
        try:
            answer = await self._http.request(method, path, json=body)
        except httpx.ConnectError as error:
            raise TelephonyUnavailable(f"ARI is not reached: {error}") from None
        except httpx.TransportError as error:
            raise TelephonyUncertain(f"ARI did not answer: {error}") from None
        if answer.status_code == _NOT_FOUND and may_be_missing:
            return
        if answer.is_error:
            raise TelephonyRefused(f"ARI said {answer.status_code} to {method} {path}")
