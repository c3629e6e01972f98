"""Policies of the house's own: every change is a revision and in the trail, what is in force stays."""

from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from core.audit.trail import audit_page
from core.campaigns.models import Campaign
from core.campaigns.settings import CampaignChange, change_campaign
from core.db import Database
from core.errors import Conflict, InvalidInput, NotFound
from core.law.models import DiallingPolicy, DiallingPolicyRevision
from core.law.policies import (
    PolicyName,
    PolicyWanted,
    add_policy,
    all_policies,
    change_policy,
    one_policy,
    remove_policy,
)
from tests.factories import EASY_POLICY, a_campaign, a_policy, a_user
from tests.fakes.clock import T0


def wanted(**rules: Any) -> PolicyWanted:
    return PolicyWanted(name=PolicyName(ru="Своя", en="Own"), policy=EASY_POLICY.model_copy(update=rules))


async def test_a_changed_policy_is_a_new_revision_and_the_old_one_is_kept(database: Database) -> None:
    async with database.transaction() as session:
        user = await a_user(session)
        policy_id = await add_policy(session, wanted(), user_id=user.id, now=T0)
    async with database.transaction() as session:
        await change_policy(session, policy_id, wanted(attempts_per_day=3), user_id=user.id, now=T0)
    async with database.transaction() as session:
        await change_policy(session, policy_id, wanted(attempts_per_day=3), user_id=user.id, now=T0)

    async with database.reading() as session:
        shown = await one_policy(session, policy_id)
        kept = await session.scalars(
            select(DiallingPolicyRevision)
            .where(DiallingPolicyRevision.policy_id == policy_id)
            .order_by(DiallingPolicyRevision.revision)
        )
        assert [one.document["attempts_per_day"] for one in kept] == [None, 3]
        trail = (await audit_page(session, entity="dialling_policy")).items
    assert shown.policy is not None
    assert (shown.revision, shown.policy.attempts_per_day) == (2, 3)
    assert [[change.field for change in entry.changes] for entry in trail] == [
        ["attempts_per_day"],
        ["policy"],
    ]


async def test_a_built_in_policy_is_neither_changed_nor_removed(database: Database) -> None:
    async with database.transaction() as session:
        user = await a_user(session)
        built_in = [one for one in await all_policies(session) if one.is_built_in]
    assert len(built_in) == 3
    for one in built_in:
        async with database.transaction() as session:
            with pytest.raises(Conflict):
                await change_policy(session, one.id, wanted(), user_id=user.id, now=T0)
            with pytest.raises(Conflict):
                await remove_policy(session, one.id, user_id=user.id, now=T0)


async def test_a_policy_that_a_campaign_keeps_to_stays(database: Database) -> None:
    async with database.transaction() as session:
        user = await a_user(session)
        campaign = await a_campaign(session)
        assert campaign.policy_id is not None
        with pytest.raises(Conflict):
            await remove_policy(session, campaign.policy_id, user_id=user.id, now=T0)
        policy_id, campaign.policy_id = campaign.policy_id, None
    async with database.transaction() as session:
        await remove_policy(session, policy_id, user_id=user.id, now=T0)
    async with database.reading() as session:
        assert policy_id not in [one.id for one in await all_policies(session)]
        assert (await session.get_one(Campaign, campaign.id)).policy_id is None


async def test_what_a_removed_policy_said_is_kept_and_nobody_can_choose_it(database: Database) -> None:
    async with database.transaction() as session:
        user = await a_user(session)
        policy_id = await add_policy(session, wanted(), user_id=user.id, now=T0)
        await change_policy(session, policy_id, wanted(attempts_per_day=3), user_id=user.id, now=T0)
        await remove_policy(session, policy_id, user_id=user.id, now=T0)
        campaign = await a_campaign(session, policy_id=None)
    async with database.transaction() as session:
        kept = select(DiallingPolicyRevision.revision).where(DiallingPolicyRevision.policy_id == policy_id)
        assert sorted(await session.scalars(kept)) == [1, 2]
        choice = CampaignChange(policy_id=policy_id)
        with pytest.raises(InvalidInput):
            await change_campaign(session, campaign.id, choice, home_region="RU", user_id=user.id, now=T0)
        for again in (
            remove_policy(session, policy_id, user_id=user.id, now=T0),
            one_policy(session, policy_id),
        ):
            with pytest.raises(NotFound):
                await again
        [removed, *_] = (await audit_page(session, entity="dialling_policy")).items
        assert [change.field for change in removed.changes] == ["policy"]


async def test_no_hand_takes_revisions_away_with_their_policy(database: Database) -> None:
    async with database.transaction() as session:
        policy = await a_policy(session)
        with pytest.raises(IntegrityError):
            await session.execute(delete(DiallingPolicy).where(DiallingPolicy.id == policy.id))
        await session.rollback()
