"""Placing calls: commit first, dial second, and never dial twice on doubt."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from core.caller_ids.rotation import Today
from core.caller_ids.service import CallerIdRoom, caller_id_room, locked_pool
from core.calls.models import CallKind
from core.calls.reason import ReasonKind
from core.campaigns.models import Campaign
from core.clock import Clock
from core.db import Database
from core.error_codes import ErrorCode
from core.errors import Conflict, TelephonyUnavailable
from core.law.models import DiallingPolicy
from core.law.safe_harbour import safe_harbour_paths
from core.leads.bars import BarCode, Claim
from core.leads.hopper import take_leads
from core.leads.reasons import reason_to_dial
from core.lists.mix import ListMix
from core.operators.state_machine import OperatorState, Released, Reserved
from core.phone_numbers import e164
from core.previews.accepting import accept_preview
from core.previews.models import PreviewEnding
from dialer.clicked_call import CLICK_TO_DIAL_RING_TIME, commit_clicked_call
from dialer.denials import denials_kept
from dialer.desk import OperatorDesk
from dialer.detection import detection_of
from dialer.floor import CallFloor, LiveCall
from dialer.journal import Journal
from dialer.launching import CallLauncher, Launch
from dialer.live_calls import LiveCalls
from dialer.new_calls import NewCall, caller_id_for, caller_ids_for, commit_calls, give_back, trunk_to_avoid
from dialer.ring_time import RingTime
from dialer.trunks.trunk_line import AHEAD_SECONDS
from dialer.trunks.trunks import Place, Trunks

CLICK_TO_DIAL_WAITS_SECONDS: Final = 3.0
"""At most, for its turn among the calls that may begin in a second."""


class _OperatorTaken(Exception):
    """Somebody answered, or the operator left, while a lead was being looked for."""


class _NumberInCall(Exception):
    """Another call of the number was committed since the lead was found."""


@dataclass(frozen=True, slots=True)
class PreviewedCall:
    """Committed, and not dialled yet."""

    call: NewCall
    operator_id: UUID
    place: Place
    ring_time: RingTime
    safe_harbour: str | None
    """As in `Launch`: its operator may be gone when somebody answers."""


class CallPlacer:
    def __init__(
        self,
        *,
        node: str,
        home_region: str,
        home_zone: str,
        floor: CallFloor,
        desk: OperatorDesk,
        live_calls: LiveCalls,
        trunks: Trunks,
        launcher: CallLauncher,
        journal: Journal,
        database: Database,
        clock: Clock,
    ) -> None:
        self._node = node
        self._home_region = home_region
        self._home_zone = ZoneInfo(home_zone)
        self._floor = floor
        self._desk = desk
        self._live_calls = live_calls
        self._database = database
        self._trunks = trunks
        self._launcher = launcher
        self._journal = journal
        self._clock = clock
        # Of each campaign; after a restart the shares begin anew.
        self._mixes: defaultdict[UUID, ListMix] = defaultdict(ListMix)

    async def dial_leads(
        self,
        campaign: Campaign,
        in_force: DiallingPolicy,
        *,
        limit: int,
    ) -> int:
        """Claim up to so many leads of a campaign, as far as there are lines, and have them dialled.

        Returns how many calls are alive by that; each is dialled as soon as its trunk takes it.
        """
        now, policy = self._clock.now(), in_force.policy
        claim = Claim.of(campaign, policy, now)
        with self._places(limit) as places:
            if not places:
                return 0
            async with self._database.transaction() as session:
                pool = await locked_pool(session, campaign.id, self._today(now))
                limit = min(len(places), pool.calls_left) if pool.is_used else len(places)
                leads = await take_leads(session, claim, limit=limit, mix=self._mixes[campaign.id])
                shown = await caller_ids_for(session, campaign, pool, leads)
                chosen = self._shared_out(places, [await trunk_to_avoid(session, lead) for lead in leads])
                calls = [
                    NewCall(
                        node=self._node,
                        kind=CallKind.DIALLER,
                        placed_at=now,
                        reason=reason_to_dial(lead, campaign, in_force, claim),
                        grace_seconds=policy.grace_seconds,
                        phone_number=lead.phone_number,
                        client_id=lead.client_id,
                        campaign_id=campaign.id,
                        campaign_edition=campaign.edition,
                        lead_id=lead.id,
                        trunk_id=place.trunk.id,
                        caller_id=caller_id,
                    )
                    for lead, place, caller_id in zip(leads, chosen, shown, strict=True)
                ]
                messages = await safe_harbour_paths(session, policy, {lead.client_id for lead in leads})
                committed = await commit_calls(session, calls)
                await give_back(session, pool, [call for call in calls if call.id not in committed])
            placed = [one for one in zip(calls, chosen, strict=True) if one[0].id in committed]
            ring_time = RingTime.of(campaign, policy)
            for call, place in placed:
                self._begin(call, place, campaign.wrap_up_seconds, ring_time)
        detection = detection_of(campaign, policy)
        await self._launcher.launch_all(
            [
                Launch(call, place, ring_time, detection, messages.get(call.client_id))
                for call, place in placed
            ]
        )
        return len(placed)

    async def dial_promised(self, campaign: Campaign, in_force: DiallingPolicy, operator_id: UUID) -> int:
        """Dial what this operator promised and is due; the operator is reserved as soon as a lead is found.

        Returns how many calls are alive by that: none, if there is no lead or line, or the operator has got
        something else to do, or somebody else has called the number, while the lead was looked for.
        """
        now, policy, call_id = self._clock.now(), in_force.policy, uuid4()
        claim = Claim.of(campaign, policy, now, callback_operator_id=operator_id, operator_waits=True)
        with self._places(1) as places:
            if not places:
                return 0
            try:
                async with self._database.transaction() as session:
                    pool = await locked_pool(session, campaign.id, self._today(now))
                    has_caller_id = not pool.is_used or pool.calls_left
                    leads = await take_leads(session, claim, limit=1) if has_caller_id else []
                    if not leads:
                        return 0
                    # Before anything more is awaited, and not before there is a lead: a promise that is due
                    # may be barred for hours.
                    self._reserve(operator_id, call_id)
                    [lead] = leads
                    [caller_id] = await caller_ids_for(session, campaign, pool, leads)
                    [place] = self._shared_out(places, [await trunk_to_avoid(session, lead)])
                    reason = reason_to_dial(lead, campaign, in_force, claim)
                    call = NewCall(
                        node=self._node,
                        kind=CallKind.CALLBACK,
                        placed_at=now,
                        # Nobody looked at it before.
                        reason=reason.model_copy(update={"kind": ReasonKind.CALLBACK}),
                        grace_seconds=policy.grace_seconds,
                        id=call_id,
                        phone_number=lead.phone_number,
                        client_id=lead.client_id,
                        campaign_id=campaign.id,
                        campaign_edition=campaign.edition,
                        lead_id=lead.id,
                        operator_id=operator_id,
                        intended_operator_id=operator_id,
                        trunk_id=place.trunk.id,
                        caller_id=caller_id,
                    )
                    messages = await safe_harbour_paths(session, policy, {lead.client_id})
                    if not await commit_calls(session, [call]):
                        raise _NumberInCall
            except _OperatorTaken:
                return 0
            except _NumberInCall:
                self._release(operator_id, call_id)
                return 0
            except BaseException:
                self._release(operator_id, call_id)
                raise
            ring_time = RingTime.of(campaign, policy)
            self._begin(call, place, campaign.wrap_up_seconds, ring_time)
        # Not detected: where an operator waits for one certain person, it is the operator who listens.
        launch = Launch(call, place, ring_time, safe_harbour=messages.get(lead.client_id))
        await self._launcher.launch_all([launch])
        await self._live_calls.pop(call_id, operator_id)
        return 1

    def _reserve(self, operator_id: UUID, call_id: UUID) -> None:
        operator = self._floor.operators.get(operator_id)
        if operator is None or operator.state is not OperatorState.AVAILABLE:
            raise _OperatorTaken
        self._desk.happen(operator_id, Reserved(call_id))

    def _release(self, operator_id: UUID, call_id: UUID) -> None:
        if operator_id in self._floor.operators:
            self._desk.happen(operator_id, Released(call_id))

    async def caller_id_room(self, campaign_id: UUID) -> CallerIdRoom:
        """For how many more calls of today the campaign's caller IDs are good."""
        async with self._database.reading() as session:
            return await caller_id_room(session, campaign_id, self._today(self._clock.now()))

    async def click_to_dial(
        self, operator_id: UUID, client_id: UUID, phone_number: str, *, despite_bars: bool
    ) -> UUID:
        """Ring one number of a client for an operator who is on line and free.

        Raises:
            NotFound: there is no such client.
            InvalidInput: no telephone number, or not one of this client's.
            Conflict: the operator is busy or not on line, the number is refused or being called, no trunk
                has a line, or the campaign no caller ID; or its policy stands against it, and the operator
                has not said that this call is made `despite_bars`.
        """
        operator = self._floor.operators.get(operator_id)
        if operator is None or not operator.line_up:
            raise Conflict(ErrorCode.NOT_ON_LINE)
        if operator.state is not OperatorState.AVAILABLE:
            raise Conflict(ErrorCode.OPERATOR_BUSY, state=operator.state)
        number = e164(phone_number, region=self._home_region)
        call_id = uuid4()
        # Before anything is awaited: the dialler must not send another customer meanwhile.
        self._desk.happen(operator_id, Reserved(call_id))
        denials = denials_kept(
            self._journal,
            self._clock,
            phone_number=number,
            kind=CallKind.CLICK_TO_DIAL,
            operator_id=operator_id,
        )
        with denials, self._places(1, within_seconds=CLICK_TO_DIAL_WAITS_SECONDS) as places:
            try:
                if not places:
                    raise Conflict(ErrorCode.NO_LINE_FREE)
                [place] = places
                async with self._database.transaction() as session:
                    call, wrap_up_seconds = await commit_clicked_call(
                        session,
                        node=self._node,
                        call_id=call_id,
                        operator_id=operator_id,
                        client_id=client_id,
                        phone_number=number,
                        despite_bars=despite_bars,
                        trunk_id=place.trunk.id,
                        today=self._today(self._clock.now()),
                    )
                self._begin(call, place, wrap_up_seconds, CLICK_TO_DIAL_RING_TIME)
            except BaseException:
                self._desk.happen(operator_id, Released(call_id))
                raise
        launch = Launch(call, place, CLICK_TO_DIAL_RING_TIME)
        await self._live_calls.pop(call_id, operator_id)
        self._check_that_somebody_waits(operator_id, launch)
        if not await self._launcher.launch(launch):
            raise TelephonyUnavailable("the exchange did not take the call")
        return call_id

    async def place_previewed(self, preview_id: UUID, ending: PreviewEnding, call_id: UUID) -> PreviewedCall:
        """Commit the call that a preview comes to, for its operator, who is reserved for it.

        Raises:
            Conflict: the preview is over, a bar has come since the lead was offered, no trunk has a line, or
                the campaign no caller ID.
        """
        now = self._clock.now()
        with self._places(1, within_seconds=CLICK_TO_DIAL_WAITS_SECONDS) as places:
            if not places:
                raise Conflict(ErrorCode.NO_LINE_FREE)
            [place] = places
            async with self._database.transaction() as session:
                accepted = await accept_preview(session, preview_id, ending, now)
                lead, operator_id = accepted.lead, accepted.preview.operator_id
                call = NewCall(
                    node=self._node,
                    kind=CallKind.PREVIEW,
                    placed_at=now,
                    reason=accepted.reason,
                    grace_seconds=accepted.in_force.policy.grace_seconds,
                    id=call_id,
                    phone_number=lead.phone_number,
                    client_id=lead.client_id,
                    campaign_id=lead.campaign_id,
                    campaign_edition=accepted.campaign.edition,
                    lead_id=lead.id,
                    operator_id=operator_id,
                    intended_operator_id=operator_id,
                    trunk_id=place.trunk.id,
                    caller_id=await caller_id_for(session, accepted.campaign, lead, self._today(now)),
                )
                policy = accepted.in_force.policy
                messages = await safe_harbour_paths(session, policy, {lead.client_id})
                if not await commit_calls(session, [call]):
                    raise Conflict(ErrorCode.LEAD_BARRED, bar=BarCode.BEING_CALLED)
                accepted.preview.call_id = call_id
            ring_time = RingTime.of(accepted.campaign, policy)
            self._begin(call, place, accepted.campaign.wrap_up_seconds, ring_time)
        return PreviewedCall(call, operator_id, place, ring_time, messages.get(lead.client_id))

    async def ring_previewed(self, previewed: PreviewedCall) -> None:
        """
        Raises:
            Conflict: the operator has gone meanwhile.
            TelephonyUnavailable: the exchange did not take the call.
        """
        call = previewed.call
        launch = Launch(call, previewed.place, previewed.ring_time, safe_harbour=previewed.safe_harbour)
        await self._live_calls.pop(call.id, previewed.operator_id)
        self._check_that_somebody_waits(previewed.operator_id, launch)
        await self._launcher.launch(launch)
        if call.id not in self._floor.calls:
            raise TelephonyUnavailable("the exchange did not take the call")

    def _check_that_somebody_waits(self, operator_id: UUID, launch: Launch) -> None:
        """The last look before the call is handed over: it is taken back if its operator has gone.

        Raises:
            Conflict: so it is.
        """
        operator = self._floor.operators.get(operator_id)
        if operator is None or operator.call_id != launch.call.id:
            self._launcher.take_back(launch)
            raise Conflict(ErrorCode.NOT_ON_LINE)

    @contextmanager
    def _places(self, count: int, *, within_seconds: float = AHEAD_SECONDS) -> Iterator[list[Place]]:
        """Places on trunks for up to so many calls; those that no call takes are given back."""
        places = self._trunks.reserve(count, within_seconds)
        try:
            yield places
        finally:
            for place in places:
                place.given_back()

    def _shared_out(self, places: list[Place], avoided: Sequence[UUID | None]) -> list[Place]:
        """A place for each call, if possible on another trunk than the one to be avoided."""
        free = list(places)
        chosen = []
        for trunk_id in avoided:
            place = next((one for one in free if trunk_id is None or one.trunk.id != trunk_id), None)
            if place is None and (elsewhere := self._trunks.reserve_elsewhere(trunk_id)) is not None:
                places.append(elsewhere)
                chosen.append(elsewhere)
                continue
            place = place or free[0]
            free.remove(place)
            chosen.append(place)
        return chosen

    def _begin(self, call: NewCall, place: Place, wrap_up_seconds: int, ring_time: RingTime) -> None:
        """The call is alive from now on, and takes its place."""
        self._live_calls.place(LiveCall.of(call, wrap_up_seconds=wrap_up_seconds, ring_time=ring_time))
        place.taken()

    def _today(self, now: datetime) -> Today:
        return Today(now, now.astimezone(self._home_zone).date())
