"""Asterisk's moments: seconds since 1970 with a fraction, in AMI's `Timestamp` and in our dialplan."""

from datetime import UTC, datetime

from core.calls.state_machine import Answered, AnsweredBy


def moment(seconds: str) -> datetime:
    """Raises ValueError if this is no moment."""
    try:
        return datetime.fromtimestamp(float(seconds), UTC)
    except (OverflowError, OSError):
        raise ValueError(f"{seconds!r} is no moment") from None


def answered_event(at: str, by: str = "", since: str = "", known: str = "") -> Answered:
    """An answer as the dialplan tells of it; where nobody listened to it, `since` and `known` are empty."""
    return Answered(
        moment(at),
        AnsweredBy(by or AnsweredBy.PERSON),
        moment(since) if since else None,
        moment(known) if known else None,
    )
