"""The abandon account: what the law still lets us lose, and what risk the next call may therefore run.

Every person who answers pays in the limit (0.03), every abandoned call takes 1. While the balance is not
negative the day so far is lawful, whenever it may end. A launched call cannot be called back and chance is
not even, so the account is steered to a reserve: a cushion for bad luck, which is like the square root of
all that was paid in, and something for the calls that already ring. As a share of the answered calls the
reserve shrinks with every hour.

On a floor of ten or fewer a day has so few answers that a reserve would be a tenth of all it may lose. There
the balance is steered nearly to nothing instead: the rate is close below the limit in the mean of days, and
a single day may end a tenth of a percent beyond it.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

_RISK_AT_RESERVE: Final = 0.03
"""Simulated floors of 5 to 200 operators lose about 1.2 times the risk that the last call may run."""
_MOST_RISK: Final = 0.10
_LEAST_RISK: Final = 0.0005
_LEAST_RESERVE: Final = 2.0
_SHARE_OF_SQUARE_ROOT: Final = 0.5
_SHARE_OF_ANSWERS_DUE: Final = 0.5
_SMALL_FLOOR_OPERATORS: Final = (10, 20)
_SMALL_FLOOR_PAID_IN: Final = 15.0
_MOST_OVERDRAFT: Final = 0.8
"""Of the reserve. With all of it the mean of days would be the limit itself, and every other day beyond."""
_ANSWERS_CREDITED: Final = 2 / 0.03
"""What pays for two calls under the usual limit; under a limit of nothing it pays for none."""
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
    operators: int
    """The most that were ever staffed."""

    @property
    def paid_in(self) -> float:
        """Before the first answers of a day some are credited, and no longer soon after."""
        credited = _ANSWERS_CREDITED * max(0.0, 1 - self.answered / _CREDIT_ENDS_AFTER_ANSWERS)
        return self.limit * (self.answered + credited)

    @property
    def balance(self) -> float:
        """What may still be lost."""
        return self.paid_in - self.abandoned - self.as_good_as_lost

    @property
    def reserve(self) -> float:
        cushion = _SHARE_OF_SQUARE_ROOT * sqrt(self.paid_in)
        return _LEAST_RESERVE + cushion + _SHARE_OF_ANSWERS_DUE * self.answers_due

    @property
    def overdraft(self) -> float:
        """The share of the reserve by which the balance may be below what large floors keep."""
        small, large = _SMALL_FLOOR_OPERATORS
        smallness = min(1.0, max(0.0, (large - self.operators) / (large - small)))
        return _MOST_OVERDRAFT * smallness * min(1.0, self.paid_in / _SMALL_FLOOR_PAID_IN)

    def risk_allowed(self) -> float:
        """The chance of finding nobody that the next call may run; 0 allows only what is certain.

        It is in proportion to the balance above one call, so the balance finds the level at which as much is
        lost as is paid in. An empty account still allows a risk far below the limit: it is paid
        back almost as fast as by progressive dialling, and without the idle operators whose sudden end
        would cost more. Under a limit of nothing there is nothing that could pay it back.
        """
        if self.limit <= 0 or self.balance < -self.reserve:
            return 0.0
        filled = (self.balance - 1) / self.reserve + self.overdraft
        return min(_MOST_RISK, max(_LEAST_RISK, _RISK_AT_RESERVE * filled))
