"""What a supervisor may change of a campaign: making one, altering it, starting, pausing and stopping it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.trail import Change, record
from core.calls.machines import MachineAction
from core.campaigns.halts import Halt, halts_of
from core.campaigns.models import Campaign, CampaignOperator, DialMode, DncScope, PreviewTimeout
from core.db import CHANGING
from core.error_codes import ErrorCode
from core.errors import Conflict, FieldFault, InvalidInput, NotFound
from core.law.machine_rules import counts_mistakes, least_grace, leaves_time_to_listen
from core.law.models import DiallingPolicy
from core.leads.postponing import replan_after_abandonment
from core.leads.recycling import Recycling
from core.phone_numbers import e164
from core.texts import is_printed
from core.voice_messages.models import VoiceMessage

# `false` and `true` are no numbers.
Whole = Annotated[int, Strict()]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]

# What a campaign does not have in common with its copy.
_OWN: Final = frozenset({"id", "name", "is_running", "edition", "created_at"})


class CampaignSettings(BaseModel):
    """What is not given stays as it is; of a new campaign, as it usually is or as in its model."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: DialMode | None = None
    policy_id: UUID | None = None
    """The dialling policy it keeps to."""
    caller_id: Annotated[str, Field(max_length=40)] | None = None
    """In any notation; empty: the trunk's own number."""
    ring_seconds: Annotated[Whole, Field(ge=5, le=120)] | None = None
    wrap_up_seconds: Annotated[Whole, Field(ge=0, le=3600)] | None = None
    max_attempts: Annotated[Whole, Field(ge=1, le=100)] | None = None
    preview_seconds: Annotated[Whole, Field(ge=5, le=3600)] | None = None
    """How long an operator may look at an offered lead; leads that are offered already keep their time."""
    preview_timeout: PreviewTimeout | None = None
    """What happens when that time is over."""
    dnc_scope: DncScope | None = None
    """Which list the number of somebody goes to who asks an operator not to be called."""
    machine_action: MachineAction | None = None
    voice_message_id: UUID | None = None
    """What is left on answering machines, if a message is."""


class CampaignChange(CampaignSettings):
    name: Name | None = None


class NewCampaign(CampaignSettings):
    name: Name
    copied_from: UUID | None = None
    """Whose settings, script, questionnaire, dispositions and operators it begins with."""


async def change_campaign(
    session: AsyncSession,
    campaign_id: UUID,
    wanted: CampaignChange,
    *,
    home_region: str,
    user_id: UUID,
    now: datetime,
) -> None:
    """Alter what is given.

    Raises:
        NotFound: there is no such campaign.
        InvalidInput: names every field that cannot be as wanted.
    """
    campaign = await _campaign(session, campaign_id)
    given = await _checked(session, wanted, campaign, home_region)
    before = {field: getattr(campaign, field) for field in given}
    for field, value in given.items():
        setattr(campaign, field, value)
    await _store(session)
    if (before.get("mode", campaign.mode) == DialMode.PREVIEW) != (campaign.mode == DialMode.PREVIEW):
        await replan_after_abandonment(session, campaign, now)
    change = {field: (before[field], value) for field, value in given.items()}
    await _record(session, campaign, change, user_id, now)


async def create_campaign(
    session: AsyncSession, wanted: NewCampaign, *, home_region: str, user_id: UUID, now: datetime
) -> UUID:
    """Make a campaign that rests and has no leads yet.

    Raises:
        InvalidInput: names every field that cannot be as wanted.
    """
    model = None
    if wanted.copied_from is not None:
        model = await session.get(Campaign, wanted.copied_from)
        if model is None:
            raise InvalidInput.of("copied_from", ErrorCode.UNKNOWN_CAMPAIGN)
    given = await _checked(session, wanted, model, home_region)
    copied = {field: getattr(model, field) for field in _fields() if field not in _OWN} if model else {}
    campaign = Campaign(id=uuid4(), created_at=now, **(copied | given))
    session.add(campaign)
    await _store(session)
    if model is not None:
        await _copy_operators(session, model.id, campaign.id)
    change: dict[str, tuple[Any, Any]] = {
        field: (None, getattr(campaign, field)) for field in ("name", *CampaignSettings.model_fields)
    }
    change["copied_from"] = (None, model.name if model else None)
    await _record(session, campaign, change, user_id, now)
    return campaign.id


