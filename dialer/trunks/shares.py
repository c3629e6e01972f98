"""How campaigns share too few lines: whoever was cut short longest comes first. Pure."""

from collections.abc import Collection
from uuid import UUID


class LineShares:
    """Asked for each campaign once a round, in any order, and told what came of it."""

    def __init__(self) -> None:
        self._short: list[UUID] = []
        """Who wanted more lines than there were, whoever has gone without longest first."""
        self._asked: set[UUID] = set()

    def begin_round(self, campaigns: Collection[UUID]) -> None:
        self._short = [one for one in self._short if one in campaigns]
        self._asked.clear()

    def share(self, campaign_id: UUID, room: int) -> int:
        """How much of the room that is left in this round the campaign may use."""
        waiting = [one for one in self._short if one not in self._asked]
        if campaign_id not in waiting:
            waiting.append(campaign_id)
        each, rest = divmod(room, len(waiting))
        return each + (waiting.index(campaign_id) < rest)

    def settle(self, campaign_id: UUID, *, calls: int, wanted_more: bool) -> None:
        self._asked.add(campaign_id)
        was_short = campaign_id in self._short
        if was_short and (calls or not wanted_more):
            self._short.remove(campaign_id)
        if wanted_more and campaign_id not in self._short:
            self._short.append(campaign_id)
