"""Saving one answer of one call, as given, at once."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Answer, Call
from core.campaigns.editions import editions_of
from core.campaigns.models import Documents
from core.clock import Clock
from core.db import insert_statement
from core.error_codes import ErrorCode
from core.errors import Conflict, NotAllowed, NotFound
from core.questionnaires.answers import AnswerValue, checked
from core.questionnaires.document import Questionnaire


async def save_answer(
    session: AsyncSession, clock: Clock, *, call_id: UUID, operator_id: UUID, question_id: str, value: Any
) -> AnswerValue:
    """Keep the newest answer to a question; None takes it back. Returns what was stored.

    Raises:
        NotFound: there is no such call.
        NotAllowed: another operator took the call.
        Conflict: the call is disposed of, its answers are history.
        InvalidInput: no such question, or no answer of its kind.
    """
    call = await session.get(Call, call_id)
    if call is None:
        raise NotFound("call", call_id)
    if call.operator_id != operator_id:
        raise NotAllowed(ErrorCode.ANOTHERS_CALL)
    if call.disposition is not None:
        raise Conflict(ErrorCode.ANSWERS_CLOSED)
    stored = checked(await questionnaire_of(session, call), question_id, value)
    if stored is None:
        await session.execute(
            delete(Answer).where(Answer.call_id == call_id, Answer.question_id == question_id)
        )
        return None
    row = {"value": stored, "answered_at": clock.now()}
    statement = insert_statement(session, Answer).values(call_id=call_id, question_id=question_id, **row)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["call_id", "question_id"], set_=row)
    )
    return stored


async def questionnaire_of(session: AsyncSession, call: Call) -> Questionnaire:
    documents = await documents_of_call(session, call)
    return documents.questionnaire if documents else Questionnaire()


async def documents_of_call(session: AsyncSession, call: Call) -> Documents | None:
    """Those its operator was given, whatever was changed since; None: it serves no campaign."""
    if call.edition is None:
        return None
    return (await editions_of(session, [call.edition])).documents(call.edition)


async def answers_of(session: AsyncSession, call_id: UUID) -> dict[str, Any]:
    found = await session.scalars(select(Answer).where(Answer.call_id == call_id))
    return {answer.question_id: answer.value for answer in found}
