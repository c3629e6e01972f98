"""What becomes of a call that an answering machine takes."""

from enum import StrEnum
from typing import Final

AMD_FALSE_POSITIVE_RATE: Final = 0.25
"""Of the calls that Asterisk's own `AMD()` takes for a machine's, as `amd.conf` has it, so many are people's
(docs/decisions/0007-who-greets.md)."""
_FROM_ANSWER_SECONDS: Final = 1.8
_FROM_GREETING_SECONDS: Final = 1.3
"""The pause that ends a greeting, or the patience with a person who says nothing."""


class MachineAction(StrEnum):
    OFF = "off"
    """Nobody listens: whoever answers counts as a person."""
    HANG_UP = "hang_up"
    MESSAGE = "message"
    """A recorded message after its beep."""
    OPERATOR = "operator"
    """An operator gets it, as a person's, if one is free: nobody apologises to a machine."""


def listened_seconds(*, grace_from_greeting: bool) -> float:
    """How much of the grace time may be over when it is clear that a person has answered."""
    return _FROM_GREETING_SECONDS if grace_from_greeting else _FROM_ANSWER_SECONDS
