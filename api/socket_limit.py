"""How many websockets of one kind a user may have open at once: a few tabs, and no flood."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID


class TooManySockets(Exception):
    """The user has as many open as there may be."""


class SocketLimit:
    def __init__(self, most_per_user: int) -> None:
        self._most_per_user = most_per_user
        self._open: Counter[UUID] = Counter()

    @contextmanager
    def place(self, user_id: UUID) -> Iterator[None]:
        """
        Raises:
            TooManySockets: there is no place for one more.
        """
        if self._open[user_id] >= self._most_per_user:
            raise TooManySockets
        self._open[user_id] += 1
        try:
            yield
        finally:
            self._open[user_id] -= 1
            if not self._open[user_id]:
                del self._open[user_id]
