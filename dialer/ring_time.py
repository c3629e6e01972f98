"""How long a call rings before it is given up. Pure.

What a campaign and its policy say is said of ringing, and a carrier needs some seconds to let a telephone
ring. So whoever rings is given up by us, so long after the first ring (`dialer/ring_watch.py`), and the
exchange gives up what has not been answered by a later moment: a call that is never heard to ring, and
every one whose switchboard has died.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from core.calls.state_machine import CallProgress
from core.campaigns.models import Campaign
from core.law.policy import Policy

SET_UP_SECONDS: Final = 10
"""From the launch to the first ring, at most: mobile networks take 4 to 6."""


@dataclass(frozen=True, slots=True)
class RingTime:
    longest_seconds: int
    """What rings is given up after that."""
    minimum_seconds: int = 0
    """Nobody's telephone falls silent earlier, though nobody wants the call any more."""

    @classmethod
    def of(cls, campaign: Campaign, policy: Policy) -> Self:
        return cls(policy.ring_seconds(campaign.ring_seconds), policy.minimum_ring_seconds)

    @property
    def unanswered_seconds(self) -> int:
        """From the launch until the exchange gives the call up, by whatever was heard of it."""
        return self.longest_seconds + SET_UP_SECONDS

    def is_over(self, call: CallProgress, now: datetime) -> bool:
        """Whether the call has rung for as long as it may; never of one that is not heard to ring."""
        return call.ringing_at is not None and now >= _after(call.ringing_at, self.longest_seconds)

    def may_end_early(self, call: CallProgress, now: datetime) -> bool:
        """Whether a call that nobody wants any more may be given up: it has rung for the minimum.

        Carriers do not always say that it rings: not heard to, it rings since the last moment at which it may
        have begun.
        """
        if not self.minimum_seconds:
            return True
        began_at = call.ringing_at or _after(call.placed_at, SET_UP_SECONDS)
        return now >= _after(began_at, self.minimum_seconds)


def _after(moment: datetime, seconds: int) -> datetime:
    return moment + timedelta(seconds=seconds)