_CANNOT_START: Final = {
    Halt.NO_POLICY: ErrorCode.POLICY_MISSING,
    Halt.POLICY_INVALID: ErrorCode.POLICY_INVALID,
    Halt.SAFE_HARBOUR_MISSING: ErrorCode.SAFE_HARBOUR_MISSING,
}


async def set_running(
    session: AsyncSession,
    campaign_id: UUID,
    is_running: bool,
    *,
    is_stop: bool = False,
    user_id: UUID,
    now: datetime,
) -> None:
    """Let the campaign dial, or let it rest: calls that ring or talk go on.

    `is_stop`: what rings is hung up besides. That leaves an entry in the audit trail whether the campaign
    was running or not.

    Raises:
        NotFound: there is no such campaign.
        Conflict: it has no dialling policy to keep to, or the policy wants a message that is not there.
    """
    campaign = await _campaign(session, campaign_id)
    if is_running:
        in_force = await session.get(DiallingPolicy, campaign.policy_id) if campaign.policy_id else None
        halt = (await halts_of(session, {campaign.id: in_force})).get(campaign.id)
        if halt is not None:
            raise Conflict(_CANNOT_START[halt])
    change: dict[str, tuple[Any, Any]] = {"is_running": (campaign.is_running, is_running)}
    if is_stop:
        # Of a campaign that rests nothing else changes, and calls are hung up all the same.
        change["stopped_at_once"] = (None, True)
    campaign.is_running = is_running
    await _record(session, campaign, change, user_id, now)


async def change_recycling(
    session: AsyncSession,
    campaign_id: UUID,
    recycling: Recycling,
    callback_kept_seconds: int,
    *,
    user_id: UUID,
    now: datetime,
) -> None:
    """Say when leads are tried again; it holds for attempts that end from now on.

    Raises:
        NotFound: there is no such campaign.
    """
    campaign = await _campaign(session, campaign_id)
    before = (campaign.recycling_document, campaign.callback_kept_seconds)
    campaign.recycling_document = recycling.model_dump(mode="json")
    campaign.callback_kept_seconds = callback_kept_seconds
    change: Change = {
        "recycling": (before[0], campaign.recycling_document),
        "callback_kept_seconds": (before[1], callback_kept_seconds),
    }
    await _record(session, campaign, change, user_id, now)


async def _campaign(session: AsyncSession, campaign_id: UUID) -> Campaign:
    # Locked: what was before must be what the change was made to.
    campaign = await session.get(Campaign, campaign_id, with_for_update=CHANGING)
    if campaign is None:
        raise NotFound("campaign", campaign_id)
    return campaign


async def _checked(
    session: AsyncSession, wanted: CampaignSettings, model: Campaign | None, home_region: str
) -> dict[str, Any]:
    """What is given, as it is stored. `model` is the campaign that has all that is not given."""
    given = {
        field: value
        for field, value in wanted.model_dump(exclude={"copied_from"}).items()
        if value is not None
    }
    faults: list[FieldFault] = []
    if "name" in given:
        its_own = model.id if model and isinstance(wanted, CampaignChange) else None
        faults += await _name_faults(session, given["name"], its_own)
    if "policy_id" in given or "ring_seconds" in given:
        faults += await _policy_faults(session, given, model)
    if given.keys() & {"machine_action", "voice_message_id", "policy_id"}:
        faults += await _machine_faults(session, given, model)
    if "caller_id" in given:
        try:
            written = given["caller_id"].strip()
            given["caller_id"] = e164(written, region=home_region, field="caller_id") if written else None
        except InvalidInput as error:
            faults += error.faults
    if faults:
        raise InvalidInput(*faults)
    return given


