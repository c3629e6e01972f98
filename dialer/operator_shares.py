"""Which of several campaigns counts on which operator. Pure.

Two forecasts that count on the same person would each launch calls for that person, so everybody is dealt to
one campaign. Campaigns that forecast get as many each, and an older one goes before a younger one where there
are not enough for both: two forecasts of two operators each are none, one of four is one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

FEWEST_OPERATORS: Final = 3
"""Of fewer nothing can be forecast."""


@dataclass(frozen=True, slots=True)
class Employable:
    """An operator, and the campaigns that could count on them: at least one, the oldest first."""

    operator_id: UUID
    campaigns: Sequence[UUID]
    is_away: bool = False
    """For longer than a moment: dealt out too, but no campaign can forecast by them."""


def deal_out(operators: Sequence[Employable], forecasting: Sequence[UUID]) -> dict[UUID, UUID]:
    """The campaign of each operator; `forecasting`: the campaigns that would forecast, the oldest first.

    Campaign by campaign one more is provided for, as long as that leaves enough to each before it. Whoever
    works on any of those is dealt to one of them; nobody else makes a difference to a forecast. The same
    people are always dealt out in the same way, whatever they are doing.
    """
    present = [one for one in operators if not one.is_away]
    provided: list[UUID] = []
    for campaign_id in forecasting:
        attempt = [*provided, campaign_id]
        counts = Counter(_dealt(present, attempt).values())
        if all(counts[one] >= FEWEST_OPERATORS for one in attempt):
            provided = attempt
    return _dealt(operators, provided)


def _dealt(operators: Sequence[Employable], provided: Sequence[UUID]) -> dict[UUID, UUID]:
    """In an order that stays, each goes to whichever has the fewest yet, of several to the first."""
    choices: dict[UUID, Sequence[UUID]] = {
        one.operator_id: [each for each in one.campaigns if each in provided] or one.campaigns
        for one in operators
    }
    counts: Counter[UUID] = Counter()
    dealt = {}
    for one in sorted(
        operators, key=lambda one: (one.is_away, len(choices[one.operator_id]), one.operator_id)
    ):
        chosen = min(choices[one.operator_id], key=lambda each: counts[each])
        counts[chosen] += 1
        dealt[one.operator_id] = chosen
    return dealt
