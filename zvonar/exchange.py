"""The Asterisk that the settings describe, and where the others find it."""

from typing import Final
from urllib.parse import urlsplit

from pbx.installation import AsteriskInstall
from pbx.node import AsteriskNode, NodeAddress
from pbx.telephony import ExchangeAddress
from zvonar.settings import Settings

# Room for some five hundred calls, below the ports that the system hands out by itself.
_RTP_FIRST_PORT: Final = 20_000
_RTP_LAST_PORT: Final = 21_999


def installed_asterisk(settings: Settings) -> AsteriskInstall:
    """What `make asterisk` has put under the var folder.

    Raises:
        TelephonyUnavailable: nothing is installed there.
    """
    return AsteriskInstall.described_in(settings.var_dir / "asterisk" / "asterisk-run.json")


def configured_node(settings: Settings) -> AsteriskNode:
    """An Asterisk whose ports and secrets are those of the settings."""
    address = NodeAddress(
        node_name=settings.node_name,
        ami_port=settings.ami_port,
        ami_username=settings.ami_username,
        ami_secret=_required(settings.ami_secret.get_secret_value(), "ZVONAR_AMI_SECRET"),
        http_port=urlsplit(settings.ari_url).port or 8088,
        ari_username=settings.ari_username,
        ari_secret=_required(settings.ari_password.get_secret_value(), "ZVONAR_ARI_PASSWORD"),
        agi_port=settings.agi_port,
        sound_port=settings.sound_port,
        rtp_first_port=_RTP_FIRST_PORT,
        rtp_last_port=_RTP_LAST_PORT,
        sip_host=settings.sip_host,
        sip_port=settings.sip_port,
    )
    return AsteriskNode.prepare(
        installed_asterisk(settings),
        settings.var_dir / "asterisk" / "node",
        recordings_dir=settings.effective_recordings_dir,
        node_name=settings.node_name,
        address=address,
    )


def exchange_address(settings: Settings) -> ExchangeAddress:
    """Where the switchboard finds Asterisk, and where Asterisk asks the switchboard."""
    return ExchangeAddress(
        ami_host=settings.ami_host,
        ami_port=settings.ami_port,
        ami_username=settings.ami_username,
        ami_secret=settings.ami_secret.get_secret_value(),
        ari_url=settings.ari_url,
        ari_username=settings.ari_username,
        ari_secret=settings.ari_password.get_secret_value(),
        agi_host=settings.agi_host,
        agi_port=settings.agi_port,
        sound_port=settings.sound_port,
    )


def _required(secret: str, name: str) -> str:
    if not secret:
        raise SystemExit(f"set {name}: an Asterisk without a secret would be open to everybody on this host")
    return secret
