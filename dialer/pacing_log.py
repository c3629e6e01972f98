"""The pacing log's chunks: what they hold, and how that is written as bytes and read again.

A chunk is zlib over lines of JSON: first the policy and the pacer's snapshot, then news and decisions in
their order. Each decision is written in full: what did not change since the one before is the same text
again, of which the compression keeps next to nothing. Moments are whole microseconds, of which the numbers
that the pacer saw come back to the last bit.
"""

import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import numpy as np
import orjson

from core.campaigns.models import DialMode
from core.floor.figures import PaceReason
from core.pacing.chunks import StoredChunk
from core.pacing.look_back import PacingNewsKind
from core.trunks.figures import LineLimit
from dialer.pace import PaceDecision, PaceInputs
from dialer.pacing import Floor, PacingPolicy, PredictivePacer
from dialer.snapshots import Snapshot

FORMAT: Final = 1
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECONDS: Final = 1_000_000


class UnreadableChunk(ValueError):
    """It is of another format, or broken."""


@dataclass(frozen=True, slots=True)
class News:
    """Something the pacer is told; `now` and `seconds` as the pacer takes them."""

    kind: PacingNewsKind
    now: float
    seconds: float
    outcome: str | None = None

    def tell(self, pacer: PredictivePacer) -> None:
        match self.kind:
            case PacingNewsKind.ANSWERED:
                pacer.on_answered(self.now, self.seconds)
            case PacingNewsKind.UNANSWERED:
                pacer.on_unanswered(self.now, self.seconds, self.outcome or "")
            case PacingNewsKind.ABANDONED:
                pacer.on_abandoned(self.now, self.seconds)
            case PacingNewsKind.TALK_ENDED:
                pacer.on_talk_ended(self.now, self.seconds)
            case PacingNewsKind.WRAP_UP_ENDED:
                pacer.on_wrap_up_ended(self.now, self.seconds)


@dataclass(slots=True)
class Decided:
    inputs: PaceInputs
    decision: PaceDecision
    launched: int | None = None
    """Calls that came of it, once that is known; of no account to a replay."""
    limited_by: LineLimit | None = None
    """What kept it from more; as little."""

    @property
    def now(self) -> float:
        return self.inputs.floor.now

    @property
    def at(self) -> datetime:
        return moment_of(self.now)


@dataclass(slots=True)
class Chunk:
    """Begins right before a decision."""

    campaign_id: UUID
    policy: PacingPolicy
    snapshot: Snapshot
    entries: list[News | Decided] = field(default_factory=list)
    id: UUID = field(default_factory=uuid4)

    @property
    def decisions(self) -> Sequence[Decided]:
        return [one for one in self.entries if isinstance(one, Decided)]


def moment_of(now: float) -> datetime:
    return _EPOCH + timedelta(microseconds=_whole(now))


def written(chunk: Chunk, node: str) -> StoredChunk:
    decisions = chunk.decisions
    began = _whole(decisions[0].now)
    head = {"policy": asdict(chunk.policy), "snapshot": chunk.snapshot, "began": began}
    lines = [head, *(_entry(one, began) for one in chunk.entries)]
    content = zlib.compress(b"\n".join(map(orjson.dumps, lines)))
    return StoredChunk(
        id=chunk.id,
        campaign_id=chunk.campaign_id,
        node=node,
        from_at=decisions[0].at,
        to_at=decisions[-1].at,
        format=FORMAT,
        content=content,
    )


def read(stored: StoredChunk) -> Chunk:
    """
    Raises:
        UnreadableChunk: it is of another format, or broken.
    """
    if stored.format != FORMAT:
        raise UnreadableChunk(f"format {stored.format}")
    try:
        head, *lines = map(orjson.loads, zlib.decompress(stored.content).split(b"\n"))
        policy, began = PacingPolicy(**head["policy"]), int(head["began"])
        entries = [
            _news(line, began) if line[0] in _KINDS else _decided(line, began, policy) for line in lines
        ]
    except (LookupError, TypeError, ValueError, zlib.error) as error:
        raise UnreadableChunk(str(error)) from error
    return Chunk(stored.campaign_id, policy, head["snapshot"], entries, stored.id)


_LETTERS: Final = {
    PacingNewsKind.ANSWERED: "a",
    PacingNewsKind.UNANSWERED: "u",
    PacingNewsKind.ABANDONED: "x",
    PacingNewsKind.TALK_ENDED: "t",
    PacingNewsKind.WRAP_UP_ENDED: "w",
}
_KINDS: Final = {letter: kind for kind, letter in _LETTERS.items()}
_DECISION: Final = "d"


def _entry(entry: News | Decided, began: int) -> list[Any]:
    if isinstance(entry, News):
        now, seconds = _whole(entry.now) - began, _whole(entry.seconds)
        return [_LETTERS[entry.kind], now, seconds, *([entry.outcome] if entry.outcome else [])]
    inputs, floor, decision = entry.inputs, entry.inputs.floor, entry.decision
    return [
        _DECISION,
        _whole(floor.now) - began,
        "".join(map(str, floor.operator_state.tolist())),
        _moments(floor.operator_since, began),
        np.flatnonzero(floor.operator_leaving).tolist(),
        _moments(floor.ringing_since, began),
        _moments(floor.waiting_since, began),
        [floor.answered, floor.abandoned, floor.launched, floor.max_new],
        [inputs.mode, inputs.idle, inputs.abandon_rate],
        [decision.calls, decision.reason, decision.predicted, entry.launched, entry.limited_by],
    ]


def _news(line: list[Any], began: int) -> News:
    letter, now, seconds, *outcome = line
    return News(_KINDS[letter], _seconds(now + began), _seconds(seconds), outcome[0] if outcome else None)


def _decided(line: list[Any], began: int, policy: PacingPolicy) -> Decided:
    _, now, states, since, leaving, ringing, waiting, counted, inputs, decision = line
    answered, abandoned, launched, max_new = counted
    mode, idle, abandon_rate = inputs
    # Earlier versions wrote less of what came of it.
    calls, reason, predicted, *came_of_it = decision
    was_launched, limit = (*came_of_it, None, None)[:2]
    floor = Floor(
        now=_seconds(now + began),
        operator_state=np.array(list(map(int, states)), dtype=np.int8),
        operator_since=_floats(since, began),
        operator_leaving=np.isin(np.arange(len(states)), leaving),
        ringing_since=_floats(ringing, began),
        waiting_since=_floats(waiting, began),
        answered=answered,
        abandoned=abandoned,
        launched=launched,
        max_new=max_new,
    )
    return Decided(
        PaceInputs(floor, DialMode(mode), idle, abandon_rate, policy.abandon_limit),
        PaceDecision(calls, PaceReason(reason), predicted),
        was_launched,
        LineLimit(limit) if limit is not None else None,
    )


def _moments(moments: np.ndarray, began: int) -> list[int]:
    return list(map(int, np.rint(moments * _MICROSECONDS).astype(np.int64) - began))


def _floats(moments: Sequence[int], began: int) -> np.ndarray:
    return (np.array(moments, dtype=np.int64) + began) / _MICROSECONDS


def _whole(seconds: float) -> int:
    return round(seconds * _MICROSECONDS)


def _seconds(whole: int) -> float:
    return whole / _MICROSECONDS
