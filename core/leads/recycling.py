"""When a lead that reached nobody is tried again: a campaign's rules, one for each ending. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.calls.state_machine import CallOutcome

_LONGEST_WAIT_SECONDS: Final = 30 * 24 * 3600


class Ending(StrEnum):
    """How an attempt ended that did not settle the lead: the call's outcome, or a verdict."""

    NO_ANSWER = CallOutcome.NO_ANSWER.value
    BUSY = CallOutcome.BUSY.value
    FAILED = CallOutcome.FAILED.value
    MACHINE = CallOutcome.MACHINE.value
    ABANDONED = CallOutcome.ABANDONED.value
    VERDICT = "verdict"
    """An operator asked for another try."""
    SKIPPED = "skipped"
    """An operator to whom it was offered did not have it dialled; no attempt at all."""


class RecyclingRule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    after: Ending
    wait_seconds: Annotated[int, Field(strict=True, ge=0, le=_LONGEST_WAIT_SECONDS)]
    times: Annotated[int, Field(strict=True, ge=1, le=99)] = 99
    """How many attempts of one lead may end so and still be followed by another."""


class Recycling(BaseModel):
    """The rules of one campaign. An ending without a rule closes the lead."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: Annotated[tuple[RecyclingRule, ...], Field(max_length=len(Ending))]
    next_number_seconds: Annotated[int, Field(strict=True, ge=0, le=_LONGEST_WAIT_SECONDS)] = 300
    """How long after a fruitless attempt the client's next number is tried, when there is one."""

    @model_validator(mode="after")
    def _one_rule_for_each_ending(self) -> Self:
        if len({rule.after for rule in self.rules}) < len(self.rules):
            raise ValueError("there is more than one rule for the same ending")
        return self

    def next_attempt_at(
        self,
        ending: Ending,
        counts: Mapping[str, int],
        *,
        attempts: int,
        max_attempts: int,
        ended_at: datetime,
        has_fresh_number: bool = False,
    ) -> datetime | None:
        """When to try again; None: never.

        `counts` says how many attempts of this lead have had which ending, this one included.
        `has_fresh_number`: another number of the client is next in order and not yet tried this round.
        """
        if attempts >= max_attempts:
            return None
        if has_fresh_number:
            return ended_at + timedelta(seconds=self.next_number_seconds)
        rule = self._rule(ending, counts)
        return ended_at + timedelta(seconds=rule.wait_seconds) if rule is not None else None

    def rest_after(self, ending: Ending, counts: Mapping[str, int]) -> timedelta:
        """For how long a number is left alone that was tried, whatever becomes of its lead meanwhile."""
        rule = self._rule(ending, counts)
        return timedelta(seconds=rule.wait_seconds if rule is not None else _LONGEST_WAIT_SECONDS)

    def _rule(self, ending: Ending, counts: Mapping[str, int]) -> RecyclingRule | None:
        """None: such an ending, or so many of them, are not followed by another attempt."""
        rule = next((rule for rule in self.rules if rule.after is ending), None)
        return None if rule is None or counts.get(ending, 0) > rule.times else rule


STANDARD: Final = Recycling(
    rules=(
        RecyclingRule(after=Ending.NO_ANSWER, wait_seconds=4 * 3600),
        RecyclingRule(after=Ending.BUSY, wait_seconds=15 * 60),
        RecyclingRule(after=Ending.FAILED, wait_seconds=4 * 3600, times=2),
        RecyclingRule(after=Ending.MACHINE, wait_seconds=4 * 3600),
        RecyclingRule(after=Ending.ABANDONED, wait_seconds=4 * 3600),
        RecyclingRule(after=Ending.VERDICT, wait_seconds=4 * 3600),
        RecyclingRule(after=Ending.SKIPPED, wait_seconds=3600),
    )
)
