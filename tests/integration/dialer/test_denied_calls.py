"""What an operator's click is denied for is kept, and Why tells it."""

from collections.abc import Awaitable, Callable, Sequence

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from core.calls.models import Call, CallKind
from core.campaigns.models import Campaign
from core.db import Database
from core.denials.log import Denial, DeniedBecause, past_denials, store_denials
from core.dnc.models import DncSource
from core.dnc.register import Refusal, refuse_numbers
from core.errors import Conflict
from core.law.models import DiallingPolicy
from core.leads.bars import BarCode
from core.leads.why import MOST_DENIALS, why_lead, why_number
from core.operators.state_machine import PauseReason
from tests.factories import a_caller_id
from tests.fakes.clock import T0
from tests.integration.dialer.clicking import CLOSED, NUMBER, Clicking, a_clicker


async def _all_refuse(clicking: Clicking, session: AsyncSession) -> None:
    await refuse_numbers(session, [NUMBER], Refusal(DncSource.HAND, T0, None, None))


async def _it_is_in_a_call(clicking: Clicking, session: AsyncSession) -> None:
    call = Call(
        node="node-2", kind=CallKind.DIALLER, phone_number=NUMBER, client_id=clicking.client.id, placed_at=T0
    )
    session.add(call)


async def _the_hours_are_over(clicking: Clicking, session: AsyncSession) -> None:
    campaign = await session.get_one(Campaign, clicking.lead.campaign_id)
    policy = await session.get_one(DiallingPolicy, campaign.policy_id)
    policy.document = {**policy.document, "calling_hours": CLOSED.model_dump(mode="json")}


async def _no_caller_id_is_on(clicking: Clicking, session: AsyncSession) -> None:
    campaign = await session.get_one(Campaign, clicking.lead.campaign_id)
    await a_caller_id(session, campaign, is_active=False)


@pytest.mark.parametrize(
    ("trouble", "because", "bars"),
    [
        (_all_refuse, DeniedBecause.NUMBER_REFUSED, []),
        (_it_is_in_a_call, DeniedBecause.NUMBER_IN_CALL, []),
        (_the_hours_are_over, DeniedBecause.BARRED, [BarCode.OUTSIDE_HOURS]),
        (_no_caller_id_is_on, DeniedBecause.NO_CALLER_ID, []),
    ],
)
async def test_a_click_that_is_denied_is_kept_with_its_reason(
    database: Database,
    trouble: Callable[[Clicking, AsyncSession], Awaitable[None]],
    because: DeniedBecause,
    bars: list[BarCode],
) -> None:
    async with a_clicker(database, in_campaign=True) as clicking:
        async with database.transaction() as session:
            await trouble(clicking, session)
        with pytest.raises(Conflict):
            await clicking.clicks("8 916 123-45-67")
        await clicking.story.switchboard.everything_stored()

        async with database.reading() as session:
            by_number = await why_number(session, NUMBER, clicking.story.clock.now())
            by_lead = await why_lead(session, clicking.lead.id, clicking.story.clock.now())
        [denial] = by_number.denials
        assert by_lead.denials == by_number.denials
        assert (denial.because, denial.bars) == (because, bars)
        assert (denial.kind, denial.operator_name) == (CallKind.CLICK_TO_DIAL, clicking.boris.name)
        assert T0 <= denial.denied_at <= clicking.story.clock.now()


async def test_a_denial_is_kept_though_it_cannot_be_stored_at_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    async def fails_once(session: AsyncSession, denials: Sequence[Denial]) -> None:
        tried.append(len(denials))
        if tried.count(1) == 1 and denials:
            raise OperationalError("INSERT", {}, OSError("gone"))
        await store_denials(session, denials)

    monkeypatch.setattr("dialer.journal.store_denials", fails_once)
    async with a_clicker(database, in_campaign=True, policy={"calling_hours": CLOSED}) as clicking:
        with pytest.raises(Conflict):
            await clicking.clicks()
        await clicking.story.until(lambda: tried.count(1) == 2)
        await clicking.story.switchboard.everything_stored()

        async with database.reading() as session:
            assert len(await past_denials(session, [NUMBER], limit=9)) == 1


async def test_what_is_wrong_with_the_operator_is_no_denial_of_the_number(database: Database) -> None:
    async with a_clicker(database, in_campaign=True) as clicking:
        await clicking.story.switchboard.pause(clicking.boris.id, PauseReason.BREAK)
        with pytest.raises(Conflict):
            await clicking.clicks()
        await clicking.story.switchboard.everything_stored()

        async with database.reading() as session:
            assert await past_denials(session, [NUMBER], limit=9) == []


async def test_of_many_denials_the_last_are_told_and_that_there_were_more(database: Database) -> None:
    async with a_clicker(database, in_campaign=True, policy={"calling_hours": CLOSED}) as clicking:
        for _ in range(MOST_DENIALS + 1):
            with pytest.raises(Conflict):
                await clicking.clicks()
            clicking.story.clock.move(1.0)
        await clicking.story.switchboard.everything_stored()

        async with database.reading() as session:
            why = await why_number(session, NUMBER, clicking.story.clock.now())
        told_at = [denial.denied_at for denial in why.denials]
        assert len(told_at) == MOST_DENIALS
        assert told_at == sorted(told_at, reverse=True)
        assert min(told_at) > T0
        assert why.has_more_denials
