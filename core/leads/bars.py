"""Bars: everything for which a lead may not be dialled now, each as one object.

The claim of leads is the sum of these clauses, and so is the answer to "why was this number not
called": a bar that is added here is obeyed and explained at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Integer, Uuid, and_, bindparam, case, exists, func, or_, select

from core.calls.models import Call
from core.calls.state_machine import DECLINED, CallOutcome
from core.campaigns.models import Campaign, DialMode
from core.clients.models import ClientNumber
from core.db import Base, UtcDateTime
from core.dnc.clauses import refused_by_all, refused_by_campaign
from core.law.policy import Policy
from core.leads.models import Lead, LeadNumber
from core.lists.models import LeadList

LEAVES_WITHIN: Final = timedelta(seconds=5)
"""From the claim to the call on its way: up to 3 s for a place on a trunk, 2 s for a slow exchange.

The bars hold for so long; a call that is not sent by then is not sent."""
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)


class BarCode(StrEnum):
    CAMPAIGN_NOT_RUNNING = "campaign_not_running"
    NO_POLICY = "no_policy"
    POLICY_INVALID = "policy_invalid"
    SAFE_HARBOUR_MISSING = "safe_harbour_missing"
    LIST_OFF = "list_off"
    CLOSED = "closed"
    NOT_DUE = "not_due"
    HELD = "held"
    PROMISED = "promised"
    REFUSED_BY_ALL = "refused_by_all"
    REFUSED_BY_CAMPAIGN = "refused_by_campaign"
    BEING_CALLED = "being_called"
    ATTEMPTS_USED_UP = "attempts_used_up"
    ATTEMPTS_OF_DAY = "attempts_of_day"
    ATTEMPTS_OF_WEEK = "attempts_of_week"
    AFTER_ABANDONMENT = "after_abandonment"
    OUTSIDE_HOURS = "outside_hours"
    HOLIDAY = "holiday"
    # Of one of several numbers, besides those above that look at a number:
    WRONG_NUMBER = "wrong_number"
    RESTS = "rests"
    PROMISED_ELSEWHERE = "promised_elsewhere"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who wants leads, and by what rules: all that a bar looks at besides the lead."""

    campaign_id: UUID
    now: datetime
    policy: Policy | None
    """None: the campaign has none; nothing is dialled, and what a policy would bar is not asked."""
    callback_operator_id: UUID | None = None
    """Only what this operator promised; None: only what nobody in particular promised, or promised so
    long ago that it has become everybody's."""
    callback_kept: timedelta = timedelta(hours=1)
    """How long a promised call waits for whoever promised it, from when it is due."""
    operator_waits: bool = False
    """Somebody is kept free for each call before it is dialled, as in a preview."""

    @classmethod
    def of(
        cls,
        campaign: Campaign,
        policy: Policy | None,
        now: datetime,
        *,
        callback_operator_id: UUID | None = None,
        operator_waits: bool = False,
    ) -> Self:
        """In preview mode somebody waits for each call, whoever asks."""
        kept = timedelta(seconds=campaign.callback_kept_seconds)
        waits = operator_waits or campaign.mode == DialMode.PREVIEW
        return cls(campaign.id, now, policy, callback_operator_id, kept, waits)

    @property
    def pause_after_abandonment(self) -> timedelta:
        """How long this claim leaves an abandoned number alone."""
        if self.policy is None or self.operator_waits:
            return timedelta()
        return self.policy.pause_after_abandonment

    def is_open(self, zone: str) -> bool:
        """Whether it is calling time in that zone, and still will be when the call leaves."""
        if self.policy is None:
            return False
        hours = self.policy.calling_hours
        return hours.is_open(self.now, zone) and hours.is_open(self.leaves_by, zone)

    @property
    def leaves_by(self) -> datetime:
        return self.now + LEAVES_WITHIN

    @property
    def values(self) -> Mapping[str, Any]:
        """What the names in the bars' clauses stand for."""
        policy = self.policy
        return {
            "campaign_id": self.campaign_id,
            "now": self.now,
            "callback_operator_id": self.callback_operator_id,
            "promised_before": self.now - self.callback_kept,
            "day_ago": self.now - _DAY,
            "week_ago": self.now - _WEEK,
            "most_of_day": policy and policy.attempts_per_day,
            "most_of_week": policy and policy.attempts_per_week,
            "abandoned_since": self.now - self.pause_after_abandonment,
        }


# Names, not values: the statement of a claim is put together once and then only given its values,
# since SQLAlchemy takes ten times as long to build it as a database to answer it.
_CAMPAIGN_ID: Final = bindparam("campaign_id", type_=Uuid())
_NOW: Final = bindparam("now", type_=UtcDateTime())


