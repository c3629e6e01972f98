"""Clients and their history."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.context import Context, CurrentUser
from api.errors import problems
from core.clients.card import ClientCard, ClientPage, client_card, client_page
from core.clients.correction import ClientCorrection, correct_client
from core.contacts.history import ContactPage, contact_page
from core.errors import InvalidInput, NotAllowed, NotFound, NotLoggedIn

router = APIRouter(prefix="/clients", tags=["clients"], responses=problems(NotLoggedIn, NotAllowed))

Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=1000)]


@router.get("", responses=problems(InvalidInput))
async def list_clients(
    _user: CurrentUser,
    context: Context,
    search: Annotated[str, Query(max_length=200)] = "",
    limit: Limit = 50,
    after: Cursor = None,
) -> ClientPage:
    """Clients by name. Every word of `search` must be in a name, a person's name, a region or a number.

    Digits alone are looked up as a telephone number, begun in national or international writing.
    """
    async with context.database.reading() as session:
        return await client_page(
            session, home_region=context.home_region, search=search, limit=limit, after=after
        )


@router.get("/{client_id}", responses=problems(NotFound))
async def get_client(client_id: UUID, _user: CurrentUser, context: Context) -> ClientCard:
    async with context.database.reading() as session:
        return await client_card(session, client_id)


@router.patch("/{client_id}", responses=problems(InvalidInput, NotFound))
async def correct(client_id: UUID, body: ClientCorrection, user: CurrentUser, context: Context) -> ClientCard:
    """Say where the client is: in the same moment all their leads are called by the clock there."""
    async with context.database.transaction() as session:
        await correct_client(session, client_id, body, user_id=user.id, now=context.clock.now())
    async with context.database.reading() as session:
        return await client_card(session, client_id)


@router.get("/{client_id}/contacts", responses=problems(InvalidInput))
async def list_contacts(
    client_id: UUID, user: CurrentUser, context: Context, limit: Limit = 50, after: Cursor = None
) -> ContactPage:
    """The client's history, newest first, with the recordings that this user may hear."""
    async with context.database.reading() as session:
        return await contact_page(session, client_id, reader=user, limit=limit, after=after)
