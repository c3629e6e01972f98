"""What becomes of a call that an answering machine takes."""

from enum import StrEnum
from typing import Final

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
    """An operator gets it, as a person's."""

    @property
    def ends_the_call(self) -> bool:
        """Whether a person who is taken for a machine is lost by it."""
        return self in (MachineAction.HANG_UP, MachineAction.MESSAGE)


def listened_seconds(*, grace_from_greeting: bool) -> float:
    """How much of the grace time may be over when it is clear that a person has answered."""
    return _FROM_GREETING_SECONDS if grace_from_greeting else _FROM_ANSWER_SECONDS
