"""Changing what operators say, ask and choose from: each change is a new edition, and calls keep theirs."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, Strict
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.trail import record
from core.calls.models import Call
from core.campaigns.dispositions import DispositionChoice, choice
from core.campaigns.document_changes import (
    Part,
    difference,
    parts_of_dispositions,
    parts_of_questionnaire,
    parts_of_script,
)
from core.campaigns.editions import every_choice
from core.campaigns.models import Campaign, CampaignEdition, Documents
from core.db import CHANGING
from core.error_codes import ErrorCode
from core.errors import Conflict, FieldFault, InvalidInput, NotFound
from core.questionnaires.document import Questionnaire, Script
from core.questionnaires.soundness import questionnaire_faults, script_faults, text_faults

# One for each of the keys 1 to 9; a list that is a little longer is told which keys are used twice.
_MOST_READ: Final = 20

SeenEdition = Annotated[int, Strict(), Field(ge=1, le=2**31 - 1)]
"""The edition that the change was made to: somebody else's change since then is not overwritten."""


class ScriptWanted(Script):
    edition: SeenEdition


class QuestionnaireWanted(Questionnaire):
    edition: SeenEdition


class DispositionsWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    edition: SeenEdition
    dispositions: tuple[DispositionChoice, ...] = Field(max_length=_MOST_READ)


async def change_script(
    session: AsyncSession, campaign_id: UUID, wanted: ScriptWanted, *, user_id: UUID, now: datetime
) -> None:
    """
    Raises:
        NotFound: there is no such campaign.
        InvalidInput: names every place that cannot be as wanted.
        Conflict: the script was changed since the edition that was seen.
    """
    _refuse(script_faults(wanted))
    campaign = await _campaign(session, campaign_id)
    document = wanted.model_dump(mode="json", exclude={"edition"})
    before = parts_of_script(campaign.script)
    if await _replaced(session, campaign, "script", wanted.edition, document, now):
        _record(session, campaign, "script", before, parts_of_script(wanted), user_id, now)


async def change_questionnaire(
    session: AsyncSession, campaign_id: UUID, wanted: QuestionnaireWanted, *, user_id: UUID, now: datetime
) -> None:
    """
    Raises:
        NotFound: there is no such campaign.
        InvalidInput: names every place that cannot be as wanted.
        Conflict: the questionnaire was changed since the edition that was seen.
    """
    _refuse(questionnaire_faults(wanted))
    campaign = await _campaign(session, campaign_id)
    document = wanted.model_dump(mode="json", by_alias=True, exclude={"edition"})
    before = parts_of_questionnaire(campaign.questionnaire)
    if await _replaced(session, campaign, "questionnaire", wanted.edition, document, now):
        _record(session, campaign, "questionnaire", before, parts_of_questionnaire(wanted), user_id, now)


async def change_dispositions(
    session: AsyncSession, campaign_id: UUID, wanted: DispositionsWanted, *, user_id: UUID, now: datetime
) -> None:
    """
    Raises:
        NotFound: there is no such campaign.
        InvalidInput: names every place that cannot be as wanted.
        Conflict: the dispositions were changed since the edition that was seen.
    """
    _refuse(disposition_faults(wanted.dispositions))
    campaign = await _campaign(session, campaign_id)
    _refuse(await _effect_faults(session, campaign, wanted.dispositions))
    document = wanted.model_dump(mode="json")["dispositions"]
    before = parts_of_dispositions(campaign.dispositions)
    if await _replaced(session, campaign, "dispositions", wanted.edition, document, now):
        after = parts_of_dispositions(wanted.dispositions)
        _record(session, campaign, "dispositions_offered", before, after, user_id, now)


def disposition_faults(choices: Sequence[DispositionChoice]) -> list[FieldFault]:
    """There is one at least, and no two have a code or a key in common."""
    faults: list[FieldFault] = []
    if not choices:
        faults.append(FieldFault.of("dispositions", ErrorCode.NEEDS_ONE))
    codes: set[str] = set()
    keys: set[str] = set()
    for place, one in enumerate(choices):
        at = f"dispositions.{place}"
        if one.code in codes:
            faults.append(FieldFault.of(f"{at}.code", ErrorCode.USED_ABOVE))
        faults += text_faults(one.label, f"{at}.label")
        if one.key in keys:
            faults.append(FieldFault.of(f"{at}.key", ErrorCode.USED_ABOVE))
        codes.add(one.code)
        keys.add(one.key)
    return faults


async def _effect_faults(
    session: AsyncSession, campaign: Campaign, wanted: Sequence[DispositionChoice]
) -> list[FieldFault]:
    """A code that calls have stands for one effect: leads and figures know verdicts by their codes."""
    known = await every_choice(session, campaign)
    other = {
        one.code: before.effect
        for one in wanted
        if (before := choice(known, one.code)) is not None and before.effect is not one.effect
    }
    if not other:
        return []
    given = await session.scalars(
        select(Call.disposition)
        .where(Call.campaign_id == campaign.id, Call.disposition.in_(other.keys()))
        .distinct()
    )
    used = set(given)
    return [
        FieldFault.of(f"dispositions.{place}.effect", ErrorCode.EFFECT_IN_USE, effect=other[one.code])
        for place, one in enumerate(wanted)
        if one.code in used
    ]


def _refuse(faults: Sequence[FieldFault]) -> None:
    if faults:
        raise InvalidInput(*faults)


async def _campaign(session: AsyncSession, campaign_id: UUID) -> Campaign:
    # Locked: two who change it do so one after the other.
    campaign = await session.get(Campaign, campaign_id, with_for_update=CHANGING)
    if campaign is None:
        raise NotFound("campaign", campaign_id)
    return campaign


async def _replaced(
    session: AsyncSession, campaign: Campaign, name: str, seen_edition: int, document: Any, now: datetime
) -> bool:
    """Put the document in the place of the newest, which is kept; False for one that stands already."""
    column = f"{name}_document"
    newest = getattr(campaign, column)
    if document == newest:
        return False
    # Another document of the campaign may have been changed meanwhile: that is nobody's loss.
    if getattr(await _seen(session, campaign, seen_edition), column, None) != newest:
        raise Conflict(ErrorCode.DOCUMENT_CHANGED)
    session.add(
        CampaignEdition(
            campaign_id=campaign.id,
            edition=campaign.edition,
            superseded_at=now,
            **{field: getattr(campaign, field) for field in _columns()},
        )
    )
    campaign.edition += 1
    setattr(campaign, column, document)
    return True


async def _seen(session: AsyncSession, campaign: Campaign, edition: int) -> Documents | None:
    if edition == campaign.edition:
        return campaign
    return await session.get(CampaignEdition, (campaign.id, edition))


def _columns() -> Iterator[str]:
    return (field for field in vars(Documents) if field.endswith("_document"))


def _record(
    session: AsyncSession,
    campaign: Campaign,
    field: str,
    before: Sequence[Part],
    after: Sequence[Part],
    user_id: UUID,
    now: datetime,
) -> None:
    """The texts themselves are kept with the edition; the trail names what was touched."""
    record(
        session,
        user_id=user_id,
        entity="campaign",
        entity_id=campaign.id,
        name=campaign.name,
        campaign_id=campaign.id,
        change={field: (None, difference(before, after) or None)},
        now=now,
    )
