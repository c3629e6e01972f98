from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.db import Database
from tests.fixtures.api_server import ApiServer, an_api_server


@pytest.fixture
async def server(database: Database, tmp_path: Path) -> AsyncIterator[ApiServer]:
    async with an_api_server(database, tmp_path / "recordings") as server:
        yield server
