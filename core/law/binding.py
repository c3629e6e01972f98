"""Which tally binds the dialler: that of the policy's window, or that of today.

A law's window may be a month, and be cut anywhere: "each successive 30-day period or portion thereof"
(16 CFR 310.4(b)(4)(i)). Where every single day keeps to the limit, every run of days does. So each day has to
do with what its own answers allow: what earlier days left over is not spent, and what they lost too much is
made up for.
"""

from dataclasses import dataclass

from core.law.tally import CountedTally


@dataclass(frozen=True, slots=True)
class WindowAndToday:
    """What was counted of one campaign; of a window of one day both are the same."""

    window: CountedTally
    today: CountedTally

    def binding(self, limit: float) -> CountedTally:
        """The one that leaves less to be lost. All day long it is the same one: what happens is in both."""
        return min(self.today, self.window, key=lambda tally: tally.left_of(limit))

    def owed(self, limit: float) -> float:
        """What the earlier days of the window lost beyond the limit, in calls: today's answers pay for it."""
        return max(0.0, self.today.left_of(limit) - self.window.left_of(limit))
