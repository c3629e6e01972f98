"""What every tier shares: the servers, and the order in which the tiers run."""

from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no counterexample, and a change is judged by the same examples on every machine.
settings.register_profile("unhurried", deadline=None, derandomize=True)
# By hand, to look for counterexamples that nobody has met yet: tests/README.md says how.
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("unhurried")

pytest_plugins = [
    "tests.fixtures.audited_words",
    "tests.fixtures.postgres",
    "tests.fixtures.valkey",
    "tests.fixtures.databases",
    "tests.fixtures.asterisk_node",
]

# Browser tests come last: Playwright's loop stays in the process once it has begun.
TIERS = ("unit", "replay", "integration", "acceptance", "browser")
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_tier)


def _tier(item: pytest.Item) -> int:
    name = item.path.relative_to(_HERE).parts[0]
    return TIERS.index(name) if name in TIERS else len(TIERS)
