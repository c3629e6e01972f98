"""The offers that are open: who looks at which lead, until when, and what becomes of it.

An offer stands exactly as long as its operator is in PREVIEW with its id: whatever else moves the operator
on (a pause, the log-out, a late call) takes the offer back, and the lead may be taken again at once.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from core.bus.events import PreviewOffered
from core.bus.port import Bus, operator_topic
from core.calls.models import CallKind
from core.calls.state_machine import CallProgress
from core.campaigns.models import Campaign, PreviewTimeout
from core.clock import Clock
from core.db import Database
from core.error_codes import ErrorCode
from core.errors import CallCentreError, Conflict, TelephonyUnavailable
from core.law.models import DiallingPolicy
from core.lists.mix import ListMix
from core.operators.state_machine import (
    AskedToPause,
    CalledClient,
    Offered,
    OperatorNow,
    OperatorState,
    PauseReason,
    PreviewOver,
    Released,
    Reserved,
)
from core.previews.card import PreviewCard, preview_cards
from core.previews.ending import EndedPreview
from core.previews.models import Preview, PreviewEnding, SkipReason
from core.previews.offering import offer_leads
from dialer.denials import denials_kept
from dialer.desk import OperatorDesk
from dialer.floor import CallFloor, LiveCall
from dialer.journal import Journal
from dialer.placing import CallPlacer
from dialer.progressive import idle_operators

_PASSING: Final = (ErrorCode.NO_LINE_FREE, ErrorCode.NO_CALLER_ID_LEFT)
"""For want of what there may be in a moment: the offer stands."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Offer:
    """An open preview, as the switchboard keeps it in mind."""

    preview_id: UUID
    campaign_id: UUID
    lead_id: UUID
    operator_id: UUID
    expires_at: datetime
    lead_held_until: datetime
    on_timeout: PreviewTimeout
    card: PreviewCard

    @classmethod
    def of(cls, preview: Preview, card: PreviewCard) -> "Offer":
        return cls(
            preview_id=preview.id,
            campaign_id=preview.campaign_id,
            lead_id=preview.lead_id,
            operator_id=preview.operator_id,
            expires_at=preview.expires_at,
            lead_held_until=preview.lead_held_until,
            on_timeout=PreviewTimeout(preview.on_timeout),
            card=card,
        )

    def ended(self, ending: PreviewEnding, at: datetime, reason: SkipReason | None = None) -> EndedPreview:
        return EndedPreview(self.preview_id, self.lead_id, self.lead_held_until, ending, at, reason)


