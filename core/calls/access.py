"""Who may see a call and who may hear it; `docs/roles.md` tells the rule to people."""

from typing import Final

from core.calls.models import Call
from core.users.models import Role, User

_SEE_EVERY_CALL: Final = frozenset({Role.SUPERVISOR, Role.ADMIN})
# Sales staff look after the client, whoever called: what was promised they must be able to hear.
_HEAR_EVERY_CALL: Final = _SEE_EVERY_CALL | {Role.SALES}


def may_see(user: User, call: Call) -> bool:
    """The call as its operator's screen shows it. One's own is a call that one took, or that was for one."""
    return Role(user.role) in _SEE_EVERY_CALL or user.id in (call.operator_id, call.intended_operator_id)


def may_hear(user: User, call: Call) -> bool:
    """The recording. One's own is a talk that one had."""
    return Role(user.role) in _HEAR_EVERY_CALL or call.operator_id == user.id
