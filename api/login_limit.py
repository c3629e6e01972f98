"""How often a log-in may be tried: a guesser is slowed down, a colleague is not locked out."""

from datetime import datetime
from typing import Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from core.errors import TooManyAttempts

# By login, against guessing one password; by address, against trying one password on every login.
_PER_LOGIN: Final = RateLimitItemPerMinute(10)
_PER_ADDRESS: Final = RateLimitItemPerMinute(120)


class LoginLimit:
    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, login: str, address: str, now: datetime) -> None:
        """Count one attempt.

        Raises:
            TooManyAttempts: this one is over the limit and is not to be looked at.
        """
        for item, key in ((_PER_LOGIN, f"login:{login.lower()}"), (_PER_ADDRESS, f"address:{address}")):
            if not self._limiter.hit(item, key):
                reset_at = self._limiter.get_window_stats(item, key).reset_time
                wait_seconds = max(1, round(reset_at - now.timestamp()))
                raise TooManyAttempts(retry_after_seconds=wait_seconds)
