"""One campaign's decision how many calls to launch, by its mode and its pacer, and why so many. Pure."""

from dataclasses import dataclass

from core.campaigns.models import DialMode
from core.floor.figures import PaceReason
from dialer.operator_shares import FEWEST_OPERATORS
from dialer.pacing import Floor, PredictivePacer


@dataclass(frozen=True, slots=True)
class PaceInputs:
    """All that a decision looks at, beside what the pacer has learned."""

    floor: Floor
    mode: DialMode
    idle: int
    """Operators who are available and have no call coming."""
    abandon_rate: float
    """By the tally that binds, that of the policy's window or that of today (`core/law/binding.py`)."""
    abandon_limit: float


@dataclass(frozen=True, slots=True)
class PaceDecision:
    calls: int
    reason: PaceReason
    predicted: int
    """What the pacer would launch, whether it is followed or not."""

    def is_cut_at(self, most: int, *, idle: int) -> bool:
        """Whether it would be more calls if more than `most` were allowed."""
        follows = self.reason is PaceReason.PREDICTED
        return idle > most or (follows and self.predicted >= most > 0)


def decide_pace(inputs: PaceInputs, pacer: PredictivePacer) -> PaceDecision:
    predicted = pacer.decide(inputs.floor)
    certain = min(inputs.idle, inputs.floor.max_new)
    reason = _reason(inputs, pacer)
    return PaceDecision(_calls(reason, certain, predicted), reason, predicted)


def _calls(reason: PaceReason, certain: int, predicted: int) -> int:
    match reason:
        case PaceReason.PREVIEW_MODE:
            # Operators have them dialled one by one.
            return 0
        case PaceReason.PREDICTED:
            return max(certain, predicted)
        case _:
            return certain


def _reason(inputs: PaceInputs, pacer: PredictivePacer) -> PaceReason:
    grounds = pacer.grounds
    if inputs.mode is DialMode.PREVIEW:
        return PaceReason.PREVIEW_MODE
    if inputs.mode is DialMode.PROGRESSIVE:
        return PaceReason.PROGRESSIVE_MODE
    if inputs.abandon_limit <= 0:
        return PaceReason.NOTHING_MAY_BE_LOST
    if inputs.floor.staffed < FEWEST_OPERATORS:
        return PaceReason.FEW_OPERATORS
    if grounds is None or grounds.has_seen_too_little:
        return PaceReason.FEW_CALLS_SEEN
    # By the rate and not by the floor's whole calls: of people among machines less than half a one is a loss.
    if inputs.abandon_rate >= inputs.abandon_limit:
        return PaceReason.ACCOUNT_EMPTY
    return PaceReason.PREDICTED
