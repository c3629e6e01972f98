"""How a carrier is reached, and how a channel to it is written. Pure."""

import re
from enum import StrEnum
from ipaddress import ip_address
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

DIGITS: Final = "{digits}"
"""Stands in a dial template for the number without its plus."""
TRUNK: Final = "{trunk}"
"""Stands in a dial template for the name under which the exchange knows the trunk."""
OWN_TEMPLATE: Final = f"PJSIP/{DIGITS}@{TRUNK}"

# Nothing else of a dial string is anybody's choice: what is dialled is one number at one place.
_TEMPLATE: Final = re.compile(
    r"(PJSIP|Local)/\+?[0-9#*]{0,12}\{digits\}@(\{trunk\}|[A-Za-z0-9_-]{1,60})(/n)?"
)
_HOST_LABEL: Final = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
_SIP_WORD: Final = r"^[A-Za-z0-9._~+@-]*$"
_LONGEST_HOST: Final = 253


def is_template(text: str) -> bool:
    """Whether it is a technology, a prefix, the number and a place, and no more."""
    return _TEMPLATE.fullmatch(text) is not None


def exchange_name(trunk_id: UUID) -> str:
    """The name under which the exchange knows the trunk."""
    return f"trunk-{trunk_id.hex[-12:]}"


def _host(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        pass
    if len(text) > _LONGEST_HOST or not all(_HOST_LABEL.fullmatch(label) for label in text.split(".")):
        raise ValueError("is no host")
    return text


class Transport(StrEnum):
    UDP = "udp"
    TCP = "tcp"


Codec = Literal["alaw", "ulaw", "g722", "opus"]


class TrunkConnection(BaseModel):
    """A carrier's SIP address, and who we are there. The password is kept apart."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_host)]
    port: Annotated[int, Field(strict=True, ge=1, le=65535)] = 5060
    transport: Transport = Transport.UDP
    username: Annotated[str, StringConstraints(max_length=100, pattern=_SIP_WORD)] = ""
    """Empty: the carrier knows us by our address."""
    registers: bool = Field(default=False, strict=True)
    """Log in there and say where we are, as carriers want it that know their customers by name."""
    codecs: Annotated[tuple[Codec, ...], Field(min_length=1, max_length=4)] = ("alaw", "ulaw")
    qualify_seconds: Annotated[int, Field(strict=True, ge=0, le=3600)] = 30
    """How often the carrier is asked whether it is there; 0: never. A silent one gets no calls."""
