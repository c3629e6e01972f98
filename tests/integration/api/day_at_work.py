"""People of each role and something of everything, under ids that a test can guess."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from api.context import ApiContext
from core.calls.models import Call, CallKind
from core.calls.state_machine import AnsweredBy, CallOutcome, CallState
from core.contacts.models import Contact, ContactKind, Direction
from core.users.models import Role, User
from core.users.passwords import hash_password
from tests.factories import a_campaign, a_client, a_lead, a_user, some_id
from tests.fakes.clock import T0
from tests.integration.dialer.switchboard_story import Story
from zvonar.demo.campaign import QUESTIONNAIRE

# The same ids for clients, campaigns, calls and further users: whatever is asked for by one of them is there.
KNOWN_IDS: Final = [some_id(number) for number in range(1, 7)]
OPERATORS_CALL, SALES_CALL, COLLEAGUES_CALL, *DISPOSED_CALLS = KNOWN_IDS
# Looking at a password takes long on purpose; after the first few the limit refuses to.
_LOG_INS_TRIED: Final = 110


async def a_day_at_work(story: Story, context: ApiContext) -> dict[Role, User]:
    """Somebody of each role, an ended call of each of three, disposed and not, and an operator on line."""
    for attempt in range(_LOG_INS_TRIED):
        context.login_limit.check(f"guess {attempt}", "127.0.0.1", story.clock.now())
    async with story.database.transaction() as session:
        password_hash = hash_password("nobody is told this one")
        users = {role: await a_user(session, role, password_hash=password_hash) for role in Role}
        handlers = (users[Role.OPERATOR], users[Role.SALES], await a_user(session))
        for place, known_id in enumerate(KNOWN_IDS):
            campaign = await a_campaign(
                session,
                users[Role.OPERATOR],
                id=known_id,
                is_running=False,
                questionnaire_document=QUESTIONNAIRE,
            )
            await a_lead(session, campaign, await a_client(session, id=known_id))
            await a_user(session, id=known_id)
            handler = handlers[place % 3]
            session.add(_handled(known_id, handler, is_disposed=known_id in DISPOSED_CALLS))
            await session.flush()
            session.add(_contact(known_id, handler))
            recording = context.recordings_dir / f"{known_id}.wav"
            recording.write_bytes(b"RIFF")
    await story.goes_on_line(users[Role.OPERATOR])
    return users


def _contact(known_id: UUID, operator: User) -> Contact:
    return Contact(
        id=known_id,
        kind=ContactKind.CALL,
        direction=Direction.OUTBOUND,
        client_id=known_id,
        responsible_id=operator.id,
        campaign_id=known_id,
        call_id=known_id,
        started_at=T0,
        outcome=CallOutcome.HANDLED,
        note="",
    )


def _handled(known_id: UUID, operator: User, *, is_disposed: bool) -> Call:
    return Call(
        id=known_id,
        node="node-1",
        kind=CallKind.DIALLER,
        phone_number="+79161234567",
        client_id=known_id,
        campaign_id=known_id,
        operator_id=operator.id,
        recording=f"{known_id}.wav",
        placed_at=T0,
        answered_by=AnsweredBy.PERSON,
        answered_at=T0,
        connected_at=T0,
        ended_at=T0 + timedelta(minutes=1),
        state=CallState.ENDED,
        outcome=CallOutcome.HANDLED,
        disposition="refused" if is_disposed else None,
        note="",
    )
