"""Campaigns: what runs, starting and pausing, filling the list."""

from dataclasses import dataclass
from datetime import time
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Request

from api.context import Context, CurrentSupervisor
from api.errors import problems
from core.campaigns.dispositions import DispositionChoice
from core.campaigns.models import Campaign, DialMode
from core.errors import InvalidInput, NotAllowed, NotFound, NotLoggedIn
from core.floor.figures import campaign_figures
from core.leads.import_csv import LARGEST_FILE_BYTES, ImportReport, import_leads
from core.questionnaires.document import Questionnaire, Script

router = APIRouter(prefix="/campaigns", tags=["campaigns"], responses=problems(NotLoggedIn, NotAllowed))


@dataclass(frozen=True, slots=True)
class CampaignShown:
    id: UUID
    name: str
    mode: DialMode
    is_running: bool
    caller_id: str | None
    opens: time
    closes: time
    ring_seconds: int
    wrap_up_seconds: int
    max_attempts: int
    leads_open: int
    leads_total: int
    script: Script
    questionnaire: Questionnaire
    dispositions: tuple[DispositionChoice, ...]


@router.get("")
async def list_campaigns(_user: CurrentSupervisor, context: Context) -> list[CampaignShown]:
    async with context.database.reading() as session:
        figures = await campaign_figures(session)
        shown = []
        for counted in figures:
            campaign = await session.get_one(Campaign, counted.id)
            shown.append(_shown(campaign, counted.leads_open, counted.leads_total))
        return shown


@router.get("/{campaign_id}", responses=problems(NotFound))
async def get_campaign(campaign_id: UUID, _user: CurrentSupervisor, context: Context) -> CampaignShown:
    return await _read(campaign_id, context)


@router.post("/{campaign_id}/start", responses=problems(NotFound))
async def start_campaign(campaign_id: UUID, _user: CurrentSupervisor, context: Context) -> CampaignShown:
    await context.switchboard.start_campaign(campaign_id)
    return await _read(campaign_id, context)


@router.post("/{campaign_id}/pause", responses=problems(NotFound))
async def pause_campaign(campaign_id: UUID, _user: CurrentSupervisor, context: Context) -> CampaignShown:
    """Dial nothing more; calls that ring or talk go on."""
    await context.switchboard.pause_campaign(campaign_id)
    return await _read(campaign_id, context)


@router.post(
    "/{campaign_id}/leads",
    status_code=HTTPStatus.OK,
    responses=problems(NotFound, InvalidInput),
    openapi_extra={
        "requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}
    },
)
async def add_leads(
    campaign_id: UUID, request: Request, _user: CurrentSupervisor, context: Context
) -> ImportReport:
    """Import a CSV file (UTF-8, header line with `name` and `phone_number`).

    Good lines are imported; each bad one is reported with its number, its field and the reason.
    """
    content = await _limited_body(request)
    async with context.database.transaction() as session:
        return await import_leads(
            session,
            campaign_id,
            content,
            now=context.clock.now(),
            home_region=context.home_region,
            home_zone=context.home_zone,
        )


async def _limited_body(request: Request) -> bytes:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_FILE_BYTES:
            raise InvalidInput.of("file", f"is larger than {LARGEST_FILE_BYTES // 2**20} MiB")
    return bytes(content)


async def _read(campaign_id: UUID, context: Context) -> CampaignShown:
    async with context.database.reading() as session:
        campaign = await session.get(Campaign, campaign_id)
        if campaign is None:
            raise NotFound("campaign", campaign_id)
        counted = next(one for one in await campaign_figures(session) if one.id == campaign_id)
    return _shown(campaign, counted.leads_open, counted.leads_total)


def _shown(campaign: Campaign, leads_open: int, leads_total: int) -> CampaignShown:
    return CampaignShown(
        id=campaign.id,
        name=campaign.name,
        mode=DialMode(campaign.mode),
        is_running=campaign.is_running,
        caller_id=campaign.caller_id,
        opens=campaign.opens,
        closes=campaign.closes,
        ring_seconds=campaign.ring_seconds,
        wrap_up_seconds=campaign.wrap_up_seconds,
        max_attempts=campaign.max_attempts,
        leads_open=leads_open,
        leads_total=leads_total,
        script=campaign.script,
        questionnaire=campaign.questionnaire,
        dispositions=campaign.dispositions,
    )
