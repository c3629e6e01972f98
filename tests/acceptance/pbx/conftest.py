"""What the stories of one Asterisk and one carrier share; each module says who its `carrier` is."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from pbx.installation import AsteriskInstall
from pbx.node import AsteriskNode
from tests.fixtures.asterisk_node import a_node
from tests.fixtures.carrier import Carrier
from tests.fixtures.databases import a_database_url


@pytest.fixture
async def node(
    asterisk_install: AsteriskInstall, tmp_path: Path, carrier: Carrier
) -> AsyncIterator[AsteriskNode]:
    """An Asterisk of its own, whose one trunk leads to the carrier."""
    async with a_node(asterisk_install, tmp_path, carrier.add_trunk) as made:
        yield made


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """On SQLite alone: what is asked here is asked of Asterisk."""
    with a_database_url("sqlite", request, tmp_path) as url:
        yield url
