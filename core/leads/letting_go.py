"""An operator will not make the calls that they promised: anybody of the campaign may, at once."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.leads.models import Lead


async def let_go_of_promises(
    session: AsyncSession, operator_ids: Collection[UUID], *, campaign_id: UUID | None = None
) -> None:
    """The promises stand, with nobody in particular to keep them; `campaign_id`: only those of that campaign.

    Calls that were promised by click-to-dial stay theirs: no campaign dials them.
    """
    theirs = select(Lead.id).where(Lead.callback_operator_id.in_(list(operator_ids)))
    if campaign_id is not None:
        theirs = theirs.where(Lead.campaign_id == campaign_id)
    # Locked in one order, as others do.
    ids = (await session.scalars(theirs.order_by(Lead.id).with_for_update(key_share=True))).all()
    if ids:
        await session.execute(
            update(Lead)
            .where(Lead.id.in_(ids))
            .values(callback_operator_id=None)
            .execution_options(synchronize_session=False)
        )
