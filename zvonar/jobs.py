"""Which jobs there are, and who does them."""

from core.clock import Clock
from core.db import Database
from core.dnc.imports import DNC_IMPORT_JOB
from core.dnc.run import DncImporter
from core.imports.reading import FileReader
from core.imports.run import IMPORT_JOB, LeadImporter
from core.imports.undo import UNDO_JOB, ImportUndoer
from core.jobs.runner import JobRunner
from core.lists.filling import OntoList
from core.lists.reset import RESET_JOB, ListResetter
from core.selections.run import SELECTION_JOB, LeadSelector
from core.selections.undo import UNDO_SELECTION_JOB, SelectionUndoer
from zvonar.settings import Settings


def job_runner(settings: Settings, database: Database, clock: Clock) -> JobRunner:
    """Of the roles `serve` and `worker`; any number of them may run."""
    reader = FileReader(settings.home_region)
    return JobRunner(
        database,
        clock,
        {
            IMPORT_JOB: OntoList(database, LeadImporter(database, clock, reader, settings.home_zone)),
            DNC_IMPORT_JOB: DncImporter(database, clock, reader),
            UNDO_JOB: ImportUndoer(database, clock),
            SELECTION_JOB: OntoList(database, LeadSelector(database, clock)),
            UNDO_SELECTION_JOB: SelectionUndoer(database, clock),
            RESET_JOB: ListResetter(database, clock),
        },
    )
