"""A campaign and the operators who work on it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.calls.machines import MachineAction
from core.campaigns.dispositions import STANDARD, DispositionChoice
from core.db import Base
from core.leads.recycling import STANDARD as STANDARD_RECYCLING
from core.leads.recycling import Recycling
from core.questionnaires.document import Questionnaire, Script

_CHOICES = TypeAdapter(tuple[DispositionChoice, ...])


class DialMode(StrEnum):
    PREVIEW = "preview"
    """Each free operator is offered a lead, looks at it, and has it dialled or skips it."""
    PROGRESSIVE = "progressive"
    """One call for each operator who is free."""
    PREDICTIVE = "predictive"
    """As many calls as the law and the forecast of free operators allow."""


class PreviewTimeout(StrEnum):
    """What happens when an operator has not decided on an offered lead in time."""

    DIAL = "dial"
    SKIP = "skip"
    PAUSE = "pause"
    """The operator is paused, as somebody who is not there; the lead goes back."""


class DncScope(StrEnum):
    """Who may no longer call somebody that asked an operator not to be called."""

    GLOBAL = "global"
    CAMPAIGN = "campaign"


class Documents:
    """What an operator is given for a campaign's calls: what to say, what to ask, which verdicts."""

    script_document: Mapped[dict[str, Any]] = mapped_column(JSON, default=lambda: {"blocks": []})
    questionnaire_document: Mapped[dict[str, Any]] = mapped_column(JSON, default=lambda: {"questions": []})
    dispositions_document: Mapped[list[Any]] = mapped_column(
        JSON, default=lambda: _CHOICES.dump_python(STANDARD, mode="json")
    )

    @property
    def script(self) -> Script:
        return Script.model_validate(self.script_document)

    @property
    def questionnaire(self) -> Questionnaire:
        return Questionnaire.model_validate(self.questionnaire_document)

    @property
    def dispositions(self) -> tuple[DispositionChoice, ...]:
        return _CHOICES.validate_python(self.dispositions_document)


class Campaign(Documents, Base):
    __tablename__ = "campaign"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    mode: Mapped[str] = mapped_column(String(16), default=DialMode.PROGRESSIVE)
    is_running: Mapped[bool] = mapped_column(default=False)
    caller_id: Mapped[str | None] = mapped_column(String(16))
    """E.164; None: the trunk's own number."""
    policy_id: Mapped[UUID | None] = mapped_column(ForeignKey("dialling_policy.id"))
    """What it keeps to; None: it may not dial."""
    ring_seconds: Mapped[int] = mapped_column(default=25)
    wrap_up_seconds: Mapped[int] = mapped_column(default=30)
    max_attempts: Mapped[int] = mapped_column(default=5)
    preview_seconds: Mapped[int] = mapped_column(default=60, server_default="60")
    """How long an operator may look at an offered lead."""
    preview_timeout: Mapped[str] = mapped_column(
        String(8), default=PreviewTimeout.PAUSE, server_default=PreviewTimeout.PAUSE
    )
    dnc_scope: Mapped[str] = mapped_column(String(8), default=DncScope.GLOBAL, server_default=DncScope.GLOBAL)
    machine_action: Mapped[str] = mapped_column(
        String(16), default=MachineAction.OFF, server_default=MachineAction.OFF
    )
    """What becomes of calls that answering machines take."""
    voice_message_id: Mapped[UUID | None] = mapped_column(ForeignKey("voice_message.id"))
    """What is left on them, if a message is."""
    recycling_document: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=lambda: STANDARD_RECYCLING.model_dump(mode="json")
    )
    callback_kept_seconds: Mapped[int] = mapped_column(default=3600, server_default="3600")
    """How long a promised call that is due waits for whoever promised it, before it is everybody's."""
    edition: Mapped[int] = mapped_column(default=1, server_default="1")
    """Rises with each change of script, questionnaire or dispositions; a call keeps the one it began with."""
    created_at: Mapped[datetime]

    @property
    def recycling(self) -> Recycling:
        return Recycling.model_validate(self.recycling_document)


class CampaignEdition(Documents, Base):
    """A campaign's documents as they were before one of them was changed; the newest stand in itself."""

    __tablename__ = "campaign_edition"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True)
    superseded_at: Mapped[datetime]


class CampaignOperator(Base):
    """An operator works on a campaign; one may work on several."""

    __tablename__ = "campaign_operator"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True)
    operator_id: Mapped[UUID] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True
    )
