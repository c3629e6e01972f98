"""Which channel is each line's leg: what turns news of channels into news of lines."""

from collections.abc import Collection, Mapping

from core.telephony.port import LineDown, LineId, LineUp
from pbx.ami.translate import LegGone, LegNews, LegWaits


class Lines:
    def __init__(self) -> None:
        self._legs: dict[LineId, str] = {}

    @property
    def up(self) -> Collection[LineId]:
        return frozenset(self._legs)

    def leg_of(self, line_id: LineId) -> str | None:
        return self._legs.get(line_id)

    def replace(self, legs: Mapping[LineId, str]) -> None:
        """All that is so at the moment of a snapshot."""
        self._legs = dict(legs)

    def apply(self, news: LegNews) -> LineUp | LineDown | None:
        """Remember, and say what it means for the line; None: a leg came back, or an old one is gone."""
        match news:
            case LegWaits(line_id, leg, at):
                was = self._legs.get(line_id)
                self._legs[line_id] = leg
                return LineUp(line_id, at) if was is None else None
            case LegGone(line_id, leg, at) if self._legs.get(line_id) == leg:
                del self._legs[line_id]
                return LineDown(line_id, at)
            case LegGone():
                return None
