"""The abandon account: what the law still lets us lose, and what risk the next call may therefore run.

Every person who answers pays in the limit (0.03), every abandoned call takes 1. While the balance is not
negative the day so far is lawful, whenever it may end. A launched call cannot be called back, so the account
is steered to a small reserve that covers the calls already ringing.
"""

from dataclasses import dataclass
from typing import Final

_RISK_AT_RESERVE: Final = 0.03
"""About the risk of the last call at which simulated floors of 5 to 200 operators lose 3 %."""
_MOST_RISK: Final = 0.15
_ONE_CALL: Final = 1.0
_LEAST_RESERVE: Final = 4.0
_SHARE_OF_ANSWERS_DUE: Final = 0.5
_OPENING_CREDIT: Final = 2.0
_CREDIT_ENDS_AFTER_ANSWERS: Final = 100


@dataclass(frozen=True, slots=True)
class AbandonAccount:
    """All in calls."""

    limit: float
    answered: int
    abandoned: int
    as_good_as_lost: float
    """In flight or waiting, and to be expected to find nobody."""
    answers_due: float
    """Expected of all calls that ring. Should people answer twice as often from now on, about so many more
    than foreseen are lost before anything can be done."""

    @property
    def balance(self) -> float:
        """What may still be lost; the first answers of a window are given a small credit that ends soon."""
        credit = _OPENING_CREDIT * max(0.0, 1 - self.answered / _CREDIT_ENDS_AFTER_ANSWERS)
        return self.limit * self.answered + credit - self.abandoned - self.as_good_as_lost

    @property
    def reserve(self) -> float:
        return _LEAST_RESERVE + _SHARE_OF_ANSWERS_DUE * self.answers_due

    def risk_allowed(self) -> float:
        """The chance of finding nobody that the next call may run; 0 allows only what is certain.

        It grows with the balance, which so finds the level at which as much is lost as is paid in.
        """
        # With less than one call left, the next abandoned call would break the limit.
        above_one = self.balance - _ONE_CALL
        return min(_MOST_RISK, max(0.0, _RISK_AT_RESERVE * above_one / self.reserve))