class OpenPreviews:
    """Implements `dialer.floor.FloorListener`, to learn when an operator has moved on."""

    def __init__(
        self,
        *,
        node: str,
        floor: CallFloor,
        desk: OperatorDesk,
        placer: CallPlacer,
        journal: Journal,
        bus: Bus,
        database: Database,
        clock: Clock,
        tasks: asyncio.TaskGroup,
        may_dial: Callable[[], bool],
    ) -> None:
        self._node = node
        self._floor = floor
        self._desk = desk
        self._placer = placer
        self._journal = journal
        self._bus = bus
        self._database = database
        self._clock = clock
        self._tasks = tasks
        self._may_dial = may_dial
        self._of_operator: dict[UUID, Offer] = {}
        # Of each campaign; after a restart the shares begin anew.
        self._mixes: defaultdict[UUID, ListMix] = defaultdict(ListMix)

    async def offer(self, campaign: Campaign, in_force: DiallingPolicy, among: Collection[UUID]) -> int:
        """Offer a lead to each of these who is free for the campaign; returns how many were offered."""
        idle = [one for one in idle_operators(self._floor, campaign.id) if one in among]
        if not idle:
            return 0
        async with self._database.transaction() as session:
            previews = await offer_leads(
                session,
                campaign,
                in_force,
                idle,
                node=self._node,
                mix=self._mixes[campaign.id],
                now=self._clock.now(),
            )
            cards = await preview_cards(session, previews)
        for preview in previews:
            self._show(Offer.of(preview, cards[preview.id]))
        return len(previews)

    async def accept(self, operator_id: UUID, preview_id: UUID) -> UUID:
        """Dial the offered lead for its operator; returns the call's id.

        Raises:
            Conflict: it is not offered any more, a bar has come meanwhile, or the softphone is not on line.
            TelephonyUnavailable: nothing can be dialled now; unless the call was placed, the offer stands.
        """
        offer = self._offered(operator_id, preview_id)
        if not self._floor.operators[operator_id].line_up:
            raise Conflict(ErrorCode.LINE_DOWN)
        if not self._may_dial():
            raise TelephonyUnavailable("the exchange is not heard, or not compared with yet")
        return await self._dial(offer, PreviewEnding.ACCEPTED)

    def skip(self, operator_id: UUID, preview_id: UUID, reason: SkipReason) -> OperatorNow:
        """Leave the lead for later, by its campaign's rule.

        Raises:
            Conflict: it is not offered any more.
        """
        return self._end(self._offered(operator_id, preview_id), PreviewEnding.SKIPPED, reason)

    def keep_only(self, campaign_ids: Collection[UUID]) -> None:
        """Take back what is offered of other campaigns, or to operators who no longer work on theirs."""
        for offer in list(self._of_operator.values()):
            is_wanted = offer.campaign_id in campaign_ids
            if not is_wanted or not self._floor.works_on(offer.operator_id, offer.campaign_id):
                self._end(offer, PreviewEnding.WITHDRAWN)

    def end_overdue(self) -> None:
        """What is set for offers that nobody has decided on in time."""
        now = self._clock.now()
        for offer in [one for one in self._of_operator.values() if one.expires_at <= now]:
            self._end_overdue(offer)

    def card(self, operator_id: UUID) -> PreviewCard | None:
        """Of the lead that the operator is offered."""
        offer = self._of_operator.get(operator_id)
        return offer.card if offer is not None else None

    async def read_database(self) -> None:
        """Take up the offers of an earlier life of this process; the operators are seated already."""
        async with self._database.reading() as session:
            mine = Preview.node == self._node, Preview.ended_at.is_(None)
            previews = (
                await session.scalars(select(Preview).where(*mine).order_by(Preview.offered_at))
            ).all()
            cards = await preview_cards(session, previews)
        newest = {preview.operator_id: preview for preview in previews}
        for preview in previews:
            offer = Offer.of(preview, cards[preview.id])
            operator = self._floor.operators.get(preview.operator_id)
            looks = operator is not None and operator.state is OperatorState.PREVIEW
            if looks and preview is newest[preview.operator_id] and offer.expires_at > self._clock.now():
                self._show(offer)
            else:
                self._journal.record_preview(offer.ended(PreviewEnding.WITHDRAWN, self._clock.now()))
        for operator in list(self._floor.operators.values()):
            if operator.state is OperatorState.PREVIEW and operator.preview_id is None:
                self._move_on(operator)

    # What the floor tells.

    def call_placed(self, call: LiveCall) -> None:
        """Of no account: whoever accepts is moved on by that."""

    def call_changed(self, call: LiveCall, before: CallProgress, at: datetime) -> None:
        """Of no account either."""

    def operator_changed(self, before: OperatorNow, now: OperatorNow) -> None:
        offer = self._of_operator.get(now.operator_id)
        if offer is not None and now.preview_id != offer.preview_id:
            self._close(offer, PreviewEnding.WITHDRAWN)

    def _show(self, offer: Offer) -> None:
        operator = self._floor.operators.get(offer.operator_id)
        is_there = operator is not None and (
            operator.state is OperatorState.AVAILABLE
            or (operator.state is OperatorState.PREVIEW and operator.preview_id is None)
        )
        if not is_there:
            # Gone, or busy, while the lead was being taken.
            self._journal.record_preview(offer.ended(PreviewEnding.WITHDRAWN, self._clock.now()))
            return
        self._of_operator[offer.operator_id] = offer
        card = offer.card
        client = CalledClient(card.client.id, card.client.name, card.phone_number)
        self._desk.happen(offer.operator_id, Offered(offer.preview_id, client))
        self._bus.publish(PreviewOffered(card), operator_topic(offer.operator_id))

    def _offered(self, operator_id: UUID, preview_id: UUID) -> Offer:
        offer = self._of_operator.get(operator_id)
        if offer is None or offer.preview_id != preview_id:
            raise Conflict(ErrorCode.PREVIEW_OVER)
        return offer

    def _close(self, offer: Offer, ending: PreviewEnding, reason: SkipReason | None = None) -> None:
        self._of_operator.pop(offer.operator_id, None)
        self._journal.record_preview(offer.ended(ending, self._clock.now(), reason))

    def _end(self, offer: Offer, ending: PreviewEnding, reason: SkipReason | None = None) -> OperatorNow:
        self._close(offer, ending, reason)
        return self._desk.happen(offer.operator_id, PreviewOver())

    def _end_overdue(self, offer: Offer) -> None:
        if not self._floor.operators[offer.operator_id].line_up:
            # Nobody may be there, and nothing could be dialled for them.
            self._end(offer, PreviewEnding.WITHDRAWN)
            return
        match offer.on_timeout:
            case PreviewTimeout.DIAL if self._may_dial():
                self._tasks.create_task(self._dial_overdue(offer), name=f"preview {offer.preview_id}")
            case PreviewTimeout.DIAL:
                self._end(offer, PreviewEnding.WITHDRAWN)
            case PreviewTimeout.SKIP:
                self._end(offer, PreviewEnding.PUT_OFF)
            case PreviewTimeout.PAUSE:
                self._close(offer, PreviewEnding.MISSED)
                self._desk.happen(offer.operator_id, AskedToPause(PauseReason.PREVIEW_MISSED))

    async def _dial_overdue(self, offer: Offer) -> None:
        if self._of_operator.get(offer.operator_id) is not offer:
            return
        try:
            await self._dial(offer, PreviewEnding.DIALLED)
        except (CallCentreError, SQLAlchemyError, OSError) as error:
            log.warning("preview.not_dialled", preview_id=str(offer.preview_id), reason=str(error))

    async def _dial(self, offer: Offer, ending: PreviewEnding) -> UUID:
        call_id = uuid4()
        del self._of_operator[offer.operator_id]
        # Before anything is awaited: nothing else may be given to this operator meanwhile.
        self._desk.happen(offer.operator_id, Reserved(call_id))
        try:
            with self._denials_kept(offer) if ending is PreviewEnding.ACCEPTED else nullcontext():
                previewed = await self._placer.place_previewed(offer.preview_id, ending, call_id)
        except BaseException as error:
            code = error.code if isinstance(error, Conflict) else None
            if offer.operator_id in self._floor.operators:
                self._desk.happen(offer.operator_id, Released(call_id))
            if code in _PASSING and ending is PreviewEnding.ACCEPTED:
                self._show(offer)
            else:
                went_back = PreviewEnding.BARRED if code is ErrorCode.LEAD_BARRED else PreviewEnding.WITHDRAWN
                self._journal.record_preview(offer.ended(went_back, self._clock.now()))
            raise
        await self._placer.ring_previewed(previewed)
        return call_id

    def _denials_kept(self, offer: Offer) -> AbstractContextManager[None]:
        return denials_kept(
            self._journal,
            self._clock,
            phone_number=offer.card.phone_number,
            kind=CallKind.PREVIEW,
            operator_id=offer.operator_id,
        )

    def _move_on(self, operator: OperatorNow) -> None:
        """Whoever looked at a lead when we died, and does not any more: the call it came to, or free."""
        calls = self._floor.calls.values()
        accepted = [
            one for one in calls if one.kind is CallKind.PREVIEW and one.operator_id == operator.operator_id
        ]
        event = Reserved(accepted[0].call_id) if accepted else PreviewOver()
        self._desk.happen(operator.operator_id, event)
