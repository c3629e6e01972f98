"""How many calls to launch now: predictive pacing.

Of every further call we ask: if a person answers it, how likely is no operator free within the grace time?
We launch as long as that risk stays below what the abandon account allows, and never less than progressive
dialling would. `dialer/forecast.py` and `dialer/surplus.py` know the risk, `dialer/account.py` what is
allowed. Pure: no clock, no I/O, no chance; the same news in the same order give the same decisions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Final

import numpy as np

from dialer.account import AbandonAccount
from dialer.forecast import CountedByAge, Forecaster, Outlook
from dialer.ringing import OTHER, PERSON
from dialer.snapshots import Snapshot, UnfitSnapshot
from dialer.surplus import Surplus

AVAILABLE, TALKING, WRAP_UP, PAUSED = range(4)
"""What `Floor.operator_state` says."""

_LAUNCHES_PER_OPERATOR: Final = 2
"""In one decision: after a change of everything it takes some seconds to ring all the numbers one could."""
SNAPSHOT_VERSION: Final = 1
_LEAST_ANSWERS: Final = 10
_LEAST_TALKS: Final = 5


@dataclass(frozen=True, slots=True)
class PacingPolicy:
    """
    Raises:
        ValueError: one of the values is none by which a call could ring, be waited for or be counted.
    """

    abandon_limit: float = 0.03
    """Abandoned / answered by a person."""
    grace_seconds: float = 2.0
    """An answered call may wait this long for an operator."""
    ring_timeout_seconds: float = 25.0

    def __post_init__(self) -> None:
        # Written so that what is no number is refused as well.
        if not 0 <= self.abandon_limit <= 1:
            raise ValueError(f"abandon_limit is not a share: {self.abandon_limit}")
        if not 0 <= self.grace_seconds < inf:
            raise ValueError(f"grace_seconds is not finite, or below 0: {self.grace_seconds}")
        if not 0 < self.ring_timeout_seconds < inf:
            raise ValueError(
                f"ring_timeout_seconds is not finite, or not above 0: {self.ring_timeout_seconds}"
            )


@dataclass(frozen=True, slots=True)
class Floor:
    """The call floor at one moment."""

    now: float
    """Seconds, monotonic."""
    operator_state: np.ndarray
    """int8 per operator: 0 available, 1 talking, 2 wrap-up, 3 paused."""
    operator_since: np.ndarray
    """float: when the operator entered that state."""
    operator_leaving: np.ndarray
    """bool: will pause or log out after this call, where known."""
    ringing_since: np.ndarray
    """float, ascending: launch times of calls not yet resolved."""
    waiting_since: np.ndarray
    """float, ascending: answered, no operator yet."""
    answered: int
    """Answered by a person in the accounting window so far."""
    abandoned: int
    """Of these, not connected within the grace time."""
    launched: int
    max_new: int
    """What lines, calls per second and leads still allow."""

    @property
    def staffed(self) -> int:
        return int(np.count_nonzero(self.operator_state != PAUSED))


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a decision was made of, beside the floor: the forecast and the account."""

    has_seen_too_little: bool
    """A forecast would be no better than a guess: progressive dialling it is."""
    outlook: Outlook
    answer_rate: float
    """The chance that a person answers a call launched now."""
    answers_due: float
    """Of all calls that ring."""
    balance: float
    """Of the abandon account: what may still be lost."""
    reserve: float
    """The balance it is steered to."""
    risk_allowed: float
    """The chance of finding nobody that a call may run: the price of the account."""
    risk_of_last: float | None
    """Of the last call that was launched; None: none was."""
    risk_of_next: float
    """Of the first call that was not."""


