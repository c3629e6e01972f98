"""A client as a screen shows it, and the list of clients."""

import base64
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clients.matching import found_by
from core.clients.models import Client, ClientEmail, ClientKind, ClientNumber, Person
from core.clients.search import search_for
from core.contacts.models import Contact
from core.dnc.clauses import refused_by_all
from core.error_codes import ErrorCode
from core.errors import InvalidInput, NotFound
from core.texts import is_storable
from core.users.models import User

MOST_ROWS: Final = 200
_FEW: Final = 500


@dataclass(frozen=True, slots=True)
class PersonCard:
    id: UUID
    name: str
    position: str


@dataclass(frozen=True, slots=True)
class NumberCard:
    id: UUID
    e164: str
    label: str
    person_id: UUID | None
    do_not_call: bool


@dataclass(frozen=True, slots=True)
class EmailCard:
    address: str
    label: str


@dataclass(frozen=True, slots=True)
class ClientCard:
    id: UUID
    name: str
    kind: ClientKind
    region: str
    time_zone: str
    note: str
    language: str
    responsible_name: str | None
    persons: Sequence[PersonCard]
    phone_numbers: Sequence[NumberCard]
    emails: Sequence[EmailCard]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ClientRow:
    id: UUID
    name: str
    region: str
    phone_number: str | None
    last_contact_at: datetime | None
    contacts_count: int


@dataclass(frozen=True, slots=True)
class ClientPage:
    items: Sequence[ClientRow]
    next: str | None
    """Pass it as `after` to get the following page; None: this was the last."""
    total: int


async def client_card(session: AsyncSession, client_id: UUID) -> ClientCard:
    """
    Raises:
        NotFound: there is no such client.
    """
    cards = await client_cards(session, [client_id])
    if client_id not in cards:
        raise NotFound("client", client_id)
    return cards[client_id]


async def client_cards(session: AsyncSession, client_ids: Collection[UUID]) -> Mapping[UUID, ClientCard]:
    """The cards of several clients, in as many statements as for one."""
    ids = {"client_ids": list(client_ids)}
    clients = (await session.execute(_CLIENTS, ids)).all()
    persons: defaultdict[UUID, list[PersonCard]] = defaultdict(list)
    for person in await session.execute(_PERSONS, ids):
        persons[person.client_id].append(PersonCard(person.id, person.name, person.position))
    numbers: defaultdict[UUID, list[NumberCard]] = defaultdict(list)
    for number in await session.execute(_NUMBERS, ids):
        numbers[number.client_id].append(
            NumberCard(number.id, number.e164, number.label, number.person_id, bool(number.is_refused))
        )
    emails: defaultdict[UUID, list[EmailCard]] = defaultdict(list)
    for email in await session.execute(_EMAILS, ids):
        emails[email.client_id].append(EmailCard(email.address, email.label))
    return {
        client.id: ClientCard(
            id=client.id,
            name=client.name,
            kind=ClientKind(client.kind),
            region=client.region,
            time_zone=client.time_zone,
            note=client.note,
            language=client.language,
            responsible_name=client.responsible_name,
            persons=persons[client.id],
            phone_numbers=numbers[client.id],
            emails=emails[client.id],
            created_at=client.created_at,
        )
        for client in clients
    }


# Columns and no objects, put together once: a fast dialler reads hundreds of cards in a second.
_IDS: Final[BindParameter[Any]] = bindparam("client_ids", expanding=True)
_CLIENTS: Final = (
    select(
        Client.id,
        Client.name,
        Client.kind,
        Client.region,
        Client.time_zone,
        Client.note,
        Client.language,
        Client.created_at,
        User.name.label("responsible_name"),
    )
    .outerjoin(User, User.id == Client.responsible_id)
    .where(Client.id.in_(_IDS))
)
_PERSONS: Final = (
    select(Person.client_id, Person.id, Person.name, Person.position)
    .where(Person.client_id.in_(_IDS))
    .order_by(Person.rank, Person.id)
)
_NUMBERS: Final = (
    select(
        ClientNumber.client_id,
        ClientNumber.id,
        ClientNumber.e164,
        ClientNumber.label,
        ClientNumber.person_id,
        refused_by_all(ClientNumber.e164).label("is_refused"),
    )
    .where(ClientNumber.client_id.in_(_IDS))
    .order_by(ClientNumber.rank, ClientNumber.id)
)
_EMAILS: Final = (
    select(ClientEmail.client_id, ClientEmail.address, ClientEmail.label)
    .where(ClientEmail.client_id.in_(_IDS))
    .order_by(ClientEmail.address)
)


async def client_page(
    session: AsyncSession,
    *,
    home_region: str,
    search: str = "",
    limit: int = 50,
    after: str | None = None,
) -> ClientPage:
    """Clients in order of name. Every word of `search` must be found somewhere on the card.

    A number is found by its beginning, in international writing or in that of `home_region`.

    Raises:
        InvalidInput: `after` was not given out by this function.
    """
    limit = min(max(limit, 1), MOST_ROWS)
    found = found_by(search_for(search, home_region=home_region))
    ids = (await session.scalars(select(Client.id).where(found).limit(_FEW + 1))).all()
    if len(ids) <= _FEW:
        # To meet a few on a walk along the names, all of the names would be walked.
        total, found = len(ids), Client.id.in_(ids)
    else:
        total = await session.scalar(select(func.count()).select_from(Client).where(found)) or 0
    page = select(Client).where(found).order_by(Client.sort_name, Client.id).limit(limit + 1)
    if after is not None:
        sort_name, client_id = _read_cursor(after)
        page = page.where(
            or_(Client.sort_name > sort_name, and_(Client.sort_name == sort_name, Client.id > client_id))
        )
    clients = (await session.scalars(page)).all()
    shown = clients[:limit]
    rows = await _rows(session, shown)
    more = len(clients) > limit
    return ClientPage(items=rows, next=_cursor(shown[-1]) if more else None, total=total)


async def _rows(session: AsyncSession, clients: Sequence[Client]) -> list[ClientRow]:
    ids = [client.id for client in clients]
    numbers = await session.execute(
        select(ClientNumber.client_id, ClientNumber.e164)
        .where(ClientNumber.client_id.in_(ids))
        # Descending, so that the first number is the last to be put into the mapping.
        .order_by(ClientNumber.rank.desc(), ClientNumber.id.desc())
    )
    first_number: dict[UUID, str] = dict(numbers.all())
    contacts = await session.execute(
        select(Contact.client_id, func.count(), func.max(Contact.started_at))
        .where(Contact.client_id.in_(ids))
        .group_by(Contact.client_id)
    )
    counted = {client_id: (count, last_at) for client_id, count, last_at in contacts}
    return [
        ClientRow(
            id=client.id,
            name=client.name,
            region=client.region,
            phone_number=first_number.get(client.id),
            last_contact_at=counted.get(client.id, (0, None))[1],
            contacts_count=counted.get(client.id, (0, None))[0],
        )
        for client in clients
    ]


def _cursor(client: Client) -> str:
    return base64.urlsafe_b64encode(json.dumps([client.sort_name, str(client.id)]).encode()).decode()


def _read_cursor(cursor: str) -> tuple[str, UUID]:
    try:
        sort_name, client_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if not is_storable(sort_name):
            raise ValueError("no name")
        return str(sort_name), UUID(client_id)
    except (ValueError, TypeError, AttributeError) as error:
        raise InvalidInput.of("after", ErrorCode.UNKNOWN_CURSOR) from error
