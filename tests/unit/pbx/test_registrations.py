"""When a leg is hung up because its softphone is gone."""

import asyncio
from datetime import UTC, datetime

import pytest

from core.telephony.port import LineId
from pbx.ami.translate import ContactLost, ContactSeen, LegTalks, LegWaits, translate
from pbx.lines import Lines
from pbx.registrations import Registrations

LINE = LineId("line-0123456789ab")
LEG = f"PJSIP/{LINE}-00000001"
T0 = datetime(2026, 3, 2, tzinfo=UTC)


class Floor:
    def __init__(self) -> None:
        self.lines = Lines()
        self.hung_up: list[LineId] = []
        self.registrations = Registrations(self.lines, self._hang_up)
        self.lines.apply(LegWaits(LINE, LEG, T0))
        self.registrations.apply(ContactSeen(LINE, "first"))

    async def _hang_up(self, line_id: LineId) -> None:
        self.hung_up.append(line_id)

    async def settles(self) -> None:
        running = asyncio.create_task(self.registrations.run())  # owner: this method
        for _ in range(5):
            await asyncio.sleep(0)
        running.cancel()


async def test_a_waiting_leg_goes_with_its_softphone() -> None:
    floor = Floor()

    floor.registrations.apply(ContactLost(LINE, "first"))
    await floor.settles()

    assert floor.hung_up == [LINE]


async def test_a_softphone_that_registers_anew_keeps_its_leg() -> None:
    floor = Floor()

    floor.registrations.apply(ContactSeen(LINE, "second"))
    floor.registrations.apply(ContactLost(LINE, "first"))
    await floor.settles()

    assert floor.hung_up == []


@pytest.mark.parametrize("comes_back", [True, False])
async def test_a_talking_leg_is_given_time(monkeypatch: pytest.MonkeyPatch, comes_back: bool) -> None:
    monkeypatch.setattr("pbx.registrations.COMES_BACK_WITHIN_SECONDS", 0)
    floor = Floor()
    floor.lines.apply(LegTalks(LINE, LEG, T0))

    floor.registrations.apply(ContactLost(LINE, "first"))
    if comes_back:
        floor.registrations.apply(ContactSeen(LINE, "second"))
    await floor.settles()

    assert floor.hung_up == ([] if comes_back else [LINE])


def test_a_leg_talks_until_it_waits_again() -> None:
    lines = Lines()
    lines.apply(LegWaits(LINE, LEG, T0))
    assert not lines.is_talking(LINE)
    lines.apply(LegTalks(LINE, LEG, T0))
    assert lines.is_talking(LINE)
    lines.apply(LegWaits(LINE, LEG, T0))
    assert not lines.is_talking(LINE)


def test_the_registration_of_anything_else_is_no_news() -> None:
    event = {"Event": "ContactStatus", "AOR": "trunk", "URI": "sip:carrier", "ContactStatus": "Removed"}

    assert translate(event) is None
    assert translate({**event, "AOR": LINE}) == ContactLost(LINE, "sip:carrier")
    assert translate({**event, "AOR": LINE, "ContactStatus": "NonQualified"}) == ContactSeen(
        LINE, "sip:carrier"
    )
