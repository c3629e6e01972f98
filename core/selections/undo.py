"""The job that takes a selection back: its leads, but for those to which something has happened."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from core.clock import Clock
from core.db import Database
from core.jobs.leases import Lease
from core.leads.models import Lead
from core.leads.taking_back import leads_kept, remove_untouched
from core.lists.filling import forget_empty_list

UNDO_SELECTION_JOB: Final = "undo_selection"
_STEP: Final = 500


class SelectionUndoer:
    """Does undo jobs; `arguments`: the selection, and the list if that was made for it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, lease: Lease) -> Mapping[str, Any]:
        of_selection = Lead.selection_id == UUID(lease.arguments["selection_id"])
        made_list_id = lease.arguments["made_list_id"]
        done = lease.done
        while True:
            async with self._database.transaction() as session:
                now = self._clock.now()
                count = await remove_untouched(session, of_selection, now, limit=_STEP)
                done += count
                await lease.advance(session, now, done=done)
                if not count:
                    break
        async with self._database.transaction() as session:
            if made_list_id is not None:
                await forget_empty_list(session, UUID(made_list_id))
            kept = await leads_kept(session, of_selection, self._clock.now())
        return {"removed": done, "kept": [asdict(one) for one in kept]}
