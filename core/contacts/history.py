"""A client's history as it is read: newest first, with what was asked and answered."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, bindparam, cast, func, literal, null, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.access import may_hear
from core.calls.models import Answer, Call
from core.calls.state_machine import CallOutcome
from core.campaigns.dispositions import WITHOUT_CAMPAIGN, DispositionShown
from core.campaigns.editions import EditionKey, Editions, editions_of
from core.campaigns.models import Documents
from core.contacts.models import Contact, ContactKind, Direction
from core.error_codes import ErrorCode
from core.errors import InvalidInput
from core.questionnaires.answers import as_text
from core.questionnaires.document import Text
from core.users.models import User


@dataclass(frozen=True, slots=True)
class AnswerShown:
    question_id: str
    question: Text
    value: Any
    shown: Text
    """The answer as text to read."""


@dataclass(frozen=True, slots=True)
class ContactRow:
    id: UUID
    kind: ContactKind
    direction: Direction
    client_id: UUID
    started_at: datetime
    ended_at: datetime | None
    talk_seconds: float | None
    campaign_name: str | None
    operator_name: str | None
    outcome: CallOutcome | None
    disposition: DispositionShown | None
    note: str
    phone_number: str | None
    caller_id: str | None
    """What the client saw; None: the trunk's own number."""
    call_id: UUID | None
    recording_url: str | None
    answers: Sequence[AnswerShown]


@dataclass(frozen=True, slots=True)
class ContactPage:
    items: Sequence[ContactRow]
    next: str | None


_CONTACTS: Final = (
    select(Contact, Call, User.name)
    .outerjoin(Call, Call.id == Contact.call_id)
    .outerjoin(User, User.id == Contact.responsible_id)
)


