"""What an operator asks for and is denied goes to the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from core.calls.models import CallKind
from core.clock import Clock
from core.denials.log import Denial
from core.errors import Conflict
from dialer.journal import Journal


@contextmanager
def denials_kept(
    journal: Journal, clock: Clock, *, phone_number: str, kind: CallKind, operator_id: UUID
) -> Iterator[None]:
    """Around the placing of one call: if it is denied for its number's sake, that is kept, and raised."""
    try:
        yield
    except Conflict as error:
        denial = Denial.of(
            error, phone_number=phone_number, kind=kind, operator_id=operator_id, at=clock.now()
        )
        if denial is not None:
            journal.record_denial(denial)
        raise
