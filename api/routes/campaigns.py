"""Campaigns: what runs, starting and pausing, filling the list."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final
from uuid import UUID

import structlog
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.calls.machines import MachineAction
from core.campaigns.dispositions import DispositionChoice
from core.campaigns.editing import (
    DispositionsWanted,
    QuestionnaireWanted,
    ScriptWanted,
    change_dispositions,
    change_questionnaire,
    change_script,
)
from core.campaigns.editions import every_choice
from core.campaigns.models import Campaign, DialMode, DncScope, PreviewTimeout
from core.campaigns.settings import (
    CampaignChange,
    NewCampaign,
    change_campaign,
    create_campaign,
    set_running,
)
from core.campaigns.staffing import StaffedOperator, operators_for, staff
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, NotLoggedIn, TelephonyError
from core.leads.counting import LeadCount, count_leads
from core.questionnaires.document import Questionnaire, Script

_TELL_WITHIN_SECONDS: Final = 1.0

log = structlog.get_logger()

router = APIRouter(prefix="/campaigns", tags=["campaigns"], responses=problems(NotLoggedIn, NotAllowed))


@dataclass(frozen=True, slots=True)
class CampaignShown:
    id: UUID
    name: str
    mode: DialMode
    is_running: bool
    caller_id: str | None
    policy_id: UUID | None
    ring_seconds: int
    wrap_up_seconds: int
    max_attempts: int
    preview_seconds: int
    preview_timeout: PreviewTimeout
    dnc_scope: DncScope
    machine_action: MachineAction
    voice_message_id: UUID | None
    leads_open: int
    leads_total: int
    leads_counted_at: datetime
    """Now; what the floor shows may have been counted before or after that."""
    edition: int
    """Of the three documents that follow; rises with each change of one of them."""
    script: Script
    questionnaire: Questionnaire
    dispositions: tuple[DispositionChoice, ...]


class StaffChange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    added: list[UUID] = Field(default=[], max_length=1000)
    removed: list[UUID] = Field(default=[], max_length=1000)


@router.get("")
async def list_campaigns(_user: CurrentSupervisor, context: Context) -> list[CampaignShown]:
    now = context.clock.now()
    async with context.database.reading() as session:
        counts = await count_leads(session)
        campaigns = await session.scalars(select(Campaign).order_by(Campaign.name))
        return [_shown(campaign, counts.get(campaign.id, LeadCount()), now) for campaign in campaigns]


@router.get("/{campaign_id}", responses=problems(NotFound))
async def get_campaign(campaign_id: UUID, _user: CurrentSupervisor, context: Context) -> CampaignShown:
    return await _read(campaign_id, context)


@router.post("", status_code=HTTPStatus.CREATED, responses=problems(InvalidInput))
async def create(body: NewCampaign, user: CurrentSupervisor, context: Context) -> CampaignShown:
    """A campaign that rests, has no leads yet, and the standard dispositions or those of its model."""
    async with context.database.transaction() as session:
        campaign_id = await create_campaign(
            session, body, home_region=context.home_region, user_id=user.id, now=context.clock.now()
        )
    return await _told(campaign_id, context)


@router.patch("/{campaign_id}", responses=problems(NotFound, InvalidInput))
async def change(
    campaign_id: UUID, body: CampaignChange, user: CurrentSupervisor, context: Context
) -> CampaignShown:
    """Alter what is given; calls that were placed before go on as they began."""
    async with context.database.transaction() as session:
        await change_campaign(
            session,
            campaign_id,
            body,
            home_region=context.home_region,
            user_id=user.id,
            now=context.clock.now(),
        )
    return await _told(campaign_id, context)


@router.put("/{campaign_id}/script", responses=problems(NotFound, Conflict, InvalidInput))
async def put_script(
    campaign_id: UUID, body: ScriptWanted, user: CurrentSupervisor, context: Context
) -> CampaignShown:
    """What operators say, from the next call on; calls that were placed before keep theirs."""
    async with context.database.transaction() as session:
        await change_script(session, campaign_id, body, user_id=user.id, now=context.clock.now())
    return await _told(campaign_id, context)


@router.put("/{campaign_id}/questionnaire", responses=problems(NotFound, Conflict, InvalidInput))
async def put_questionnaire(
    campaign_id: UUID, body: QuestionnaireWanted, user: CurrentSupervisor, context: Context
) -> CampaignShown:
    """What operators ask, from the next call on; calls that were placed before keep theirs."""
    async with context.database.transaction() as session:
        await change_questionnaire(session, campaign_id, body, user_id=user.id, now=context.clock.now())
    return await _told(campaign_id, context)


@router.get("/{campaign_id}/dispositions", responses=problems(NotFound))
async def list_dispositions(
    campaign_id: UUID, _user: CurrentSupervisor, context: Context
) -> list[DispositionChoice]:
    """Every verdict that its calls may carry: those offered now, then those offered once."""
    async with context.database.reading() as session:
        campaign = await session.get(Campaign, campaign_id)
        if campaign is None:
            raise NotFound("campaign", campaign_id)
        return list(await every_choice(session, campaign))


@router.put("/{campaign_id}/dispositions", responses=problems(NotFound, Conflict, InvalidInput))
async def put_dispositions(
    campaign_id: UUID, body: DispositionsWanted, user: CurrentSupervisor, context: Context
) -> CampaignShown:
    """Which verdicts operators choose from, from the next call on; calls placed before keep theirs."""
    async with context.database.transaction() as session:
        await change_dispositions(session, campaign_id, body, user_id=user.id, now=context.clock.now())
    return await _told(campaign_id, context)


@router.post("/{campaign_id}/start", responses=problems(NotFound, Conflict))
async def start_campaign(campaign_id: UUID, user: CurrentSupervisor, context: Context) -> CampaignShown:
    async with context.database.transaction() as session:
        await set_running(session, campaign_id, True, user_id=user.id, now=context.clock.now())
    return await _told(campaign_id, context)


@router.post("/{campaign_id}/pause", responses=problems(NotFound))
async def pause_campaign(campaign_id: UUID, user: CurrentSupervisor, context: Context) -> CampaignShown:
    """Dial nothing more; calls that ring or talk go on."""
    async with context.database.transaction() as session:
        await set_running(session, campaign_id, False, user_id=user.id, now=context.clock.now())
    return await _told(campaign_id, context)


@router.post("/{campaign_id}/stop", responses=problems(NotFound, TelephonyError))
async def stop_campaign(campaign_id: UUID, user: CurrentSupervisor, context: Context) -> CampaignShown:
    """Dial nothing more and hang up what rings, once it has rung for the policy's minimum; talks go on.

    Also for a campaign that is paused already.
    """
    async with context.database.transaction() as session:
        now = context.clock.now()
        await set_running(session, campaign_id, False, is_stop=True, user_id=user.id, now=now)
    await context.switchboard.stop_campaign(campaign_id)
    return await _read(campaign_id, context)


@router.get("/{campaign_id}/operators", responses=problems(NotFound))
async def list_operators(
    campaign_id: UUID, _user: CurrentSupervisor, context: Context
) -> Sequence[StaffedOperator]:
    """Every operator who could work on the campaign, and whether each does."""
    async with context.database.reading() as session:
        return await operators_for(session, campaign_id)


@router.patch("/{campaign_id}/operators", responses=problems(NotFound, InvalidInput))
async def change_operators(
    campaign_id: UUID, body: StaffChange, user: CurrentSupervisor, context: Context
) -> Sequence[StaffedOperator]:
    """Let operators work on the campaign, and others no longer; a call they have goes on."""
    async with context.database.transaction() as session:
        await staff(
            session,
            campaign_id,
            added=body.added,
            removed=body.removed,
            user_id=user.id,
            now=context.clock.now(),
        )
    await _tell(context)
    async with context.database.reading() as session:
        return await operators_for(session, campaign_id)


async def _told(campaign_id: UUID, context: Context) -> CampaignShown:
    await _tell(context)
    return await _read(campaign_id, context)


async def _tell(context: Context) -> None:
    """What is stored holds in any case; a switchboard that cannot be told finds it by itself."""
    try:
        async with asyncio.timeout(_TELL_WITHIN_SECONDS):
            await context.switchboard.campaigns_changed()
    except (TelephonyError, TimeoutError) as error:
        log.warning("campaigns.switchboard_not_told", reason=str(error))


async def _read(campaign_id: UUID, context: Context) -> CampaignShown:
    now = context.clock.now()
    async with context.database.reading() as session:
        campaign = await session.get(Campaign, campaign_id)
        if campaign is None:
            raise NotFound("campaign", campaign_id)
        counts = await count_leads(session, campaign_id)
    return _shown(campaign, counts.get(campaign_id, LeadCount()), now)


def _shown(campaign: Campaign, leads: LeadCount, counted_at: datetime) -> CampaignShown:
    return CampaignShown(
        id=campaign.id,
        name=campaign.name,
        mode=DialMode(campaign.mode),
        is_running=campaign.is_running,
        caller_id=campaign.caller_id,
        policy_id=campaign.policy_id,
        ring_seconds=campaign.ring_seconds,
        wrap_up_seconds=campaign.wrap_up_seconds,
        max_attempts=campaign.max_attempts,
        preview_seconds=campaign.preview_seconds,
        preview_timeout=PreviewTimeout(campaign.preview_timeout),
        dnc_scope=DncScope(campaign.dnc_scope),
        machine_action=MachineAction(campaign.machine_action),
        voice_message_id=campaign.voice_message_id,
        leads_open=leads.open,
        leads_total=leads.total,
        leads_counted_at=counted_at,
        edition=campaign.edition,
        script=campaign.script,
        questionnaire=campaign.questionnaire,
        dispositions=campaign.dispositions,
    )
