"""Which calls the abandon rate counts, and as what: abandoned / answered by a person.

A call is abandoned if a person answers it and is not joined to an operator within the grace time; the limit
is a share "of all calls answered by a person" (16 CFR 310.4(b)(1)(iv) and (b)(4)(i)). Ofcom, too, counts
whoever is there when a call is ended by its originator (Persistent misuse, 20 December 2016). Neither asks
why the number was dialled, nor whether an operator was meant to be waiting. So whatever a campaign has
dialled counts: also an accepted preview and a promised callback, as answered if a person answers, and as
abandoned if their operator is gone just then and nobody else comes. A number that somebody clicks is dialled
by that person, who is on the line before the client is, also where the call serves a campaign's lead.

Of one call `CallProgress` says it; here are the kinds, and the same as SQL.
"""

from typing import Final

from sqlalchemy import and_, func, or_

from core.calls.models import Call, CallKind
from core.calls.state_machine import AnsweredBy, CallOutcome, CallState
from core.db import seconds_between

COUNTED_KINDS: Final = (CallKind.DIALLER, CallKind.PREVIEW, CallKind.CALLBACK)

COUNTED: Final = Call.kind.in_(COUNTED_KINDS)
_ANSWERED: Final = Call.answered_by == AnsweredBy.PERSON
_LOST: Final = or_(
    and_(Call.connected_at.is_(None), Call.state == CallState.ENDED),
    seconds_between(func.coalesce(Call.grace_began_at, Call.answered_at), Call.connected_at)
    > Call.grace_seconds,
)

COUNTS: Final = (
    func.count(),
    func.count().filter(_ANSWERED),
    func.count().filter(_ANSWERED, _LOST),
    func.count().filter(Call.outcome == CallOutcome.MACHINE),
)
"""Of counted calls: placed, answered by a person, of these abandoned, and ended as a machine's."""
