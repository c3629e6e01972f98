"""Of several revisions that held on one day, the strictest judges it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from core.law.evidence_days import Rules, strictest
from tests.factories import EASY_POLICY
from tests.fakes.clock import T0


def rules(revision: int, **said: Any) -> Rules:
    policy = EASY_POLICY.model_copy(update=said)
    return Rules("own", (UUID(int=1), revision), T0 + timedelta(hours=revision), policy)


@pytest.mark.parametrize(
    ("strict", "lax"),
    [
        ({"abandon_limit": 0.03}, {"abandon_limit": 0.05}),
        ({"machine_false_positive_rate": 0.1}, {"machine_false_positive_rate": 0.0}),
        ({"abandon_window_days": 1}, {"abandon_window_days": 30}),
        ({"abandon_limit": 0.01, "abandon_window_days": 30}, {"abandon_window_days": 1}),
    ],
)
def test_the_strictest_is_chosen_whichever_came_first(strict: dict[str, Any], lax: dict[str, Any]) -> None:
    for first, second in ((1, 2), (2, 1)):
        assert strictest([rules(first, **strict), rules(second, **lax)]) == rules(first, **strict)


def test_where_nothing_is_known_nothing_is_judged() -> None:
    assert strictest([]) is None
