"""How long a call rings before it is given up. Pure.

What a campaign and its policy say is said of ringing, and a carrier needs some seconds to let a telephone
ring. So whoever rings is given up by us, so long after the first ring (`dialer/ring_watch.py`), and whoever
is not heard to ring so long after the last moment at which it may have begun. The exchange gives up by itself
what nobody has answered by a later moment: every call whose switchboard has died.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from core.calls.state_machine import CallProgress
from core.campaigns.models import Campaign
from core.law.policy import Policy

SET_UP_SECONDS: Final = 10
"""From the launch to the first ring: mobile networks take 4 to 6. Not heard to ring by then, a call is
reckoned to ring nevertheless, as carriers do not always tell."""


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
    def unheard_seconds(self) -> int:
        """From the launch until we give up a call that is not heard to ring."""
        return self.longest_seconds + SET_UP_SECONDS

    @property
    def unanswered_seconds(self) -> int:
        """From the launch until the exchange gives the call up, by whatever was heard of it.

        A carrier may be so slow that a call is heard to ring just before we would have given it up: that
        telephone rings for the minimum, too.
        """
        return self.unheard_seconds + self.minimum_seconds

    def is_over(self, call: CallProgress, now: datetime) -> bool:
        """Whether the call has rung for as long as it may."""
        if call.ringing_at is None:
            return now >= _after(call.placed_at, self.unheard_seconds)
        return now >= _after(call.ringing_at, self.longest_seconds)

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
