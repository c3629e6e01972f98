"""A trunk at this moment, as supervisors see it, and why a campaign gets no more lines."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class TrunkState(StrEnum):
    WORKING = "working"
    BROKEN = "broken"
    """Too many of its calls failed: it gets none for a while."""
    PROBED = "probed"
    """It gets single calls, to see whether it works again."""
    UNKNOWN = "unknown"
    """The exchange has not been told of it yet."""


class TrunkFault(StrEnum):
    """Why a trunk is broken."""

    REFUSES = "refuses"
    """The carrier or the network does not place its calls."""
    REACHES_NOBODY = "reaches_nobody"
    """Call after call neither rang nor was answered nor busy, as with a wrong prefix."""


class LineLimit(StrEnum):
    """Why a campaign may not launch as many calls as it would."""

    NO_TRUNK = "no_trunk"
    """None is active."""
    TRUNKS_BROKEN = "trunks_broken"
    NO_LINES = "no_lines"
    """The channels of the trunks are in use."""
    CALL_RATE = "call_rate"
    """As many calls begin in a second as the trunks take."""
    CALLER_IDS = "caller_ids"
    """The campaign's caller IDs have made all the calls of their day, or rest."""
    CALLER_IDS_OFF = "caller_ids_off"
    """The campaign has caller IDs, and all are switched off."""
    NO_LEADS = "no_leads"
    """There are lines, and no lead that may be called now."""


@dataclass(frozen=True, slots=True)
class TrunkFigures:
    id: UUID | None
    """None: the one trunk of the settings, used as long as no other is entered."""
    name: str
    state: TrunkState
    calls: int
    """That ring, talk or are about to be dialled."""
    channel_limit: int | None
    """This switchboard's part of the trunk's; so is that of calls a second. 0: it has none of either now."""
    calls_last_second: int
    calls_per_second: int | None
    probed_at: datetime | None
    """When a broken trunk is given a call again."""
    fault: TrunkFault | None = None
    """None: it works, or the exchange does not know it yet."""
