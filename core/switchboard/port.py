"""The switchboard, as the API sees it: requests of operators and supervisors, and what is so now."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from core.calls.card import CallCard
from core.calls.disposition import Verdict
from core.floor.figures import FloorSnapshot
from core.floor.pace_history import PaceMoment
from core.operators.state_machine import OperatorNow, PauseReason
from core.previews.card import PreviewCard
from core.previews.models import SkipReason
from core.telephony.port import LineCredentials


class Switchboard(Protocol):
    """Owner of operator states and live calls. Raises errors of `core.errors`."""

    async def open_line(self, operator_id: UUID, console_id: UUID) -> LineCredentials:
        """Let the softphone of that console in.

        A line opened earlier is closed: one operator, one telephone.
        """

    async def console_of(self, operator_id: UUID) -> UUID | None:
        """The console whose softphone has the operator's line; None: no line, or nobody knows whose."""

    async def close_line(self, operator_id: UUID) -> None:
        """Log the operator out of the telephone.

        Refused during a talk, and as long as the last one has no disposition.
        """

    async def make_available(self, operator_id: UUID) -> OperatorNow: ...

    async def pause(self, operator_id: UUID, reason: PauseReason) -> OperatorNow: ...

    async def place_call(
        self, operator_id: UUID, client_id: UUID, phone_number: str, despite_bars: bool = False
    ) -> UUID:
        """Click-to-dial: ring the number and join it to the operator's line; returns the call's id.

        `despite_bars`: the operator calls though the dialling policy stands against it.
        """

    async def accept_preview(self, operator_id: UUID, preview_id: UUID) -> UUID:
        """Dial the lead that the operator is offered; returns the call's id."""

    async def skip_preview(self, operator_id: UUID, preview_id: UUID, reason: SkipReason) -> OperatorNow:
        """Leave the lead that the operator is offered for later."""

    async def hang_up(self, operator_id: UUID, call_id: UUID) -> None:
        """End the operator's own call."""

    async def dispose(self, operator_id: UUID, call_id: UUID, verdict: Verdict) -> None:
        """Record the verdict; ends the wrap-up."""

    async def everything_stored(self) -> None:
        """Return when all that screens show by now is in the database too.

        Raises:
            StorageUnavailable: the database does not answer.
        """

    async def campaigns_changed(self) -> None:
        """Look at once at what campaigns are set to and who works on them.

        Without this the switchboard looks within a second too, and its figures within five.
        """

    async def stop_campaign(self, campaign_id: UUID) -> None:
        """Give up what rings for a campaign that is stored as resting; talks go on.

        What was not sent yet is withdrawn at once; what rings is hung up as soon as it has rung for its
        policy's minimum. This does not wait for it.
        """

    async def operator_now(self, operator_id: UUID) -> OperatorNow | None:
        """None: logged out."""

    async def current_call(self, operator_id: UUID) -> CallCard | None:
        """The call that the operator's screen must show: reserved, talked or not yet disposed of."""

    async def current_preview(self, operator_id: UUID) -> PreviewCard | None:
        """The lead that the operator's screen must show to be decided on."""

    async def floor(self) -> FloorSnapshot: ...

    async def pace_history(self, campaign_id: UUID) -> Sequence[PaceMoment]:
        """The campaign's last quarter of an hour, oldest first; nothing of what was before a restart."""