async def _policy_faults(
    session: AsyncSession, given: Mapping[str, Any], model: Campaign | None
) -> list[FieldFault]:
    """The policy must be there, and no call may be given up earlier than it allows."""
    policy_id = given.get("policy_id", model.policy_id if model else None)
    if policy_id is None:
        return []
    stored = await session.get(DiallingPolicy, policy_id)
    if stored is None or stored.archived_at is not None:
        return [FieldFault.of("policy_id", ErrorCode.UNKNOWN_POLICY)]
    if stored.readable is None:
        # Who only sets something else is not kept from it: the campaign is halted until the policy is mended.
        return [FieldFault.of("policy_id", ErrorCode.POLICY_INVALID)] if "policy_id" in given else []
    least = stored.readable.minimum_ring_seconds
    ring_seconds = given.get("ring_seconds", model.ring_seconds if model else least)
    return [FieldFault.of("ring_seconds", ErrorCode.TOO_LOW, min=least)] if ring_seconds < least else []


async def _machine_faults(
    session: AsyncSession, given: Mapping[str, Any], model: Campaign | None
) -> list[FieldFault]:
    """A message must be there, there must be time to listen, and mistakes must be counted."""

    def wanted(field: str, usual: Any) -> Any:
        return given.get(field, getattr(model, field) if model else usual)

    action = MachineAction(wanted("machine_action", MachineAction.OFF))
    message_id, policy_id = wanted("voice_message_id", None), wanted("policy_id", None)
    if message_id and await session.get(VoiceMessage, message_id) is None:
        return [FieldFault.of("voice_message_id", ErrorCode.UNKNOWN_MESSAGE)]
    if action is MachineAction.MESSAGE and message_id is None:
        return [FieldFault.of("voice_message_id", ErrorCode.MESSAGE_MISSING)]
    stored = await session.get(DiallingPolicy, policy_id) if policy_id else None
    policy = stored.readable if stored is not None else None
    if policy is None or action is MachineAction.OFF:
        return []
    if not counts_mistakes(policy, action):
        return [FieldFault.of("machine_action", ErrorCode.MISTAKES_NOT_COUNTED)]
    if not leaves_time_to_listen(policy, action):
        return [FieldFault.of("machine_action", ErrorCode.GRACE_TOO_SHORT, min=least_grace(policy))]
    return []


async def _name_faults(session: AsyncSession, name: str, campaign_id: UUID | None) -> list[FieldFault]:
    if not is_printed(name):
        return [FieldFault.of("name", ErrorCode.CONTROL_CHARACTERS)]
    others = select(Campaign.id).where(Campaign.name == name, Campaign.id.is_distinct_from(campaign_id))
    if await session.scalar(others):
        return [FieldFault.of("name", ErrorCode.NAME_TAKEN)]
    return []


async def _store(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        # Somebody took the name between our look and our writing.
        raise InvalidInput.of("name", ErrorCode.NAME_TAKEN) from error


async def _copy_operators(session: AsyncSession, campaign_id: UUID, copy_id: UUID) -> None:
    operators = await session.scalars(
        select(CampaignOperator.operator_id).where(CampaignOperator.campaign_id == campaign_id)
    )
    session.add_all(CampaignOperator(campaign_id=copy_id, operator_id=one) for one in operators)


def _fields() -> Iterator[str]:
    return (attribute.key for attribute in Campaign.__mapper__.column_attrs)


async def _record(
    session: AsyncSession, campaign: Campaign, change: Change, user_id: UUID, now: datetime
) -> None:
    readable = dict(change)
    if "policy_id" in readable:
        before, after = readable.pop("policy_id")
        readable["policy"] = (await _policy_name(session, before), await _policy_name(session, after))
    if "voice_message_id" in readable:
        before, after = readable.pop("voice_message_id")
        readable["voice_message"] = (
            await _message_name(session, before),
            await _message_name(session, after),
        )
    record(
        session,
        user_id=user_id,
        entity="campaign",
        entity_id=campaign.id,
        name=campaign.name,
        campaign_id=campaign.id,
        change=readable,
        now=now,
    )


async def _message_name(session: AsyncSession, message_id: UUID | None) -> str | None:
    message = await session.get(VoiceMessage, message_id) if message_id else None
    return message.name if message else None


async def _policy_name(session: AsyncSession, policy_id: UUID | None) -> str | Mapping[str, str] | None:
    """Of one that comes with the product its code, of the house's own its names: both outlive the policy."""
    policy = await session.get(DiallingPolicy, policy_id) if policy_id else None
    if policy is None:
        return None
    return policy.code if policy.is_built_in else {"ru": policy.name_ru, "en": policy.name_en}
