"""Which channel is each line's leg: what turns news of channels into news of lines."""

from collections.abc import Collection, Mapping

from core.telephony.port import LineDown, LineId, LineUp
from pbx.ami.translate import LegGone, LegNews, LegTalks, LegWaits


class Lines:
    def __init__(self) -> None:
        self._legs: dict[LineId, str] = {}
        self._talking: set[LineId] = set()

    @property
    def up(self) -> Collection[LineId]:
        return frozenset(self._legs)

    def leg_of(self, line_id: LineId) -> str | None:
        return self._legs.get(line_id)

    def is_talking(self, line_id: LineId) -> bool:
        """Whether its leg is joined to a customer."""
        return line_id in self._talking

    def replace(self, legs: Mapping[LineId, str], talking: Collection[LineId]) -> None:
        """All that is so at the moment of a snapshot."""
        self._legs = dict(legs)
        self._talking = set(talking)

    def apply(self, news: LegNews) -> LineUp | LineDown | None:
        """Remember, and say what it means for the line; None: it is up as it was before."""
        match news:
            case LegWaits(line_id, leg, at):
                was = self._legs.get(line_id)
                self._legs[line_id] = leg
                self._talking.discard(line_id)
                return LineUp(line_id, at) if was is None else None
            case LegTalks(line_id, leg) if self._legs.get(line_id) == leg:
                self._talking.add(line_id)
                return None
            case LegGone(line_id, leg, at) if self._legs.get(line_id) == leg:
                del self._legs[line_id]
                self._talking.discard(line_id)
                return LineDown(line_id, at)
            case LegTalks() | LegGone():
                return None
