"""Editions of a campaign: which documents a call was made with, however they were changed since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.campaigns.dispositions import DispositionChoice
from core.campaigns.models import Campaign, CampaignEdition, Documents

EditionKey = tuple[UUID, int | None]
"""A campaign and its edition; None: the newest."""

_CHOICES: Final = TypeAdapter(tuple[DispositionChoice, ...])
# Put together once: it is asked for every call that rings.
_CAMPAIGNS: Final = select(Campaign).where(Campaign.id.in_(bindparam("campaign_ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Editions:
    campaigns: Mapping[UUID, Campaign]
    superseded: Mapping[EditionKey, CampaignEdition]

    def documents(self, key: EditionKey) -> Documents:
        return self.superseded.get(key) or self.campaigns[key[0]]


async def editions_of(session: AsyncSession, wanted: Collection[EditionKey]) -> Editions:
    """What the campaigns are called now, and their documents as of those editions."""
    if not wanted:
        return Editions({}, {})
    ids = {campaign_id for campaign_id, _ in wanted}
    found = await session.scalars(_CAMPAIGNS, {"campaign_ids": list(ids)})
    campaigns = {campaign.id: campaign for campaign in found}
    past = {
        (id_, edition) for id_, edition in wanted if edition is not None and edition < campaigns[id_].edition
    }
    if not past:
        return Editions(campaigns, {})
    rows = await session.scalars(
        select(CampaignEdition).where(
            CampaignEdition.campaign_id.in_({id_ for id_, _ in past}),
            CampaignEdition.edition.in_({edition for _, edition in past}),
        )
    )
    return Editions(campaigns, {(row.campaign_id, row.edition): row for row in rows})


async def every_choice(session: AsyncSession, campaign: Campaign) -> Sequence[DispositionChoice]:
    """The verdicts that the campaign offers, and after them those it offered once, as they were last."""
    earlier = await session.scalars(
        select(CampaignEdition.dispositions_document)
        .where(CampaignEdition.campaign_id == campaign.id)
        .order_by(CampaignEdition.edition.desc())
    )
    by_code = {choice.code: choice for choice in campaign.dispositions}
    for document in earlier:
        for choice in _CHOICES.validate_python(document):
            by_code.setdefault(choice.code, choice)
    return tuple(by_code.values())