@dataclass(frozen=True, slots=True)
class Until:
    """When a bar falls: so long after a moment that the database knows."""

    moment: ColumnElement[Any]
    plus: Callable[[Claim], timedelta] = lambda _claim: timedelta()


@dataclass(frozen=True, slots=True, eq=False)
class Bar:
    code: BarCode
    lets_pass: ColumnElement[bool]
    """Of each row of `Lead`, whether this bar does not stand in its way; the names are of `Claim.values`."""
    until: Until | None = None
    """None: nobody knows."""
    applies: Callable[[Claim], bool] = lambda _claim: True
    spares_promised: bool = False
    """It stands in nobody's way who was promised a call, whatever `lets_pass` says."""

    @property
    def lets_lead_pass(self) -> ColumnElement[bool]:
        """Of each row, promised or not: where one of these is looked for, `lets_pass` alone is quicker."""
        return or_(Lead.callback_at.is_not(None), self.lets_pass) if self.spares_promised else self.lets_pass


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars that a claim has to heed, always the same ones in the same order for claims of one kind."""

    of_lead: tuple[Bar, ...]
    """Whichever of its numbers is dialled."""
    of_number: tuple[Bar, ...]
    """Of the number that is next: where there are several, the lead may go on to another one."""
    of_further: tuple[Bar, ...]
    """The same of each row of `LeadNumber`, and what keeps a lead from going on to it."""

    @property
    def of_number_itself(self) -> tuple[Bar, ...]:
        """Of `of_further`, those that hold as well when the number's turn has come."""
        return tuple(bar for bar in self.of_further if bar.code is not BarCode.RESTS)

    @property
    def of_next(self) -> tuple[Bar, ...]:
        """Everything that stands against dialling the lead at its next number."""
        return self.of_lead + self.of_number


def bars_of(claim: Claim) -> Bars:
    return Bars(
        *(tuple(bar for bar in some if bar.applies(claim)) for some in (_OF_LEAD, _OF_NEXT, _OF_FURTHER))
    )


def bars_of_clicked(claim: Claim) -> tuple[Bar, ...]:
    """What the policy has against calling a number that somebody clicked, of each row of `ClientNumber`."""
    return tuple(bar for bar in _OF_CLICKED if bar.applies(claim))


def _none(found: Exists, of: type[Base] = Lead) -> ColumnElement[bool]:
    """Of each lead, or each number of one, by itself, that nothing is found.

    As a value of its own, since PostgreSQL makes a join of a plain NOT EXISTS, and looks for the best
    order of all these joins for longer than the claim takes.
    """
    return select(found.correlate(of)).correlate(of).scalar_subquery().is_(False)


_FAILURES: Final = (CallOutcome.FAILED, CallOutcome.NOT_PLACED)
# What failed may have rung all the same: somebody was disturbed. Whoever declined a call has seen it; where
# the carrier declined it instead, it was not placed.
_HAS_RUNG: Final = or_(
    Call.ringing_at.is_not(None), and_(Call.outcome == CallOutcome.FAILED, Call.cause == DECLINED)
)


def _attempts(
    number: ColumnElement[str], of: type[Base], since: str, most: str, length: timedelta
) -> tuple[ColumnElement[bool], Until]:
    """At most so many calls that rang at the number in any time of that length, whoever placed them."""
    counted = (
        Call.phone_number == number,
        Call.placed_at > bindparam(since, type_=UtcDateTime()),
        or_(Call.outcome.is_(None), Call.outcome.not_in(_FAILURES), _HAS_RUNG),
    )
    allowed = bindparam(most, type_=Integer())
    made = select(func.count()).select_from(Call).where(*counted).correlate(of).scalar_subquery()
    # When this attempt is too long ago to count, one less than allowed is left.
    attempt = (
        select(Call.placed_at)
        .where(*counted)
        .order_by(Call.placed_at.desc())
        .offset(allowed - 1)
        .limit(1)
        .correlate(of)
        .scalar_subquery()
    )
    return made < allowed, Until(attempt, lambda _claim: length)


def _pause(number: ColumnElement[str], of: type[Base]) -> tuple[ColumnElement[bool], Until]:
    abandoned = (
        Call.phone_number == number,
        Call.outcome == CallOutcome.ABANDONED,
        Call.ended_at > bindparam("abandoned_since", type_=UtcDateTime()),
    )
    last = select(func.max(Call.ended_at)).where(*abandoned).correlate(of).scalar_subquery()
    return _none(exists().where(*abandoned), of), Until(last, lambda claim: claim.pause_after_abandonment)


