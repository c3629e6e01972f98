"""What a campaign waits for, of a lead that nothing stands against."""

from dataclasses import replace
from typing import Any

import pytest

from core.campaigns.models import DialMode
from core.floor.figures import CallsByState, CampaignFigures, FloorFigures, PaceFigures, Today
from core.floor.waits import Wait, waits_of
from core.trunks.figures import LineLimit
from tests import factories
from tests.factories import some_id

CAMPAIGN = some_id(1)


def a_pace(**values: Any) -> PaceFigures:
    return factories.a_pace(**{"available": 1, **values})


def figures_of(pace: PaceFigures | None) -> FloorFigures:
    campaign = CampaignFigures(CAMPAIGN, "Spring", True, DialMode.PREDICTIVE, 1, 1, None, pace=pace)
    return FloorFigures(CallsByState(), Today(), 0.0, [campaign])


@pytest.mark.parametrize(
    ("pace", "expected"),
    [
        pytest.param(a_pace(), [], id="nothing"),
        pytest.param(None, [], id="it has only begun"),
        pytest.param(a_pace(available=0), [Wait.NOBODY_ON_LINE], id="nobody is there"),
        pytest.param(a_pace(available=0, talking=2), [Wait.NOBODY_FREE], id="all talk"),
        pytest.param(a_pace(available=0, counted_elsewhere=3), [], id="others may be free"),
        pytest.param(
            a_pace(available=0, paused=1, limited_by=LineLimit.NO_TRUNK),
            [Wait.NOBODY_FREE, Wait.NO_TRUNK],
            id="two reasons",
        ),
        pytest.param(a_pace(limited_by=LineLimit.NO_LEADS), [], id="there is this lead"),
    ],
)
def test_a_campaign_waits_for(pace: PaceFigures | None, expected: list[Wait]) -> None:
    assert list(waits_of(figures_of(pace), CAMPAIGN)) == expected


@pytest.mark.parametrize("limit", [one for one in LineLimit if one is not LineLimit.NO_LEADS])
def test_every_limit_of_the_lines_is_told(limit: LineLimit) -> None:
    assert [one.value for one in waits_of(figures_of(a_pace(limited_by=limit)), CAMPAIGN)] == [limit.value]


def test_while_the_exchange_is_not_heard_nothing_else_is_told() -> None:
    figures = replace(figures_of(a_pace(limited_by=LineLimit.NO_TRUNK)), may_dial=False)

    assert waits_of(figures, CAMPAIGN) == [Wait.EXCHANGE_AWAY]
