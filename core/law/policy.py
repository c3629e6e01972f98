"""A dialling policy: everything a law asks of whoever dials by machine, as one document."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.law.hours import CallingHours
from core.questionnaires.document import Text

SAFE_HARBOUR_WITHIN_SECONDS: Final = 2.0


class GraceFrom(StrEnum):
    """From when on the wait for an operator is counted."""

    ANSWER = "answer"
    GREETING = "greeting"
    """From the end of the greeting, where it was listened for."""


class Policy(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    basis: Text = Text(ru="", en="")
    """The rules that it rests on, for whoever has to answer for it."""
    abandon_limit: float = Field(strict=True, ge=0, le=1)
    """Abandoned calls / calls answered by a person, at most."""
    abandon_window_days: Literal[1, 30]
    """Over which the limit must hold: a day of the call centre, or 30 of them."""
    grace_seconds: float = Field(strict=True, ge=0, le=30)
    """An answered person who has waited longer for an operator is abandoned."""
    grace_from: GraceFrom = GraceFrom.ANSWER
    minimum_ring_seconds: int = Field(strict=True, ge=0, le=120)
    """No unanswered call is given up earlier."""
    calling_hours: CallingHours
    attempts_per_day: int | None = Field(strict=True, ge=1, le=100)
    """Calls to one number in any 24 hours, by all campaigns together; None: as many as one likes."""
    attempts_per_week: int | None = Field(strict=True, ge=1, le=700)
    """The same in any seven days."""
    pause_after_abandonment_hours: int = Field(strict=True, ge=0, le=24 * 31)
    """For so long an abandoned number is called only if an operator waits for the answer."""
    machine_false_positive_rate: float = Field(strict=True, ge=0, le=1)
    """The share of detected machines that are people: they count as abandoned. The less time there is to
    listen, the higher it is (docs/decisions/0007-who-greets.md)."""

    safe_harbour: Mapping[Literal["ru", "en"], UUID] = Field(default={}, max_length=2)
    """The recorded message that an abandoned person hears, by the client's language; none: a plain sound."""
    safe_harbour_is_due: bool = Field(strict=True, default=False)
    """The law wants such a message, two seconds after the greeting at the latest."""

    @model_validator(mode="after")
    def _is_in_time(self) -> Self:
        if self.safe_harbour_is_due and self.grace_seconds > SAFE_HARBOUR_WITHIN_SECONDS:
            raise ValueError("a safe-harbour message that is due begins within two seconds")
        return self

    @property
    def lacks_safe_harbour(self) -> bool:
        return self.safe_harbour_is_due and not self.safe_harbour

    def safe_harbour_in(self, language: str) -> UUID:
        """In that language, or else in another; there must be one."""
        spoken = {str(one): message_id for one, message_id in self.safe_harbour.items()}
        return spoken.get(language) or next(iter(spoken.values()))

    def people_taken_for_machines(self, machines: int) -> float:
        """How many people are to be reckoned with among calls that ended as a machine's.

        Each of them answered, and was abandoned.
        """
        return machines * self.machine_false_positive_rate

    @property
    def pause_after_abandonment(self) -> timedelta:
        return timedelta(hours=self.pause_after_abandonment_hours)

    def ring_seconds(self, wanted: int) -> int:
        """How long a call rings that a campaign would give up after `wanted` seconds."""
        return max(wanted, self.minimum_ring_seconds)