async def contact_page(
    session: AsyncSession, client_id: UUID, *, reader: User, limit: int = 50, after: str | None = None
) -> ContactPage:
    """A client's contacts, newest first, with the recordings that this reader may hear.

    Raises:
        InvalidInput: `after` was not given out by this function.
    """
    statement = (
        _CONTACTS.where(Contact.client_id == client_id)
        .order_by(Contact.started_at.desc(), Contact.id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        started_at, contact_id = _read_cursor(after)
        statement = statement.where(
            or_(
                Contact.started_at < started_at,
                and_(Contact.started_at == started_at, Contact.id < contact_id),
            )
        )
    found = (await session.execute(statement)).all()
    shown = found[:limit]
    items = await _rows(session, shown, reader)
    last = shown[-1][0] if len(found) > limit else None
    return ContactPage(items, f"{last.started_at.isoformat()}~{last.id}" if last else None)


async def recent_contacts(
    session: AsyncSession, client_ids: Collection[UUID], *, limit: int
) -> Mapping[UUID, Sequence[ContactRow]]:
    """The newest contacts of several clients, newest first; in a screen pop nobody listens to recordings."""
    found = await session.execute(_RECENT, {"client_ids": list(client_ids), "most": limit})
    rows: defaultdict[UUID, list[ContactRow]] = defaultdict(list)
    for row in await _rows(session, found.all()):
        rows[row.client_id].append(row)
    return rows


def _recent() -> Select[Contact, Call, str]:
    newest_first = (Contact.started_at.desc(), Contact.id.desc())
    place = func.row_number().over(partition_by=Contact.client_id, order_by=newest_first)
    ranked = (
        select(Contact.id, place.label("place"))
        .where(Contact.client_id.in_(bindparam("client_ids", expanding=True)))
        .subquery()
    )
    newest = _CONTACTS.join(ranked, ranked.c.id == Contact.id).where(ranked.c.place <= bindparam("most"))
    return newest.order_by(*newest_first)


# Put together once: it is asked for every call that rings.
_RECENT: Final = _recent()


async def earlier_contacts(session: AsyncSession, clients: Mapping[UUID, UUID]) -> Mapping[UUID, int]:
    """For each call, how many contacts its client has had; a call is not an earlier contact of its own.

    `clients` says whom each call is to.
    """
    counted = (
        select(Contact.client_id, func.count(), cast(null(), Uuid()))
        .where(Contact.client_id.in_(set(clients.values())))
        .group_by(Contact.client_id)
    )
    own = select(Contact.client_id, literal(-1), Contact.call_id).where(Contact.call_id.in_(list(clients)))
    # One statement: a contact that is being written meanwhile counts in both halves or in none.
    rows: Sequence[Any] = (await session.execute(union_all(counted, own))).all()
    of_client = {client_id: count for client_id, count, call_id in rows if call_id is None}
    of_itself = {call_id: count for _, count, call_id in rows if call_id is not None}
    return {
        call_id: of_client.get(client_id, 0) + of_itself.get(call_id, 0)
        for call_id, client_id in clients.items()
    }


async def _rows(session: AsyncSession, found: Sequence[Any], reader: User | None = None) -> list[ContactRow]:
    """The contacts as they are shown, from rows of `_CONTACTS`."""
    keys = {_edition(contact, call) for contact, call, _ in found}
    editions = await editions_of(session, [key for key in keys if key])
    answers = await _answers(session, [contact.call_id for contact, _, _ in found if contact.call_id])
    return [
        _row(contact, call, name, editions, answers.get(contact.call_id, {}), reader)
        for contact, call, name in found
    ]


def _edition(contact: Contact, call: Call | None) -> EditionKey | None:
    """What was said and asked is shown in the words of that moment."""
    if call is not None:
        return call.edition
    return (contact.campaign_id, None) if contact.campaign_id else None


def _row(
    contact: Contact,
    call: Call | None,
    operator_name: str | None,
    editions: Editions,
    answers: Mapping[str, Any],
    reader: User | None,
) -> ContactRow:
    edition = _edition(contact, call)
    documents = editions.documents(edition) if edition else None
    heard = reader is not None and call is not None and _is_recorded(call) and may_hear(reader, call)
    return ContactRow(
        id=contact.id,
        kind=ContactKind(contact.kind),
        direction=Direction(contact.direction),
        client_id=contact.client_id,
        started_at=contact.started_at,
        ended_at=contact.ended_at,
        talk_seconds=_talk_seconds(call),
        campaign_name=editions.campaigns[edition[0]].name if edition else None,
        operator_name=operator_name,
        outcome=CallOutcome(contact.outcome) if contact.outcome else None,
        disposition=_disposition(contact, documents),
        note=contact.note,
        phone_number=contact.phone_number,
        caller_id=call.caller_id if call else None,
        call_id=contact.call_id,
        recording_url=f"/api/v1/calls/{contact.call_id}/recording" if heard else None,
        answers=_answers_shown(documents, answers),
    )


def _is_recorded(call: Call) -> bool:
    return call.connected_at is not None and call.ended_at is not None and call.recording is not None


def _talk_seconds(call: Call | None) -> float | None:
    if call is None or call.connected_at is None or call.ended_at is None:
        return None
    return round((call.ended_at - call.connected_at).total_seconds(), 1)


def _disposition(contact: Contact, documents: Documents | None) -> DispositionShown | None:
    if contact.disposition is None:
        return None
    return DispositionShown.of(contact.disposition, documents.dispositions if documents else WITHOUT_CAMPAIGN)


def _answers_shown(documents: Documents | None, answers: Mapping[str, Any]) -> list[AnswerShown]:
    if documents is None or not answers:
        return []
    return [
        AnswerShown(
            question_id=question.id,
            question=question.text,
            value=answers[question.id],
            shown=Text(
                ru=as_text(question, answers[question.id], "ru"),
                en=as_text(question, answers[question.id], "en"),
            ),
        )
        for question in documents.questionnaire.questions
        if question.id in answers
    ]


async def _answers(session: AsyncSession, call_ids: list[UUID]) -> dict[UUID | None, dict[str, Any]]:
    grouped: defaultdict[UUID | None, dict[str, Any]] = defaultdict(dict)
    if not call_ids:
        return grouped
    for answer in await session.scalars(select(Answer).where(Answer.call_id.in_(call_ids))):
        grouped[answer.call_id][answer.question_id] = answer.value
    return grouped


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        started_at, contact_id = cursor.split("~")
        moment = datetime.fromisoformat(started_at)
        if moment.tzinfo is None:
            raise ValueError("no zone")
        return moment.astimezone(UTC), UUID(contact_id)
    except (ValueError, OverflowError) as error:
        raise InvalidInput.of("after", ErrorCode.UNKNOWN_CURSOR) from error
