"""What closed a lead. Whatever plans a lead's next attempt, or its end, writes it through here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self

from core.campaigns.dispositions import DispositionChoice, DispositionShown
from core.leads.models import Lead
from core.leads.recycling import Ending, Recycling


class ClosedBecause(StrEnum):
    TALKED = "talked"
    """Somebody was talked to; the operator's verdict will say what is next."""
    VERDICT = "verdict"
    """Detail: the disposition."""
    DO_NOT_CALL = "do_not_call"
    """Detail: the disposition by which the number was refused."""
    WRONG_NUMBER = "wrong_number"
    """The last of its numbers turned out to be wrong."""
    ATTEMPTS = "attempts"
    """Detail: how many its campaign allowed."""
    NO_RULE = "no_rule"
    """Its campaign plans nothing after such an ending. Detail: the ending."""
    RULE_USED_UP = "rule_used_up"
    """More attempts ended so than its campaign follows by another. Detail: the ending."""
    SKIPPED = "skipped"
    """Its campaign plans nothing more after a skip. Detail: the operator's reason; None: the time ran out."""


@dataclass(frozen=True, slots=True)
class Closing:
    because: ClosedBecause
    detail: str | None = None


TALKED: Final = Closing(ClosedBecause.TALKED)


def closed_after(ending: Ending, recycling: Recycling, *, attempts: int, max_attempts: int) -> Closing:
    """What to say of a lead to which its campaign's rules give no further attempt. Pure."""
    if attempts >= max_attempts:
        return Closing(ClosedBecause.ATTEMPTS, str(max_attempts))
    has_rule = any(rule.after is ending for rule in recycling.rules)
    return Closing(ClosedBecause.RULE_USED_UP if has_rule else ClosedBecause.NO_RULE, ending.value)


def planned(at: datetime | None, closing: Closing | None) -> dict[str, Any]:
    """The columns of a lead that is tried next at that moment; None: `closing` is what ends it. Pure."""
    kept = closing if at is None else None
    return {
        "next_attempt_at": at,
        "closed_because": kept.because.value if kept else None,
        "closed_detail": kept.detail if kept else None,
    }


def plan(lead: Lead, at: datetime | None, closing: Closing | None = None) -> None:
    for column, value in planned(at, closing).items():
        setattr(lead, column, value)


@dataclass(frozen=True, slots=True)
class ClosedShown:
    """What closed a lead, with the words that only its campaign has."""

    because: ClosedBecause | None
    """None: it was closed before that was kept."""
    detail: str | None
    disposition: DispositionShown | None
    """What `detail` says, if it is an operator's disposition."""

    @classmethod
    def of(cls, lead: Lead, choices: Sequence[DispositionChoice]) -> Self | None:
        """None: it is not closed."""
        if lead.next_attempt_at is not None:
            return None
        if lead.closed_because is None:
            return cls(None, None, None)
        because, detail = ClosedBecause(lead.closed_because), lead.closed_detail
        by_verdict = detail is not None and because in _BY_VERDICT
        return cls(because, detail, DispositionShown.of(str(detail), choices) if by_verdict else None)


_BY_VERDICT: Final = frozenset({ClosedBecause.VERDICT, ClosedBecause.DO_NOT_CALL})
