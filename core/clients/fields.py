"""What clients can be asked by: each field declared once, for selections and whoever filters after them."""

from collections.abc import Sequence
from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from core.clients.models import Client, ClientKind
from core.conditions.sql import Catalogue, Field, FieldKind
from core.contacts.models import Contact
from core.leads.models import Lead
from core.users.models import Language

_OF_CLIENT: Final = Contact.client_id == Client.id


@cache
def client_fields() -> Catalogue:
    """By name."""
    last_disposition = (
        select(Contact.disposition)
        .where(_OF_CLIENT, Contact.disposition.is_not(None))
        .order_by(Contact.started_at.desc())
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
    )
    contacts = select(func.count()).select_from(Contact).where(_OF_CLIENT).correlate(Client)
    last_contact = select(func.max(Contact.started_at)).where(_OF_CLIENT).correlate(Client)
    return {
        "name": Field(FieldKind.TEXT, Client.sort_name.expression),
        "region": Field(FieldKind.CHOICE, Client.region.expression),
        "kind": Field(FieldKind.CHOICE, Client.kind.expression, choices=tuple(ClientKind)),
        "time_zone": Field(FieldKind.CHOICE, Client.time_zone.expression),
        "language": Field(FieldKind.CHOICE, Client.language.expression, choices=tuple(Language)),
        "created": Field(FieldKind.DAYS_AGO, Client.created_at.expression),
        "contacts_count": Field(FieldKind.NUMBER, contacts.scalar_subquery()),
        "last_contact": Field(FieldKind.DAYS_AGO, last_contact.scalar_subquery()),
        "last_disposition": Field(FieldKind.CHOICE, last_disposition),
        "campaign": Field(FieldKind.MEMBERSHIP, belongs=_is_lead_of),
    }


def _is_lead_of(campaign_ids: Sequence[str]) -> ColumnElement[bool]:
    """A lead of any of these campaigns; what is no identity is no campaign."""
    known = [UUID(one) for one in campaign_ids if _is_uuid(one)]
    return (
        select(Lead.id)
        .where(Lead.client_id == Client.id, Lead.campaign_id.in_(known))
        .correlate(Client)
        .exists()
    )


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
