"""Every table, in one import: what migrations compare the database with."""

import core.audit.models
import core.caller_ids.models
import core.calls.models
import core.campaigns.models
import core.clients.models
import core.contacts.models
import core.denials.models
import core.dnc.models
import core.imports.models
import core.jobs.models
import core.kept_files
import core.law.models
import core.leads.models
import core.lists.models
import core.nodes.models
import core.operators.models
import core.pacing.models
import core.previews.models
import core.trunks.models
import core.users.models
import core.voice_messages.models  # noqa: F401 - imported for their tables
from core.db import Base

metadata = Base.metadata
