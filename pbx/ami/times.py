"""Asterisk's moments: seconds since 1970 with a fraction, in AMI's `Timestamp` and in our dialplan."""

from datetime import UTC, datetime


def moment(seconds: str) -> datetime:
    """Raises ValueError if this is no moment."""
    try:
        return datetime.fromtimestamp(float(seconds), UTC)
    except (OverflowError, OSError):
        raise ValueError(f"{seconds!r} is no moment") from None
