"""Holds forecasts against what came of them: operators who became free, people who answered. Pure."""

from collections import deque
from dataclasses import dataclass
from typing import Final

from dialer.forecast import Outlook
from dialer.pacing import Grounds

_EVERY_SECONDS: Final = 1.0
_SAME_DECISION_SECONDS: Final = 0.3
"""A call that is placed so soon after a forecast is one that the same decision launched."""
_KEPT_SECONDS: Final = 60.0


@dataclass(slots=True)
class Foretold:
    """One forecast, and what has come of it so far. Moments as the pacer's."""

    at: float
    outlook: Outlook
    answers: float
    """With the calls that the decision launched."""
    balance: float
    reserve: float
    """Of the abandon account at that moment."""
    freed_came: int = 0
    answers_came: int = 0

    def is_due(self, now: float) -> bool:
        return now >= self.at + self.outlook.freed_within_seconds


class ForecastCheck:
    def __init__(self) -> None:
        self._open: deque[Foretold] = deque()
        self.newest: Foretold | None = None
        self.due: Foretold | None = None
        """The newest of which everything has come that is to be counted."""

    def foretell(self, now: float, grounds: Grounds, launched: int) -> None:
        """A decision was made; of one in a second the forecast is kept."""
        while self._open and self._open[0].is_due(now):
            self.due = self._open.popleft()
        if self.newest is not None and self.newest.at <= now < self.newest.at + _EVERY_SECONDS:
            return
        if self.newest is not None and not now - _KEPT_SECONDS < self.newest.at <= now:
            # Nobody looked meanwhile, or time was set back.
            self._open.clear()
            self.due = None
        outlook = grounds.outlook
        answers = outlook.answers + launched * outlook.fresh_answer
        self.newest = Foretold(now, outlook, answers, grounds.balance, grounds.reserve)
        self._open.append(self.newest)

    def launched(self, now: float, calls: int) -> None:
        """What came of the decision of that moment: fewer calls than decided, where leads are short."""
        if self.newest is not None and self.newest.at == now:
            outlook = self.newest.outlook
            self.newest.answers = outlook.answers + calls * outlook.fresh_answer

    def answered(self, at: float, placed_at: float) -> None:
        for one in self._open:
            is_foretold = placed_at <= one.at + _SAME_DECISION_SECONDS
            one.answers_came += is_foretold and one.at < at <= one.at + one.outlook.horizon_seconds

    def freed(self, at: float) -> None:
        for one in self._open:
            one.freed_came += one.at < at <= one.at + one.outlook.freed_within_seconds