def _being_called(of: type[Lead | LeadNumber]) -> Bar:
    """By another campaign, or by a colleague's click-to-dial."""
    call = exists().where(Call.phone_number == of.phone_number, Call.ended_at.is_(None))
    return Bar(BarCode.BEING_CALLED, _none(call, of))


def _of_number(of: type[Lead | LeadNumber]) -> tuple[Bar, ...]:
    number = of.phone_number.expression
    return (
        Bar(BarCode.REFUSED_BY_ALL, _none(refused_by_all(number), of)),
        Bar(BarCode.REFUSED_BY_CAMPAIGN, _none(refused_by_campaign(number, _CAMPAIGN_ID), of)),
        *_by_policy(number, of),
    )


def _by_policy(number: ColumnElement[str], of: type[Base]) -> tuple[Bar, ...]:
    """What the policy asks of a number, whoever is called at it."""
    return (
        Bar(
            BarCode.ATTEMPTS_OF_DAY,
            *_attempts(number, of, "day_ago", "most_of_day", _DAY),
            applies=lambda claim: claim.policy is not None and claim.policy.attempts_per_day is not None,
        ),
        Bar(
            BarCode.ATTEMPTS_OF_WEEK,
            *_attempts(number, of, "week_ago", "most_of_week", _WEEK),
            applies=lambda claim: claim.policy is not None and claim.policy.attempts_per_week is not None,
        ),
        Bar(
            BarCode.AFTER_ABANDONMENT,
            *_pause(number, of),
            applies=lambda claim: bool(claim.pause_after_abandonment),
        ),
    )


_MOST_ATTEMPTS: Final = (
    select(Campaign.max_attempts).where(Campaign.id == _CAMPAIGN_ID).correlate(None).scalar_subquery()
)

KEPT_FROM: Final = case(
    (Lead.next_attempt_at > Lead.callback_at, Lead.next_attempt_at), else_=Lead.callback_at
)
"""Of each promised lead, since when it waits for whoever promised it: nobody could call before it was due, so
that a promise whose call is tried again is kept for them anew."""

_OWN_CAMPAIGN: Final = exists().where(Campaign.id == _CAMPAIGN_ID)

_OF_LEAD: Final[tuple[Bar, ...]] = (
    # Asked once more by the claim itself: the campaign may have been paused since the dialler looked.
    Bar(BarCode.CAMPAIGN_NOT_RUNNING, _OWN_CAMPAIGN.where(Campaign.is_running.is_(True))),
    Bar(BarCode.NO_POLICY, _OWN_CAMPAIGN.where(Campaign.policy_id.is_not(None))),
    Bar(BarCode.LIST_OFF, _none(exists().where(LeadList.id == Lead.list_id, LeadList.is_active.is_(False)))),
    Bar(BarCode.CLOSED, Lead.next_attempt_at.is_not(None)),
    Bar(BarCode.NOT_DUE, Lead.next_attempt_at <= _NOW, Until(Lead.next_attempt_at.expression)),
    Bar(
        BarCode.HELD,
        or_(Lead.held_until.is_(None), Lead.held_until < _NOW),
        Until(Lead.held_until.expression),
    ),
    Bar(
        BarCode.PROMISED,
        or_(
            Lead.callback_operator_id.is_(None),
            bindparam("promised_before", type_=UtcDateTime()) >= KEPT_FROM,
        ),
        Until(KEPT_FROM, lambda claim: claim.callback_kept),
        applies=lambda claim: claim.callback_operator_id is None,
    ),
    Bar(
        BarCode.PROMISED,
        Lead.callback_operator_id == bindparam("callback_operator_id", type_=Uuid()),
        applies=lambda claim: claim.callback_operator_id is not None,
    ),
    # Nobody who talks at one number is rung at another.
    _being_called(Lead),
    # The limit is the campaign's own and spares people calls that they did not ask for. A promised call
    # was asked for, and whoever waits for it is called. As it is now: it may have been lowered since.
    Bar(BarCode.ATTEMPTS_USED_UP, Lead.attempts < _MOST_ATTEMPTS, spares_promised=True),
)
_OF_NEXT: Final = _of_number(Lead)
_OF_CLICKED: Final = _by_policy(ClientNumber.e164.expression, ClientNumber)
_OF_FURTHER: Final[tuple[Bar, ...]] = (
    Bar(BarCode.WRONG_NUMBER, LeadNumber.is_dead.is_(False)),
    Bar(
        BarCode.RESTS,
        or_(LeadNumber.rests_until.is_(None), LeadNumber.rests_until <= _NOW),
        Until(LeadNumber.rests_until.expression),
    ),
    _being_called(LeadNumber),
    *_of_number(LeadNumber),
)
# All but the hours: those are asked of each zone, not of each lead.
