"""A campaign's pace of the last quarter of an hour: what its charts show to whoever opens them late."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from core.floor.figures import PaceFigures

KEPT_FOR: Final = timedelta(minutes=15)
KEPT_EVERY: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class PaceMoment:
    at: datetime
    pace: PaceFigures


class PaceHistories:
    """Of every campaign that dials or did so within the quarter of an hour; oldest first."""

    def __init__(self) -> None:
        self._moments: dict[UUID, deque[PaceMoment]] = {}
        self._kept_at: datetime | None = None

    def keep(self, paces: Mapping[UUID, PaceFigures], at: datetime) -> None:
        """May be told as often as one likes; of five seconds one moment is kept."""
        if self._kept_at is not None and at - self._kept_at < KEPT_EVERY:
            return
        self._kept_at = at
        for campaign_id, pace in paces.items():
            self._moments.setdefault(campaign_id, deque()).append(PaceMoment(at, pace))
        for campaign_id, moments in list(self._moments.items()):
            while moments and moments[0].at <= at - KEPT_FOR:
                moments.popleft()
            if not moments:
                del self._moments[campaign_id]

    def of(self, campaign_id: UUID) -> Sequence[PaceMoment]:
        return list(self._moments.get(campaign_id, ()))
