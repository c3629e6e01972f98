"""Reading and changing dialling policies. A change of what a policy says is a new revision of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.trail import Change, record
from core.campaigns.models import Campaign
from core.error_codes import ErrorCode
from core.errors import Conflict, FieldFault, InvalidInput, NotFound
from core.law.machine_rules import machine_faults_of_policy
from core.law.models import DiallingPolicy, DiallingPolicyRevision
from core.law.policy import Policy
from core.law.safe_harbour import safe_harbour_faults
from core.texts import is_printed

AUDITED_AS: Final = "dialling_policy"


def _printed(name: str) -> str:
    if not is_printed(name):
        raise ValueError("has control characters")
    return name


_Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_printed),
]


class PolicyName(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    ru: _Name
    en: _Name


class PolicyWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: PolicyName
    policy: Policy


@dataclass(frozen=True, slots=True)
class PolicyCampaign:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class PolicyShown:
    id: UUID
    code: str
    name: PolicyName
    is_built_in: bool
    revision: int
    policy: Policy | None
    """None: what is stored cannot be read; it can be saved anew."""
    campaigns: Sequence[PolicyCampaign]
    """Those that keep to it."""


async def all_policies(session: AsyncSession) -> list[PolicyShown]:
    """The built-in ones first."""
    rows = await session.scalars(
        select(DiallingPolicy)
        .where(DiallingPolicy.archived_at.is_(None))
        .order_by(DiallingPolicy.is_built_in.desc(), DiallingPolicy.code)
    )
    return [await _shown(session, row) for row in rows]


async def one_policy(session: AsyncSession, policy_id: UUID) -> PolicyShown:
    """
    Raises:
        NotFound: there is no such policy.
    """
    return await _shown(session, await _stored(session, policy_id))


async def add_policy(session: AsyncSession, wanted: PolicyWanted, *, user_id: UUID, now: datetime) -> UUID:
    """A policy of the house's own, perhaps a copy that differs.

    Raises:
        InvalidInput: it has a message played that is not there, or hours that close before they open.
    """
    await _check(session, wanted, (), is_new=True)
    row = DiallingPolicy(
        id=uuid4(),
        code=f"custom_{uuid4().hex[:12]}",
        name_ru=wanted.name.ru,
        name_en=wanted.name.en,
        revision=1,
        document=wanted.policy.model_dump(mode="json"),
    )
    session.add(row)
    await session.flush()
    _keep_revision(session, row, user_id, now)
    _record(session, row, {"policy": (None, row.document)}, user_id, now)
    return row.id


async def change_policy(
    session: AsyncSession, policy_id: UUID, wanted: PolicyWanted, *, user_id: UUID, now: datetime
) -> None:
    """Replace name and rules. Campaigns that run keep to the new rules with their next claim.

    Raises:
        NotFound: there is no such policy.
        Conflict: it comes with the product.
        InvalidInput: it has a message played that is not there, or none that is due, or hours that close
            before they open, or campaigns that listen for machines could do so no more.
    """
    row = await _own(session, policy_id)
    await _check(session, wanted, await machine_faults_of_policy(session, policy_id, wanted.policy))
    document = wanted.policy.model_dump(mode="json")
    change: dict[str, tuple[object, object]] = {
        "name_ru": (row.name_ru, wanted.name.ru),
        "name_en": (row.name_en, wanted.name.en),
    }
    row.name_ru, row.name_en = wanted.name.ru, wanted.name.en
    if document != row.document:
        # What cannot be read need not even have fields.
        stored: Any = row.document
        before = stored if isinstance(stored, dict) else {}
        # Field by field, so that the trail says what was changed and not what was not.
        change |= {field: (before.get(field), value) for field, value in document.items()}
        row.document, row.revision = document, row.revision + 1
        _keep_revision(session, row, user_id, now)
    _record(session, row, change, user_id, now)


async def remove_policy(session: AsyncSession, policy_id: UUID, *, user_id: UUID, now: datetime) -> None:
    """Put it away: nobody sees or chooses it any more.

    Its revisions are kept, as evidence of what calls were dialled under.

    Raises:
        NotFound: there is no such policy.
        Conflict: it comes with the product, or campaigns keep to it.
    """
    row = await _own(session, policy_id)
    if await session.scalar(select(Campaign.id).where(Campaign.policy_id == policy_id).limit(1)):
        raise Conflict(ErrorCode.POLICY_IN_USE)
    _record(session, row, {"policy": (row.document, None)}, user_id, now)
    row.archived_at = now


async def _check(
    session: AsyncSession, wanted: PolicyWanted, others: Sequence[FieldFault], *, is_new: bool = False
) -> None:
    faults = await safe_harbour_faults(session, wanted.policy)
    # A copy of a policy that asks for a message is made before it is given one.
    if is_new:
        faults = [fault for fault in faults if fault.code is not ErrorCode.MESSAGE_MISSING]
    # Not asked of what is stored: that is read as it was meant when it was saved.
    faults += [
        FieldFault.of(f"policy.calling_hours.{place}", ErrorCode.CLOSES_TOO_EARLY)
        for place in wanted.policy.calling_hours.out_of_order
    ]
    if faults or others:
        raise InvalidInput(*faults, *others)


async def _own(session: AsyncSession, policy_id: UUID) -> DiallingPolicy:
    row = await _stored(session, policy_id, is_changing=True)
    if row.is_built_in:
        raise Conflict(ErrorCode.POLICY_BUILT_IN)
    return row


async def _stored(session: AsyncSession, policy_id: UUID, is_changing: bool = False) -> DiallingPolicy:
    row = await session.get(DiallingPolicy, policy_id, with_for_update=is_changing)
    if row is None or row.archived_at is not None:
        raise NotFound("policy", policy_id)
    return row


async def _shown(session: AsyncSession, row: DiallingPolicy) -> PolicyShown:
    campaigns = await session.execute(
        select(Campaign.id, Campaign.name).where(Campaign.policy_id == row.id).order_by(Campaign.name)
    )
    return PolicyShown(
        id=row.id,
        code=row.code,
        name=PolicyName(ru=row.name_ru, en=row.name_en),
        is_built_in=row.is_built_in,
        revision=row.revision,
        policy=row.readable,
        campaigns=[PolicyCampaign(id_, name) for id_, name in campaigns],
    )


def _keep_revision(session: AsyncSession, row: DiallingPolicy, user_id: UUID, now: datetime) -> None:
    session.add(
        DiallingPolicyRevision(
            policy_id=row.id,
            revision=row.revision,
            document=row.document,
            made_at=now,
            made_by_id=user_id,
        )
    )


def _record(session: AsyncSession, row: DiallingPolicy, change: Change, user_id: UUID, now: datetime) -> None:
    record(
        session,
        user_id=user_id,
        entity=AUDITED_AS,
        entity_id=row.id,
        name=row.name_en,
        change=change,
        now=now,
    )
