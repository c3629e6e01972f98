from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from core.db import Database
from tests.fixtures.api_server import ApiServer, an_api_server
from tests.fixtures.databases import KINDS, a_database_url
from tests.fixtures.interface_thread import InterfaceThread, an_interface_thread
from tests.integration.api.day_at_work import a_day_at_work


@pytest.fixture
async def server(database: Database, tmp_path: Path) -> AsyncIterator[ApiServer]:
    async with an_api_server(database, tmp_path / "recordings") as server:
        yield server


@pytest.fixture(scope="module", params=KINDS)
def interface(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[InterfaceThread]:
    """A day at work, for all tests of a module; for those that are no coroutines."""
    folder = tmp_path_factory.mktemp("interface")
    with (
        a_database_url(request.param, request, folder) as url,
        an_interface_thread(url, folder, a_day_at_work) as interface,
    ):
        yield interface
