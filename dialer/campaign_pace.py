"""One campaign's pace: its pacer, what that is told, and the log of both."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from core.calls.state_machine import AnsweredBy, CallProgress, CallState
from core.operators.state_machine import OperatorNow, OperatorState
from core.pacing.look_back import PacingNewsKind
from core.trunks.figures import LineLimit
from dialer.forecast_check import ForecastCheck
from dialer.pace import PaceDecision, PaceInputs, decide_pace
from dialer.pacing import PacingPolicy, PredictivePacer
from dialer.pacing_log import Chunk, Decided, News
from dialer.snapshots import UnfitSnapshot

_CHUNK_SECONDS: Final = 60.0
_MOST_ENTRIES: Final = 5_000
_LEARNED_LASTS_SECONDS: Final = 3600.0
"""After a longer rest people may answer quite otherwise: what was learned is then a worse start than none."""

ChunkListener = Callable[[Chunk], None]


class CampaignPace:
    def __init__(self, campaign_id: UUID, policy: PacingPolicy, log: ChunkListener) -> None:
        """`log` is given every chunk that is complete."""
        self._campaign_id = campaign_id
        self._log = log
        self._chunk: Chunk | None = None
        self._decided_at: float | None = None
        self._decided: Decided | None = None
        self.policy = policy
        self.pacer = PredictivePacer(policy)
        self.check = ForecastCheck()

    def learn_from(self, pacer: PredictivePacer, decided_at: float) -> None:
        """Go on from what another pacer has learned, whose last decision was then.

        Of a policy with another ring timeout nothing can be taken over.
        """
        try:
            self.pacer = PredictivePacer.restored(self.policy, pacer.snapshot())
        except UnfitSnapshot:
            return
        self._decided_at = decided_at

    def succeed(self, before: "CampaignPace") -> None:
        """Take the place of another pace of the same campaign, whose policy was altered."""
        before.close_chunk()
        if before._decided_at is not None:
            self.learn_from(before.pacer, before._decided_at)

    def decide(self, inputs: PaceInputs) -> PaceDecision:
        now = inputs.floor.now
        if self._decided_at is not None and not 0 <= now - self._decided_at < _LEARNED_LASTS_SECONDS:
            self.close_chunk()
            self.pacer = PredictivePacer(self.policy)
        self._decided_at = now
        chunk = self._chunk_at(now)
        decision = decide_pace(inputs, self.pacer)
        self._decided = Decided(inputs, decision)
        chunk.entries.append(self._decided)
        grounds = self.pacer.grounds
        if grounds is not None:
            self.check.foretell(now, grounds, decision.calls)
        return decision

    def launched(self, calls: int, limit: LineLimit | None) -> None:
        """So many calls came of the last decision, and this kept it from more."""
        if self._decided is not None:
            self._decided.launched, self._decided.limited_by = calls, limit
            self.check.launched(self._decided.now, calls)

    def close_chunk(self) -> None:
        """Nothing more is decided for a while: hand over what there is of the log."""
        if self._chunk is not None:
            self._log(self._chunk)
            self._chunk = None

    def call_changed(self, before: CallProgress, now: CallProgress, at: datetime) -> None:
        if before.state in {CallState.ORIGINATING, CallState.RINGING} and now.state is not before.state:
            self._resolved(now, at)
        if now.state is CallState.ENDED and now.connected_at is None and now.counts_as_answered:
            waited_seconds = (at - (now.waits_since or at)).total_seconds()
            self._hear(PacingNewsKind.ABANDONED, at, waited_seconds)

    def operator_changed(self, before: OperatorNow, now: OperatorNow) -> None:
        if now.state is before.state:
            return
        seconds = (now.since_at - before.since_at).total_seconds()
        if before.state is OperatorState.ON_CALL:
            self._hear(PacingNewsKind.TALK_ENDED, now.since_at, seconds)
        if before.state is OperatorState.WRAP_UP:
            self._hear(PacingNewsKind.WRAP_UP_ENDED, now.since_at, seconds)
            if now.state is OperatorState.AVAILABLE:
                self.check.freed(now.since_at.timestamp())

    def _resolved(self, call: CallProgress, at: datetime) -> None:
        if call.state is CallState.RINGING:
            return
        ring_seconds = (at - call.placed_at).total_seconds()
        if call.answered_by is AnsweredBy.PERSON:
            self._hear(PacingNewsKind.ANSWERED, at, ring_seconds)
            self.check.answered(at.timestamp(), call.placed_at.timestamp())
        else:
            outcome = "machine" if call.answered_by is AnsweredBy.MACHINE else str(call.outcome or "failed")
            self._hear(PacingNewsKind.UNANSWERED, at, ring_seconds, outcome)

    def _hear(self, kind: PacingNewsKind, at: datetime, seconds: float, outcome: str | None = None) -> None:
        news = News(kind, at.timestamp(), max(0.0, seconds), outcome)
        if self._chunk is not None:
            self._chunk.entries.append(news)
        news.tell(self.pacer)

    def _chunk_at(self, now: float) -> Chunk:
        chunk = self._chunk
        if chunk is not None:
            is_full = len(chunk.entries) >= _MOST_ENTRIES
            if is_full or not 0 <= now - chunk.entries[0].now < _CHUNK_SECONDS:
                self.close_chunk()
        if self._chunk is None:
            self._chunk = Chunk(self._campaign_id, self.policy, self.pacer.snapshot())
        return self._chunk
