"""What Asterisk keeps of each ended call until we say that it is stored.

A hangup handler in `asterisk_conf/extensions.conf` writes one entry of AstDB for each call we placed; the
two must agree on its fields. The cause is what the network said; the reason, which Asterisk's stand-in for a
call nobody answered adds, counts only without one. An entry is deleted in an AGI session of a short call that
Asterisk makes to itself: deleting through AMI would need a right that could do much more.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final
from uuid import UUID

import structlog

from core.calls.state_machine import AnsweredBy, Ended
from core.telephony.port import FinalFacts, LineId
from pbx.ami.times import moment
from pbx.ami.translate import cause_number, outcome_of

log = structlog.get_logger()

FAMILY: Final = "zvonar-outbox"
BATCH: Final = 500
_FIELDS: Final = 8


def final_facts(key: str, value: str) -> FinalFacts:
    """Read one entry.

    Raises:
        ValueError: it was not written by our hangup handler.
    """
    call_id = UUID(key.rpartition("/")[2])
    fields = value.split("|")
    if len(fields) != _FIELDS:
        raise ValueError(f"outbox entry of {len(fields)} fields")
    ended_at, cause, reason, answered_at, answered_by, grace_began_at, connected_at, line = fields
    # In a full Asterisk the stand-in had no room either, and nothing has left a reason.
    reason = reason or "0"
    return FinalFacts(
        call_id=call_id,
        ended=Ended(moment(ended_at), outcome_of(cause, reason), cause_number(cause, reason)),
        answered_at=moment(answered_at) if answered_at else None,
        answered_by=AnsweredBy(answered_by) if answered_by else None,
        grace_began_at=moment(grace_began_at) if grace_began_at else None,
        connected_at=moment(connected_at) if connected_at else None,
        line_id=LineId(line) if line else None,
    )


def read(entries: Iterable[Mapping[str, str]]) -> list[FinalFacts]:
    """The facts in AMI's list of entries; one that cannot be read is reported and left where it is."""
    facts = []
    for entry in entries:
        try:
            facts.append(final_facts(entry["Key"], entry["Val"]))
        except (KeyError, ValueError) as error:
            log.error("outbox.unreadable", key=entry.get("Key"), reason=str(error))
    return facts


class StoredCalls:
    """Ended calls that are in the database and may be deleted from the outbox, oldest first."""

    def __init__(self) -> None:
        self._call_ids: dict[UUID, None] = {}

    def __len__(self) -> int:
        return len(self._call_ids)

    def add(self, call_ids: Collection[UUID]) -> None:
        self._call_ids.update(dict.fromkeys(call_ids))

    def batch(self) -> Sequence[UUID]:
        return list(islice(self._call_ids, BATCH))

    def remove(self, call_ids: Collection[UUID]) -> None:
        for call_id in call_ids:
            self._call_ids.pop(call_id, None)