class PredictivePacer:
    """Decides about twice a second, and learns from what it is told in between."""

    def __init__(self, policy: PacingPolicy) -> None:
        self._policy = policy
        self._forecaster = Forecaster(policy.grace_seconds, policy.ring_timeout_seconds)
        self._began_at: float | None = None
        self._talks_ended = 0
        self._most_staffed = 0
        self._grounds: Callable[[], Grounds] | None = None

    @classmethod
    def restored(cls, policy: PacingPolicy, snapshot: Snapshot) -> "PredictivePacer":
        """One that goes on exactly as the one that the snapshot was taken of, under the same policy.

        Raises:
            UnfitSnapshot: it is of another version, or of another ring timeout.
        """
        pacer = cls(policy)
        try:
            if snapshot["version"] != SNAPSHOT_VERSION:
                raise UnfitSnapshot(f"version {snapshot['version']}")
            pacer._began_at = None if snapshot["began_at"] is None else float(snapshot["began_at"])
            pacer._talks_ended = int(snapshot["talks_ended"])
            pacer._most_staffed = int(snapshot["most_staffed"])
            pacer._forecaster.restore(snapshot["forecaster"])
        except (KeyError, TypeError, ValueError) as error:
            raise UnfitSnapshot(str(error)) from error
        return pacer

    def snapshot(self) -> Snapshot:
        """All that was learned, as JSON takes it."""
        return {
            "version": SNAPSHOT_VERSION,
            "began_at": self._began_at,
            "talks_ended": self._talks_ended,
            "most_staffed": self._most_staffed,
            "forecaster": self._forecaster.snapshot(),
        }

    @property
    def grounds(self) -> Grounds | None:
        """Of the last decision; None: there was none yet."""
        return self._grounds() if self._grounds else None

    def decide(self, floor: Floor) -> int:
        """Calls to launch now; called about twice a second."""
        if self._began_at is None:
            self._began_at = floor.now
        ages, rang = floor.now - floor.operator_since, floor.now - floor.ringing_since
        talking, wrapping_up = floor.operator_state == TALKING, floor.operator_state == WRAP_UP
        available = floor.operator_state == AVAILABLE
        busy = self._forecaster.count(ages[talking], ages[wrapping_up], rang)
        self._forecaster.look(floor.now, busy, rang)
        if floor.operator_leaving.any():
            staying = np.logical_not(floor.operator_leaving)
            available &= staying
            busy = self._forecaster.count(ages[talking & staying], ages[wrapping_up & staying], rang)

        certain = int(np.count_nonzero(available)) - len(floor.waiting_since)
        surplus = self._forecaster.surplus(certain, busy)
        account = self._account(floor, surplus, busy)
        calls = certain - len(floor.ringing_since)
        has_seen_too_little = self._has_seen_too_little(floor)
        if not has_seen_too_little:
            most = min(floor.max_new, _LAUNCHES_PER_OPERATOR * floor.staffed)
            predicted = surplus.launches(self._forecaster.fresh, account.risk_allowed(), most)
            calls = max(calls, predicted)
        calls = max(0, min(calls, floor.max_new))
        self._grounds = partial(self._grounds_of, calls, has_seen_too_little, surplus, account, busy)
        # After the decision: one more operator must never mean fewer calls now.
        self._most_staffed = max(self._most_staffed, floor.staffed)
        return calls

    def _account(self, floor: Floor, surplus: Surplus, busy: CountedByAge) -> AbandonAccount:
        return AbandonAccount(
            limit=self._policy.abandon_limit,
            answered=floor.answered,
            abandoned=floor.abandoned,
            as_good_as_lost=surplus.expected_shortage(),
            answers_due=self._forecaster.answers_due(busy),
            operators=self._most_staffed,
        )

    def _grounds_of(
        self,
        calls: int,
        has_seen_too_little: bool,
        surplus: Surplus,
        account: AbandonAccount,
        busy: CountedByAge,
    ) -> Grounds:
        risk_of_last, risk_of_next = surplus.risks(
            self._forecaster.fresh, np.array([max(0, calls - 1), calls])
        ).tolist()
        return Grounds(
            has_seen_too_little=has_seen_too_little,
            outlook=self._forecaster.outlook(busy),
            answer_rate=self._forecaster.answer_rate,
            answers_due=account.answers_due,
            balance=account.balance,
            reserve=account.reserve,
            risk_allowed=account.risk_allowed(),
            risk_of_last=risk_of_last if calls else None,
            risk_of_next=risk_of_next,
        )

    def on_answered(self, now: float, ring_seconds: float) -> None:
        self._forecaster.ring.end(ring_seconds, self._forecaster.unseen_seconds(now), PERSON)

    def on_unanswered(self, now: float, ring_seconds: float, outcome: str) -> None:
        """`outcome`: no_answer, busy, failed or machine. For pacing they are all alike."""
        self._forecaster.ring.end(ring_seconds, self._forecaster.unseen_seconds(now), OTHER)

    def on_abandoned(self, now: float, waited_seconds: float) -> None:
        """Nothing to learn: the account goes by `Floor.abandoned`."""

    def on_talk_ended(self, now: float, talk_seconds: float) -> None:
        self._talks_ended += 1
        self._forecaster.talk.seen.end(talk_seconds, self._forecaster.unseen_seconds(now))

    def on_wrap_up_ended(self, now: float, wrap_up_seconds: float) -> None:
        self._forecaster.wrap_up.seen.end(wrap_up_seconds, self._forecaster.unseen_seconds(now))

    def _has_seen_too_little(self, floor: Floor) -> bool:
        """Whether a forecast would be no better than a guess."""
        began_at = floor.now if self._began_at is None else self._began_at
        too_early = floor.now - began_at < 2 * self._policy.ring_timeout_seconds
        return too_early or floor.answered < _LEAST_ANSWERS or self._talks_ended < _LEAST_TALKS
